"""User interfaces: forms, dashboards, settings, dialogs, lists in the style sheets of many kits, desktop-like windows; Qt's own widgets for the development set."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random

from ...renders import negatives
from ...renders.words import SYSTEMS, TITLES
from .models import FIELDS, phrase
from .sheets import HERE, Studio, pick_scale, sheet_css

LABELS = ("Name", "E-mail", "Password", "Country", "Company", "Message", "Quantity", "Delivery date", "Search", "Theme", "Language", "Time zone", "Username", "Phone", "Project", "Assignee", "Priority", "Due date", "Amount", "Card number", "Subject", "Color", "Volume", "Path", "Host", "Port")
BUTTONS = ("Save", "Cancel", "Submit", "Next", "Back", "Sign in", "OK", "Apply", "Delete", "Add item", "Upload", "New", "Edit", "Close", "Download", "Send", "Browse...", "Help")
MENUS = ("File", "Edit", "View", "Tools", "Help", "Home", "Products", "Orders", "Customers", "Reports", "Settings", "Profile", "Messages", "Dashboard", "Billing", "Team", "Integrations", "Logs")
ICONS = "★☆✓✕☰⚙✉☎⌂⌕▲▼◀▶●○◆♥⚑⚠⊕➕🔍🔔👤📁🗑"


@dataclass(frozen=True)
class Kit:
    """Classes of a style sheet for what an interface is made of."""

    name: str
    sheets: tuple[tuple[str, ...], ...]
    button: str = ""
    primary: str = ""
    field: str = ""
    group: str = ""
    card: str = ""
    badge: str = ""
    alert: str = ""
    body: str = ""
    dark: str = ""
    """Attribute that turns a part dark."""


KITS = (
    Kit("bootstrap", (("bootstrap", "dist", "css", "bootstrap.min.css"),), "btn btn-secondary", "btn btn-primary", "form-control", "mb-3", "card card-body mb-3", "badge text-bg-info", "alert alert-warning", "bg-body text-body", 'data-bs-theme="dark"'),
    Kit("tabler", (("@tabler", "core", "dist", "css", "tabler.min.css"),), "btn", "btn btn-primary", "form-control", "mb-3", "card card-body mb-3", "badge bg-green-lt", "alert alert-info", "bg-body text-body", 'data-bs-theme="dark"'),
    Kit("bulma", (("bulma", "css", "bulma.min.css"),), "button", "button is-primary", "input", "field", "box", "tag is-info", "notification is-warning", "", 'data-theme="dark"'),
    Kit("uikit", (("uikit", "dist", "css", "uikit.min.css"),), "uk-button uk-button-default", "uk-button uk-button-primary", "uk-input", "uk-margin", "uk-card uk-card-default uk-card-body uk-margin", "uk-badge", "uk-alert-primary uk-alert"),
    Kit("spectre", (("spectre.css", "dist", "spectre.min.css"),), "btn", "btn btn-primary", "form-input", "form-group", "card p-2", "label label-secondary", "toast toast-warning"),
    Kit("semantic", (("semantic-ui-css", "semantic.min.css"),), "ui button", "ui primary button", "ui fluid input", "field", "ui segment", "ui label", "ui message", "ui form"),
    Kit("milligram", (("milligram", "dist", "milligram.min.css"),), "button button-outline", "button"),
    Kit("pure", (("purecss", "build", "pure-min.css"),), "pure-button", "pure-button pure-button-primary", "pure-input-1", "pure-control-group", "", "", "", "pure-form pure-form-stacked"),
    Kit("pico", (("@picocss", "pico", "css", "pico.min.css"),), "secondary", "", "", "", "", "", "", "", 'data-theme="dark"'),
    Kit("98", (("98.css", "dist", "98.css"),), field="", group="field-row-stacked"),
    Kit("xp", (("xp.css", "dist", "XP.css"),), group="field-row-stacked"),
)
HELD = (
    Kit("admin-lte", (("bootstrap", "dist", "css", "bootstrap.min.css"), ("admin-lte", "dist", "css", "adminlte.min.css")), "btn btn-default", "btn btn-success", "form-control", "mb-3", "card card-body card-outline card-primary", "badge text-bg-danger", "callout callout-info", "bg-body-tertiary", 'data-bs-theme="dark"'),
    Kit("7", (("7.css", "dist", "7.css"),), group="group"),
    Kit("primer", (("@primer", "css", "dist", "primer.css"),), "btn", "btn btn-primary", "form-control input-block", "form-group", "Box Box-row", "Label", "flash"),
)  # fmt: skip


class Maker:
    def __init__(self, kit: Kit, rng: Random) -> None:
        self.kit, self.rng = kit, rng

    def text(self) -> str:
        return escape(self.rng.choice([phrase(self.rng), self.rng.choice(SYSTEMS), self.rng.choice(FIELDS), self.rng.choice(TITLES)]))

    def button(self, primary: bool = False) -> str:
        icon = f"{self.rng.choice(ICONS)} " if self.rng.random() < 0.15 else ""
        return f'<button class="{self.kit.primary if primary else self.kit.button}" style="margin-right:6px">{icon}{self.rng.choice(BUTTONS)}</button>'

    def field(self) -> str:
        r, k = self.rng, self.kit
        value = f'value="{r.choice([self.text(), "name@example.com", "42", "12/05/2024", "********"])}"' if r.random() < 0.5 else f'placeholder="{r.choice(LABELS)}"'
        one = f"n{r.randrange(10**6)}"
        control = r.choice([
            f'<input type="text" class="{k.field}" {value}>', f'<input type="text" class="{k.field}" {value}>', f'<textarea class="{k.field}" rows="{r.randint(2, 4)}">{self.text()}</textarea>',
            f'<select class="{k.field}"><option>{self.text()}</option></select>', f'<input type="range" value="{r.randint(5, 95)}">', f'<progress value="{r.randint(5, 95)}" max="100"></progress>',
            "".join(f'<div><input type="checkbox" id="{one}{i}" {r.choice(["checked", ""])}><label for="{one}{i}"> {self.text()}</label></div>' for i in range(r.randint(1, 3))),
            "".join(f'<div><input type="radio" name="{one}" id="{one}{i}" {"checked" if i == 0 else ""}><label for="{one}{i}"> {self.text()}</label></div>' for i in range(r.randint(2, 3))),
        ])  # fmt: skip
        return f'<div class="{k.group}" style="margin-bottom:{r.choice([6, 12, 18])}px"><label>{r.choice(LABELS)}</label>{control}</div>'

    def form(self) -> str:
        count = self.rng.randint(1, 7)
        title = f"<h3>{escape(self.rng.choice(TITLES))}</h3>" if self.rng.random() < 0.7 else ""
        return f'{title}{"".join(self.field() for _ in range(count))}<div>{self.button(True)}{"".join(self.button() for _ in range(self.rng.randint(0, 2)))}</div>'

    def card(self, inner: str) -> str:
        frame = "" if self.kit.card else "border:1px solid #8886;border-radius:6px;padding:12px;"
        return f'<div class="{self.kit.card}" style="{frame}margin-bottom:10px">{inner}</div>'

    def stat(self) -> str:
        r = self.rng
        value = r.choice([str(r.randint(1, 9999)), f"${r.randint(1, 900)}k", f"{r.randint(1, 99)} %", f"{r.uniform(0, 99):.1f}"])
        badge = f' <span class="{self.kit.badge}">{r.choice(["+3 %", "new", "-1.2 %", "beta", "open"])}</span>' if r.random() < 0.5 else ""
        return self.card(f'<div style="opacity:.7">{self.text()}</div><div style="font-size:1.8em">{value}{badge}</div>')

    def row(self) -> str:
        r = self.rng
        face = f'<span style="display:inline-block;width:34px;height:34px;border-radius:{r.choice([6, 17])}px;background:hsl({r.randrange(360)} 50% 60%)"></span>' if r.random() < 0.6 else f"<span>{r.choice(ICONS)}</span>"
        return f'<div style="display:flex;gap:12px;align-items:center;padding:8px 4px;border-bottom:1px solid #8883">{face}<div style="flex:1"><b>{self.text()}</b><div style="opacity:.65">{self.text()}</div></div>{self.button() if r.random() < 0.4 else f"<small>{r.randint(1, 59)} min</small>"}</div>'

    def dashboard(self) -> str:
        stats = "".join(f'<div style="flex:1">{self.stat()}</div>' for _ in range(self.rng.randint(2, 4)))
        rows = self.card("".join(self.row() for _ in range(self.rng.randint(2, 5))))
        side = f'<div style="flex:1">{self.card(self.form())}</div>' if self.rng.random() < 0.5 else ""
        return f'<div style="display:flex;gap:12px">{stats}</div><div style="display:flex;gap:12px"><div style="flex:2">{rows}</div>{side}</div>'

    def shell(self, inner: str) -> str:
        """A bar above, perhaps a menu at the side."""
        r = self.rng
        bar_back = r.choice(["#2a3f54", "#0d6efd", "#222", "#fff", "#f8f9fa", "#6f42c1"])
        ink = "#222" if bar_back in ("#fff", "#f8f9fa") else "#fff"
        items = "".join(f'<span style="margin-right:18px">{m}</span>' for m in r.sample(MENUS, r.randint(3, 6)))
        bar = f'<div style="background:{bar_back};color:{ink};padding:10px 16px;display:flex;align-items:center"><b style="margin-right:24px">{escape(r.choice(SYSTEMS))}</b>{items}<span style="margin-left:auto">{r.choice(ICONS)} {r.choice(ICONS)}</span></div>' if r.random() < 0.8 else ""
        entries = "".join(f'<div style="padding:8px 14px;{"background:#8883" if i == 1 else ""}">{r.choice(ICONS)} {m}</div>' for i, m in enumerate(r.sample(MENUS, r.randint(4, 9))))
        side = f'<div style="width:170px;background:{r.choice(["#8881", "#343a40"])};{"color:#ddd" if r.random() < 0.01 else ""};flex:none;border-right:1px solid #8883">{entries}</div>' if r.random() < 0.55 else ""
        return f'{bar}<div style="display:flex">{side}<div style="flex:1;padding:16px">{inner}</div></div>'

    def window(self) -> str:
        """A window of a desktop program."""
        r = self.rng
        tabs = f'<menu role="tablist">{"".join(f"<li role=tab aria-selected={chr(34)}{str(i == 0).lower()}{chr(34)}><a href=#>{m}</a></li>" for i, m in enumerate(r.sample(MENUS, 3)))}</menu>' if r.random() < 0.4 else ""
        boxes = f'<fieldset><legend>{r.choice(LABELS)}</legend>{"".join(self.field() for _ in range(r.randint(1, 4)))}</fieldset>' if r.random() < 0.5 else "".join(self.field() for _ in range(r.randint(1, 5)))
        message = f'<p>{r.choice("⚠❓❌ℹ")} {self.text()}. {self.text()}?</p>' if r.random() < 0.3 else ""
        status = f'<div class="status-bar"><p class="status-bar-field">{self.text()}</p><p class="status-bar-field">{r.randint(1, 99)} %</p></div>' if r.random() < 0.4 else ""
        return (f'<div class="window" style="width:{r.randint(260, 560)}px"><div class="title-bar"><div class="title-bar-text">{self.text()}</div><div class="title-bar-controls"><button aria-label="Minimize"></button><button aria-label="Maximize"></button><button aria-label="Close"></button></div></div>'
                f'<div class="window-body has-space">{tabs}{message}{boxes}<section style="text-align:right">{self.button()}{self.button()}</section></div>{status}</div>')  # fmt: skip

    def make(self) -> tuple[str, str]:
        """Style attribute and HTML of one picture."""
        r = self.rng
        if self.kit.name in ("98", "xp", "7"):
            return f"background:{r.choice(['#008080', '#3a6ea5', '#c0c0c0', '#fff'])};padding:{r.randint(2, 30)}px", self.window()
        inner = r.choice([self.form, self.form, lambda: "".join(self.row() for _ in range(r.randint(3, 8))), self.dashboard, lambda: self.card(self.form())])()
        wide = r.random() < 0.5
        width = r.randint(700, 1200) if wide else r.randint(280, 560)
        ground = "" if self.kit.body or self.kit.dark else "background:#fff;"
        return f"width:{width}px;{ground}padding:{0 if wide else 16}px", self.shell(inner) if wide else inner


def paper(kit: Kit, rng: Random) -> tuple[str, str]:
    css, inner = Maker(kit, rng).make()
    dark = kit.dark if kit.dark and rng.random() < 0.3 else ""
    if kit.dark:
        colours = "background:#15191e;color:#dee2e6;" if dark else "background:#fff;color:#212529;"
        inner = f'<div class="{kit.body}" {dark} style="{colours}padding:10px">{inner}</div>'
    elif kit.body:
        inner = f'<div class="{kit.body}">{inner}</div>'
    return css, inner


def make(studio: Studio, count: int, seed: str, tools: Path) -> None:
    for i in range(count):
        rng = Random(f"{seed}/{i}")
        if i % 6 == 5:
            page = negatives.Page(rng)
            studio.html("interface", "own", rng.choice([negatives.form, negatives.cards])(page), css=f"background:{page.back};color:{page.ink};font:{page.size}px/1.45 '{page.font}';padding:{rng.randint(6, 30)}px", scale=pick_scale(rng))
            continue
        kit = KITS[i % len(KITS)]
        css, inner = paper(kit, rng)
        studio.html("interface", kit.name, inner, css=css, head="".join(sheet_css(*s) for s in kit.sheets), scale=rng.choice([1, 1, 1.5]))


def make_held(studio: Studio, count: int, seed: str, tools: Path) -> None:
    jobs = []
    for i in range(count):
        rng = Random(f"{seed}/held/{i}")
        if i % 2 == 0:
            kit = HELD[i // 2 % len(HELD)]
            css, inner = paper(kit, rng)
            studio.html("interface", kit.name, inner, css=css, head="".join(sheet_css(*s) for s in kit.sheets), held=True)
        else:
            fields = [(rng.choice(LABELS), rng.choice(["line", "combo", "check", "spin", "slider", "radio", "text", "progress", "date"]), rng.choice([phrase(rng), rng.choice(SYSTEMS)])) for _ in range(rng.randint(1, 8))]
            name = studio.record("interface", "qt", held=True)
            jobs.append({"file": str(studio.out / f"{name}.png"), "style": rng.choice(["Fusion", "Windows"]), "dark": rng.random() < 0.3, "title": rng.choice(TITLES), "fields": fields, "buttons": rng.sample(BUTTONS, rng.randint(1, 3)),
                         "menus": rng.sample(MENUS, rng.randint(0, 5)), "rows": [phrase(rng) for _ in range(rng.choice([0, 0, 4, 9]))], "tabs": rng.sample(MENUS, rng.choice([0, 0, 3]))})  # fmt: skip
    listed = studio.out / "qt.json"
    listed.write_text(json.dumps(jobs), "utf-8")
    subprocess.run([sys.executable, str(HERE / "qt.py"), str(listed)], check=False)
