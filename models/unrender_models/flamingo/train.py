"""Trains one stage. The same code runs in one process or many, on a processor or on graphics cards.

    python -m unrender_models.flamingo.train STAGE --folder RUN [--steps 300] [--batch 32]
    torchrun --nproc-per-node 2 -m unrender_models.flamingo.train STAGE --folder RUN --parallel ddp|fsdp

RUN/STAGE.pt holds weights, optimiser and step, and is resumed from, bit for bit; RUN/STAGE.jsonl has a line a step; RUN/resources.json what each stage took.
`python -m unrender_models.flamingo.curves RUN` draws the losses together.
Stages, in Flamingo's order: contrastive, language, flamingo, instruct; and lora, projection.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.checkpoint.state_dict import StateDictOptions, get_state_dict, set_state_dict
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.nn.parallel import DistributedDataParallel

from ..layers import Block
from .data import batch as batch_of
from .model import Clip, Sizes, sizes_from
from .recipes import RECIPES, Recipe, loss_sum, retrieval

WARM = 20
"""Steps in which the rate rises; then it stays (Flamingo, section B.1.2)."""
HELD_OUT = 10_000_000
"""First number of samples that no run trains on."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=sorted(RECIPES))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--batch", type=int, default=32, help="of all processes together")
    parser.add_argument("--parallel", choices=("none", "ddp", "fsdp"), default="none")
    parser.add_argument("--save-every", type=int, default=100)
    parser.add_argument("--rate", type=float, help="instead of the recipe's")
    parser.add_argument("--sizes", default="", help="of the model, where they are to be others: width=128,language_layers=8; all stages of a folder have the same")
    args = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    together = args.parallel != "none"
    if together:
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    try:
        Run(RECIPES[args.stage], args).go()
    finally:
        if together:
            dist.destroy_process_group()


class Run:
    """One stage from its first step, or the one that it had come to, to its last."""

    def __init__(self, recipe: Recipe, args: argparse.Namespace) -> None:
        self.recipe, self.args, self.folder = recipe, args, cast("Path", args.folder)
        self.rank, self.world = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
        if args.batch % self.world != 0:
            raise SystemExit(f"--batch {args.batch} does not divide into {self.world} processes.")
        self.device = torch.device("cuda", self.rank % torch.cuda.device_count()) if torch.cuda.is_available() else torch.device("cpu")
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(0)
        self.sizes = sizes_from(args.sizes)
        model = recipe.build(self.sizes)
        taken(model, recipe, self.folder, self.sizes)
        for name, p in model.named_parameters():
            p.requires_grad_(recipe.learns(name))
        self.learnable = sum(p.numel() for p in model.parameters() if p.requires_grad)
        self.all = sum(p.numel() for p in model.parameters())
        self.bare = model.to(self.device)
        self.model = self.parallel(self.bare)
        self.optimiser = torch.optim.AdamW(decay_groups(self.model), lr=args.rate or recipe.rate, betas=(0.9, 0.98), weight_decay=0.1)
        self.step, self.seconds, self.tokens = 0, 0.0, 0
        self.before: dict[str, float] = {}
        self.resume()

    def parallel(self, model: nn.Module) -> nn.Module:
        if self.args.parallel == "ddp":
            return DistributedDataParallel(model)
        if self.args.parallel == "fsdp":
            mesh = init_device_mesh(self.device.type, (self.world,))
            for module in model.modules():
                if isinstance(module, Block):
                    fully_shard(module, mesh=mesh)
            fully_shard(model, mesh=mesh)
        return model

    def go(self) -> None:
        if self.step == 0:
            self.before = self.worth()
        started = time.monotonic()
        while self.step < self.args.steps:
            loss = self.one()
            self.step += 1
            if self.rank == 0:
                with (self.folder / f"{self.recipe.name}.jsonl").open("a") as log:
                    log.write(json.dumps({"step": self.step, "loss": loss}) + "\n")
            if self.step % self.args.save_every == 0 or self.step == self.args.steps:
                self.seconds += time.monotonic() - started
                started = time.monotonic()
                self.save()
        self.report()

    def one(self) -> float:
        """One step: gradients of all sets, weighted, accumulated. Returns the weighted mean loss over all processes."""
        for group in self.optimiser.param_groups:
            group["lr"] = (self.args.rate or self.recipe.rate) * min(1.0, (self.step + 1) / WARM)
        told = 0.0
        share = sum(self.recipe.sets.values())
        for name, weight in self.recipe.sets.items():
            batch = batch_of(name, self.step, self.args.batch, self.rank, self.world)
            for part in ("ids", "learned", "media", "frames"):
                setattr(batch, part, getattr(batch, part).to(self.device))
            total, count = loss_sum(self.recipe, self.model, batch)
            everywhere = self.summed(float(count))
            # Parallel training averages gradients over processes: their number is multiplied in again.
            (total * (weight / share * self.world / everywhere)).backward()
            told += weight / share * self.summed(float(total.detach())) / everywhere
            self.tokens += int(everywhere)
        nn.utils.clip_grad_norm_([p for p in self.model.parameters() if p.requires_grad], 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        return told

    def summed(self, value: float) -> float:
        if self.world == 1:
            return value
        tensor = torch.tensor([value], dtype=torch.float64, device=self.device)
        dist.all_reduce(tensor)
        return float(tensor)

    def save(self) -> None:
        weights, optimiser = get_state_dict(self.model, self.optimiser, options=StateDictOptions(full_state_dict=True, cpu_offload=True))
        if self.rank != 0:
            return
        content = {
            "sizes": asdict(self.sizes),
            "model": weights,
            "optimiser": optimiser,
            "step": self.step,
            "seconds": self.seconds,
            "tokens": self.tokens,
            "before": self.before,
        }
        torch.save(content, self.folder / "next.pt")
        (self.folder / "next.pt").rename(self.folder / f"{self.recipe.name}.pt")

    def resume(self) -> None:
        file = self.folder / f"{self.recipe.name}.pt"
        if not file.exists():
            return
        saved = torch.load(file, weights_only=True)
        same_sizes(saved["sizes"], self.sizes, self.recipe.name)
        options = StateDictOptions(full_state_dict=True)
        set_state_dict(self.model, self.optimiser, model_state_dict=saved["model"], optim_state_dict=saved["optimiser"], options=options)
        self.step, self.seconds, self.tokens, self.before = saved["step"], saved["seconds"], saved["tokens"], saved["before"]

    @torch.no_grad()
    def worth(self) -> dict[str, float]:
        """What the model is worth on samples that nobody trains on. Every process asks: of a model that is split, each has a part."""
        held = batch_of(next(iter(self.recipe.sets)), HELD_OUT // 64, 64)
        for part in ("ids", "learned", "media", "frames"):
            setattr(held, part, getattr(held, part).to(self.device))
        self.bare.eval()
        try:
            if isinstance(self.bare, Clip):
                return {"retrieval of 64": retrieval(self.bare, held)}
            total, count = loss_sum(self.recipe, self.bare, held)
            return {"held-out loss": float(total) / count}
        finally:
            self.bare.train()

    def report(self) -> None:
        """What the stage took, in the manner of the literature's tables, and what it is worth."""
        score = self.worth()
        if self.rank != 0:
            return
        file = self.folder / "resources.json"
        known: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        device = (
            torch.cuda.get_device_name()
            if self.device.type == "cuda"
            else f"{platform.machine()} processor, {torch.get_num_threads()} thread(s)"
        )
        known[self.recipe.name] = {
            "what": self.recipe.what, "data": dict(self.recipe.sets), "samples": self.step * self.args.batch * len(self.recipe.sets), "tokens": self.tokens,
            "learnable": self.learnable, "parameters": self.all, "hardware": f"{self.world} x {device}", "seconds": round(self.seconds, 1), "before": self.before, **score,
        }  # fmt: skip
        file.write_text(json.dumps(known, indent=1) + "\n")
        print(table(known), flush=True)


def decay_groups(model: nn.Module) -> list[dict[str, Any]]:
    """Weight decay everywhere but in the resampler, in gates and norms (Flamingo, section B.1.2)."""
    learned = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    bare = [p for n, p in learned if "resampler." in n or p.ndim < 2]
    chosen = {id(p) for p in bare}
    return [{"params": [p for _, p in learned if id(p) not in chosen]}, {"params": bare, "weight_decay": 0.0}]


def same_sizes(saved: dict[str, int], wanted: Sizes, stage: str) -> None:
    """@raises SystemExit where a stage in the folder is of other sizes"""
    other = [f"{name}={value}" for name, value in saved.items() if value != getattr(wanted, name)]
    if other:
        raise SystemExit(f"The stage {stage} in this folder has {', '.join(other)}: give the same --sizes, or another folder.")


def taken(model: nn.Module, recipe: Recipe, folder: Path, sizes: Sizes) -> None:
    """Puts what earlier stages learned into its place. @raises SystemExit naming the stage that is missing"""
    state = model.state_dict()
    for here, place in recipe.takes.items():
        stage, there = place.split(":")
        file = folder / f"{stage}.pt"
        if not file.exists():
            raise SystemExit(f"The stage {recipe.name} builds upon {stage}: train that first into the same folder.")
        saved = torch.load(file, weights_only=True)
        same_sizes(saved["sizes"], sizes, stage)
        for name, value in saved["model"].items():
            if not name.startswith(there):
                continue
            own = here + name.removeprefix(there)
            # LoRA stands around the layers that it is put beside.
            state[own if own in state else with_base(own, state)].copy_(value)


def with_base(name: str, state: dict[str, torch.Tensor]) -> str:
    """The name of a weight inside of LoRA. @raises KeyError where there is none"""
    stem, last = name.rsplit(".", 1)
    inner = f"{stem}.base.{last}"
    if inner not in state:
        raise KeyError(name)
    return inner


def table(known: dict[str, Any]) -> str:
    """Rows of stages."""
    lines = ["stage        data                                    samples   tokens  learnable  of all     seconds  hardware, score"]
    for stage, row in known.items():
        data = ", ".join(f"{name} {weight:g}" for name, weight in row["data"].items())
        score = "".join(f", {name} {value:.3f} -> {row[name]:.3f}" for name, value in row["before"].items())
        lines.append(
            f"{stage:12} {data:38} {row['samples']:>8} {row['tokens']:>8} {row['learnable']:>10} {row['parameters']:>7} {row['seconds']:>11} {row['hardware']}{score}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
