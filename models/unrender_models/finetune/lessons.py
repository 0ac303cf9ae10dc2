"""What teaching has in common, whichever reader is taught: a lesson knows its samples, its losses and its scores."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn

KEPT = 5
"""Every so many-th picture is kept for the scores."""
WARM = 20
"""Steps in which the rate rises."""
MOST_GRADIENT = 2.0
"""Longer gradients are cut to this norm."""

Scores = dict[str, float]
T = TypeVar("T")


class Lesson(ABC, Generic[T]):
    """A reader and a person's pictures for it: those that are taught, and those that are kept for the scores."""

    model: nn.Module

    def __init__(self, samples: list[T]) -> None:
        self.own, self.held = split(samples)

    @abstractmethod
    def scores(self) -> Scores:
        """On the pictures that are kept."""

    @abstractmethod
    def steps(self, epoch: int) -> Iterator[Iterator[Tensor]]:
        """A round through the pictures: of each step its losses, each made when it is asked for, so that one graph is in memory at a time."""


def split(samples: list[T]) -> tuple[list[T], list[T]]:
    """What is taught, and what is kept; of fewer than five nothing can be kept, and the scores are of what was taught."""
    if len(samples) < KEPT:
        return samples, samples
    return [s for i, s in enumerate(samples) if i % KEPT != KEPT - 1], [s for i, s in enumerate(samples) if i % KEPT == KEPT - 1]


@dataclass(frozen=True)
class Result:
    taught: int
    kept: int
    steps: int
    before: Scores
    after: Scores


def teach(lesson: Lesson[Any], minutes: float, most: int | None, rate: float) -> Result:
    """Scores before, teaching for so many minutes or steps, scores after."""
    before = lesson.scores()
    print(f"before: {line(before)}", flush=True)
    optimiser = torch.optim.AdamW(lesson.model.parameters(), lr=rate, weight_decay=0.02, betas=(0.9, 0.98))
    end, step, epoch = time.monotonic() + minutes * 60, 0, 0

    def over() -> bool:
        return time.monotonic() > end or (most is not None and step >= most)

    lesson.model.train()
    while not over():
        for losses in lesson.steps(epoch):
            for loss in losses:
                loss.backward()
            nn.utils.clip_grad_norm_(lesson.model.parameters(), MOST_GRADIENT)
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1.0, (step + 1) / WARM)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            step += 1
            if over():
                break
        epoch += 1
    after = lesson.scores()
    print(f"{step} steps, {epoch} rounds\nafter:  {line(after)}", flush=True)
    return Result(len(lesson.own), len(lesson.held), step, before, after)


def line(scores: Scores) -> str:
    return " ".join(f"{name} {value:.3f}" if name != "n" else f"n {value:.0f}" for name, value in scores.items())


def save(model: Any, file: Path) -> None:
    """A checkpoint as training and export read it."""
    torch.save({"config": asdict(model.config), "model": model.state_dict()}, file)
