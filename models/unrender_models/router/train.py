"""Training of the router. Draws a pool of samples with all cores, trains on it, draws the next.

    python -m unrender_models.router.train --folder RUNS/router --store STORE --held DEVELOPMENT --samples 40000 --decay

Resumes from RUNS/router/last.pt. Writes last.pt (weights, average, optimisers), log.jsonl (a line an evaluation) and log.txt.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..muon import Muon
from .evaluate import evaluate, pictures
from .kinds import KINDS
from .model import Router
from .prepare import normalised, padded
from .sample import Sample, batches, make_samples

MUON = 3.0
OUTSIDE = ("fine.weight", "queries.weight", "head.weight")
"""What AdamW trains beside everything that is no matrix: inputs and outputs."""


def optimisers(model: nn.Module, rate: float) -> list[torch.optim.Optimizer]:
    hidden = [p for n, p in model.named_parameters() if p.ndim in (2, 4) and not n.endswith(OUTSIDE)]
    chosen = {id(p) for p in hidden}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    groups: list[dict[str, Any]] = [{"params": hidden, "period": 2}]
    return [Muon(groups, lr=rate * MUON, weight_decay=0.05), torch.optim.AdamW(rest, lr=rate, weight_decay=0.05, betas=(0.9, 0.98))]


def collate(samples: list[Sample]) -> tuple[Tensor, Tensor, Tensor]:
    """Pixels [B, 3, H, W], which features are no padding [B, H/32 * W/32], kinds [B]."""
    height = max(-(-s.pixels.shape[1] // 32) for s in samples)
    width = max(-(-s.pixels.shape[2] // 32) for s in samples)
    pixels = torch.from_numpy(np.stack([padded(normalised(s.pixels), 32 * height, 32 * width) for s in samples]))
    valid = torch.zeros(len(samples), height, width, dtype=torch.bool)
    for i, s in enumerate(samples):
        valid[i, : -(-s.pixels.shape[1] // 32), : -(-s.pixels.shape[2] // 32)] = True
    return pixels.contiguous(memory_format=torch.channels_last), valid.flatten(1), torch.tensor([s.kind for s in samples])


def weight(text: str) -> tuple[str, float]:
    """KIND=WEIGHT."""
    kind, _, value = text.partition("=")
    if kind not in KINDS or not float(value) > 0:
        raise argparse.ArgumentTypeError(f"{text}: a kind ({', '.join(KINDS)}) and a weight above 0")
    return kind, float(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--held", type=Path, help="pictures to look at meanwhile: a folder with truth.jsonl")
    parser.add_argument("--samples", type=int, default=40_000, help="ends when so many were seen, those of earlier runs included")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", action="store_true", help="let the rate fall to 3 %% over this run's samples")
    parser.add_argument("--batch-pixels", type=int, default=2_500_000)
    parser.add_argument("--pool", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weights", type=weight, nargs="*", default=[], help="KIND=WEIGHT: how often a kind is drawn, 1 where not said")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    model = Router().to(memory_format=torch.channels_last)
    average = copy.deepcopy(model)
    optims = optimisers(model, args.rate)
    state = {"seen": 0, "steps": 0, "pools": 0, "seconds": 0.0}
    last = args.folder / "last.pt"
    if last.exists():
        saved = torch.load(last, weights_only=True)
        model.load_state_dict(saved["raw"])
        average.load_state_dict(saved["model"])
        for optim, content in zip(optims, saved["optims"], strict=True):
            optim.load_state_dict(content)
        state = saved["state"]
    log = open(args.folder / "log.txt", "a", buffering=1)  # noqa: SIM115 - lives as long as the process
    stop = {"asked": False}
    signal.signal(signal.SIGTERM, lambda *_: stop.update(asked=True))

    def say(text: str) -> None:
        print(text, flush=True)
        log.write(text + "\n")

    def save() -> None:
        content = {"config": asdict(model.config), "model": average.state_dict(), "raw": model.state_dict(), "optims": [o.state_dict() for o in optims], "state": state}
        torch.save(content, args.folder / "next.pt")
        (args.folder / "next.pt").rename(last)

    say(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, resumed at {state}, {vars(args)}")
    start = time.monotonic()
    begun, first, first_seen, saved_at, checked_at = state["seconds"], state["steps"], state["seen"], start, start
    sums, right, counted = 0.0, 0, 0
    held = pictures(args.held) if args.held else []

    def check(word: str) -> None:
        scores = evaluate(average, held)
        say(f"{word} {state['seen']} {state['seconds']:.0f}s " + " ".join(f"{k} {v:.3f}" for k, v in scores.items()))
        with (args.folder / "log.jsonl").open("a") as file:
            file.write(json.dumps({**state, **scores}) + "\n")

    with ProcessPoolExecutor(args.threads, mp_context=get_context("spawn")) as workers:
        while state["seen"] < args.samples and not stop["asked"]:
            drawn = time.monotonic()
            parts = [workers.submit(make_samples, args.store, (1000 * args.seed + int(state["pools"])) * 16 + i, args.pool // 4, dict(args.weights)) for i in range(4)]
            pool = [sample for part in parts for sample in part.result()]
            state["pools"] += 1
            say(f"pool {state['pools']}: {len(pool)} samples in {time.monotonic() - drawn:.0f} s")
            for batch in batches(pool, args.batch_pixels, random.Random(state["pools"])):
                done = (state["seen"] - first_seen) / max(1, args.samples - first_seen)
                fall = 1 - 0.97 * min(1.0, done) if args.decay else 1.0
                for optim in optims:
                    for group in optim.param_groups:
                        group["lr"] = args.rate * (MUON if isinstance(optim, Muon) else 1.0) * min(1.0, (state["steps"] - first + 1) / 40) * fall
                pixels, valid, kinds = collate(batch)
                logits = model(pixels, valid)
                loss = F.cross_entropy(logits, kinds, label_smoothing=0.05)
                loss.backward()
                nn.utils.clip_grad_norm_(optims[1].param_groups[0]["params"], 2.0)
                for optim in optims:
                    optim.step()
                optims[1].zero_grad(set_to_none=True)
                state["seen"] += len(batch)
                state["steps"] += 1
                state["seconds"] = begun + time.monotonic() - start
                with torch.no_grad():
                    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - min(0.995, (state["steps"] + 1) / (state["steps"] + 10)))
                sums += float(loss.detach()) * len(batch)
                right += int((logits.argmax(1) == kinds).sum())
                counted += len(batch)
                if time.monotonic() - saved_at > 120:
                    save()
                    saved_at = time.monotonic()
                if state["seen"] >= args.samples or stop["asked"]:
                    break
            say(f"{state['steps']} {state['seen']} {state['seconds']:.0f}s loss {sums / max(1, counted):.3f} right {right / max(1, counted):.3f}")
            sums, right, counted = 0.0, 0, 0
            if held and time.monotonic() - checked_at > 240:
                check("EVAL")
                checked_at = time.monotonic()
    save()
    if held and not stop["asked"]:
        check("FINAL")


if __name__ == "__main__":
    main()
