"""Picture preparation: the Python twin of the engine's (docs/model-package.md, "Picture preparation")."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

MAX_SIDE = 1536
MAX_PIXELS = 491_520
TEXT_HEIGHT = 12.0


def background_colour(rgb_HW3: Pixels) -> NDArray[np.float32]:
    """Mean colour of the pixels in the fullest bin of a 16 x 16 x 16 histogram."""
    flat = rgb_HW3.reshape(-1, 3)
    bins = (flat[:, 0].astype(np.int32) >> 4) * 256 + (flat[:, 1].astype(np.int32) >> 4) * 16 + (flat[:, 2] >> 4)
    fullest = np.bincount(bins, minlength=4096).argmax()
    return flat[bins == fullest].mean(0, dtype=np.float64).astype(np.float32)


def distance_to_background(rgb_HW3: Pixels) -> Pixels:
    """Largest channel difference to the background colour, 0..255: light and dark themes look alike."""
    difference = np.abs(rgb_HW3.astype(np.float32) - background_colour(rgb_HW3))
    return np.rint(difference.max(-1)).astype(np.uint8)


def scale_for(width: float, height: float, heights: list[float], max_pixels: int = MAX_PIXELS) -> float:
    """Factor that brings the median text height to 12 px, within the bounds of the model."""
    middle = float(np.median(heights)) if heights else 0.03 * max(width, height)
    scale = min(2.0, TEXT_HEIGHT / max(middle, 1.0))
    return min(scale, MAX_SIDE / max(width, height), (max_pixels / (width * height)) ** 0.5)
