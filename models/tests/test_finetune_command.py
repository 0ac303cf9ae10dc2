"""The command that teaches readers on a person's folder: what is used of it, what is left out and why, and what comes of it."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import asdict
from pathlib import Path

import onnxruntime as ort
import pytest
import torch
from PIL import Image, ImageDraw
from test_finetune_tables import lines_of

from unrender_models.finetune.__main__ import main
from unrender_models.finetune.folder import Unusable, pairs_of, source_text
from unrender_models.finetune.formulas import Formulas, bare
from unrender_models.finetune.readers import kind_of, load
from unrender_models.finetune.strangers import html_of
from unrender_models.formula.vocabulary import V, decode
from unrender_models.grid.config import GridConfig
from unrender_models.grid.graphs import CellsGraph, Vision
from unrender_models.grid.model import TableModel
from unrender_models.grid.rasters import CHANNELS
from unrender_models.tables.generate import draw_table
from unrender_models.transcriber.config import TranscriberConfig
from unrender_models.transcriber.model import Transcriber

GRID = GridConfig(stem=16, width=16, stages=2, mix=8, axis=16, cell=16, cell_stages=2)
LINE = TranscriberConfig(vocabulary=V, stem=16, middle=16, width=32, heads=2, stages=2, d=32, d_heads=2, layers=2)


def checkpoint(file: Path, model: TableModel | Transcriber) -> Path:
    torch.save({"config": asdict(model.config), "model": model.state_dict()}, file)
    return file


def picture(file: Path, text: str = "x + 1") -> None:
    image = Image.new("RGB", (120, 40), "white")
    ImageDraw.Draw(image).text((20, 10), text, fill="black", font_size=18)
    image.save(file)


def test_a_folder_is_sorted_by_what_lies_beside_its_pictures(tmp_path: Path) -> None:
    for name in ("a.png", "b.JPG", "c.png", "d.png", "e.png", "f.png"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    for name in ("a.mmd", "b.CSV", "c.tex", "c.html", "d.puml", "f.htm", "notes.md"):
        (tmp_path / name).write_text("x")
    found, left = pairs_of(tmp_path)
    assert [(pair.picture, pair.source, pair.kind) for pair in found] == [
        ("a.png", "a.mmd", "flowchart"),
        ("b.JPG", "b.CSV", "table"),
        ("f.png", "f.htm", "table"),
    ]
    assert [name for name, _ in left] == ["c.png", "d.png", "e.png"]
    assert [why.split(" (")[0] for _, why in left] == [
        "it has several sources: c.html, c.tex",
        "its source d.puml is of no kind that is known",
        "there is no source beside it",
    ]
    with pytest.raises(SystemExit, match="is no folder"):
        pairs_of(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SystemExit, match="holds no picture"):
        pairs_of(tmp_path / "empty")


def test_a_source_is_words(tmp_path: Path) -> None:
    for content, message in ((b"\xff\xfe\x00", "is no text in UTF-8"), (b" \n", "is empty")):
        (tmp_path / "a.csv").write_bytes(content)
        with pytest.raises(Unusable, match=message):
            source_text(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("$x$", "x"), ("$$ x $$\n", "x"), (r"\[ x \]", "x"), (r"\( x \)", "x"), ("\\begin{equation*}\nx % why\n\\end{equation*}", "x"), (r"50\% x", r"50\% x"), ("x = $y$", "x = $y$"),
    ],
)  # fmt: skip
def test_what_says_that_it_is_a_formula_is_none_of_it(text: str, said: str) -> None:
    assert bare(text) == said


def test_formulas_are_spelled_as_the_reader_spells_them(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    (tmp_path / "a.tex").write_text(r"\[ {x} + \frac 1 2 \]")
    own = Formulas.sample(tmp_path, {"picture": "a.png", "source": "a.tex"})
    assert decode(own.ids)[:3] == ["x", "+", r"\frac"]
    clean, dirty = own.line(None), own.line(random.Random(1))
    assert clean.ids == dirty.ids and clean.pixels.max() > 200 and clean.pixels.shape != dirty.pixels.shape
    (tmp_path / "a.tex").write_text(r"\frac{1")
    with pytest.raises(Unusable, match=r"a\.tex is no formula that can be learned"):
        Formulas.sample(tmp_path, {"picture": "a.png", "source": "a.tex"})


def test_checkpoints_are_told_apart(tmp_path: Path) -> None:
    table, line = checkpoint(tmp_path / "t.pt", TableModel(GRID)), checkpoint(tmp_path / "f.pt", Transcriber(LINE))
    assert (kind_of(table), kind_of(line)) == ("table", "formula")
    assert isinstance(load(table, "table"), TableModel) and isinstance(load(line, "formula"), Transcriber)
    with pytest.raises(SystemExit, match="There is no checkpoint"):
        kind_of(tmp_path / "none.pt")
    (tmp_path / "none.pt").write_text("words")
    with pytest.raises(SystemExit, match="is no checkpoint of a reader"):
        kind_of(tmp_path / "none.pt")
    torch.save({"config": {"width": 3}, "model": {}}, tmp_path / "other.pt")
    with pytest.raises(SystemExit, match="none of the readers that can be taught"):
        kind_of(tmp_path / "other.pt")


def test_one_command_teaches_tables_and_formulas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.manual_seed(0)
    folder, out = tmp_path / "own", tmp_path / "run"
    folder.mkdir()
    read = []
    for number in range(6):
        scene = draw_table(random.Random(number))
        Image.fromarray(scene.image).save(folder / f"t{number}.png")
        (folder / f"t{number}.html").write_text("<p>no table</p>" if number == 5 else html_of(scene))
        read.append(json.dumps({"picture": f"t{number}.png", "lines": lines_of(scene)}))
    for number, formula in enumerate(("x + 1", "y - 2")):
        picture(folder / f"f{number}.png", formula)
        (folder / f"f{number}.tex").write_text(formula)
    picture(folder / "g.png")
    (folder / "g.mmd").write_text("flowchart TD\n  a --> b\n")
    picture(folder / "h.png")
    (tmp_path / "read.jsonl").write_text("\n".join(read))
    table, line = TableModel(GRID), Transcriber(LINE)
    files = [checkpoint(tmp_path / "t.pt", table), checkpoint(tmp_path / "f.pt", line)]
    monkeypatch.setattr(
        sys,
        "argv",
        [
            "finetune",
            str(folder),
            "--checkpoint",
            *map(str, files),
            "--out",
            str(out),
            "--steps",
            "2",
            "--pairs",
            str(tmp_path / "read.jsonl"),
        ],
    )
    main()
    told = json.loads((out / "scores.json").read_text())
    assert {kind: (row["taught"], row["kept"], row["steps"]) for kind, row in told.items()} == {"table": (4, 1, 2), "formula": (2, 2, 2)}
    assert set(told["table"]["before"]) == set(told["table"]["after"]) >= {"rows", "columns", "spans", "texts"}
    assert set(told["formula"]["before"]) == {"n", "exact", "edits"}
    left = (out / "left-out.txt").read_text().splitlines()
    assert left == [
        "h.png: there is no source beside it (h.mmd, h.mermaid, h.html, h.htm, h.csv, h.tex)", "g.png: g.mmd is a flowchart, and no checkpoint of a reader of those was given",
        "t5.png: the source has no <table>",
    ]  # fmt: skip
    assert "t5.png is left out: the source has no <table>." in capsys.readouterr().out
    for kind, model in (("table", table), ("formula", line)):
        assert kind_of(out / f"{kind}.pt") == kind
        after = torch.load(out / f"{kind}.pt", weights_only=True)["model"]
        assert any(not torch.equal(value, after[name]) for name, value in model.state_dict().items())


def test_the_package_of_tables_can_be_taught_as_it_ships(tmp_path: Path) -> None:
    package = Path(__file__).parents[1] / "packages" / "unrender-table"
    assert kind_of(package) == "table"
    model = load(package, "table")
    assert isinstance(model, TableModel)
    pixels, texts = torch.rand(1, 1, 64, 96), torch.rand(1, CHANNELS, 16, 24)
    session = ort.InferenceSession(str(package / "vision.onnx"), providers=["CPUExecutionProvider"])
    wanted = session.run(None, {"pixels": pixels.numpy(), "texts": texts.numpy()})
    with torch.no_grad():
        seen = Vision(model.eval())(pixels, texts)
        grid = torch.rand(1, 2, 3, 8), torch.rand(1, 2, 4, 12)
        cells = CellsGraph(model)(seen[0], texts, *grid)
    session = ort.InferenceSession(str(package / "cells.onnx"), providers=["CPUExecutionProvider"])
    names = ("features", "texts", "row_weights", "column_weights")
    wanted += session.run(None, {name: value.numpy() for name, value in zip(names, (seen[0], texts, *grid), strict=True)})
    for own, other in zip((*seen, cells), wanted, strict=True):
        assert torch.allclose(own, torch.from_numpy(other), atol=1e-3)
    with pytest.raises(SystemExit, match="it has no manifest"):
        load(tmp_path, "table")
    with pytest.raises(SystemExit, match="is a package for flowchart: what only training needs is not in it"):
        load(package.parent / "unrender-s", "table")
