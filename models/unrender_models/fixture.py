"""What the engine's evidence and grammar must compute, as numbers: `python -m unrender_models.fixture --out ../test/engine/fixtures/evidence.json`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from .runtime import next_token
from .vocabulary import BOS, CONTAINER, CONTINUATION, DIRECTION_0, EDGE_LABEL, LINK_0, LINKS, MERMAID, NONE, V

GAINS = {"source": 1.25, "stop": 0.75, "target": 1.5, "link": 0.5, "label": 0.8, "none": -2.5}


def cases() -> dict[str, Any]:
    generator = np.random.default_rng(7)
    roles = np.array([0, EDGE_LABEL, 7, CONTAINER, CONTINUATION, 3])
    count = len(roles)

    def noise(*shape: int) -> Any:
        return np.round(generator.normal(0, 3, shape), 3).astype(np.float32)

    seen = {"pairs": noise(1, count, count), "links": noise(1, count, count, len(LINKS)), "label_source": noise(1, count, count), "label_target": noise(1, count, count)}
    stream = [BOS, MERMAID, DIRECTION_0 + 1, V + 0, V + 2, LINK_0 + 3, V + 1, V + 0, V + 5, LINK_0, NONE, V + 3, V + 3, LINK_0 + 2, NONE, V + 5, V + 2, LINK_0, NONE]
    steps = []
    for length in range(1, len(stream) + 1):
        extra, mask = next_token(stream[:length], roles, seen, GAINS)
        steps.append({"ids": stream[:length], "allowed": np.flatnonzero(mask).tolist(), "evidence": [round(float(v), 4) for v in extra[mask]]})
    return {"gains": GAINS, "roles": roles.tolist(), "seen": {k: v.reshape(-1).round(3).tolist() for k, v in seen.items()}, "steps": steps}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(cases()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
