"""Charts: matplotlib in many kinds and styles, Chart.js, ECharts; for the development set Plotly, Pygal and gnuplot."""

from __future__ import annotations

import io
import json
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from ...renders.words import SYSTEMS, TITLES
from .diagrams import save
from .models import FIELDS, phrase
from .sheets import Studio, script

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def categories(rng: Random, count: int) -> list[str]:
    pool = rng.choice([list(MONTHS), [f"Q{i % 4 + 1} {2019 + i // 4}" for i in range(12)], [str(2008 + i) for i in range(12)], list("ABCDEFGHIJKL"), list(SYSTEMS), list(FIELDS)])
    return pool[:count] if pool[0] in ("Jan", "Q1 2019", "2008", "A") else rng.sample(pool, count)


def series(rng: Random, count: int) -> list[float]:
    """Numbers that go somewhere: a walk, a wave, noise, growth or decay."""
    size, kind = 10 ** rng.uniform(0, 4), rng.choice(["walk", "wave", "noise", "growth", "decay"])
    at, out = rng.random(), []
    for i in range(count):
        x = i / max(1, count - 1)
        at += rng.gauss(0, 0.15)
        value = {"walk": abs(at) + 0.1, "wave": 1.2 + math.sin(9 * x), "noise": rng.uniform(0.2, 1), "growth": math.exp(2 * x) / 5, "decay": math.exp(-3 * x) + 0.1}[kind]
        out.append(round(size * (value + rng.uniform(0, 0.08)), 2))
    return out


def words(rng: Random) -> str:
    return rng.choice([rng.choice(TITLES), phrase(rng), f"{rng.choice(FIELDS)} vs {rng.choice(FIELDS)}", f"{rng.choice(FIELDS).replace('_', ' ')} per {rng.choice(['day', 'month', 'region', 'user'])}"])


def drawn(rng: Random, axes: Any) -> None:
    """One kind of chart onto matplotlib axes."""
    count = rng.randint(3, 12)
    names, numbers = categories(rng, count), np.array(series(rng, count))
    noise = np.random.default_rng(rng.randrange(1 << 30))
    long = np.linspace(0, rng.choice([1, 10, 100]), rng.choice([30, 100, 400]))

    def line() -> None:
        for i in range(rng.randint(1, 5)):
            axes.plot(long, series(rng, len(long)), label=rng.choice(FIELDS), marker=rng.choice([None, None, "o", "s", "."]) if len(long) < 50 else None, ls=rng.choice(["-", "-", "--", ":"]), lw=rng.choice([1, 1.5, 2.5]))

    def stacked() -> None:
        base = np.zeros(count)
        for _ in range(rng.randint(2, 4)):
            height = np.array(series(rng, count))
            height *= numbers.mean() / height.mean()
            axes.bar(names, height, bottom=base, label=rng.choice(FIELDS))
            base += height

    def grouped() -> None:
        groups = rng.randint(2, 3)
        for g in range(groups):
            axes.bar(np.arange(count) + g * 0.8 / groups, noise.uniform(0.2, 1, count) * numbers.mean(), 0.8 / groups, label=rng.choice(FIELDS))

    def heat() -> None:
        image = axes.imshow(noise.normal(size=(rng.randint(4, 14), rng.randint(4, 14))), cmap=rng.choice(["viridis", "coolwarm", "Blues", "magma", "YlGn"]), aspect="auto")
        if rng.random() < 0.7:
            axes.figure.colorbar(image, ax=axes)

    def scatter() -> None:
        for _ in range(rng.randint(1, 3)):
            x = noise.normal(rng.uniform(-2, 2), 1, rng.choice([20, 80, 300]))
            axes.scatter(x, x * rng.uniform(-1, 2) + noise.normal(size=x.size), s=rng.choice([8, 20, 40]), alpha=rng.choice([0.5, 1]), label=rng.choice(FIELDS))

    def waterfall() -> None:
        axes.errorbar(np.arange(count), numbers, yerr=numbers * 0.15, fmt=rng.choice(["o-", "s", "^--"]), capsize=rng.choice([0, 3, 5]), label=rng.choice(FIELDS))

    def candles() -> None:
        low = np.cumsum(noise.normal(size=30)) + 20
        for i, value in enumerate(low):
            up = noise.random() < 0.5
            axes.plot([i, i], [value - 1, value + 2], color="k", lw=0.8)
            axes.bar(i, noise.uniform(0.3, 1.4), bottom=value, color="g" if up else "r", width=0.6)

    kinds: list[Callable[[], Any]] = [
        line, line, scatter, stacked, grouped, heat, waterfall, candles,
        lambda: axes.bar(names, numbers, color=rng.choice([None, "tab:orange", "#4c72b0", "gray"])), lambda: axes.barh(names, numbers), lambda: axes.hist(noise.normal(size=500), bins=rng.choice([10, 20, 40])),
        lambda: axes.boxplot([noise.normal(i, 1, 60) for i in range(rng.randint(2, 7))]), lambda: axes.violinplot([noise.normal(i, 1, 60) for i in range(rng.randint(2, 6))]),
        lambda: axes.pie(numbers, labels=names, autopct="%1.0f%%" if rng.random() < 0.6 else None, wedgeprops={"width": 0.4} if rng.random() < 0.4 else None),
        lambda: axes.fill_between(long, series(rng, len(long)), alpha=0.5), lambda: axes.step(np.arange(count), numbers, where="mid"), lambda: axes.stem(np.arange(count), numbers),
        lambda: axes.contourf(noise.normal(size=(8, 8)).cumsum(0).cumsum(1)), lambda: axes.hexbin(noise.normal(size=800), noise.normal(size=800), gridsize=18),
        lambda: axes.stackplot(np.arange(count), [series(rng, count) for _ in range(3)], labels=rng.sample(FIELDS, 3)),
    ]  # fmt: skip
    rng.choice(kinds)()


def matplotlib_chart(studio: Studio, rng: Random) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    styles = [s for s in pyplot.style.available if not s.startswith("_")] + ["default"] * 12
    style = rng.choice(styles)
    with pyplot.style.context(style):
        grid = rng.choice([(1, 1)] * 6 + [(1, 2), (2, 1), (2, 2)])
        figure, panels = pyplot.subplots(*grid, figsize=(rng.uniform(3.2, 8), rng.uniform(2.5, 6)), dpi=rng.choice([72, 100, 100, 130]), squeeze=False)
        for axes in panels.flat:
            drawn(rng, axes)
            if rng.random() < 0.6:
                axes.set_title(words(rng))
            if rng.random() < 0.6:
                axes.set_xlabel(rng.choice(FIELDS))
                axes.set_ylabel(rng.choice(FIELDS))
            if rng.random() < 0.25:
                axes.grid(True)
            if rng.random() < 0.5 and axes.get_legend_handles_labels()[0]:
                axes.legend(loc="best" if rng.random() < 0.2 else "upper right")
            if rng.random() < 0.2:
                axes.tick_params(axis="x", rotation=45)
            if rng.random() < 0.15:
                axes.spines[["top", "right"]].set_visible(False)
        if rng.random() < 0.7:
            figure.tight_layout()
        data = io.BytesIO()
        figure.savefig(data, format="png", bbox_inches=rng.choice([None, "tight"]))
        pyplot.close(figure)
    save(studio, data.getvalue(), "chart", "matplotlib", style)


def web_chart(studio: Studio, rng: Random, library: str) -> None:
    """A chart by Chart.js or ECharts, without animation."""
    dark = rng.random() < 0.25
    width, height, count = rng.randint(320, 760), rng.randint(220, 460), rng.randint(3, 12)
    names = categories(rng, count)
    if library == "chart.js":
        kind = rng.choice(["bar", "bar", "line", "line", "pie", "doughnut", "radar", "polarArea", "scatter"])
        data = {"labels": names, "datasets": [{"label": rng.choice(FIELDS), "data": [{"x": x, "y": y} for x, y in zip(series(rng, count), series(rng, count), strict=True)] if kind == "scatter" else series(rng, count),
                "backgroundColor": [f"hsl({rng.randrange(360)} 60% 60%)" for _ in range(count)] if kind in ("pie", "doughnut", "polarArea") or rng.random() < 0.2 else f"hsl({rng.randrange(360)} 65% 55%)",
                "fill": rng.random() < 0.3, "tension": rng.choice([0, 0, 0.4])} for _ in range(1 if kind in ("pie", "doughnut", "polarArea") else rng.randint(1, 3))]}  # fmt: skip
        options = {"animation": False, "responsive": False, "indexAxis": rng.choice(["x", "x", "x", "y"]) if kind == "bar" else "x", "color": "#ccc" if dark else "#555",
                   "plugins": {"title": {"display": rng.random() < 0.6, "text": words(rng)}, "legend": {"display": rng.random() < 0.8, "position": rng.choice(["top", "bottom", "right"])}}}  # fmt: skip
        call = f"new Chart(document.currentScript.previousElementSibling, {json.dumps({'type': kind, 'data': data, 'options': options})})"
        inner = f'<canvas width="{width}" height="{height}"></canvas><script>{call}</script>'
        head = script("chart.js", "dist", "chart.umd.js") if Path(__file__).with_name("node_modules").joinpath("chart.js/dist/chart.umd.js").exists() else script("chart.js", "dist", "chart.umd.min.js")
    else:
        kind = rng.choice(["bar", "line", "line", "pie", "scatter", "gauge", "funnel", "area", "stack"])
        option: dict[str, Any] = {"animation": False, "title": {"text": words(rng)} if rng.random() < 0.6 else {}, "legend": {"bottom": 0} if rng.random() < 0.5 else {}, "backgroundColor": "#1f2430" if dark else "#fff"}
        if kind in ("pie", "funnel"):
            option["series"] = [{"type": kind, "radius": rng.choice(["60%", ["35%", "60%"]]), "data": [{"name": n, "value": v} for n, v in zip(names, series(rng, count), strict=True)]}]
        elif kind == "gauge":
            option["series"] = [{"type": "gauge", "data": [{"value": rng.randint(5, 95), "name": rng.choice(FIELDS)}]}]
        else:
            flip = kind == "bar" and rng.random() < 0.3
            axis, value = {"type": "category", "data": names}, {"type": "value"}
            option |= {"xAxis": value if flip else axis, "yAxis": axis if flip else value}
            option["series"] = [{"type": {"area": "line", "stack": "bar"}.get(kind, kind), "name": rng.choice(FIELDS), "data": series(rng, count), "smooth": rng.random() < 0.3,
                                 **({"areaStyle": {}} if kind == "area" else {}), **({"stack": "a"} if kind == "stack" else {})} for _ in range(rng.randint(1, 3))]  # fmt: skip
        inner = f'<div style="width:{width}px;height:{height}px"></div><script>echarts.init(document.currentScript.previousElementSibling, {json.dumps("dark" if dark else None)}).setOption({json.dumps(option)})</script>'
        head = script("echarts", "dist", "echarts.min.js")
    studio.html("chart", library, inner, css=f"background:{'#1f2430' if dark else '#fff'};padding:{rng.randint(0, 24)}px", head=head, scale=rng.choice([1, 1, 1.5]))


def plotly_chart(studio: Studio, rng: Random) -> None:
    count, kind = rng.randint(3, 12), rng.choice(["bar", "line", "scatter", "pie", "box", "heatmap", "histogram", "area"])
    names = categories(rng, count)
    traces: list[dict[str, Any]] = []
    for _ in range(1 if kind in ("pie", "heatmap", "histogram") else rng.randint(1, 3)):
        y = series(rng, count)
        drawings: dict[str, dict[str, Any]] = {
            "bar": {"type": "bar", "x": names, "y": y}, "line": {"mode": "lines+markers", "x": names, "y": y}, "scatter": {"mode": "markers", "x": series(rng, count), "y": y},
            "pie": {"type": "pie", "labels": names, "values": y}, "box": {"type": "box", "y": [rng.gauss(0, 1) for _ in range(40)]}, "heatmap": {"type": "heatmap", "z": [series(rng, 6) for _ in range(5)]},
            "histogram": {"type": "histogram", "x": [rng.gauss(0, 1) for _ in range(300)]}, "area": {"fill": "tozeroy", "x": names, "y": y},
        }  # fmt: skip
        traces.append(drawings[kind] | {"name": rng.choice(FIELDS)})
    layout = {"width": rng.randint(380, 760), "height": rng.randint(280, 480), "title": {"text": words(rng)}, "font": {"family": rng.choice(["Open Sans", "Liberation Sans", "DejaVu Sans"])}}
    if rng.random() < 0.25:
        layout |= {"paper_bgcolor": "#111", "plot_bgcolor": "#111"}
        layout["font"] = {"color": "#f2f5fa"}
    inner = f"<div></div><script>Plotly.newPlot(document.currentScript.previousElementSibling, {json.dumps(traces)}, {json.dumps(layout)}, {{staticPlot: true}})</script>"
    studio.html("chart", "plotly", inner, head=script("plotly.js-dist-min", "plotly.min.js"), css="background:#fff", scale=1, held=True)


def gnuplot_chart(studio: Studio, rng: Random) -> None:
    style = rng.choice(["lines", "linespoints", "points", "boxes", "impulses", "steps"])
    rows = "\n".join(f"{i} {a} {b}" for i, (a, b) in enumerate(zip(series(rng, 20), series(rng, 20), strict=True)))
    program = f'set terminal pngcairo size {rng.randint(400, 760)},{rng.randint(300, 520)}\nset title "{words(rng)}"\nset xlabel "{rng.choice(FIELDS[:2])}"\nset grid\n$d << EOD\n{rows}\nEOD\nplot $d using 1:2 with {style} title "a", $d using 1:3 with {style} title "b"\n'
    save(studio, subprocess.run(["gnuplot"], input=program.encode(), capture_output=True, check=False).stdout, "chart", "gnuplot", style, held=True)


def pygal_chart(studio: Studio, rng: Random) -> None:
    import pygal

    kind = rng.choice([pygal.Bar, pygal.Line, pygal.Pie, pygal.HorizontalBar, pygal.Radar, pygal.StackedBar, pygal.Box])
    chart = kind(width=560, height=400, title=words(rng), style=rng.choice([pygal.style.DefaultStyle, pygal.style.CleanStyle, pygal.style.DarkStyle, pygal.style.LightColorizedStyle]), disable_xml_declaration=True)
    chart.x_labels = categories(rng, 6)
    for _ in range(rng.randint(2, 4)):
        chart.add(rng.choice(FIELDS), series(rng, 6) if kind is not pygal.Pie else rng.uniform(1, 20))
    file = studio.out / f"pygal-{len(studio.records)}.svg"
    file.write_text(chart.render(is_unicode=True), "utf-8")
    studio.html("chart", "pygal", f'<img src="{file.resolve().as_uri()}" width=560 style="display:block">', held=True)


def make(studio: Studio, count: int, seed: str, tools: Path) -> None:
    for i in range(count):
        rng = Random(f"{seed}/{i}")
        if i % 10 < 6:
            try:
                matplotlib_chart(studio, rng)
            except (ValueError, TypeError, RuntimeError) as error:
                print(f"matplotlib: {error}", file=sys.stderr)
        else:
            web_chart(studio, rng, "chart.js" if i % 2 else "echarts")


def make_held(studio: Studio, count: int, seed: str, tools: Path) -> None:
    for i in range(count):
        rng = Random(f"{seed}/held/{i}")
        (plotly_chart, gnuplot_chart, pygal_chart)[i % 3](studio, rng)
