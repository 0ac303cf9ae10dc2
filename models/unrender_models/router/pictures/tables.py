"""Tables: the painter's and Chromium's of `unrender_models.tables`, style sheets of kits, matplotlib's; for the development set Great-Tables-like booktabs stand in models/evaluation/tables."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

from PIL import Image

from ...renders import negatives
from ...tables import html as html_tables
from ...tables.generate import draw_table
from ...tables.plan import make_plan
from .diagrams import save
from .interfaces import KITS
from .models import FIELDS
from .sheets import Studio, pick_scale, sheet_css

CLASSES = {"bootstrap": ("table", "table table-striped", "table table-bordered table-sm"), "tabler": ("table", "table table-vcenter card-table"), "bulma": ("table", "table is-striped is-bordered"), "uikit": ("uk-table uk-table-divider", "uk-table uk-table-striped"),
           "spectre": ("table", "table table-striped"), "semantic": ("ui celled table", "ui striped table", "ui very basic table"), "milligram": ("",), "pure": ("pure-table", "pure-table pure-table-bordered"), "pico": ("", "striped")}  # fmt: skip


def by_matplotlib(studio: Studio, rng: Random) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows, columns = rng.randint(2, 8), rng.randint(2, 6)
    figure, axes = pyplot.subplots(figsize=(1.3 * columns, 0.35 * rows + 0.4), dpi=100)
    axes.axis("off")
    axes.table([[str(rng.randint(1, 9999)) for _ in range(columns)] for _ in range(rows)], colLabels=rng.sample(FIELDS, columns), loc="center")
    data = io.BytesIO()
    figure.savefig(data, format="png", bbox_inches="tight")
    pyplot.close(figure)
    save(studio, data.getvalue(), "table", "matplotlib")


def make(studio: Studio, count: int, seed: str, tools: Path) -> None:
    for i in range(count):
        rng = Random(f"{seed}/{i}")
        way = i % 10
        if way < 4:
            Image.fromarray(draw_table(rng).image).save(studio.out / f"{studio.record('table', 'painter')}.png", compress_level=1)
        elif way < 8:
            plan = make_plan(rng)
            if way < 6:
                kit = KITS[rng.randrange(9)]
                dark = kit.dark if kit.dark and rng.random() < 0.3 else ""
                ground = "background:#1a1d21;color:#dee2e6" if dark else "background:#fff;color:#212529"
                studio.html("table", kit.name, f'<div {dark} style="{ground}"><table class="{rng.choice(CLASSES[kit.name])}">{html_tables.markup(plan)}</table></div>', css=f"background:#fff;padding:{rng.randint(0, 20)}px", head="".join(sheet_css(*s) for s in kit.sheets), scale=rng.choice([1, 1, 1.5]))
            else:
                # A style sheet of its own for each: it is written for a whole page, so the table stands alone on its sheet.
                style, _ = html_tables.random_css(rng, plan)
                studio.html("table", "chromium", f"<table>{html_tables.markup(plan)}</table>", head=f"<style>{html_tables.BASE}{style.replace('#frame', '.shot')}</style>", css=f"padding:{rng.choice([1, 4, 10, 20])}px", scale=pick_scale(rng), each=1)
        elif way == 8:
            page = negatives.Page(rng)
            studio.html("table", "own", negatives.table(page), css=f"background:{page.back};color:{page.ink};font:{page.size}px/1.45 '{page.font}';padding:{rng.randint(2, 30)}px", scale=pick_scale(rng))
        else:
            by_matplotlib(studio, rng)


def make_held(studio: Studio, count: int, seed: str, tools: Path) -> None:
    raise SystemExit("the development set takes its tables from models/evaluation/tables")
