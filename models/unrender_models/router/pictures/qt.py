"""Pictures of Qt's own widgets, without a screen: `python qt.py JOBS.json` (needs PyQt5)."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PyQt5 import QtGui, QtWidgets


def control(kind: str, text: str) -> Any:
    w = QtWidgets
    made = {"line": w.QLineEdit, "combo": w.QComboBox, "check": w.QCheckBox, "spin": w.QSpinBox, "slider": w.QSlider, "radio": w.QRadioButton, "text": w.QPlainTextEdit, "progress": w.QProgressBar, "date": w.QDateEdit}[kind]()
    if kind == "slider":
        made.setOrientation(1)
    if kind == "combo":
        made.addItem(text)
    elif kind in ("line", "check", "radio"):
        made.setText(text)
    elif kind == "text":
        made.setPlainText(text)
        made.setMaximumHeight(70)
    elif kind in ("spin", "slider", "progress"):
        made.setValue(len(text) * 3)
    return made


def window(job: dict[str, Any]) -> Any:
    w = QtWidgets
    main, central = w.QMainWindow(), w.QWidget()
    layout, form = w.QVBoxLayout(central), w.QFormLayout()
    for name in job["menus"]:
        main.menuBar().addMenu(name)
    if job["tabs"]:
        tabs = w.QTabWidget()
        for name in job["tabs"]:
            page = w.QWidget()
            if name == job["tabs"][0]:
                page.setLayout(form)
            tabs.addTab(page, name)
        layout.addWidget(tabs)
    else:
        group = w.QGroupBox(job["title"])
        group.setLayout(form)
        layout.addWidget(group)
    for label, kind, text in job["fields"]:
        form.addRow(label, control(kind, text))
    if job["rows"]:
        rows = w.QListWidget()
        rows.addItems(job["rows"])
        layout.addWidget(rows)
    buttons = w.QHBoxLayout()
    buttons.addStretch()
    for name in job["buttons"]:
        buttons.addWidget(w.QPushButton(name))
    layout.addLayout(buttons)
    main.setCentralWidget(central)
    return main


def main() -> None:
    application = QtWidgets.QApplication([])
    with open(sys.argv[1], encoding="utf-8") as file:
        jobs = json.load(file)
    for job in jobs:
        application.setStyle(job["style"])
        palette = application.style().standardPalette()
        if job["dark"]:
            p = QtGui.QPalette
            for role, colour in ((p.Window, "#353535"), (p.WindowText, "#fff"), (p.Base, "#232323"), (p.Text, "#fff"), (p.Button, "#454545"), (p.ButtonText, "#fff")):
                palette.setColor(role, QtGui.QColor(colour))
        application.setPalette(palette)
        shown = window(job)
        shown.adjustSize()
        shown.grab().save(job["file"])


if __name__ == "__main__":
    main()
