"""Pages that mix prose, formulas, tables, figures and code: documentation, papers of one or two columns, chats, issue trackers, slides; and real documentation out of packages.

Each made page knows its blocks (`ID.json`): kind, box, the run of text that it belongs to, what a figure shows; in reading order.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from ...renders.code import pages as code_pages
from ...tables import html as html_tables
from ...tables.plan import make_plan
from .models import phrase
from .sheets import ROOT_MODULES, Studio, script, sheet_css
from .writing import SERIF, STYLES, look, paragraphs, passage

LAYOUTS = ("documentation", "paper", "columns", "chat", "issue", "slide")
FORMULAS = (
    r"E = mc^2", r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}", r"\hat{\beta} = (X^\top X)^{-1} X^\top y", r"\sum_{k=1}^{n} k = \frac{n(n+1)}{2}", r"p(x \mid \theta) = \prod_{i=1}^{N} \mathcal{N}(x_i; \mu, \sigma^2)",
    r"\nabla \times \mathbf{B} = \mu_0 \mathbf{J} + \mu_0 \varepsilon_0 \frac{\partial \mathbf{E}}{\partial t}", r"f(x) = \begin{cases} x^2 & x \ge 0 \\ -x & x < 0 \end{cases}", r"A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\mathcal{L} = -\sum_i y_i \log \hat{y}_i + \lambda \lVert w \rVert_2^2", r"\lim_{n \to \infty} \left(1 + \frac{x}{n}\right)^n = e^x", r"\text{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}", r"x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"\mathbb{E}[X] = \int_{\Omega} X \, dP", r"\frac{d}{dt} \frac{\partial L}{\partial \dot{q}} - \frac{\partial L}{\partial q} = 0", r"\|x + y\| \le \|x\| + \|y\|", r"a_{n+1} = r a_n (1 - a_n)", r"\oint_C f(z)\,dz = 2\pi i \sum \operatorname{Res}(f, a_k)",
)  # fmt: skip
TABLE = "table{border-collapse:collapse;margin:0} th,td{padding:4px 10px;max-width:14em;text-align:left}"
TABLES = ("th,td{border:1px solid #8888}", "th,td{border-bottom:1px solid #8886} th{border-bottom:2px solid #888a}", "table{border-top:2px solid;border-bottom:2px solid} thead th{border-bottom:1px solid}", "tr:nth-child(even){background:#8882} th{background:#8884}")


class Page:
    """One page: a look, figures to show, and pieces of HTML that say which block they are."""

    def __init__(self, rng: Random, figures: list[tuple[Path, str]], engine: str) -> None:
        self.rng, self.figures, self.engine = rng, figures, engine
        self.dark = rng.random() < 0.2 and engine == "chromium"
        self.size = rng.choice([12, 13, 14, 15, 16])
        self.font = rng.choice(SERIF)
        self.run = 0
        styles = [s for s in STYLES if s in ("monokai", "one-dark", "github-dark", "nord", "dracula")] if self.dark else ["default", "vs", "friendly", "xcode"]
        self.look = look(rng, tuple(styles))
        self.look.size, self.look.contrast = max(10, self.size - rng.choice([0, 1, 2])), 1.0

    def text(self, tag: str, words: str, css: str = "") -> str:
        return f'<{tag} data-block="text" data-run="{self.run}" style="{css}">{words}</{tag}>'

    def paragraph(self) -> str:
        text = escape(self.rng.choice(paragraphs()))
        if self.rng.random() < 0.12:
            text += f" <code>{self.rng.choice(['config', 'main()', '--help', 'x[i]'])}</code>."
        return self.text("p", text, f"margin:0 0 {round(0.8 * self.size)}px")

    def heading(self, level: int = 2) -> str:
        return self.text(f"h{level}", escape(phrase(self.rng)), f"margin:{self.size}px 0 {self.size // 2}px;line-height:1.25")

    def items(self) -> str:
        return self.text(self.rng.choice(["ul", "ol"]), "".join(f"<li>{escape(phrase(self.rng))}</li>" for _ in range(self.rng.randint(2, 5))), "margin:0 0 12px")

    def code(self, widest: int) -> str:
        found = passage(self.rng, self.rng.randint(3, 12), widest)
        back = "" if self.look.back.lower() in ("#ffffff", "#fff") else f"background:{self.look.back};"
        rows = "\n".join(code_pages.spans(found.text, found.language, self.look))
        card = self.rng.choice(["background:#8881;", "border:1px solid #8885;", "background:#8882;border-radius:6px;"]) if back == "" else back
        return f'<pre data-block="code" style="{self.look.css};{card}padding:{self.rng.choice([6, 10, 14])}px;margin:0 0 14px;overflow:hidden">{rows}</pre>'

    def table(self) -> str:
        while True:
            plan = make_plan(self.rng, simple=True)
            if plan.columns <= 5 and plan.rows <= 9:
                break
        caption = self.text("div", f"Table {self.rng.randint(1, 9)}: {escape(phrase(self.rng))}", "margin:0 0 4px;font-size:.9em") if self.rng.random() < 0.4 else ""
        return f'{caption}<div style="margin:0 0 14px"><table data-block="table" data-whole>{html_tables.markup(plan)}</table></div>'

    def formula(self) -> str:
        if self.engine == "chromium":
            source = json.dumps(self.rng.choice(FORMULAS))
            inner = f"<span></span><script>katex.render({source}, document.currentScript.previousElementSibling, {{displayMode: true}})</script>"
            shown = f'<span data-block="formula" style="display:inline-block;font-size:1.1em">{inner}</span>'
        else:
            shown = f'<img data-block="formula" data-whole src="{mathtext(self.rng).as_uri()}" style="height:{self.rng.choice([2.2, 2.6])}em">'
        number = f'<span style="float:right;margin-top:.8em">({self.rng.randint(1, 30)})</span>' if self.rng.random() < 0.3 else ""
        return f'<div style="text-align:{self.rng.choice(["center", "center", "left"])};margin:0 0 12px">{number}{shown}</div>'

    def figure(self, width: int) -> str:
        file, kind = self.rng.choice(self.figures)
        size = Image.open(file).size
        scale = min(1.0, width / size[0], 420 / size[1])
        shown = f'<img data-block="figure" data-is="{kind}" data-whole src="{file.resolve().as_uri()}" style="display:block;margin:0 auto;width:{round(size[0] * scale)}px">'
        caption = self.text("div", f"Figure {self.rng.randint(1, 9)}. {escape(phrase(self.rng))}", "text-align:center;margin-top:6px;font-size:.9em") if self.rng.random() < 0.5 else ""
        return f'<div style="margin:0 0 16px">{shown}{caption}</div>'

    def something(self, width: int, code: float = 0.35) -> str:
        made: Callable[[], str] = self.rng.choices([lambda: self.code(min(80, round(width / (0.62 * self.look.size)) - 4)), self.table, self.formula, lambda: self.figure(width)], [code, 0.2, 0.22, 0.23])[0]
        return made()

    def flow(self, width: int, parts: int, code: float = 0.35) -> str:
        """Text with other things in between."""
        out = []
        for _ in range(parts):
            if self.rng.random() < 0.5:
                out.append(self.heading(3))
            out += [self.rng.choice([self.paragraph, self.paragraph, self.items])() for _ in range(self.rng.randint(1, 2))]
            out.append(self.something(width, code))
        return "".join(out) + (self.paragraph() if self.rng.random() < 0.5 else "")

    def documentation(self) -> tuple[int, str]:
        width = self.rng.randint(620, 800)
        body = self.heading(1) + self.paragraph() + self.flow(width, self.rng.randint(2, 3), 0.5)
        if self.rng.random() < 0.45:
            self.run += 1
            links = self.text("div", "".join(f'<div style="margin-bottom:7px">{escape(phrase(self.rng))}</div>' for _ in range(self.rng.randint(5, 12))), "white-space:nowrap;overflow:hidden")
            return width + 270, f'<div style="display:flex;gap:30px"><div style="width:200px;flex:none">{links}</div><div style="width:{width}px">{body}</div></div>'
        return width, body

    def paper(self) -> tuple[int, str]:
        width = self.rng.randint(560, 700)
        return width, f'<div style="text-align:justify">{self.heading(1)}{self.paragraph()}{self.flow(width, self.rng.randint(2, 4), 0.1)}</div>'

    def columns(self) -> tuple[int, str]:
        width = self.rng.randint(330, 390)
        title = self.text("h1", escape(phrase(self.rng)), "text-align:center;margin:0 0 8px") + self.text("div", "A. Lee, B. Kim, C. Sato", "text-align:center;margin-bottom:22px")
        self.run += 1
        left = self.flow(width, self.rng.randint(1, 2), 0.1)
        self.run += 1
        right = self.flow(width, self.rng.randint(1, 2), 0.1)
        column = f"width:{width}px;text-align:justify"
        return 2 * width + 40, f'{title}<div style="display:flex;gap:40px"><div style="{column}">{left}</div><div style="{column}">{right}</div></div>'

    def chat(self) -> tuple[int, str]:
        width, rows = self.rng.randint(560, 720), []
        for i in range(self.rng.randint(3, 5)):
            name = self.text("div", f'<b>{self.rng.choice(["Ana", "Kim", "Lee", "Sam"])}</b> <small>{self.rng.randint(8, 20)}:{self.rng.randint(10, 59)}</small>')
            body = self.paragraph() + (self.something(width - 70, 0.6) if i % 2 == 1 or self.rng.random() < 0.3 else "")
            face = f'<span style="width:36px;height:36px;border-radius:18px;background:hsl({self.rng.randrange(360)} 45% 55%);flex:none"></span>'
            rows.append(f'<div style="display:flex;gap:12px;margin-bottom:12px">{face}<div style="width:{width - 60}px">{name}{body}</div></div>')
        return width, "".join(rows)

    def issue(self) -> tuple[int, str]:
        width, out = self.rng.randint(640, 780), [self.text("h2", escape(phrase(self.rng)) + f' <span style="opacity:.6">#{self.rng.randint(10, 999)}</span>', "margin:0 0 12px")]
        for _ in range(self.rng.randint(1, 2)):
            self.run += 1
            head = self.text("div", f"<b>{self.rng.choice(['ana', 'kim', 'lee'])}</b> commented {self.rng.randint(2, 20)} days ago", "padding:8px 14px;border-bottom:1px solid #8886;background:#8881")
            self.run += 1
            body = f'<div style="padding:12px 14px">{self.flow(width - 40, self.rng.randint(1, 2), 0.6)}</div>'
            out.append(f'<div style="border:1px solid #8888;border-radius:6px;margin-bottom:16px">{head}{body}</div>')
        return width, "".join(out)

    def slide(self) -> tuple[int, str]:
        self.size = round(self.size * 1.35)
        title = self.text("h1", escape(phrase(self.rng)), "margin:0 0 24px")
        self.run += 1
        bullets = self.text("ul", "".join(f'<li style="margin-bottom:10px">{escape(phrase(self.rng))}</li>' for _ in range(self.rng.randint(3, 6))), "margin:0")
        other = self.something(380, 0.2)
        halves = [f'<div style="width:400px">{bullets}</div>', f'<div style="width:400px">{other}</div>']
        return 860, f'{title}<div style="display:flex;gap:50px;align-items:flex-start">{"".join(halves)}</div>'

    def make(self, layout: str) -> tuple[int, str, str]:
        """Width in CSS pixels, HTML, and the style of the page."""
        width, inner = getattr(self, layout)()
        back, ink = ("#1b1d21", "#d7dae0") if self.dark else (self.rng.choice(["#ffffff", "#ffffff", "#fdfcf8"]), "#1f2328")
        return width, inner, f"background:{back};color:{ink};font:{self.size}px/1.45 '{self.font}'"


def mathtext(rng: Random) -> Path:
    """A formula as matplotlib sets it."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    simple = [f for f in FORMULAS if "begin" not in f and "text{" not in f and r"\top" not in f and r"\lVert" not in f and "operatorname" not in f and r"\dot" not in f]
    figure = pyplot.figure(figsize=(0.1, 0.1))
    # matplotlib knows \leq only.
    figure.text(0, 0, f"${rng.choice(simple)}$".replace("\\le ", "\\leq "), fontsize=14, math_fontfamily=rng.choice(["cm", "stix", "dejavuserif"]))
    with tempfile.NamedTemporaryFile(suffix=".png", delete=False) as file:
        figure.savefig(file.name, dpi=200, bbox_inches="tight", pad_inches=0.02)
    pyplot.close(figure)
    return Path(file.name)


def merged(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Text that follows text in the same run is one block: a run is what stands in one column or card."""
    out: list[dict[str, Any]] = []
    for block in blocks:
        last = out[-1] if out else None
        if last and block["kind"] == last["kind"] == "text" and block["run"] == last["run"]:
            (a, b, c, d), (e, f, g, h) = last["box"], block["box"]
            last["box"] = [min(a, e), min(b, f), max(c, g), max(d, h)]
        else:
            out.append(dict(block))
    return out


def figures_of(folders: list[Path], held: bool) -> list[tuple[Path, str]]:
    """Pictures for figures: diagrams, charts and photos that were made before."""
    found = []
    for folder in folders:
        for text in (folder / "index.jsonl").read_text("utf-8").split("\n"):
            entry = json.loads(text) if text else {"kind": ""}
            if entry["kind"] in ("flowchart", "sequence", "class", "state", "er", "diagram", "chart", "other") and (folder / entry["image"]).exists() and entry["held"] == held:
                width, height = Image.open(folder / entry["image"]).size
                if width >= 160 and height >= 110 and width < 3 * height + 400 and height < 2.2 * width:
                    found.append((folder / entry["image"], entry["kind"]))
    return found


def in_chromium(studio: Studio, rng: Random, layout: str, figures: list[tuple[Path, str]], held: bool) -> None:
    page = Page(rng, figures, "chromium")
    width, inner, css = page.make(layout)
    head = f"<style>{html_tables.BASE}{TABLE}{rng.choice(TABLES)} .katex-display{{margin:0}} p,li{{white-space:normal}}</style>" + sheet_css("katex", "dist", "katex.min.css", root=ROOT_MODULES) + script("katex", "dist", "katex.min.js", root=ROOT_MODULES)
    if rng.random() < 0.3 and not held and not page.dark:
        head = sheet_css("water.css", "out", "light.min.css") + head
    pad = rng.randint(10, 40)
    studio.html("page", f"chromium/{layout}", inner, css=f"{css};width:{width + 2 * pad}px;padding:{pad}px;max-width:none", head=head, scale=rng.choice([1, 1, 1.5]), each=1, held=held)


def in_weasyprint(studio: Studio, rng: Random, layout: str, figures: list[tuple[Path, str]]) -> None:
    """The same by WeasyPrint and Poppler; the boxes come from its layout."""
    import weasyprint

    page = Page(rng, figures, "weasyprint")
    width, inner, css = page.make(layout)
    style = f"@page{{size:{width + 60}px 1500px;margin:0}}{html_tables.BASE}{TABLE}{rng.choice(TABLES)}body{{{css};width:{width}px;padding:30px}}p,li{{white-space:normal}}"
    document = weasyprint.HTML(string=f"<style>{style}</style><body>{inner}</body>", base_url=str(studio.out)).render()
    dpi = rng.choice([72, 96, 110])
    scale, blocks = dpi / 96, list[dict[str, Any]]()
    body = document.pages[0]._page_box
    lowest = 0.0
    for box in body.descendants():
        element = getattr(box, "element", None)
        if element is None or not hasattr(element, "get") or element.get("data-block") is None or getattr(box, "element_tag", "").endswith(("::marker", "::before")):
            continue
        if any(entry["element"] is element for entry in blocks):
            continue
        inner_boxes = [b for b in box.descendants() if type(b).__name__ == "TextBox"] if hasattr(box, "descendants") and element.get("data-whole") is None else []
        x0, y0, x1, y1 = box.border_box_x(), box.border_box_y(), box.border_box_x() + box.border_width(), box.border_box_y() + box.border_height()
        if inner_boxes:
            x0, x1 = min(b.position_x for b in inner_boxes), max(b.position_x + b.width for b in inner_boxes)
            y0, y1 = min(b.position_y for b in inner_boxes), max(b.position_y + b.height for b in inner_boxes)
        lowest = max(lowest, y1)
        blocks.append({"element": element, "kind": element.get("data-block"), "run": element.get("data-run") or "", "is": element.get("data-is") or "", "box": [round(v * scale, 1) for v in (x0, y0, x1, y1)]})
    if len(document.pages) > 1 or not blocks:
        return
    name = studio.record("page", f"weasyprint/{layout}", held=True)
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "a.pdf")
        document.write_pdf(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-singlefile", str(pdf), str(Path(folder, "p"))], check=True)
        picture = Image.open(Path(folder, "p.png")).convert("RGB")
        picture.crop((0, 0, picture.width, min(picture.height, round((lowest + 30) * scale)))).save(studio.out / f"{name}.png", compress_level=1)
    (studio.out / f"{name}.json").write_text(json.dumps([{k: v for k, v in b.items() if k != "element"} for b in blocks]), "utf-8")


def make(studio: Studio, count: int, seed: str, tools: Path) -> None:
    figures = figures_of([tools / "data" / name for name in ("diagrams", "charts", "others")], held=False)
    for i in range(count):
        rng = Random(f"{seed}/{i}")
        in_chromium(studio, rng, LAYOUTS[i % len(LAYOUTS)], figures, held=False)


def make_held(studio: Studio, count: int, seed: str, tools: Path) -> None:
    """Half by Chromium, half by WeasyPrint, with figures by programs that training does not see."""
    figures = figures_of([tools / "data" / f"{name}-held" for name in ("diagrams", "charts", "others")], held=True)
    for i in range(count):
        rng = Random(f"{seed}/held/{i}")
        layout = LAYOUTS[i // 2 % len(LAYOUTS)]
        if i % 2 == 0:
            in_chromium(studio, rng, layout, figures, held=True)
        else:
            in_weasyprint(studio, rng, layout, figures)
