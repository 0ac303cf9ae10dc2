"""Jobs for the photographer: HTML tables with randomised style sheets, as web pages, reports and documentation show them.

    python -m unrender_models.tables.html --count 4000 --out RENDERS/tables [--seed 0]

Writes OUT/jobs.jsonl and photographs them with Chromium (photograph.mjs); a run that broke off goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from ..draw import words
from ..draw.style import Colour, hsv, mix, readable, visible
from ..renders.mermaid import NODE
from .generate import MOST_TEXT_AREA
from .plan import Plan, Slot, make_plan

HERE = Path(__file__).parent
FONTS = (
    "DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Liberation Sans", "Liberation Serif", "Liberation Mono", "Lato", "Open Sans", "Noto Sans", "Noto Serif", "Cantarell", "Carlito",
    "Comic Neue", "Fira Code", "DejaVu Sans Mono", "Inconsolata", "Noto Sans Display", "Hack", "JetBrains Mono",
)  # fmt: skip
"""Not Roboto, EB Garamond and Latin Modern: the development set is set in them."""


def css(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def markup(plan: Plan) -> str:
    """The table's rows; every cell carries its index among the slots as `data-cell`."""
    lines = []
    for row in range(plan.rows):
        cells = [(index, slot) for index, slot in enumerate(plan.slots) if slot.row == row]
        lines.append(f"<tr{' class=total' if any(slot.total for _, slot in cells) else ''}>{''.join(_cell(index, slot) for index, slot in cells)}</tr>")
    head, body = "".join(lines[: plan.head]), "".join(lines[plan.head :])
    return f"<thead>{head}</thead><tbody>{body}</tbody>" if head else f"<tbody>{body}</tbody>"


def _cell(index: int, slot: Slot) -> str:
    name = "th" if slot.header != "none" else "td"
    spans = (f" rowspan={slot.row_span}" if slot.row_span > 1 else "") + (f" colspan={slot.column_span}" if slot.column_span > 1 else "")
    kind = "section" if slot.section else slot.header
    return f'<{name} class="{kind} {slot.align}" data-cell={index}{spans}>{escape(slot.text)}</{name}>'


def truth(plan: Plan) -> list[dict[str, Any]]:
    return [{"row": s.row, "column": s.column, "row_span": s.row_span, "column_span": s.column_span, "header": s.header, "align": s.align} for s in plan.slots]


BASE = "*{box-sizing:border-box} html,body{margin:0} #frame{display:inline-block} .left{text-align:left} .center{text-align:center} .right{text-align:right} p{margin:.6em 0;white-space:nowrap}"


def random_css(rng: Random, plan: Plan) -> tuple[str, dict[str, Any]]:
    """A style sheet, and along which inner borders something visible runs."""
    dark = rng.random() < 0.27
    hue = rng.random()
    ground = hsv(hue, rng.uniform(0, 0.35), rng.uniform(0.03, 0.2)) if dark else (255, 255, 255) if rng.random() < 0.75 else hsv(hue, rng.uniform(0, 0.06), rng.uniform(0.93, 1))
    ink = visible(hsv(hue, rng.uniform(0, 0.3), rng.uniform(0.75, 1) if dark else rng.uniform(0, 0.3)), ground, 110)
    line = visible(mix(ground, ink, rng.choice((0.08, 0.15, 0.25, 0.5, 1.0))), ground, 10)
    accent = hsv(rng.random(), rng.uniform(0.3, 0.9), rng.uniform(0.3, 0.9))
    font = "WenQuanYi Micro Hei" if words.script(plan.content.lang) == "chinese" else rng.choice(FONTS)
    size, separate = rng.randint(11, 19), rng.random() < 0.1
    rules = rng.choices(("grid", "rows", "head", "none", "columns"), (36, 30, 16, 13, 5))[0]
    width, style = rng.choice((1, 1, 1, 1, 2)), rng.choices(("solid", "dotted", "dashed", "double"), (90, 4, 4, 2))[0]
    border = f"{3 if style == 'double' else width}px {style} {css(line)}"
    fill = {"none": None, "faint": mix(ground, ink, rng.uniform(0.04, 0.15)), "accent": accent, "dark": mix(ink, ground, rng.uniform(0, 0.2))}[rng.choices(("none", "faint", "accent", "dark"), (40, 30, 20, 10))[0]]
    zebra = mix(ground, ink, rng.uniform(0.03, 0.1)) if rng.random() < 0.28 else None
    pad_y, pad_x = rng.uniform(0.05, 0.85), rng.uniform(0.25, 1.5)
    head_line = rng.random() < 0.7
    parts = [
        f"body{{background:{css(ground)};color:{css(ink)};font:{size}px/{rng.uniform(1.15, 1.6):.2f} '{font}',sans-serif}} #frame{{padding:{rng.choice((1, 4, 10, 20, 32))}px}}",
        f"table{{border-collapse:{'separate' if separate else 'collapse'};border-spacing:{rng.choice((1, 2, 3, 6)) if separate else 0}px}}",
        f"th,td{{padding:{pad_y:.2f}em {pad_x:.2f}em;vertical-align:{rng.choice(('top', 'middle', 'middle', 'baseline', 'bottom'))};max-width:{rng.choice((8, 12, 16, 22, 30))}em}} th{{font-weight:{rng.choice((400, 600, 700, 700))}}}",
        f"tbody th{{font-weight:{rng.choice((400, 700))}}} .section{{font-weight:700}} .total td,.total th{{font-weight:{rng.choice((400, 700))}}}",
    ]
    if rng.random() < 0.2:
        parts.append(f"table{{min-width:{rng.randint(300, 900)}px}}")
    if rules == "grid":
        parts.append(f"th,td{{border:{border}}}")
    elif rules == "rows":
        parts.append(f"th,td{{border-bottom:{border}}}")
    elif rules == "columns":
        parts.append(f"th,td{{border-right:{border}}}")
    if rules in ("head", "rows", "columns") and head_line:
        parts.append(f"thead tr:last-child th,thead th[rowspan]{{border-bottom:{rng.choice((1, 2, 2, 3))}px solid {css(mix(line, ink, 0.4))}}}")
    if rng.random() < 0.3:
        parts.append(f"table{{border:{border}}}")
    if fill is not None:
        parts.append(f"thead th{{background:{css(fill)};color:{css(readable(ink, fill, 90))}}}")
    if zebra is not None:
        parts.append(f"tbody tr:nth-child(even){{background:{css(zebra)}}}")
    across = rules in ("grid", "rows") or zebra is not None
    ruled_head = across or fill is not None or (rules in ("head", "columns") and head_line) or separate and rules == "grid"
    rows = [across or (index == plan.head and ruled_head) for index in range(1, plan.rows)]
    return "".join(parts), {"rows": rows, "columns": [rules in ("grid", "columns")] * (plan.columns - 1), "style": f"{rules}/{font}/{size}"}


def page(rng: Random, plan: Plan, style: str, body: str | None = None) -> str:
    """The page: the table in a frame, now and then with a caption, a heading and prose around it."""
    lang = plan.content.lang
    caption = f'<caption data-caption style="caption-side:{rng.choice(("top", "top", "bottom"))}">{escape(words.phrase(rng, lang))}</caption>' if rng.random() < 0.25 else ""
    before = f"<p data-outside>{escape(words.sentence(rng, lang))}</p>" if rng.random() < 0.18 else ""
    heading = f'<h2 data-outside style="margin:.4em 0">{escape(words.phrase(rng, lang))}</h2>' if rng.random() < 0.08 else ""
    after = f"<p data-outside>{escape(words.sentence(rng, lang))}</p>" if rng.random() < 0.14 else ""
    return f"<style>{BASE}{style}</style><div id=frame>{heading}{before}<table>{caption}{body or markup(plan)}</table>{after}</div>"


def job(rng: Random) -> dict[str, Any]:
    plan = make_plan(rng)
    style, facts = random_css(rng, plan)
    return {
        "html": page(rng, plan, style), "rows": plan.rows, "columns": plan.columns, "cells": truth(plan), "rows_ruled": facts["rows"], "columns_ruled": facts["columns"],
        "deviceScale": rng.choice((1, 1, 1, 1.25, 1.5, 2)), "style": facts["style"], "renderer": "chromium", "largest": MOST_TEXT_AREA,
    }  # fmt: skip


def photograph(jobs: Path, out: Path) -> None:
    """Runs Chromium over a file of jobs; raises CalledProcessError where it fails."""
    subprocess.run([NODE, str(HERE / "photograph.mjs"), str(jobs), str(out)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=4000, help="jobs; a few of them are refused as too large")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", default="tables")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    jobs = arguments.out / "jobs.jsonl"
    with jobs.open("w", encoding="utf-8") as file:
        for index in range(arguments.count):
            file.write(json.dumps(job(Random(f"{arguments.seed}/{index}")), ensure_ascii=False) + "\n")
    photograph(jobs, arguments.out)


if __name__ == "__main__":
    main()
