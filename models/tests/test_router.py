"""The router: what it is fed, what it says of padding, how samples are made, how thresholds are chosen."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from PIL import Image

from unrender_models.router import sample, store, train
from unrender_models.router.calibrate import probabilities, threshold
from unrender_models.router.kinds import DIAGRAMS, KINDS
from unrender_models.router.model import Router, load, save
from unrender_models.router.pictures import languages, models
from unrender_models.router.pictures.pages import merged
from unrender_models.router.prepare import channels, fed_size, normalised, prepare


def test_size_keeps_the_aspect_ratio_and_never_grows() -> None:
    assert fed_size(200, 100) == (200, 100)
    assert fed_size(2000, 1000) == (490, 245)
    assert fed_size(20_000, 100) == (960, 32)


def test_background_is_zero_in_light_and_dark() -> None:
    for back in (255, 20):
        rgb = np.full((40, 40, 3), back, np.uint8)
        rgb[10:14, 10:30] = 255 - back
        values = normalised(channels(rgb))
        assert values[:, 0, 0].tolist() == [0, 0, 0]
        assert values[0, 11, 11] > 0.8
        assert np.sign(values[2, 11, 11]) == (-1 if back == 255 else 1)


def test_kinds_agree_with_the_engine() -> None:
    text = (Path(__file__).parents[2] / "src/engine/readers/route.ts").read_text("utf-8")
    listed = text[text.index("routes = [") : text.index("] as const")]
    assert [part.split("'")[0] for part in listed.split("'")[1::2]] == list(KINDS)
    assert set(DIAGRAMS) < set(KINDS)


def test_padding_is_left_out() -> None:
    torch.manual_seed(0)
    model = Router().eval()
    pixels = torch.rand(1, 3, 64, 96)
    wide = torch.nn.functional.pad(pixels, (0, 96, 0, 64))
    valid = torch.zeros(1, 4, 6, dtype=torch.bool)
    valid[:, :2, :3] = True
    with torch.no_grad():
        alone, among, blind = model(pixels), model(wide, valid.flatten(1)), model(wide)
    # Convolutions see the padding's edge, pooling and attention do not see the padding.
    assert (alone - among).abs().max() < 0.5 * (alone - blind).abs().max() + 1e-3


def test_size_of_the_network() -> None:
    assert sum(p.numel() for p in Router().parameters()) < 2_000_000


def test_checkpoint_comes_back(tmp_path: Path) -> None:
    model = Router().eval()
    save(tmp_path / "a.pt", model)
    pixels = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        assert torch.equal(model(pixels), load(tmp_path / "a.pt").eval()(pixels))


@pytest.fixture
def small_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "part"
    folder.mkdir()
    lines = []
    for i, (kind, held) in enumerate((("chart", False), ("table", False), ("table", True))):
        Image.new("RGB", (120 + 40 * i, 90), (255, 255 - i, 250)).save(folder / f"{i}.png")
        lines.append({"image": f"{i}.png", "kind": kind, "renderer": "a", "style": "", "held": held})
    lines.append({"image": "missing.png", "kind": "table", "renderer": "a", "style": "", "held": False})
    (folder / "index.jsonl").write_text("\n".join(map(json.dumps, lines)))
    monkeypatch.setattr("sys.argv", ["store", str(folder), "--out", str(tmp_path / "store")])
    store.main()
    return tmp_path / "store"


def test_store_leaves_out_what_is_held(small_store: Path) -> None:
    opened = store.Store(small_store)
    assert [(e.kind, e.width, e.height) for e in opened.entries] == [("chart", 120, 90), ("table", 160, 90)]
    assert (opened.picture(opened.entries[1]) == (255, 254, 250)).all()


def test_samples_fit(small_store: Path) -> None:
    made = sample.make_samples(small_store, 3, 40)
    assert {s.kind for s in made} == {KINDS.index("chart"), KINDS.index("table")}
    for group in sample.batches(made, 200_000, Random(1)):
        height, width = (max(-(-s.pixels.shape[a] // 32) * 32 for s in group) for a in (1, 2))
        assert len(group) == 1 or len(group) * height * width <= 200_000


def test_a_store_grows_and_keeps_what_it_has(small_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.Store(small_store)
    kept = before.picture(before.entries[1]).copy()
    monkeypatch.setattr("sys.argv", ["store", "--out", str(small_store), "--append", "--seed", "more", "--layouts", "state/pair=2", "class/short=1"])
    store.main()
    after = store.Store(small_store)
    assert after.entries[:2] == before.entries
    assert [(e.kind, e.renderer) for e in after.entries[2:]] == [("state", "painted/pair")] * 2 + [("class", "painted/short")]
    assert (after.picture(after.entries[1]) == kept).all()
    last = after.entries[-1]
    assert last.offset + last.width * last.height * 3 == len(after.bytes)
    sizes = {after.picture(e).shape for e in after.entries[2:]}
    assert len(sizes) > 1


def test_weights_say_how_often_a_kind_is_drawn(small_store: Path) -> None:
    even = sample.make_samples(small_store, 5, 200)
    uneven = sample.make_samples(small_store, 5, 200, {"chart": 4.0})
    charts = [sum(s.kind == KINDS.index("chart") for s in made) for made in (even, uneven)]
    assert 80 < charts[0] < 120
    assert 145 < charts[1] < 175
    assert train.weight("state=1.5") == ("state", 1.5)
    for wrong in ("stat=2", "state=0", "state=-1"):
        with pytest.raises(ArgumentTypeError):
            train.weight(wrong)


def test_short_formulas_are_short_and_tight(tmp_path: Path) -> None:
    shard = tmp_path / "mathtext" / "shard-000"
    shard.mkdir(parents=True)
    lines = []
    for i, tokens in enumerate((["x", "=", "1"], ["a"] * 40)):
        Image.new("L", (200 * (i + 1), 48), 255 - 100 * i).save(shard / f"{i}.png")
        lines.append({"image": f"{i}.png", "em": 48, "renderer": "mathtext", "tokens": tokens})
    (shard / "formulas.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    made = list(store.short_formulas(tmp_path, 6, "t"))
    assert [(kind, renderer) for kind, renderer, _ in made] == [("formula", "short/mathtext")] * 6
    # 8 to 60 pixels an em of 48, 1 to 8 pixels around.
    assert all(8 + 2 <= picture.height <= 60 + 16 and picture.width < 200 * 60 / 48 + 17 for *_, picture in made)
    assert len({picture.size for *_, picture in made}) > 3
    assert list(store.short_formulas(tmp_path, 0, "t")) == []
    with pytest.raises(FileNotFoundError):
        list(store.short_formulas(tmp_path / "none", 1, "t"))


def test_threshold_is_the_smallest_that_is_right_enough() -> None:
    confidence = np.array([0.99, 0.95, 0.9, 0.8, 0.7, 0.6])
    right = np.array([True, True, True, False, True, True])
    assert threshold(confidence, right, 0.5) == 0.9
    assert threshold(confidence, ~right, 0.5) == 1.0
    assert threshold(confidence, np.ones(6, bool), 0.5) == 0.6
    assert probabilities(np.array([[0.0, 1.0]], np.float32), 1e-3)[0, 1] > 0.999


def test_languages_write_every_model() -> None:
    for seed in range(20):
        rng = Random(seed)
        s, c, m, e = models.sequence(rng), models.classes(rng), models.machine(rng), models.entities(rng)
        assert languages.mermaid_sequence(s).count("->>") >= len(languages.flat(s))
        assert languages.plantuml_sequence(s, rng, "").endswith("@enduml")
        assert all(each.name in languages.mermaid_classes(c, rng) for each in c.classes)
        assert languages.dot_classes(c, rng).count("->") == len(c.relations)
        assert all(state in languages.smcat(m) or not any(i in (a, b) for a, b, _ in m.moves) for i, state in enumerate(m.states))
        assert all(name in languages.dot_entities(e, rng) for name, _ in e.tables)


def test_text_of_one_run_is_one_block() -> None:
    blocks = [{"kind": "text", "run": "0", "is": "", "box": [0, 0, 50, 10]}, {"kind": "text", "run": "0", "is": "", "box": [0, 14, 80, 30]}, {"kind": "code", "run": "", "is": "", "box": [0, 40, 80, 60]}, {"kind": "text", "run": "1", "is": "", "box": [0, 70, 80, 80]}]
    assert [(b["kind"], b["box"]) for b in merged(blocks)] == [("text", [0, 0, 80, 30]), ("code", [0, 40, 80, 60]), ("text", [0, 70, 80, 80])]


def test_prepare_pads_to_multiples_of_32() -> None:
    assert prepare(np.full((33, 40, 3), 255, np.uint8)).shape == (3, 64, 64)
