"""Training. Draws a pool of pictures with all cores, trains on it, draws the next: neither waits for the other's threads.

    python -m unrender_models.train --folder RUNS/one --minutes 120 --renders RENDERS/mermaid RENDERS/graphviz

Resumes from RUNS/one/last.pt. Writes last.pt (weights, average, optimiser), log.jsonl (a line an evaluation) and log.txt.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .batch import Batch, batches
from .config import ModelConfig
from .evaluate import evaluate, line
from .losses import dense_losses, region_losses, sequence_loss, total
from .mixture import Source, entries, make_samples
from .model import Reader, parameters
from .muon import Muon
from .ranks import Ranks, together
from .sample import CLEAN, Sample

MUON = 3.0


def stage_of(seen: int) -> int:
    """Curriculum: the largest picture in pixels after `seen` pictures. Small graphs teach the same local skills at a third of the time."""
    for limit, pixels in ((6_000, 70_000), (16_000, 120_000), (40_000, 180_000), (49_400, 260_000)):
        if seen < limit:
            return pixels
    return 400_000


def optimisers(model: nn.Module, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the hidden matrices and convolutions (half the steps of AdamW on them), AdamW for everything else. Both follow one schedule, Muon at `MUON` times the rate."""
    outside = ("tokens.weight", "slots.weight", "kind.weight", "latents", "patch.weight", "fine.0.weight", "maps.weight", "offsets.weight", "stroke.weight", "mark.weight", "hops.0.weight", "hops.1.weight")
    hidden = [p for n, p in model.named_parameters() if p.ndim in (2, 4) and not n.endswith(outside) and min(p.shape[:2]) >= 16]
    chosen = {id(p) for p in hidden}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    wide = [p for p in hidden if min(p.shape[:2]) >= 192]
    groups: list[dict[str, Any]] = [{"params": [p for p in hidden if min(p.shape[:2]) < 192]}, {"params": wide, "period": 3}]
    return [Muon(groups, lr=rate * MUON, weight_decay=0.02), torch.optim.AdamW(rest, lr=rate, weight_decay=0.02, betas=(0.9, 0.98))]


class Average:
    """Exponential moving average of the weights: what is evaluated and shipped."""

    def __init__(self, model: Reader) -> None:
        self.model = copy.deepcopy(model)
        self.steps = 0

    @torch.no_grad()
    def update(self, model: Reader, decay: float) -> None:
        self.steps += 1
        decay = min(decay, self.steps / (self.steps + 10))
        torch._foreach_lerp_(list(self.model.parameters()), list(model.parameters()), 1 - decay)


def step(model: Reader, batch: Batch, weights: dict[str, float]) -> dict[str, float]:
    seen = model.look(batch.pixels, batch.boxes, batch.kinds)
    losses = {**dense_losses(seen, batch), **region_losses(seen, batch)}
    losses["sequence"] = sequence_loss(model.write(seen, batch.ids[:, :-1], batch.kinds), batch)
    total({n: v * weights.get(n, 1.0) for n, v in losses.items()}).backward()
    return {name: float(value.detach()) for name, value in losses.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--renders", nargs="*", default=[], help="folders of real renders")
    parser.add_argument("--renders-share", type=float, default=0.4)
    parser.add_argument("--negatives", nargs="*", default=[])
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--decay", action="store_true", help="let the rate fall to 5 %% over this run")
    parser.add_argument("--batch-pixels", type=int, default=1_000_000)
    parser.add_argument("--pixels", type=int, default=0, help="largest picture in pixels; 0: by the curriculum")
    parser.add_argument("--pool", type=int, default=1_500)
    parser.add_argument("--repeat", type=int, default=1, help="times that a pool is trained on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2, help="that train together; batches are theirs each")
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    together(args.processes, partial(run, args))


def run(args: argparse.Namespace, ranks: Ranks) -> None:
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)

    model = Reader(ModelConfig()).to(memory_format=torch.channels_last)
    average = Average(model)
    optims = optimisers(model, args.rate)
    state = {"seen": 0, "steps": 0, "pools": 0, "seconds": 0.0}
    last = args.folder / "last.pt"
    if last.exists():
        saved = torch.load(last, weights_only=True)
        model.load_state_dict(saved["raw"])
        average.model.load_state_dict(saved["model"])
        average.steps = saved["average_steps"]
        for optim, content in zip(optims, saved["optims"], strict=False):
            optim.load_state_dict(content)
        state = saved["state"]
    log = open(args.folder / "log.txt" if ranks.first else os.devnull, "a", buffering=1)  # noqa: SIM115 - lives as long as the process
    stop = {"asked": False}
    signal.signal(signal.SIGTERM, lambda *_: stop.update(asked=True))

    def say(text: str) -> None:
        if ranks.first:
            print(text, flush=True)
        log.write(text + "\n")

    def save(name: str = "last.pt") -> None:
        if not ranks.first:
            return
        content = {"config": asdict(model.config), "model": average.model.state_dict(), "raw": model.state_dict(), "average_steps": average.steps,
                   "optims": [o.state_dict() for o in optims], "state": state}  # fmt: skip
        torch.save(content, args.folder / "next.pt")
        (args.folder / "next.pt").rename(args.folder / name)

    def sources() -> tuple[Source, ...]:
        """A folder of renders counts in full from 1,500 scenes on: fewer would be learned by heart."""
        full = {folder: min(1.0, len(entries(folder)) / 1500) for folder in (*args.renders, *args.negatives)}
        shares = [Source(f, args.renders_share * full[f] / len(args.renders)) for f in args.renders if full[f] > 0]
        shares += [Source(f, 0.02 / len(args.negatives)) for f in args.negatives if full[f] > 0]
        return (Source("flowchart", 0.96 - sum(s.weight for s in shares)), Source("other", 0.04), *shares)

    say(f"{parameters(model) / 1e6:.2f} M parameters, resumed at {state}, {vars(args)}")
    start = time.monotonic()
    begun = state["seconds"]
    first = state["steps"]
    evaluated = saved = start
    checked: list[Sample] = []
    sums: dict[str, float] = {}
    counted = 0
    clock, ended = 0.0, False
    with ProcessPoolExecutor(max(1, 2 // ranks.count), mp_context=get_context("spawn")) as workers:

        def draw(seed: int, count: int, pixels: int, clean: bool = False) -> list[Sample]:
            chosen = sources()
            parts = [workers.submit(make_samples, chosen, seed * 64 + i, count // 8, pixels, CLEAN if clean else None) for i in range(8)]
            return [sample for part in parts for sample in part.result()]

        while not ended:
            pixels = args.pixels or stage_of(int(state["seen"]))
            drawn = time.monotonic()
            pool = draw(1000 * args.seed + ranks.count * int(state["pools"]) + ranks.rank, args.pool // ranks.count, pixels)
            if not checked and ranks.first:
                checked = draw(7_777_777, 96, 180_000, clean=True)
            state["pools"] += 1
            say(f"pool {state['pools']}: {len(pool)} pictures up to {pixels} px in {time.monotonic() - drawn:.0f} s")
            for _ in range(args.repeat):
                for batch in batches(pool, args.batch_pixels, random.Random(state["pools"])):
                    fall = 1 - 0.95 * min(1.0, clock / (args.minutes * 60)) if args.decay else 1.0
                    for optim in optims:
                        for group in optim.param_groups:
                            group["lr"] = args.rate * (MUON if isinstance(optim, Muon) else 1.0) * min(1.0, (state["steps"] - first + 1) / 60) * fall
                    losses = step(model, batch, {})
                    elapsed = time.monotonic() - start
                    clock, ended = ranks.average(model, elapsed, stop["asked"] or elapsed > args.minutes * 60)
                    nn.utils.clip_grad_norm_(optims[1].param_groups[0]["params"], 2.0)
                    for optim in optims:
                        optim.step()
                    optims[1].zero_grad(set_to_none=True)
                    average.update(model, 0.998)
                    state["seen"] += int(ranks.sum(len(batch)))
                    state["steps"] += 1
                    state["seconds"] = begun + time.monotonic() - start
                    for name, value in losses.items():
                        sums[name] = sums.get(name, 0.0) + value
                    counted += 1
                    if counted == 25:
                        text = " ".join(f"{name} {value / counted:.3f}" for name, value in sums.items())
                        say(f"{state['steps']} {state['seen']} {state['seconds']:.0f}s {text}")
                        sums, counted = {}, 0
                    if time.monotonic() - saved > 300:
                        save()
                        saved = time.monotonic()
                    if ranks.first and time.monotonic() - evaluated > 3000:
                        scores = evaluate(average.model, checked)
                        evaluated = time.monotonic()
                        for name, values in sorted(scores.items()):
                            say(f"EVAL {state['seen']} {name}: {line(values)}")
                        (args.folder / "log.jsonl").open("a").write(json.dumps({**state, "scores": scores}) + "\n")
                    if ended:
                        break
                if ended:
                    break
    save()
    if stop["asked"] or not ranks.first:
        return
    scores = evaluate(average.model, checked)
    for name, values in sorted(scores.items()):
        say(f"FINAL {state['seen']} {name}: {line(values)}")


if __name__ == "__main__":
    main()
