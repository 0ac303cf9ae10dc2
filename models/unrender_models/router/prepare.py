"""What the router looks at: the Python twin of the engine's src/engine/families/router/prepare.ts (docs/model-package.md, "Router packages")."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..picture import Pixels, background_colour

MAX_PIXELS = 120_000
MAX_SIDE = 960
LEAST_DIAGRAM = 64
"""Pixels of the longer side below which nothing is a diagram: two boxes and their words have no room there."""
AGAIN_PIXELS = 80_000
AGAIN_SIDE = 780
"""The second look: what a picture is depends on its whole as much as on its letters, and the two sizes are wrong about different ones."""
MULTIPLE = 32
SMALLEST = 32
CHANNELS = 3


def fed_size(width: int, height: int, max_pixels: int = MAX_PIXELS, max_side: int = MAX_SIDE) -> tuple[int, int]:
    """Width and height that a picture is scaled to: never larger than it is, its aspect ratio kept."""
    scale = min(1.0, max_side / max(width, height), math.sqrt(max_pixels / (width * height)))
    return max(SMALLEST, math.floor(width * scale + 0.5)), max(SMALLEST, math.floor(height * scale + 0.5))


def channels(rgb_HW3: Pixels) -> NDArray[np.uint8]:
    """[3, H, W]: distance to the background, saturation (largest less smallest channel), and luminance relative to the background's, 128 where they are equal."""
    rgb = rgb_HW3.astype(np.float32)
    background = background_colour(rgb_HW3)
    distance = np.rint(np.abs(rgb - background).max(-1))
    high, low = rgb.max(-1), rgb.min(-1)
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    luminance = np.floor(128 + ((rgb - background) @ weights) / 2 + 0.5)
    return np.stack([distance, high - low, np.clip(luminance, 0, 255)]).astype(np.uint8)


def normalised(channels_3HW: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Values in 0..1, 0..1 and -1..1; 0 is background in the first and the last."""
    out = channels_3HW.astype(np.float32)
    out[:2] /= 255
    out[2] = (out[2] - 128) / 128
    return out


def padded(values_CHW: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Right and below with zeros."""
    _, h, w = values_CHW.shape
    return np.pad(values_CHW, ((0, 0), (0, height - h), (0, width - w)))


def prepare(rgb_HW3: Pixels, max_pixels: int = MAX_PIXELS, max_side: int = MAX_SIDE) -> NDArray[np.float32]:
    """Model input [3, H, W], H and W multiples of 32."""
    height, width = rgb_HW3.shape[:2]
    w, h = fed_size(width, height, max_pixels, max_side)
    if (w, h) != (width, height):
        rgb_HW3 = np.asarray(Image.fromarray(rgb_HW3).resize((w, h), Image.Resampling.LANCZOS))
    return padded(normalised(channels(rgb_HW3)), -(-h // MULTIPLE) * MULTIPLE, -(-w // MULTIPLE) * MULTIPLE)


def looks(rgb_HW3: Pixels) -> list[NDArray[np.float32]]:
    """Model inputs of a picture: one a look; a small picture is fed as it is, once."""
    height, width = rgb_HW3.shape[:2]
    first = [prepare(rgb_HW3)]
    return first if fed_size(width, height, AGAIN_PIXELS, AGAIN_SIDE) == fed_size(width, height) else [*first, prepare(rgb_HW3, AGAIN_PIXELS, AGAIN_SIDE)]
