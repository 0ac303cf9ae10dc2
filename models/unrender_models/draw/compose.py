"""What is in a scene: the graph, its labels, shapes and link kinds, before anything has a place."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from ..scene import End, Stroke
from . import fonts, words
from .plan import Group, Item, Link, Plan
from .shapes import fit
from .style import Look, Style


def wrapped(text: str, font: fonts.Font, limit: float) -> list[str]:
    """Greedy wrapping at spaces (anywhere for Chinese) to about `limit` pixels."""
    unit = list(text) if " " not in text and any("\u4e00" <= c <= "\u9fff" for c in text) else text.split(" ")
    glue = "" if len(unit) == len(text) and len(text) > 1 and " " not in text else " "
    lines = [unit[0]]
    for word in unit[1:]:
        longer = lines[-1] + glue + word
        if fonts.width(font, longer) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def item(rng: Random, style: Style, shape: str, text: str | None) -> Item:
    """A node of a shape with a label (None: without text), sized."""
    look = rng.choice(style.looks)
    if shape == "text":
        look = Look(None, None, style.text)
    elif look.fill is None and look.border is None:
        look = replace(look, border=style.ink)
    if shape == "icon":
        look = replace(look, text=style.text)
    face, size = style.face, style.em
    if rng.random() < 0.04:
        size = max(13, round(size * rng.uniform(0.75, 1.35)))
    made = Item(shape, [], look, face, size)
    font = fonts.load(face.path, size)
    if shape == "record" and text is not None:
        made.fields = rng.choice((1, 1, 2))
        made.label = [text, *(words.phrase(rng, style.lang) for _ in range(rng.randint(1, 3)))]
        made.variant = "left" if made.fields == 1 and rng.random() < 0.4 else ""
    elif text is not None:
        limit = style.wrap * size * (0.7 if shape in ("circle", "double_circle", "diamond") else 1)
        made.label = wrapped(text, font, limit)
        if style.rich and shape in ("rect", "round", "stadium", "cylinder", "hexagon", "ellipse") and rng.random() < 0.75:
            _detail(rng, style, made)
        if style.badges and shape in ("rect", "round") and rng.random() < 0.8:
            made.variant = "badge"
        elif shape in ("rect", "round", "text") and not made.detail and len(made.label) > 1 and rng.random() < 0.12:
            made.variant = "left"
        elif shape == "rect" and not made.detail:
            made.variant = rng.choices(("", "double", "box3d", "stack", "fold", "dashed"), (90, 2, 2.5, 2, 2, 2))[0]
    fit(made, style, rng)
    return made


def _detail(rng: Random, style: Style, made: Item) -> None:
    """Turns a label into a heading with smaller lines: a stereotype, a technology, a description."""
    size = max(12, round(made.size * rng.uniform(0.68, 0.9)))
    bold = fonts.variant(made.face, bold=True) if rng.random() < 0.6 else made.face
    font = fonts.load(made.face.path, size)
    noun = rng.choice(words.NOUNS)
    text = rng.choice((f"[{noun.title()}]", f"({noun})", words.phrase(rng, style.lang), f"{words.phrase(rng, style.lang)}, {noun}", f"v{rng.randrange(9)}.{rng.randrange(9)}"))
    made.detail = (made.face, size)
    made.face, made.heading = bold, len(made.label)
    made.label = [*made.label, *wrapped(text, font, max(style.wrap, 10) * made.size)][: made.heading + 3]


def _blank(rng: Random, style: Style) -> Item:
    shape, variant = rng.choice((("circle", "dot"), ("double_circle", "bullseye"), ("diamond", ""), ("bar", ""), ("circle", ""), ("rect", ""), ("icon", "")))
    made = item(rng, style, shape, None)
    made.variant = variant
    if not variant and shape != "icon" and made.look.border is None:
        made.look = replace(made.look, border=style.ink)
    return made


def count(rng: Random) -> int:
    return min(30, 2 + int(rng.gammavariate(1.8, 5.6)))


def edges(rng: Random, n: int) -> list[tuple[int, int]]:
    """A mostly connected graph over 0..n-1: chains, trees, diamonds, loops; some are a bit denser."""
    chainy = rng.choice((0.25, 0.55, 0.8, 0.95))
    recent = rng.choice((2, 4, n))
    result: list[tuple[int, int]] = []
    for i in range(1, n):
        if rng.random() < 0.02 and n > 4:
            continue
        parent = i - 1 if rng.random() < chainy else rng.randrange(max(0, i - recent), i)
        result.append((parent, i))
    known = set(result)
    extra = rng.choice((0, 0, 1, 1, 2, n // 4, n // 3, n // 2))
    for _ in range(extra):
        a, b = rng.randrange(n), rng.randrange(n)
        if rng.random() < 0.6 and a > b:
            a, b = b, a
        if (a, b) in known or (a == b and rng.random() < 0.8) or ((b, a) in known and rng.random() < 0.6):
            continue
        known.add((a, b))
        result.append((a, b))
    return result


def link(rng: Random, style: Style, a: int, b: int) -> Link:
    made = Link(a, b, ink=style.ink, width=style.edge_width)
    if style.coloured_edges and rng.random() < 0.5:
        made.ink = rng.choice(style.coloured_edges)
    made.stroke = stroke(rng)
    if made.stroke == "thick":
        made.width = max(4, round(style.em * rng.uniform(0.2, 0.27)), round(style.edge_width * 2))
    if rng.random() >= style.directed:
        made.end = "none"
    roll = rng.random()
    if roll < 0.05:
        made.start = "arrow" if made.end != "none" else "none"
    elif roll < 0.075:
        made.end = end(rng)
    elif roll < 0.085:
        made.start, made.end = end(rng), end(rng)
    return made


def stroke(rng: Random) -> Stroke:
    options: tuple[Stroke, ...] = ("solid", "dotted", "thick")
    return rng.choices(options, (84, 11, 5))[0]


def end(rng: Random) -> End:
    options: tuple[End, ...] = ("circle", "cross")
    return rng.choice(options)


def compose(rng: Random, style: Style, grouped: float = 0.3, tree: bool = False) -> Plan:
    """A plan with items, links and (with probability `grouped`) groups; `tree`: every item but the first has one parent."""
    n = count(rng)
    style.shrink(n)
    pairs = [(rng.randrange(max(0, i - 1 - i // 2), i), i) for i in range(1, n)] if tree else edges(rng, n)
    out = [0] * n
    into = [0] * n
    for a, b in pairs:
        out[a] += 1
        into[b] += 1
    plan = Plan(style, rng)
    blanks = rng.choice((0, 0, 0, 0.04, 0.12))
    for i in range(n):
        if rng.random() < blanks:
            plan.items.append(_blank(rng, style))
            continue
        shape = rng.choice(style.shapes)
        text = words.phrase(rng, style.lang)
        if out[i] > 1 and rng.random() < 0.6:
            text = words.question(rng, style.lang)
            shape = shape if style.decision == "plain" else style.decision
        elif (out[i] == 0 or into[i] == 0) and rng.random() < 0.35:
            shape = rng.choice(("stadium", "round", "circle", "ellipse", "double_circle"))
            text = rng.choice(("Start", "End", "Begin", "Stop", "Done", "START", "END", "Finish", text))
        plan.items.append(item(rng, style, shape, text))
    talkative = rng.choice((0.05, 0.15, 0.15, 0.4, 0.8, 0))
    for a, b in pairs:
        made = link(rng, style, a, b)
        decides = out[a] > 1 and plan.items[a].shape in ("diamond", "hexagon")
        if rng.random() < (0.8 if decides else talkative):
            text = words.answer(rng, style.lang)
            made.label = wrapped(text, fonts.load(style.label_face.path, style.label_size), style.label_size * rng.choice((5, 8, 14)))[:3]
            made.near_source = decides and rng.random() < 0.5
        plan.links.append(made)
    if n >= 4 and rng.random() < grouped:
        _group(rng, plan)
    return plan


def _group(rng: Random, plan: Plan) -> None:
    """Puts runs of items into titled groups, now and then nested."""
    style, n = plan.style, len(plan.items)
    cuts = sorted(rng.sample(range(1, n), min(n - 1, rng.randint(1, max(1, n // 3)))))
    runs = [range(a, b) for a, b in zip([0, *cuts], [*cuts, n], strict=True)]
    corner = rng.choice((0.0, 0.0, style.em * 0.4))
    place = rng.choice(("top", "top", "left", "tab"))
    dashed = rng.random() < 0.25
    for run in runs:
        if rng.random() < 0.3 or len(plan.groups) >= 6:
            continue
        title = words.phrase(rng, style.lang)[:28]
        size = style.em if rng.random() < 0.7 else round(style.em * rng.uniform(0.8, 1.3))
        parent = -1
        group = Group([title], parent, style.group_look, title_at=place, corner=corner, dashed=dashed, title_size=size)
        plan.groups.append(group)
        index = len(plan.groups) - 1
        members = list(run)
        for i in members:
            plan.items[i].group = index
        if len(members) >= 4 and rng.random() < 0.35:
            inner = replace(group, title=[words.phrase(rng, style.lang)[:24]], parent=index, lines=[])
            plan.groups.append(inner)
            start = rng.randrange(1, len(members) - 1)
            for i in members[start : start + rng.randint(1, 3)]:
                plan.items[i].group = len(plan.groups) - 1
    # Some edges run to a group itself instead of to a node in it.
    for made in plan.links:
        target = plan.items[made.b].group
        if target >= 0 and rng.random() < 0.08 and target not in plan.chain(plan.items[made.a].group):
            made.b, made.b_group = target, True
