"""Two towers: CLIP (arXiv 2103.00020) and SigLIP (arXiv 2303.15343). `image` and `text` give unit vectors; the engine multiplies them."""

from __future__ import annotations

from typing import Any

import numpy as np

from .blocks import activate, attend, join_heads, layer_norm, linear, split_heads
from .builder import GraphBuilder
from .checkpoint import Scope
from .llava import SIGLIP, SIGLIP_BASE
from .package import Job, picture_spec, self_test, tokenizer_spec
from .vision import VisionModel, block, clip_vision, pixels_input, vision_states

TEXT_CLIP: dict[str, Any] = {
    "hidden_size": 512, "num_hidden_layers": 12, "num_attention_heads": 8, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5, "max_position_embeddings": 77,
    "eos_token_id": 49407, "pad_token_id": 1,
}  # fmt: skip
TEXT_SIGLIP: dict[str, Any] = {
    **TEXT_CLIP, "hidden_size": 768, "num_attention_heads": 12, "hidden_act": "gelu_pytorch_tanh", "layer_norm_eps": 1e-6, "max_position_embeddings": 64,
}  # fmt: skip


def unit(b: GraphBuilder, x: str) -> str:
    """Rows of length 1."""
    return b.op("Div", x, b.op("ReduceL2", x, b.ints(-1), keepdims=1))


def text_graph(b: GraphBuilder, scope: Scope, c: dict[str, Any], head: Scope, name: str, causal: bool) -> None:
    """ids [1, T] and the place `pool` [1] that stands for the whole text -> `embeds` [1, D]."""
    ids, pool = b.input("ids", [1, "T"], integer=True), b.input("pool", [1], integer=True)
    length = b.dim(ids, 1)
    x = b.gather(b.table(scope.get("embeddings.token_embedding.weight")), ids)
    x = b.op("Add", x, b.first_rows(b.table(scope.get("embeddings.position_embedding.weight")), length))
    mask = None
    if causal:
        square = b.op("Expand", b.const(-1e9), b.concat([length, length], 0))
        mask = b.op("Trilu", square, b.const(1, np.int64), upper=1)
    model = VisionModel(c["hidden_size"], c["num_hidden_layers"], c["num_attention_heads"], 1, 1, c["hidden_act"], c["layer_norm_eps"])
    for index in range(model.layers):
        x = block(b, x, model, scope.below(f"encoder.layers.{index}."), mask)
    x = b.op("Gather", layer_norm(b, x, scope.below("final_layer_norm."), model.eps), pool, axis=1)
    b.output(unit(b, b.op("Squeeze", linear(b, x, head, name), b.ints(1))), "embeds", [1, "D"])


def pooled(b: GraphBuilder, x: str, model: VisionModel, scope: Scope) -> str:
    """SigLIP's attention pooling: one learned query asks all patches. [N, S, d] -> [N, 1, d]."""
    weight, bias = scope.get("attention.in_proj_weight"), scope.get("attention.in_proj_bias")
    d, size = model.width, model.width // model.heads
    probe = b.op("Expand", b.weight(scope.get("probe"), half=False), b.concat([b.dim(x, 0), b.ints(1, d)], 0))
    q, k, v = (
        split_heads(b, b.linear(y, weight[i * d : (i + 1) * d], bias[i * d : (i + 1) * d]), model.heads)
        for i, y in enumerate((probe, x, x))
    )
    y = linear(b, join_heads(b, attend(b, q, k, v, size)), scope, "attention.out_proj")
    h = activate(b, model.activation, linear(b, layer_norm(b, y, scope.below("layernorm."), model.eps), scope, "mlp.fc1"))
    return b.op("Add", y, linear(b, h, scope, "mlp.fc2"))


def convert_clip(job: Job) -> dict[str, Any]:
    """CLIP: class token through a projection; a text stands at its end token."""
    checkpoint, top = job.checkpoint, Scope(job.checkpoint, "")
    config = checkpoint.json("config.json")
    vision = clip_vision(config.get("vision_config") or {})
    text = {**TEXT_CLIP, **(config.get("text_config") or {})}
    with job.graph("image") as b:
        scope = top.below("vision_model.")
        x = b.slice(vision_states(b, pixels_input(b, vision.size), vision, scope)[-1], 0, 1, 1)
        x = b.op("Squeeze", x, b.ints(1))
        x = layer_norm(b, x, scope.below("post_layernorm."), vision.eps)
        b.output(unit(b, b.linear(x, top.get("visual_projection.weight"))), "embeds", ["N", "D"])
    with job.graph("text") as b:
        text_graph(b, top.below("text_model."), text, top, "text_projection", causal=True)
    # Configurations from before transformers 4.31 name 2, which is wrong: the end is the highest id of all.
    end = text["eos_token_id"] if text["eos_token_id"] != 2 else text.get("vocab_size", 49408) - 1
    rank = {
        "scale": float(np.exp(top.get("logit_scale"))),
        "bias": 0.0,
        "activation": "softmax",
        "textLength": text["max_position_embeddings"],
        "pad": text["pad_token_id"],
        "end": end,
    }
    return _body(job, vision, rank)


def convert_siglip(job: Job) -> dict[str, Any]:
    """SigLIP: attention pooling; a text is filled up and stands at its last place."""
    checkpoint, top = job.checkpoint, Scope(job.checkpoint, "")
    config = checkpoint.json("config.json")
    vision = clip_vision(config.get("vision_config") or {}, SIGLIP_BASE, SIGLIP)
    text = {**TEXT_SIGLIP, **(config.get("text_config") or {})}
    with job.graph("image") as b:
        scope = top.below("vision_model.")
        x = layer_norm(b, vision_states(b, pixels_input(b, vision.size), vision, scope)[-1], scope.below("post_layernorm."), vision.eps)
        b.output(unit(b, b.op("Squeeze", pooled(b, x, vision, scope.below("head.")), b.ints(1))), "embeds", ["N", "D"])
    with job.graph("text") as b:
        scope = top.below("text_model.")
        text_graph(b, scope, text, scope, "head", causal=False)
    scale, bias = (float(top.get(name).reshape(())) for name in ("logit_scale", "logit_bias"))
    rank = {
        "scale": float(np.exp(scale)),
        "bias": bias,
        "activation": "sigmoid",
        "textLength": text["max_position_embeddings"],
        "pad": text["pad_token_id"],
        "fill": True,
    }
    return _body(job, vision, rank)


def _body(job: Job, vision: VisionModel, rank: dict[str, Any]) -> dict[str, Any]:
    return {
        "picture": picture_spec(job.checkpoint.json("preprocessor_config.json", {}), vision.size), "rank": rank, "tokenizer": tokenizer_spec(job),
        "selfTest": self_test(job, "image", "embeds", vision.size),
    }  # fmt: skip
