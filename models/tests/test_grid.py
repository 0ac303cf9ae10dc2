"""The table reader: what it is told lies where the picture has it, padding and order change nothing, its decoding finds what was drawn, and it learns a few tables by heart."""

from __future__ import annotations

from random import Random

import numpy as np
import torch

from unrender_models.grid.batch import NOT_LEARNED, batches, collate, edges_of, marks, merges_of, mirrored, thinned
from unrender_models.grid.cells import OUTPUTS, pool
from unrender_models.grid.config import GridConfig
from unrender_models.grid.decode import band, box_places, decode_cells, rectangles, separators
from unrender_models.grid.evaluate import evaluate, html_of, text_of
from unrender_models.grid.losses import losses, total
from unrender_models.grid.model import TableModel
from unrender_models.grid.rasters import CHANNELS, axis_weights, begins_low, coverage, digit_share, extent, rasterise
from unrender_models.grid.read import TableRead
from unrender_models.tables.generate import draw_table
from unrender_models.tables.sample import CLEAN, TableSample, make_table_sample

SMALL = GridConfig(stem=16, width=16, stages=2, mix=8, axis=16, cell=16, cell_stages=2)


def samples(count: int, most: int = 120_000) -> list[TableSample]:
    found: list[TableSample] = []
    seed = 0
    while len(found) < count:
        sample = make_table_sample(draw_table(Random(seed)), Random(seed), CLEAN, most)
        seed += 1
        if sample is not None:
            found.append(sample)
    return found


SAMPLES = samples(12)


def test_texts_are_drawn_where_they_stand() -> None:
    drawn = rasterise(np.array([[8, 4, 20, 12], [30, 20, 31, 21], [-5, -5, 200, 3]], np.float32), ["Ab 12", "x", "7"], 32, 64)
    assert drawn.shape == (CHANNELS, 8, 16)
    assert drawn[0, 1:3, 2:5].all() and drawn[0, 3:5].sum() == 0 and drawn[0, 5, 7] == 1 and drawn[0].sum() == 6 + 1 + 16
    assert drawn[1, :, 2].sum() == 2 and drawn[2, :, 4].sum() == 2 and drawn[3, 1, 2:5].all() and drawn[4, 2, 2:5].all()
    assert drawn[5, 1, 3] == 0.5 and drawn[6, 5, 7] == 1 and drawn[6, 1, 3] == 0
    assert digit_share("") == 0 and digit_share("1 a") == 0.5 and begins_low("") == 0 and begins_low("élan") == 1 and begins_low("9a") == 0


def test_weights_are_shares_of_cells() -> None:
    weights = coverage([(4, 20), (16, 24), (18, 18), (500, 600), (-40, -30)], 6)
    np.testing.assert_allclose(weights[0], [0.25, 0.5, 0.25, 0, 0, 0], atol=1e-6)
    assert weights[1, 2] == 1 and weights[2, 2] == 1 and weights[3, 5] == 1 and weights[4, 0] == 1
    assert (weights.sum(1) == 1).all()
    both = axis_weights([0, 16, 48], 6)
    np.testing.assert_allclose(both[0], [[0.5, 0.5, 0, 0, 0, 0], [0, 0, 0.25, 0.25, 0.25, 0.25]])
    assert (both[1, 0].nonzero()[0] == [1, 2]).all()
    assert (
        extent(10, 90, []) == [4, 96] and extent(10, 90, [11, 50]) == [-13, 11, 50, 96] and extent(10, 90, [50, 100]) == [4, 50, 100, 124]
    )


def test_pooling_is_the_mean_of_rectangles() -> None:
    features = torch.arange(48.0).reshape(1, 1, 6, 8)
    rows, columns = (torch.from_numpy(axis_weights(edges, count))[:1] for edges, count in (([0, 16, 48], 6), ([8, 24, 64], 8)))
    pooled = pool(features, rows, columns)
    torch.testing.assert_close(
        pooled[0, 0],
        torch.stack([torch.stack([features[0, 0, a:b, c:d].mean() for c, d in ((1, 3), (3, 8))]) for a, b in ((0, 2), (2, 6))]),
    )


def test_separators_are_found_at_their_marks() -> None:
    wanted = [30.0, 47.5, 90.0, 171.0]
    mark = np.clip(marks(wanted, 60), 1e-4, 1 - 1e-4)
    positions, found = separators(np.log(mark / (1 - mark)).astype(np.float32), 10, 160)
    np.testing.assert_allclose(positions, wanted, atol=1.5)
    # The fourth is beyond what was read, and as sure.
    assert len(found) == 4 and min(found) > 0.7
    assert len(separators(np.full(60, -0.2, np.float32), 10, 160)[0]) == 0


def logits_of(sample: TableSample) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """What a perfect network would say."""
    logits = np.zeros((OUTPUTS, *sample.grid), np.float32)
    logits[:2] = np.where(merges_of(sample) == 1, 3.0, -3.0)
    for index, (r0, r1, c0, c1) in enumerate(sample.cells.tolist()):
        logits[2 + sample.headers[index], r0:r1, c0:c1] = 4
        logits[5 + sample.alignments[index], r0:r1, c0:c1] = 4
    return logits


def test_decoding_restores_every_table() -> None:
    for sample in SAMPLES:
        rows, columns = edges_of(sample, None)
        cells, count = decode_cells(logits_of(sample), rows, columns, sample.boxes, (sample.cell >= 0).tolist())
        assert [cell.rect for cell in cells] == [tuple(rect) for rect in sample.cells.tolist()]
        assert count == sample.header_rows
        for index, cell in enumerate(cells):
            assert sorted(cell.texts) == np.nonzero(sample.cell == index)[0].tolist()
            assert cell.align == sample.alignments[index]
            assert not cell.texts or cell.header == sample.headers[index]


def test_joined_cells_stay_rectangles() -> None:
    rng = np.random.default_rng(3)
    for _ in range(50):
        rows, columns = rng.integers(1, 7, 2)
        right, down = (rng.normal(-0.5, 2, (rows, columns)).astype(np.float32) for _ in range(2))
        taken = np.zeros((rows, columns), int)
        for r0, r1, c0, c1 in rectangles(right, down):
            taken[r0:r1, c0:c1] += 1
        assert (taken == 1).all()
    # One strong pair in an L: the third cell would cost more than it gains.
    assert rectangles(np.array([[5, -9], [-9, -9]], np.float32), np.array([[1, -9], [0, 0]], np.float32)) == [
        (0, 1, 0, 2),
        (1, 2, 0, 1),
        (1, 2, 1, 2),
    ]


def test_batches_hold_every_sample_once() -> None:
    held = list(batches(SAMPLES, 300_000, Random(1), most=5))
    assert sum(len(batch) for batch in held) == len(SAMPLES)
    assert all(batch.pixels.shape[2] % 32 == 0 and batch.texts.shape[2] * 4 == batch.pixels.shape[2] for batch in held)


def test_what_is_learned_lies_on_the_grid() -> None:
    batch = collate(SAMPLES[:4])
    for i, sample in enumerate(SAMPLES[:4]):
        rows, columns = sample.grid
        assert batch.mask[i].sum() == rows * columns
        assert (batch.merges[i, 0, :rows, : columns - 1] != NOT_LEARNED).all() and (
            batch.merges[i, 0, :, columns - 1 :] == NOT_LEARNED
        ).all()
        assert len(separators(torch.logit(batch.rows[i], 1e-4).numpy(), -1, 1e9)[0]) == rows - 1
        torch.testing.assert_close(batch.row_weights[i, :, :rows].sum(2), torch.ones(2, rows))


def test_mirroring_twice_is_nothing() -> None:
    for sample in SAMPLES[:4]:
        again = mirrored(mirrored(sample))
        assert (again.pixels == sample.pixels).all() and (again.cells == sample.cells).all() and (again.cell == sample.cell).all()
        np.testing.assert_allclose(again.boxes, sample.boxes, atol=1e-3)
        np.testing.assert_allclose(again.column_positions, sample.column_positions, atol=1e-3)
        once = mirrored(sample)
        assert (merges_of(once)[0, :, :-1] == merges_of(sample)[0, :, :-1][:, ::-1]).all()


def test_unread_texts_leave_the_grid_as_it_is() -> None:
    for seed, sample in enumerate(SAMPLES):
        part = thinned(sample, Random(seed))
        assert (
            0 < len(part.texts) <= len(sample.texts)
            and (part.cells == sample.cells).all()
            and len(part.boxes) == len(part.cell) == len(part.spans) == len(part.captions) == len(part.texts)
        )
        assert all(edges == sorted(edges) for edges in edges_of(part, None))


@torch.no_grad()
def test_wider_grids_in_a_batch_change_nothing() -> None:
    """The grid's network is masked: a table reads the same beside a larger one."""
    torch.manual_seed(1)
    model = TableModel(SMALL).eval()
    pair = sorted(SAMPLES, key=lambda s: s.grid)[:: len(SAMPLES) - 1]
    both = collate(pair)
    seen = model.look(both.pixels, both.texts)
    together = model.grid(seen, both.row_weights, both.column_weights, both.mask)
    rows, columns = pair[0].grid
    alone = model.grid(seen, both.row_weights[:, :, :rows], both.column_weights[:, :, :columns], both.mask[:, :, :rows, :columns])
    torch.testing.assert_close(together[0, :, :rows, :columns], alone[0], atol=1e-4, rtol=1e-3)


def test_texts_belong_to_what_lies_under_them() -> None:
    places = np.zeros((3, 4, 8), np.float32)
    places[0, :, :4] = 5
    places[2, :, 4:] = 5
    found = box_places(places, np.array([[2, 2, 30, 14], [33, 2, 63, 14], [60, 30, 90, 50]], np.float32))
    assert found.argmax(1).tolist() == [0, 2, 2] and np.allclose(found.sum(1), 1)
    assert band([0, 10, 20, 30], 9.9) == 0 and band([0, 10, 20, 30], 10) == 1 and band([0, 10, 20, 30], 99) == 2


def test_html_has_lines_and_spans() -> None:
    assert text_of([(0, 0, 9, 10), (20, 1, 29, 11), (0, 12, 9, 22)], ["a", "b", "c"]) == ["a b", "c"]
    cells, count = decode_cells(logits_of(SAMPLES[0]), *edges_of(SAMPLES[0], None), SAMPLES[0].boxes, (SAMPLES[0].cell >= 0).tolist())
    read = TableRead([0.0] * (SAMPLES[0].grid[0] - 1), [0.0] * (SAMPLES[0].grid[1] - 1), cells, count, np.zeros((0, 3)))
    html = html_of(read, SAMPLES[0].boxes.tolist(), SAMPLES[0].texts)
    assert html.count("<tr>") == SAMPLES[0].grid[0] and html.count("<td") == len(SAMPLES[0].cells)


def test_learns_two_tables() -> None:
    torch.manual_seed(2)
    two = sorted(SAMPLES, key=lambda s: s.pixels.size)[:2]
    model = TableModel(SMALL)
    batch = collate(two)
    optim = torch.optim.Adam(model.parameters(), 4e-3)
    first = {name: float(value.detach()) for name, value in losses(model, batch).items()}
    for _ in range(120):
        optim.zero_grad()
        values = losses(model, batch)
        total(values).backward()
        optim.step()
    assert all(float(values[name].detach()) < 0.4 * first[name] + 0.02 for name in ("rows", "columns", "places", "right", "down", "header"))
    scores = evaluate(model, two)
    assert scores["rows"] == scores["columns"] == 1
