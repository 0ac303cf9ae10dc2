"""Makes the proof's material: for each row a checkpoint, its packages and what the reference answers.

    python -m unrender_models.proof --out FOLDER [ROW ...]

The engine is then run on it: `npm run prove` does both and prints the table.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..convert.formats import Format
from .reference import Reference


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("rows", nargs="*", help="none named: all")
    args = parser.parse_args()
    try:
        import transformers  # noqa: F401
    except ImportError:
        sys.exit("The references come from transformers, which is not installed: pip install -e 'models[family]'")
    import torch

    from .rows import ROWS

    # Tiny matrices: a second thread only waits, and one thread sums in one order.
    torch.set_num_threads(1)
    unknown = [name for name in args.rows if name not in ROWS]
    if unknown:
        sys.exit(f"Unknown row: {', '.join(unknown)}. Rows: {', '.join(ROWS)}.")
    for key in args.rows or ROWS:
        make(key, args.out / key)
        print(key, flush=True)


def make(key: str, folder: Path) -> None:
    """One row: FOLDER/checkpoint, FOLDER/<format> (packages), FOLDER/cases.json and floats."""
    from .rows import ROWS, convert_row
    from .towers import Towers

    shutil.rmtree(folder, ignore_errors=True)
    (folder / "checkpoint").mkdir(parents=True)
    row = ROWS[key]()
    row.save(folder / "checkpoint")
    for fmt in row.formats():
        convert_row(row, folder / "checkpoint", folder / fmt, fmt)
    (folder / "pictures.u8").write_bytes(b"".join(picture.tobytes() for picture in row.pictures))
    sizes = [{"width": picture.shape[1], "height": picture.shape[0]} for picture in row.pictures]
    about: dict[str, Any] = {"name": row.name, "pictures": sizes}
    if isinstance(row, Towers):
        about |= {"formats": row.formats(), "texts": row.texts, **write_logits(folder / "towers.f32", [row.logits()])[0]}
    else:
        about["clips"] = row.clips
        about["variants"] = [described_cases(row, folder, fmt) for fmt in row.formats()]
    (folder / "cases.json").write_text(json.dumps(about) + "\n", "utf-8")


def described_cases(row: Reference, folder: Path, fmt: Format) -> dict[str, Any]:
    """Asks the reference every prompt, with the weights that the format stands for; the batch is read together."""
    asked = row.cases() if fmt == "fp32" else row.cases()[:2]
    together = row.batch() if fmt == "fp32" else []
    with row.stored_as(fmt, row.model) if row.model is not None else nullcontext():
        answers = [*(row.answer(case) for case in asked), *(row.answer_batch(together) if together else [])]
    places = write_logits(folder / f"{fmt}.f32", [answer.logits for answer in answers])
    cases = [
        {"name": c.name, "pieces": c.pieces, "greedy": a.greedy, **place}
        for c, a, place in zip([*asked, *together], answers, places, strict=True)
    ]
    return {"format": fmt, "cases": cases}


def write_logits(file: Path, logits: list[NDArray[np.float32]]) -> list[dict[str, Any]]:
    """One file of floats; returns where each lies in it."""
    places: list[dict[str, Any]] = []
    offset = 0
    with file.open("wb") as stream:
        for values in logits:
            values.astype("<f4").tofile(stream)
            places.append({"offset": offset, "dims": list(values.shape)})
            offset += values.size
    return places


if __name__ == "__main__":
    main()
