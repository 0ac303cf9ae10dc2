"""Code and terminals in the same fonts, themes and frames: only what is written tells them apart. And plain tables."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from random import Random

from ....draw import fonts
from ....draw.style import Colour, hsv, mix, readable
from ....renders.code import corpus, terminal
from .pen import Layout, Pen

TOKENS = re.compile(r"(?P<comment>#.*|//.*)|(?P<string>\"[^\"]*\"|'[^']*'|`[^`]*`)|(?P<number>\b\d[\w.]*)|(?P<word>[A-Za-z_]\w*)|(?P<rest>\s+|.)")
KEYWORDS = frozenset("def class return if else elif for while import from as in not and or is None True False try except finally raise with yield lambda pass break continue const let var function new this null undefined typeof export default async await switch case throw catch static public private void int char struct enum type interface func package go defer nil select".split())  # noqa: SIM905
ROOM = 110
"""Most characters of a line that is drawn."""


@lru_cache(maxsize=1)
def sources() -> tuple[corpus.Source, ...]:
    """Files of installed packages under permissive licences."""
    found = tuple(s for s in islice(corpus.python_files(), 0, 1600, 5) if s.language in ("python", "c", "html", "css"))
    if not found:
        raise RuntimeError("no package with source files is installed: install the packages of models/pyproject.toml")
    return found


def code_lines(rng: Random, lines: int | None = None) -> list[str]:
    lines = lines or rng.choice((2, 4, 7, 12, 20, 32))
    for _ in range(60):
        source = rng.choice(sources())
        found = corpus.passage(source, rng, lines, rng.choice((70, 92)))
        if found is not None:
            rows = found.text.rstrip("\n").split("\n")
            if rng.random() < 0.25 and len(rows) > 5:
                rows = rows[rng.randint(1, 3) :]
            return rows
    raise RuntimeError("no passage is fit to be shown")


class Theme:
    """Ground, ink and colours of a screen."""

    def __init__(self, rng: Random, coloured: bool | None = None) -> None:
        self.dark = rng.random() < 0.55
        hue = rng.random()
        self.ground: Colour = hsv(hue, rng.choice((0, 0, rng.uniform(0, 0.6))), rng.uniform(0, 0.24)) if self.dark else rng.choice(((255, 255, 255), (255, 255, 255), hsv(hue, rng.uniform(0, 0.1), rng.uniform(0.92, 1))))
        self.ink = readable(hsv(rng.random(), rng.choice((0, 0, 0, rng.uniform(0, 0.7))), rng.uniform(0.75, 1) if self.dark else rng.uniform(0, 0.25)), self.ground)
        plain = rng.random() < 0.28 if coloured is None else not coloured
        colour = lambda: self.ink if plain else readable(hsv(rng.random(), rng.uniform(0.4, 1), rng.uniform(0.75, 1) if self.dark else rng.uniform(0.3, 0.75)), self.ground, 60)
        self.keyword, self.string, self.number, self.comment, self.name, self.accent = colour(), colour(), colour(), mix(self.ink, self.ground, 0.45) if not plain else self.ink, colour(), colour()
        self.faint = mix(self.ground, self.ink, 0.12)


def sheet(pen: Pen, coloured: bool | None = None) -> tuple[Theme, fonts.Face, float, float]:
    """The theme, a face with letters of one width, its size and the height of a row."""
    r = pen.rng
    theme = Theme(r, coloured)
    pen.style.background, pen.style.rough, pen.style.ink, pen.style.text = theme.ground, 0.0, theme.ink, theme.ink
    face = fonts.choose(r, "mono", bold=0.06, italic=0.02)
    size = float(r.randint(10, 19))
    return theme, face, size, size * r.uniform(1.1, 1.6)


def frame(pen: Pen, theme: Theme, width: float, height: float, size: float, framed: bool | None = None) -> None:
    """Nothing, a border, a window with a bar, an editor's tabs: around [0, width] x [0, height]."""
    r = pen.rng
    way = "none" if framed is False else r.choice(("border", "window", "window", "tabs", "card") if framed else ("none", "none", "none", "border", "window", "window", "tabs", "card"))
    pad = size * r.uniform(0.4, 1.4)
    box = (-pad, -pad, width + pad, height + pad)
    if way == "none":
        pen.grow(*box)
        return
    pen.z = -2
    if way == "card":
        outside = hsv(r.random(), r.uniform(0, 0.7), r.uniform(0.5, 1))
        pen.rect(box[0] - size * 2, box[1] - size * 2, box[2] + size * 2, box[3] + size * 2, outside)
        pen.rect(*box, fill=theme.ground, radius=size * 0.6)
    else:
        pen.rect(*box, fill=theme.ground, line=theme.faint, radius=r.choice((0, 0, 5)))
    if way in ("window", "card", "tabs"):
        high = size * r.uniform(1.8, 2.5)
        bar = mix(theme.ground, theme.ink, r.choice((0, 0.08, 0.15)))
        pen.rect(box[0], box[1] - high, box[2], box[1], bar)
        cy, ink = box[1] - high / 2, readable(theme.ink, bar)
        if way == "tabs":
            x = box[0]
            for i in range(r.randint(1, 3)):
                name = pen.clip(r.choice(("main.py", "index.js", "bash", "zsh", "1: shell", "utils.ts", "app.go", "README.md", "Terminal", "Output")), width / 3 + size * 2, size * 0.85)
                w = pen.measure(name, size * 0.85) + size * 2
                if x + w > box[2]:
                    break
                pen.rect(x, box[1] - high, x + w, box[1], theme.ground if i == 0 else bar)
                pen.text(x + w / 2, cy, name, size * 0.85, ink)
                x += w
        else:
            for i in range(3 if r.random() < 0.7 else 0):
                pen.disc(box[0] + size * (0.9 + i * 1.2), cy, size * 0.35, fill=((255, 95, 86), (255, 189, 46), (39, 201, 63))[i] if r.random() < 0.9 else theme.faint)
            if r.random() < 0.6 and width > size * 14:
                pen.text((box[0] + box[2]) / 2, cy, r.choice(("bash", "user@host: ~", "main.py", "script.js", "Untitled", "zsh", "server.go")), size * 0.85, ink)
    pen.z = 0


def plain(pen: Pen) -> None:
    """Source text in one colour, as it is printed or pasted."""
    listing(pen, coloured=False, framed=False)


def coloured(pen: Pen) -> None:
    """Source text with its words coloured and nothing around."""
    listing(pen, coloured=True, framed=False)


def editor(pen: Pen) -> None:
    """Source text in a window, a tab, a card."""
    listing(pen, coloured=pen.rng.random() < 0.85, framed=True)


def snippet(pen: Pen) -> None:
    """A few lines, as large or as small as anything, often on the ground and in the one colour that a terminal has."""
    listing(pen, coloured=pen.rng.random() < 0.5, framed=pen.rng.random() < 0.25, lines=pen.rng.randint(2, 8), sizes=(9, 30))


def configuration(pen: Pen) -> None:
    """Settings, scripts and data: keys and values, lists, sections, commands without a prompt."""
    r = pen.rng
    way, rows = r.choice(("yaml", "json", "ini", "shell", "sql", "docker")), list[str]()
    value = lambda: r.choice((str(r.randrange(9000)), "true", "false", f'"{pen.word()}"', f'"{pen.phrase(20)}"', f"{r.random():.2f}"))
    count = r.randint(2, 14)
    if way == "json":
        rows = ["{", *(f'  "{pen.snake()}": {value()}{"," if i < count - 1 else ""}' for i in range(count)), "}"]
    elif way == "yaml":
        for _ in range(count):
            rows += r.choice(([f"{pen.snake()}: {pen.word()}"], [f"{pen.snake()}:", *(f"  - {pen.word()}" for _ in range(r.randint(1, 3)))], [f"{pen.snake()}:", f"  {pen.snake()}: {value()}"]))
    elif way == "ini":
        for i in range(count):
            rows.append(f"[{pen.snake()}]" if i % 5 == 0 else f"{pen.snake()} = {value()}")
    elif way == "shell":
        rows = ["#!/bin/sh", *(r.choice((f'{pen.snake().upper()}="${{1:-{pen.word()}}}"', f"for f in *.{pen.word()[:3]}; do", '  echo "$f"', "done", "if [ -z \"$1\" ]; then", "fi", f"mkdir -p build/{pen.word()}", f"# {pen.phrase(30)}", f"export {pen.snake().upper()}={value()}", "set -eu")) for _ in range(count))]
    elif way == "sql":
        rows = [f"SELECT {', '.join(pen.snake() for _ in range(r.randint(1, 4)))}", f"  FROM {pen.snake()} AS {r.choice('abct')}", *(f"  {r.choice(('JOIN', 'LEFT JOIN'))} {pen.snake()} USING (id)" for _ in range(r.randint(0, 2))), f" WHERE {pen.snake()} {r.choice('<>=')} {value()}", f" ORDER BY {pen.snake()};"]
    else:
        rows = [f"FROM {r.choice(('alpine:3.20', 'python:3.12', 'node:22'))}", "WORKDIR /app", *(r.choice((f"COPY {pen.word()} .", f"RUN {r.choice(('npm ci', 'pip install -r requirements.txt', 'make'))}", f"ENV {pen.snake().upper()}={pen.word()}")) for _ in range(r.randint(1, 6))), f'CMD ["{pen.word()}"]']
    listing(pen, coloured=r.random() < 0.7, framed=r.random() < 0.3, rows=rows)


def listing(pen: Pen, coloured: bool, framed: bool, lines: int | None = None, rows: list[str] | None = None, sizes: tuple[int, int] | None = None) -> None:
    r = pen.rng
    theme, face, size, step = sheet(pen, coloured)
    if sizes:
        step, size = step / size, float(r.randint(*sizes))
        step *= size
    rows = [row[:ROOM] for row in rows or code_lines(r, lines)]
    numbers = r.random() < 0.35
    first = r.choice((1, 1, r.randint(2, 400)))
    advance = pen.measure("m", size, face)
    left = advance * (len(str(first + len(rows))) + 1.5) if numbers else 0.0
    bold = r.random() < 0.2
    longest = max(len(row) for row in rows)
    if r.random() < 0.2 and len(rows) > 2:
        at = r.randrange(len(rows))
        pen.z = -1
        pen.rect(0, at * step, left + longest * advance, (at + 1) * step, theme.faint)
        pen.z = 0
    for i, row in enumerate(rows):
        y = (i + 0.5) * step
        if numbers:
            pen.text(left - advance, y, str(first + i), size, mix(theme.ink, theme.ground, 0.55), "r", face)
        for match in TOKENS.finditer(row):
            kind, text = match.lastgroup or "rest", match[0]
            if not text.strip():
                continue
            keyword = kind == "word" and text in KEYWORDS
            called = kind == "word" and row[match.end() : match.end() + 1] == "("
            ink = {"comment": theme.comment, "string": theme.string, "number": theme.number}.get(kind, theme.keyword if keyword else theme.name if called else theme.ink)
            pen.text(left + match.start() * advance, y, text, size, ink, "l", face, bold=bold and keyword)
    frame(pen, theme, left + longest * advance, len(rows) * step, size, framed)


def show(pen: Pen, rows: list[str], tint: float = 0.6) -> None:
    """Rows of a terminal: prompts and words of state coloured, a cursor."""
    r = pen.rng
    theme, face, size, step = sheet(pen)
    advance = pen.measure("m", size, face)
    coloured = r.random() < tint
    good, bad = hsv(0.35, 0.7, 0.8 if theme.dark else 0.5), hsv(0.0, 0.75, 0.95 if theme.dark else 0.7)
    for i, row in enumerate(rows):
        y = (i + 0.5) * step
        row = row[:ROOM]
        prompt = re.match(r"\S*[@:~\]/\w]*\s?[$%#>❯]\s|>>> |\.\.\. ", row)
        for match in re.finditer(r"\S+(?: \S+)*", row):
            x, text = match.start() * advance, match[0]
            ink = theme.ink
            if coloured and prompt and match.start() < prompt.end():
                head = row[match.start() : prompt.end()].rstrip()
                pen.text(x, y, head, size, theme.accent, "l", face)
                x, text = prompt.end() * advance, row[prompt.end() : match.end()]
            elif coloured and re.search(r"error|fail|fatal|panic|Traceback|Exception|^- ", text, re.IGNORECASE):
                ink = bad
            elif coloured and re.search(r"\bok\b|pass|success|done|✓|^\+|INFO", text, re.IGNORECASE):
                ink = good
            if text:
                pen.text(x, y, text, size, ink, "l", face)
    longest = max(len(row[:ROOM]) for row in rows)
    if r.random() < 0.35:
        x = len(rows[-1][:ROOM]) * advance + advance * 0.3
        pen.rect(x, (len(rows) - 1) * step + step * 0.12, x + advance * r.choice((1, 0.15)), len(rows) * step - step * 0.12, theme.ink)
    extra = r.choice((0, 0, 0, 3, 10))
    frame(pen, theme, max(longest, r.choice((0, 0, 60, 80))) * advance, (len(rows) + extra) * step, size)


def session(pen: Pen) -> None:
    """Commands and what they print, stack traces."""
    r = pen.rng
    text = (terminal.session if r.random() < 0.65 else terminal.trace)(r).text.rstrip("\n").split("\n")
    start = r.randrange(max(1, len(text) // 2)) if r.random() < 0.3 else 0
    show(pen, text[start : start + r.choice((3, 6, 10, 18, 40))])


WORDS = ("connected", "listening on port 8080", "request GET /api/users 200", "cache miss", "retrying in 5s", "job finished", "user logged in", "disk usage 81%", "timeout after 30s", "compiled successfully", "loaded 14 plugins", "watching for changes", "payment accepted", "worker exited with code 1")


def logs(pen: Pen) -> None:
    """Log lines, progress bars, builds, packets, an interpreter."""
    r = pen.rng
    count, way = r.randint(3, 24), r.choice(("log", "log", "progress", "ping", "compile", "python", "files", "sql"))
    prompt = r.choice(("$ ", "user@host:~$ ", "# ", "> ", "~/src % ", "C:\\> ", "❯ "))
    rows: list[str] = []
    if way == "log":
        shape = r.choice(("full", "time", "bracket", "level"))
        for _ in range(count):
            level = r.choice(("INFO", "INFO", "INFO", "WARN", "ERROR", "DEBUG"))
            clock = f"{r.randint(0, 23):02d}:{r.randint(0, 59):02d}:{r.randint(0, 59):02d}"
            text = f"{r.choice(WORDS)}{r.choice(('', f' id={r.randrange(9999)}', f' ({r.randrange(900)} ms)'))}"
            rows.append({"full": f"2024-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}T{clock}.{r.randrange(1000):03d}Z {level:<5} {pen.word()}: {text}", "time": f"{clock} {text}", "bracket": f"[{clock}] [{level}] {text}", "level": f"{level.lower()}: {text}"}[shape])
    elif way == "progress":
        rows.append(f"{prompt}{r.choice(('docker pull nginx', 'wget https://example.com/a.tar.gz', 'npm ci', 'cargo build', 'apt install vim'))}")
        full, empty = r.choice((("#", " "), ("=", " "), ("█", "░"), ("#", "."), ("━", " ")))
        for _ in range(count // 2 + 1):
            share = r.randint(0, 30)
            rows.append(f"{pen.word():<14} [{full * share}{empty * (30 - share)}] {share * 100 // 30:3d}% {r.uniform(0.1, 90):.1f}MB/s")
    elif way == "ping":
        rows.append(f"{prompt}ping -c {count} example.com")
        rows += [f"64 bytes from 93.184.216.{r.randrange(255)}: icmp_seq={i} ttl=56 time={r.uniform(8, 30):.1f} ms" for i in range(count)]
        rows += ["", f"{count} packets transmitted, {count} received, 0% packet loss"]
    elif way == "compile":
        rows.append(f"{prompt}make")
        for _ in range(count):
            name = pen.word()
            rows.append(r.choice((f"gcc -O2 -c -o {name}.o {name}.c", f"[{r.randint(1, 99):3d}%] Building CXX object src/{name}.cpp.o", f"{name}.c:{r.randint(1, 300)}:{r.randint(1, 60)}: warning: unused variable '{pen.word()}'", f"   Compiling {name} v0.{r.randint(0, 9)}.{r.randint(0, 9)}")))
    elif way == "python":
        for _ in range(count // 2 + 1):
            rows += [f">>> {pen.word()} = {pen.word()}({r.randrange(50)})", *([str(r.randrange(1000))] if r.random() < 0.5 else []), *([f">>> print({pen.word()}.{pen.word()})", repr([r.randrange(9) for _ in range(4)])] if r.random() < 0.5 else [])]
    elif way == "files":
        rows.append(f"{prompt}tree" if r.random() < 0.5 else f"{prompt}find . -name '*.py'")
        for i in range(count):
            rows.append(r.choice((f"{'│   ' * r.randint(0, 2)}├── {pen.word()}.py", f"{'│   ' * r.randint(0, 2)}└── {pen.word()}")) if "tree" in rows[0] else f"./{pen.word()}/{pen.word()}{i}.py")
    else:
        names = [pen.word()[:10] for _ in range(r.randint(2, 5))]
        rule = "+" + "+".join("-" * 12 for _ in names) + "+"
        rows += [f"{r.choice(('mysql> ', 'db=# ', 'sqlite> '))}select * from {pen.word()};", rule, "|" + "|".join(f" {n:<11}" for n in names) + "|", rule]
        rows += ["|" + "|".join(f" {r.choice((pen.word()[:10], str(r.randrange(9999)))):<11}" for _ in names) + "|" for _ in range(count // 2 + 1)]
        rows += [rule, f"{count // 2 + 1} rows in set (0.0{r.randrange(9)} sec)"]
    if r.random() < 0.4:
        rows.append(prompt)
    show(pen, rows)


def columns(pen: Pen) -> None:
    """What commands list: files, processes, commits, changes, builds; with a prompt before it or cut out without."""
    r = pen.rng
    prompt = r.choice(("$ ", "user@host:~$ ", "# ", "> ", "~/src % ", "C:\\> ", "❯ ", "root@box:/# "))
    way, count = r.choice(("ls", "ps", "log", "graph", "diff", "stat", "status", "build", "top")), r.randint(2, 18)
    clock = lambda: f"{r.randint(0, 23):02d}:{r.randint(0, 59):02d}"
    sha = lambda: f"{r.randrange(1 << 28):07x}"
    name = lambda: f"{pen.word()}{r.choice(('.py', '.txt', '', '.md', '.so', '.rs'))}"
    months = ("Jan", "Mar", "May", "Jul", "Sep", "Nov")
    makers = {
        "ls": ("ls -la", lambda: f"{r.choice(('drwxr-xr-x', '-rw-r--r--', '-rwxr-xr-x', 'lrwxrwxrwx'))} {r.randint(1, 9)} {r.choice(('root', 'user', 'www'))} {r.choice(('root', 'staff'))} {r.randrange(90000):>6} {r.choice(months)} {r.randint(1, 28):>2} {clock()} {name()}"),
        "ps": ("ps aux", lambda: f"{r.choice(('root', 'user', 'www')):<8} {r.randrange(32000):>6} {r.uniform(0, 9):4.1f} {r.uniform(0, 9):4.1f} {r.randrange(900000):>7} ?  {r.choice(('Ss', 'R+', 'S', 'Sl'))} {clock()} /usr/bin/{pen.word()}"),
        "log": ("git log --oneline", lambda: f"{sha()} {pen.phrase(40)}"),
        "graph": ("git log --graph --oneline", lambda: f"{r.choice(('*', '* |', '| *', '*   '))} {sha()} {r.choice(('', '', '(HEAD -> main) '))}{pen.phrase(34)}"),
        "diff": ("git diff", lambda: r.choice((f"+    {pen.snake()} = {pen.snake()}()", f"-    {pen.snake()} = {r.randrange(99)}", f"     {pen.snake()}()", f"@@ -{r.randrange(99)},7 +{r.randrange(99)},8 @@"))),
        "stat": ("git diff --stat", lambda: f" src/{name():<20} | {(n := r.randint(1, 40)):>3} {'+' * (n // 2)}{'-' * (n // 4)}"),
        "status": ("git status", lambda: f"        {r.choice(('modified:   ', 'new file:   ', 'deleted:    '))}{pen.word()}/{name()}"),
        "build": (r.choice(("npm run build", "make -j8", "cargo test", "pytest -q")), lambda: r.choice((f"[{r.randint(1, 40)}/40] CC {pen.word()}.o", f"test {pen.snake()}::{pen.snake()} ... ok", f"  ✓ {pen.phrase(30)} ({r.randrange(90)} ms)", f"dist/{name():<24} {r.uniform(1, 90):.2f} kB", f"warning: unused {pen.word()}", "Done."))),
        "top": ("top", lambda: f"{r.randrange(32000):>7} {r.choice(('root', 'user')):<8} 20   0 {r.randrange(900000):>7} {r.randrange(9000):>6} S {r.uniform(0, 99):5.1f} {r.uniform(0, 9):4.1f} {r.randint(0, 9)}:{r.uniform(0, 59):05.2f} {pen.word()}"),
    }  # fmt: skip
    command, line = makers[way]
    rows = [prompt + command] if r.random() < 0.75 else []
    rows += [line() for _ in range(count)]
    if rows[0].startswith(prompt) and r.random() < 0.5:
        rows.append(prompt)
    show(pen, rows)


def full_screen(pen: Pen) -> None:
    """A program that fills a terminal: bars of load, columns of processes, frames of box characters, a line of keys."""
    r = pen.rng
    width = r.choice((56, 70, 80))
    rows: list[str] = []
    double = r.random() < 0.3
    h, v, a, b, c, d = ("═", "║", "╔", "╗", "╚", "╝") if double else ("─", "│", "┌", "┐", "└", "┘") if r.random() < 0.8 else ("-", "|", "+", "+", "+", "+")
    for _ in range(r.randint(1, 3)):
        title = f" {pen.word()} "
        inner = width - 2
        rows.append(a + title + h * (inner - len(title)) + b)
        way = r.choice(("bars", "processes", "menu"))
        for i in range(r.randint(3, 9)):
            share = r.randint(0, 24)
            text = {"bars": f" {i} [{'|' * share}{' ' * (24 - share)} {share * 4:3d}%]", "processes": f" {r.randrange(32000):>6} {r.choice(('root', 'dev', 'www')):<6} {r.uniform(0, 99):5.1f} {r.uniform(0, 20):4.1f} {pen.word()}", "menu": f" {'>' if i == 1 else ' '} {pen.phrase(24)}"}[way]
            rows.append(v + text[:inner].ljust(inner) + v)
        rows.append(c + h * inner + d)
    if r.random() < 0.5:
        rows.append(" ".join(f"F{i}{name}" for i, name in enumerate(("Help", "Setup", "Search", "Filter", "Tree", "Quit"), 1)))
    show(pen, rows)


def ruled(pen: Pen) -> None:
    """Tables: ruled, with three rules, striped, bare; of a few cells or many."""
    r, em = pen.rng, pen.em
    columns, rows = r.randint(2, 8), r.randint(2, 18)
    if r.random() < 0.8:
        pen.style.rough = 0.0
    way, head, pad = r.choice(("grid", "book", "rows", "stripes", "bare", "grid")), r.choice((None, None, r.choice(pen.accents), pen.faint(0.15))), em * r.uniform(0.4, 1.2)
    makers = [r.choice(("word", "phrase", "number", "money", "date", "flag")) for _ in range(columns)]

    def cell(kind: str) -> str:
        return {"word": pen.word(), "phrase": pen.phrase(20), "number": str(r.randrange(10000)), "money": f"{r.uniform(0, 900):,.2f}", "date": f"20{r.randint(10, 25)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}", "flag": r.choice(("yes", "no", "—", "x", ""))}[kind]

    texts = [[pen.word().capitalize() for _ in range(columns)], *([cell(m) for m in makers] for _ in range(rows))]
    widths = [max(pen.measure(row[c]) for row in texts) * 1.08 + 2 * pad for c in range(columns)]
    xs = [0.0]
    for w in widths:
        xs.append(xs[-1] + w)
    high = em * r.uniform(1.5, 2.6)
    rule = r.choice((pen.ink, pen.faint(0.3)))
    total = (rows + 1) * high
    right = [m in ("number", "money") and r.random() < 0.8 for m in makers]
    bold = r.random() < 0.7
    for i, row in enumerate(texts):
        y = i * high
        fill = head if i == 0 else pen.faint(0.06) if way == "stripes" and i % 2 == 0 else None
        if fill:
            pen.rect(0, y, xs[-1], y + high, fill)
        ink = readable(pen.style.text, fill or pen.style.background)
        for c, text in enumerate(row):
            if text:
                pen.text(xs[c + 1] - pad if right[c] else xs[c] + pad, y + high / 2, text, ink=ink, align="r" if right[c] else "l", bold=bold and i == 0)
        if way in ("grid", "rows") or way == "book" and i in (0, 1):
            pen.line([(0, y), (xs[-1], y)], rule, 2 if way == "book" and i == 0 else 1)
    if way in ("grid", "rows", "book"):
        pen.line([(0, total), (xs[-1], total)], rule, 2 if way == "book" else 1)
    if way == "grid":
        for x in xs:
            pen.line([(x, 0), (x, total)], rule, 1)
    pen.grow(0, 0, xs[-1], total)


CODE: dict[str, Layout] = {"plain": plain, "coloured": coloured, "editor": editor, "snippet": snippet, "configuration": configuration}
TERMINAL: dict[str, Layout] = {"session": session, "logs": logs, "full-screen": full_screen, "columns-of-text": columns}
TABLE: dict[str, Layout] = {"ruled": ruled}
