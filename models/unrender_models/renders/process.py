"""Structured processes: blocks with one way in and loose ends, as people write procedures."""

from __future__ import annotations

from .builder import Builder

Ends = list[tuple[int, str]]
"""Nodes that something still has to follow, each with the label of the edge that leaves it."""


class Processes(Builder):
    """Steps, decisions, loops, and parallel branches, nested."""

    def block(self, ends: Ends, depth: int) -> Ends:
        kind = self.rng.choices(["step", "decision", "loop", "parallel"], [50, 28, 14, 8] if depth < 3 else [1, 0, 0, 0])[0]
        if self.left < 4 or kind == "step":
            node = self.middle()
            self.join(ends, node)
            return [(node, "")]
        return {"decision": self.decision, "loop": self.loop, "parallel": self.parallel}[kind](ends, depth)

    def join(self, ends: Ends, node: int) -> None:
        for source, text in ends:
            self.edge(source, node, text)

    def decision(self, ends: Ends, depth: int) -> Ends:
        r = self.rng
        node = self.node("decision")
        self.join(ends, node)
        count = r.choices([2, 3, 4], [82, 14, 4])[0]
        labels = self.words.branches(count) if r.random() < 0.9 else [""] * count
        loose: Ends = []
        for index, text in enumerate(labels):
            branch: Ends = [(node, text)]
            if index > 0 and r.random() < 0.3:
                loose += branch
                continue
            for _ in range(r.choices([1, 2, 3], [60, 30, 10])[0]):
                if self.left > 1:
                    branch = self.block(branch, depth + 1)
            fate = r.random()
            if fate < 0.22 and index > 0 and branch[0][0] != node:
                end = self.node("end") if self.left > 1 and r.random() < 0.8 else None
                if end is not None:
                    self.join(branch, end)
            elif fate < 0.32 and branch[0][0] != node and len(self.graph.nodes) > 3:
                self.join(branch, r.randrange(0, node + 1))
            else:
                loose += branch
        if len(loose) > 1 and self.ability.textless and r.random() < 0.08:
            merge = self.node("merge")
            self.join(loose, merge)
            return [(merge, "")]
        return loose or [(node, r.choice(["else", "other", ""]))]

    def loop(self, ends: Ends, depth: int) -> Ends:
        first = self.middle()
        self.join(ends, first)
        body: Ends = [(first, "")]
        if self.left > 4 and self.rng.random() < 0.5:
            body = self.block(body, depth + 1)
        test = self.node("decision")
        self.join(body, test)
        yes, no = self.words.branches(2)
        if self.rng.random() < 0.3 and self.left > 2:
            back = self.middle()
            self.edge(test, back, no)
            self.edge(back, first)
        else:
            self.edge(test, first, no)
        return [(test, yes)]

    def parallel(self, ends: Ends, depth: int) -> Ends:
        bars = self.ability.textless and "bar" in self.ability.shapes and self.rng.random() < 0.5
        if bars:
            fork = self.node("fork")
            self.join(ends, fork)
            ends = [(fork, "")]
        loose = []
        for _ in range(self.rng.randint(2, 3)):
            branch = ends
            for _ in range(self.rng.choice([1, 1, 2])):
                node = self.middle()
                self.join(branch, node)
                branch = [(node, "")]
            loose += branch
        if bars:
            join = self.node("fork")
            self.join(loose, join)
            return [(join, "")]
        return loose

    def process(self) -> None:
        ends: Ends = [(self.node("start" if self.rng.random() < 0.8 else "step"), "")]
        while self.left > 1:
            ends = self.block(ends, 0)
        if len(self.graph.nodes) < 2 or self.rng.random() < 0.8:
            self.join(ends, self.node("end" if self.rng.random() < 0.8 else "step"))
