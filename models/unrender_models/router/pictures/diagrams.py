"""Diagrams of every kind, flowcharts that others draw among them: Mermaid, PlantUML, Graphviz, mscgen, nomnoml, state-machine-cat, blockdiag's family, WaveDrom, schemdraw."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from random import Random

from PIL import Image

from ...renders import other_diagrams
from ...renders.activity import Program
from ...renders.mermaid import DARK, FONTS, LIGHT
from ...renders.plantuml import jar
from ...renders.words import SYSTEMS, Writer
from . import languages as write
from . import models
from .models import phrase, plain
from .sheets import HERE, NODE, ROOT_MODULES, Studio, pick_scale, script

MERMAID_DRAW = """<script>
let n = 0;
window.draw = async () => {
  for (const slot of document.querySelectorAll('.mermaid-source')) {
    const shot = slot.parentElement, { source, config } = JSON.parse(slot.textContent);
    try {
      mermaid.initialize({ startOnLoad: false, securityLevel: 'loose', deterministicIds: true, suppressErrorRendering: true, ...config });
      shot.innerHTML = (await mermaid.render('m' + n++, source)).svg;
      const svg = shot.firstElementChild, size = svg.viewBox.baseVal;
      if (size.width > 0) { svg.setAttribute('width', size.width); svg.setAttribute('height', size.height); svg.style.maxWidth = 'none'; }
    } catch (error) { shot.parentElement.remove(); }
  }
};
</script>"""


def mermaid(studio: Studio, kind: str, source: str, rng: Random, tool: str = "mermaid") -> None:
    theme = rng.choice([*LIGHT, *LIGHT, *DARK])
    back = rng.choice(["#1e1e1e", "#0d1117", "#333333"]) if theme in DARK else rng.choice(["#ffffff", "#ffffff", "#ffffff", "#f6f8fa"])
    font = rng.choice(FONTS)
    config = {"theme": theme, "look": rng.choice(["classic", "classic", "classic", "handDrawn"]), "fontFamily": font, "themeVariables": {"fontFamily": font}}
    content = json.dumps({"source": source, "config": config}).replace("</", "<\\/")
    studio.html(
        kind, tool, f'<script type="application/json" class="mermaid-source">{content}</script>', style=f"{theme}/{font}", css=f"background:{back};padding:{rng.randint(4, 30)}px",
        head=script("mermaid", "dist", "mermaid.min.js", root=ROOT_MODULES) + MERMAID_DRAW, scale=rng.choice([1, 1, 1.5]), each=16,
    )  # fmt: skip


def mindmap(rng: Random) -> str:
    out = ["mindmap", f"  root(({plain(phrase(rng))}))"]
    for _ in range(rng.randint(2, 6)):
        out.append(f"    {rng.choice(['{}', '[{}]', '({})']).format(plain(phrase(rng)))}")
        out += [f"      {plain(phrase(rng))}" for _ in range(rng.randint(0, 4))]
    return "\n".join(out)


def kanban(rng: Random) -> str:
    return "\n".join(["kanban", *[line for name in rng.sample(["Todo", "In progress", "Review", "Done", "Blocked"], rng.randint(2, 4)) for line in [f"  [{name}]", *[f"    [{plain(phrase(rng))}]" for _ in range(rng.randint(1, 4))]]]])


def packet(rng: Random) -> str:
    out, at = ["packet-beta"], 0
    for name in rng.sample(models.FIELDS, rng.randint(4, 10)):
        width = rng.choice([4, 8, 8, 16, 32, 3])
        out.append(f'  {at}-{at + width - 1}: "{name}"')
        at += width
    return "\n".join(out)


def requirement(rng: Random) -> str:
    out = ["requirementDiagram"]
    names = [f"req{i}" for i in range(rng.randint(2, 4))]
    for i, name in enumerate(names):
        out += [f"  requirement {name} {{", f"    id: {i + 1}", f"    text: {plain(phrase(rng))}", f"    risk: {rng.choice(['high', 'low', 'medium'])}", "    verifymethod: test", "  }"]
    out += ["  element system {", "    type: simulation", "  }", *[f"  system - satisfies -> {name}" for name in names]]
    return "\n".join(out)


def c4(rng: Random) -> str:
    out = ["C4Context", f"  title {plain(phrase(rng))}", '  Person(u, "User", "Somebody who uses it")']
    names = [plain(s) for s in rng.sample(SYSTEMS, rng.randint(2, 5))]
    out += [f'  {rng.choice(["System", "SystemDb", "System_Ext"])}(s{i}, "{name}", "{plain(phrase(rng))}")' for i, name in enumerate(names)]
    out += [f'  Rel({"u" if i == 0 else f"s{rng.randrange(i)}"}, s{i}, "{rng.choice(["uses", "calls", "reads"])}")' for i in range(len(names))]
    return "\n".join(out)


def sankey(rng: Random) -> str:
    names = [plain(s) for s in rng.sample(SYSTEMS, 7)]
    return "\n".join(["sankey-beta", *[f"{rng.choice(names[:3])},{name},{rng.randint(2, 40)}" for name in names[3:]], *[f"{name},{rng.choice(names[3:])},{rng.randint(2, 40)}" for name in names[:3]]])


def radar(rng: Random) -> str:
    axes = rng.sample(models.FIELDS, rng.randint(3, 7))
    curves = [f'  curve c{i}["{plain(phrase(rng))}"]{{{", ".join(str(rng.randint(10, 90)) for _ in axes)}}}' for i in range(rng.randint(1, 3))]
    return "\n".join(["radar-beta", f"  axis {', '.join(axes)}", *curves])


def other_mermaid(rng: Random) -> tuple[str, str]:
    """(kind, source) of one of Mermaid's other diagrams."""
    words = Writer(rng)
    words.style = "phrase"
    charts: dict[str, Callable[[], str]] = {name: (lambda name=name: other_diagrams.DIAGRAMS[name](words, rng)) for name in ("pie", "xychart", "quadrant")}  # type: ignore[misc]
    charts["radar"] = lambda: radar(rng)
    rest: dict[str, Callable[[], str]] = {name: (lambda name=name: other_diagrams.DIAGRAMS[name](words, rng)) for name in ("gantt", "journey", "timeline", "git")}  # type: ignore[misc]
    rest |= {f.__name__: (lambda f=f: f(rng)) for f in (mindmap, kanban, packet, requirement, c4, sankey)}  # type: ignore[misc]
    if rng.random() < 0.25:
        return "chart", charts[rng.choice(list(charts))]()
    return "diagram", rest[rng.choice([*rest, "mindmap", "git"])]()


def uml_mermaid(kind: str, rng: Random) -> str:
    match kind:
        case "sequence":
            return write.mermaid_sequence(models.sequence(rng))
        case "class":
            return write.mermaid_classes(models.classes(rng), rng)
        case "state":
            return write.mermaid_states(models.machine(rng), rng)
        case _:
            return write.mermaid_entities(models.entities(rng))


LOOKS = ("", "", "", "skinparam monochrome true", "!option handwritten true", "!theme plain", "!theme cerulean", "!theme sketchy-outline", "!theme toy", "!theme materia", "!theme cyborg", "!theme blueprint", "!theme vibrant", "!theme mars", "skinparam shadowing true")


def plantuml_source(kind: str, rng: Random) -> str:
    look = rng.choice(LOOKS) + f"\nskinparam dpi {rng.choice([96, 96, 120, 150])}"
    match kind:
        case "sequence":
            return write.plantuml_sequence(models.sequence(rng), rng, look)
        case "class":
            return write.plantuml_classes(models.classes(rng), rng, look)
        case "state":
            return write.plantuml_states(models.machine(rng), rng, look)
        case "er":
            return write.plantuml_entities(models.entities(rng), rng, look)
        case "flowchart":
            return Program(rng, max(3, min(16, round(rng.lognormvariate(2.0, 0.45))))).build()
        case "interface":
            return salt(rng)
        case _:
            return rng.choice([usecase, wbs, gantt, timing, network, plant_mindmap])(rng, look)


def usecase(rng: Random, look: str) -> str:
    actors, cases = rng.sample(["User", "Admin", "Guest", "Clerk", "Customer", "Bank", "Manager"], rng.randint(1, 3)), [plain(phrase(rng)) for _ in range(rng.randint(2, 6))]
    out = ["@startuml", look, "left to right direction", *[f"actor {a}" for a in actors], f'rectangle "{plain(phrase(rng))}" {{', *[f'  usecase "{c}" as U{i}' for i, c in enumerate(cases)], "}"]
    out += [f"{rng.choice(actors)} --> U{i}" for i in range(len(cases))]
    out += [f"U{i - 1} ..> U{i} : <<{rng.choice(['include', 'extend'])}>>" for i in range(1, len(cases)) if rng.random() < 0.25]
    return "\n".join([*out, "@enduml"])


def wbs(rng: Random, look: str) -> str:
    out = ["@startwbs", f"* {plain(phrase(rng))}"]
    for _ in range(rng.randint(2, 5)):
        out += [f"** {plain(phrase(rng))}", *[f"*** {plain(phrase(rng))}" for _ in range(rng.randint(0, 4))]]
    return "\n".join([*out, "@endwbs"])


def plant_mindmap(rng: Random, look: str) -> str:
    return wbs(rng, look).replace("wbs", "mindmap")


def gantt(rng: Random, look: str) -> str:
    names = list(dict.fromkeys(plain(phrase(rng)) for _ in range(rng.randint(3, 7))))
    return "\n".join(["@startgantt", f"[{names[0]}] lasts {rng.randint(3, 12)} days", *[line for a, b in pairwise(names) for line in (f"[{b}] lasts {rng.randint(2, 15)} days", f"[{b}] starts at [{a}]'s end")], "@endgantt"])


def timing(rng: Random, look: str) -> str:
    out = ["@startuml", look, 'robust "Web browser" as B', 'concise "User" as U']
    for at in range(rng.randint(3, 7)):
        out += [f"@{at * 100}", f"B is {rng.choice(['Idle', 'Waiting', 'Processing'])}", f"U is {rng.choice(['Idle', 'Waiting', 'Busy'])}"]
    return "\n".join([*out, "@enduml"])


def network(rng: Random, look: str) -> str:
    out = ["@startuml", "nwdiag {"]
    for n in range(rng.randint(1, 3)):
        out += [f"  network net{n} {{", f'    address = "10.{n}.x.x/24";', *[f'    {name}{rng.randint(1, 3)} [address = "10.{n}.0.{rng.randint(1, 250)}"];' for name in rng.sample(["web", "db", "mail", "proxy", "cache", "app"], rng.randint(2, 4))], "  }"]
    return "\n".join([*out, "}", "@enduml"])


def salt(rng: Random) -> str:
    rows = [rng.choice([f'{rng.choice(models.FIELDS)} | "{rng.choice(SYSTEMS)}   "', f"[X] {phrase(rng)} | .", f"() {phrase(rng)} | .", f"{rng.choice(models.FIELDS)} | ^{rng.choice(models.STATES)}^"]) for _ in range(rng.randint(2, 7))]
    return "\n".join(["@startsalt", "{" + rng.choice(["", "+", "#"]), *[f"  {row}" for row in rows], "  [Cancel] | [  OK  ]", "}", "@endsalt"])


def plantuml(studio: Studio, jobs: Iterable[tuple[str, str, bool]], cache: Path) -> None:
    """Draws (kind, source, held) with PlantUML, all in one run."""
    planned = list(jobs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for index, (_, source, _) in enumerate(planned):
            (folder / f"{index:05d}.puml").write_text(source, "utf-8")
        subprocess.run(["java", "-Xmx900m", "-Djava.awt.headless=true", "-jar", str(jar(cache)), "-charset", "UTF-8", "-tpng", "-nometadata", str(folder / "*.puml")], check=False, capture_output=True, timeout=1800)
        for index, (kind, _, held) in enumerate(planned):
            picture = folder / f"{index:05d}.png"
            if picture.exists():
                save(studio, picture.read_bytes(), kind, "plantuml", held=held)


def save(studio: Studio, data: bytes, kind: str, renderer: str, style: str = "", held: bool = False) -> None:
    """Keeps a PNG, over white where it is transparent; nothing where it is no picture or far too large."""
    try:
        picture = Image.open(io.BytesIO(data)).convert("RGBA")
    except OSError:
        return
    if max(picture.size) > 3000 or min(picture.size) < 16:
        return
    name = studio.record(kind, renderer, style, held)
    Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB").save(studio.out / f"{name}.png", compress_level=2)


def dot(studio: Studio, kind: str, source: str, renderer: str, held: bool = False) -> None:
    run = subprocess.run(["dot", "-Tpng"], input=source.encode(), check=False, capture_output=True, timeout=60)
    save(studio, run.stdout, kind, renderer, held=held)


def command(studio: Studio, kind: str, source: str, words: list[str], renderer: str, held: bool = False) -> None:
    """Draws with a program that reads a file and writes another: `{in}` and `{out}` in its words."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "a.txt"), Path(folder, "a.png")
        given.write_text(source, "utf-8")
        subprocess.run([w.format(**{"in": given, "out": made}) for w in words], check=False, capture_output=True, timeout=60)
        if made.exists():
            save(studio, made.read_bytes(), kind, renderer, held=held)


def blocks(rng: Random, tool: str) -> str:
    """blockdiag and actdiag: a flowchart in boxes on a grid."""
    names = list(dict.fromkeys(plain(phrase(rng)) for _ in range(rng.randint(3, 10))))
    links = [f'  "{names[rng.randrange(i)]}" -> "{names[i]}"{f" [label = {chr(34)}{rng.choice(models.EVENTS[:8])}{chr(34)}]" if rng.random() < 0.2 else ""};' for i in range(1, len(names))]
    lanes = [f'  lane l{k} {{ label = "{rng.choice(models.CLASSES)}"; {"; ".join(chr(34) + n + chr(34) for n in names[k::2])} }}' for k in range(2)] if tool == "actdiag" else []
    turn = ["  orientation = portrait;"] if rng.random() < 0.3 and tool == "blockdiag" else []
    return "\n".join([f"{tool} {{", *turn, *links, *lanes, "}"])


def waves(rng: Random) -> str:
    signals = [{"name": rng.choice(["clk", "req", "ack", "data", "addr", "rst", "cs", "wr", "valid", "ready"]), "wave": rng.choice(["p", "n", "0", "1", "x"]) + "".join(rng.choice("..01.=xz.") for _ in range(rng.randint(6, 14))), "data": rng.sample(models.FIELDS, 4)} for _ in range(rng.randint(2, 7))]
    return json.dumps({"signal": signals})


def svgs(studio: Studio, jobs: list[tuple[str, str, str, bool]]) -> None:
    """Draws (kind, tool, source, held) with svgs.mjs; Chromium makes pictures of them."""
    folder = studio.out / "svg"
    folder.mkdir(exist_ok=True)
    listed = folder / "jobs.jsonl"
    listed.write_text("".join(json.dumps({"name": f"{studio.prefix}-{i:05d}", "tool": tool, "source": source}) + "\n" for i, (_, tool, source, _) in enumerate(jobs)), "utf-8")
    subprocess.run([NODE, str(HERE / "svgs.mjs"), str(listed), str(folder)], check=True)
    rng = Random(studio.prefix)
    for i, (kind, tool, _, held) in enumerate(jobs):
        file = folder / f"{studio.prefix}-{i:05d}.svg"
        if file.exists():
            studio.html(kind, tool, f'<img src="{file.resolve().as_uri()}" style="display:block;max-width:1300px">', css=f"background:#fff;padding:{rng.randint(2, 24)}px", scale=pick_scale(rng), held=held)


def make(studio: Studio, count: int, seed: str, tools: Path) -> None:
    """About `count` pictures of each kind of diagram by programs that training sees. `tools` holds PlantUML's jar."""
    for kind in ("sequence", "class", "state", "er"):
        for i in range(count // 2):
            mermaid(studio, kind, uml_mermaid(kind, Random(f"{seed}/mermaid/{kind}/{i}")), Random(f"{seed}/look/{kind}/{i}"))
    for i in range(count):
        rng = Random(f"{seed}/other/{i}")
        mermaid(studio, *other_mermaid(rng), rng)
    plant = [("sequence", 3), ("class", 3), ("state", 3), ("er", 3), ("diagram", 3), ("interface", 8)]
    plantuml(studio, [(kind, plantuml_source(kind, Random(f"{seed}/plantuml/{kind}/{i}")), False) for kind, share in plant for i in range(count // share)], tools)
    for i in range(count // 5):
        rng = Random(f"{seed}/dot/{i}")
        dot(studio, "class", write.dot_classes(models.classes(rng), rng), "graphviz")
        dot(studio, "state", write.dot_states(models.machine(rng), rng), "graphviz")
        if i % 3 == 0:
            dot(studio, "er", write.chen_dot(models.entities(rng), rng), "graphviz-chen")
        else:
            dot(studio, "er", write.dot_entities(models.entities(rng), rng), "graphviz-tables")
        if i % 2 == 0:
            command(studio, "sequence", write.mscgen(models.sequence(rng), rng), ["mscgen", "-Tpng", "-i", "{in}", "-o", "{out}"], "mscgen")
    svgs(studio, [("diagram", "wavedrom", waves(Random(f"{seed}/wave/{i}")), False) for i in range(count // 6)])


def blockdiags(studio: Studio, jobs: list[tuple[str, str, str]], site: Path) -> None:
    """Draws (kind, tool, source) with blockdiag and its family, all in one run; `site` has them (`pip install --target`, with Pillow 9)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listed = []
        for i, (_, tool, source) in enumerate(jobs):
            (folder / f"{i}.diag").write_text(source, "utf-8")
            listed.append({"tool": tool, "source": str(folder / f"{i}.diag"), "out": str(folder / f"{i}.png")})
        (folder / "jobs.json").write_text(json.dumps(listed), "utf-8")
        subprocess.run([sys.executable, str(HERE / "blockdiags.py"), str(folder / "jobs.json")], check=False, env={**os.environ, "PYTHONPATH": str(site)})
        for i, (kind, tool, _) in enumerate(jobs):
            picture = folder / f"{i}.png"
            if picture.exists():
                save(studio, picture.read_bytes(), kind, tool, held=True)


def make_held(studio: Studio, count: int, seed: str, tools: Path) -> None:
    """`count` pictures a kind by programs that training does not see."""
    svg: list[tuple[str, str, str, bool]] = []
    grids: list[tuple[str, str, str]] = []
    for i in range(count):
        rng = Random(f"{seed}/svg/{i}")
        svg += [("class", "nomnoml", write.nomnoml_classes(models.classes(rng), rng), True), ("state", "smcat", write.smcat(models.machine(rng)), True)]
        tool = rng.choice(["blockdiag", "actdiag"])
        grids += [("sequence", "seqdiag", write.seqdiag(models.sequence(rng), rng)), ("flowchart", tool, blocks(rng, tool))]
        if i % 2 == 0:
            grids.append(("diagram", "nwdiag", network(rng, "").replace("@startuml\n", "").replace("\n@enduml", "")))
    blockdiags(studio, grids, tools / "site1")
    svgs(studio, svg)
    plantuml(studio, [("flowchart", plantuml_source("flowchart", Random(f"{seed}/flow/{i}")), True) for i in range(count // 2)], tools)
