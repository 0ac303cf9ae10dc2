"""A table's source, HTML or CSV, as cells on a grid."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from ..tables.scene import Align, Header
from .folder import Unusable

MOST = 200
"""Rows or columns that a picture may show."""


@dataclass
class SourceCell:
    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    header: Header | None
    """None where the source does not say it."""
    align: Align | None


@dataclass
class SourceTable:
    rows: int
    columns: int
    cells: list[SourceCell]
    """In reading order; they cover the grid."""
    caption: str = ""


def table_of(name: str, text: str) -> SourceTable:
    """@raises Unusable where it is no table"""
    table = parse_csv(text) if Path(name).suffix.lower() == ".csv" else parse_html(text)
    if not any(cell.text for cell in table.cells):
        raise Unusable(f"the table in {name} has no words")
    if max(table.rows, table.columns) > MOST:
        raise Unusable(f"the table in {name} has more than {MOST} rows or columns")
    return table


def parse_csv(text: str) -> SourceTable:
    """What the first row is, is not said by CSV, and how texts stand neither."""
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4096], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [[" ".join(value.split()) for value in row] for row in csv.reader(text.splitlines(), dialect, strict=True) if row]
    except csv.Error as problem:
        raise Unusable(f"the source is no CSV ({problem})") from None
    width = max((len(row) for row in rows), default=0)
    cells = [SourceCell(r, c, 1, 1, row[c] if c < len(row) else "", None, None) for r, row in enumerate(rows) for c in range(width)]
    return SourceTable(len(rows), width, cells)


@dataclass
class _Cell:
    tag: str
    scope: str
    row_span: int
    column_span: int
    align: Align | None
    text: str = ""


class _Table(HTMLParser):
    """Rows of cells as they are written; nothing is laid out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self.depth = 0
        self.rows: list[tuple[bool, list[_Cell]]] = []
        """Whether a row stands in the head, and its cells."""
        self.caption = ""
        self.head = False
        self.inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self.tables += 1
            self.depth += 1
            if self.depth > 1:
                raise Unusable("the source has a table within a table")
        elif self.depth == 0:
            return
        elif tag in ("thead", "tbody", "tfoot"):
            self.head = tag == "thead"
        elif tag == "tr":
            self.rows.append((self.head, []))
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append((self.head, []))
            self.rows[-1][1].append(
                _Cell(tag, given.get("scope", ""), span(given.get("rowspan")), span(given.get("colspan")), alignment(given))
            )
            self.inside = "cell"
        elif tag == "caption":
            self.inside = "caption"
        elif tag in ("br", "p", "div", "li"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.depth = max(0, self.depth - 1)
        if tag in ("td", "th", "caption", "tr", "table"):
            self.inside = None
        if tag == "thead":
            self.head = False

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.caption += data
        elif self.inside == "cell":
            self.rows[-1][1][-1].text += data


def span(value: str | None) -> int:
    return max(1, min(MOST, int(value))) if value is not None and value.isdigit() else 1


def alignment(given: dict[str, str]) -> Align | None:
    said = re.search(r"text-align:\s*(left|center|right)", given.get("style", ""))
    value = said[1] if said else given.get("align", "").lower()
    return "left" if value == "left" else "center" if value == "center" else "right" if value == "right" else None


def parse_html(text: str) -> SourceTable:
    parser = _Table()
    parser.feed(text)
    parser.close()
    if parser.tables != 1:
        raise Unusable("the source has no <table>" if parser.tables == 0 else "the source has several tables")
    rows = [(head, row) for head, row in parser.rows if row]
    taken: set[tuple[int, int]] = set()
    cells: list[SourceCell] = []
    for r, (head, row) in enumerate(rows):
        heads = head or all(cell.tag == "th" for cell in row)
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            height, width = min(cell.row_span, len(rows) - r), cell.column_span
            place = {(r + i, column + j) for i in range(height) for j in range(width)}
            if place & taken:
                raise Unusable("the source has cells that overlap")
            taken |= place
            header: Header = (
                "column"
                if head or cell.scope == "col" or (cell.tag == "th" and heads and cell.scope != "row")
                else "row"
                if cell.tag == "th"
                else "none"
            )
            cells.append(SourceCell(r, column, height, width, " ".join(cell.text.split()), header, cell.align))
            column += width
    columns = max((column for _, column in taken), default=-1) + 1
    cells += [SourceCell(r, c, 1, 1, "", "none", None) for r in range(len(rows)) for c in range(columns) if (r, c) not in taken]
    return SourceTable(len(rows), columns, sorted(cells, key=lambda cell: (cell.row, cell.column)), " ".join(parser.caption.split()))
