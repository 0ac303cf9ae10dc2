"""Number formats of converted weights.

fp32 and fp16 keep the values (fp16 in storage: arithmetic is fp32, because graph I/O and the CPU provider are); int8 and int4 quantise blocks of a row.
"""

from __future__ import annotations

from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

Format = Literal["fp32", "fp16", "int8", "int4"]
FORMATS: tuple[Format, ...] = ("fp32", "fp16", "int8", "int4")
BLOCK = 32
"""Weights that share a scale. 32 is the smallest that every provider's MatMulNBits takes, and the most exact."""


def bits_of(fmt: Format) -> int:
    """Bits of a quantised weight."""
    return {"int8": 8, "int4": 4}[fmt]


def vision_format(fmt: Format) -> Format:
    """What the parts that look are stored in: they are small beside a language model and lose most, so never below 8 bits."""
    return "int8" if fmt == "int4" else fmt


def quantise(weight_NK: NDArray[np.float32], bits: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Rows in blocks of BLOCK around the middle of the unsigned range (the operator's default zero point).

    Returns packed values [N, ceil(K / BLOCK), BLOCK * bits / 8] (two 4-bit values a byte, the lower one first) and scales [N, ceil(K / BLOCK)],
    as com.microsoft.MatMulNBits wants them. Source: onnxruntime's ContribOperators.md.
    """
    rows, columns = weight_NK.shape
    blocks = -(-columns // BLOCK)
    padded = np.zeros((rows, blocks * BLOCK), np.float32)
    padded[:, :columns] = weight_NK
    grouped = padded.reshape(rows, blocks, BLOCK)
    middle = 2 ** (bits - 1)
    # The value of the largest magnitude becomes -middle, the one code that has no counterpart: a finer step than max / (middle - 1).
    largest = np.take_along_axis(grouped, np.abs(grouped).argmax(-1, keepdims=True), -1)
    scale = (largest / -middle).astype(np.float32)
    inverse = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale != 0)
    codes = np.clip(np.rint(grouped * inverse) + middle, 0, 2**bits - 1).astype(np.uint8)
    if bits == 4:
        codes = cast("NDArray[np.uint8]", codes[..., 0::2] | (codes[..., 1::2] << 4))
    return codes, scale[..., 0]


def dequantise(codes: NDArray[np.uint8], scale: NDArray[np.float32], bits: int, columns: int) -> NDArray[np.float32]:
    """The values that a quantised matrix stands for, [N, columns]."""
    if bits == 4:
        codes = np.stack([codes & 15, codes >> 4], -1).reshape(*codes.shape[:-1], -1)
    values = (codes.astype(np.float32) - 2 ** (bits - 1)) * scale[..., None]
    return values.reshape(values.shape[0], -1)[:, :columns]
