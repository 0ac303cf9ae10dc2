"""Formulas: streams and their parts, the generator, the size of text, samples."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from unrender_models.formula import size
from unrender_models.formula.corpus import in_python, in_text
from unrender_models.formula.grids import unbalanced
from unrender_models.formula.maker import Maker
from unrender_models.formula.recombine import Recombiner
from unrender_models.formula.sampler import Shards, samples
from unrender_models.formula.trees import StreamError, slots
from unrender_models.formula.vocabulary import BOS, CLASSES, EOS, TOKENS, V, decode, encode
from unrender_models.picture import distance_to_background

DEVELOPMENT = Path(__file__).resolve().parents[1] / "evaluation" / "formulas" / "development"
CORPUS = [line.split() for line in (
    r"x ^ 2 + \frac a { b + 1 } = 0",
    r"\sum _ { i = 1 } ^ n x _ i \leq \left( \frac 1 2 \right) ^ k",
    r"\begin{cases} 1 , & x > 0 \\ 0 & \mathrm { o t h e r w i s e } \end",
    r"\mathrm { T r } \hat \rho _ \mathrm { e f f } = \sqrt[] 3 { 1 - \mathbf v ^ 2 }",
)]  # fmt: skip


def test_tokens_are_distinct_and_ids_go_there_and_back() -> None:
    assert len(set(TOKENS)) == V
    ids = encode(CORPUS[0])
    assert (ids[0], ids[-1]) == (BOS, EOS)
    assert decode(ids[1:]) == CORPUS[0]
    with pytest.raises(KeyError):
        encode(["\\unheard"])


def test_a_stream_may_end_in_want_of_an_argument() -> None:
    for stream in (["a", "\\not"], ["\\frac", "1"], ["a", "_"]):
        with pytest.raises(StreamError):
            slots(stream)


def test_slots_are_the_arguments() -> None:
    tokens = CORPUS[0]
    found = {slot.kind: tokens[slot.start : slot.end] for slot in slots(tokens)}
    assert found == {"^": ["2"], "\\frac1": ["a"], "\\frac2": ["{", "b", "+", "1", "}"]}
    assert {slot.kind for slot in slots(CORPUS[1])} == {"_", "^", "\\frac1", "\\frac2"}
    assert [tokens for slot in slots(CORPUS[3]) if slot.kind == "_" for tokens in [CORPUS[3][slot.start : slot.end]]] == [
        ["\\mathrm", "{", "e", "f", "f", "}"]
    ]


@pytest.mark.parametrize("stream", ["{ x", "x }", "\\frac a", "_ 1 _", "\\left( x", "\\begin{matrix} x & y", "x &"])
def test_what_is_not_well_formed_is_refused(stream: str) -> None:
    with pytest.raises((StreamError, ValueError)):
        slots(stream.split())


@pytest.mark.parametrize("corpus", [[], CORPUS], ids=["alone", "with a corpus"])
def test_made_formulas_are_well_formed_and_of_the_vocabulary(corpus: list[list[str]]) -> None:
    recombiner = Recombiner(corpus, Random(5))
    seen = set[str]()
    for _ in range(1500):
        stream, _origin = recombiner.make()
        slots(stream)
        encode(stream)
        seen.update(stream)
    assert recombiner.make()[0] != recombiner.make()[0]
    # With so few, the rarest may be missing, but no class of tokens is.
    for name, tokens in CLASSES.items():
        if name != "special":
            assert seen & set(tokens), name


def test_the_same_seed_makes_the_same() -> None:
    assert [Recombiner(CORPUS, Random(7)).make() for _ in range(3)] == [Recombiner(CORPUS, Random(7)).make() for _ in range(3)]
    assert Maker(Random(1)).relation() == Maker(Random(1)).relation()


def test_lines_are_cut_where_nothing_is_open() -> None:
    assert unbalanced(["\\frac", "a", "{", "b"])
    assert unbalanced(["x", "_"])
    assert not unbalanced(["x", "_", "1"])


def test_sources_in_documentation() -> None:
    text = "Uses :math:`a^2`.\n\n.. math::\n   :label: one\n\n   x = y \\\\\n\n   z = w\n\nProse with $5 and $6.\n"
    assert [part.strip() for part in in_text(text, False)] == ["a^2", "x = y \\\\", "z = w"]
    assert list(in_text("see $x_1$ and $$y=2$$", True)) == ["y=2", "x_1"]
    assert list(in_python('def f():\n    r"""Of :math:`\\alpha + 1`."""\n')) == ["\\alpha + 1"]
    assert list(in_python("def f(:")) == []


def boxes(*rectangles: tuple[int, int, int, int], height: int = 40, width: int = 80) -> np.ndarray:
    grey = np.zeros((height, width), np.uint8)
    for x, y, w, h in rectangles:
        grey[y : y + h, x : x + w] = 200
    return grey


def test_components_touch_at_corners_and_are_told_apart_otherwise() -> None:
    found = size.components(boxes((2, 2, 5, 8), (7, 10, 4, 4), (20, 3, 6, 9), (27, 3, 1, 9)) > 0)
    assert sorted(map(tuple, found.tolist())) == [(1, 9, 9), (6, 9, 54), (9, 12, 56)]
    # A ring is one component, although its sides meet only at the end.
    ring = boxes((1, 1, 20, 20)) > 0
    ring[4:18, 4:18] = False
    assert size.components(ring)[:, :2].tolist() == [[20, 20]]


def test_an_em_grows_with_the_picture_and_does_not_see_contrast() -> None:
    grey = boxes((2, 5, 8, 12), (14, 8, 7, 9), (25, 5, 9, 16), (40, 12, 12, 2))
    rule = size.rule()
    em = size.em_of(grey, rule)
    assert em is not None
    assert size.em_of(np.kron(grey, np.ones((3, 3), np.uint8)), rule) == pytest.approx(3 * em, rel=1e-4)
    assert size.em_of((grey // 3).astype(np.uint8), rule) == pytest.approx(em)
    assert size.em_of(np.zeros((30, 30), np.uint8), rule) is None


def test_scales_keep_within_the_bounds() -> None:
    assert size.scale_for(300, 60, size.TARGET / 2) == 2.0
    assert size.scale_for(40, 20, 3.0) == size.MAX_SCALE
    assert size.scale_for(4000, 100, size.TARGET) == size.MAX_SIDE / 4000
    assert size.scale_for(100, 100, None) == 1.0


@pytest.mark.skipif(not DEVELOPMENT.exists(), reason="no development set")
def test_sizes_of_the_development_set_are_those_on_record() -> None:
    """The engine's test holds the same numbers against its own implementation."""
    record: dict[str, float | None] = json.loads((DEVELOPMENT / "sizes.json").read_text(encoding="utf-8"))["em"]
    for name in sorted(record)[::10]:
        grey = distance_to_background(np.asarray(Image.open(DEVELOPMENT / name).convert("RGB")))
        assert size.em_of(grey, size.rule()) == pytest.approx(record[name], rel=1e-4), name


def test_what_is_hard_or_rare_is_shown_more_often(tmp_path: Path) -> None:
    plain, barred, grid, rare = ["x", "+", "y"], ["\\bar", "x"], ["\\begin{cases}", "x", "\\\\", "y", "\\end"], ["\\aleph", "+", "y"]
    streams = [*[plain] * 900, *[barred] * 400, *[grid] * 400, rare]
    lines = [{"image": "a.png", "em": 24, "tokens": tokens, "latex": "", "renderer": "none", "font": "none"} for tokens in streams]
    (tmp_path / "formulas.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    shards = Shards([tmp_path])
    times = {picture.tokens: shards.times(picture) for picture in shards.pictures}
    # The rare sign stands in one of 1,701 pictures, a seventeenth of a hundredth: its root, 4.1, is cut off.
    assert [times[tuple(tokens)] for tokens in (plain, barred, grid, rare)] == [1, 2, 3, 3]
    assert [shards.times(replace(picture, renderer="opentype")) for picture in shards.pictures[899:901]] == [3, 6]


def test_samples_from_shards(tmp_path: Path) -> None:
    shard = tmp_path / "made" / "shard-000"
    shard.mkdir(parents=True)
    for index in range(3):
        ink = 255 - boxes((0, 6, 20, 28), (30, 12, 18, 22), (56, 6 + index, 24, 30))
        Image.fromarray(ink).save(shard / f"{index:06d}.png")
    lines = [{"image": f"{i:06d}.png", "em": 48, "tokens": ["a", "+", "b"], "renderer": "made", "font": "none"} for i in range(3)]
    (shard / "formulas.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    shards = Shards([tmp_path])
    stream = samples(shards, 3)
    first = [next(stream) for _ in range(40)]
    again = samples(shards, 3)
    for sample in first:
        twin = next(again)
        assert np.array_equal(sample.pixels, twin.pixels)
        height, width = sample.pixels.shape
        assert min(height, width) >= 32
        assert height * width <= size.MAX_PIXELS * 1.02 + 32 * size.MAX_SIDE
        assert sample.pixels.max() >= 200
        assert decode(sample.ids) == ["a", "+", "b"]
    with pytest.raises(FileNotFoundError):
        Shards([tmp_path / "nothing"])
