"""Causal language models as one decoder graph whose cache belongs to the caller (docs/model-package.md, "Language packages").

One description covers LLaMA and its kin (Vicuna, Qwen2, Mistral), OPT, GPT-NeoX and MPT; what differs is data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from .blocks import activate, by_row, grouped, join_heads, layer_norm, linear, norm, rms_norm, rope_tables, rotate, split_heads, ungrouped
from .builder import GraphBuilder
from .checkpoint import Array, Scope

Projections = Callable[[GraphBuilder, str, Scope], tuple[str, str, str]]


@dataclass(frozen=True)
class Names:
    """Where a model keeps its parts; `block` holds the block's number."""

    embed: str = "embed_tokens.weight"
    block: str = "layers.{}."
    norm_attention: str = "input_layernorm."
    norm_feed: str = "post_attention_layernorm."
    attention: str = "self_attn."
    q: str = "q_proj"
    k: str = "k_proj"
    v: str = "v_proj"
    out: str = "o_proj"
    fused: str | None = None
    """Name of one projection for q, k and v, where there is one."""
    feed: str = "mlp."
    gate: str = "gate_proj"
    up: str = "up_proj"
    down: str = "down_proj"
    final_norm: str = "norm."
    positions: str | None = None


@dataclass(frozen=True)
class LanguageModel:
    """Shape and arithmetic of a causal language model."""

    width: int
    layers: int
    heads: int
    kv_heads: int
    head_size: int
    vocabulary: int
    context: int
    norm: Literal["rms", "layer"] = "rms"
    eps: float = 1e-6
    activation: str = "silu"
    gated: bool = True
    rotary: Array | None = None
    """Rotary frequencies; None for other kinds of positions."""
    position_offset: int = 0
    """Learned positions start at this row (OPT: 2)."""
    alibi: Array | None = None
    """Slopes [heads] of linear biases (MPT, arXiv 2108.12409)."""
    parallel: bool = False
    """Attention and feed-forward both read the block's input (GPT-NeoX)."""
    interleaved_fused: bool = False
    """The fused projection keeps q, k and v of one head together (GPT-NeoX) rather than all q first (MPT)."""
    qk_norm: bool = False
    names: Names = field(default_factory=Names)

    @property
    def rotary_size(self) -> int:
        return 0 if self.rotary is None else 2 * len(self.rotary)


Cross = Callable[[GraphBuilder, int, str], str]
"""What stands before block i: (builder, i, x) -> x."""


class DecoderGraph:
    """Builds `decoder`: embeds [1, T, d] after a past that the caller keeps -> logits and the new K and V, a pair a layer."""

    def __init__(self, b: GraphBuilder, model: LanguageModel, scope: Scope, mask_count: int = 1) -> None:
        self.b, self.model, self.scope = b, model, scope
        self.x = b.input("embeds", [1, "T", model.width])
        self.positions = b.input("positions", ["T"], integer=True)
        self.rows = b.input("rows", ["K"], integer=True)
        self.masks = [b.input(f"mask{i or ''}", [1, 1, "T", "S"]) for i in range(mask_count)]
        # Where several softmaxes are added, the caller says how much each row takes of each.
        self.shares = [b.input(f"share{i or ''}", [1, 1, "T", 1]) for i in range(mask_count)] if mask_count > 1 else []
        self.tables = None if model.rotary is None else rope_tables(b, self.positions, model.rotary)
        self.bias = None if model.alibi is None else self._alibi(model.alibi)

    def _alibi(self, slopes: Array) -> str:
        """[1, h, 1, S]: slope times the key's position. Distance to the query differs from it by a constant a row, which softmax does not see."""
        b = self.b
        keys = b.input("key_positions", ["S"], integer=True)
        return b.op("Mul", b.op("Cast", keys, to=1), b.const(slopes.reshape(1, -1, 1, 1)))

    def positions_added(self) -> None:
        """Adds learned positions to the embeddings, where the model has them."""
        name = self.model.names.positions
        if name is not None:
            places = self.b.op("Add", self.positions, self.b.const(self.model.position_offset, np.int64))
            self.x = self.b.op("Add", self.x, self.b.gather(self.b.table(self.scope.get(name)), places))

    def attention(self, index: int, x: str, scope: Scope) -> str:
        """Self-attention of block `index` to its past (capacity C, unused places masked) and to the T new tokens."""
        b, m, n = self.b, self.model, self.model.names
        q, k, v = self._projections(x, scope)
        if m.qk_norm:
            q, k = (rms_norm(b, y, scope.get(f"{name}.weight"), m.eps) for y, name in ((q, "q_norm"), (k, "k_norm")))
        if self.tables is not None:
            q, k = (rotate(b, y, self.tables, m.rotary_size, m.head_size) for y in (q, k))
        b.output(k, f"new_k_{index}", [1, m.kv_heads, "T", m.head_size])
        b.output(v, f"new_v_{index}", [1, m.kv_heads, "T", m.head_size])
        past_k, past_v = (b.input(f"past_{name}_{index}", [1, m.kv_heads, "C", m.head_size]) for name in "kv")
        groups = m.heads // m.kv_heads
        scaled = grouped(b, b.op("Mul", q, b.const(m.head_size**-0.5)), groups, m.kv_heads, m.head_size)
        # Past and new keys are never joined: that would copy the whole past at every step.
        scores = b.concat([b.op("MatMul", scaled, b.transpose(keys, 0, 1, 3, 2)) for keys in (past_k, k)], 3)
        if self.bias is not None:
            scores = b.op("Add", scores, self.bias)
        probabilities = None
        for i, mask in enumerate(self.masks):
            part = b.op("Softmax", by_row(b, "Add", scores, mask, groups, m.kv_heads, q), axis=-1)
            if self.shares:
                part = by_row(b, "Mul", part, self.shares[i], groups, m.kv_heads, q)
            probabilities = part if probabilities is None else b.op("Add", probabilities, part)
        assert probabilities is not None
        past = b.dim(past_k, 2)
        seen = b.op("MatMul", b.slice(probabilities, 0, past, 3), past_v)
        new = b.op("MatMul", b.slice(probabilities, past, 2**62, 3), v)
        y = ungrouped(b, b.op("Add", seen, new), groups, m.kv_heads, m.head_size, q)
        return linear(b, join_heads(b, y), scope, n.out)

    def _projections(self, x: str, scope: Scope) -> tuple[str, str, str]:
        b, m, n = self.b, self.model, self.model.names
        if n.fused is None:
            q = split_heads(b, linear(b, x, scope, n.q), m.heads)
            k, v = (split_heads(b, linear(b, x, scope, name), m.kv_heads) for name in (n.k, n.v))
            return q, k, v
        y = linear(b, x, scope, n.fused)
        if m.interleaved_fused:
            parts = b.reshape(y, 0, 0, m.heads, 3 * m.head_size)
            q, k, v = (b.transpose(b.slice(parts, i * m.head_size, (i + 1) * m.head_size, 3), 0, 2, 1, 3) for i in range(3))
            return q, k, v
        ends = [0, m.heads * m.head_size, (m.heads + m.kv_heads) * m.head_size, (m.heads + 2 * m.kv_heads) * m.head_size]
        q, k, v = (split_heads(b, b.slice(y, ends[i], ends[i + 1], 2), m.heads if i == 0 else m.kv_heads) for i in range(3))
        return q, k, v

    def feed(self, x: str, scope: Scope) -> str:
        """The feed-forward part of a block."""
        b, m, n = self.b, self.model, self.model.names
        up = linear(b, x, scope, n.up)
        hidden = b.op("Mul", activate(b, m.activation, linear(b, x, scope, n.gate)), up) if m.gated else activate(b, m.activation, up)
        return linear(b, hidden, scope, n.down)

    def block(self, index: int, x: str, place: int | None = None) -> str:
        """A pre-norm block; `place` is its number in the checkpoint, where blocks of another kind stand between."""
        b, m, n = self.b, self.model, self.model.names
        scope = self.scope.below(n.block.format(index if place is None else place))
        attended = self.attention(index, norm(b, x, scope.below(n.norm_attention), m.norm, m.eps), scope.below(n.attention))
        if m.parallel:
            fed = self.feed(norm(b, x, scope.below(n.norm_feed), m.norm, m.eps), scope.below(n.feed))
            return b.op("Add", b.op("Add", x, attended), fed)
        x = b.op("Add", x, attended)
        return b.op("Add", x, self.feed(norm(b, x, scope.below(n.norm_feed), m.norm, m.eps), scope.below(n.feed)))

    def head(self, x: str, weights: list[Array]) -> None:
        """Final norm and logits of the rows that were asked for; several matrices give one vocabulary."""
        b, m = self.b, self.model
        x = b.op("Gather", x, self.rows, axis=1)
        x = norm(b, x, self.scope.below(m.names.final_norm), m.norm, m.eps)
        b.output(b.concat([b.linear(x, weight) for weight in weights], 2), "logits", [1, "K", m.vocabulary])

    def build(self, weights: list[Array], before: Cross | None = None) -> None:
        """All blocks, with what stands before each."""
        self.positions_added()
        x = self.x
        for index in range(self.model.layers):
            if before is not None:
                x = before(self.b, index, x)
            x = self.block(index, x)
        self.head(x, weights)


def embed_graph(b: GraphBuilder, tables: list[Array]) -> None:
    """Builds `embed`: ids [T] -> embeds [1, T, d]; several tables follow each other in one vocabulary."""
    ids = b.input("ids", ["T"], integer=True)
    table = b.table(np.concatenate(tables) if len(tables) > 1 else tables[0])
    b.output(b.op("Unsqueeze", b.gather(table, ids), b.ints(0)), "embeds", [1, "T", tables[0].shape[1]])


__all__ = ["Cross", "DecoderGraph", "LanguageModel", "Names", "embed_graph", "layer_norm"]
