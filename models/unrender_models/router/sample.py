"""Training samples: a picture of the store, cropped, scaled, recoloured, degraded. No torch here: workers import it."""

from __future__ import annotations

import io
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ..picture import Pixels
from .kinds import KINDS
from .prepare import MAX_PIXELS, MAX_SIDE, SMALLEST, channels
from .store import Entry, Store

LEAST_KEPT = {"page": 0.8, "formula": 0.85, "chart": 0.7, "interface": 0.55, "other": 0.4}
"""Share of a side that a crop keeps at least; half elsewhere. Half a page is often none."""


@dataclass
class Sample:
    pixels: NDArray[np.uint8]
    """[3, H, W] as `prepare.channels` gives them."""
    kind: int


@lru_cache(maxsize=2)
def opened(folder: Path) -> tuple[Store, dict[str, dict[str, list[Entry]]]]:
    """A store and its entries by kind and renderer."""
    store = Store(folder)
    groups: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in store.entries:
        groups[entry.kind][entry.renderer].append(entry)
    return store, {kind: dict(by) for kind, by in groups.items()}


def cropped(rgb: Pixels, kind: str, rng: Random) -> Pixels:
    least = LEAST_KEPT.get(kind, 0.5)
    height, width = rgb.shape[:2]
    h, w = (max(min(SMALLEST, v), round(v * rng.uniform(least, 1))) for v in (height, width))
    y, x = rng.randint(0, height - h), rng.randint(0, width - w)
    return rgb[y : y + h, x : x + w]


def recoloured(rgb: Pixels, kind: str, rng: Random) -> Pixels:
    if rng.random() < 0.3:
        rgb = rgb[..., rng.sample(range(3), 3)]
    if rng.random() < 0.12:
        rgb = 255 - rgb
    if rng.random() < 0.2:
        gain, lift = rng.uniform(0.6, 1.0), rng.uniform(0, 40)
        rgb = np.clip(rgb * gain + lift, 0, 255).astype(np.uint8)
    if kind == "other" and rng.random() < 0.5:
        rgb = rgb[:, ::-1]
    return rgb


def framed(rgb: Pixels, rng: Random) -> Pixels:
    """A margin in the colour of a corner."""
    sides = [rng.choice([0, 0, 4, 12, 30, 80]) for _ in range(4)]
    out = np.empty((rgb.shape[0] + sides[0] + sides[1], rgb.shape[1] + sides[2] + sides[3], 3), np.uint8)
    out[:] = rgb[0, 0]
    out[sides[0] : sides[0] + rgb.shape[0], sides[2] : sides[2] + rgb.shape[1]] = rgb
    return out


def degraded(picture: Image.Image, rng: Random) -> Image.Image:
    if rng.random() < 0.15:
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=rng.randint(25, 85))
        picture = Image.open(data).convert("RGB")
    if rng.random() < 0.1:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.0)))
    return picture


def make_sample(rgb: Pixels, kind: str, rng: Random) -> Sample:
    if rng.random() < 0.4:
        rgb = cropped(rgb, kind, rng)
    rgb = recoloured(rgb, kind, rng)
    if rng.random() < 0.3:
        rgb = framed(rgb, rng)
    height, width = rgb.shape[:2]
    most = min(1.3, MAX_SIDE / max(width, height), math.sqrt(MAX_PIXELS / (width * height)))
    scale = min(most, math.exp(rng.uniform(math.log(0.4), math.log(1.3))))
    scale = max(scale, min(most, math.sqrt(6000 / (width * height))))
    picture = Image.fromarray(np.ascontiguousarray(rgb))
    size = (max(SMALLEST, round(width * scale)), max(SMALLEST, round(height * scale)))
    picture = degraded(picture.resize(size, rng.choice([Image.Resampling.LANCZOS, Image.Resampling.BILINEAR])), rng)
    return Sample(channels(np.asarray(picture)), KINDS.index(kind))


def make_samples(folder: Path, seed: int, count: int, weights: Mapping[str, float] | None = None) -> list[Sample]:
    """Kinds alike or by their `weights`, renderers of a kind by the root of their number. Runs in a worker process."""
    rng = Random(seed)
    store, groups = opened(folder)
    samples, kinds = [], list(groups)
    shares = [(weights or {}).get(kind, 1.0) for kind in kinds]
    for _ in range(count):
        kind = rng.choices(kinds, shares)[0]
        renderers = groups[kind]
        chosen = rng.choices(list(renderers), [math.sqrt(len(r)) for r in renderers.values()])[0]
        samples.append(make_sample(store.picture(rng.choice(renderers[chosen])), kind, rng))
    return samples


def batches(samples: Sequence[Sample], pixels: int, rng: Random) -> list[list[Sample]]:
    """Samples of like shape together, at most `pixels` after padding."""
    def shape(s: Sample) -> tuple[int, int]:
        _, h, w = s.pixels.shape
        return -(-h // 32), -(-w // 32)

    ordered = sorted(samples, key=lambda s: (round(2 * math.log2(shape(s)[0] / shape(s)[1])), s.pixels.size * rng.uniform(0.8, 1.25)))
    out: list[list[Sample]] = []
    for sample in ordered:
        last = out[-1] if out else []
        sides = [shape(s) for s in (*last, sample)]
        if not last or max(h for h, _ in sides) * max(w for _, w in sides) * 1024 * len(sides) > pixels:
            out.append([sample])
        else:
            last.append(sample)
    rng.shuffle(out)
    return out
