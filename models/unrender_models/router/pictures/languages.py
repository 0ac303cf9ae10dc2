"""Writes sequences, classes, states and entities in the languages of the programs that draw them."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from random import Random

from .models import Classes, Entities, Fragment, Machine, Message, Sequence, plain


def mermaid_sequence(s: Sequence) -> str:
    out = ["sequenceDiagram"]
    if s.title:
        out.insert(0, f"---\ntitle: {s.title}\n---")
    out += ["  autonumber"] * s.numbered
    out += [f"  {'actor' if i in s.people else 'participant'} P{i} as {name}" for i, name in enumerate(s.actors)]

    def line(m: Message) -> str:
        return f"  P{m.source}{'-->>' if m.reply else '->>'}P{m.target}: {m.text}"

    for at, step in enumerate(s.steps):
        if isinstance(step, Fragment):
            out.append(f"  {step.word} {step.text}")
            for number, part in enumerate(step.parts):
                out += ([f"  {'and' if step.word == 'par' else 'else'} other"] if number else []) + [line(m) for m in part]
            out.append("  end")
        else:
            out.append(line(step))
        if at in s.notes:
            who, text = s.notes[at]
            out.append(f"  Note over P{who}: {text}")
    return "\n".join(out)


def plantuml_sequence(s: Sequence, rng: Random, look: str) -> str:
    out = ["@startuml", look, *(["autonumber"] * s.numbered), *([f"title {s.title}"] if s.title else [])]
    words = ["participant", "participant", "participant", "database", "boundary", "control", "entity", "queue", "collections"]
    out += [f'{"actor" if i in s.people else rng.choice(words)} "{name}" as P{i}' for i, name in enumerate(s.actors)]
    active = rng.random() < 0.3

    def lines(m: Message) -> list[str]:
        made = [f"P{m.source} {'-->' if m.reply else '->'} P{m.target}: {m.text}"]
        return made + ([f"activate P{m.target}", f"P{m.target} --> P{m.source}", f"deactivate P{m.target}"] if active and not m.reply and m.source != m.target else [])

    for at, step in enumerate(s.steps):
        if isinstance(step, Fragment):
            out.append(f"{step.word} {step.text}")
            for number, part in enumerate(step.parts):
                out += (["else other"] if number else []) + [line for m in part for line in lines(m)]
            out.append("end")
        else:
            out += lines(step)
        if at in s.notes:
            who, text = s.notes[at]
            out.append(f"note {rng.choice(['over', 'right of', 'left of'])} P{who}: {text}")
    return "\n".join([*out, "@enduml"])


def flat(s: Sequence) -> list[Message]:
    return [m for step in s.steps for m in ([m for part in step.parts for m in part] if isinstance(step, Fragment) else [step])]


def mscgen(s: Sequence, rng: Random) -> str:
    arrows, box = rng.choice([("=>", ">>"), ("->", ">>"), (":>", "=>>")]), rng.random() < 0.3
    rows = [f'msc {{ hscale="{rng.choice([0.8, 1, 1.3])}"{", wordwraparcs=on" if rng.random() < 0.5 else ""};', ",".join(f'P{i} [label="{name}"]' for i, name in enumerate(s.actors)) + ";"]
    for m in flat(s):
        rows.append(f'P{m.source}{arrows[m.reply]}P{m.target} [label="{plain(m.text)}"];')
        if box and rng.random() < 0.15:
            rows.append(f'P{m.target} box P{m.target} [label="{plain(m.text)}"];')
    return "\n".join([*rows, "}"])


def seqdiag(s: Sequence, rng: Random) -> str:
    names = [plain(name) for name in s.actors]
    rows = ["seqdiag {", f"  edge_length = {rng.choice([160, 200, 240])};", "  activation = none;" if rng.random() < 0.25 else ""]
    for m in flat(s):
        if m.source != m.target:
            rows.append(f'  "{names[m.source]}" {"-->" if m.reply else "->"} "{names[m.target]}" [label = "{plain(m.text)}"];')
    return "\n".join([*rows, "}"])


MERMAID_RELATIONS = {"inherits": "<|--", "implements": "<|..", "composes": "*--", "aggregates": "o--", "uses": "-->", "depends": "..>"}


def mermaid_classes(c: Classes, rng: Random) -> str:
    out = ["classDiagram", *([f"  direction {rng.choice(['LR', 'RL', 'BT'])}"] if rng.random() < 0.3 else [])]
    for each in c.classes:
        rows = [*([f"<<{each.word}>>"] if each.word else []), *each.attributes, *each.methods]
        out += [f"  class {each.name} {{", *[f"    {row}" for row in rows], "  }"] if rows else [f"  class {each.name}"]
    for r in c.relations:
        left, right = (f' "{card}"' if card else "" for card in r.cards)
        out.append(f"  {c.classes[r.a].name}{left} {MERMAID_RELATIONS[r.kind]}{right} {c.classes[r.b].name}{f' : {r.text}' if r.text else ''}")
    return "\n".join(out)


def plantuml_classes(c: Classes, rng: Random, look: str) -> str:
    out = ["@startuml", look, *(["left to right direction"] if rng.random() < 0.2 else []), *(["skinparam classAttributeIconSize 0"] if rng.random() < 0.5 else []), *(["hide circle"] if rng.random() < 0.3 else [])]
    for each in c.classes:
        word = {"interface": "interface", "abstract": "abstract class", "enumeration": "enum"}.get(each.word, "class")
        out += [f"{word} {each.name} {{", *[f"  {row}" for row in (*each.attributes, *each.methods)], "}"]
    for r in c.relations:
        left, right = (f' "{card}"' if card else "" for card in r.cards)
        out.append(f"{c.classes[r.a].name}{left} {MERMAID_RELATIONS[r.kind]}{right} {c.classes[r.b].name}{f' : {r.text}' if r.text else ''}")
    return "\n".join([*out, "@enduml"])


def nomnoml_classes(c: Classes, rng: Random) -> str:
    tint = rng.choice(["", "#fill: #ffffff; #f4f4f4\n", "#fill: #eee8d5; #fdf6e3\n#stroke: #657b83\n", "#stroke: #336699\n", "#background: #222222\n#stroke: #dddddd\n#fill: #333333\n"])
    out = [f"{tint}#direction: {rng.choice(['down', 'right'])}", *(["#zoom: 1.2"] if rng.random() < 0.3 else [])]
    kinds = {"interface": "<abstract>", "abstract": "<abstract>", "enumeration": "<frame>"}
    for each in c.classes:
        body = "|".join(["; ".join(each.attributes), "; ".join(each.methods)]).replace("[", "").replace("]", "")
        out.append(f"[{kinds.get(each.word, '')}{each.name}{'|' + body if body.strip('|') else ''}]")
    arrows = {"inherits": "<:-", "implements": "<:--", "composes": "+->", "aggregates": "o->", "uses": "->", "depends": "-->"}
    out += [f"[{c.classes[r.a].name}]{r.cards[0]}{arrows[r.kind]}{r.cards[1]}[{c.classes[r.b].name}]" for r in c.relations]
    return "\n".join(out)


def record(text: str) -> str:
    return "".join("\\" + ch if ch in "{}|<>\"\\" else ch for ch in text)


def dot_classes(c: Classes, rng: Random) -> str:
    """Graphviz records, as Doxygen, pyreverse and many scripts write them."""
    font, tint = rng.choice(["Helvetica", "Liberation Sans", "DejaVu Sans", "Times"]), rng.choice(["", ', style=filled, fillcolor="lightyellow"', ', style=filled, fillcolor="#eef3fb"', ', color="navy"'])
    out = [f'digraph {{ rankdir={rng.choice(["BT", "TB", "BT", "LR"])}; dpi={rng.choice([72, 96, 110])}; node [shape=record, fontname="{font}", fontsize={rng.choice([10, 11, 12])}{tint}]; edge [fontname="{font}", fontsize=10];']
    for i, each in enumerate(c.classes):
        word = f"«{each.word}»\\n" if each.word else ""
        parts = [f"{word}{each.name}", "".join(f"{record(a)}\\l" for a in each.attributes), "".join(f"{record(m)}\\l" for m in each.methods)]
        out.append(f'  c{i} [label="{{{"|".join(parts)}}}"];')
    heads = {"inherits": "empty", "implements": "empty", "composes": "diamond", "aggregates": "odiamond", "uses": "vee", "depends": "vee"}
    for r in c.relations:
        dashed = ", style=dashed" if r.kind in ("implements", "depends") else ""
        out.append(f'  c{r.b} -> c{r.a} [arrowhead={heads[r.kind]}{dashed}{f", label={chr(34)} {r.text}{chr(34)}" if r.text else ""}];')
    return "\n".join([*out, "}"])


def mermaid_states(m: Machine, rng: Random) -> str:
    out = ["stateDiagram-v2", *([f"  direction {rng.choice(['LR', 'LR', 'BT'])}"] if rng.random() < 0.35 else [])]
    for i, steps in m.inner.items():
        out += [f"  state {m.states[i]} {{", f"    [*] --> {steps[0][0]}", *[f"    {a} --> {b}: {plain(event)}" for (a, event), (b, _) in pairwise(steps)], "  }"]
    name = lambda i: "[*]" if i < 0 else m.states[i]
    out += [f"  {name(a)} --> {name(b)}{f': {plain(text)}' if text else ''}" for a, b, text in m.moves]
    for i, text in m.notes.items():
        out += [f"  note right of {m.states[i]}", f"    {text}", "  end note"]
    return "\n".join(out)


def plantuml_states(m: Machine, rng: Random, look: str) -> str:
    out = ["@startuml", look, *(["left to right direction"] if rng.random() < 0.25 else []), *(["hide empty description"] if rng.random() < 0.6 else [])]
    for i, steps in m.inner.items():
        out += [f"state {m.states[i]} {{", f"  [*] --> {steps[0][0]}", *[f"  {a} --> {b} : {plain(event)}" for (a, event), (b, _) in pairwise(steps)], "}"]
    name = lambda i: "[*]" if i < 0 else m.states[i]
    out += [f"{name(a)} --> {name(b)}{f' : {text}' if text else ''}" for a, b, text in m.moves]
    out += [f"{m.states[i]} : {text}" for i, text in m.notes.items()]
    return "\n".join([*out, "@enduml"])


def smcat(m: Machine) -> str:
    name = lambda i, end: ("final" if end else "initial") if i < 0 else f'"{m.states[i]}"'
    rows = [f'{name(a, False)} => {name(b, True)}{f": {plain(text)}" if text else ""};' for a, b, text in m.moves]
    nested = [f'"{m.states[i]}" {{ {" ".join(f"{chr(34)}{a}{chr(34)} => {chr(34)}{b}{chr(34)}: {plain(event)};" for (a, event), (b, _) in pairwise(steps))} }};' for i, steps in m.inner.items()]
    return "\n".join([*nested, *rows])


def dot_states(m: Machine, rng: Random) -> str:
    """An automaton as textbooks and libraries of state machines draw them."""
    classic = rng.random() < 0.6
    shape = "circle" if classic else rng.choice(["ellipse", "box", "Mrecord"])
    rounded = ', style="rounded,filled", fillcolor="#e8eef7"' if shape == "box" else ""
    out = [f'digraph {{ rankdir={rng.choice(["LR", "LR", "TB"])}; dpi={rng.choice([72, 96, 110])}; node [shape={shape}{rounded}, fontname="{rng.choice(["Helvetica", "Times", "DejaVu Sans"])}"]; edge [fontsize=12];']
    out += [f'  s{i} [label="{state}"{", shape=doublecircle" if classic and i in m.accepting else ""}];' for i, state in enumerate(m.states)]
    if any(a < 0 for a, _, _ in m.moves):
        out.append('  start [shape=point, width=0.12];' if rng.random() < 0.6 else '  start [shape=none, label=""];')
    if any(b < 0 for _, b, _ in m.moves):
        out.append('  end [shape=doublecircle, label="", width=0.12, style=filled, fillcolor=black];')
    out += [f'  {"start" if a < 0 else f"s{a}"} -> {"end" if b < 0 else f"s{b}"} [label=" {text}"];' for a, b, text in m.moves]
    return "\n".join([*out, "}"])


MERMAID_CARDS = {"1": ("||", "||"), "0..1": ("|o", "o|"), "*": ("}o", "o{"), "1..*": ("}|", "|{")}


def mermaid_entities(e: Entities) -> str:
    out = ["erDiagram"]
    for name, columns in e.tables:
        out += [f"  {name} {{", *[f"    {kind} {column} {key}" for kind, column, key in columns], "  }"]
    out += [f"  {e.tables[a][0]} {MERMAID_CARDS[x][0]}--{MERMAID_CARDS[y][1]} {e.tables[b][0]} : \"{text}\"" for a, b, x, y, text in e.links]
    return "\n".join(out)


def plantuml_entities(e: Entities, rng: Random, look: str) -> str:
    out = ["@startuml", look, "hide circle", *(["skinparam linetype ortho"] if rng.random() < 0.4 else [])]
    for name, columns in e.tables:
        out += [f'entity "{name}" as {name} {{', *[f"  *{column} : {kind} <<{key}>>" for kind, column, key in columns if key == "PK"], "  --", *[f"  {column} : {kind}{f' <<{key}>>' if key else ''}" for kind, column, key in columns if key != "PK"], "}"]
    out += [f"{e.tables[a][0]} {MERMAID_CARDS[x][0]}--{MERMAID_CARDS[y][1]} {e.tables[b][0]}{f' : {text}' if rng.random() < 0.4 else ''}" for a, b, x, y, text in e.links]
    return "\n".join([*out, "@enduml"])


def chen_dot(e: Entities, rng: Random) -> str:
    """Chen's notation: entities as boxes, attributes as ellipses, relations as diamonds."""
    out = [f'graph {{ layout={rng.choice(["neato", "dot"])}; overlap=false; splines=true; dpi={rng.choice([72, 96])}; node [fontname="{rng.choice(["Helvetica", "Times"])}", fontsize=12];']
    for i, (name, columns) in enumerate(e.tables[:4]):
        out.append(f'  t{i} [shape=box, label="{name}"];')
        out += [f'  t{i}a{j} [shape=ellipse, label={f"<<u>{column}</u>>" if key == "PK" else f"{chr(34)}{column}{chr(34)}"}]; t{i} -- t{i}a{j};' for j, (_, column, key) in enumerate(columns[:5])]
    for n, (a, b, x, y, text) in enumerate(e.links):
        if a < 4 and b < 4:
            out.append(f'  r{n} [shape=diamond, label="{text}"]; t{a} -- r{n} [label="{x.replace("*", "N")}"]; r{n} -- t{b} [label="{y.replace("*", "N")}"];')
    return "\n".join([*out, "}"])


def dot_entities(e: Entities, rng: Random) -> str:
    """Tables as HTML labels, as ERAlchemy, SchemaSpy and dbml-renderer draw them."""
    head, zebra = rng.choice(["#4a6fa5", "#dddddd", "#f0c040", "#333333", "#d0e0d0"]), rng.random() < 0.3
    ink = "white" if head in ("#4a6fa5", "#333333") else "black"
    out = [f'digraph {{ rankdir={rng.choice(["LR", "TB", "LR"])}; dpi={rng.choice([72, 96])}; node [shape=plain, fontname="{rng.choice(["Helvetica", "DejaVu Sans", "Liberation Serif"])}", fontsize={rng.choice([11, 12, 14])}]; edge [fontsize=10, dir=both];']
    for i, (name, columns) in enumerate(e.tables):
        rows = "".join(f'<tr><td align="left" port="p{j}"{f" bgcolor={chr(34)}#f4f4f4{chr(34)}" if zebra and j % 2 else ""}>{"<b>" if key == "PK" else ""}{escape(column)}{"</b>" if key == "PK" else ""}</td><td align="left"><font color="#666666">{kind}{f" [{key}]" if key else ""}</font></td></tr>' for j, (kind, column, key) in enumerate(columns))
        out.append(f'  t{i} [label=<<table border="0" cellborder="1" cellspacing="0" cellpadding="{rng.choice([3, 4, 6])}"><tr><td colspan="2" bgcolor="{head}"><font color="{ink}"><b>{name}</b></font></td></tr>{rows}</table>>];')
    ends = {"1": "tee", "0..1": "teeodot", "*": "crowodot", "1..*": "crowtee"}
    plain_ends = rng.random() < 0.4
    out += [f'  t{a}:p0 -> t{b}:p0 [arrowtail={"none" if plain_ends else ends[x]}, arrowhead={"none" if plain_ends else ends[y]}{f", taillabel={chr(34)}{x}{chr(34)}, headlabel={chr(34)}{y}{chr(34)}" if plain_ends else ""}];' for a, b, x, y, _ in e.links]
    return "\n".join([*out, "}"])
