"""Training by several processes that hold the same weights: each its own pictures, gradients averaged before every step (data parallelism over gloo).

Two processes with a thread each do half as much again as one process with two threads: most operators of a small model are too short to be shared.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.multiprocessing.spawn import start_processes


class Ranks:
    """This process among those that train together. Alone, it costs nothing."""

    def __init__(self, rank: int = 0, count: int = 1) -> None:
        self.rank = rank
        self.count = count

    @property
    def first(self) -> bool:
        """Whether this one logs, evaluates and saves."""
        return self.rank == 0

    def average(self, model: nn.Module, clock: float, stop: bool) -> tuple[float, bool]:
        """Gradients become their mean over all processes. Returns the first one's clock and whether any wants to stop: schedules and ends are the same everywhere."""
        if self.count == 1:
            return clock, stop
        parameters = [p for p in model.parameters() if p.requires_grad]
        parts: list[Tensor] = [(torch.zeros_like(p) if p.grad is None else p.grad).reshape(-1) for p in parameters]
        buffer = torch.cat([*parts, torch.tensor([clock if self.first else 0.0, float(stop)])])
        dist.all_reduce(buffer)
        at = 0
        for p in parameters:
            mean = buffer[at : at + p.numel()].view(p.shape) / self.count
            at += p.numel()
            if p.grad is None:
                p.grad = mean
            else:
                p.grad.copy_(mean)
        return float(buffer[-2]), bool(buffer[-1] > 0)

    def sum(self, value: float) -> float:
        if self.count == 1:
            return value
        total = torch.tensor([value], dtype=torch.float64)
        dist.all_reduce(total)
        return float(total)


def _run(rank: int, count: int, store: str, work: Callable[[Ranks], None]) -> None:
    dist.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=count, timeout=timedelta(minutes=30))
    try:
        work(Ranks(rank, count))
    finally:
        dist.destroy_process_group()


def together(count: int, work: Callable[[Ranks], None]) -> None:
    """Runs `work` (picklable) in `count` processes; in this one where it is the only one."""
    if count == 1:
        work(Ranks())
        return
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    with tempfile.TemporaryDirectory() as folder:
        running = start_processes(_run, args=(count, str(Path(folder) / "store"), work), nprocs=count, join=False, start_method="spawn")
        # Whoever asks this process to stop means those that train.
        signal.signal(signal.SIGTERM, lambda *_: [process.terminate() for process in running.processes])
        while not running.join():
            pass
