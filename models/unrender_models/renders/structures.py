"""Structures that are no procedures: trees, networks, chains, machines of states."""

from __future__ import annotations

from .builder import Builder


class Structures(Builder):
    """Each method fills the graph with one structure."""

    def tree(self) -> None:
        decide = self.rng.random() < 0.5
        open_nodes = [self.node("decision" if decide else "free" if self.rng.random() < 0.2 else "step")]
        fan = self.rng.choice([2, 2, 3, 4])
        while self.left > 0 and open_nodes:
            parent = open_nodes.pop(0)
            count = min(self.left, fan if self.rng.random() < 0.7 else self.rng.randint(1, 4))
            labels = self.words.branches(max(2, min(count, 4))) if decide else []
            for index in range(count):
                child = self.node("decision" if decide and self.left > 3 and self.rng.random() < 0.4 else "step")
                self.edge(parent, child, labels[index] if index < len(labels) else "")
                if self.rng.random() < 0.7:
                    open_nodes.append(child)

    def network(self) -> None:
        r = self.rng
        for _ in range(max(2, self.budget)):
            self.node(r.choices(["system", "store", "step", "document", "free"], [70, 12, 6, 4, 8])[0])
        n = len(self.graph.nodes)
        layers = sorted(r.randint(0, max(1, n // 3)) for _ in range(n))
        for i in range(1, n):
            before = [j for j in range(i) if layers[j] < layers[i]] or [i - 1]
            for j in r.sample(before, min(len(before), r.choices([1, 2, 3], [70, 23, 7])[0])):
                self.edge(j, i)
        for _ in range(r.randint(0, max(1, n // 5))):
            a, b = r.randrange(n), r.randrange(n)
            if a != b:
                self.edge(a, b)

    def chain(self) -> None:
        last = self.node("start" if self.rng.random() < 0.5 else "step")
        for _ in range(min(self.budget, 12) - 1):
            node = self.middle()
            self.edge(last, node)
            last = node
        if self.rng.random() < 0.2 and last > 1:
            self.edge(last, 0)

    def machine(self) -> None:
        """States with events: many labels, loops back, pairs of opposite edges, self-loops."""
        n = max(2, min(self.budget, 10))
        self.label_rate = max(self.label_rate, self.rng.choice([0.5, 1.2]))
        for _ in range(n):
            self.node("step")
        for i in range(1, n):
            self.edge(self.rng.randrange(max(0, i - 2), i), i)
        for _ in range(self.rng.randint(1, n)):
            a, b = self.rng.randrange(n), self.rng.randrange(n)
            if a != b or (self.ability.self_loops and self.rng.random() < 0.5):
                self.edge(a, b)
