"""Makes the proof's material: for each row a checkpoint, its packages and what the reference answers.

    python -m unrender_models.proof --out FOLDER [ROW ...]

The engine is then run on it: `npm run prove` does both and prints the table.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from .tiny import Answer, Case


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
    """One row: FOLDER/checkpoint, FOLDER/<variant>, FOLDER/cases.json and cases.f32."""
    from .rows import ROWS, convert_row

    shutil.rmtree(folder, ignore_errors=True)
    (folder / "checkpoint").mkdir(parents=True)
    row = ROWS[key]()
    row.save(folder / "checkpoint")
    for name, fmt in row.variants():
        convert_row(row, folder / "checkpoint", folder / name, fmt)
    described: list[dict[str, Any]] = []
    with (folder / "cases.f32").open("wb") as stream:
        offset = 0
        together = row.batch()
        pairs = [(case, row.answer(case)) for case in row.cases()] + list(zip(together, row.answer_batch(together), strict=True))
        for case, answer in pairs:
            answer.logits.astype("<f4").tofile(stream)
            described.append({"name": case.name, "pieces": case.pieces, "offset": offset, "dims": answer.logits.shape, "greedy": answer.greedy})
            offset += answer.logits.size
    row.pictures.tofile(folder / "pictures.u8")
    about = {"name": row.name, "size": row.size, "count": len(row.pictures), "variants": [name for name, _ in row.variants()], "cases": described}
    (folder / "cases.json").write_text(json.dumps(about) + "\n", "utf-8")


__all__ = ["Answer", "Case", "make"]

if __name__ == "__main__":
    main()
