"""Activity diagrams as PlantUML lays them out: one column, branches to both sides, merges, loops with lines at the side."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from ..scene import Point
from . import fonts, words
from .compose import _blank, item, link, wrapped
from .plan import Plan
from .shapes import fit
from .style import Style


@dataclass
class Block:
    """A piece of a programme about its axis x = 0, top y = 0. Exits still want a successor: (item, label, leaving course)."""

    left: float = 0.0
    right: float = 0.0
    height: float = 0.0
    entry: int = -1
    exits: list[tuple[int, str, list[Point]]] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)


class Activity:
    def __init__(self, rng: Random, style: Style, budget: int) -> None:
        self.rng, self.style, self.budget = rng, style, budget
        self.plan = Plan(style, rng)
        em = style.em
        self.gap, self.aside = rng.uniform(1.5, 2.6) * em, rng.uniform(1.0, 2.5) * em
        self.merges = rng.random() < 0.75
        self.action = rng.choice(("round", "round", "rect", "stadium"))
        self.question = rng.choice(("hexagon", "diamond"))
        self.blank_kind = rng.choice(("diamond", "diamond", "circle"))

    def run(self) -> Plan:
        block = self._sequence(0, top=True)
        del block
        return self.plan

    def _node(self, shape: str, text: str | None, variant: str = "") -> int:
        made = item(self.rng, self.style, shape, text)
        made.variant = variant
        if variant:
            made.w = made.h = self.style.em * 1.3
            made.slant = self.style.em * 0.25
        elif text is None and shape == "diamond":
            made.w = made.h = self.style.em * 1.4
            if made.look.border is None and made.look.fill is None:
                made.look = _blank(self.rng, self.style).look
        self.plan.items.append(made)
        self.budget -= 1
        return len(self.plan.items) - 1

    def _place(self, index: int, x: float, y: float) -> None:
        self.plan.items[index].x, self.plan.items[index].y = x, y

    def _single(self, index: int) -> Block:
        made = self.plan.items[index]
        self._place(index, 0, made.h / 2)
        return Block(made.w / 2, made.w / 2, made.h, index, [(index, "", [])], [index])

    def _connect(self, a: int, b: int, course: list[Point], label: str) -> int:
        made = link(self.rng, self.style, a, b)
        made.start, made.end = ("none", "arrow") if self.style.directed > 0 else ("none", "none")
        made.via = course
        if label:
            font = fonts.load(self.style.label_face.path, self.style.label_size)
            made.label, made.near_source = wrapped(label, font, self.style.label_size * 9), True
        self.plan.links.append(made)
        return len(self.plan.links) - 1

    def _shift(self, block: Block, dx: float, dy: float) -> None:
        for i in block.items:
            self.plan.items[i].x += dx
            self.plan.items[i].y += dy
        for i in block.links:
            self.plan.links[i].via = [(x + dx, y + dy) for x, y in self.plan.links[i].via]
        block.exits = [(i, label, [(x + dx, y + dy) for x, y in course]) for i, label, course in block.exits]

    def _stack(self, blocks: list[Block]) -> Block:
        """Blocks one below the other, each exit led to the next entry."""
        total = Block(entry=blocks[0].entry)
        for block in blocks:
            if total.items:
                several = len(total.exits) > 1
                y = total.height + self.gap * (1.5 if several or any(label for _, label, _ in total.exits) else 1)
                self._shift(block, 0, y)
                entry = self.plan.items[block.entry]
                for i, label, course in total.exits:
                    source = self.plan.items[i]
                    start = course or [(source.x, source.y)]
                    turn = total.height + self.gap * 0.5
                    bend = [(start[-1][0], turn), (entry.x, turn)] if abs(start[-1][0] - entry.x) > 1 else []
                    total.links.append(self._connect(i, block.entry, [*start, *bend, (entry.x, entry.y)], label))
                total.height = y
            total.height += block.height
            total.left, total.right = max(total.left, block.left), max(total.right, block.right)
            total.exits, total.items, total.links = block.exits, total.items + block.items, total.links + block.links
        return total

    def _sequence(self, depth: int, top: bool = False) -> Block:
        rng = self.rng
        blocks = []
        if top and rng.random() < 0.8:
            blocks.append(self._single(self._node("circle", None, "dot") if rng.random() < 0.7 else self._node("stadium", "Start")))
        for _ in range(rng.randint(2, 5) if top else rng.randint(1, 2)):
            roll = rng.random()
            if self.budget > 4 and depth < 2 and roll < 0.42:
                blocks.append(self._branch(depth))
            elif self.budget > 4 and depth < 2 and roll < 0.55:
                blocks.append(self._loop(depth))
            elif self.budget > 4 and depth < 1 and roll < 0.63:
                blocks.append(self._fork(depth))
            elif self.budget > 0 or not blocks:
                blocks.append(self._single(self._node(self.action, words.phrase(rng, self.style.lang))))
        if top and rng.random() < 0.8:
            blocks.append(self._single(self._node("double_circle", None, "bullseye") if rng.random() < 0.7 else self._node("stadium", "End")))
        return self._stack(blocks)

    def _side_by_side(self, blocks: list[Block], y: float) -> tuple[float, float]:
        """Places blocks left to right, balanced about the axis; returns the extents."""
        total = sum(b.left + b.right for b in blocks) + self.aside * (len(blocks) - 1)
        x = -total / 2
        for block in blocks:
            self._shift(block, x + block.left, y)
            x += block.left + block.right + self.aside
        return total / 2, total / 2

    def _answers(self, count: int) -> list[str]:
        pair = self.rng.choice((("yes", "no"), ("Yes", "No"), ("no", "yes"), ("true", "false"), ("ok", "error"), ("ja", "nein")))
        return [*pair, *(words.answer(self.rng, self.style.lang) for _ in range(count))][:count]

    def _branch(self, depth: int) -> Block:
        rng = self.rng
        decision = self._node(self.question, words.question(rng, self.style.lang) if rng.random() < 0.85 else None)
        node = self.plan.items[decision]
        if not node.label:
            fit(node, self.style, rng)
        count = rng.choice((2, 2, 2, 3))
        bodies = [self._sequence(depth + 1) for _ in range(count)]
        answers = self._answers(count)
        top = node.h + self.gap * 1.4
        left, right = self._side_by_side(bodies, top)
        self._place(decision, 0, node.h / 2)
        made = Block(max(left, node.w / 2), max(right, node.w / 2), top + max(b.height for b in bodies), decision, [], [decision])
        for body, answer in zip(bodies, answers, strict=True):
            target = self.plan.items[body.entry]
            cy = node.h / 2
            if abs(target.x) > node.w / 2:
                course = [(0.0, cy), (target.x, cy), (target.x, target.y)]
            elif abs(target.x) < 2:
                course = [(0.0, cy), (target.x, target.y)]
            else:
                turn = node.h + self.gap * 0.6
                course = [(0.0, cy), (0.0, turn), (target.x, turn), (target.x, target.y)]
            made.links.append(self._connect(decision, body.entry, course, answer))
            made.items += body.items
            made.links += body.links
        self._join(made, bodies)
        return made

    def _join(self, made: Block, bodies: list[Block]) -> None:
        """Leads the exits of bodies to a merge, or leaves them open for what follows."""
        if not self.merges:
            made.exits = [e for body in bodies for e in body.exits]
            return
        merge = self._node(self.blank_kind, None)
        node = self.plan.items[merge]
        node.w = node.h = self.style.em * 1.2
        y = made.height + self.gap
        self._place(merge, 0, y + node.h / 2)
        for body in bodies:
            for i, label, course in body.exits:
                source = self.plan.items[i]
                start = course or [(source.x, source.y)]
                x = start[-1][0]
                ways = [*start, (x, node.y), (0.0, node.y)] if abs(x) > node.w else [*start, (x, y - self.gap * 0.3), (0.0, y - self.gap * 0.3), (0.0, node.y)]
                made.links.append(self._connect(i, merge, ways, label))
        made.items.append(merge)
        made.height, made.exits = y + node.h, [(merge, "", [])]

    def _loop(self, depth: int) -> Block:
        """A while loop: back along one side, out along the other."""
        rng = self.rng
        decision = self._node(self.question, words.question(rng, self.style.lang))
        node = self.plan.items[decision]
        body = self._sequence(depth + 1)
        top = node.h + self.gap * 1.3
        self._shift(body, 0, top)
        self._place(decision, 0, node.h / 2)
        stay, leave = self._answers(2)
        side = rng.choice((-1, 1))
        reach = max(body.left, body.right, node.w / 2) + self.aside
        bottom = top + body.height + self.gap * 0.6
        made = Block(reach, reach, bottom + self.gap * 0.4, decision, [], [decision, *body.items])
        made.links.append(self._connect(decision, body.entry, [(0.0, node.h / 2), (0.0, self.plan.items[body.entry].y)], stay))
        made.links += body.links
        for i, label, course in body.exits:
            source = self.plan.items[i]
            start = course or [(source.x, source.y)]
            made.links.append(self._connect(i, decision, [*start, (start[-1][0], bottom), (side * reach, bottom), (side * reach, node.h / 2), (0.0, node.h / 2)], label))
        # The way out runs down the other side and turns back to the axis below the loop.
        made.exits = [(decision, leave, [(0.0, node.h / 2), (-side * reach, node.h / 2), (-side * reach, made.height + self.gap * 0.2)])]
        return made

    def _fork(self, depth: int) -> Block:
        rng = self.rng
        bodies = [self._sequence(depth + 1) for _ in range(rng.choice((2, 2, 3)))]
        bars = [self._node("bar", None), self._node("bar", None)]
        thick = self.plan.items[bars[0]].h
        top = thick + self.gap
        left, right = self._side_by_side(bodies, top)
        bottom = top + max(b.height for b in bodies) + self.gap
        made = Block(left, right, bottom + thick, bars[0], [(bars[1], "", [])], [*bars])
        for bar, y in zip(bars, (thick / 2, bottom + thick / 2), strict=True):
            self.plan.items[bar].w, self.plan.items[bar].h = left + right, thick
            self._place(bar, 0, y)
        for body in bodies:
            x = self.plan.items[body.entry].x
            made.links.append(self._connect(bars[0], body.entry, [(x, thick / 2), (x, self.plan.items[body.entry].y)], ""))
            for i, label, course in body.exits:
                start = course or [(self.plan.items[i].x, self.plan.items[i].y)]
                made.links.append(self._connect(i, bars[1], [*start, (start[-1][0], bottom + thick / 2)], label))
            made.items += body.items
            made.links += body.links
        return made
