"""Web pages that show code, a terminal or prose, to be photographed in Chromium (photograph.mjs)."""

from __future__ import annotations

import html
import re
from random import Random
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.styles import get_style_by_name

LEXERS = {"console": "console", "shell": "bash"}
SUFFIX = {
    "python": "py",
    "javascript": "js",
    "typescript": "ts",
    "go": "go",
    "java": "java",
    "rust": "rs",
    "c": "c",
    "shell": "sh",
    "css": "css",
    "json": "json",
    "yaml": "yml",
    "html": "html",
}
SANS = "'Open Sans', sans-serif"


class Look:
    """Font, size and colours of one picture."""

    def __init__(self, style: str, font: str, size: int, contrast: float = 1.0, leading: float = 1.4) -> None:
        self.style, self.font, self.size, self.contrast, self.leading = style, font, size, contrast, leading
        definition: Any = get_style_by_name(style)
        self.back: str = definition.background_color
        level = sum(int(self.back.lstrip("#")[i : i + 2], 16) for i in (0, 2, 4)) if len(self.back) == 7 else 765
        self.dark = level < 380
        self.ink = "#d4d4d4" if self.dark else "#24292f"

    @property
    def css(self) -> str:
        return f"font:{self.size}px/{self.leading} '{self.font}',monospace;tab-size:4;margin:0;opacity:{self.contrast};color:{self.ink}"


def spans(text: str, language: str, look: Look) -> list[str]:
    """Each line as coloured HTML."""
    formatter = HtmlFormatter(style=look.style, noclasses=True, nowrap=True)
    coloured = highlight(text, get_lexer_by_name(LEXERS.get(language, language), stripnl=False, ensurenl=True), formatter)
    return coloured.rstrip("\n").split("\n")


def block(text: str, language: str, look: Look, rng: Random) -> str:
    """A block as in a chat or in documentation: padding, perhaps a card around it."""
    body = f'<pre style="{look.css}">' + "\n".join(spans(text, language, look)) + "</pre>"
    pad = rng.choice([4, 10, 16, 24])
    card = rng.random() < 0.4
    inner = f'<div style="background:{look.back};padding:{pad}px;{"border:1px solid #8884;border-radius:8px" if card else ""}">{body}</div>'
    return f'<div id="shot" style="display:inline-block;background:{look.back};{"padding:14px" if card else ""}">{inner}</div>'


def editor(text: str, language: str, look: Look, rng: Random, wrap: int | None = None) -> str:
    """An editor's window: tabs, breadcrumbs, line numbers, perhaps a minimap and a status bar. `wrap`: width of the text in characters where long lines go on below."""
    first, name = (
        rng.choice([1, 1, 1, rng.randint(2, 400)]),
        f"{rng.choice(['client', 'utils', 'main', 'index', 'service'])}.{SUFFIX[language]}",
    )
    rows = []
    width = f"width:{wrap}ch;white-space:pre-wrap;overflow-wrap:anywhere" if wrap else "white-space:pre"
    for offset, row in enumerate(spans(text, language, look)):
        rows.append(
            f'<div style="display:flex"><span style="width:4ch;text-align:right;opacity:.5;margin-right:2ch;flex:none">{first + offset}</span><span style="{width}">{row or "&nbsp;"}</span></div>'
        )
    shade = "#ffffff14" if look.dark else "#00000010"
    tabs = "".join(
        f'<span style="padding:8px 14px;background:{look.back if i == 0 else shade}">{tab}{" ×" if i == 0 else ""}</span>'
        for i, tab in enumerate([name, "README.md", "package.json"][: rng.randint(1, 3)])
    )
    crumbs = (
        f'<div style="padding:3px 16px;opacity:.7">src › {rng.choice(["app", "lib", "core"])} › {name}</div>' if rng.random() < 0.7 else ""
    )
    minimap = ""
    if rng.random() < 0.5:
        minimap = (
            f'<pre style="{look.css};transform:scale(.14);transform-origin:0 0;width:90px;height:40px;flex:none">'
            + "\n".join(spans(text, language, look))
            + "</pre>"
        )
    status = (
        f'<div style="background:#007acc;color:#fff;padding:3px 12px;font-size:12px;display:flex;gap:18px"><span>main*</span><span>0 errors</span><span style="margin-left:auto">Ln {rng.randint(1, 99)}, Col {rng.randint(1, 60)}</span><span>Spaces: 4</span><span>UTF-8</span><span>LF</span></div>'
        if rng.random() < 0.7
        else ""
    )
    return (f'<div id="shot" style="display:inline-block;background:{look.back};overflow:hidden;color:{look.ink};font:12px {SANS}"><div style="display:flex;background:{shade};font-size:13px">{tabs}</div>{crumbs}'
            f'<div style="display:flex;gap:2ch;padding:4px 8px 10px 0;overflow:hidden"><div style="{look.css}">{"".join(rows)}</div>{minimap}</div>{status}</div>')  # fmt: skip


def terminal(text: str, look: Look, rng: Random, columns: int | None) -> str:
    """A terminal's window; text wider than `columns` goes on in the next row, as terminals do it."""
    prompt = re.compile(r"^(\S+@\S+[:~][^$%]*|\[[^\]]+\])([$%] )")
    rows = []
    for row in text.rstrip("\n").split("\n"):
        found = prompt.match(row)
        start = found.end(1) if found else 0
        rows.append(
            f'<span style="color:{"#4ec97b" if look.dark else "#1a7f37"}">{html.escape(row[:start])}</span>{html.escape(row[start:])}'
        )
    width = f"width:{columns}ch;white-space:pre-wrap;word-break:break-all" if columns else ""
    bar = (
        '<div style="padding:7px 10px;background:#8883">'
        + "".join(
            f'<i style="display:inline-block;width:11px;height:11px;border-radius:6px;background:{c};margin-right:6px"></i>'
            for c in ("#ff5f56", "#ffbd2e", "#27c93f")
        )
        + "</div>"
        if rng.random() < 0.4
        else ""
    )
    return (
        f'<div id="shot" style="display:inline-block;background:{look.back}">{bar}<pre style="{look.css};padding:{rng.choice([3, 8, 14])}px;{width}">'
        + "\n".join(rows)
        + "</pre></div>"
    )


def soft(word: str) -> str:
    """A word with soft hyphens between a vowel and two consonants, three letters from either end at least."""
    return re.sub(r"(?<=[a-z]{2}[aeiou][b-df-hj-np-tv-z])(?=[b-df-hj-np-tv-z][aeiou][a-z]{2})", "\u00ad", word) if len(word) > 7 else word


def prose(paragraphs: list[str], title: str, columns: int, rng: Random, font: str, size: int, dark: bool, hyphens: bool) -> str:
    """An article: a title and its paragraphs in one or two columns."""
    words = [" ".join(soft(word) for word in text.split()) if hyphens else text for text in paragraphs]
    body = "".join(f'<p style="margin:0 0 {size}px">{html.escape(text)}</p>' for text in words)
    width = rng.randint(24, 30) * size * columns
    align = "justify" if rng.random() < 0.5 else "left"
    return (f'<div id="shot" style="box-sizing:border-box;width:{width + 40}px;padding:20px;background:{"#1b1b1f" if dark else "#fff"};color:{"#ddd" if dark else "#1f2328"};font:{size}px/1.5 \'{font}\'">'
            f'<h1 style="font-size:{round(size * 1.6)}px;margin:0 0 {size}px">{html.escape(title)}</h1><div style="columns:{columns};column-gap:{2 * size}px;text-align:{align};hyphens:manual">{body}</div></div>')  # fmt: skip
