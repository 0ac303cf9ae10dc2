"""Training of a transcriber. Draws a pool of pictures with all cores, trains on it, draws the next: neither waits for the other's threads.

    python -m unrender_models.transcriber.train --folder RUNS/formula --shards SHARDS... --held SHARD --minutes 120

Resumes from RUNS/formula/last.pt. Writes last.pt (weights, average, optimisers), log.jsonl (a line an evaluation) and log.txt.
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

from ..formula.vocabulary import V
from ..muon import Muon
from ..ranks import Ranks, together
from .batch import Line, batches
from .config import TranscriberConfig
from .generate import evaluate
from .lines import make_lines
from .losses import losses
from .model import Transcriber

MUON = 3.0
OUTSIDE = ("tokens.weight", "count.weight", "patch.weight", "fine.0.weight", "symbols.weight")
"""What AdamW trains beside everything that is no matrix: inputs and outputs."""
STEM = ("patch", "fine.", "patch_norm")


def optimisers(model: nn.Module, rate: float) -> list[torch.optim.Optimizer]:
    hidden = [p for n, p in model.named_parameters() if p.ndim in (2, 4) and not n.endswith(OUTSIDE) and min(p.shape[:2]) >= 16]
    chosen = {id(p) for p in hidden}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    groups: list[dict[str, Any]] = [{"params": [p for p in hidden if min(p.shape[:2]) < 192]}, {"params": [p for p in hidden if min(p.shape[:2]) >= 192], "period": 3}]
    return [Muon(groups, lr=rate * MUON, weight_decay=0.02), torch.optim.AdamW(rest, lr=rate, weight_decay=0.02, betas=(0.9, 0.98))]


def adopt_stem(model: Transcriber, checkpoint: Path) -> None:
    """Starts from the diagram reader's stem (its first channel is the picture; the two that show line kinds are left out)."""
    saved: dict[str, torch.Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)["model"]
    own = model.encoder.state_dict()
    for name in own:
        if name.startswith(STEM):
            value = saved[f"encoder.{name}"]
            own[name] = value[:, :1] if name == "patch.weight" else value
    model.encoder.load_state_dict(own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--shards", type=Path, nargs="+", required=True)
    parser.add_argument("--held", type=Path, nargs="*", default=[], help="shards that are only ever evaluated")
    parser.add_argument("--stem", type=Path, help="checkpoint of a diagram reader whose stem a new run starts from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--decay", action="store_true", help="let the rate fall to 5 %% over this run")
    parser.add_argument("--batch-pixels", type=int, default=600_000)
    parser.add_argument("--tokens", type=int, default=160, help="longest stream, with begin and end")
    parser.add_argument("--misread", type=float, default=0.0, help="share of the decoder's input tokens that are replaced by others")
    parser.add_argument("--pool", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2, help="that train together; batches are theirs each")
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    together(args.processes, partial(run, args))


def run(args: argparse.Namespace, ranks: Ranks) -> None:
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)

    model = Transcriber(TranscriberConfig(V)).to(memory_format=torch.channels_last)
    state = {"seen": 0, "steps": 0, "pools": 0, "seconds": 0.0}
    last = args.folder / "last.pt"
    if args.stem and not last.exists():
        adopt_stem(model, args.stem)
    average = copy.deepcopy(model)
    averaged = 0
    optims = optimisers(model, args.rate)
    if last.exists():
        saved = torch.load(last, weights_only=True)
        model.load_state_dict(saved["raw"])
        average.load_state_dict(saved["model"])
        averaged = saved["averaged"]
        for optim, content in zip(optims, saved["optims"], strict=True):
            optim.load_state_dict(content)
        state = saved["state"]
    log = open(args.folder / "log.txt" if ranks.first else os.devnull, "a", buffering=1)  # noqa: SIM115 - lives as long as the process
    stop = {"asked": False}
    signal.signal(signal.SIGTERM, lambda *_: stop.update(asked=True))

    def say(text: str) -> None:
        if ranks.first:
            print(text, flush=True)
        log.write(text + "\n")

    def save() -> None:
        if not ranks.first:
            return
        content = {"config": asdict(model.config), "model": average.state_dict(), "raw": model.state_dict(), "averaged": averaged,
                   "optims": [o.state_dict() for o in optims], "state": state}  # fmt: skip
        torch.save(content, args.folder / "next.pt")
        (args.folder / "next.pt").rename(last)

    size = sum(p.numel() for p in model.parameters())
    say(f"{size / 1e6:.2f} M parameters, resumed at {state}, {vars(args)}")
    start = time.monotonic()
    begun, first = state["seconds"], state["steps"]
    evaluated = written = start
    sums: dict[str, float] = {}
    counted = 0
    clock, ended = 0.0, False
    with ProcessPoolExecutor(max(1, 2 // ranks.count), mp_context=get_context("spawn")) as workers:

        def draw(shards: list[Path], seed: int, count: int) -> list[Line]:
            parts = [workers.submit(make_lines, shards, seed * 64 + i, count // 8, args.tokens) for i in range(8)]
            return [line for part in parts for line in part.result()]

        checked = {} if not ranks.first else {"known": draw(args.shards, 7_777_777, 96), **({"held": draw(args.held, 7_777_778, 96)} if args.held else {})}

        def check(word: str) -> None:
            for name, lines in checked.items():
                scores = evaluate(average, lines)
                say(f"{word} {state['seen']} {name}: " + " ".join(f"{key} {value:.3f}" for key, value in scores.items()))
                with (args.folder / "log.jsonl").open("a") as file:
                    file.write(json.dumps({**state, "set": name, **scores}) + "\n")

        while not ended:
            drawn = time.monotonic()
            pool = draw(args.shards, 1000 * args.seed + ranks.count * int(state["pools"]) + ranks.rank, args.pool // ranks.count)
            state["pools"] += 1
            say(f"pool {state['pools']}: {len(pool)} pictures in {time.monotonic() - drawn:.0f} s")
            for batch in batches(pool, args.batch_pixels, random.Random(state["pools"])):
                fall = 1 - 0.95 * min(1.0, clock / (args.minutes * 60)) if args.decay else 1.0
                warm = min(1.0, (state["steps"] - first + 1) / 60)
                for optim in optims:
                    for group in optim.param_groups:
                        group["lr"] = args.rate * (MUON if isinstance(optim, Muon) else 1.0) * warm * fall
                values = losses(model, batch, args.misread)
                torch.stack(list(values.values())).sum().backward()
                elapsed = time.monotonic() - start
                clock, ended = ranks.average(model, elapsed, stop["asked"] or elapsed > args.minutes * 60)
                nn.utils.clip_grad_norm_(optims[1].param_groups[0]["params"], 2.0)
                for optim in optims:
                    optim.step()
                optims[1].zero_grad(set_to_none=True)
                averaged += 1
                with torch.no_grad():
                    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - min(0.998, averaged / (averaged + 10)))
                state["seen"] += int(ranks.sum(len(batch)))
                state["steps"] += 1
                state["seconds"] = begun + time.monotonic() - start
                for name, value in values.items():
                    sums[name] = sums.get(name, 0.0) + float(value.detach())
                counted += 1
                if counted == 50:
                    say(f"{state['steps']} {state['seen']} {state['seconds']:.0f}s " + " ".join(f"{name} {value / counted:.3f}" for name, value in sums.items()))
                    sums, counted = {}, 0
                if time.monotonic() - written > 300:
                    save()
                    written = time.monotonic()
                if ranks.first and time.monotonic() - evaluated > 900:
                    check("EVAL")
                    evaluated = time.monotonic()
                if ended:
                    break
        save()
        if ranks.first and not stop["asked"]:
            check("FINAL")


if __name__ == "__main__":
    main()
