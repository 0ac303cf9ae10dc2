"""Llama 3.2 Vision as transformers' `Mllama` keeps it: a picture in tiles, cross-attention blocks between the others, cached cross K/V.

Where a token sees no picture, its gated blocks give nothing, as in the model's original code; transformers (5.24) lets such a token attend to all pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .blocks import activate, attend, by_row, grouped, join_heads, layer_norm, linear, rms_norm, split_heads, ungrouped
from .builder import GraphBuilder
from .checkpoint import Scope
from .idefics import decoder_spec, prompt_spec
from .language import DecoderGraph, LanguageModel, embed_graph
from .languages import language_of
from .package import Job, picture_spec, self_test, stop_ids, tokenizer_spec

LOWEST = float(np.finfo(np.float32).min)
MULTIPLE = 8
"""Tokens of a tile are filled up to a multiple of this, and what is filled in takes part in attention."""


@dataclass(frozen=True)
class TiledVision:
    """Shape of the vision transformer (defaults: transformers' MllamaVisionConfig)."""

    width: int
    layers: int
    global_layers: int
    heads: int
    size: int
    patch: int
    tiles: int
    activation: str
    eps: float
    taken: tuple[int, ...]
    arrangements: int

    @staticmethod
    def of(config: dict[str, Any]) -> TiledVision:
        c = {
            "hidden_size": 1280, "num_hidden_layers": 32, "num_global_layers": 8, "attention_heads": 16, "image_size": 448, "patch_size": 14, "max_num_tiles": 4,
            "hidden_act": "gelu", "norm_eps": 1e-5, "intermediate_layers_indices": [3, 7, 15, 23, 30], **config,
        }  # fmt: skip
        tiles = c["max_num_tiles"]
        return TiledVision(
            c["hidden_size"], c["num_hidden_layers"], c["num_global_layers"], c["attention_heads"], c["image_size"], c["patch_size"], tiles, c["hidden_act"], c["norm_eps"],
            tuple(c["intermediate_layers_indices"]), len(arrangements(tiles)),
        )  # fmt: skip

    @property
    def tokens(self) -> int:
        """Of a tile: patches and the class token."""
        return (self.size // self.patch) ** 2 + 1

    @property
    def filled(self) -> int:
        return -(-self.tokens // MULTIPLE) * MULTIPLE


def arrangements(tiles: int) -> list[tuple[int, int]]:
    """[rows, columns] of a canvas, numbered from 1."""
    return [(rows, columns) for rows in range(1, tiles + 1) for columns in range(1, tiles + 1) if rows * columns <= tiles]


@dataclass
class VisionGraph:
    """pixels [1, tiles, 3, size, size] and the number of their arrangement -> latents [1, real tiles * tokens, text width]."""

    b: GraphBuilder
    model: TiledVision
    scope: Scope
    arrangement: str

    def tile_embedding(self, x: str, name: str) -> str:
        """Adds what stands for the place of each tile, [1, tiles, 1, d], through its gate."""
        b, m, scope = self.b, self.model, self.scope.below(f"{name}.")
        rows = b.gather(b.table(scope.get("embedding.weight")), self.arrangement)
        gate = b.weight(np.tanh(scope.get("gate")), half=False)
        return b.op("Add", x, b.op("Mul", b.reshape(rows, -1, m.tiles, 1, m.width), gate))

    def positions(self, x: str) -> str:
        """Adds positions within a tile, and within the tile at its place; one gate shares them out."""
        b, m, scope = self.b, self.model, self.scope.below("gated_positional_embedding.")
        gate = np.tanh(scope.get("gate"))
        x = b.op("Add", x, b.weight(((1 - gate) * scope.get("embedding"))[None, None], half=False))
        rows = b.reshape(b.gather(b.table(scope.get("tile_embedding.weight")), self.arrangement), -1, m.tiles, m.tokens, m.width)
        return b.op("Add", x, b.op("Mul", rows, b.weight(gate, half=False)))

    def mask(self) -> str:
        """[1, 1, tiles * filled, tiles * filled]: what fills up attends to everything but other filling, and everything attends to it: so it was trained."""
        b, m = self.b, self.model
        filling = np.ones((m.arrangements + 1, m.tiles, m.filled), np.float32)
        for number, (rows, columns) in enumerate([(1, 1), *arrangements(m.tiles)]):
            filling[number, : rows * columns, : m.tokens] = 0
        rows_ = b.op("Gather", b.const(filling.reshape(m.arrangements + 1, -1)), self.arrangement, axis=0)
        both = b.op("Mul", b.op("Unsqueeze", rows_, b.ints(2)), b.op("Unsqueeze", rows_, b.ints(1)))
        return b.op("Unsqueeze", b.op("Mul", both, b.const(LOWEST)), b.ints(1))

    def block(self, x: str, scope: Scope, mask: str, gated: bool) -> str:
        """A pre-norm block; those of the global encoder are gated."""
        b, m = self.b, self.model
        attention = scope.below("self_attn.")
        h = layer_norm(b, x, scope.below("input_layernorm."), m.eps)
        q, k, v = (split_heads(b, linear(b, h, attention, f"{name}_proj"), m.heads) for name in "qkv")
        seen = linear(b, join_heads(b, attend(b, q, k, v, m.width // m.heads, mask)), attention, "o_proj")
        x = b.op("Add", x, self.gate(seen, scope, "gate_attn") if gated else seen)
        h = layer_norm(b, x, scope.below("post_attention_layernorm."), m.eps)
        fed = linear(b, activate(b, m.activation, linear(b, h, scope, "mlp.fc1")), scope, "mlp.fc2")
        return b.op("Add", x, self.gate(fed, scope, "gate_ffn") if gated else fed)

    def gate(self, x: str, scope: Scope, name: str) -> str:
        return self.b.op("Mul", x, self.b.weight(np.tanh(scope.get(name)), half=False))

    def build(self, pixels: str) -> str:
        """Features [1, tiles, tokens, (1 + taken) * d] of all tiles, the last layer's and those of some before."""
        b, m, scope = self.b, self.model, self.scope
        flat = b.reshape(pixels, -1, 3, m.size, m.size)
        x = b.op("Conv", flat, b.weight(scope.get("patch_embedding.weight")), kernel_shape=[m.patch] * 2, strides=[m.patch] * 2)
        x = b.reshape(b.transpose(b.reshape(x, 0, m.width, -1), 0, 2, 1), -1, m.tiles, m.tokens - 1, m.width)
        x = b.reshape(self.tile_embedding(x, "pre_tile_positional_embedding"), -1, m.tokens - 1, m.width)
        first = b.weight(np.broadcast_to(scope.get("class_embedding").reshape(1, 1, -1), (m.tiles, 1, m.width)), half=False)
        x = b.reshape(b.concat([first, x], 1), -1, m.tiles, m.tokens, m.width)
        x = layer_norm(b, self.positions(x), scope.below("layernorm_pre."), 1e-5)
        x = b.concat([x, b.const(np.zeros((1, m.tiles, m.filled - m.tokens, m.width)))], 2) if m.filled > m.tokens else x
        x, mask = b.reshape(x, 1, -1, m.width), self.mask()
        states = []
        for index in range(m.layers):
            x = self.block(x, scope.below(f"transformer.layers.{index}."), mask, False)
            states.append(x)
        x = layer_norm(b, x, scope.below("layernorm_post."), 1e-5)
        x = self.tile_embedding(b.reshape(x, 1, m.tiles, m.filled, m.width), "post_tile_positional_embedding")
        x = b.reshape(x, 1, -1, m.width)
        for index in range(m.global_layers):
            x = self.block(x, scope.below(f"global_transformer.layers.{index}."), mask, True)
        # The layers taken stand channel by channel: [..., d, taken].
        taken = b.reshape(b.concat([b.op("Unsqueeze", states[i], b.ints(3)) for i in m.taken], 3), 0, 0, -1)
        return b.slice(b.reshape(b.concat([x, taken], 2), 1, m.tiles, m.filled, -1), 0, m.tokens, 2)

    def real(self, x: str) -> str:
        """Tokens of the tiles that hold a part of the picture, [1, M, d]."""
        b, m = self.b, self.model
        counts = np.array([1, *(rows * columns for rows, columns in arrangements(m.tiles))], np.int64)
        count = b.op("Gather", b.const(counts, np.int64), self.arrangement, axis=0)
        return b.reshape(b.slice(x, 0, count, 1), 1, -1, m.width * (1 + len(m.taken)))


@dataclass
class CrossBlocks:
    """Blocks that look at pictures and stand in the place of others: y += tanh(a) XAttn(y); y += tanh(b) FFW(y)."""

    scope: Scope
    model: LanguageModel
    places: list[int]

    def __call__(self, b: GraphBuilder, index: int, x: str, shared: tuple[str, str, str]) -> str:
        m, scope = self.model, self.scope.below(f"layers.{self.places[index]}.")
        mask, gate_attention, gate_feed = shared
        attention, groups = scope.below("cross_attn."), m.heads // m.kv_heads
        k, v = (b.input(f"cross_{name}_{index}", [1, m.kv_heads, "M", m.head_size]) for name in "kv")
        q = split_heads(b, linear(b, rms_norm(b, x, scope.get("input_layernorm.weight"), m.eps), attention, "q_proj"), m.heads)
        q = b.op("Mul", rms_norm(b, q, attention.get("q_norm.weight"), m.eps), b.const(m.head_size**-0.5))
        scores = b.op("MatMul", grouped(b, q, groups, m.kv_heads, m.head_size), b.transpose(k, 0, 1, 3, 2))
        seen = b.op("MatMul", b.op("Softmax", by_row(b, "Add", scores, mask, groups, m.kv_heads, q), axis=-1), v)
        seen = linear(b, join_heads(b, ungrouped(b, seen, groups, m.kv_heads, m.head_size, q)), attention, "o_proj")
        x = b.op("Add", x, b.op("Mul", b.op("Mul", seen, gate_attention), b.weight(np.tanh(scope.get("cross_attn_attn_gate")), half=False)))
        feed = scope.below("mlp.")
        h = rms_norm(b, x, scope.get("post_attention_layernorm.weight"), m.eps)
        h = b.op("Mul", activate(b, m.activation, linear(b, h, feed, "gate_proj")), linear(b, h, feed, "up_proj"))
        y = b.op("Mul", linear(b, h, feed, "down_proj"), gate_feed)
        return b.op("Add", x, b.op("Mul", y, b.weight(np.tanh(scope.get("cross_attn_mlp_gate")), half=False)))

    def cross_kv(self, b: GraphBuilder, latents: str) -> None:
        """Keys and values of one picture, once."""
        m = self.model
        for index, place in enumerate(self.places):
            attention = self.scope.below(f"layers.{place}.cross_attn.")
            k, v = (split_heads(b, linear(b, latents, attention, f"{name}_proj"), m.kv_heads) for name in "kv")
            k = rms_norm(b, k, attention.get("k_norm.weight"), m.eps)
            b.output(k, f"cross_k_{index}", [1, m.kv_heads, "L", m.head_size])
            b.output(v, f"cross_v_{index}", [1, m.kv_heads, "L", m.head_size])


def decoder_graph(b: GraphBuilder, model: LanguageModel, scope: Scope, cross: CrossBlocks, head: Any, blocks: int) -> None:
    """All blocks; the cache holds those with self-attention only."""
    decoder = DecoderGraph(b, model, scope)
    shared = (b.input("cross_mask", [1, 1, "T", "M"]), b.input("gate_attention", [1, "T", 1]), b.input("gate_feed", [1, "T", 1]))
    x, cached = decoder.x, 0
    for place in range(blocks):
        if place in cross.places:
            x = cross(b, cross.places.index(place), x, shared)
            continue
        x = decoder.block(cached, x, place)
        cached += 1
    decoder.head(x, [head])


def convert(job: Job) -> dict[str, Any]:
    """Writes the graphs and returns the manifest's body."""
    checkpoint = job.checkpoint
    config = checkpoint.json("config.json")
    text = config["text_config"]
    places = list(text.get("cross_attention_layers", [3, 8, 13, 18, 23, 28, 33, 38]))
    blocks = int(text.get("num_hidden_layers", 40))
    model = language_of({**text, "num_hidden_layers": blocks - len(places)})
    vision = TiledVision.of(config["vision_config"])
    scope = Scope(checkpoint, "model.language_model.", "language_model.model.")
    cross = CrossBlocks(scope, model, places)
    with job.graph("vision") as b:
        graph = VisionGraph(b, vision, Scope(checkpoint, "model.vision_model.", "vision_model."), b.input("arrangement", [1], integer=True))
        seen = graph.real(graph.build(b.input("pixels", [1, vision.tiles, 3, vision.size, vision.size])))
        latents = linear(b, seen, Scope(checkpoint, "model.", ""), "multi_modal_projector")
        b.output(latents, "latents", [1, "M", model.width])
    with job.graph("cross_kv") as b:
        cross.cross_kv(b, b.input("latents", [1, "L", model.width]))
    with job.graph("embed") as b:
        embed_graph(b, [scope.get("embed_tokens.weight")])
    with job.graph("decoder") as b:
        head = Scope(checkpoint, "lm_head.", "language_model.lm_head.")
        decoder_graph(
            b, model, scope, cross, head.get("weight") if "weight" in head else scope.get("embed_tokens.weight")[: model.vocabulary], blocks
        )
    marker = config.get("image_token_index", config.get("image_token_id", 128256))
    processor = checkpoint.json("preprocessor_config.json", {})
    picture = picture_spec({**processor, "size": {}, "do_pad": False}, vision.size, "bilinear")
    return {
        "picture": picture | {"tiling": {"kind": "canvas", "most": vision.tiles}},
        "decoder": decoder_spec(model)
        | {"cross": {"layers": len(places), "heads": model.kv_heads, "headSize": model.head_size, "tokens": vision.tokens * vision.tiles}},
        "attention": {"kind": "causal"},
        "media": {"sees": "run", "gatedFeedForward": "seen", "until": []},
        "prompt": prompt_spec(marker, 1, [], [], begin=text.get("bos_token_id", 128000)),
        "generation": {"stop": stop_ids(checkpoint, config)},
        "selfTest": self_test(job, "vision", "latents", vision.size, vision.tiles),
        "tokenizer": tokenizer_spec(job),
    }
