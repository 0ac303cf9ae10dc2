"""Code, terminals and prose: web pages, Pygments, Rich; for the development set highlight.js, xterm.js, and WeasyPrint's pages through Poppler."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from functools import lru_cache
from html import escape
from itertools import islice
from pathlib import Path
from random import Random

from PIL import Image

from ...renders.code import corpus, pages, painters, terminal
from ...renders.code.pages import Look
from .models import CLASSES, phrase
from .sheets import MODULES, ROOT_MODULES, Studio, pick_scale, script, sheet_css

STYLES = ("default", "vs", "friendly", "xcode", "monokai", "one-dark", "github-dark", "solarized-dark", "solarized-light", "nord", "dracula", "gruvbox-dark", "manni", "sas", "fruity", "zenburn")
MONO = ("DejaVu Sans Mono", "Liberation Mono", "DejaVu Sans Mono", "Liberation Mono", "Fira Code", "Hack", "JetBrains Mono")
SERIF = ("DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Liberation Serif", "Liberation Sans Narrow", "Open Sans", "Lato")


@lru_cache(maxsize=1)
def sources() -> tuple[corpus.Source, ...]:
    """Some files a language out of installed packages."""
    found: dict[str, list[corpus.Source]] = {}
    for reader in (islice(corpus.python_files(), 0, 1500, 4), islice(corpus.node_files(ROOT_MODULES), 0, 4000, 4), islice(corpus.folder_files(corpus.go_root() / "net", "Go", "BSD-3-Clause"), 60)):
        for source in reader:
            if len(found.setdefault(source.language, [])) < 60:
                found[source.language].append(source)
    return tuple(each for group in found.values() for each in group)


@lru_cache(maxsize=1)
def paragraphs() -> tuple[str, ...]:
    return tuple(text for text, _, _ in corpus.paragraphs(Random("router"), 400))


def passage(rng: Random, lines: int, widest: int = 92) -> corpus.Passage:
    languages = sorted({s.language for s in sources()})
    while True:
        language = rng.choice(languages)
        found = corpus.passage(rng.choice([s for s in sources() if s.language == language]), rng, lines, widest)
        if found is not None:
            return found


def look(rng: Random, styles: tuple[str, ...] = STYLES) -> Look:
    return Look(rng.choice(styles), rng.choice(MONO), rng.randint(10, 20), rng.choice([1, 1, 1, 0.7]), rng.choice([1.2, 1.35, 1.5]))


def inside(page: str) -> tuple[str, str]:
    """Style and content of a page whose outermost element is #shot."""
    found = re.match(r'<div id="shot" style="([^"]*)">(.*)</div>$', page, re.DOTALL)
    assert found is not None
    return found[1], found[2]


def code(studio: Studio, rng: Random) -> None:
    lines = rng.choice([3, 6, 10, 16, 24, 34])
    found, shown = passage(rng, lines), look(rng)
    way = rng.choice(["block", "block", "editor", "editor", "pygments"])
    if way == "pygments":
        # Its formatter refuses fonts that are not installed.
        shown.font = rng.choice(MONO[:2])
        picture = painters.by_pygments(found.text, found.language, shown, rng.random() < 0.5)
        picture.save(studio.out / f"{studio.record('code', 'pygments', shown.style)}.png", compress_level=1)
        return
    css, inner = inside(pages.block(found.text, found.language, shown, rng) if way == "block" else pages.editor(found.text, found.language, shown, rng, rng.choice([None, None, 60])))
    studio.html("code", way, inner, style=shown.style, css=css, scale=pick_scale(rng))


def session(rng: Random) -> str:
    text = (terminal.session if rng.random() < 0.6 else terminal.trace)(rng).text
    rows = text.rstrip("\n").split("\n")
    return "\n".join(rows[: rng.randint(4, len(rows))] if len(rows) > 5 and rng.random() < 0.5 else rows)


def terminal_picture(studio: Studio, rng: Random) -> None:
    shown = look(rng, tuple(s for s in STYLES if s not in ("default", "vs")) if rng.random() < 0.8 else STYLES)
    if rng.random() < 0.25:
        studio.html("terminal", "rich", rich_svg(rng), css="background:#fff" if rng.random() < 0.5 else "", scale=pick_scale(rng), each=4)
        return
    css, inner = inside(pages.terminal(session(rng) + "\n", shown, rng, rng.choice([None, 60, 80])))
    studio.html("terminal", "page", inner, style=shown.style, css=css, scale=pick_scale(rng))


def rich_svg(rng: Random) -> str:
    """What Rich prints to a terminal, as its own SVG: text, progress bars, small tables, in a window."""
    from rich.console import Console
    from rich.table import Table

    console = Console(record=True, width=rng.choice([60, 80, 100]), file=open("/dev/null", "w"), force_terminal=True)  # noqa: SIM115
    for row in session(rng).split("\n"):
        console.print(row, markup=False, highlight=True)
    if rng.random() < 0.3:
        table = Table(*[rng.choice(CLASSES) for _ in range(3)])
        for _ in range(rng.randint(2, 4)):
            table.add_row(*[str(rng.randint(1, 999)) for _ in range(3)])
        console.print(table)
    return console.export_svg(title=rng.choice(["bash", "zsh", "Terminal", phrase(rng)]))


def article(rng: Random) -> tuple[str, str]:
    texts = rng.sample(paragraphs(), rng.randint(1, 6))
    size = rng.randint(11, 20)
    title = rng.choice(["How it works", "Notes on the release", "Design", "Background", "Limits", phrase(rng)])
    return inside(pages.prose(texts, title, rng.choice([1, 1, 2]), rng, rng.choice(SERIF), size, rng.random() < 0.25, rng.random() < 0.5))


def chat(rng: Random) -> tuple[str, str]:
    dark = rng.random() < 0.35
    mine, other = rng.choice([("#0b93f6", "#e5e5ea"), ("#dcf8c6", "#fff"), ("#5865f2", "#383a40"), ("transparent", "transparent")])
    rows = []
    for _ in range(rng.randint(2, 8)):
        own = rng.random() < 0.5
        text = escape(rng.choice([rng.choice(paragraphs())[: rng.randint(30, 200)], phrase(rng) + "?", "OK, thanks!", phrase(rng)]))
        face = f'<span style="width:30px;height:30px;border-radius:15px;background:hsl({rng.randrange(360)} 50% 55%);flex:none"></span>' if rng.random() < 0.6 else ""
        rows.append(f'<div style="display:flex;gap:8px;margin:8px 0;{"flex-direction:row-reverse" if own and mine != "transparent" else ""}">{face}<div style="background:{mine if own else other};padding:8px 12px;border-radius:14px;max-width:70%;color:{"#fff" if own and mine == "#0b93f6" else "inherit"}"><b style="font-size:.85em">{rng.choice(["Ana", "Kim", "Lee", "Sam"])}</b> <small style="opacity:.6">{rng.randint(8, 20)}:{rng.randint(10, 59)}</small><div>{text}</div></div></div>')
    back, ink = ("#313338", "#dbdee1") if dark or mine == "#5865f2" else (rng.choice(["#fff", "#efeae2"]), "#111")
    return f"width:{rng.randint(340, 680)}px;padding:12px;background:{back};color:{ink};font:{rng.randint(13, 17)}px/1.4 '{rng.choice(SERIF)}'", "".join(rows)


def mail(rng: Random) -> tuple[str, str]:
    body = "".join(f"<p>{escape(text)}</p>" for text in rng.sample(paragraphs(), rng.randint(1, 3)))
    heads = "".join(f"<div><b>{name}:</b> {escape(value)}</div>" for name, value in (("From", "Ana Lee &lt;ana@example.com&gt;"), ("To", "team@example.com"), ("Subject", phrase(rng))))
    return f"width:{rng.randint(420, 760)}px;padding:18px;background:#fff;color:#222;font:{rng.randint(12, 16)}px/1.5 '{rng.choice(SERIF)}'", f"{heads}<hr>Hello,{body}<p>Best regards<br>Ana</p>"


def line_of_text(rng: Random) -> tuple[str, str]:
    """A heading, a sentence or two, a list: small crops."""
    text = rng.choice(paragraphs())
    inner = rng.choice([f"<h2>{escape(phrase(rng))}</h2>", escape(text[: text.find(" ", rng.randint(30, 120))]), "<ul>" + "".join(f"<li>{escape(phrase(rng))}</li>" for _ in range(rng.randint(2, 7))) + "</ul>"])
    dark = rng.random() < 0.25
    return f"max-width:{rng.randint(260, 700)}px;padding:{rng.randint(2, 16)}px;background:{'#1b1b1f' if dark else '#fff'};color:{'#ddd' if dark else '#222'};font:{rng.randint(12, 22)}px/1.45 '{rng.choice(SERIF)}'", inner


def prose(studio: Studio, rng: Random) -> None:
    make_one = rng.choice([article, article, article, chat, mail, line_of_text])
    css, inner = make_one(rng)
    studio.html("prose", make_one.__name__, inner, css=css, scale=pick_scale(rng))


def make(studio: Studio, count: int, seed: str, tools: Path) -> None:
    for i in range(count):
        for each in (code, terminal_picture, prose):
            each(studio, Random(f"{seed}/{each.__name__}/{i}"))


def highlighted(studio: Studio, rng: Random) -> None:
    found = passage(rng, rng.choice([5, 10, 20, 30]))
    theme = rng.choice(["github", "atom-one-dark", "night-owl", "vs2015", "stackoverflow-light", "tokyo-night-dark", "a11y-light"])
    with tempfile.NamedTemporaryFile("w", suffix=".cjs", delete=False) as file:
        file.write(f"const h = require({json.dumps(str(MODULES / 'highlight.js'))}); process.stdout.write(h.highlightAuto({json.dumps(found.text)}).value)")
    marked = subprocess.run(["node", file.name], check=True, capture_output=True, text=True).stdout
    Path(file.name).unlink()
    inner = f'<pre style="margin:0"><code class="hljs" style="font:{rng.randint(11, 18)}px/1.4 \'{rng.choice(MONO)}\'">{marked}</code></pre>'
    studio.html("code", "highlight.js", inner, style=theme, head=sheet_css("highlight.js", "styles", f"{theme}.css"), scale=rng.choice([1, 1.5]), held=True)


def xterm(studio: Studio, rng: Random) -> None:
    rows = session(rng).split("\n")
    tints = {"background": "#fff", "foreground": "#222"} if rng.random() < 0.25 else {"background": rng.choice(["#000", "#1e1e1e", "#282a36", "#300a24"]), "foreground": "#ddd"}
    text = "\r\n".join(re.sub(r"^(\S+@\S+|\$|%)", lambda m: f"\x1b[3{rng.randint(1, 6)}m{m[0]}\x1b[0m", row) for row in rows)
    options = {"cols": rng.choice([70, 80, 100]), "rows": max(6, len(rows) + rng.randint(0, 8)), "theme": tints, "fontFamily": rng.choice(MONO), "fontSize": rng.randint(12, 17)}
    inner = f"<div></div><script>{{const t = new Terminal({json.dumps(options)}); t.open(document.currentScript.previousElementSibling); t.write({json.dumps(text)})}}</script>"
    head = sheet_css("@xterm", "xterm", "css", "xterm.css") + script("@xterm", "xterm", "lib", "xterm.js") + "<script>window.draw = () => new Promise(done => setTimeout(done, 2500))</script>"
    studio.html("terminal", "xterm.js", inner, head=head, each=6, held=True)


def printed(html: str, studio: Studio, kind: str, name: str, dpi: int, crop: tuple[float, float] | None = None) -> None:
    """HTML laid out by WeasyPrint, painted by Poppler."""
    import weasyprint

    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "a.pdf")
        weasyprint.HTML(string=html).write_pdf(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-f", "1", "-l", "1", str(pdf), str(Path(folder, "p"))], check=True)
        picture = Image.open(next(Path(folder).glob("p*.png"))).convert("RGB")
        if crop is not None:
            picture = picture.crop((0, round(crop[0] * picture.height), picture.width, round(crop[1] * picture.height)))
        picture.save(studio.out / f"{studio.record(kind, name, held=True)}.png", compress_level=1)


def book(rng: Random) -> str:
    texts = "".join(f"<p>{escape(t)}</p>" for t in rng.sample(paragraphs(), rng.randint(5, 9)))
    columns = rng.choice([1, 1, 2])
    return f"<style>@page{{size:A5;margin:14mm}}body{{font:{rng.choice([9, 10, 11])}pt/1.4 '{rng.choice(SERIF)}';columns:{columns};text-align:justify;hyphens:auto}}p{{margin:0;text-indent:1.2em}}</style><h2>{escape(phrase(rng))}</h2>{texts}"


def make_held(studio: Studio, count: int, seed: str, tools: Path) -> None:
    for i in range(count):
        rng = Random(f"{seed}/held/{i}")
        highlighted(studio, rng)
        xterm(studio, rng)
        printed(book(rng), studio, "prose", "weasyprint", rng.choice([60, 75, 96, 110]), (0, rng.choice([0.3, 0.6, 1])) if rng.random() < 0.5 else None)
