"""What teaches the encoder to see and follow lines: hops, strokes, marks; and the optimiser that trains it."""

from __future__ import annotations

import random

import numpy as np
import torch
from torch import nn

from unrender_models.batch import collate
from unrender_models.losses import MARK_OF, STROKE_OF, hop_loss
from unrender_models.muon import Muon
from unrender_models.sample import CLEAN, HOPS, STRIDE, make_sample
from unrender_models.scene import Edge, Line, Node, Scene
from unrender_models.vocabulary import LINKS, MARKS, STROKES, link_token


def crossing() -> Scene:
    """Two straight lines of 400 px that cross in the middle; text is 12 px high, so that a pixel of the picture is one of the model."""
    image = np.full((416, 416, 3), 255, np.uint8)
    places = [(0, 192, 32, 224), (384, 192, 416, 224), (192, 0, 224, 32), (192, 384, 224, 416)]
    nodes = [Node("rect", (float(x0), float(y0), float(x1), float(y1)), [Line(str(i), (x0 + 10, y0 + 10, x0 + 22, y0 + 22))]) for i, (x0, y0, x1, y1) in enumerate(places)]
    edges = [Edge(0, 1, points=[(32, 212), (384, 212)]), Edge(3, 2, points=[(212, 384), (212, 32)])]
    return Scene(image, "LR", nodes, edges)


def test_hops_lie_on_the_line_at_their_reach_and_are_unknown_where_lines_cross() -> None:
    s = make_sample(crossing(), random.Random(0), CLEAN, 300_000)
    assert s is not None
    row, column = 212 // STRIDE, 120 // STRIDE
    for level, reach in enumerate(HOPS):
        back, forward = s.hops[level, :2, row, column], s.hops[level, 2:, row, column]
        here = np.array([column + 0.5, row + 0.5]) * STRIDE
        np.testing.assert_allclose(here + forward.astype(float) * reach, [124 + reach, 212], atol=3)
        np.testing.assert_allclose(here + back.astype(float) * reach, [max(32, 124 - reach), 212], atol=3)
    crossed = s.hops[:, :, row, 212 // STRIDE]
    assert np.isnan(crossed).all()
    assert np.isnan(s.hops[:, :, 0, 0]).all()


def test_a_hop_may_be_told_in_either_order() -> None:
    s = make_sample(crossing(), random.Random(0), CLEAN, 300_000)
    assert s is not None
    wanted = collate([s]).hops
    right = [wanted[:, level].nan_to_num() for level in range(2)]
    assert hop_loss(right, wanted) < 1e-6
    assert hop_loss([hop.roll(2, 1) for hop in right], wanted) < 1e-6
    assert hop_loss([hop + 0.5 for hop in right], wanted) > 0.5


def test_strokes_and_marks_of_links_are_those_that_they_are_made_of() -> None:
    for stroke in STROKES:
        for start, end, mark in (("none", "none", "none"), ("none", "arrow", "arrow"), ("arrow", "arrow", "arrow")):
            link = link_token(stroke, start, end)
            assert (STROKES[STROKE_OF[link]], MARKS[MARK_OF[link]]) == (stroke, mark), LINKS[link]
    assert [MARKS[MARK_OF[link_token("solid", "none", mark)]] for mark in ("circle", "cross")] == ["circle", "cross"]


def test_muon_steps_groups_in_their_periods_with_summed_gradients() -> None:
    torch.manual_seed(0)
    often, seldom = nn.Parameter(torch.randn(8, 8)), nn.Parameter(torch.randn(4, 8, 3, 3))
    optim = Muon([{"params": [often]}, {"params": [seldom], "period": 2}], lr=0.1)
    before = seldom.detach().clone()
    for step in range(2):
        (often.square().sum() + (seldom * (step + 1)).sum()).backward()
        optim.step()
        assert often.grad is None
        assert torch.equal(seldom, before) == (step == 0)
        assert (seldom.grad is None) == (step == 1)
