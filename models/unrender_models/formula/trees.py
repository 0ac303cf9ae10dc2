"""Where the parts of a stream of tokens are. The stream is prefix notation (src/answer/formula/stream.ts), so parts are found by counting arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .vocabulary import CLASS_OF, SYMBOL_CLASSES


class StreamError(ValueError):
    """A stream that is not well formed."""


@dataclass(frozen=True)
class Slot:
    """An argument: tokens[start:end], with its braces where it has them. `kind` is the token that takes it and the argument's number, such as `\\frac1`."""

    kind: str
    start: int
    end: int
    depth: int


def slots(tokens: Sequence[str]) -> list[Slot]:
    """Every argument of a stream, outer ones after those inside them. StreamError where the stream is not well formed."""
    reader = _Reader(tokens)
    end = reader.row(0, 0)
    if end != len(tokens):
        # Past the end: something took an argument that is not there.
        raise StreamError(f"unexpected {tokens[end]} at {end}" if end < len(tokens) else "the stream ends inside of something")
    return reader.slots


class _Reader:
    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self.slots: list[Slot] = []

    def kind(self, at: int) -> str:
        return CLASS_OF.get(self.tokens[at], "") if at < len(self.tokens) else ""

    def row(self, at: int, depth: int) -> int:
        """End of the items from `at`."""
        while True:
            kind = self.kind(at)
            if kind == "open":
                at = self.group(at, depth)
            elif kind in ("sub", "sup"):
                at = self.argument(at + 1, self.tokens[at], depth)
            elif kind == "middle":
                at += 1
            else:
                end = self.unit(at, depth)
                if end == at:
                    return at
                at = end

    def group(self, at: int, depth: int) -> int:
        end = self.row(at + 1, depth + 1)
        if self.kind(end) != "close":
            raise StreamError(f"}} is missing at {end}")
        return end + 1

    def argument(self, at: int, kind: str, depth: int) -> int:
        end = self.group(at, depth) if self.kind(at) == "open" else self.unit(at, depth + 1)
        if end == at:
            raise StreamError(f"an argument is missing at {at}")
        self.slots.append(Slot(kind, at, end, depth))
        return end

    def unit(self, at: int, depth: int) -> int:
        """End of the unit at `at`; `at` itself where none begins there."""
        kind, token = self.kind(at), self.tokens[at] if at < len(self.tokens) else ""
        if kind in SYMBOL_CLASSES:
            return at + 1
        if kind in ("one", "two"):
            first = self.argument(at + 1, f"{token}1", depth)
            return first if kind == "one" else self.argument(first, f"{token}2", depth)
        if kind == "not":
            return at + 2
        if kind in ("font", "text"):
            return self.tokens.index("}", at) + 1 if self.kind(at + 1) == "open" else at + 2
        if kind == "left":
            end = self.row(at + 1, depth + 1)
            if self.kind(end) != "right":
                raise StreamError(f"\\right is missing at {end}")
            return end + 1
        if kind == "begin":
            return self.grid(at, depth)
        return at

    def grid(self, at: int, depth: int) -> int:
        start = self.tokens.index("}", at) + 1 if self.tokens[at] == "\\begin{array}" else at + 1
        while True:
            end = self.row(start + (self.kind(start) == "line"), depth + 1)
            if self.kind(end) == "end":
                return end + 1
            if self.kind(end) not in ("cell", "row"):
                raise StreamError(f"\\end is missing at {end}")
            start = end + 1
