"""What is no document: photos, drawings, icons, emoji, textures, empty and nearly empty screens, codes."""

from __future__ import annotations

import colorsys
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, UnidentifiedImageError

from .sheets import Studio

LONGEST = 900
TRAIN = ("tuxpaint-stamps-default", "tuxpaint-stamps-default", "mate-backgrounds", "papirus-icon-theme", "tango-icon-theme", "gcompris-qt-data")
"""Debian packages whose pictures training sees, unpacked as TOOLS/apt/x/PACKAGE."""
HELD = ("gnome-backgrounds",)


def files(root: Path) -> list[Path]:
    return sorted(f for ending in ("png", "jpg", "jpeg", "webp", "svg") for f in root.rglob(f"*.{ending}") if f.is_file() and not f.is_symlink())


def ground(rng: Random) -> tuple[int, int, int]:
    if rng.random() < 0.5:
        return rng.choice([(255, 255, 255), (245, 245, 245), (30, 30, 30), (0, 0, 0)])
    r, g, b = colorsys.hsv_to_rgb(rng.random(), rng.uniform(0, 0.8), rng.random())
    return round(r * 255), round(g * 255), round(b * 255)


def photo(studio: Studio, file: Path, rng: Random, renderer: str, held: bool) -> None:
    """A picture out of a package: whole or a part of it, on a ground of one colour where it is transparent."""
    if file.suffix == ".svg":
        size = rng.choice([24, 32, 48, 64, 128, 256])
        r, g, b = ground(rng)
        studio.html("other", renderer, f'<img src="{file.resolve().as_uri()}" width={size} height={size} style="display:block">', css=f"background:rgb({r},{g},{b});padding:{rng.randint(0, size // 2)}px", held=held, each=30)
        return
    try:
        picture = Image.open(file).convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        return
    if min(picture.size) < 16:
        return
    if rng.random() < 0.35 and min(picture.size) > 200:
        w, h = (round(v * rng.uniform(0.3, 1)) for v in picture.size)
        x, y = rng.randint(0, picture.width - w), rng.randint(0, picture.height - h)
        picture = picture.crop((x, y, x + w, y + h))
    picture.thumbnail((rng.choice([200, 400, LONGEST]),) * 2)
    pad = rng.randint(0, 30) if rng.random() < 0.3 else 0
    base = Image.new("RGBA", (picture.width + 2 * pad, picture.height + 2 * pad), (*ground(rng), 255))
    base.alpha_composite(picture, (pad, pad))
    keep(studio, base.convert("RGB"), renderer, held)


def keep(studio: Studio, picture: Image.Image, renderer: str, held: bool = False) -> None:
    picture.save(studio.out / f"{studio.record('other', renderer, held=held)}.png", compress_level=1)


def empty(rng: Random) -> Image.Image:
    """One colour, a gradient, a window without content, a wallpaper with a taskbar, noise, a code of squares, a spinner, scribbles, blobs, stripes."""
    width, height = rng.randint(60, 900), rng.randint(60, 700)
    kind = rng.choice(["plain", "plain", "gradient", "gradient", "window", "desktop", "noise", "squares", "spinner", "scribble", "blobs", "stripes", "checks", "spots"])
    picture = Image.new("RGB", (width, height), ground(rng))
    draw = ImageDraw.Draw(picture)
    noise = np.random.default_rng(rng.randrange(1 << 30))
    if kind in ("gradient", "desktop"):
        a, b = np.array(ground(rng), float), np.array(ground(rng), float)
        along = np.linspace(0, 1, height)[:, None, None] * rng.random() + np.linspace(0, 1, width)[None, :, None] * rng.random()
        picture = Image.fromarray((a + (b - a) * np.clip(along, 0, 1)).astype(np.uint8))
        draw = ImageDraw.Draw(picture)
    if kind == "desktop":
        draw.rectangle((0, height - 34, width, height), fill=(30, 30, 36))
        for i in range(rng.randint(0, 7)):
            draw.rounded_rectangle((8 + 40 * i, height - 30, 34 + 40 * i, height - 6), 5, fill=ground(rng))
        for i in range(rng.randint(0, 5)):
            draw.rounded_rectangle((20, 20 + 80 * i, 62, 62 + 80 * i), 8, fill=ground(rng))
    elif kind == "window":
        draw.rectangle((0, 0, width - 1, height - 1), outline=(120, 120, 120))
        draw.rectangle((0, 0, width, rng.randint(20, 36)), fill=ground(rng))
    elif kind == "noise":
        picture = Image.fromarray(noise.integers(0, 255, (height, width, 3), dtype=np.uint8)).filter(ImageFilter.GaussianBlur(rng.choice([0, 1, 4, 20])))
    elif kind in ("squares", "checks"):
        cells = rng.choice([8, 21, 25, 29, 33, 41])
        bits = noise.random((cells, cells)) < 0.5 if kind == "squares" else np.add.outer(np.arange(cells), np.arange(cells)) % 2 == 0
        side = cells * rng.randint(3, 9)
        picture = Image.fromarray((bits * 255).astype(np.uint8)).resize((side, side), Image.Resampling.NEAREST).convert("RGB")
    elif kind == "spinner":
        x, y, r = width / 2, height / 2, rng.randint(10, 40)
        draw.arc((x - r, y - r, x + r, y + r), rng.randint(0, 360), rng.randint(100, 700), fill=ground(rng), width=rng.randint(2, 7))
    elif kind in ("scribble", "stripes"):
        for i in range(rng.randint(2, 30)):
            points = [(rng.uniform(0, width), rng.uniform(0, height)) for _ in range(rng.randint(2, 9))] if kind == "scribble" else [(i * 25, 0), (i * 25, height)]
            draw.line(points, fill=ground(rng), width=rng.randint(1, 12), joint="curve")
    elif kind in ("blobs", "spots"):
        for _ in range(rng.randint(3, 60)):
            left, top, size = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(2, 120 if kind == "blobs" else 12)
            draw.ellipse((left - size, top - size * rng.uniform(0.5, 1.5), left + size, top + size), fill=ground(rng))
        if rng.random() < 0.5:
            picture = picture.filter(ImageFilter.GaussianBlur(rng.choice([1, 6, 25])))
    return picture


def make(studio: Studio, count: int, seed: str, tools: Path) -> None:
    found = {name: files(tools / "apt" / "x" / name) for name in dict.fromkeys(TRAIN)}
    data = sorted((tools / "site2" / "skimage" / "data").glob("*.[pj]*g"))
    for i in range(count):
        rng = Random(f"{seed}/{i}")
        if i % 4 == 3:
            keep(studio, empty(rng), "drawn")
        elif i % 20 == 0 and data:
            photo(studio, rng.choice([f for f in data if f.stem not in ("text", "page")]), rng, "scikit-image", False)
        else:
            name = rng.choice(TRAIN)
            if found[name]:
                photo(studio, rng.choice(found[name]), rng, name, False)


def make_held(studio: Studio, count: int, seed: str, tools: Path) -> None:
    sources = {
        "gnome-backgrounds": files(tools / "apt" / "x" / "gnome-backgrounds"), "scikit-learn": files(tools / "site2" / "sklearn" / "datasets" / "images"),
        "adwaita-icon-theme": [f for f in files(Path("/usr/share/icons/Adwaita")) if f.suffix == ".png" and "cursor" not in str(f)],
    }  # fmt: skip
    for i in range(count):
        rng = Random(f"{seed}/held/{i}")
        if i % 5 == 4:
            keep(studio, empty(rng), "drawn", True)
        elif i % 5 == 3:
            face = chr(rng.choice([*range(0x1F300, 0x1F5FF), *range(0x1F600, 0x1F64F), *range(0x1F680, 0x1F6C5), *range(0x1F90D, 0x1F9FF)]))
            studio.html("other", "fonts-noto-color-emoji", face * rng.choice([1, 1, 3]), css=f"font:{rng.choice([32, 64, 120])}px 'Noto Color Emoji';background:{rng.choice(['#fff', '#222', '#fde'])};padding:10px", held=True)
        else:
            name = rng.choice([n for n in sources if sources[n]])
            photo(studio, rng.choice(sources[name]), rng, name, True)
