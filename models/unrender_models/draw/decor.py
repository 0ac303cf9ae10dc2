"""Around the diagram: titles, notes, background patterns, and the window or page that a screenshot was taken in."""

from __future__ import annotations

from random import Random

from ..scene import FreeText, Line
from . import fonts, words
from .canvas import Canvas
from .compose import wrapped
from .geometry import grown, overlap
from .plan import Plan
from .style import Colour, Style, luminance, mix, readable


def pattern(canvas: Canvas, style: Style, rng: Random) -> None:
    """A grid or dots behind the diagram, as editors show them."""
    width, height = canvas.image.size
    ink = mix(style.background, style.ink, rng.uniform(0.05, 0.16))
    step = max(8, round(style.em * rng.uniform(0.6, 1.6)))
    if rng.random() < 0.5:
        for x in range(step // 2, width, step):
            for y in range(step // 2, height, step):
                canvas.draw.point((x, y), fill=ink)
                canvas.draw.point((x + 1, y), fill=ink)
        return
    strong = mix(style.background, style.ink, 0.16)
    for k, x in enumerate(range(0, width, step)):
        canvas.draw.line([(x, 0), (x, height)], fill=strong if k % 4 == 0 else ink, width=1)
    for k, y in enumerate(range(0, height, step)):
        canvas.draw.line([(0, y), (width, y)], fill=strong if k % 4 == 0 else ink, width=1)


def title(canvas: Canvas, style: Style, rng: Random, y: float) -> FreeText:
    """A heading (or a figure's caption) of one line, centred on y."""
    size = round(style.em * rng.uniform(0.95, 1.7))
    face = fonts.choose(rng, style.face.kind, words.script(style.lang), bold=0.6) if rng.random() < 0.5 else style.face
    text = words.phrase(rng, style.lang)
    if rng.random() < 0.3:
        text = rng.choice(("Figure 3: ", "Fig. 2. ", "Flow: ", "Process ", "Diagram 1 - ")) + text
    width = canvas.image.width - 8
    while size > 13 and fonts.width(fonts.load(face.path, size), text) > width:
        size -= 1
    font = fonts.load(face.path, size)
    while fonts.width(font, text) > width and len(text) > 3:
        text = text[:-2]
    w = fonts.width(font, text)
    x = 4 + w / 2 if rng.random() < 0.3 else canvas.image.width / 2
    return FreeText(canvas.text([text.rstrip()], x, y, face, size, 1.25, style.text), "title")


def notes(canvas: Canvas, plan: Plan, rng: Random, count: int, top: float, bottom: float) -> list[FreeText]:
    """Remarks on free ground between `top` and `bottom`: plain or as sticky notes."""
    style = plan.style
    taken = [item.box for item in plan.items] + [grown(g.box, 6) for g in plan.groups] + [link.label_box for link in plan.links if link.label_box]
    for link in plan.links:
        for a, b in zip(link.points, link.points[1:], strict=False):
            taken.append((min(a[0], b[0]) - 2, min(a[1], b[1]) - 2, max(a[0], b[0]) + 2, max(a[1], b[1]) + 2))
    result = []
    for _ in range(count):
        size = max(12, round(style.em * rng.uniform(0.75, 1.05)))
        font = fonts.load(style.face.path, size)
        lines = wrapped(words.sentence(rng, style.lang), font, size * rng.uniform(7, 16))[:5]
        w, h = max(fonts.width(font, line) for line in lines) + size, len(lines) * size * style.leading + size * 0.8
        for _ in range(14):
            x, y = rng.uniform(2, max(3, canvas.image.width - w - 2)), rng.uniform(top + 2, max(top + 3, bottom - h - 2))
            box = (x, y, x + w, y + h)
            if x + w > canvas.image.width - 2 or y + h > bottom - 2 or any(overlap(grown(box, style.em * 0.5), t) for t in taken):
                continue
            ink, align = style.text, rng.choice(("left", "center"))
            if rng.random() < 0.35:
                paper: Colour = rng.choice(((255, 249, 196), (255, 236, 179), (225, 245, 254), mix(style.background, style.ink, 0.08)))
                canvas.draw.rectangle(box, fill=paper)
                ink = readable(style.text, paper)
            result.append(FreeText(canvas.text(lines, x + w / 2, y + h / 2, style.face, size, style.leading, ink, align), "note"))
            taken.append(box)
            break
    return result


def framed(canvas: Canvas, style: Style, rng: Random) -> tuple[Canvas, int, int, list[Line]]:
    """The picture inside a window, browser or page: the new canvas, where the old picture lies, and the surrounding text."""
    bar = rng.random()
    x: float
    y: float
    em = rng.randint(11, 17) if style.em < 18 else rng.randint(14, 20)
    top = round(em * rng.uniform(1.8, 4.5))
    left = round(em * rng.uniform(5, 10)) if rng.random() < 0.35 else rng.randint(0, em)
    bottom = round(em * rng.uniform(1.5, 6)) if rng.random() < 0.5 else 0
    right = rng.randint(0, em)
    dark = luminance(style.background) < 100
    ground: Colour = rng.choice(((32, 33, 36), (60, 60, 60), (43, 45, 48))) if dark or bar < 0.15 else rng.choice(((240, 240, 240), (222, 225, 230), (255, 255, 255), (248, 248, 250)))
    width, height = canvas.image.width + left + right, canvas.image.height + top + bottom
    new = Canvas(width, height, ground, rng)
    new.image.paste(canvas.image, (left, top))
    ink = readable((90, 90, 90), ground, 60)
    face = fonts.choose(rng, "sans")
    noise: list[Line] = []

    def write(text: str, x: float, y: float) -> float:
        w = fonts.width(fonts.load(face.path, em), text)
        if x + w < width - 2 and 0 < y < height - em * 0.6:
            noise.extend(new.text([text], x + w / 2, y, face, em, 1.2, ink))
        return x + w + em

    new.draw.line([(0, top - 1), (width, top - 1)], fill=mix(ground, ink, 0.3))
    x = em * 0.8
    if rng.random() < 0.5:
        for colour in ((237, 106, 94), (245, 191, 79), (98, 197, 84)) if rng.random() < 0.6 else (ink, ink, ink):
            new.draw.ellipse([x, em * 0.45, x + em * 0.7, em * 1.15], fill=colour)
            x += em
    if rng.random() < 0.5:
        write(rng.choice(("https://example.org/docs/flow", "Untitled diagram", "process.drawio", "README.md - Preview", "flow.mmd", "Slide 4 of 12")), x, em * 0.9)
        x = float(em)
    if top > em * 2.4 or x > em * 2:
        for word in rng.sample(("File", "Edit", "View", "Insert", "Arrange", "Help", "Tools", "Share", "100%", "Export", "Home", "Search", "Layout"), rng.randint(2, 6)):
            x = write(word, x, top - em)
    if left > em * 4:
        y = float(top + em)
        while y < height - bottom - em and rng.random() < 0.93:
            word = rng.choice(words.NOUNS)
            if em * 0.6 + fonts.width(fonts.load(face.path, em), word) < left - 2:
                write(word, em * 0.6, y)
            y += em * rng.uniform(1.4, 2.2)
    if bottom > em * 2:
        y = top + canvas.image.height + em
        while y < height - em * 0.7:
            text = " ".join(words.phrase(rng, "en").lower() for _ in range(4))
            font = fonts.load(face.path, em)
            while fonts.width(font, text) > width - em * 2 and " " in text:
                text = text.rsplit(" ", 1)[0]
            write(text, em * 0.7, y)
            y += em * 1.4
    return new, left, top, noise
