"""What UML and database diagrams say, without a language: sequences, classes, states, entities. A writer a language is in `languages.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from ...renders.words import DOMAINS, EDGE_NOTES, SYSTEMS, TITLES

TYPES = ("String", "int", "bool", "Date", "float", "List", "Map", "long", "UUID", "Decimal", "Optional", "bytes")
SQL_TYPES = ("int", "varchar", "text", "date", "timestamp", "decimal", "boolean", "uuid", "bigint", "json")
FIELDS = ("id", "name", "email", "created_at", "price", "amount", "status", "count", "title", "address", "city", "owner", "total", "quantity", "code", "state", "url", "type", "size", "comment", "phone", "version", "rating", "currency")
METHODS = ("save", "load", "validate", "render", "send", "close", "open", "find", "getName", "setName", "update", "remove", "toString", "calculate", "notify", "start", "stop", "parse", "attach", "draw")
CLASSES = ("Order", "Customer", "Invoice", "Account", "Product", "Payment", "Address", "Vehicle", "Shape", "Circle", "Animal", "Employee", "Department", "Course", "Student", "Teacher", "Library", "Book", "Author", "Repository", "UserService", "OrderController", "PaymentGateway", "Logger", "Session", "Cart", "Item", "Shipment", "Warehouse", "Category", "Review", "Engine", "Parser", "Token", "Node", "Graph", "Edge", "Canvas", "Widget", "Button", "EventBus", "Handler", "Command", "Factory", "Adapter", "Observer", "Cache", "Config", "Report", "Ticket", "Project", "Task", "Comment", "Tag", "Role", "Permission", "Flight", "Seat", "Booking", "Hotel", "Room", "Guest", "Patient", "Doctor", "Appointment", "Device", "Sensor", "Reading", "Team", "Player", "Match", "Score")
STATES = ("Idle", "Running", "Paused", "Stopped", "Waiting", "Connected", "Disconnected", "Error", "Ready", "Loading", "Closed", "Open", "Pending", "Approved", "Rejected", "Shipped", "Delivered", "Draft", "Published", "Archived", "Authenticating", "LoggedIn", "LoggedOut", "Locked", "Unlocked", "Red", "Green", "Yellow", "Off", "On", "Sleeping", "Processing", "Done", "Failed", "Retrying", "Cancelled", "New", "Active", "Suspended", "Terminated", "q0", "q1", "q2", "q3", "q4", "s0", "s1", "s2", "A", "B", "C", "Still", "Moving", "Crash", "Init", "Handshake", "Listening", "Buffering", "Playing")
EVENTS = ("start", "stop", "timeout", "error", "retry", "click", "submit", "approve", "reject", "pay", "ship", "cancel", "reset", "connect", "disconnect", "login / ok", "logout", "data received", "tick", "coin", "push", "0", "1", "a", "b", "a,b", "ack", "nack", "open", "close", "resume", "pause", "done", "[valid]", "[else]", "after 5s", "error / log")


def phrase(rng: Random) -> str:
    domain = rng.choice(DOMAINS)
    return f"{rng.choice(domain.verbs)} {rng.choice(domain.objects)}"


def plain(text: str) -> str:
    """Words that no diagram's grammar stumbles over."""
    return "".join(c for c in text if c.isalnum() or c == " ").strip() or "item"


@dataclass(frozen=True)
class Message:
    source: int
    target: int
    text: str
    reply: bool = False


@dataclass(frozen=True)
class Fragment:
    """`word` is loop, alt, opt or par; with alt and par a second branch follows."""

    word: str
    text: str
    parts: list[list[Message]]


@dataclass
class Sequence:
    actors: list[str]
    steps: list[Message | Fragment] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    numbered: bool = False
    title: str = ""
    notes: dict[int, tuple[int, str]] = field(default_factory=dict)
    """After which step a note stands, over which actor."""


def sequence(rng: Random) -> Sequence:
    pool = rng.choice([[plain(s) for s in SYSTEMS], list(CLASSES), ["User", "Browser", "Server", "Database", "Client", "API", "Admin", "Bank", "Cache", "Worker", "Alice", "Bob", "John", "Phone", "Shop", "Queue"]])
    made = Sequence(rng.sample(pool, rng.choice([2, 2, 3, 3, 4, 5, 6])), numbered=rng.random() < 0.15, title=rng.choice(TITLES) if rng.random() < 0.2 else "")
    made.people = {i for i in range(len(made.actors)) if rng.random() < (0.4 if i == 0 else 0.05)}

    def message() -> Message:
        a, b = rng.sample(range(len(made.actors)), 2)
        if rng.random() < 0.08:
            b = a
        text = rng.choice([phrase(rng), phrase(rng), f"{rng.choice(METHODS)}()", rng.choice(EDGE_NOTES), f"{rng.choice(['GET', 'POST', 'PUT'])} /{rng.choice(FIELDS)}"])
        return Message(a, b, plain(text) if rng.random() < 0.7 else text.replace("#", "").replace(";", ""), rng.random() < 0.35)

    for _ in range(rng.randint(2, 12)):
        if rng.random() < 0.12:
            word = rng.choice(["loop", "alt", "opt", "par"])
            parts = [[message() for _ in range(rng.randint(1, 3))] for _ in range(2 if word in ("alt", "par") else 1)]
            made.steps.append(Fragment(word, plain(rng.choice(EVENTS)), parts))
        else:
            made.steps.append(message())
        if rng.random() < 0.12:
            made.notes[len(made.steps) - 1] = (rng.randrange(len(made.actors)), plain(phrase(rng)))
    return made


@dataclass
class Class:
    name: str
    word: str
    """Empty, or a stereotype such as interface."""
    attributes: list[str]
    methods: list[str]


@dataclass(frozen=True)
class Relation:
    a: int
    b: int
    kind: str
    """inherits, implements, composes, aggregates, uses, depends."""
    text: str = ""
    cards: tuple[str, str] = ("", "")


@dataclass
class Classes:
    classes: list[Class]
    relations: list[Relation]


def classes(rng: Random) -> Classes:
    names = rng.sample(CLASSES, rng.choice([1, 2, 2, 3, 4, 5, 6, 8]))
    bare = rng.random() < 0.08
    made = []
    for name in names:
        sign = rng.choice(["+", "-", "#", "+", ""])
        attributes = [f"{sign or rng.choice('+-')}{f}: {rng.choice(TYPES)}" if rng.random() < 0.7 else f"{rng.choice('+-')}{f}" for f in rng.sample(FIELDS, rng.randint(0, 5))]
        methods = [f"+{m}({rng.choice(['', '', rng.choice(FIELDS)])})" for m in rng.sample(METHODS, rng.randint(0, 4))]
        made.append(Class(name, rng.choice(["interface", "abstract", "enumeration"]) if rng.random() < 0.15 else "", [] if bare else attributes, [] if bare else methods))
    relations = []
    for i in range(1, len(names)):
        kind = rng.choice(["inherits", "inherits", "implements", "composes", "aggregates", "uses", "uses", "depends"])
        cards = (rng.choice(["1", "0..1", ""]), rng.choice(["*", "1..*", "0..n", "1", ""])) if rng.random() < 0.35 else ("", "")
        relations.append(Relation(rng.randrange(i), i, kind, rng.choice(["has", "owns", "uses", "creates", "contains"]) if rng.random() < 0.25 else "", cards))
    return Classes(made, relations)


@dataclass
class Machine:
    states: list[str]
    moves: list[tuple[int, int, str]]
    """-1 is the initial state as a source, the final one as a target."""
    inner: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    """Composite states: their steps, each with an event."""
    choice: bool = False
    accepting: set[int] = field(default_factory=set)
    notes: dict[int, str] = field(default_factory=dict)


def machine(rng: Random) -> Machine:
    states = rng.sample(STATES, rng.choice([2, 3, 4, 4, 5, 6, 7, 9]))
    count = len(states)
    label = (lambda: rng.choice(EVENTS)) if rng.random() < 0.85 else (lambda: "")
    moves = [(-1, 0, "")] if rng.random() < 0.9 else []
    moves += [(rng.randrange(i), i, label()) for i in range(1, count)]
    for _ in range(rng.randint(0, count)):
        moves.append((rng.randrange(count), rng.randrange(count), label()))
    if rng.random() < 0.6:
        moves += [(rng.randrange(count), -1, label() if rng.random() < 0.5 else "")]
    inner = {rng.randrange(count): [(f"{plain(rng.choice(STATES))}{i}", rng.choice(EVENTS)) for i in range(rng.randint(2, 3))]} if rng.random() < 0.2 else {}
    notes = {rng.randrange(count): plain(phrase(rng))} if rng.random() < 0.12 else {}
    return Machine(states, list(dict.fromkeys(moves)), inner, False, {i for i in range(count) if rng.random() < 0.25}, notes)


@dataclass
class Entities:
    tables: list[tuple[str, list[tuple[str, str, str]]]]
    """Name, and (type, column, key) rows; key is PK, FK or empty."""
    links: list[tuple[int, int, str, str, str]]
    """a, b, cardinality at a, at b (one of `1`, `0..1`, `*`, `1..*`), text."""


def entities(rng: Random) -> Entities:
    names = rng.sample([c for c in CLASSES if c.isalpha()], rng.choice([1, 2, 3, 4, 5, 6, 8]))
    styles: list[Callable[[str], str]] = [str.upper, str.lower, str, lambda s: s.lower() + "s"]
    style = rng.choice(styles)
    tables = []
    for name in names:
        columns = [("int", "id", "PK")] if rng.random() < 0.8 else []
        columns += [(rng.choice(SQL_TYPES), f, "FK" if rng.random() < 0.12 else "") for f in rng.sample(FIELDS[1:], rng.randint(1, 7))]
        tables.append((style(name), columns))
    links = [(rng.randrange(i), i, rng.choice(["1", "0..1", "1"]), rng.choice(["*", "1..*", "1"]), rng.choice(["has", "places", "contains", "belongs to", "uses", "writes"])) for i in range(1, len(names))]
    return Entities(tables, links)
