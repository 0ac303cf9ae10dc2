"""Checks that any implementation of this architecture must pass."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from unrender_models.batch import collate
from unrender_models.config import ModelConfig
from unrender_models.generate import allowed, edges_of, greedy
from unrender_models.losses import dense_losses, region_losses, sequence_loss
from unrender_models.model import Reader
from unrender_models.resampler import PAD_KIND
from unrender_models.runtime import next_token
from unrender_models.sample import CLEAN, Sample, make_sample
from unrender_models.scene import Edge, Line, Node, Scene
from unrender_models.vocabulary import EOS, NONE, ROLES, V

TINY = ModelConfig(stem=8, middle=16, width=32, heads=1, stages=2, dense=16, pointer=16, d=64, d_heads=1, latents=4, resampler_layers=1, decoder_layers=2)


def scene() -> Scene:
    """Two boxes, an arrow with a label from the left one to the right one, and one without text below."""
    image = np.full((160, 320, 3), 255, np.uint8)
    image[40:80, 20:100] = image[40:80, 220:300] = image[120:150, 40:80] = 200
    image[59:61, 100:220] = image[80:120, 59:61] = 0
    nodes = [
        Node("rect", (220, 40, 300, 80), [Line("Pay", (245, 54, 275, 66))]),
        Node("round", (20, 40, 100, 80), [Line("Order", (40, 54, 80, 66))]),
        Node("circle", (40, 120, 80, 150)),
    ]
    edges = [Edge(1, 0, points=[(100, 60), (220, 60)], lines=[Line("yes", (150, 44, 170, 56))]), Edge(2, 1, "dotted", "none", "none", [(60, 120), (60, 80)])]
    return Scene(image, "LR", nodes, edges)


def sample() -> Sample:
    import random

    made = make_sample(scene(), random.Random(0), CLEAN, 300_000)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def reader() -> Reader:
    torch.manual_seed(0)
    return Reader(TINY).eval()


def test_sample_lists_regions_in_reading_order_with_edges_between_them() -> None:
    s = sample()
    assert s.texts == ["yes", "Order", "Pay", ""]
    assert [ROLES[r] for r in s.roles] == ["edge_label", "round", "rect", "circle"]
    assert s.kinds.tolist() == [0, 0, 0, 1]
    # The undirected edge is written in reading order, from "Order" to the circle.
    assert [(a, b, l) for a, b, _, l in s.edges] == [(1, 2, 0), (1, 3, -1)]


def test_dense_truth_lies_where_the_picture_has_ink() -> None:
    s = sample()
    edge = s.maps[1].astype(bool)
    line = np.argwhere(edge)
    assert len(line) > 10
    for y, x in line:
        assert s.pixels[y * 8 : y * 8 + 8, x * 8 : x * 8 + 8].max() > 40
    assert set(s.pointers[0][edge].tolist()) <= {1, -1}


def test_every_loss_is_finite_and_reaches_the_encoder(reader: Reader) -> None:
    batch = collate([sample(), sample()])
    reader.zero_grad()
    seen = reader.look(batch.pixels, batch.boxes, batch.kinds)
    losses = {**dense_losses(seen, batch), **region_losses(seen, batch)}
    losses["sequence"] = sequence_loss(reader.write(seen, batch.ids[:, :-1], batch.kinds), batch)
    assert all(torch.isfinite(v) for v in losses.values()), losses
    losses["sequence"].backward()
    assert reader.encoder.patch.weight.grad is not None
    assert reader.encoder.patch.weight.grad.abs().sum() > 0


def test_padded_regions_change_nothing(reader: Reader) -> None:
    batch = collate([sample()])
    with torch.no_grad():
        plain = reader.look(batch.pixels, batch.boxes, batch.kinds)
        boxes = torch.cat([batch.boxes, torch.zeros(1, 3, 4)], 1)
        kinds = torch.cat([batch.kinds, torch.full((1, 3), PAD_KIND)], 1)
        padded = reader.look(batch.pixels, boxes, kinds)
    torch.testing.assert_close(padded.roles[:, :4], plain.roles, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(padded.pairs.exist_BRR[:, :4, :4], plain.pairs.exist_BRR, atol=1e-4, rtol=1e-4)


def test_cached_steps_equal_the_uncached_decoder(reader: Reader) -> None:
    batch = collate([sample()])
    with torch.no_grad():
        seen = reader.look(batch.pixels, batch.boxes, batch.kinds)
        visual = reader.decoder.visual(seen.latents, seen.regions)
        whole = reader.decoder(batch.ids, visual, torch.ones(1, 1, 1, TINY.latents + 4, dtype=torch.bool))
        past_k = past_v = torch.zeros(TINY.decoder_layers, 1, TINY.d_heads, 0, TINY.d // TINY.d_heads)
        rows = []
        for start, stop in ((0, 4), (4, 5), (5, batch.ids.shape[1])):
            logits, k, v = reader.decoder.step(batch.ids[:, start:stop], torch.tensor([start]), past_k, past_v, *visual)
            past_k, past_v = torch.cat([past_k, k], 3), torch.cat([past_v, v], 3)
            rows.append(logits)
    torch.testing.assert_close(torch.cat(rows, 1), whole, atol=1e-4, rtol=1e-4)


def test_closed_gates_give_the_decoder_without_a_picture() -> None:
    torch.manual_seed(1)
    reader = Reader(TINY).eval()
    batch = collate([sample()])
    with torch.no_grad():
        for layer in reader.decoder.cross:
            layer.gate_attention.zero_()
            layer.gate_feed.zero_()
        seen = reader.look(batch.pixels, batch.boxes, batch.kinds)
        inputs, keys, k, v = reader.decoder.visual(seen.latents, seen.regions)
        present = torch.ones(1, 1, 1, TINY.latents + 4, dtype=torch.bool)
        one = reader.decoder(batch.ids, (inputs, keys, k, v), present)
        other = reader.decoder(batch.ids, (inputs, keys, k * 0 + 3, v * -2), present)
    torch.testing.assert_close(one, other)


def test_stepwise_evidence_equals_the_batched_one(reader: Reader) -> None:
    """`runtime.next_token` is what the engine does; `Evidence` is what training did."""
    batch = collate([sample()])
    with torch.no_grad():
        seen = reader.look(batch.pixels, batch.boxes, batch.kinds)
        ids = batch.ids[:, :-1]
        zero = torch.zeros(1, ids.shape[1], V + 4)
        whole = reader.evidence(zero, ids, seen.pairs)[0]
        plain = {"pairs": seen.pairs.exist_BRR, "links": seen.pairs.link_BRRK, "label_source": seen.pairs.label_source_BRR, "label_target": seen.pairs.label_target_BRR}
        gains = {name: float(getattr(reader.evidence, name)) for name in ("source", "stop", "target", "link", "label", "none")}
        for length in range(1, ids.shape[1] + 1):
            extra, mask = next_token(ids[0, :length].tolist(), batch.roles[0].numpy(), {k: v.numpy() for k, v in plain.items()}, gains)
            wanted = allowed(ids[:, :length], batch.roles)[0].numpy()
            assert (mask == wanted).all()
            np.testing.assert_allclose(extra[mask], whole[length - 1].numpy()[mask], atol=1e-4)


def test_greedy_streams_are_grammatical(reader: Reader) -> None:
    batch = collate([sample(), sample()])
    with torch.no_grad():
        seen = reader.look(batch.pixels, batch.boxes, batch.kinds)
    for row in greedy(reader, seen, batch.kinds, batch.roles, steps=120).tolist():
        assert EOS in row
        written = edges_of(row)
        assert written == sorted(set(written))
        for source, target, _, label in written:
            assert batch.roles[0, source] < len(ROLES) - 6
            assert batch.roles[0, target] < len(ROLES) - 6
            assert label == -1 or ROLES[int(batch.roles[0, label])] == "edge_label"


def test_edges_of_drops_an_unfinished_edge() -> None:
    assert edges_of([1, 5, 11, V + 1, V + 2, 15, NONE, V + 3, EOS]) == [(1, 2, 0, -1)]
