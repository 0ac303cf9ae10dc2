"""Random PlantUML activity diagrams: source, and the graph that it means. Evaluation only: never in training."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from .words import Writer, wrapped

Ends = list[tuple[int, str]]
THEMES = ("", "", "", "", "plain", "amiga", "cerulean-outline", "materia-outline", "mars", "minty", "sandstone", "silver", "spacelab-white", "toy", "crt-amber", "hacker", "superhero-outline")
FONTS = ("", "", "DejaVu Sans", "Lato", "Open Sans", "DejaVu Serif", "Roboto", "Carlito")


@dataclass
class Program:
    """A random activity diagram. `nodes`: shape, lines, container; textless shapes are circle, double_circle, diamond, bar."""

    rng: Random
    budget: int
    lines: list[str] = field(default_factory=list)
    nodes: list[tuple[str, list[str], int]] = field(default_factory=list)
    edges: list[tuple[int, int, str]] = field(default_factory=list)
    containers: list[tuple[str, int]] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    title: str = ""
    inside: int = -1

    def __post_init__(self) -> None:
        self.words = Writer(self.rng)
        if self.words.style in ("code", "upper"):
            self.words.style = "phrase"
        self.width = self.rng.choice([14, 18, 24, 40])
        self.colours = self.rng.random() < 0.25

    def node(self, shape_name: str, lines: list[str]) -> int:
        self.nodes.append((shape_name, lines, self.inside))
        return len(self.nodes) - 1

    def join(self, ends: Ends, node: int) -> None:
        self.edges += [(source, node, text) for source, text in ends]

    @property
    def left(self) -> int:
        return self.budget - len(self.nodes)

    def action(self, ends: Ends) -> Ends:
        lines = wrapped(self.words.step(), self.rng, self.width)
        procedure = self.rng.random() < 0.08
        node = self.node("subroutine" if procedure else "round", lines)
        self.join(ends, node)
        tint = self.rng.choice(["#palegreen", "#lightblue", "#pink", "#wheat", "#lavender"]) if self.colours and self.rng.random() < 0.4 else ""
        self.lines.append(f"{tint}:{chr(10).join(lines)};" + (" <<procedure>>" if procedure else ""))
        if self.rng.random() < 0.04:
            self.notes.append([self.words.step()])
            self.lines.append(f"note right: {self.notes[-1][0]}")
        return [(node, "")]

    def finish(self, ends: Ends) -> Ends:
        kind = self.rng.choices(["stop", "end"], [80, 20])[0]
        self.join(ends, self.node("double_circle" if kind == "stop" else "circle", []))
        self.lines.append(kind)
        return []

    def merged(self, loose: Ends) -> Ends:
        """PlantUML draws a diamond where two or more branches meet, and nothing where only one goes on."""
        if len(loose) < 2:
            return loose
        node = self.node("diamond", [])
        self.join(loose, node)
        return [(node, "")]

    def decision(self, ends: Ends, depth: int) -> Ends:
        question, (yes, no) = self.words.question(), self.words.branches(2)
        node = self.node("hexagon", [question])
        self.join(ends, node)
        self.lines.append(f"if ({question}) then ({yes})")
        loose = self.sequence([(node, yes)], depth + 1, self.rng.randint(1, 2))
        if self.rng.random() < 0.18 and loose and self.left > 3:
            loose = self.finish(loose)
        self.lines.append(f"else ({no})")
        if self.rng.random() < 0.75 or not loose:
            loose += self.sequence([(node, no)], depth + 1, self.rng.randint(1, 2))
        else:
            loose.append((node, no))
        self.lines.append("endif")
        return self.merged(loose)

    def switch(self, ends: Ends, depth: int) -> Ends:
        question, labels = self.words.question(), self.words.branches(3)
        node = self.node("hexagon", [question])
        self.join(ends, node)
        self.lines.append(f"switch ({question})")
        loose: Ends = []
        for text in labels:
            self.lines.append(f"case ({text})")
            loose += self.action([(node, text)])
        self.lines.append("endswitch")
        return self.merged(loose)

    def loop(self, ends: Ends, depth: int) -> Ends:
        question, (yes, no) = self.words.question(), self.words.branches(2)
        if self.rng.random() < 0.5:
            node = self.node("hexagon", [question])
            self.join(ends, node)
            self.lines.append(f"while ({question}) is ({yes})")
            self.join(self.sequence([(node, yes)], depth + 1, self.rng.randint(1, 2)), node)
            self.lines.append(f"endwhile ({no})")
            return [(node, no)]
        top = self.node("diamond", [])
        self.join(ends, top)
        self.lines.append("repeat")
        ends = self.sequence([(top, "")], depth + 1, self.rng.randint(1, 2))
        node = self.node("hexagon", [question])
        self.join(ends, node)
        self.join([(node, yes)], top)
        self.lines.append(f"repeat while ({question}) is ({yes}) not ({no})")
        return [(node, no)]

    def parallel(self, ends: Ends, depth: int) -> Ends:
        top = self.node("bar", [])
        self.join(ends, top)
        loose: Ends = []
        for index in range(self.rng.randint(2, 3)):
            self.lines.append("fork again" if index else "fork")
            loose += self.sequence([(top, "")], depth + 2, self.rng.choice([1, 1, 2]))
        self.lines.append("end fork")
        bottom = self.node("bar", [])
        self.join(loose, bottom)
        return [(bottom, "")]

    def group(self, ends: Ends, depth: int) -> Ends:
        self.containers.append((self.words.group(), self.inside))
        before, self.inside = self.inside, len(self.containers) - 1
        self.lines.append(f'partition "{self.containers[-1][0]}" {{')
        ends = self.sequence(ends, depth + 1, self.rng.randint(2, 3))
        self.lines.append("}")
        self.inside = before
        return ends

    def sequence(self, ends: Ends, depth: int, count: int) -> Ends:
        """`count` blocks one after another, each with one way in; never empty."""
        for index in range(count):
            kinds = [self.decision, self.loop, self.parallel, self.switch, self.group]
            if self.left > 5 and depth < 3 and self.rng.random() < 0.5:
                ends = self.rng.choices(kinds, [50, 24, 12, 8, 8 if depth == 0 else 0])[0](ends, depth)
            elif index == 0 or self.left > 1:
                ends = self.action(ends)
        return ends

    def build(self) -> str:
        rng = self.rng
        theme, font = rng.choice(THEMES), rng.choice(FONTS)
        head = ["@startuml", *([f"!theme {theme}"] if theme else []), *([f"skinparam defaultFontName {font}"] if font else [])]
        if rng.random() < 0.2:
            self.title = self.words.title()
            head.append(f"title {self.title}")
        if rng.random() < 0.3:
            head.append(f"skinparam defaultFontSize {rng.choice([11, 13, 15, 16])}")
        if rng.random() < 0.4:
            head.append(f"skinparam dpi {rng.choice([120, 144, 192])}")
        ends: Ends = []
        self.lines.append("start")
        ends = [(self.node("circle", []), "")]
        while self.left > 1 and ends:
            ends = self.sequence(ends, 0, 1)
        if ends and rng.random() < 0.85:
            self.finish(ends)
        return "\n".join([*head, *self.lines, "@enduml", ""])
