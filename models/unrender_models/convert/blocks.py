"""Transformer parts as graph nodes. Shape suffixes as in layers.py: B batch, T tokens, M keys, C channels, h heads."""

from __future__ import annotations

import math

import numpy as np

from .builder import GraphBuilder
from .checkpoint import Array, CheckpointError, Scope

ACTIVATIONS = ("gelu", "gelu_new", "gelu_pytorch_tanh", "quick_gelu", "silu", "relu", "relu2")


def activate(b: GraphBuilder, kind: str, x: str) -> str:
    """An activation by the name that configurations give it."""
    match kind:
        case "relu":
            return b.op("Relu", x)
        case "relu2":
            y = b.op("Relu", x)
            return b.op("Mul", y, y)
        case "gelu":
            return b.op("Gelu", x)
        case "gelu_new" | "gelu_pytorch_tanh" | "gelu_fast":
            return b.op("Gelu", x, approximate="tanh")
        case "silu" | "swish":
            return b.op("Mul", x, b.op("Sigmoid", x))
        case "quick_gelu":
            return b.op("Mul", x, b.op("Sigmoid", b.op("Mul", x, b.const(1.702))))
    raise CheckpointError(f'The activation "{kind}" is not known; known are: {", ".join(ACTIVATIONS)}.')


def layer_norm(b: GraphBuilder, x: str, scope: Scope, eps: float, name: str = "") -> str:
    """LayerNorm with `weight` and, where there is one, `bias`."""
    weight, bias = scope.get(f"{name}weight"), scope.maybe(f"{name}bias")
    inputs = [x, b.weight(weight, half=False)] + ([] if bias is None else [b.weight(bias, half=False)])
    return b.op("LayerNormalization", *inputs, axis=-1, epsilon=eps)


def rms_norm(b: GraphBuilder, x: str, weight: Array, eps: float) -> str:
    """RMSNorm (arXiv 1910.07467), in the nodes that runtimes fuse."""
    square = b.op("ReduceMean", b.op("Pow", x, b.const(2.0)), b.ints(-1), keepdims=1)
    scaled = b.op("Div", x, b.op("Sqrt", b.op("Add", square, b.const(eps))))
    return b.op("Mul", scaled, b.weight(weight, half=False))


def norm(b: GraphBuilder, x: str, scope: Scope, kind: str, eps: float) -> str:
    """A norm of a kind: `layer` or `rms`."""
    return layer_norm(b, x, scope, eps) if kind == "layer" else rms_norm(b, x, scope.get("weight"), eps)


def linear(b: GraphBuilder, x: str, scope: Scope, name: str) -> str:
    """`name`.weight and, where there is one, `name`.bias."""
    return b.linear(x, scope.get(f"{name}.weight"), scope.maybe(f"{name}.bias"))


def split_heads(b: GraphBuilder, x_BTC: str, heads: int) -> str:
    """[B, T, h * c] -> [B, h, T, c]."""
    return b.transpose(b.op("Reshape", x_BTC, b.ints(0, 0, heads, -1)), 0, 2, 1, 3)


def join_heads(b: GraphBuilder, x_BhTc: str) -> str:
    """[B, h, T, c] -> [B, T, h * c]."""
    return b.reshape(b.transpose(x_BhTc, 0, 2, 1, 3), 0, 0, -1)


def attend(b: GraphBuilder, q: str, k: str, v: str, size: int, mask: str | None = None) -> str:
    """Attention without a past: q [B, h, T, c], k and v [B, h, M, c]; `mask` is added to the scores."""
    scores = b.op("MatMul", b.op("Mul", q, b.const(size**-0.5)), b.transpose(k, 0, 1, 3, 2))
    if mask is not None:
        scores = b.op("Add", scores, mask)
    return b.op("MatMul", b.op("Softmax", scores, axis=-1), v)


def grouped(b: GraphBuilder, q: str, groups: int, kv_heads: int, size: int) -> str:
    """Queries of the heads that share keys, one after the other: [B, h * g, T, c] -> [B, h, g * T, c]."""
    return q if groups == 1 else b.reshape(q, 0, kv_heads, -1, size)


def ungrouped(b: GraphBuilder, x: str, groups: int, kv_heads: int, size: int, like: str) -> str:
    """The way back, for T tokens of `like` [B, h * g, T, c]."""
    if groups == 1:
        return x
    shape = b.concat([b.ints(1, kv_heads * groups), b.dim(like, 2), b.ints(size)], 0)
    return b.op("Reshape", x, shape)


def by_row(b: GraphBuilder, kind: str, scores: str, rows: str, groups: int, kv_heads: int, like: str) -> str:
    """scores [1, h, g * T, M] (+ or *) what holds for all heads, [1, 1, T, M or 1]."""
    if groups == 1:
        return b.op(kind, scores, rows)
    tokens = b.dim(like, 2)
    wide = b.op("Reshape", scores, b.concat([b.ints(kv_heads, groups), tokens, b.ints(-1)], 0))
    return b.op("Reshape", b.op(kind, wide, rows), b.op("Shape", scores))


def frequencies(size: int, theta: float) -> Array:
    """Rotary frequencies [size / 2] (RoFormer, arXiv 2104.09864)."""
    return (1.0 / theta ** (np.arange(0, size, 2, dtype=np.float32) / size)).astype(np.float32)


def scaled_frequencies(size: int, theta: float, scaling: dict[str, object]) -> Array:
    """Rotary frequencies under a configuration's scaling: `default`, `linear` or `llama3`. @raises CheckpointError for others"""
    plain = frequencies(size, theta)
    kind = scaling.get("rope_type", scaling.get("type", "default"))
    if kind == "default":
        return plain
    factor = float(str(scaling.get("factor", 1.0)))
    if kind == "linear":
        return plain / np.float32(factor)
    if kind == "llama3":
        low, high = float(str(scaling["low_freq_factor"])), float(str(scaling["high_freq_factor"]))
        original = float(str(scaling["original_max_position_embeddings"]))
        wave = 2 * math.pi / plain
        smooth = (original / wave - low) / (high - low)
        middle = (1 - smooth) * plain / factor + smooth * plain
        return np.where(wave > original / low, plain / factor, np.where(wave < original / high, plain, middle)).astype(np.float32)
    raise CheckpointError(f'Rotary positions are scaled by "{kind}", which is not known; known are: default, linear, llama3.')


def rope_tables(b: GraphBuilder, positions_T: str, freqs: Array) -> tuple[str, str]:
    """Cosine and sine [T, size / 2]."""
    angle = b.op("Mul", b.op("Unsqueeze", b.op("Cast", positions_T, to=1), b.ints(1)), b.const(freqs[None]))
    return b.op("Cos", angle), b.op("Sin", angle)


def rotate(b: GraphBuilder, x_BhTc: str, tables: tuple[str, str], size: int, head_size: int) -> str:
    """Turns the first `size` channels of each head, two halves as pairs."""
    cos, sin = tables
    half = size // 2
    first, second = b.slice(x_BhTc, 0, half, 3), b.slice(x_BhTc, half, size, 3)
    parts = [
        b.op("Sub", b.op("Mul", first, cos), b.op("Mul", second, sin)),
        b.op("Add", b.op("Mul", second, cos), b.op("Mul", first, sin)),
    ]
    if size < head_size:
        parts.append(b.slice(x_BhTc, size, head_size, 3))
    return b.concat(parts, 3)
