"""Flamingo as transformers' `Idefics` keeps it: CLIP ViT, Perceiver Resampler, gated cross-attention before every n-th LLaMA block.

Source: arXiv 2204.14198, sections 2 and A.1; arXiv 2306.16527 for what IDEFICS changed (q/k norm, vector gates, SwiGLU in the gated layers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .blocks import activate, attend, frequencies, join_heads, layer_norm, linear, rms_norm, split_heads
from .builder import GraphBuilder
from .checkpoint import Scope
from .language import DecoderGraph, LanguageModel, embed_graph
from .package import Job, picture_spec, self_test, stop_ids, token_id, tokenizer_spec
from .vision import clip_vision, pixels_input, vision_states

VISION_DEFAULTS: dict[str, object] = {
    "hidden_size": 768, "num_hidden_layers": 32, "num_attention_heads": 16, "patch_size": 14, "hidden_act": "gelu",
}  # fmt: skip
MEAN, DEVIATION = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]


def resampler(b: GraphBuilder, context: str, scope: Scope, config: dict[str, Any]) -> str:
    """Perceiver Resampler (section A.1.1): latents ask; `[features; latents]` answer. [N, S, d] -> [N, L, d]."""
    p = {
        "resampler_n_latents": 64,
        "resampler_depth": 6,
        "resampler_n_heads": 16,
        "resampler_head_dim": 96,
        **(config.get("perceiver_config") or {}),
    }
    heads, size, norms = p["resampler_n_heads"], p["resampler_head_dim"], p.get("qk_layer_norms_perceiver", False)
    latents = scope.get("latents")
    shape = b.concat([b.dim(context, 0), b.ints(*latents.shape)], 0)
    x = b.op("Expand", b.weight(latents[None], half=False), shape)
    for index in range(p["resampler_depth"]):
        attention, feed = scope.below(f"blocks.{index}.0."), scope.below(f"blocks.{index}.1.")
        queries = layer_norm(b, x, attention.below("latents_layer_norm."), 1e-5)
        both = b.concat([layer_norm(b, context, attention.below("context_layer_norm."), 1e-5), queries], 1)
        q, k, v = (split_heads(b, linear(b, y, attention, f"{name}_proj"), heads) for name, y in (("q", queries), ("k", both), ("v", both)))
        if norms:
            q, k = (layer_norm(b, y, attention.below(f"{name}_layer_norm."), 1e-5) for y, name in ((q, "q"), (k, "k")))
        x = b.op("Add", x, linear(b, join_heads(b, attend(b, q, k, v, size)), attention, "output_proj"))
        h = linear(b, layer_norm(b, x, feed.below("ln."), 1e-5), feed, "fc")
        x = b.op("Add", x, linear(b, b.op("Relu", h), feed, "c_proj"))
    return layer_norm(b, x, scope.below("layer_norm."), 1e-5)


@dataclass
class GatedCrossAttention:
    """GATED XATTN-DENSE in a decoder graph: y += tanh(a) XAttn(y, visual); y += tanh(b) FFW(y).

    Two gates a token come from the caller: `gate_attention` is 0 where the token sees no picture; `gate_feed` says whether the gated feed-forward runs
    there all the same. The public models were trained with it running; a caller that wants the bare language model closes it.
    """

    scope: Scope
    every: int
    heads: int
    head_size: int
    eps: float
    activation: str
    qk_norm: bool
    shared: tuple[str, str, str] | None = None

    def inputs(self, b: GraphBuilder) -> None:
        """Declares what all gated layers share."""
        self.shared = (b.input("cross_mask", [1, 1, "T", "M"]), b.input("gate_attention", [1, "T", 1]), b.input("gate_feed", [1, "T", 1]))

    def __call__(self, b: GraphBuilder, block: int, x: str) -> str:
        if block % self.every != 0:
            return x
        assert self.shared is not None
        mask, gate_attention, gate_feed = self.shared
        index = block // self.every
        scope = self.scope.below(f"{index}.")
        attention = scope.below("cross_attn.")
        k, v = (b.input(f"cross_{name}_{index}", [1, self.heads, "M", self.head_size]) for name in "kv")
        q = split_heads(b, linear(b, rms_norm(b, x, scope.get("input_layernorm.weight"), self.eps), attention, "q_proj"), self.heads)
        if self.qk_norm:
            q = rms_norm(b, q, attention.get("q_layer_norm.weight"), self.eps)
        seen = linear(b, join_heads(b, attend(b, q, k, v, self.head_size, mask)), attention, "o_proj")
        x = b.op("Add", x, b.op("Mul", b.op("Mul", seen, gate_attention), self._gate(b, scope, "alpha_cross_attn")))
        feed = scope.below("mlp.")
        h = rms_norm(b, x, scope.get("post_attention_layernorm.weight"), self.eps)
        h = b.op("Mul", activate(b, self.activation, linear(b, h, feed, "gate_proj")), linear(b, h, feed, "up_proj"))
        y = b.op("Mul", linear(b, h, feed, "down_proj"), gate_feed)
        return b.op("Add", x, b.op("Mul", y, self._gate(b, scope, "alpha_dense")))

    @staticmethod
    def _gate(b: GraphBuilder, scope: Scope, name: str) -> str:
        return b.op("Tanh", b.weight(scope.get(name).reshape(1, 1, -1), half=False))

    def cross_kv(self, b: GraphBuilder, latents: str, count: int) -> None:
        """Keys and values of one picture for every gated layer, once."""
        for index in range(count):
            attention = self.scope.below(f"{index}.cross_attn.")
            k, v = (split_heads(b, linear(b, latents, attention, f"{name}_proj"), self.heads) for name in "kv")
            if self.qk_norm:
                k = rms_norm(b, k, attention.get("k_layer_norm.weight"), self.eps)
            b.output(k, f"cross_k_{index}", [1, self.heads, "L", self.head_size])
            b.output(v, f"cross_v_{index}", [1, self.heads, "L", self.head_size])


def language_model(config: dict[str, Any]) -> LanguageModel:
    """IDEFICS' LLaMA, from its configuration (defaults: transformers' IdeficsConfig)."""
    c = {
        "vocab_size": 32000, "additional_vocab_size": 0, "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32,
        "rms_norm_eps": 1e-6, "hidden_act": "silu", "max_position_embeddings": 2048, **config,
    }  # fmt: skip
    heads, width = c["num_attention_heads"], c["hidden_size"]
    theta = float((c.get("rope_parameters") or {}).get("rope_theta", c.get("rope_theta", 10000.0)))
    return LanguageModel(
        width, c["num_hidden_layers"], heads, heads, width // heads, c["vocab_size"] + c["additional_vocab_size"], c["max_position_embeddings"],
        eps=c["rms_norm_eps"], activation=c["hidden_act"], rotary=frequencies(width // heads, theta),
    )  # fmt: skip


def convert(job: Job) -> dict[str, Any]:
    """Writes the graphs and returns the manifest's body."""
    checkpoint = job.checkpoint
    config = checkpoint.json("config.json")
    model = language_model(config)
    vision_config = dict(config.get("vision_config") or {})
    vision_config.setdefault("hidden_size", vision_config.get("embed_dim", 768))
    vision = clip_vision(vision_config, VISION_DEFAULTS)
    top, scope = Scope(checkpoint, ""), Scope(checkpoint, "model.")
    every = config.get("cross_layer_interval", 1)
    count = model.layers // every
    cross = GatedCrossAttention(
        scope.below("gated_cross_attn_layers."),
        every,
        model.heads,
        model.head_size,
        model.eps,
        model.activation,
        config.get("qk_layer_norms", False),
    )
    with job.graph("vision") as b:
        features = vision_states(b, pixels_input(b, vision.size), vision, scope.below("vision_model."))[-1]
        resampled = config.get("use_resampler", False)
        latents = vision.tokens
        if resampled:
            features = resampler(b, features, scope.below("perceiver_resampler."), config)
            latents = int(scope.get("perceiver_resampler.latents").shape[0])
        b.output(features, "latents", ["N", latents, vision.width])
    with job.graph("cross_kv") as b:
        cross.cross_kv(b, b.input("latents", [1, "L", vision.width]), count)
    tables = [scope.get("embed_tokens.weight")]
    if "embed_tokens.additional_embedding.weight" in scope:
        tables.append(scope.get("embed_tokens.additional_embedding.weight"))
    with job.graph("embed") as b:
        embed_graph(b, tables)
    heads = [top.maybe("lm_head.weight") if "lm_head.weight" in top else tables[0]]
    if len(tables) > 1:
        heads.append(top.maybe("lm_head.additional_fc.weight") if "lm_head.additional_fc.weight" in top else tables[1])
    with job.graph("decoder") as b:
        decoder = DecoderGraph(b, model, scope)
        cross.inputs(b)
        decoder.build([h for h in heads if h is not None], cross)
    marker, fake = token_id(checkpoint, "<image>"), token_id(checkpoint, "<fake_token_around_image>")
    stops = stop_ids(checkpoint, config)
    return {
        "picture": picture_spec(
            {"image_mean": MEAN, "image_std": DEVIATION, **checkpoint.json("preprocessor_config.json", {}), "size": {}}, vision.size
        ),
        "decoder": decoder_spec(model) | {"cross": {"layers": count, "heads": model.heads, "headSize": model.head_size, "tokens": latents}},
        "attention": {"kind": "causal"},
        "media": {"sees": "last", "gatedFeedForward": "always", "until": stops},
        "prompt": prompt_spec(
            marker, 1, [] if fake is None else [fake], [] if fake is None else [fake], shared=True, begin=config.get("bos_token_id", 1)
        ),
        "generation": {"stop": stops},
        "selfTest": self_test(job, "vision", "latents", vision.size),
        "tokenizer": tokenizer_spec(job),
    }


def decoder_spec(model: LanguageModel) -> dict[str, Any]:
    """What the engine must know of a decoder graph."""
    spec: dict[str, Any] = {
        "layers": model.layers, "heads": model.kv_heads, "headSize": model.head_size, "width": model.width, "vocabulary": model.vocabulary, "context": model.context,
    }  # fmt: skip
    return spec | ({"keyPositions": True} if model.alibi is not None else {})


def prompt_spec(
    marker: int | None, count: int, before: list[int], after: list[int], *, shared: bool = False, begin: int | None = None
) -> dict[str, Any]:
    """How a picture stands among tokens: `before`, then the marker (or `count` visual tokens in its place), then `after`.

    `shared`: between two pictures in a row, `after` of the first is `before` of the second.
    """
    return {
        "begin": [] if begin is None else [begin],
        "picture": {"marker": -1 if marker is None else marker, "tokens": count, "before": before, "after": after, "shared": shared},
    }
