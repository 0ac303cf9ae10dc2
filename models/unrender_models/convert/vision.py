"""Vision transformers as graph nodes: CLIP (OpenAI, EVA, IDEFICS), SigLIP and BLIP-2 differ in data only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .blocks import activate, attend, join_heads, layer_norm, linear, split_heads
from .builder import GraphBuilder
from .checkpoint import Array, Scope


@dataclass(frozen=True)
class VisionNames:
    """Where a vision transformer keeps its parts."""

    class_token: str | None = "embeddings.class_embedding"
    patches: str = "embeddings.patch_embedding"
    positions: str = "embeddings.position_embedding.weight"
    pre_norm: str | None = "pre_layrnorm."
    """CLIP's own spelling."""
    block: str = "encoder.layers.{}."
    norm_attention: str = "layer_norm1."
    norm_feed: str = "layer_norm2."
    attention: str = "self_attn."
    fused: str | None = None
    out: str = "out_proj"
    up: str = "mlp.fc1"
    down: str = "mlp.fc2"
    post_norm: str = "post_layernorm."


@dataclass(frozen=True)
class VisionModel:
    """Shape of a vision transformer over square pictures."""

    width: int
    layers: int
    heads: int
    size: int
    patch: int
    activation: str = "quick_gelu"
    eps: float = 1e-5
    names: VisionNames = VisionNames()

    @property
    def tokens(self) -> int:
        """Patches and, where there is one, the class token."""
        return (self.size // self.patch) ** 2 + (self.names.class_token is not None)


def pixels_input(b: GraphBuilder, size: int) -> str:
    """pixels [N, 3, size, size]."""
    return b.input("pixels", ["N", 3, size, size])


def grid_positions(positions: Array, model: VisionModel) -> Array:
    """Learned positions [1, tokens, width], scaled (bicubic) to a grid of another size: MiniGPT-v2 looks at 448 pixels with an encoder of 224."""
    positions = positions.reshape(1, -1, model.width)
    extra = int(model.names.class_token is not None)
    old, new = round((positions.shape[1] - extra) ** 0.5), model.size // model.patch
    if old == new:
        return positions
    grid = torch.from_numpy(positions[:, extra:].reshape(1, old, old, -1)).permute(0, 3, 1, 2)
    scaled = (
        torch.nn.functional.interpolate(grid, size=(new, new), mode="bicubic", align_corners=False)
        .permute(0, 2, 3, 1)
        .reshape(1, new * new, -1)
    )
    return np.concatenate([positions[:, :extra], scaled.numpy()], 1)


def embed_patches(b: GraphBuilder, pixels: str, model: VisionModel, scope: Scope) -> str:
    """pixels -> [N, tokens, width], positions added, the class token first."""
    n = model.names
    kernel, bias = scope.get(f"{n.patches}.weight"), scope.maybe(f"{n.patches}.bias")
    inputs = [pixels, b.weight(kernel)] + ([] if bias is None else [b.weight(bias, half=False)])
    x = b.op("Conv", *inputs, kernel_shape=[model.patch] * 2, strides=[model.patch] * 2)
    x = b.transpose(b.reshape(x, 0, model.width, -1), 0, 2, 1)
    if n.class_token is not None:
        first = b.weight(scope.get(n.class_token).reshape(1, 1, -1), half=False)
        x = b.concat([b.op("Expand", first, b.concat([b.dim(pixels, 0), b.ints(1, model.width)], 0)), x], 1)
    return b.op("Add", x, b.weight(grid_positions(scope.get(n.positions), model), half=False))


def self_attention(b: GraphBuilder, x: str, model: VisionModel, scope: Scope, mask: str | None = None) -> str:
    """Attention of all tokens to all, or to those that a mask leaves."""
    n, size = model.names, model.width // model.heads
    if n.fused is None:
        q, k, v = (split_heads(b, linear(b, x, scope, f"{name}_proj"), model.heads) for name in "qkv")
    else:
        y = b.linear(x, scope.get(f"{n.fused}.weight"), fused_bias(scope, n.fused, model.width))
        q, k, v = (split_heads(b, b.slice(y, i * model.width, (i + 1) * model.width, 2), model.heads) for i in range(3))
    return linear(b, join_heads(b, attend(b, q, k, v, size, mask)), scope, n.out)


def fused_bias(scope: Scope, name: str, width: int) -> Array | None:
    """Bias of a fused projection. EVA keeps those of queries and values apart; keys have none."""
    q, v = scope.maybe("q_bias"), scope.maybe("v_bias")
    return scope.maybe(f"{name}.bias") if q is None or v is None else np.concatenate([q, np.zeros(width, np.float32), v])


def block(b: GraphBuilder, x: str, model: VisionModel, scope: Scope, mask: str | None = None) -> str:
    """A pre-norm block."""
    n = model.names
    x = b.op("Add", x, self_attention(b, layer_norm(b, x, scope.below(n.norm_attention), model.eps), model, scope.below(n.attention), mask))
    h = activate(b, model.activation, linear(b, layer_norm(b, x, scope.below(n.norm_feed), model.eps), scope, n.up))
    return b.op("Add", x, linear(b, h, scope, n.down))


def vision_states(b: GraphBuilder, pixels: str, model: VisionModel, scope: Scope, layers: int | None = None) -> list[str]:
    """Hidden states before the first block and after each of the first `layers` blocks."""
    x = embed_patches(b, pixels, model, scope)
    if model.names.pre_norm is not None:
        x = layer_norm(b, x, scope.below(model.names.pre_norm), model.eps)
    states = [x]
    for index in range(model.layers if layers is None else layers):
        x = block(b, x, model, scope.below(model.names.block.format(index)))
        states.append(x)
    return states


def without_class(b: GraphBuilder, x: str) -> str:
    """Drops the first token."""
    return b.slice(x, 1, 2**62, 1)


def clip_vision(config: dict[str, object], defaults: dict[str, object] | None = None, names: VisionNames | None = None) -> VisionModel:
    """A CLIP-like vision transformer from its configuration (defaults: transformers' CLIPVisionConfig)."""
    c: dict[str, object] = {
        "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "image_size": 224, "patch_size": 32,
        "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5, **(defaults or {}), **config,
    }  # fmt: skip
    width, layers, heads, size, patch = (
        int(str(c[k])) for k in ("hidden_size", "num_hidden_layers", "num_attention_heads", "image_size", "patch_size")
    )
    return VisionModel(width, layers, heads, size, patch, str(c["hidden_act"]), float(str(c["layer_norm_eps"])), names or VisionNames())
