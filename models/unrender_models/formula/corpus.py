"""Formulas that people wrote: out of the documentation of installed packages, and out of files that are given."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
NODE = HERE.parents[2] / "node_modules" / ".bin" / "node"
NEVER = re.compile("sympy", re.IGNORECASE)
"""Paths that are not read: their formulas are a test elsewhere."""
LARGEST = 2_000_000
"""Bytes of a file that is read."""

_ROLE = re.compile(r":math:`([^`]+)`")
_BLOCK = re.compile(r"^([ \t]*)\.\. math::[ \t]*(.*)\n((?:[ \t]*\n|\1[ \t]+.*\n)*)", re.MULTILINE)
_DISPLAY = re.compile(
    r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\\begin\{(?:equation|displaymath)\*?\}(.+?)\\end\{(?:equation|displaymath)\*?\}", re.DOTALL
)
_ALIGNED = re.compile(r"\\begin\{(align|eqnarray|gather|multline)(\*?)\}.+?\\end\{\1\2\}", re.DOTALL)
_INLINE = re.compile(r"(?<![\\$\w])\$([^$\n]{2,200}?)\$(?![\w$])")


@dataclass(frozen=True)
class Formula:
    tokens: tuple[str, ...]
    latex: str
    origin: str


def in_text(text: str, tex: bool) -> Iterator[str]:
    """LaTeX sources in reStructuredText (roles and blocks), and in TeX or Markdown where `tex`."""
    for match in _ROLE.finditer(text):
        yield match[1]
    for match in _BLOCK.finditer(text + "\n"):
        lines = [line.strip() for line in match[3].split("\n")]
        body = "\n".join([match[2], *(line for line in lines if not re.match(r":\w+:", line))])
        yield from re.split(r"\n\s*\n", body.strip())
    if not tex:
        return
    for match in _DISPLAY.finditer(text):
        yield next(group for group in match.groups() if group is not None)
    for match in _ALIGNED.finditer(text):
        yield match[0]
    for match in _INLINE.finditer(text):
        yield match[1]


def in_python(source: str) -> Iterator[str]:
    """LaTeX sources in the docstrings of a module. Nothing where it does not parse."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 12:
            yield from in_text(node.value, False)


def in_documentation(folders: Iterable[Path]) -> Iterator[str]:
    """LaTeX sources below folders, one line each, in the order of paths."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if (
                path.suffix not in (".py", ".rst", ".tex", ".md", ".txt")
                or NEVER.search(str(path))
                or not path.is_file()
                or path.stat().st_size > LARGEST
            ):
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            # Most modules say nothing of mathematics: they are not parsed.
            if not (":math:" in text or ".. math::" in text or (path.suffix in (".tex", ".md") and "$" in text)):
                continue
            found = in_python(text) if path.suffix == ".py" else in_text(text, path.suffix in (".tex", ".md"))
            for latex in found:
                line = " ".join(latex.split())
                if re.search(r"[\\_^=<>+]", line) and len(line) <= 600:
                    yield line


def normalise(lines: Iterable[str], *options: str) -> Iterator[Formula | None]:
    """What normalise.mjs makes of each line; None for what is no formula of the vocabulary."""
    command = [str(NODE), str(HERE / "normalise.mjs"), *options]
    run = subprocess.run(command, input="".join(f"{line}\n" for line in lines), stdout=subprocess.PIPE, text=True, check=True)
    for line in run.stdout.splitlines():
        data = json.loads(line)
        yield Formula(tuple(data["tokens"]), data["latex"], "") if "tokens" in data else None


def normalised(lines: Iterable[str], origin: str, *options: str) -> Iterator[Formula]:
    """The formulas among lines."""
    for formula in normalise(lines, *options):
        if formula is not None:
            yield replace(formula, origin=origin)


def distinct(formulas: Iterable[Formula]) -> list[Formula]:
    """The first of each stream."""
    return list({formula.tokens: formula for formula in reversed(list(formulas))}.values())[::-1]
