"""The transcriber: cached steps equal teacher forcing, padding changes nothing, and the glyphs' map lies where the glyphs are."""

from __future__ import annotations

import random

import numpy as np
import torch
from torch import Tensor

from unrender_models.transcriber.batch import Line, batches, collate
from unrender_models.transcriber.config import TranscriberConfig
from unrender_models.transcriber.encoder import CELL
from unrender_models.transcriber.generate import distance, greedy
from unrender_models.transcriber.losses import losses
from unrender_models.transcriber.model import Transcriber

CONFIG = TranscriberConfig(vocabulary=30, stem=16, middle=16, width=32, heads=2, stages=2, d=32, d_heads=2, layers=4, coverage=4)


def reader() -> Transcriber:
    """Not as it begins: what the account of what has been read does is zero there."""
    torch.manual_seed(1)
    model = Transcriber(CONFIG)
    for part in model.decoder.coverage:
        torch.nn.init.normal_(part.get_parameter("out.weight"), std=2.0)
    return model.eval()


def line(width: int, height: int, ids: list[int]) -> Line:
    pixels = np.zeros((height, width), np.uint8)
    glyphs = []
    for i, token in enumerate(ids[1:-1], 1):
        x = 4 + 12 * (i - 1)
        pixels[6:16, x : x + 8] = 40 + 7 * token
        glyphs.append((i, x, 6, x + 8, 16))
    return Line(pixels, ids, np.array(glyphs, np.float32).reshape(-1, 5))


LINES = [line(60, 30, [1, 5, 6, 7, 2]), line(100, 24, [1, 9, 8, 7, 6, 5, 2]), line(40, 40, [1, 12, 2])]


@torch.no_grad()
def test_cached_steps_equal_teacher_forcing() -> None:
    model, batch = reader(), collate(LINES[:1])
    features, width = model.encoder(batch.pixels)
    keys, values = model.decoder.visual(features)
    whole, (looks, watched) = model.decoder(batch.ids, keys, values, torch.ones(1, 1, 1, keys.shape[3], dtype=torch.bool), width)
    past_k = past_v = torch.zeros(CONFIG.layers, 1, CONFIG.d_heads, 0, CONFIG.d // CONFIG.d_heads)
    read = torch.zeros(1, keys.shape[3] // width, width)
    start = 0
    for size in (1, 2, 2):
        logits, k, v, seen, account = model.decoder.step(batch.ids[:, start : start + size], torch.tensor([start]), past_k, past_v, keys, values, read)
        torch.testing.assert_close(logits, whole[:, start : start + size], atol=1e-5, rtol=1e-4)
        torch.testing.assert_close(seen, looks[:, start : start + size], atol=1e-5, rtol=1e-4)
        assert account is not None
        past_k, past_v, read = torch.cat([past_k, k], 3), torch.cat([past_v, v], 3), account
        start += size
    torch.testing.assert_close(read.flatten(1), watched.sum(1), atol=1e-5, rtol=1e-4)


@torch.no_grad()
def test_streams_about_one_picture_know_nothing_of_each_other() -> None:
    """What search runs: several streams at once are as each of them alone."""
    model, batch = reader(), collate(LINES[:1])
    features, width = model.encoder(batch.pixels)
    keys, values = model.decoder.visual(features)
    streams = torch.tensor([[1, 5, 6], [1, 9, 9], [4, 3, 7]])
    past = torch.randn(2, CONFIG.layers, len(streams), CONFIG.d_heads, 2, CONFIG.d // CONFIG.d_heads)
    read = torch.rand(len(streams), keys.shape[3] // width, width)
    together = model.decoder.step(streams, torch.tensor([2]), past[0], past[1], keys, values, read)
    for index in range(len(streams)):
        one = slice(index, index + 1)
        alone = model.decoder.step(streams[one], torch.tensor([2]), past[0][:, one], past[1][:, one], keys, values, read[one])
        for whole, part, axis in zip(together, alone, (0, 1, 1, 0, 0), strict=True):
            assert whole is not None and part is not None
            torch.testing.assert_close(whole.narrow(axis, index, 1), part, atol=1e-5, rtol=1e-4)


@torch.no_grad()
def test_what_has_been_read_counts() -> None:
    """The same step after the same tokens, where everything has been read and where nothing has."""
    model, batch = reader(), collate(LINES[:1])
    features, width = model.encoder(batch.pixels)
    keys, values = model.decoder.visual(features)
    past = torch.zeros(CONFIG.layers, 1, CONFIG.d_heads, 0, CONFIG.d // CONFIG.d_heads)
    cells = keys.shape[3] // width, width
    half = torch.zeros(1, *cells)
    half[:, :, : width // 2] = 1
    first, second = (model.decoder.step(batch.ids[:, :1], torch.tensor([0]), past, past, keys, values, read)[0] for read in (torch.zeros(1, *cells), half))
    assert (first - second).abs().max() > 1e-3


@torch.no_grad()
def test_the_map_of_glyphs_lies_on_the_picture() -> None:
    model, batch = reader(), collate(LINES)
    features, width = model.encoder(batch.pixels)
    # A head that says of each half of a cell which cell and half it is.
    cells = features.shape[1]
    model.encoder.symbols = Index(cells)  # type: ignore[assignment]
    found = model.encoder.glyphs(features, width)
    assert found.shape[2:] == batch.symbols.shape[1:] == (batch.pixels.shape[2] // 8, batch.pixels.shape[3] // 8)
    for y in range(found.shape[2]):
        for x in range(found.shape[3]):
            assert found[0, 0, y, x] == (y // 2) * width + x + 0.5 * (y % 2)
    assert CELL == (8, 16)
    # Glyphs of 8 x 10 pixels from (4, 6): the cells whose centres they cover.
    assert batch.symbols[0, 1, 0] == batch.symbols[1, 1, 0] - 4 == 5
    assert (batch.symbols[0] >= 0).sum() >= 3


class Index(torch.nn.Module):
    def __init__(self, cells: int) -> None:
        super().__init__()
        self.cells = cells

    def forward(self, features: Tensor) -> Tensor:
        number = torch.arange(self.cells, dtype=torch.float32).expand(features.shape[0], -1)
        return torch.stack([number, number + 0.5], -1)


def test_batches_hold_every_picture_once() -> None:
    drawn = [line(40 + 8 * (i % 9), 24 + 8 * (i % 3), [1, *range(3, 4 + i % 4), 2]) for i in range(50)]
    held = [batch for batch in batches(drawn, 20_000, random.Random(3), most=8)]
    assert sum(len(batch) for batch in held) == 50 and max(len(batch) for batch in held) <= 8
    assert all(batch.pixels.shape[2] % 16 == 0 and batch.pixels.shape[3] % 8 == 0 for batch in held)


def test_distance() -> None:
    assert distance([1, 2, 3], [1, 3]) == 1 and distance([], [4, 5]) == 2 and distance([1, 2], [1, 2]) == 0 and distance([1, 2, 3], [3, 2, 1]) == 2


def test_learns_three_lines() -> None:
    """A few steps on three pictures: all losses fall, and greedy decoding spells them."""
    torch.manual_seed(2)
    model = Transcriber(CONFIG)
    batch = collate(LINES)
    optim = torch.optim.Adam(model.parameters(), 3e-3)
    first = {name: float(value.detach()) for name, value in losses(model, batch).items()}
    for _ in range(150):
        optim.zero_grad()
        values = losses(model, batch)
        torch.stack(list(values.values())).sum().backward()
        optim.step()
    assert all(float(values[name]) < 0.5 * first[name] for name in first)
    assert greedy(model.eval(), batch, 12) == [item.ids for item in LINES]
