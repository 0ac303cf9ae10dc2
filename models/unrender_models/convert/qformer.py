"""Q-Former (BLIP-2, arXiv 2301.12597): learned queries ask each other and, in every second layer, the picture."""

from __future__ import annotations

from dataclasses import dataclass

from .blocks import activate, attend, join_heads, layer_norm, linear, split_heads
from .builder import GraphBuilder
from .checkpoint import Array, Scope


@dataclass(frozen=True)
class QFormer:
    """Shape of a Q-Former; `inner` is what its library calls the projections of an attention."""

    layers: int = 12
    heads: int = 12
    every: int = 2
    eps: float = 1e-12
    activation: str = "gelu"
    inner: str = "attention."
    block: str = "encoder.layer.{}."
    first_norm: str = "layernorm."

    def build(self, b: GraphBuilder, features: str, queries_1QC: Array, scope: Scope) -> str:
        """features [N, S, v] -> [N, Q, C]. Post-norm, as in BERT."""
        width = queries_1QC.shape[2]
        x = b.op("Expand", b.weight(queries_1QC, half=False), b.concat([b.dim(features, 0), b.ints(*queries_1QC.shape[1:])], 0))
        x = layer_norm(b, x, scope.below(self.first_norm), self.eps)
        for index in range(self.layers):
            layer = scope.below(self.block.format(index))
            x = self._attention(b, x, x, layer.below("attention."), width)
            if index % self.every == 0:
                x = self._attention(b, x, features, layer.below("crossattention."), width)
            h = activate(b, self.activation, linear(b, x, layer, "intermediate_query.dense"))
            x = self._output(b, h, x, layer.below("output_query."))
        return x

    def _attention(self, b: GraphBuilder, x: str, context: str, scope: Scope, width: int) -> str:
        inner = scope.below(self.inner)
        q, k, v = (
            split_heads(b, linear(b, y, inner, name), self.heads) for name, y in (("query", x), ("key", context), ("value", context))
        )
        return self._output(b, join_heads(b, attend(b, q, k, v, width // self.heads)), x, scope.below("output."))

    def _output(self, b: GraphBuilder, y: str, x: str, scope: Scope) -> str:
        return layer_norm(b, b.op("Add", x, linear(b, y, scope, "dense")), scope.below("LayerNorm."), self.eps)
