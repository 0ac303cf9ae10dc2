"""The closed vocabulary, read from the file that the engine reads (src/answer/formula/vocabulary.json)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).resolve().parents[3] / "src" / "answer" / "formula" / "vocabulary.json"
_DATA: Final = json.loads(SOURCE.read_text(encoding="utf-8"))
VERSION: Final[int] = _DATA["version"]
CLASSES: Final[dict[str, list[str]]] = _DATA["classes"]
TOKENS: Final = tuple(token for tokens in CLASSES.values() for token in tokens)
"""The index is the token's id."""
CLASS_OF: Final = {token: name for name, tokens in CLASSES.items() for token in tokens}
ID_OF: Final = {token: index for index, token in enumerate(TOKENS)}

PAD: Final = 0
BOS: Final = 1
EOS: Final = 2
V: Final = len(TOKENS)

SYMBOL_CLASSES: Final = frozenset(
    (
        "letter",
        "digit",
        "greek",
        "capital",
        "ordinary",
        "operator",
        "function",
        "binary",
        "relation",
        "arrow",
        "punctuation",
        "delimiter",
        "space",
    )
)


def encode(tokens: Iterable[str]) -> list[int]:
    """Ids with BOS before and EOS after. KeyError for what is no token."""
    return [BOS, *(ID_OF[token] for token in tokens), EOS]


def decode(ids: Iterable[int]) -> list[str]:
    """Tokens up to the first EOS, without the marks."""
    result = []
    for index in ids:
        if index == EOS:
            break
        if index not in (PAD, BOS):
            result.append(TOKENS[index])
    return result
