"""OpenFlamingo (arXiv 2308.01390): its checkpoints hold the resampler, the gated layers and the new embeddings; CLIP and the language model are its bases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .blocks import attend, join_heads, layer_norm, linear, split_heads
from .builder import GraphBuilder
from .checkpoint import Scope
from .idefics import decoder_spec, prompt_spec
from .language import DecoderGraph, embed_graph
from .languages import language_of, language_scopes
from .package import Job, picture_spec, self_test, stop_ids, token_id, tokenizer_spec
from .vision import clip_vision, pixels_input, vision_states, without_class

HEAD = 64
"""Channels of a head in resampler and gated layers: fixed in its code."""
EPS = 1e-5


def feed(b: GraphBuilder, x: str, scope: Scope) -> str:
    """Norm, up, GELU, down."""
    return linear(b, b.op("Gelu", linear(b, layer_norm(b, x, scope, EPS, "0."), scope, "1")), scope, "3")


def halves(b: GraphBuilder, x: str, inner: int) -> tuple[str, str]:
    """Keys and values of one projection [B, M, 2 * inner], by heads."""
    k, v = (split_heads(b, b.slice(x, i * inner, (i + 1) * inner, 2), inner // HEAD) for i in range(2))
    return k, v


def resampler(b: GraphBuilder, features: str, scope: Scope) -> str:
    """Perceiver Resampler over features whose time is known. [N, S, d] -> [N, L, d]."""
    latents = scope.get("latents")
    x = b.op("Expand", b.weight(latents[None], half=False), b.concat([b.dim(features, 0), b.ints(*latents.shape)], 0))
    index = 0
    while f"layers.{index}.0.to_q.weight" in scope:
        attention = scope.below(f"layers.{index}.0.")
        inner = attention.get("to_q.weight").shape[0]
        queries = layer_norm(b, x, attention, EPS, "norm_latents.")
        both = b.concat([layer_norm(b, features, attention, EPS, "norm_media."), queries], 1)
        k, v = halves(b, linear(b, both, attention, "to_kv"), inner)
        q = split_heads(b, linear(b, queries, attention, "to_q"), inner // HEAD)
        x = b.op("Add", x, linear(b, join_heads(b, attend(b, q, k, v, HEAD)), attention, "to_out"))
        x = b.op("Add", x, feed(b, x, scope.below(f"layers.{index}.1.")))
        index += 1
    return layer_norm(b, x, scope, EPS, "norm.")


def clip_graph(b: GraphBuilder, patches: int, scope: Scope) -> None:
    """One clip: features [1, F, S, d] of its frames, and `times` [F, K], the share of each of the K time embeddings in each frame's."""
    frames = scope.get("frame_embs")
    learned, width = (int(n) for n in frames.shape)
    features = b.input("features", [1, "F", patches, width])
    times = b.op("MatMul", b.input("times", ["F", learned]), b.weight(frames, half=False))
    timed = b.op("Add", features, b.reshape(times, 1, -1, 1, width))
    b.output(resampler(b, b.reshape(timed, 1, -1, width), scope), "latents", [1, int(scope.get("latents").shape[0]), width])


@dataclass
class GatedLayers:
    """The gated cross-attention blocks, by the language model's block that they stand before."""

    scope: Scope
    blocks: list[int]
    inner: int

    def below(self, block: int) -> Scope:
        return self.scope.below(f"{block}.")

    def cross_kv(self, b: GraphBuilder, latents: str) -> None:
        for index, block in enumerate(self.blocks):
            k, v = halves(b, linear(b, latents, self.below(block), "attn.to_kv"), self.inner)
            b.output(k, f"cross_k_{index}", [1, self.inner // HEAD, "L", HEAD])
            b.output(v, f"cross_v_{index}", [1, self.inner // HEAD, "L", HEAD])

    def inputs(self, b: GraphBuilder) -> tuple[str, str, str]:
        return b.input("cross_mask", [1, 1, "T", "M"]), b.input("gate_attention", [1, "T", 1]), b.input("gate_feed", [1, "T", 1])

    def before(self, b: GraphBuilder, block: int, x: str, shared: tuple[str, str, str]) -> str:
        if block not in self.blocks:
            return x
        mask, gate_attention, gate_feed = shared
        index, scope = self.blocks.index(block), self.below(block)
        k, v = (b.input(f"cross_{name}_{index}", [1, self.inner // HEAD, "M", HEAD]) for name in "kv")
        q = split_heads(b, linear(b, layer_norm(b, x, scope, EPS, "attn.norm."), scope, "attn.to_q"), self.inner // HEAD)
        seen = linear(b, join_heads(b, attend(b, q, k, v, HEAD, mask)), scope, "attn.to_out")
        gates = [b.op("Tanh", b.weight(scope.get(name).reshape(1, 1, -1), half=False)) for name in ("attn_gate", "ff_gate")]
        x = b.op("Add", x, b.op("Mul", b.op("Mul", seen, gate_attention), gates[0]))
        return b.op("Add", x, b.op("Mul", b.op("Mul", feed(b, x, scope.below("ff.")), gate_feed), gates[1]))


def convert(job: Job) -> dict[str, Any]:
    """Writes the graphs and returns the manifest's body."""
    checkpoint, base, eyes = job.checkpoint, job.base("language"), job.base("vision")
    config = base.json("config.json")
    model = language_of(config)
    seen = eyes.json("config.json")
    vision = clip_vision(seen.get("vision_config") or seen)
    blocks, top = language_scopes(base, model, "")
    # Embeddings of new tokens are trained with the gated layers; the output matrix follows them where both are one.
    trained, trained_top = language_scopes(checkpoint, model, "lang_encoder.", "")
    embed = trained.maybe(model.names.embed)
    table = blocks.get(model.names.embed) if embed is None else embed
    heads = [
        s.get(n)
        for s in (trained_top, top)
        for n in ("lm_head.weight", "embed_out.weight")
        if n in s and not config.get("tie_word_embeddings", model.alibi is not None)
    ]
    # The same gated layers are listed again below the blocks that they stand before.
    job.unused += ["gated_cross_attn_layer.", "old_decoder_blocks", "vision_encoder."]
    gated = Scope(checkpoint, "lang_encoder.gated_cross_attn_layers.", "gated_cross_attn_layers.")
    places = [i for i in range(model.layers) if f"{i}.attn.to_q.weight" in gated]
    layers = GatedLayers(gated, places, gated.get(f"{places[0]}.attn.to_q.weight").shape[0])
    perceiver = Scope(checkpoint, "perceiver.")
    latents, width = perceiver.get("latents").shape
    frames, patches = perceiver.maybe("frame_embs"), (vision.size // vision.patch) ** 2
    with job.graph("vision") as b:
        source = Scope(eyes, "vision_model.", "")
        x = without_class(b, vision_states(b, pixels_input(b, vision.size), vision, source)[-1])
        # A picture is a clip of one frame.
        timed = x if frames is None else b.op("Add", x, b.weight(frames[:1], half=False))
        b.output(resampler(b, timed, perceiver), "latents", ["N", int(latents), int(width)])
        if frames is not None:
            b.output(x, "features", ["N", patches, int(width)])
    if frames is not None:
        with job.graph("clip") as b:
            clip_graph(b, patches, perceiver)
    with job.graph("cross_kv") as b:
        layers.cross_kv(b, b.input("latents", [1, "L", int(width)]))
    with job.graph("embed") as b:
        embed_graph(b, [table])
    with job.graph("decoder") as b:
        decoder = DecoderGraph(b, model, blocks)
        shared = layers.inputs(b)
        decoder.build([heads[0] if heads else table], lambda g, i, x: layers.before(g, i, x, shared))
    cross = {"layers": len(places), "heads": layers.inner // HEAD, "headSize": HEAD, "tokens": int(latents)}
    return {
        "picture": picture_spec(eyes.json("preprocessor_config.json", {}), vision.size),
        "decoder": decoder_spec(model) | {"vocabulary": int((heads[0] if heads else table).shape[0]), "cross": cross}, "attention": {"kind": "causal"},
        "media": {"sees": "last", "gatedFeedForward": "always", "until": []} | ({} if frames is None else {"clip": {"frames": int(frames.shape[0])}}),
        "prompt": prompt_spec(token_id(checkpoint, "<image>"), 1, [], []), "generation": {"stop": stop_ids(checkpoint, config)}, "tokenizer": tokenizer_spec(job),
        "selfTest": self_test(job, "vision", "latents", vision.size),
    }  # fmt: skip
