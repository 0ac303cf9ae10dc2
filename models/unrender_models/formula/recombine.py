"""New formulas out of old ones: arguments change places, letters and digits are renamed, lines become grids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from . import grids
from .maker import COMMON_GREEK, LETTERS, RARE, Maker
from .trees import slots
from .vocabulary import CLASS_OF, CLASSES

Stream = list[str]
LONGEST = 160
"""Tokens of a formula."""


class Recombiner:
    """Makes formulas out of a corpus, or out of nothing but a Maker where the corpus is empty."""

    def __init__(self, corpus: Sequence[Sequence[str]], rng: Random) -> None:
        self.rng = rng
        self.corpus = [list(tokens) for tokens in corpus]
        self.parts: dict[str, list[Stream]] = defaultdict(list)
        for tokens in self.corpus:
            for slot in slots(tokens):
                self.parts[slot.kind].append(tokens[slot.start : slot.end])

    def make(self) -> tuple[Stream, str]:
        """A stream and where it comes from. It is well formed but perhaps not canonical."""
        roll = self.rng.random()
        if roll < 0.30 or not self.corpus:
            stream, origin = (Maker(self.rng).relation(), "made")
        elif roll < 0.75:
            stream, origin = self.renamed(self.swapped(self.pick())), "recombined"
        else:
            stream, origin = self.renamed(self.pick()), "renamed"
        kind = self.rng.choices(["line", "matrix", "cases", "lines"], [74, 11, 6, 9])[0]
        if kind == "line":
            return stream, origin
        return self.grid(kind), kind

    def pick(self) -> Stream:
        return list(self.rng.choice(self.corpus))

    def line(self, most: int) -> Stream:
        """A line of the corpus or a made one, of at most `most` tokens."""
        for _ in range(8):
            made = self.renamed(self.pick()) if self.corpus and self.rng.random() < 0.6 else Maker(self.rng).relation()
            if len(made) <= most:
                return made
        return Maker(self.rng).symbol()

    def grid(self, kind: str) -> Stream:
        rng, maker = self.rng, Maker(self.rng)
        head = [*maker.scripted(2), *(["(", *maker.symbol(), ")"] if rng.random() < 0.3 else []), "="] if rng.random() < 0.6 else []
        if kind == "lines":
            return grids.lines(rng, lambda: self.line(45))
        if kind == "cases":
            return [
                *head,
                *grids.cases(
                    rng,
                    lambda: maker.expression(1, rng.choice([1, 1, 2])),
                    lambda: [*maker.symbol(), rng.choice(["<", ">", "=", "\\leq", "\\geq", "\\in", "\\neq"]), *maker.symbol()],
                ),
            ]
        body = grids.matrix(rng, lambda: maker.expression(2, 1 if rng.random() < 0.8 else 2))
        tail = (
            ["^", rng.choice(["\\top", "T", "\\dagger", "2"])]
            if rng.random() < 0.12
            else grids.matrix(rng, maker.symbol)
            if rng.random() < 0.15
            else []
        )
        return [*head, *body, *tail]

    def swapped(self, tokens: Stream) -> Stream:
        """Some arguments are replaced by others that stood at the same kind of place elsewhere."""
        for _ in range(self.rng.choices([1, 2, 3], [50, 33, 17])[0]):
            places = slots(tokens)
            if not places:
                break
            slot = self.rng.choice(places)
            other = self.rng.choice(self.parts[slot.kind]) if self.parts[slot.kind] else tokens[slot.start : slot.end]
            changed = [*tokens[: slot.start], *other, *tokens[slot.end :]]
            if len(changed) <= LONGEST:
                tokens = changed
        return tokens

    def renamed(self, tokens: Stream) -> Stream:
        """Letters and Greek letters are renamed alike throughout; digits and some symbols change one by one. Words keep their letters."""
        rng, names = self.rng, dict[str, str]()
        share = rng.choice([0.0, 0.3, 0.7])
        out: Stream = []
        words = False
        for index, token in enumerate(tokens):
            kind = CLASS_OF[token]
            before = tokens[index - 1] if index else ""
            if token in CLASSES["font"] or token == "\\text":
                words = True
            elif words and (token == "}" or (token != "{" and before in CLASSES["font"])):
                words = False
                out.append(token)
                continue
            if words or before == "\\begin{array}" or kind not in ("letter", "greek", "digit", "binary", "relation", "arrow", "operator"):
                out.append(token)
                continue
            if kind in ("letter", "greek"):
                if token not in names:
                    new = rng.choice(LETTERS if rng.random() < 0.7 else COMMON_GREEK)
                    names[token] = new if rng.random() < share else token
                out.append(names[token])
            elif kind == "digit":
                out.append(rng.choice("0123456789") if rng.random() < share else token)
            elif rng.random() < 0.04 and before not in ("_", "^", "\\not"):
                out.append(rng.choice([other for other in RARE if CLASS_OF[other] == kind]))
            else:
                out.append(token)
        return self._spared_columns(tokens, out)

    @staticmethod
    def _spared_columns(tokens: Stream, out: Stream) -> Stream:
        """Column letters are no letters."""
        for index, token in enumerate(tokens):
            if token == "\\begin{array}":
                end = tokens.index("}", index)
                out[index : end + 1] = tokens[index : end + 1]
        return out
