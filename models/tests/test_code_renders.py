"""What the development set of code is made of: passages, sessions with their places, pages."""

from __future__ import annotations

import re
from random import Random

from unrender_models.renders.code import corpus, pages, terminal
from unrender_models.renders.code.corpus import Source

PYTHON = "import os\n\n\n" + "".join(f"def f{i}(a, b):\n\tif a > {i}:\n\t\treturn b + {i}\n\treturn os.sep * {i}\n\n" for i in range(12))


def test_passages_show_what_was_written() -> None:
    found = corpus.passage(Source("package 1.0 f.py", "MIT", "python", PYTHON), Random(1), 9)
    assert found is not None
    rows = found.text.split("\n")
    assert rows[-1] == "" and rows[-2] != "" and all(row == row.rstrip() for row in rows)
    assert "\t" not in found.text and any(row.startswith("        return") for row in rows)


def test_licence_headers_and_wide_text_are_left_out() -> None:
    assert corpus.passage(Source("x", "MIT", "python", "# Copyright (c) 2020\n" * 30), Random(1), 9) is None
    assert corpus.passage(Source("x", "MIT", "python", PYTHON.replace("os.sep", "os.sep" * 30)), Random(1), 9) is None


def test_headers_may_be_cpp() -> None:
    assert corpus.dialect(corpus.Passage("std::vector<int> a;\n", "c", "", "")) == "cpp"
    assert corpus.dialect(corpus.Passage("int a;\n", "c", "", "")) == "c"


def test_traces_name_their_places() -> None:
    for seed in range(40):
        made = terminal.trace(Random(seed))
        assert made.frames, made.text
        for frame in made.frames:
            assert re.search(re.escape(str(frame["path"])) + r'(:|", line )' + str(frame["line"]) + r"(?!\d)", made.text), (
                frame,
                made.text,
            )


def test_pages_hold_the_text_escaped() -> None:
    look = pages.Look("default", "DejaVu Sans Mono", 14)
    page = pages.terminal("$ echo '<b>&'\n<b>&\n", look, Random(0), None)
    assert "&lt;b&gt;&amp;" in page and "<b>" not in page
    assert pages.soft("recognition") != "recognition" and pages.soft("recognition").replace("\u00ad", "") == "recognition"
