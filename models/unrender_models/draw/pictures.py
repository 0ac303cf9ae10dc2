"""Charts, textures, boxes without connections, and diagrams of other kinds."""

from __future__ import annotations

from math import cos, sin, tau

import numpy as np
from PIL import Image, ImageFilter

from . import fonts, words
from .page import Sheet
from .style import hsv, mix, readable, visible


def chart(s: Sheet) -> None:
    rng, d = s.rng, s.canvas.draw
    x0, y0, x1, y1 = s.em * 4.0, s.em * 3.0, s.width - s.em * 2.0, s.height - s.em * 3.0
    if x1 - x0 < s.em * 5 or y1 - y0 < s.em * 4:
        return
    s.write(words.phrase(rng, "en"), s.width / 2, s.em * 1.3, anchor=0.5)
    kind = rng.choice(("bar", "line", "pie", "scatter", "barh"))
    colours = [visible(hsv(rng.random() + i / 6, 0.6, 0.8), s.ground, 50) for i in range(6)]
    if kind == "pie":
        r, t = min(x1 - x0, y1 - y0) / 2, 0.0
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        shares = [rng.uniform(0.3, 1) for _ in range(rng.randint(3, 6))]
        for i, share in enumerate(shares):
            a = share / sum(shares) * 360
            d.pieslice([cx - r, cy - r, cx + r, cy + r], t, t + a, fill=colours[i], outline=s.ground, width=2)
            m = (t + a / 2) / 360 * tau
            s.write(f"{round(share / sum(shares) * 100)}%", cx + r * 0.65 * cos(m), cy + r * 0.65 * sin(m), ink=readable(s.ink, colours[i]), anchor=0.5)
            t += a
        return
    d.line([(x0, y0), (x0, y1), (x1, y1)], fill=s.ink, width=rng.choice((1, 2)))
    ticks = rng.randint(3, 7)
    for i in range(ticks):
        y = y1 - (y1 - y0) * i / ticks
        if rng.random() < 0.8:
            d.line([(x0, y), (x1, y)], fill=mix(s.ground, s.ink, 0.2))
        s.write(str(i * rng.choice((5, 10, 100))), x0 - 6, y, max(11, s.em - 4), anchor=1.0)
    n = rng.randint(3, 9)
    for i in range(n):
        s.write(rng.choice((f"Q{i % 4 + 1}", rng.choice(words.NOUNS)[:6], str(2015 + i))), x0 + (i + 0.5) * (x1 - x0) / n, y1 + s.em, max(11, s.em - 5), anchor=0.5)
    for k in range(rng.randint(1, 3)):
        points = [(x0 + (i + 0.5) * (x1 - x0) / n, y1 - rng.random() * (y1 - y0)) for i in range(n)]
        if kind == "line":
            d.line(points, fill=colours[k], width=3)
            for x, y in points if rng.random() < 0.6 else []:
                d.ellipse([x - 4, y - 4, x + 4, y + 4], fill=colours[k])
        elif kind == "scatter":
            for _ in range(30):
                x, y = rng.uniform(x0, x1), rng.uniform(y0, y1)
                d.ellipse([x - 4, y - 4, x + 4, y + 4], fill=colours[k])
        elif k == 0:
            w = (x1 - x0) / n * 0.35
            for x, y in points:
                d.rectangle([x - w, y, x + w, y1], fill=colours[0], outline=s.ink)


def texture(s: Sheet) -> None:
    """Noise, gradients and blobs, as in photographs; now and then with a caption."""
    rng = s.rng
    g = np.random.default_rng(rng.getrandbits(32))
    small = g.uniform(0, 255, (rng.randint(2, 24), rng.randint(2, 24), 3)).astype(np.uint8)
    image = Image.fromarray(small).resize((s.width, s.height), Image.Resampling.BICUBIC)
    if rng.random() < 0.5:
        pixels = np.asarray(image).astype(np.float32) + g.normal(0, rng.uniform(2, 40), (s.height, s.width, 3))
        image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 2)))
    s.canvas.image.paste(image)
    for _ in range(rng.choice((0, 0, 2, 6))):
        x, y, r = rng.uniform(0, s.width), rng.uniform(0, s.height), rng.uniform(1, 6) * s.em
        s.canvas.draw.ellipse([x - r, y - r, x + r, y + r * rng.uniform(0.2, 1)], fill=hsv(rng.random(), rng.random(), rng.random()))
    if rng.random() < 0.4:
        s.write(words.phrase(rng, "en"), s.em, s.height - s.em * 1.5, ink=(255, 255, 255))


def boxes(s: Sheet) -> None:
    """Boxes without any connection: dashboards, cards, floor plans."""
    rng = s.rng
    columns, rows = rng.randint(1, 4), rng.randint(1, 4)
    w, h = s.width / columns, s.height / rows
    for r in range(rows):
        for c in range(columns):
            m = s.em * rng.uniform(0.2, 0.6)
            box = [c * w + m, r * h + m, (c + 1) * w - m, (r + 1) * h - m]
            if box[2] - box[0] < s.em or box[3] - box[1] < s.em:
                continue
            fill = mix(s.ground, s.accent, rng.uniform(0, 0.3))
            s.canvas.draw.rounded_rectangle(box, min(rng.choice((0, 6)), (box[3] - box[1]) / 2), fill=fill, outline=mix(s.ground, s.ink, 0.5))
            y = box[1] + s.em
            for _ in range(rng.randint(1, 4)):
                if y > box[3] - s.em * 0.6:
                    break
                text, font = words.phrase(rng, "en"), fonts.load(s.face.path, s.em)
                while text and fonts.width(font, text) > box[2] - box[0] - s.em:
                    text = text[:-1]
                s.write(text, box[0] + s.em * 0.5, y, ink=readable(s.ink, fill))
                y += s.em * 1.5


def sequence(s: Sheet) -> None:
    """A sequence diagram: arrows between lifelines, but no flow of steps."""
    rng, d = s.rng, s.canvas.draw
    count = max(2, min(5, s.width // (9 * s.em)))
    xs = [s.width * (i + 0.5) / count for i in range(count)]
    top = s.em * 2.0
    for x in xs:
        name = rng.choice(words.NOUNS).title()[:10]
        w = fonts.width(fonts.load(s.face.path, s.em), name) / 2 + s.em * 0.6
        fill = mix(s.ground, s.accent, 0.2)
        d.rectangle([x - w, top - s.em, x + w, top + s.em], outline=s.ink, fill=fill)
        s.write(name, x, top, ink=readable(s.ink, fill), anchor=0.5)
        s.canvas.line([(x, top + s.em), (x, s.height - s.em)], s.ink, 1, (6, 5) if rng.random() < 0.7 else None)
    y = top + s.em * 3
    while y < s.height - s.em * 1.5:
        a, b = rng.sample(range(count), 2)
        sign = 1 if xs[b] > xs[a] else -1
        s.canvas.line([(xs[a], y), (xs[b], y)], s.ink, 2, (5, 4) if rng.random() < 0.35 else None)
        d.polygon([(xs[b], y), (xs[b] - sign * s.em * 0.6, y - s.em * 0.3), (xs[b] - sign * s.em * 0.6, y + s.em * 0.3)], fill=s.ink)
        text, font = words.phrase(rng, "en"), fonts.load(s.face.path, s.em)
        while text and fonts.width(font, text) > abs(xs[b] - xs[a]) - s.em:
            text = text[:-1]
        s.write(text, (xs[a] + xs[b]) / 2, y - s.em * 0.75, anchor=0.5)
        y += s.em * rng.uniform(2, 3)


def schedule(s: Sheet) -> None:
    """A Gantt chart: bars along a time axis."""
    rng, d, y = s.rng, s.canvas.draw, s.em * 2.5
    left = s.em * 8.0
    if s.width < left + 6 * s.em:
        return
    for k in range(rng.randint(3, 8)):
        x = left + k * (s.width - left) / 8
        s.write(f"W{k + 1}", x, s.em, max(11, s.em - 4))
        d.line([(x, s.em * 1.6), (x, s.height)], fill=mix(s.ground, s.ink, 0.15))
    at = left
    while y < s.height - s.em:
        s.write(rng.choice(words.NOUNS)[:11], s.em * 0.5, y)
        w = rng.uniform(2, 8) * s.em
        d.rounded_rectangle([at, y - s.em * 0.6, min(at + w, s.width - 2), y + s.em * 0.6], 4, fill=mix(s.ground, s.accent, rng.uniform(0.3, 0.9)))
        at = max(left, min(at + w * rng.uniform(-0.2, 1), s.width - 4.0 * s.em))
        y += s.em * 2
