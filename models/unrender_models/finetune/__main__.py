"""Teaches the reader of flowcharts on a person's own pictures, and says what it is worth: the scores before and after on pictures of theirs that it was not taught on.

    python -m unrender_models.finetune FOLDER --checkpoint last.pt --out RUN [--minutes 20]

FOLDER holds pictures with their source beside them: x.png and x.mmd. Every fifth is kept for the scores. RUN/last.pt is the new checkpoint; `unrender_models.export` makes a package of it.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn

from ..batch import batches, collate
from ..evaluate import evaluate, line
from ..losses import dense_losses, region_losses, sequence_loss, total
from ..mixture import Source, make_samples
from ..model import Reader, load
from ..sample import Sample
from .pairs import Unusable, sample_of

KEPT = 5
"""Every so many-th picture is kept for the scores."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m unrender_models.finetune", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--steps", type=int, help="at most; without it, as many as the minutes allow")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--pairs", type=Path, help="what finetune/read.mjs wrote, instead of reading the pictures now")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    pairs = (args.pairs.read_text("utf-8") if args.pairs else read(args.folder)).splitlines()
    samples = usable(args.folder, pairs)
    if len(samples) < 2:
        sys.exit("Fewer than two pictures can be learned from.")
    taught = [sample for index, sample in enumerate(samples) if index % KEPT != KEPT - 1 or len(samples) < KEPT]
    kept = [sample for index, sample in enumerate(samples) if index % KEPT == KEPT - 1] or samples
    model = load(str(args.checkpoint))
    print(f"{len(samples)} pictures: {len(taught)} are taught, {len(kept)} kept for the scores", flush=True)
    before = evaluate(model, kept)["all"]
    print(f"before: {line(before)}", flush=True)
    tune(model, taught, args.minutes, args.steps, args.rate)
    after = evaluate(model, kept)["all"]
    print(f"after:  {line(after)}", flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save({"config": asdict(model.config), "model": model.state_dict()}, args.out / "last.pt")
    (args.out / "scores.json").write_text(
        json.dumps({"taught": len(taught), "kept": len(kept), "before": before, "after": after}, indent=1) + "\n"
    )


def read(folder: Path) -> str:
    """Parses the sources and reads the pictures' text. @raises SystemExit with what the reader said"""
    root = Path(__file__).resolve().parents[3]
    node = root / "node_modules" / ".bin" / "node"
    command = [str(node) if node.exists() else shutil.which("node") or "node", str(Path(__file__).with_name("read.mjs")), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"The pictures could not be read: {done.stderr.strip()[-500:]}")
    return done.stdout


def usable(folder: Path, pairs: list[str]) -> list[Sample]:
    """Samples of the pictures that can be learned from; why the others cannot is said."""
    samples = []
    for text in pairs:
        pair = json.loads(text)
        try:
            if "problem" in pair:
                raise Unusable(pair["problem"])
            with Image.open(folder / pair["picture"]) as image:
                samples.append(sample_of(np.asarray(image.convert("RGB")), pair))
        except Unusable as problem:
            print(f"{pair['picture']} is left out: {problem}.", flush=True)
    return samples


def tune(model: Reader, taught: list[Sample], minutes: float, most: int | None, rate: float) -> None:
    """A batch of the person's, then one of drawn pictures with all that is true of them: what was learned before is not to be forgotten."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.02, betas=(0.9, 0.98))
    end, step, epoch = time.monotonic() + minutes * 60, 0, 0
    model.train()
    while time.monotonic() < end and (most is None or step < most):
        drawn = make_samples((Source("flowchart", 1.0),), 9_000_000 + epoch, 16, 180_000, None)
        rehearsal = list(batches(drawn, 400_000, random.Random(epoch)))
        for batch in batches(list(taught), 400_000, random.Random(epoch)):
            seen = model.look(batch.pixels, batch.boxes, batch.kinds)
            losses = {**region_losses(seen, batch), "sequence": sequence_loss(model.write(seen, batch.ids[:, :-1], batch.kinds), batch)}
            total(losses).backward()
            other = rehearsal[step % len(rehearsal)] if rehearsal else collate(taught[:1])
            seen = model.look(other.pixels, other.boxes, other.kinds)
            losses = {
                **dense_losses(seen, other),
                **region_losses(seen, other),
                "sequence": sequence_loss(model.write(seen, other.ids[:, :-1], other.kinds), other),
            }
            total(losses).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1.0, (step + 1) / 20)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            step += 1
            if time.monotonic() > end or (most is not None and step >= most):
                break
        epoch += 1
    print(f"{step} steps, {epoch} rounds", flush=True)


if __name__ == "__main__":
    main()
