"""The reader of formulas taught on pictures with their LaTeX."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ..formula import size
from ..formula.sampler import Shards, damaged, fed
from ..formula.sampler import samples as rendered
from ..formula.vocabulary import encode
from ..picture import distance_to_background
from ..transcriber.batch import Batch, Line, batches
from ..transcriber.generate import evaluate
from ..transcriber.losses import losses
from ..transcriber.model import Transcriber
from .folder import Unusable, source_text
from .lessons import Lesson, Scores
from .node import run_node

REHEARSED = 32
"""Rendered formulas a round."""
NOTHING = np.zeros((0, 5), np.float32)
"""Where each token's ink stands is not known of a person's picture."""
WRAPPED = re.compile(
    r"\$\$(.+)\$\$|\$(.+)\$|\\\[(.+)\\\]|\\\((.+)\\\)|\\begin\{(?:equation|displaymath|math)\*?\}(.+)\\end\{(?:equation|displaymath|math)\*?\}",
    re.DOTALL,
)


def bare(text: str) -> str:
    """LaTeX without comments and without what says that it is a formula, in one line."""
    said = " ".join(re.sub(r"(?<!\\)%.*", "", text).split())
    wrapped = WRAPPED.fullmatch(said)
    return next(part for part in wrapped.groups() if part is not None).strip() if wrapped else said


def spelled(texts: list[str]) -> list[dict[str, Any]]:
    """Of each its tokens, or why it is no formula that the reader's language can say."""
    out = run_node(Path(__file__).parents[1] / "formula" / "normalise.mjs", [], "\n".join(map(bare, texts)) + "\n")
    return [json.loads(line) for line in out.splitlines()]


class Own:
    """A person's picture, and the tokens of its formula."""

    def __init__(self, picture: Image.Image, ids: list[int]) -> None:
        self.picture, self.ids = picture, ids

    def line(self, rng: random.Random | None) -> Line:
        """As the reader is fed it; with `rng` a little smaller or larger, and damaged as users' pictures are."""
        image = self.picture
        if rng is not None:
            factor = float(np.exp(rng.gauss(0, 0.1)))
            image = image.resize((max(8, round(image.width * factor)), max(8, round(image.height * factor))), Image.Resampling.BICUBIC)
            em = size.em_of(distance_to_background(np.asarray(image)), size.rule())
            image = damaged(image, em or 16.0, rng)
        grey = distance_to_background(np.asarray(image.convert("RGB")))
        return Line(fed(grey, size.em_of(grey, size.rule())), self.ids, NOTHING)


class Formulas(Lesson[Own]):
    model: Transcriber

    def __init__(self, model: Transcriber, samples: list[Own], shards: list[Path]) -> None:
        self.model = model
        super().__init__(samples)
        self.rendered = rendered(Shards(shards), 9_000_000) if shards else None

    @staticmethod
    def sample(folder: Path, read: dict[str, Any]) -> Own:
        """@raises Unusable"""
        [said] = spelled([source_text(folder / read["source"])])
        if "error" in said:
            raise Unusable(f"{read['source']} is no formula that can be learned ({said['error']})")
        with Image.open(folder / read["picture"]) as image:
            return Own(image.convert("RGB"), encode(said["tokens"]))

    @torch.no_grad()
    def scores(self) -> Scores:
        return evaluate(self.model, [own.line(None) for own in self.held])

    def steps(self, epoch: int) -> Iterator[Iterator[Tensor]]:
        """A batch of the person's, then, where shards were given, one of rendered formulas: what was learned before is not to be forgotten."""
        rng = random.Random(epoch)
        drawn = [] if self.rendered is None else [next(self.rendered) for _ in range(REHEARSED)]
        rehearsal = list(batches([Line(s.pixels, s.ids, s.glyphs) for s in drawn], 300_000, rng))
        for index, batch in enumerate(batches([own.line(rng) for own in self.own], 300_000, rng)):
            yield self.losses([batch, *([rehearsal[index % len(rehearsal)]] if rehearsal else [])])

    def losses(self, parts: list[Batch]) -> Iterator[Tensor]:
        for batch in parts:
            yield torch.stack(list(losses(self.model, batch).values())).sum()
