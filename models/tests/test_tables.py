"""Painted tables are true to themselves, and samples are true to their scenes."""

from __future__ import annotations

import json
from random import Random

import numpy as np

from unrender_models.scene import Line
from unrender_models.tables.generate import draw_table
from unrender_models.tables.plan import make_plan
from unrender_models.tables.sample import CLEAN, NOWHERE, Noise, Piece, make_table_sample, merged, signal
from unrender_models.tables.scene import Cell, TableScene, separators

SCENES = [draw_table(Random(seed)) for seed in range(30)]


def test_plans_cover_their_grid_once_within_bounds() -> None:
    for seed in range(200):
        plan = make_plan(Random(seed))
        taken = np.zeros((plan.rows, plan.columns), int)
        for slot in plan.slots:
            taken[slot.row : slot.row + slot.row_span, slot.column : slot.column + slot.column_span] += 1
        assert (taken == 1).all()
        assert 2 <= plan.rows <= 30 and 2 <= plan.columns <= 12


def test_every_look_and_structure_comes_up() -> None:
    scenes = [*SCENES, *(draw_table(Random(seed)) for seed in range(100, 160))]
    looks = {scene.renderer.split("-")[0] for scene in scenes}
    assert looks == {"draw", "terminal"}
    assert any("chrome" in scene.renderer for scene in scenes)
    assert any(cell.column_span > 1 for scene in scenes for cell in scene.cells) and any(cell.row_span > 1 for scene in scenes for cell in scene.cells)
    assert any(len(cell.lines) > 1 for scene in scenes for cell in scene.cells) and any(not cell.lines for scene in scenes for cell in scene.cells)
    assert any(scene.header_rows == 2 for scene in scenes) and any(scene.caption for scene in scenes) and any(scene.outside for scene in scenes)


def test_a_seed_gives_one_picture() -> None:
    again = draw_table(Random(7))
    assert (again.image == SCENES[7].image).all() and again.to_json() == SCENES[7].to_json()


def test_text_lies_in_its_cell_and_separators_lie_between_texts() -> None:
    for scene in SCENES:
        assert len(scene.row_lines) == scene.rows - 1 and len(scene.column_lines) == scene.columns - 1
        rows, columns = [scene.box[1], *scene.row_lines, scene.box[3]], [scene.box[0], *scene.column_lines, scene.box[2]]
        assert rows == sorted(rows) and columns == sorted(columns)
        for cell in scene.cells:
            for line in cell.lines:
                middle = ((line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2)
                assert columns[cell.column] < middle[0] < columns[cell.column + cell.column_span], scene.renderer
                assert rows[cell.row] < middle[1] < rows[cell.row + cell.row_span], scene.renderer


def test_ink_is_where_the_truth_says() -> None:
    for scene in SCENES:
        for line in scene.all_lines():
            x0, y0, x1, y1 = (round(v) for v in line.box)
            patch = scene.image[max(0, y0) : y1, max(0, x0) : x1 + 1].astype(int)
            assert np.abs(patch - np.median(patch.reshape(-1, 3), axis=0)).max() > 40, (scene.renderer, line)


def test_a_scene_survives_json() -> None:
    for scene in SCENES[:5]:
        again = TableScene.from_json(json.loads(json.dumps(scene.to_json())), scene.image)
        assert again.to_json() == scene.to_json() and again.header_rows == scene.header_rows


def test_a_gap_without_a_rule_is_cut_in_its_middle() -> None:
    def cell(column: int, x0: float, x1: float) -> Cell:
        return Cell(0, column, 1, 1, "none", "left", (column * 50.0, 0, column * 50.0 + 50, 10), [Line("x", (x0, 0, x1, 10))])

    cells = [cell(0, 2, 20), cell(1, 80, 98)]
    assert separators([0.0, 50.0, 100.0], [False], cells, 0) == [50.0]
    assert separators([0.0, 50.0, 100.0], [False], [cell(0, 2, 30), cell(1, 52, 98)], 0) == [41.0]
    assert separators([0.0, 50.0, 100.0], [True], [cell(0, 2, 30), cell(1, 52, 98)], 0) == [50.0]


def test_a_clean_sample_holds_every_text_in_its_cell() -> None:
    for seed, scene in enumerate(SCENES):
        sample = make_table_sample(scene, Random(seed), CLEAN)
        if sample is None:
            continue
        height, width = sample.pixels.shape
        assert max(height, width) <= 1536 and height * width <= 491_520
        assert len(sample.rows) == -(-height // 32) * 4 and len(sample.columns) == -(-width // 32) * 4
        assert sorted(sample.texts) == sorted(line.text for line in scene.all_lines())
        x, y = (sample.boxes[:, 0] + sample.boxes[:, 2]) / 2, (sample.boxes[:, 1] + sample.boxes[:, 3]) / 2
        for index, cell in enumerate(sample.cell):
            if cell != NOWHERE:
                row = int((sample.row_positions < y[index]).sum())
                column = int((sample.column_positions < x[index]).sum())
                assert sample.spans[index, 0] <= row < sample.spans[index, 1] and sample.spans[index, 2] <= column < sample.spans[index, 3]
                assert (sample.cells[cell] == sample.spans[index]).all()
        assert sample.rows.sum() <= scene.rows - 1 and sample.columns.sum() <= scene.columns - 1


def test_noise_stays_in_bounds() -> None:
    made = 0
    for seed, scene in enumerate(SCENES):
        sample = make_table_sample(scene, Random(seed), Noise())
        if sample is not None:
            made += 1
            assert len(sample.texts) == len(sample.boxes) == len(sample.cell) == len(sample.spans)
            assert sample.cell.max() < len(sample.cells)
    assert made >= 25


def test_texts_that_nearly_touch_are_read_as_one_over_both_cells() -> None:
    pieces = [Piece(Line("a", (0, 0, 10, 12)), 0, (0, 1, 0, 1)), Piece(Line("b", (15, 0, 30, 12)), 1, (0, 1, 1, 2)), Piece(Line("c", (90, 0, 99, 12)), 2, (0, 1, 2, 3))]
    joined = merged(pieces, Noise(merge=1.0), Random(0))
    assert [(piece.line.text, piece.span) for piece in joined] == [("a b", (0, 1, 0, 2)), ("c", (0, 1, 2, 3))]


def test_separators_at_stride_eight() -> None:
    marks = signal(np.array([0.0, 17.0, 63.9], np.float32), 60)
    assert marks.tolist() == [1, 0, 1, 0, 0, 0, 0, 1]
