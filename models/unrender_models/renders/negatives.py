"""Real pictures that are no flowcharts: code, tables, forms, articles, charts, terminals, and Mermaid's other diagrams.

    python -m unrender_models.renders.negatives --count 600 --out DIR
"""

from __future__ import annotations

import argparse
import html
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from .mermaid import DARK, FONTS, LIGHT, NODE, colour
from .other_diagrams import DIAGRAMS
from .words import SYSTEMS, TITLES, Writer

MONO = ("Fira Code", "DejaVu Sans Mono", "Liberation Mono", "Inconsolata", "Noto Mono")
SANS = ("DejaVu Sans", "Lato", "Open Sans", "Liberation Sans", "Noto Sans", "Cantarell", "Roboto", "DejaVu Serif", "Liberation Serif", "EB Garamond")


class Page:
    """Colours, fonts and words of one picture."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.words = rng, Writer(rng)
        self.words.style = "phrase"
        self.dark = rng.random() < 0.35
        self.back = colour(rng, (0.05, 0.16), 0.3) if self.dark else rng.choice(["#ffffff", "#ffffff", colour(rng, (0.94, 0.99), 0.4)])
        self.ink = rng.choice(["#d4d4d4", "#e6edf3"]) if self.dark else rng.choice(["#1f1f1f", "#333333", "#000000"])
        self.font, self.mono = rng.choice(SANS), rng.choice(MONO)
        self.size = rng.choice([12, 13, 14, 14, 15, 16, 18])
        self.line = "#484f58" if self.dark else rng.choice(["#cccccc", "#888888", "#222222"])
        self.panel = colour(rng, (0.16, 0.24), 0.2) if self.dark else colour(rng, (0.9, 0.97), 0.4)
        self.accent = colour(rng, (0.4, 0.6))

    def tint(self) -> str:
        return colour(self.rng, (0.65, 0.8) if self.dark else (0.25, 0.45))

    def name(self) -> str:
        return self.rng.choice(["count", "value", "items", "result", "user", "config", "path", "index", "total", "data", "node", "key", "response", "buffer", "token", "rows"])

    def sentence(self) -> str:
        rng = self.rng
        joins = [" and ", ", then ", " so that we can ", " before we ", ". Please "]
        return f"{self.words.step()}{rng.choice(joins)}{self.words.step().lower()}{rng.choice([' every day', ' in the new release', '', ' as described above', ' for all customers'])}."


def code(page: Page) -> str:
    rng, name = page.rng, page.name
    keyword, text, number, note = page.tint(), page.tint(), page.tint(), page.tint()

    def span(tint: str, words: str) -> str:
        return f'<span style="color:{tint}">{html.escape(words)}</span>'

    makers: list[Callable[[], str]] = [
        lambda: f"{span(keyword, 'const')} {name()} = {span(text, repr(page.words.system()))};",
        lambda: f"{span(keyword, 'if')} ({name()} &gt; {span(number, str(rng.randint(0, 99)))}) {{",
        lambda: f"{span(keyword, 'return')} {name()}.{name()}({name()});",
        lambda: f"{span(keyword, 'def')} {name()}_{name()}({name()}, {name()}={span(number, '0')}):",
        lambda: f"{span(keyword, 'for')} {name()} {span(keyword, 'in')} range({span(number, str(rng.randint(2, 50)))}):",
        lambda: span(note, f"# {page.words.step()}"),
        lambda: f"{name()}[{span(text, repr(name()))}] = {name()} + {span(number, str(rng.randint(1, 9)))}",
        lambda: "}",
        lambda: f"{span(keyword, 'import')} {name()} {span(keyword, 'from')} {span(text, repr('./' + name()))}",
        lambda: "",
        lambda: f"print({span(text, repr(page.words.step()))})",
    ]
    rows, indent, numbered = [], 0, rng.random() < 0.5
    for index in range(rng.randint(3, 34)):
        content = rng.choice(makers)()
        left = f'<span style="opacity:.5">{index + 1:>3}  </span>' if numbered else ""
        rows.append(left + "  " * indent + content)
        indent = min(4, indent + 1) if content.endswith((":", "{")) else max(0, indent - (rng.random() < 0.3))
    chrome = "".join(f'<i style="display:inline-block;width:12px;height:12px;border-radius:6px;background:{c};margin-right:7px"></i>' for c in ("#ff5f56", "#ffbd2e", "#27c93f"))
    top = f'<div style="padding:0 0 12px">{chrome}</div>' if rng.random() < 0.3 else ""
    return f'{top}<pre style="margin:0;font:{page.size}px/1.45 \'{page.mono}\'">{chr(10).join(rows)}</pre>'


def terminal(page: Page) -> str:
    rng = page.rng
    rows = []
    for _ in range(rng.randint(4, 22)):
        rows.append(rng.choice([
            f"$ {rng.choice(['git status', 'npm run build', 'ls -la', 'docker ps', 'make test', 'cat ' + page.name() + '.txt', 'python train.py'])}",
            f"{rng.randint(10, 23)}:{rng.randint(10, 59)}:{rng.randint(10, 59)} {rng.choice(['INFO', 'WARN', 'ERROR', 'DEBUG'])} {page.words.step()}",
            f"-rw-r--r-- 1 user user {rng.randint(100, 99999):>6} {page.name()}.{rng.choice(['py', 'ts', 'md', 'json'])}",
            f"  {rng.choice(['✓', 'PASS', 'ok', 'FAIL'])} {page.words.step().lower()} ({rng.randint(1, 900)} ms)",
        ]))  # fmt: skip
    return f'<pre style="margin:0;font:{page.size}px/1.4 \'{page.mono}\'">{html.escape(chr(10).join(rows))}</pre>'


def table(page: Page) -> str:
    rng = page.rng
    columns, rows = rng.randint(2, 6), rng.randint(2, 10)
    border = rng.choice([f"1px solid {page.line}", f"1px solid {page.line}", "none"])
    heads = "".join(f'<th style="border:{border};padding:6px 12px;background:{page.panel}">{html.escape(rng.choice(["Name", "Status", "Amount", "Date", "Owner", "ID", "Price", "Total", "City", "Type", "Q1", "Q2"]))}</th>' for _ in range(columns))
    body = ""
    for row in range(rows):
        cells = [rng.choice([str(rng.randint(1, 9999)), f"{rng.uniform(0, 999):.2f}", page.words.system(), rng.choice(["open", "done", "yes", "no", "-"]), f"2024-0{rng.randint(1, 9)}-{rng.randint(10, 28)}"]) for _ in range(columns)]
        stripe = f"background:{page.panel}" if row % 2 and border == "none" else ""
        body += f'<tr style="{stripe}">' + "".join(f'<td style="border:{border};padding:5px 12px;text-align:{rng.choice(["left", "left", "right"])}">{html.escape(c)}</td>' for c in cells) + "</tr>"
    return f'<table style="border-collapse:collapse"><tr>{heads}</tr>{body}</table>'


def form(page: Page) -> str:
    rng = page.rng
    fields = ""
    for _ in range(rng.randint(2, 7)):
        box = rng.choice([
            f'<div style="border:1px solid {page.line};border-radius:{rng.choice([0, 4, 8])}px;padding:7px 10px;width:{rng.randint(160, 360)}px">{html.escape(rng.choice([page.words.system(), "&nbsp;", "name@example.com", "Select ..."]))}</div>',
            f'<div>☐ {html.escape(page.words.step())}</div>', f'<div>◉ {html.escape(page.words.system())} &nbsp; ○ {html.escape(page.words.system())}</div>',
        ])  # fmt: skip
        fields += f'<div style="margin-bottom:14px"><div style="margin-bottom:5px">{html.escape(rng.choice(["Name", "E-mail", "Password", "Country", "Company", "Message", "Quantity", "Delivery date"]))}</div>{box}</div>'
    buttons = "".join(f'<span style="background:{page.accent};color:#fff;padding:8px 18px;border-radius:5px;margin-right:10px">{html.escape(word)}</span>' for word in rng.sample(["Save", "Cancel", "Submit", "Next", "Back", "Sign in"], rng.randint(1, 2)))
    return f'<h2 style="margin:0 0 18px">{html.escape(rng.choice(TITLES))}</h2>{fields}<div style="padding:10px 0">{buttons}</div>'


def article(page: Page) -> str:
    rng = page.rng
    parts = [f'<h1 style="font-size:1.7em;margin:0 0 14px">{html.escape(rng.choice(TITLES))}</h1>']
    for _ in range(rng.randint(1, 4)):
        sentences = " ".join(html.escape(page.sentence()) for _ in range(rng.randint(2, 5)))
        items = "".join(f"<li>{html.escape(page.words.step())}</li>" for _ in range(rng.randint(2, 5)))
        parts.append(rng.choice([f"<p>{sentences}</p>", f"<p>{sentences}</p>", f"<ul>{items}</ul>", f"<ol>{items}</ol>", f'<h3>{html.escape(page.words.group())}</h3>', table(page) if rng.random() < 0.3 else f"<blockquote>{sentences}</blockquote>"]))
    return f'<div style="width:{rng.randint(380, 720)}px">{"".join(parts)}</div>'


def chart(page: Page) -> str:
    rng = page.rng
    width, height, count = rng.randint(360, 720), rng.randint(220, 420), rng.randint(3, 9)
    values = [rng.uniform(0.1, 1) for _ in range(count)]
    step, low = (width - 70) / count, height - 40
    tints = [colour(rng, (0.4, 0.6)) for _ in range(count)] if rng.random() < 0.4 else [page.accent] * count
    xs = [60 + step * (i + 0.5) for i in range(count)]
    ys = [low - v * (height - 90) for v in values]
    if rng.random() < 0.6:
        marks = "".join(f'<rect x="{x - step * 0.35:.0f}" y="{y:.0f}" width="{step * 0.7:.0f}" height="{low - y:.0f}" fill="{t}"/>' for x, y, t in zip(xs, ys, tints, strict=True))
    else:
        path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in zip(xs, ys, strict=True))
        marks = f'<path d="{path}" fill="none" stroke="{page.accent}" stroke-width="2"/>' + "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{page.accent}"/>' for x, y in zip(xs, ys, strict=True))
    names = rng.choice([["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"], [str(2015 + i) for i in range(9)], list("ABCDEFGHI"), [rng.choice(SYSTEMS) for _ in range(9)]])
    labels = "".join(f'<text x="{x:.0f}" y="{low + 20}" text-anchor="middle">{html.escape(n)}</text>' for x, n in zip(xs, names, strict=False))
    grid = "".join(f'<path d="M55 {low - k * (height - 90) / 4:.0f}H{width - 8}" stroke="{page.line}" opacity=".5"/><text x="48" y="{low - k * (height - 90) / 4 + 4:.0f}" text-anchor="end">{k * 25}</text>' for k in range(5))
    return f'<svg width="{width}" height="{height}" font-size="{max(10, page.size - 2)}" fill="{page.ink}"><text x="{width / 2}" y="22" text-anchor="middle" font-size="{page.size + 2}">{html.escape(rng.choice(TITLES))}</text>{grid}{marks}{labels}</svg>'


def cards(page: Page) -> str:
    """A page of panels: boxes with text that nothing connects."""
    rng = page.rng
    box = f"border:1px solid {page.line};border-radius:{rng.choice([0, 6, 12])}px;background:{page.panel};padding:14px;width:{rng.randint(130, 220)}px"
    items = "".join(f'<div style="{box}"><b>{html.escape(page.words.system())}</b><div>{html.escape(rng.choice([page.words.step(), str(rng.randint(1, 999)), page.words.step() + " " + page.words.step().lower()]))}</div></div>' for _ in range(rng.randint(2, 9)))
    return f'<div style="display:flex;flex-wrap:wrap;gap:{rng.randint(8, 30)}px;width:{rng.randint(360, 760)}px">{items}</div>'


KINDS: dict[Callable[[Page], str], int] = {code: 24, terminal: 8, table: 14, form: 9, article: 14, chart: 12, cards: 9}


def job(rng: Random) -> dict[str, Any]:
    """HTML or another Mermaid diagram to photograph; every text is noise."""
    page = Page(rng)
    scene = {"direction": "TD", "nodes": [], "edges": [], "containers": [], "texts": [], "noise": [], "kind": "other"}
    common = {"deviceScale": rng.choice([1, 1, 1.25, 1.5, 2])}
    padding = " ".join(f"{rng.randint(4, 30)}px" for _ in range(4))
    if rng.random() < 0.3:
        name = rng.choice(sorted(DIAGRAMS))
        theme = rng.choice([*LIGHT, *DARK])
        back = rng.choice(["#1e1e1e", "#0d1117", "#333333"]) if theme in DARK else "#ffffff"
        font = rng.choice(FONTS)
        config = {"theme": theme, "look": rng.choice(["classic", "classic", "handDrawn"]), "fontFamily": font, "themeVariables": {"fontFamily": font}}
        document = f'<style>body{{margin:0;background:{back}}}</style><div id="frame" style="display:inline-block;padding:{padding}"></div>'
        return common | {"html": document, "mermaid": {"source": DIAGRAMS[name](page.words, rng), "config": config}, "scene": scene | {"renderer": f"other/{name}"}, "style": f"{name}/{theme}"}
    make = rng.choices(list(KINDS), list(KINDS.values()))[0]
    style = f"body{{margin:0;background:{page.back};color:{page.ink};font:{page.size}px/1.45 '{page.font}'}}"
    document = f'<style>{style}</style><div id="frame" style="display:inline-block;padding:{padding}">{make(page)}</div>'
    return common | {"html": document, "scene": scene | {"renderer": f"other/{make.__name__}"}, "style": f"{make.__name__}/{page.font}/{page.size}"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    jobs = arguments.out / "jobs.jsonl"
    jobs.write_text("".join(json.dumps(job(Random(f"negatives/{arguments.seed}/{i}")), ensure_ascii=False) + "\n" for i in range(arguments.count)), "utf-8")
    subprocess.run([NODE, str(Path(__file__).with_name("slides.mjs")), str(jobs), str(arguments.out)], check=True)


if __name__ == "__main__":
    main()
