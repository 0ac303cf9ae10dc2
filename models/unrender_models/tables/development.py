"""The development set of tables: 200 pictures in looks that training never shows, made from a seed by one command.

    python -m unrender_models.tables.development --out DIR

Looks of CSS frameworks written for this set, booktabs in Latin Modern, a dark dashboard, a notebook's data frame, a spreadsheet program; fonts that training
does not use. DIR/scenes.jsonl holds the truth (tables/scene.py), DIR/lines.json the true text boxes as the command line takes them. Needs Chromium.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from ..draw import words
from ..renders.shards import _rounded, legible
from ..scene import Scene
from .generate import MOST_TEXT_AREA
from .html import BASE, markup, photograph, truth
from .paint import letters
from .plan import Plan, make_plan
from .scene import TableScene
from .shards import read_tables

SEED = "tables-development-1"
EACH = 25
"""Pictures of each look."""
LONGEST = 1400

Page = tuple[str, str, bool, bool]
"""Style sheet, body of the page, whether rules or stripes run between all rows, whether rules run between columns."""


def framed(plan: Plan, name: str = "") -> str:
    return f'<div id=frame><table class="{name}">{markup(plan)}</table></div>'


def bootstrap(rng: Random, plan: Plan) -> Page:
    striped, bordered = rng.random() < 0.5, rng.random() < 0.4
    css = "body{font:16px/1.5 Roboto;color:#212529} #frame{padding:16px} table{border-collapse:collapse;width:max-content} th,td{padding:.5rem;border-bottom:1px solid #dee2e6;vertical-align:top;max-width:16em}"
    css += "thead{vertical-align:bottom} thead th{border-bottom:2px solid #212529} th{font-weight:700}" + ("tbody tr:nth-of-type(odd){background:#f2f2f2}" if striped else "") + ("th,td{border:1px solid #dee2e6}" if bordered else "")
    return css, framed(plan), True, bordered


def bulma(_: Random, plan: Plan) -> Page:
    css = "body{font:15px/1.5 'Roboto';color:#363636;background:#fff} #frame{padding:12px} table{border-collapse:collapse} th,td{padding:.5em .75em;border:solid #dbdbdb;border-width:0 0 1px;vertical-align:top;max-width:18em} thead th{border-width:0 0 2px;color:#363636} tbody tr:last-child td{border-bottom-width:0} tbody tr:nth-child(even){background:#fafafa}"
    return css, framed(plan), True, False


def utility(_: Random, plan: Plan) -> Page:
    css = "body{font:14px/20px 'Roboto';color:#6b7280;background:#f3f4f6} #frame{padding:24px} .card{background:#fff;border-radius:8px;box-shadow:0 1px 3px rgba(0,0,0,.15);overflow:hidden;display:inline-block} table{border-collapse:collapse} th,td{padding:12px 24px;max-width:18em} thead th{background:#f9fafb;font-size:12px;letter-spacing:.05em;font-weight:500;color:#6b7280} tbody tr{border-top:1px solid #e5e7eb} tbody td:first-child,tbody th{font-weight:500;color:#111827}"
    return css, f"<div id=frame><div class=card><table>{markup(plan)}</table></div></div>", True, False


def material(rng: Random, plan: Plan) -> Page:
    dark = rng.random() < 0.3
    ground, ink, line = ("#424242", "#fff", "#616161") if dark else ("#fff", "rgba(0,0,0,.87)", "#e0e0e0")
    css = f"body{{font:14px/1.43 'Roboto';background:{'#303030' if dark else '#fafafa'};color:{ink}}} #frame{{padding:16px}} table{{border-collapse:collapse;background:{ground};box-shadow:0 2px 4px rgba(0,0,0,.3)}} th,td{{padding:16px;border-bottom:1px solid {line};font-weight:400;max-width:16em}} thead th{{font-weight:500;line-height:24px}}"
    return css, framed(plan), True, False


def booktabs(rng: Random, plan: Plan) -> Page:
    size = rng.choice((14, 15, 16, 18))
    caption = f'<div data-caption style="text-align:center;margin-bottom:8px">Table {rng.randint(1, 9)}: {escape(words.sentence(rng))}</div>' if rng.random() < 0.6 else ""
    css = f"body{{font:{size}px/1.25 'Latin Modern Roman','LM Roman 10';color:#000;background:#fff}} #frame{{padding:14px}} table{{border-collapse:collapse;margin:0 auto;border-top:1.6px solid #000;border-bottom:1.6px solid #000}} th,td{{padding:2px 8px;font-weight:400;max-width:16em;vertical-align:baseline}} thead tr:last-child th,thead th[rowspan]{{border-bottom:1px solid #000}} thead th[colspan]{{border-bottom:.8px solid #000}} thead tr:first-child th{{padding-top:4px}} .section{{font-style:italic}}"
    return css, f"<div id=frame>{caption}<table>{markup(plan)}</table></div>", False, False


def dashboard(rng: Random, plan: Plan) -> Page:
    title = f'<div data-outside style="color:#ccccdc;font-weight:500;padding:8px 12px">{escape(words.phrase(rng, "en"))}</div>'
    css = "body{font:13px/1.4 'Roboto';background:#111217;color:#ccccdc} #frame{padding:10px} .panel{background:#181b1f;border:1px solid #24292e;border-radius:2px;display:inline-block} table{border-collapse:collapse} th,td{padding:6px 12px;border-bottom:1px solid #22252b;max-width:20em} thead th{color:#6e9fff;font-weight:500;background:#1d2026} td.right{color:#73bf69}"
    return css, f"<div id=frame><div class=panel>{title}<table>{markup(plan)}</table></div></div>", True, False


def notebook(rng: Random, plan: Plan) -> Page:
    out = f'<div data-outside style="color:#d84315;font:13px Inconsolata">Out[{rng.randint(1, 99)}]:</div>' if rng.random() < 0.5 else ""
    css = "body{font:12px/1.4 'Roboto Condensed','Roboto';color:#000;background:#fff} #frame{padding:10px} table{border-collapse:collapse;border:none} th,td{padding:.5em;text-align:right!important;vertical-align:middle;max-width:none;white-space:nowrap;border:none} th{font-weight:bold} thead{border-bottom:1px solid #000;vertical-align:bottom} tbody tr:nth-child(odd){background:#f5f5f5}"
    return css, f"<div id=frame>{out}<table>{markup(plan)}</table></div>", True, False


def spreadsheet(rng: Random, plan: Plan) -> Page:
    """Letters above and numbers beside the cells stand in a frame of their own, as such programs draw them."""
    first = rng.choice((1, 1, 1, 2, 14))
    dark = rng.random() < 0.25
    ground, ink, line, bar = ("#1e1e1e", "#e8eaed", "#44474a", "#2b2d30") if dark else ("#fff", "#000", "#c0c0c0", "#e6e6e6")
    css = f"body{{font:13px/17px 'Roboto';background:{ground};color:{ink}}} table{{border-collapse:collapse}} th,td{{border:1px solid {line};padding:1px 4px;max-width:22em;height:19px;vertical-align:bottom;font-weight:400}} .bar{{background:{bar};text-align:center;border-color:{'#5f6368' if dark else '#9a9a9a'}}} th.column{{font-weight:{rng.choice((400, 700))}}}"
    top = "".join(f"<td class=bar data-outside>{letters(index)}</td>" for index in range(plan.columns))
    # A head would be laid above the letters.
    rows = re.sub(r"</?t(head|body)>", "", markup(plan)).split("<tr")
    numbered = rows[0] + "".join(f"<tr{row.replace('>', f'><td class=bar data-outside>{first + index}</td>', 1)}" for index, row in enumerate(rows[1:]))
    return css, f"<div id=frame><table><tr><td class=bar></td>{top}</tr>{numbered}</table></div>", True, True


LOOKS: dict[str, Callable[[Random, Plan], Page]] = {
    "bootstrap": bootstrap, "bulma": bulma, "utility": utility, "material": material, "booktabs": booktabs, "dashboard": dashboard, "notebook": notebook, "spreadsheet": spreadsheet,
}  # fmt: skip


def job(look: str, index: int) -> dict[str, Any]:
    rng = Random(f"{SEED}/{look}/{index}")
    plan = make_plan(rng)
    css, body, rows, columns = LOOKS[look](rng, plan)
    if look == "notebook":
        for slot in plan.slots:
            slot.align = "right"
    ruled = [rows or at == plan.head for at in range(1, plan.rows)]
    return {
        "html": f"<style>{BASE}{css}</style>{body}", "rows": plan.rows, "columns": plan.columns, "cells": truth(plan), "rows_ruled": ruled, "columns_ruled": [columns] * (plan.columns - 1),
        "deviceScale": rng.choice((1, 1, 1.5, 2)), "style": look, "renderer": "chromium", "largest": MOST_TEXT_AREA,
    }  # fmt: skip


def fits(scene: TableScene) -> bool:
    """Whether every text can be read, by the measure of the other sets."""
    return legible(Scene(scene.image, noise=scene.all_lines()), 50)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--each", type=int, default=EACH)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    made, lines = dict.fromkeys(LOOKS, 0), dict[str, list[dict[str, Any]]]()
    with tempfile.TemporaryDirectory() as folder, (arguments.out / "scenes.jsonl").open("w", encoding="utf-8") as index:
        jobs = Path(folder, "jobs.jsonl")
        planned = [job(look, at) for look in LOOKS for at in range(arguments.each * 2)]
        jobs.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in planned), "utf-8")
        photograph(jobs, Path(folder, "out"))
        for scene, data in read_tables(Path(folder, "out")):
            look = data["style"]
            if made[look] >= arguments.each or not fits(scene):
                continue
            name = f"{look}-{made[look]:02d}.png"
            made[look] += 1
            if max(scene.width, scene.height) > LONGEST:
                scene = scene.scaled(LONGEST / max(scene.width, scene.height))
            Image.fromarray(scene.image).quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(arguments.out / name, optimize=True)
            index.write(json.dumps({"image": name, "style": look, **_rounded(scene.to_json())}, ensure_ascii=False, separators=(",", ":")) + "\n")
            lines[name] = [
                {"x": round(x0, 2), "y": round(y0, 2), "width": round(x1 - x0, 2), "height": round(y1 - y0, 2), "text": line.text} for line in scene.all_lines() for x0, y0, x1, y1 in [line.box]
            ]
    (arguments.out / "lines.json").write_text(json.dumps(lines, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(json.dumps(made))


if __name__ == "__main__":
    main()
