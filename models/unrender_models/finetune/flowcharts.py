"""The reader of flowcharts taught on pictures with their Mermaid."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from torch import Tensor

from ..batch import batches, collate
from ..evaluate import evaluate
from ..losses import dense_losses, region_losses, sequence_loss, total
from ..mixture import Source, make_samples
from ..model import Reader
from ..sample import Sample
from .lessons import Lesson, Scores
from .pairs import sample_of


class Flowcharts(Lesson[Sample]):
    model: Reader

    def __init__(self, model: Reader, samples: list[Sample]) -> None:
        self.model = model
        super().__init__(samples)

    @staticmethod
    def sample(folder: Path, read: dict[str, Any]) -> Sample:
        """@raises Unusable"""
        with Image.open(folder / read["picture"]) as image:
            return sample_of(np.asarray(image.convert("RGB")), read)

    def scores(self) -> Scores:
        return evaluate(self.model, self.held)["all"]

    def steps(self, epoch: int) -> Iterator[Iterator[Tensor]]:
        """A batch of the person's, then one of drawn pictures with all that is true of them: what was learned before is not to be forgotten."""
        drawn = make_samples((Source("flowchart", 1.0),), 9_000_000 + epoch, 16, 180_000, None)
        rehearsal = list(batches(drawn, 400_000, random.Random(epoch))) or [collate(self.own[:1])]
        for index, batch in enumerate(batches(list(self.own), 400_000, random.Random(epoch))):
            yield self.losses(batch, rehearsal[index % len(rehearsal)])

    def losses(self, own: Any, drawn: Any) -> Iterator[Tensor]:
        for batch, dense in ((own, False), (drawn, True)):
            seen = self.model.look(batch.pixels, batch.boxes, batch.kinds)
            yield total({
                **(dense_losses(seen, batch) if dense else {}), **region_losses(seen, batch),
                "sequence": sequence_loss(self.model.write(seen, batch.ids[:, :-1], batch.kinds), batch),
            })  # fmt: skip
