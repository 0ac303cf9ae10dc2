"""The reader of tables taught on pictures with their HTML or CSV."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from torch import Tensor

from ..grid.batch import batches
from ..grid.evaluate import evaluate
from ..grid.losses import losses, total
from ..grid.model import TableModel
from ..grid.store import PAINTER, make_samples
from ..picture import MAX_PIXELS
from ..tables.sample import CLEAN, Noise, TableSample
from .folder import source_text
from .lessons import Lesson, Scores
from .table_pairs import TablePair, pair_of
from .table_source import table_of

PIXELS = 300_000
"""Largest picture that is taught, as in training."""
REHEARSED = 12
"""Painted tables a round."""


class Tables(Lesson[TablePair]):
    model: TableModel

    def __init__(self, model: TableModel, pairs: list[TablePair]) -> None:
        self.model = model
        super().__init__(pairs)

    @staticmethod
    def sample(folder: Path, read: dict[str, Any]) -> TablePair:
        """@raises Unusable"""
        source = table_of(read["source"], source_text(folder / read["source"]))
        with Image.open(folder / read["picture"]) as image:
            return pair_of(np.asarray(image.convert("RGB")), source, read["lines"])

    def scores(self) -> Scores:
        clean = [(pair, sample) for pair in self.held if (sample := pair.sample(random.Random(0), CLEAN, MAX_PIXELS)) is not None]
        found = evaluate(self.model, [sample for _, sample in clean])
        heads = found.pop("heads")
        said = [sample for pair, sample in clean if pair.says_headers]
        # CSV does not say what heads a table.
        return found if not said else {**found, "heads": heads if len(said) == len(clean) else evaluate(self.model, said)["heads"]}

    def steps(self, epoch: int) -> Iterator[Iterator[Tensor]]:
        """A batch of the person's, dirtied as in training, then one of painted tables: what was learned before is not to be forgotten."""
        rng = random.Random(epoch)
        dirty: list[TableSample] = [sample for pair in self.own if (sample := pair.sample(rng, Noise(), PIXELS)) is not None]
        rehearsal = list(batches(make_samples([(PAINTER, 1.0)], 9_000_000 + epoch, REHEARSED, 180_000), 400_000, rng))
        for index, batch in enumerate(batches(dirty, 400_000, rng)):
            yield (total(losses(self.model, one)) for one in (batch, rehearsal[index % len(rehearsal)]))
