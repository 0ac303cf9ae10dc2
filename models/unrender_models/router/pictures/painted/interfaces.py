"""Programs' windows, forms, telephone screens, dashboards: no toolkit's look, all of their space."""

from __future__ import annotations

from ....draw.style import Colour, mix, readable
from ....scene import Box
from .pen import Layout, Pen, pictogram

LABELS = ("Name", "First name", "Last name", "E-mail", "Password", "Address", "City", "Phone", "Country", "Company", "Date", "Amount", "Comment", "User", "Server", "Port", "Language", "Theme", "Font size", "Volume", "Path", "Folder", "Title", "Width", "Height", "Quality")  # fmt: skip
BUTTONS = ("OK", "Cancel", "Apply", "Save", "Close", "Delete", "Next", "Back", "Sign in", "Search", "Add", "Remove", "Browse…", "Help", "Send", "Reset", "Yes", "No", "Submit", "Edit")
CHECKS = ("Remember me", "Enable notifications", "Show hidden files", "Auto save", "Dark mode", "Use proxy", "Start at login", "Check for updates", "Send statistics", "Word wrap", "Full screen")
MENUS = ("File", "Edit", "View", "Tools", "Help", "Window", "Insert", "Format", "Run", "Settings", "Go")


class Kit:
    """One toolkit: colours, how a frame of a control is made, sizes."""

    def __init__(self, pen: Pen) -> None:
        r = pen.rng
        self.pen = pen
        if r.random() < 0.85:
            pen.style.rough = 0.0
        self.dark = pen.dark
        self.look = r.choice(("flat", "flat", "bevel", "rounded", "underline"))
        self.ground: Colour = pen.style.background
        self.panel = pen.faint(r.choice((0, 0.04, 0.1)))
        self.field = mix(self.ground, (255, 255, 255), 0.6) if not self.dark else pen.faint(0.1)
        self.accent = r.choice(pen.accents)
        self.text: Colour = readable(pen.style.text, self.panel)
        self.line = pen.faint(r.uniform(0.2, 0.5))
        self.radius = {"flat": 0, "bevel": 0, "rounded": r.choice((4, 6, 10)), "underline": 0}[self.look]
        self.h = pen.em * r.uniform(1.7, 2.5)
        self.gap = pen.em * r.uniform(0.5, 1.1)

    def frame(self, box: Box, fill: Colour | None, sunken: bool = False) -> None:
        pen = self.pen
        if self.look == "bevel":
            light, shade = mix(self.panel, (255, 255, 255), 0.8), mix(self.panel, (0, 0, 0), 0.45)
            if sunken:
                light, shade = shade, light
            pen.rect(*box, fill=fill)
            pen.line([(box[0], box[3]), (box[0], box[1]), (box[2], box[1])], light, 1)
            pen.line([(box[0], box[3]), (box[2], box[3]), (box[2], box[1])], shade, 1)
        elif self.look == "underline" and sunken:
            pen.line([(box[0], box[3]), (box[2], box[3])], self.line, 1)
        else:
            pen.rect(*box, fill=fill, line=self.line, radius=self.radius)

    def button(self, x: float, y: float, text: str, primary: bool = False, width: float = 0) -> float:
        """Draws a button; its width."""
        pen = self.pen
        w = max(width, pen.measure(text) + pen.em * 1.8)
        fill = self.accent if primary else mix(self.panel, self.pen.ink, 0.06)
        self.frame((x, y, x + w, y + self.h), fill)
        pen.text(x + w / 2, y + self.h / 2, text, ink=readable(self.text, fill))
        return w

    def box(self, x: float, y: float, w: float, value: str | None = None, kind: str = "text") -> None:
        """A field: text, combo, spin, password, area."""
        pen, em = self.pen, self.pen.em
        h = self.h * (2.6 if kind == "area" else 1)
        self.frame((x, y, x + w, y + h), self.field, True)
        ink = readable(self.text, self.field)
        if value:
            pen.text(x + em * 0.5, y + self.h / 2, pen.clip(value if kind != "password" else "•" * 8, w - em * 2.4), em * 0.95, ink if pen.rng.random() < 0.8 else mix(ink, self.field, 0.5), "l")
        cy = y + h / 2
        if kind == "combo":
            pen.line([(x + w - em * 1.2, cy - 2), (x + w - em * 0.8, cy + 3), (x + w - em * 0.4, cy - 2)], ink, 1.5)
        elif kind == "spin":
            pen.line([(x + w - em * 1.4, y), (x + w - em * 1.4, y + h)], self.line, 1)
            for side in (-1, 1):
                mid = cy + side * h * 0.22
                pen.poly([(x + w - em * 1.0, mid - side * 2), (x + w - em * 0.4, mid - side * 2), (x + w - em * 0.7, mid + side * 2)], ink)

    def check(self, x: float, y: float, text: str, kind: str) -> None:
        """A check box, a radio button or a switch with its text; y is the middle."""
        pen, em, on = self.pen, self.pen.em, self.pen.rng.random() < 0.5
        size = em * 0.9
        if kind == "switch":
            pen.rect(x, y - size * 0.55, x + size * 2, y + size * 0.55, self.accent if on else pen.faint(0.3), radius=size * 0.55)
            pen.disc(x + (size * 1.45 if on else size * 0.55), y, size * 0.42, fill=(255, 255, 255))
            x += size
        elif kind == "radio":
            pen.disc(x + size / 2, y, size / 2, fill=self.field, line=self.line)
            if on:
                pen.disc(x + size / 2, y, size / 4, fill=self.accent)
        else:
            self.frame((x, y - size / 2, x + size, y + size / 2), self.accent if on and self.look != "bevel" else self.field, True)
            if self.look == "underline":
                pen.rect(x, y - size / 2, x + size, y + size / 2, None, self.line)
            if on:
                pen.line([(x + size * 0.2, y), (x + size * 0.45, y + size * 0.28), (x + size * 0.85, y - size * 0.3)], readable(self.text, self.accent) if self.look != "bevel" else self.text, 1.5)
        pen.text(x + size * 1.5, y, text, ink=self.text, align="l")

    def slider(self, x: float, y: float, w: float) -> None:
        pen, share = self.pen, self.pen.rng.random()
        pen.rect(x, y - 2, x + w, y + 2, pen.faint(0.25), radius=2)
        pen.rect(x, y - 2, x + w * share, y + 2, self.accent, radius=2)
        pen.disc(x + w * share, y, pen.em * 0.45, fill=self.field, line=self.line)

    def progress(self, x: float, y: float, w: float) -> None:
        share = self.pen.rng.random()
        self.frame((x, y, x + w, y + self.h * 0.6), self.field, True)
        self.pen.rect(x + 1, y + 1, x + 1 + (w - 2) * share, y + self.h * 0.6 - 1, self.accent, radius=self.radius / 2)


def control(kit: Kit, x: float, y: float, w: float) -> float:
    """Some control of the width; its height."""
    r, pen = kit.pen.rng, kit.pen
    kind = r.choices(("text", "combo", "spin", "password", "area", "check", "slider", "progress", "radio"), (40, 16, 9, 6, 5, 9, 6, 3, 6))[0]
    if kind in ("text", "combo", "password", "area"):
        kit.box(x, y, w, pen.phrase(18) if r.random() < 0.6 else None, kind)
        return kit.h * (2.6 if kind == "area" else 1)
    if kind == "spin":
        kit.box(x, y, min(w, pen.em * 6), str(r.randint(0, 200)), kind)
    elif kind == "slider":
        kit.slider(x, y + kit.h / 2, w)
    elif kind == "progress":
        kit.progress(x, y + kit.h * 0.2, w)
    elif kind == "radio":
        for k, text in enumerate(r.sample(("Left", "Right", "None", "Small", "Large", "All"), 2)):
            kit.check(x + k * w / 2, y + kit.h / 2, text, "radio")
    else:
        kit.check(x, y + kit.h / 2, pen.clip(r.choice(CHECKS), w - pen.em), "check")
    return kit.h


def fields(kit: Kit, x: float, y: float, w: float, count: int) -> float:
    """Labelled controls with labels at the left, right-aligned or above; where they end."""
    r, pen, em = kit.pen.rng, kit.pen, kit.pen.em
    way = r.choice(("left", "left", "right", "top"))
    names = [r.choice(LABELS) for _ in range(count)]
    side = max(pen.measure(n) for n in names) + em * 1.6 if way != "top" else 0.0
    colon = ":" if r.random() < 0.4 else ""
    for name in names:
        if way == "top":
            pen.text(x, y + em * 0.6, name + colon, em * 0.92, kit.text, "l")
            y += em * 1.5
        else:
            pen.text(x if way == "left" else x + side - em * 0.6, y + kit.h / 2, name + colon, ink=kit.text, align="l" if way == "left" else "r")
        y += control(kit, x + side, y, w - side) + kit.gap
    return y


def title_bar(kit: Kit, w: float) -> float:
    """Of a window [0, w]; its height. Drawn above y = 0."""
    r, pen, em = kit.pen.rng, kit.pen, kit.pen.em
    h = em * r.uniform(1.9, 2.6)
    fill = r.choice((kit.accent, pen.faint(0.15), pen.faint(0.05), kit.panel))
    pen.rect(0, -h, w, 0, fill, kit.line if r.random() < 0.5 else None)
    ink = readable(kit.text, fill)
    side = r.choice(("right", "left", "none"))
    title = pen.phrase(24)
    if r.random() < 0.4 and side != "left":
        pen.text(em * 0.8, -h / 2, title, ink=ink, align="l", bold=r.random() < 0.3)
    else:
        pen.text(w / 2, -h / 2, title, ink=ink, bold=r.random() < 0.3)
    if side == "left":
        for i, colour in enumerate(((255, 95, 86), (255, 189, 46), (39, 201, 63)) if r.random() < 0.5 else (pen.faint(0.4),) * 3):
            pen.disc(em * (1 + i * 1.3), -h / 2, em * 0.4, fill=colour)
    elif side == "right":
        x, y, s = w - em * 1.2, -h / 2, em * 0.32
        pen.line([(x - s, y - s), (x + s, y + s)], ink, 1.2)
        pen.line([(x + s, y - s), (x - s, y + s)], ink, 1.2)
        pen.rect(x - em * 1.8 - s, y - s, x - em * 1.8 + s, y + s, None, ink)
        pen.line([(x - em * 3.6 - s, y + s), (x - em * 3.6 + s, y + s)], ink, 1.2)
    return h


def menu_bar(kit: Kit, y: float, w: float) -> float:
    pen, em, x = kit.pen, kit.pen.em, kit.pen.em * 0.7
    pen.rect(0, y, w, y + em * 1.9, kit.panel)
    for name in pen.rng.sample(MENUS, pen.rng.randint(3, 6)):
        if x + pen.measure(name) < w:
            x += pen.text(x, y + em * 0.95, name, ink=kit.text, align="l") + em * 1.2
    return y + em * 1.9


def tool_bar(kit: Kit, y: float, w: float) -> float:
    r, pen, em = kit.pen.rng, kit.pen, kit.pen.em
    size, x = em * r.uniform(1.6, 2.2), em * 0.6
    pen.rect(0, y, w, y + size + em * 0.6, kit.panel, kit.line if r.random() < 0.5 else None)
    for _ in range(r.randint(4, 12)):
        if x + size > w - em:
            break
        if r.random() < 0.15:
            pen.line([(x, y + em * 0.4), (x, y + size + em * 0.2)], kit.line, 1)
            x += em * 0.5
        if r.random() < 0.3:
            kit.frame((x, y + em * 0.3, x + size, y + em * 0.3 + size), mix(kit.panel, pen.ink, 0.06))
        pictogram(pen, x + size / 2, y + em * 0.3 + size / 2, size * 0.6, kit.text if r.random() < 0.6 else r.choice(pen.accents))
        x += size + em * 0.3
    return y + size + em * 0.6


def tabs(kit: Kit, x: float, y: float, w: float) -> float:
    r, pen, em = kit.pen.rng, kit.pen, kit.pen.em
    at, chosen = x, r.randrange(3)
    for i, name in enumerate(r.sample(("General", "Network", "Advanced", "Display", "Account", "Privacy", "About", "Colours", "Sound"), 3)):
        wide = pen.measure(name) + em * 1.6
        if at + wide > x + w:
            break
        if kit.look == "underline" or kit.look == "flat" and i % 2:
            if i == chosen:
                pen.line([(at, y + em * 2), (at + wide, y + em * 2)], kit.accent, 3)
        else:
            kit.frame((at, y + (0 if i == chosen else 2), at + wide, y + em * 2.1), kit.field if i == chosen else kit.panel)
        pen.text(at + wide / 2, y + em, name, ink=kit.text if i != chosen else readable(kit.text, kit.field))
        at += wide
    pen.line([(x, y + em * 2.1), (x + w, y + em * 2.1)], kit.line, 1)
    return y + em * 2.1


def surround(kit: Kit, w: float, top: float, bottom: float) -> None:
    pen = kit.pen
    pen.z = -2
    pen.rect(0, top, w, bottom, kit.panel, kit.line if pen.rng.random() < 0.8 else None, radius=kit.radius if top == 0 else 0)
    pen.z = 0


def buttons(kit: Kit, y: float, w: float) -> float:
    r, em = kit.pen.rng, kit.pen.em
    names = r.sample(BUTTONS, r.randint(1, 3))
    x = em if r.random() < 0.3 else max(em, w - sum(kit.pen.measure(n) + em * 2.6 for n in names) - em * 0.4)
    first = r.randrange(len(names) + 1)
    for i, name in enumerate(names):
        x += kit.button(x, y, name, i == first) + em * 0.7
    return y + kit.h


def form(pen: Pen) -> None:
    """A window with a form: a title bar or none, a menu, tabs, fields, buttons."""
    kit, r, em = Kit(pen), pen.rng, pen.em
    w, top, y = em * r.uniform(18, 34), 0.0, 0.0
    if r.random() < 0.7:
        top = -title_bar(kit, w)
    if r.random() < 0.3:
        y = menu_bar(kit, y, w)
    if r.random() < 0.2:
        y = tool_bar(kit, y, w)
    y += em * 0.8
    if r.random() < 0.35:
        y = tabs(kit, em * 0.6, y, w - em * 1.2) + em * 0.8
    if r.random() < 0.2:
        pen.text(em, y + em, pen.clip(pen.phrase(24), w - em * 2, em * 1.4), em * 1.4, kit.text, "l", bold=True)
        y += em * 2.4
    if r.random() < 0.3:
        for _ in range(r.randint(1, 2)):
            start = y + em * 0.7
            end = fields(kit, em * 1.8, start + em, w - em * 3.6, r.randint(1, 4))
            pen.rect(em * 0.8, start, w - em * 0.8, end, None, kit.line, radius=kit.radius)
            name = pen.word().capitalize()
            pen.rect(em * 1.4, start - em * 0.5, em * 2 + pen.measure(name), start + em * 0.5, kit.panel)
            pen.text(em * 1.7, start, name, ink=kit.text, align="l")
            y = end + em * 0.5
    elif r.random() < 0.25:
        half = w / 2 - em * 1.2
        count = r.randint(2, 6)
        y = max(fields(kit, em, y, half, count), fields(kit, w / 2 + em * 0.4, y, half, count))
    else:
        y = fields(kit, em, y, w - em * 2, r.randint(2, 9))
    for _ in range(r.choice((0, 0, 1, 3))):
        kit.check(em, y + em * 0.7, pen.clip(r.choice(CHECKS), w - em * 4), r.choice(("check", "check", "switch", "radio")))
        y += em * 1.9
    if r.random() < 0.85:
        y = buttons(kit, y + em * 0.5, w)
    surround(kit, w, top, y + em)


def browser_of_items(pen: Pen) -> None:
    """A tree or list at the left, a list, cards or text at the right, a status bar."""
    kit, r, em = Kit(pen), pen.rng, pen.em
    w, h = em * r.uniform(30, 48), em * r.uniform(16, 30)
    top, y = -title_bar(kit, w) if r.random() < 0.8 else 0.0, 0.0
    if r.random() < 0.6:
        y = menu_bar(kit, y, w)
    if r.random() < 0.6:
        y = tool_bar(kit, y, w)
    side = w * r.uniform(0.2, 0.36)
    kit.frame((em * 0.4, y + em * 0.3, side, h), kit.field, True)
    ink, cy, depth = readable(kit.text, kit.field), y + em * 1.3, 0
    chosen = r.randrange(6)
    for i in range(40):
        if cy > h - em:
            break
        if i == chosen:
            pen.rect(em * 0.6, cy - em * 0.8, side - em * 0.2, cy + em * 0.8, mix(kit.field, kit.accent, 0.5))
        x = em * (1.2 + depth * 1.2)
        if r.random() < 0.5:
            pen.poly([(x - 3, cy - 3), (x + 3, cy), (x - 3, cy + 3)], ink)
        pen.text(x + em * 0.7, cy, pen.clip(pen.word(), side - x - em * 1.5), em * 0.95, ink, "l")
        depth = max(0, min(3, depth + r.choice((-1, 0, 0, 1))))
        cy += em * 1.65
    kit.frame((side + em * 0.4, y + em * 0.3, w - em * 0.4, h), kit.field, True)
    way, x0 = r.choice(("rows", "icons", "text", "form")), side + em
    if way == "rows":
        cuts = [x0, x0 + (w - x0) * 0.45, x0 + (w - x0) * 0.7]
        pen.rect(side + em * 0.5, y + em * 0.4, w - em * 0.5, y + em * 2.1, mix(kit.panel, pen.ink, 0.08))
        for x, name in zip(cuts, ("Name", "Size", "Modified"), strict=True):
            pen.text(x, y + em * 1.2, name, em * 0.9, kit.text, "l")
        cy = y + em * 3
        while cy < h - em:
            for x, text in zip(cuts, (f"{pen.word()}.{r.choice(('txt', 'png', 'pdf', 'zip'))}", f"{r.randint(1, 900)} KB", f"{r.randint(1, 28)}.{r.randint(1, 12)}.20{r.randint(10, 25)}"), strict=True):
                pen.text(x, cy, pen.clip(text, (w - x0) * 0.28, em * 0.9), em * 0.9, ink, "l")
            cy += em * 1.6
            if r.random() < 0.05:
                break
    elif way == "icons":
        for i in range(24):
            columns = max(1, int((w - x0) / em / 6))
            x, cy = x0 + em * (3 + 6 * (i % columns)), y + em * (2.5 + 5 * (i // columns))
            if cy > h - em * 3 or r.random() < 0.04:
                break
            pictogram(pen, x, cy, em * 2.4, r.choice(pen.accents))
            pen.text(x, cy + em * 2, pen.clip(pen.word(), em * 5.4, em * 0.85), em * 0.85, ink)
    elif way == "text":
        cy = y + em * 1.5
        while cy < h - em:
            pen.text(x0, cy, pen.clip(" ".join(pen.phrase() for _ in range(4)), w - x0 - em * 1.5), ink=ink, align="l")
            cy += em * 1.6
            if r.random() < 0.15:
                break
    else:
        kit.text = ink
        fields(kit, x0, y + em * 1.2, w - x0 - em * 1.6, max(1, int((h - y) / em / 7)))
    if r.random() < 0.5:
        pen.text(em * 0.7, h + em, f"{r.randint(2, 900)} items", em * 0.85, kit.text, "l")
    surround(kit, w, top, h + em * 2)


def telephone(pen: Pen) -> None:
    """A screen of a telephone: status bar, head, list or form or chat, tab bar."""
    kit, r, em = Kit(pen), pen.rng, pen.em
    w, h = em * r.uniform(15, 20), em * r.uniform(26, 38)
    radius = r.choice((0, 0, em * 1.5, em * 2.5))
    pen.rect(0, 0, w, h, kit.ground, kit.line if radius == 0 else pen.ink, r.choice((1, 2, 6)) if radius else 1, radius)
    y = em * 1.2
    if r.random() < 0.7:
        pen.text(em * 1.6, y, f"{r.randint(0, 23)}:{r.randint(10, 59)}", em * 0.8, align="l")
        pen.rect(w - em * 3, y - em * 0.3, w - em * 1.6, y + em * 0.3, None, pen.ink)
        y += em * 1.2
    head = r.choice((None, kit.accent))
    if head:
        pen.rect(1, y, w - 1, y + em * 2.8, head)
    pen.text(w / 2 if r.random() < 0.5 else em * 4.5, y + em * 1.4, pen.clip(pen.phrase(16), w * 0.55, em * 1.15), em * 1.15, readable(pen.style.text, head or kit.ground), bold=True)
    pictogram(pen, em * 1.4, y + em * 1.4, em, readable(pen.style.text, head or kit.ground))
    y += em * 3.6
    kit.text = readable(pen.style.text, kit.ground)
    way = r.choice(("list", "list", "form", "cards", "switches"))
    limit = h - em * 5
    while y < limit - em * 2:
        if way == "list":
            pen.disc(em * 2, y + em, em * 0.9, fill=r.choice(pen.accents))
            pen.text(em * 3.6, y + em * 0.5, pen.clip(pen.phrase(18), w - em * 6), ink=kit.text, align="l", bold=True)
            pen.text(em * 3.6, y + em * 1.8, pen.clip(pen.phrase(30), w - em * 6, em * 0.8), em * 0.8, mix(kit.text, kit.ground, 0.4), "l")
            pen.line([(em * 3.6, y + em * 2.7), (w - em, y + em * 2.7)], pen.faint(0.15), 1)
            y += em * 3.2
        elif way == "form":
            if y > limit - em * 5:
                break
            y = fields(kit, em * 1.2, y, w - em * 2.4, 1)
        elif way == "cards":
            if y > limit - em * 6:
                break
            pen.rect(em, y, w - em, y + em * 6, pen.faint(0.05), pen.faint(0.15), radius=r.choice((0, 8)))
            pen.rect(em, y, w - em, y + em * 3.2, mix(kit.ground, r.choice(pen.accents), 0.6))
            pen.text(em * 1.6, y + em * 4.2, pen.clip(pen.phrase(22), w - em * 3.5), ink=kit.text, align="l", bold=True)
            y += em * 6.8
        else:
            pen.text(em * 1.2, y + em, pen.clip(r.choice(CHECKS), w - em * 5), ink=kit.text, align="l")
            kit.check(w - em * 3.2, y + em, "", "switch")
            pen.line([(em, y + em * 2.1), (w - em, y + em * 2.1)], pen.faint(0.15), 1)
            y += em * 2.3
    if way == "form":
        kit.button(em * 1.2, y, r.choice(BUTTONS), True, w - em * 2.4)
    else:
        pen.line([(1, h - em * 3.4), (w - 1, h - em * 3.4)], pen.faint(0.2), 1)
        for i in range(4):
            pictogram(pen, w * (i + 0.5) / 4, h - em * 2, em * 1.2, kit.accent if i == 0 else pen.faint(0.6))


def dashboard(pen: Pen) -> None:
    """Cards with numbers and small charts, a bar at the side or above."""
    kit, r, em = Kit(pen), pen.rng, pen.em
    columns, rows, gap = r.randint(2, 4), r.randint(1, 3), em * r.uniform(0.7, 1.4)
    cw, ch = em * r.uniform(9, 13), em * r.uniform(5, 8)
    side = em * r.choice((0, 3, 9))
    card = mix(kit.ground, (255, 255, 255), 0.7) if not kit.dark else pen.faint(0.08)
    w, h = side + columns * (cw + gap) + gap, em * 3 + rows * (ch + gap) + gap
    pen.z = -2
    pen.rect(0, 0, w, h, kit.panel)
    pen.z = 0
    bar = r.choice((kit.accent, pen.faint(0.12), card))
    pen.rect(0, 0, w, em * 2.6, bar)
    pen.text(em, em * 1.3, pen.phrase(18), em * 1.1, readable(pen.style.text, bar), "l", bold=True)
    pen.disc(w - em * 1.6, em * 1.3, em * 0.8, fill=r.choice(pen.accents))
    if side:
        shade = r.choice((pen.faint(0.14), mix(kit.accent, (0, 0, 0), 0.5)))
        pen.rect(0, em * 2.6, side, h, shade)
        for i in range(int((h / em - 4) / 2.4)):
            y, ink = em * (4.2 + i * 2.4), readable(pen.style.text, shade)
            pictogram(pen, em * 1.5, y, em * 1.1, ink)
            if side > em * 5:
                pen.text(em * 2.8, y, pen.clip(r.choice(("Home", "Users", "Reports", "Orders", "Settings", "Billing", "Messages")), side - em * 3.4), em * 0.95, ink, "l")
    for i in range(columns * rows):
        x, y = side + gap + (i % columns) * (cw + gap), em * 3 + gap + (i // columns) * (ch + gap)
        pen.rect(x, y, x + cw, y + ch, card, kit.line if r.random() < 0.4 else None, radius=kit.radius)
        ink, way = readable(pen.style.text, card), r.choice(("number", "number", "bars", "line", "list", "progress"))
        pen.text(x + em * 0.8, y + em * 1.1, pen.clip(pen.phrase(16), cw - em * 1.6, em * 0.85), em * 0.85, mix(ink, card, 0.3), "l")
        if way == "number":
            pen.text(x + em * 0.8, y + ch * 0.55, r.choice((f"{r.randint(1, 99)},{r.randint(100, 999)}", f"{r.randint(1, 99)}%", f"${r.randint(1, 900)}k")), em * 1.9, ink, "l", bold=True)
            pen.text(x + em * 0.8, y + ch - em, f"{r.choice('+-')}{r.randint(1, 30)}%", em * 0.8, r.choice(((40, 160, 80), (210, 60, 60))), "l")
        elif way == "bars":
            for k in range(7):
                pen.rect(x + em + k * (cw - em * 2) / 7, y + ch - em * 0.7 - r.uniform(0.1, 1) * (ch - em * 3), x + em + (k + 0.7) * (cw - em * 2) / 7, y + ch - em * 0.7, kit.accent)
        elif way == "line":
            pen.line([(x + em + k * (cw - em * 2) / 9, y + ch - em - r.uniform(0, 1) * (ch - em * 3)) for k in range(10)], kit.accent, 2)
        elif way == "progress":
            for k in range(max(1, int(ch / em / 2.2) - 1)):
                kit.progress(x + em * 0.8, y + em * (2.2 + k * 2), cw - em * 1.6)
        else:
            for k in range(max(1, int(ch / em / 1.6) - 1)):
                pen.text(x + em * 0.8, y + em * (2.5 + k * 1.6), pen.clip(pen.word(), cw * 0.5), em * 0.9, ink, "l")
                pen.text(x + cw - em * 0.8, y + em * (2.5 + k * 1.6), str(r.randint(1, 999)), em * 0.9, ink, "r")


def dialog(pen: Pen) -> None:
    """A question with buttons, a menu that hangs open, a file chooser's foot, a notice."""
    kit, r, em = Kit(pen), pen.rng, pen.em
    if r.random() < 0.35:
        names = [r.choice(("New", "Open…", "Save", "Save as…", "Print", "Cut", "Copy", "Paste", "Undo", "Redo", "Find…", "Quit", "Preferences", "Zoom in", "Reload")) for _ in range(r.randint(4, 11))]
        w, y = max(pen.measure(n) for n in names) + em * 8, em * 0.4
        chosen = r.randrange(len(names))
        for i, name in enumerate(names):
            if i == chosen:
                pen.rect(2, y, w - 2, y + em * 1.8, kit.accent)
            ink = readable(kit.text, kit.accent if i == chosen else kit.panel)
            pen.text(em * 2, y + em * 0.9, name, ink=ink, align="l")
            if r.random() < 0.5:
                pen.text(w - em * 0.8, y + em * 0.9, f"Ctrl+{r.choice('ABCFNOPQSVXZ')}", em * 0.9, ink, "r")
            y += em * 1.8
            if r.random() < 0.2:
                pen.line([(em * 0.5, y + 3), (w - em * 0.5, y + 3)], kit.line, 1)
                y += 7
        surround(kit, w, 0, y + em * 0.4)
        return
    w = em * r.uniform(18, 30)
    top = -title_bar(kit, w) if r.random() < 0.7 else 0.0
    lines = pen.wrap(r.choice(("Do you want to save the changes before closing?", "The file could not be found.", "Are you sure that you want to delete this item?", "An update is available. Install it now?")), w - em * 5)
    x = em * 4 if r.random() < 0.6 else em
    if x > em * 2:
        colour = r.choice(((230, 160, 30), (60, 120, 220), (210, 60, 60)))
        pen.disc(em * 2, em * 2.2, em * 1.1, fill=colour)
        pen.text(em * 2, em * 2.2, r.choice("!?i×"), em * 1.4, (255, 255, 255), bold=True)
    y = em * 1.6
    for line in lines:
        pen.text(x, y, line, ink=kit.text, align="l")
        y += em * 1.5
    if r.random() < 0.3:
        kit.box(x, y, w - x - em, pen.phrase(14))
        y += kit.h + em * 0.5
    if r.random() < 0.25:
        kit.progress(x, y, w - x - em)
        y += kit.h
    y = buttons(kit, y + em, w)
    surround(kit, w, top, y + em)


def settings(pen: Pen) -> None:
    """Sections at the left, rows with a switch, a list box or a slider at the right end."""
    kit, r, em = Kit(pen), pen.rng, pen.em
    w, side, rows = em * r.uniform(26, 42), em * r.choice((0, 9, 11)), r.randint(4, 10)
    y = em
    top = -title_bar(kit, w) if r.random() < 0.5 else 0.0
    pen.text(side + em, y + em * 0.6, pen.phrase(18), em * 1.4, kit.text, "l", bold=True)
    y += em * 2.8
    cards = r.random() < 0.5
    for _ in range(rows):
        high = em * r.choice((2.4, 3.4))
        if cards:
            pen.rect(side + em * 0.6, y, w - em * 0.6, y + high, kit.field, kit.line if r.random() < 0.4 else None, radius=kit.radius)
        ink = readable(kit.text, kit.field if cards else kit.panel)
        pen.text(side + em * 1.2, y + (em if high > em * 3 else high / 2), pen.clip(r.choice((*CHECKS, *LABELS)), (w - side) * 0.55), ink=ink, align="l")
        if high > em * 3:
            pen.text(side + em * 1.2, y + em * 2.3, pen.clip(pen.phrase(36), (w - side) * 0.5, em * 0.8), em * 0.8, mix(ink, kit.panel, 0.4), "l")
        way, x = r.choice(("switch", "switch", "combo", "slider", "button", "check")), w - em * 1.4
        if way == "switch":
            kit.check(x - em * 1.9, y + high / 2, "", "switch")
        elif way == "check":
            kit.check(x - em, y + high / 2, "", "check")
        elif way == "combo":
            kit.box(x - em * 7, y + high / 2 - kit.h / 2, em * 7, pen.word(), "combo")
        elif way == "slider":
            kit.slider(x - em * 7, y + high / 2, em * 7)
        else:
            name = r.choice(BUTTONS)
            kit.button(x - pen.measure(name) - em * 1.8, y + high / 2 - kit.h / 2, name)
        y += high + em * (0.4 if cards else 0.1)
        if not cards:
            pen.line([(side + em, y), (w - em, y)], pen.faint(0.12), 1)
    if side:
        for i, name in enumerate(r.sample(("General", "Account", "Privacy", "Display", "Sound", "Keyboard", "Network", "About"), min(6, rows))):
            if i == 0:
                pen.rect(em * 0.4, em * 3, side - em * 0.4, em * 5, mix(kit.panel, kit.accent, 0.4), radius=kit.radius)
            pen.text(em * 2.4, em * (4 + i * 2.1), name, ink=kit.text, align="l")
            pictogram(pen, em * 1.3, em * (4 + i * 2.1), em * 0.9, kit.text)
        pen.line([(side, 0), (side, y + em)], kit.line, 1)
    surround(kit, w, top, y + em)


LAYOUTS: dict[str, Layout] = {"form": form, "items": browser_of_items, "telephone": telephone, "dashboard": dashboard, "dialog": dialog, "settings": settings}
