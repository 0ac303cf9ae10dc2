"""Painted pictures of the router's kinds: the same for a seed, of fit sizes, every text inside, quickly made."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest
from PIL import ImageDraw

from unrender_models.router import store
from unrender_models.router.kinds import KINDS
from unrender_models.router.pictures import painted
from unrender_models.router.pictures.painted import LAYOUTS, draw, leaves, processes
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


def test_type_varies_from_tiny_to_large_and_heads_are_no_classes() -> None:
    sizes, heads, crisp = set(), set(), 0
    for seed in range(300):
        pen = Pen(Random(seed))
        pen.vary()
        sizes.add(pen.style.em)
        heads.add(pen.style.arrow)
        crisp += pen.crisp
        assert pen.em == pen.style.em >= 8
    assert min(sizes) < 10 and max(sizes) > 30
    assert heads == {"filled", "open", "barbed"}
    assert 15 < crisp < 60


def test_crisp_letters_have_no_grey_edges() -> None:
    def shades(crisp: bool) -> int:
        pen = Pen(Random(3))
        pen.style.background, pen.style.rough = (255, 255, 255), 0.0
        pen.crisp, pen.fine = crisp, False
        pen.text(0, 0, "Sgq", 24, (0, 0, 0))
        return len(np.unique(np.asarray(pen.picture(4))))

    assert shades(True) == 2
    assert shades(False) > 10


def test_ways_through_a_grid_do_not_enter_other_cells() -> None:
    for flip in (False, True):
        grid = processes.Grid(40, 60, 20, 16, flip)
        spots = [(u, v) for u in range(4) for v in range(3)]
        for a in spots:
            for b in spots:
                if a == b:
                    continue
                course = grid.course(a, b, 0)
                for spot in spots:
                    x0, y0, x1, y1 = grid.box(spot)
                    for (px, py), (qx, qy) in itertools.pairwise(course):
                        assert px == qx or py == qy
                        assert max(px, qx) <= x0 or min(px, qx) >= x1 or max(py, qy) <= y0 or min(py, qy) >= y1, (a, b, spot)


def test_a_page_is_never_prose_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def noted(name: str, paint: Callable[[leaves.Column], None]) -> Callable[[leaves.Column], None]:
        def run(self: leaves.Column) -> None:
            made.append(name)
            paint(self)

        return run

    for name in ("table", "code", "figure"):
        monkeypatch.setattr(leaves.Column, name, noted(name, getattr(leaves.Column, name)))
    for seed in range(6):
        made.clear()
        draw("page", "columns-of-prose", Random(seed))
        assert made


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
