"""Mermaid diagrams that are no flowcharts. State diagrams and mind maps are left out: they look too much like them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random

from .words import Writer

ACTORS = ("User", "Browser", "Server", "Database", "Client", "API", "Admin", "Bank", "Cache", "Worker")


def _plain(text: str) -> str:
    """Words that no diagram's grammar stumbles over."""
    return "".join(c for c in text if c.isalnum() or c == " ").strip() or "item"


def sequence(words: Writer, rng: Random) -> str:
    people = rng.sample(ACTORS, rng.randint(2, 5))
    out = ["sequenceDiagram", *[f"  participant {p}" for p in people]]
    for _ in range(rng.randint(3, 10)):
        a, b = rng.sample(people, 2)
        out.append(f"  {a}{rng.choice(['->>', '-->>', '->>', '-)'])}{b}: {_plain(words.step())}")
        if rng.random() < 0.12:
            out.append(f"  Note over {a},{b}: {_plain(words.step())}")
    return "\n".join(out)


def pie(words: Writer, rng: Random) -> str:
    return "\n".join([f"pie title {_plain(words.title())}", *[f'  "{_plain(words.system())}" : {rng.randint(3, 60)}' for _ in range(rng.randint(3, 7))]])


def gantt(words: Writer, rng: Random) -> str:
    out = ["gantt", f"  title {_plain(words.title())}", "  dateFormat YYYY-MM-DD"]
    for _ in range(rng.randint(1, 3)):
        out.append(f"  section {_plain(words.group())}")
        out += [f"  {_plain(words.step())} : 2024-0{rng.randint(1, 9)}-{rng.randint(10, 28)}, {rng.randint(3, 30)}d" for _ in range(rng.randint(2, 4))]
    return "\n".join(out)


def klass(words: Writer, rng: Random) -> str:
    names = rng.sample(["Animal", "Order", "Customer", "Invoice", "Account", "Vehicle", "Shape", "Product", "Payment", "Address"], rng.randint(3, 6))
    out = ["classDiagram"]
    for name in names:
        out += [f"  class {name} {{", *[f"    +{rng.choice(['String', 'int', 'Date', 'bool'])} {rng.choice(['name', 'id', 'price', 'created', 'size', 'total'])}" for _ in range(rng.randint(1, 4))], f"    +{rng.choice(['save', 'load', 'print', 'validate', 'move'])}()", "  }"]
    out += [f"  {a} {rng.choice(['<|--', '*--', 'o--', '-->'])} {b}" for a, b in pairwise(names)]
    return "\n".join(out)


def entities(words: Writer, rng: Random) -> str:
    names = rng.sample(["CUSTOMER", "ORDER", "ITEM", "PRODUCT", "INVOICE", "ADDRESS", "PAYMENT"], rng.randint(3, 5))
    out = ["erDiagram"]
    for name in names:
        out += [f"  {name} {{", *[f"    {rng.choice(['string', 'int', 'date'])} {rng.choice(['name', 'id', 'price', 'city', 'amount'])}" for _ in range(rng.randint(2, 4))], "  }"]
    out += [f"  {a} ||--o{{ {b} : {rng.choice(['has', 'places', 'contains', 'uses'])}" for a, b in pairwise(names)]
    return "\n".join(out)


def journey(words: Writer, rng: Random) -> str:
    out = ["journey", f"  title {_plain(words.title())}"]
    for _ in range(rng.randint(1, 3)):
        out.append(f"  section {_plain(words.group())}")
        out += [f"    {_plain(words.step())}: {rng.randint(1, 5)}: {rng.choice(ACTORS)}" for _ in range(rng.randint(2, 4))]
    return "\n".join(out)


def timeline(words: Writer, rng: Random) -> str:
    return "\n".join(["timeline", f"  title {_plain(words.title())}", *[f"  {2000 + 3 * i} : {_plain(words.step())}" for i in range(rng.randint(3, 7))]])


def columns(words: Writer, rng: Random) -> str:
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug"][: rng.randint(4, 8)]
    values = ", ".join(str(rng.randint(10, 95)) for _ in months)
    return f'xychart-beta\n  title "{_plain(words.title())}"\n  x-axis [{", ".join(months)}]\n  y-axis "Value" 0 --> 100\n  {rng.choice(["bar", "line"])} [{values}]'


def quadrant(words: Writer, rng: Random) -> str:
    points = [f"  {_plain(words.system())}: [{rng.uniform(0.1, 0.9):.2f}, {rng.uniform(0.1, 0.9):.2f}]" for _ in range(rng.randint(3, 7))]
    return "\n".join(["quadrantChart", f"  title {_plain(words.title())}", "  x-axis Low --> High", "  y-axis Cheap --> Dear", *points])


def commits(words: Writer, rng: Random) -> str:
    out, branches = ["gitGraph", "  commit"], ["main"]
    for i in range(rng.randint(3, 9)):
        if rng.random() < 0.3 and len(branches) < 4:
            branches.append(f"feature{i}")
            out.append(f"  branch feature{i}")
        elif rng.random() < 0.2 and len(branches) > 1:
            out += ["  checkout main", f"  merge {branches.pop()}"]
        out.append("  commit")
    return "\n".join(out)


DIAGRAMS: dict[str, Callable[[Writer, Random], str]] = {
    "sequence": sequence, "pie": pie, "gantt": gantt, "class": klass, "er": entities, "journey": journey, "timeline": timeline, "xychart": columns,
    "quadrant": quadrant, "git": commits,
}  # fmt: skip
