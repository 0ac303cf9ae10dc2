"""Tables of a person's own: what HTML or CSV and the text lines say is what is known of a painted table."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from unrender_models.finetune.folder import Unusable
from unrender_models.finetune.pairs import plain
from unrender_models.finetune.strangers import html_of
from unrender_models.finetune.table_pairs import pair_of, rule_in
from unrender_models.finetune.table_source import parse_csv, table_of
from unrender_models.grid.batch import NOT_LEARNED, collate, mirrored
from unrender_models.picture import MAX_PIXELS
from unrender_models.tables.generate import draw_table
from unrender_models.tables.sample import CLEAN, TableSample, make_table_sample
from unrender_models.tables.scene import TableScene


def lines_of(scene: TableScene) -> list[dict[str, Any]]:
    return [{"text": line.text, "box": list(line.box)} for line in scene.all_lines()]


def places(sample: TableSample) -> dict[tuple[str, tuple[float, ...]], tuple[int, ...] | None]:
    """Each text box, and the cell that it stands in."""
    return {
        (text, tuple(np.round(box, 1).tolist())): None if cell < 0 else tuple(sample.cells[cell].tolist())
        for text, box, cell in zip(sample.texts, sample.boxes, sample.cell.tolist(), strict=True)
    }


def test_cells_of_html_find_their_lines_and_separators_stand_between() -> None:
    compared = boxes = wrong = 0
    refused = []
    for seed in range(60):
        if compared == 25:
            break
        scene = draw_table(random.Random(seed))
        wanted = make_table_sample(scene, random.Random(0), CLEAN, MAX_PIXELS)
        if wanted is None:
            continue
        try:
            pair = pair_of(scene.image, table_of("a.html", html_of(scene)), lines_of(scene))
        except Unusable as problem:
            refused.append(str(problem))
            continue
        got = pair.sample(random.Random(0), CLEAN, MAX_PIXELS)
        assert got is not None
        compared += 1
        assert got.grid == wanted.grid and (got.cells == wanted.cells).all(), seed
        filled = sorted(set(wanted.cell[wanted.cell >= 0].tolist()))
        assert (got.headers[filled] == wanted.headers[filled]).all(), seed
        assert (got.alignments[filled] == wanted.alignments[filled]).all(), seed
        found = places(got)
        for key, cell in places(wanted).items():
            boxes += 1
            wrong += found.get(key, ()) != cell
        # A separator stands where the truth has it, or at least between the same texts.
        gaps = np.abs(got.row_positions - wanted.row_positions)
        assert len(gaps) == 0 or np.median(gaps) < 4, seed
    assert compared == 25 and len(refused) < 8, refused
    assert boxes > 300 and wrong < 0.02 * boxes, (wrong, boxes)


def lines(*rows: tuple[float, list[tuple[str, float, float]]]) -> list[dict[str, Any]]:
    return [{"text": text, "box": [x0, y, x1, y + 12]} for y, row in rows for text, x0, x1 in row]


BLANK = np.full((100, 200, 3), 255, np.uint8)


def test_like_texts_are_told_apart_by_their_places() -> None:
    given = lines((10, [("a", 10, 20), ("b", 80, 90)]), (30, [("1", 10, 20), ("1", 80, 90)]), (50, [("1", 10, 20), ("2", 80, 90)]))
    pair = pair_of(BLANK, parse_csv("a,b\n1,1\n1,2\n"), given)
    assert [[line.box[:2] for line in cell.lines] for cell in pair.scene.cells] == [
        [(10, 10)],
        [(80, 10)],
        [(10, 30)],
        [(80, 30)],
        [(10, 50)],
        [(80, 50)],
    ]
    assert pair.scene.row_lines == [26, 46] and pair.scene.column_lines == [50]


def test_csv_says_nothing_of_headers_and_of_how_texts_stand() -> None:
    sample = pair_of(
        BLANK, parse_csv("name;n\nx;3\n"), lines((10, [("name", 10, 40), ("n", 80, 90)]), (30, [("x", 10, 20), ("3", 80, 90)]))
    ).sample(random.Random(0), CLEAN, MAX_PIXELS)
    assert sample is not None and set(sample.headers) == set(sample.alignments) == {NOT_LEARNED}
    batch = collate([sample, mirrored(sample)])
    assert set(batch.headers.flatten().tolist()) == set(batch.alignments.flatten().tolist()) == {NOT_LEARNED}


def test_a_line_over_two_cells_is_parted_and_a_misread_word_is_found() -> None:
    given = lines((10, [("Name Total", 10, 120)]), (30, [("Applcs", 10, 50), ("7.5", 90, 120)]), (50, [("Pears", 10, 50), ("3", 90, 120)]))
    pair = pair_of(BLANK, parse_csv("Name,Total\nApples,7.5\nPears,3\n"), given)
    assert [[line.text for line in cell.lines] for cell in pair.scene.cells] == [["Name"], ["Total"], ["Applcs"], ["7.5"], ["Pears"], ["3"]]
    assert 50 < pair.scene.column_lines[0] < 90


def test_a_rule_is_the_separator_where_one_is_drawn() -> None:
    profile = np.zeros(60, np.float32)
    profile[33:35] = 90
    assert rule_in(profile, 20, 40) == 34
    assert rule_in(profile, 0, 20) == 10
    # What is filled is no rule.
    profile[22:40] = 90
    assert rule_in(profile, 20, 40) == 30


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.html", "<p>none</p>", "the source has no <table>"),
        ("a.html", "<table><tr><td>1</table><table><tr><td>2</table>", "several tables"),
        ("a.html", "<table><tr><td><table></table></td></tr></table>", "a table within a table"),
        ("a.html", "<table><tr><td></td></tr></table>", "has no words"),
        ("a.html", '<table><tr><td>a</td><td rowspan="2">b</td></tr><tr><td colspan="2">c</td></tr></table>', "cells that overlap"),
        ("a.csv", 'a,"b\nc', "is no CSV"),
        ("a.csv", ",,\n,,", "has no words"),
        ("a.csv", "a\n" * 300, "more than 200 rows"),
    ],
)
def test_sources_that_are_no_table_are_said_to_be_none(name: str, text: str, message: str) -> None:
    with pytest.raises(Unusable, match=message):
        table_of(name, text)


def test_a_picture_of_something_else_is_refused() -> None:
    source = parse_csv("Name,Total\nApples,7.5\nPears,3\n")
    with pytest.raises(Unusable, match="no text was read"):
        pair_of(BLANK, source, [])
    with pytest.raises(Unusable, match=r'1 of the 6 texts of the source were read in the picture \("Total" was not\)'):
        pair_of(BLANK, source, lines((10, [("Name", 10, 40), ("quite another", 80, 190)])))
    with pytest.raises(Unusable, match="its rows are not where the source has them|texts of the source were read"):
        pair_of(BLANK, parse_csv("a,b\nc,d\n"), lines((10, [("a", 10, 20), ("b", 80, 90), ("c", 40, 50), ("d", 120, 130)])))


def test_html_is_read_as_a_browser_would() -> None:
    table = table_of(
        "a.html",
        '<table><caption>The <b>sales</b></caption><thead><tr><td colspan=2>A &amp; B</td></tr></thead><tr><th>x<td align="right">1<tr><td>y</table>',
    )
    assert (table.rows, table.columns, table.caption) == (3, 2, "The sales")
    said = [(c.row, c.column, c.column_span, c.text, c.header, c.align) for c in table.cells]
    assert said == [
        (0, 0, 2, "A & B", "column", None),
        (1, 0, 1, "x", "row", None),
        (1, 1, 1, "1", "none", "right"),
        (2, 0, 1, "y", "none", None),
        (2, 1, 1, "", "none", None),
    ]
    assert plain("A & B") == "ab"
