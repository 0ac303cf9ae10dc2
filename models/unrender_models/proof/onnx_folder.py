"""SmolVLM / Idefics3 as an ONNX folder in the layout of transformers.js: config, processor, tokenizer, onnx/{vision_encoder,embed_tokens,decoder_model_merged}."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper

from ..convert.blocks import (
    activate,
    frequencies,
    grouped,
    join_heads,
    layer_norm,
    linear,
    rms_norm,
    rope_tables,
    rotate,
    split_heads,
    ungrouped,
)
from ..convert.builder import GraphBuilder
from ..convert.checkpoint import Checkpoint, Scope
from ..convert.formats import Format, vision_format
from ..convert.llava import SIGLIP
from ..convert.vision import clip_vision, vision_states

ENDINGS: dict[Format, str] = {"fp32": "", "fp16": "_fp16", "int8": "_int8", "int4": "_q4"}
FILES = (
    "config.json",
    "generation_config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "chat_template.jinja",
)


@dataclass
class Shape:
    """What the graphs are made by: the checkpoint's text_config, vision_config and scale_factor."""

    text: dict[str, Any]
    vision: dict[str, Any]
    shuffle: int


def export(checkpoint: Path, out: Path, fmt: Format, *, fast: bool | None = False) -> None:
    """Writes the folder from a checkpoint's safetensors. `fast`: as GraphBuilder has it; the engine computes in 8 bits what is left open."""
    (out / "onnx").mkdir(parents=True)
    for name in FILES:
        if (checkpoint / name).exists():
            shutil.copyfile(checkpoint / name, out / name)
    with Checkpoint(checkpoint) as weights:
        config = weights.json("config.json")
        shape = Shape(config["text_config"], config["vision_config"], config["scale_factor"])
        graphs: tuple[tuple[str, Format, Any], ...] = (
            ("vision_encoder", vision_format(fmt), vision_encoder), ("embed_tokens", "fp32" if fmt == "fp32" else "fp16", embed_tokens), ("decoder_model_merged", fmt, decoder),
        )  # fmt: skip
        for name, number, build in graphs:
            # Embeddings in 16 bits have fp32 outputs: their file has no ending.
            ending = "" if name == "embed_tokens" else ENDINGS[number]
            b = GraphBuilder(out / "onnx", name + ending, number, fast=fast, data="_data")
            try:
                build(b, shape, Scope(weights, ""))
                b.finish()
            finally:
                b.close()


def vision_encoder(b: GraphBuilder, shape: Shape, top: Scope) -> None:
    """pixel_values [1, N, 3, S, S], pixel_attention_mask -> image_features [N, tokens, width]."""
    model = clip_vision(
        shape.vision, {"hidden_act": "gelu_pytorch_tanh", "layer_norm_eps": 1e-6, "hidden_size": 1152, "patch_size": 32}, SIGLIP
    )
    pixels = b.input("pixel_values", [1, "N", 3, model.size, model.size])
    b.inputs.append(helper.make_tensor_value_info("pixel_attention_mask", TensorProto.BOOL, [1, "N", model.size, model.size]))
    scope = top.below("model.vision_model.")
    x = vision_states(b, b.reshape(pixels, -1, 3, model.size, model.size), model, scope)[-1]
    x = layer_norm(b, x, scope.below("post_layernorm."), model.eps)
    s, side = shape.shuffle, model.size // model.patch
    x = b.transpose(b.reshape(x, -1, side, side // s, model.width * s), 0, 2, 1, 3)
    x = b.transpose(b.reshape(x, -1, side // s, side // s, model.width * s * s), 0, 2, 1, 3)
    x = b.reshape(x, -1, side * side // (s * s), model.width * s * s)
    b.output(
        linear(b, x, top, "model.connector.modality_projection.proj"),
        "image_features",
        ["N", side * side // (s * s), shape.text["hidden_size"]],
    )


def embed_tokens(b: GraphBuilder, shape: Shape, top: Scope) -> None:
    """input_ids [1, T] -> inputs_embeds [1, T, width]."""
    ids = b.input("input_ids", [1, "T"], integer=True)
    b.output(b.gather(b.table(top.get("model.text_model.embed_tokens.weight")), ids), "inputs_embeds", [1, "T", shape.text["hidden_size"]])


def decoder(b: GraphBuilder, shape: Shape, top: Scope) -> None:
    """inputs_embeds, attention_mask, position_ids and the whole past -> logits and the whole present."""
    c = shape.text
    heads, kv, width = c["num_attention_heads"], c.get("num_key_value_heads") or c["num_attention_heads"], c["hidden_size"]
    size = c.get("head_dim") or width // heads
    x = b.input("inputs_embeds", [1, "T", width])
    attention_mask, position_ids = b.input("attention_mask", [1, "S"], integer=True), b.input("position_ids", [1, "T"], integer=True)
    tables = rope_tables(
        b, b.reshape(position_ids, -1), frequencies(size, float((c.get("rope_parameters") or c).get("rope_theta", 10000.0)))
    )
    mask = causal_mask(b, x, attention_mask)
    scope, groups = top.below("model.text_model."), heads // kv
    for index in range(c["num_hidden_layers"]):
        block = scope.below(f"layers.{index}.")
        attention, h = block.below("self_attn."), rms_norm(b, x, block.get("input_layernorm.weight"), c["rms_norm_eps"])
        q = rotate(b, split_heads(b, linear(b, h, attention, "q_proj"), heads), tables, size, size)
        k = rotate(b, split_heads(b, linear(b, h, attention, "k_proj"), kv), tables, size, size)
        v = split_heads(b, linear(b, h, attention, "v_proj"), kv)
        past = [b.input(f"past_key_values.{index}.{name}", [1, kv, "P", size]) for name in ("key", "value")]
        k, v = b.concat([past[0], k], 2), b.concat([past[1], v], 2)
        b.output(k, f"present.{index}.key", [1, kv, "S", size])
        b.output(v, f"present.{index}.value", [1, kv, "S", size])
        x = b.op("Add", x, linear(b, attended(b, q, k, v, mask, groups, kv, size), attention, "o_proj"))
        h, feed = rms_norm(b, x, block.get("post_attention_layernorm.weight"), c["rms_norm_eps"]), block.below("mlp.")
        x = b.op(
            "Add",
            x,
            linear(
                b,
                b.op("Mul", activate(b, c["hidden_act"], linear(b, h, feed, "gate_proj")), linear(b, h, feed, "up_proj")),
                feed,
                "down_proj",
            ),
        )
    x = rms_norm(b, x, scope.get("norm.weight"), c["rms_norm_eps"])
    b.output(
        b.linear(x, top.get("lm_head.weight") if "lm_head.weight" in top else scope.get("embed_tokens.weight")),
        "logits",
        [1, "T", c["vocab_size"]],
    )


def attended(b: GraphBuilder, q: str, k: str, v: str, mask: str, groups: int, kv: int, size: int) -> str:
    """Grouped attention with a mask [T, S] that is repeated for each group."""
    scores = b.op("MatMul", grouped(b, b.op("Mul", q, b.const(size**-0.5)), groups, kv, size), b.transpose(k, 0, 1, 3, 2))
    scores = b.op("Add", scores, mask if groups == 1 else b.concat([mask] * groups, 0))
    return join_heads(b, ungrouped(b, b.op("MatMul", b.op("Softmax", scores, axis=-1), v), groups, kv, size, q))


def causal_mask(b: GraphBuilder, x: str, attention_mask: str) -> str:
    """[T, S]: 0 where a key stands before or at its query, and is no padding."""
    every = b.op("Squeeze", b.dim(attention_mask, 1), b.ints(0))
    new = b.op("Squeeze", b.dim(x, 1), b.ints(0))
    zero, one = b.const(0, np.int64), b.const(1, np.int64)
    keys = b.op("Unsqueeze", b.op("Range", zero, every, one), b.ints(0))
    queries = b.op("Unsqueeze", b.op("Range", b.op("Sub", every, new), every, one), b.ints(1))
    seen = b.op("And", b.op("LessOrEqual", keys, queries), b.op("Cast", attention_mask, to=TensorProto.BOOL))
    return b.op("Where", seen, b.const(0.0), b.const(-1e9))
