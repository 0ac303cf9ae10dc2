"""Painted pictures of the router's kinds: the same for a seed, of fit sizes, every text inside, quickly made."""

from __future__ import annotations

import time
from random import Random
from typing import Any

import numpy as np
import pytest
from PIL import ImageDraw

from unrender_models.router import store
from unrender_models.router.kinds import KINDS
from unrender_models.router.pictures import painted
from unrender_models.router.pictures.painted import LAYOUTS, draw
from unrender_models.router.pictures.painted.pen import Pen, border

EVERY = [(kind, layout) for kind, layouts in LAYOUTS.items() for layout in layouts]
TIMES = 20


def test_kinds_are_the_routers() -> None:
    assert set(LAYOUTS) <= set(KINDS)
    assert all(len(LAYOUTS[kind]) >= 2 for kind in LAYOUTS if kind != "table")


@pytest.mark.parametrize(("kind", "layout"), EVERY)
def test_layout(kind: str, layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outside: list[tuple[str, tuple[float, ...], tuple[int, int]]] = []
    write = ImageDraw.ImageDraw.text

    def checked(self: ImageDraw.ImageDraw, xy: tuple[float, float], text: str, *args: Any, **words: Any) -> None:
        box = self.textbbox(xy, text, font=words["font"], anchor=words["anchor"])
        width, height = self.im.size
        if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
            outside.append((text, box, (width, height)))
        write(self, xy, text, *args, **words)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", checked)
    draw(kind, layout, Random("warm"))
    outside.clear()
    start, seen = time.process_time(), set()
    for i in range(TIMES):
        picture = draw(kind, layout, Random(f"{kind}/{layout}/{i}"))
        assert picture.mode == "RGB"
        assert 8 < min(picture.size) and max(picture.size) < 3000
        assert np.asarray(picture).std() > 1
        seen.add(picture.tobytes())
    assert len(seen) == TIMES
    assert outside == []
    assert (time.process_time() - start) / TIMES < 0.3


@pytest.mark.parametrize(("kind", "layout"), [("state", "machine"), ("diagram", "timing"), ("interface", "form"), ("code", "plain"), ("terminal", "logs")])
def test_a_seed_gives_one_picture(kind: str, layout: str) -> None:
    first, again, other = (draw(kind, layout, Random(seed)) for seed in (7, 7, 8))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_nothing_drawn_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LAYOUTS, "class", {"nothing": lambda pen: None})
    monkeypatch.setattr(painted, "surroundings", lambda pen: None)
    with pytest.raises(RuntimeError, match="class/nothing"):
        draw("class", "nothing", Random(1))


def test_an_edge_begins_and_ends_at_the_borders() -> None:
    assert border((0, 0, 10, 4), (100, 2)) == (10, 2)
    assert border((0, 0, 10, 10), (5, 50), oval=True) == (5, 10)
    pen = Pen(Random(1))
    assert pen.route((0, 0, 10, 10), (0, 40, 10, 50), "ortho") == [(5, 10), (5, 40)]


def test_store_takes_each_layout_as_a_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painted, "LAYOUTS", {"state": LAYOUTS["state"]})
    made = [(kind, renderer) for kind, renderer, _ in store.painted(2)]
    assert made.count(("state", "painted/nested")) == 2
    assert made.count(("table", "painted/table")) == 2
    assert {renderer for kind, renderer in made if kind == "state"} == {f"painted/{layout}" for layout in LAYOUTS["state"]}
    assert list(store.painted(0)) == []
