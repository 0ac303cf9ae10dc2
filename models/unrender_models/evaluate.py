"""Quick scores on samples with given regions: what training watches. The scorer of record works on emitted Mermaid (models/evaluation)."""

from __future__ import annotations

from collections import defaultdict

import torch

from .batch import collate
from .generate import edges_of, greedy
from .model import Reader
from .sample import Sample

Scores = dict[str, float]


@torch.no_grad()
def evaluate(model: Reader, samples: list[Sample], size: int = 8) -> dict[str, Scores]:
    """Scores by renderer, with `all`: role accuracy, parent accuracy, edge precision, recall, F1, triple F1 (with link and label), exact edge sets,
    and the F1 of the pair logits alone (`pairs`), which shows what the decoder adds."""
    model.eval()
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    ordered = sorted(samples, key=lambda s: s.pixels.size)
    for start in range(0, len(ordered), size):
        group = ordered[start : start + size]
        batch = collate(group)
        seen = model.look(batch.pixels, batch.boxes, batch.kinds)
        roles = seen.roles.argmax(-1)
        ids = greedy(model, seen, batch.kinds, roles)
        for i, sample in enumerate(group):
            count = len(sample.kinds)
            truth = {e[:2] for e in sample.edges}
            written = edges_of(ids[i].tolist())
            found = {e[:2] for e in written}
            voted = {(int(a), int(b)) for a, b in (seen.pairs.exist_BRR[i] > 0).nonzero()}
            triples = set(sample.edges) & set(written)
            good = int((roles[i, :count] == batch.roles[i, :count]).sum())
            parents = int((seen.pairs.parent_BRR[i, :count].argmax(-1) == batch.parents[i, :count]).sum())
            for name in ("all", sample.renderer.split("/")[0]):
                s = sums[name]
                for key, value in (
                    ("n", 1), ("roles", good), ("parents", parents), ("regions", count), ("both", len(truth & found)), ("truth", len(truth)), ("found", len(found)),
                    ("triples", len(triples)), ("exact", truth == found), ("vote", len(truth & voted)), ("voted", len(voted)),
                    ("kind", int(seen.kind[i].argmax()) == sample.kind), ("direction", int(seen.direction[i].argmax()) == sample.direction),
                ):  # fmt: skip
                    s[key] += float(value)
    model.train()
    return {name: summary(s) for name, s in sums.items()}


def summary(s: dict[str, float]) -> Scores:
    return {
        "n": s["n"], "kind": s["kind"] / s["n"], "dir": s["direction"] / s["n"], "roles": s["roles"] / max(1.0, s["regions"]),
        "parents": s["parents"] / max(1.0, s["regions"]), "P": s["both"] / max(1.0, s["found"]), "R": s["both"] / max(1.0, s["truth"]),
        "F1": 2 * s["both"] / max(1.0, s["found"] + s["truth"]), "triple": 2 * s["triples"] / max(1.0, s["found"] + s["truth"]),
        "exact": s["exact"] / s["n"], "pairs": 2 * s["vote"] / max(1.0, s["voted"] + s["truth"]),
    }  # fmt: skip


def line(scores: Scores) -> str:
    return " ".join(f"{key} {value:.0f}" if key == "n" else f"{key} {value:.3f}" for key, value in scores.items())
