"""Training of the table reader.

    python -m unrender_models.grid.train --folder RUNS/table --store STORES... --renders RENDERS/tables --minutes 60 --decay

A pool is made of one piece of each store (grid/store.py) and of pictures drawn while the pool before was learned. Resumes from RUNS/table/last.pt.
Writes last.pt (weights, average, optimisers), log.jsonl (a line an evaluation) and log.txt.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import signal
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import torch
from torch import nn

from ..muon import Muon
from ..ranks import Ranks, together
from ..tables.sample import CLEAN, TableSample
from .batch import batches
from .config import GridConfig
from .evaluate import evaluate
from .losses import losses, total
from .model import TableModel, parameters
from .store import PAINTER, make_samples, pieces, read_piece

MUON = 3.0
OUTSIDE = ("patch.weight", "fine.0.weight", "texts.weight", "places.weight", "where.weight", "out.weight")
"""What AdamW trains beside everything that is no matrix: inputs and outputs."""


def optimisers(model: nn.Module, rate: float) -> list[torch.optim.Optimizer]:
    hidden = [p for n, p in model.named_parameters() if p.ndim in (2, 3, 4) and not n.endswith(OUTSIDE) and min(p.shape[:2]) >= 16]
    chosen = {id(p) for p in hidden}
    return [
        Muon([{"params": hidden}], lr=rate * MUON, weight_decay=0.02),
        torch.optim.AdamW([p for p in model.parameters() if id(p) not in chosen], lr=rate, weight_decay=0.02, betas=(0.9, 0.98)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--store", type=Path, nargs="*", default=[])
    parser.add_argument("--renders", nargs="*", default=[], help="folders of photographed tables")
    parser.add_argument("--draw", type=int, default=0, help="pictures drawn for each pool, of the renders if there are any, else painted")
    parser.add_argument("--held", type=Path, help="a piece that is only ever evaluated")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--decay", action="store_true", help="let the rate fall to 5 %% over this run")
    parser.add_argument("--batch-pixels", type=int, default=500_000)
    parser.add_argument("--pixels", type=int, default=300_000, help="largest picture")
    parser.add_argument("--check", type=float, default=10, help="minutes between evaluations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2, help="that train together; pools are theirs each")
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    together(args.processes, partial(run, args))


def run(args: argparse.Namespace, ranks: Ranks) -> None:
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)

    model = TableModel(GridConfig()).to(memory_format=torch.channels_last)
    average = copy.deepcopy(model)
    averaged = 0
    optims = optimisers(model, args.rate)
    state = {"seen": 0, "steps": 0, "pools": 0, "seconds": 0.0}
    last = args.folder / "last.pt"
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
        content = {
            "config": asdict(model.config),
            "model": average.state_dict(),
            "raw": model.state_dict(),
            "averaged": averaged,
            "optims": [o.state_dict() for o in optims],
            "state": state,
        }
        torch.save(content, args.folder / "next.pt")
        (args.folder / "next.pt").rename(last)

    def check(word: str) -> None:
        scores = evaluate(average, held)
        say(f"{word} {state['seen']}: " + " ".join(f"{key} {value:.3f}" for key, value in scores.items()))
        with (args.folder / "log.jsonl").open("a") as file:
            file.write(json.dumps({**state, **scores}) + "\n")

    def stored(pool: int) -> list[TableSample]:
        """A piece of each store; all pieces before any comes again."""
        found: list[TableSample] = []
        for folder in args.store:
            listed = [piece for piece in pieces(folder) if piece != args.held]
            if listed:
                found += read_piece(random.Random(f"{folder}/{pool // len(listed)}").sample(listed, len(listed))[pool % len(listed)])
        return found

    say(f"{parameters(model) / 1e6:.2f} M parameters, resumed at {state}, {vars(args)}")
    start = time.monotonic()
    begun, first = state["seconds"], state["steps"]
    evaluated = written = start
    sums: dict[str, float] = {}
    counted = 0
    held: list[TableSample] = []
    if ranks.first:
        held = read_piece(args.held)[:64] if args.held else make_samples([(PAINTER, 1.0)], 7_777_777, 48, args.pixels, CLEAN)
    sources = [(folder, 1.0) for folder in args.renders] or [(PAINTER, 1.0)]
    clock, ended = 0.0, False
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:

        def draw(pool: int) -> Future[list[TableSample]]:
            return workers.submit(make_samples, sources, args.seed * 1_000_000 + pool, args.draw, args.pixels)

        def turn() -> int:
            """Number of a pool, another one for each process."""
            return int(state["pools"]) * ranks.count + ranks.rank

        drawn = draw(turn()) if args.draw else None
        while not ended:
            # What is not drawn yet is for the next pool: training does not wait.
            pool = stored(turn())
            if drawn is not None and (drawn.done() or not pool):
                pool += drawn.result()
                drawn = None
            state["pools"] += 1
            if args.draw and drawn is None:
                drawn = draw(turn())
            for batch in batches(pool, args.batch_pixels, random.Random(turn())):
                fall = 1 - 0.95 * min(1.0, clock / (args.minutes * 60)) if args.decay else 1.0
                for optim in optims:
                    for group in optim.param_groups:
                        group["lr"] = (
                            args.rate * (MUON if isinstance(optim, Muon) else 1.0) * min(1.0, (state["steps"] - first + 1) / 40) * fall
                        )
                values = losses(model, batch)
                total(values).backward()
                elapsed = time.monotonic() - start
                clock, ended = ranks.average(model, elapsed, stop["asked"] or elapsed > args.minutes * 60)
                nn.utils.clip_grad_norm_(optims[1].param_groups[0]["params"], 2.0)
                for optim in optims:
                    optim.step()
                optims[1].zero_grad(set_to_none=True)
                averaged += 1
                with torch.no_grad():
                    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - min(0.995, averaged / (averaged + 10)))
                state["seen"] += int(ranks.sum(len(batch)))
                state["steps"] += 1
                state["seconds"] = begun + time.monotonic() - start
                for name, value in values.items():
                    sums[name] = sums.get(name, 0.0) + float(value.detach())
                counted += 1
                if counted == 50:
                    say(
                        f"{state['steps']} {state['seen']} {state['seconds']:.0f}s "
                        + " ".join(f"{name} {value / counted:.3f}" for name, value in sums.items())
                    )
                    sums, counted = {}, 0
                if time.monotonic() - written > 180:
                    save()
                    written = time.monotonic()
                if ranks.first and time.monotonic() - evaluated > args.check * 60:
                    check("EVAL")
                    evaluated = time.monotonic()
                if ended:
                    break
        if drawn is not None:
            drawn.cancel()
    save()
    if ranks.first and not stop["asked"]:
        check("FINAL")


if __name__ == "__main__":
    main()
