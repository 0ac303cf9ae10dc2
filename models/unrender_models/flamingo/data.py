"""Documents made here, each by its number: coloured shapes with captions, several pictures among text, clips, dialogues.

Nothing is stored: sample n of a set is always the same, on every machine and in every process, so that a run resumes bit for bit and two processes see what one would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

SIZE, FRAMES = 32, 4
"""Side of a picture in pixels; frames of a clip."""
COLOURS = {"red": (220, 50, 47), "green": (60, 180, 75), "blue": (50, 90, 220), "yellow": (240, 210, 40), "white": (240, 240, 240)}
SHAPES = ("circle", "square", "triangle", "cross")
PLACES = {"left": (0.3, 0.5), "right": (0.7, 0.5), "top": (0.5, 0.3), "bottom": (0.5, 0.7), "middle": (0.5, 0.5)}
MOVES = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}
WORDS = (
    "<pad>", "<bos>", "<eoc>", "<image>", "a", "at", "the", "in", "moves", "and", "what", "colour", "shape", "where", "is", "it", "?", "user", "assistant", "then", "up", "down",
    *COLOURS, *SHAPES, *PLACES,
)  # fmt: skip
IDS = {word: index for index, word in enumerate(dict.fromkeys(WORDS))}
PAD, BOS, EOC, IMAGE = (IDS[word] for word in ("<pad>", "<bos>", "<eoc>", "<image>"))
VOCABULARY = len(IDS)
SET_SEED = {"pairs": 1, "documents": 2, "clips": 3, "dialogues": 4}


@dataclass(frozen=True)
class Thing:
    """What stands in a picture."""

    colour: str
    shape: str
    place: str

    @property
    def caption(self) -> str:
        return f"a {self.colour} {self.shape} at the {self.place}"


@dataclass(frozen=True)
class Document:
    """Token ids; clips [M, F, H, W, 3] in 0..255, one a picture token, a still picture in one frame; which tokens are learned."""

    ids: list[int]
    media: list[NDArray[np.uint8]]
    learned: list[bool]


def draw(thing: Thing, rng: np.random.Generator, shift: tuple[float, float] = (0.0, 0.0)) -> NDArray[np.uint8]:
    """A picture [H, W, 3] on noise."""
    image = rng.integers(0, 40, (SIZE, SIZE, 3)).astype(np.uint8)
    x, y = (PLACES[thing.place][i] * SIZE + shift[i] for i in range(2))
    dy, dx = np.mgrid[0:SIZE, 0:SIZE] - np.array([y, x])[:, None, None] + 0.5
    radius = SIZE * rng.uniform(0.15, 0.2)
    inside = {
        "circle": dx**2 + dy**2 < radius**2,
        "square": np.maximum(np.abs(dx), np.abs(dy)) < radius * 0.9,
        "triangle": (dy < radius * 0.8) & (np.abs(dx) < (dy + radius) * 0.6),
        "cross": ((np.abs(dx) < radius * 0.35) | (np.abs(dy) < radius * 0.35)) & (np.maximum(np.abs(dx), np.abs(dy)) < radius),
    }[thing.shape]
    image[inside] = COLOURS[thing.colour]
    return image


def thing(rng: np.random.Generator) -> Thing:
    return Thing(str(rng.choice(list(COLOURS))), str(rng.choice(SHAPES)), str(rng.choice(list(PLACES))))


def encode(text: str) -> list[int]:
    """@raises KeyError for a word that there is not"""
    return [IDS[word] for word in text.split()]


def pair(rng: np.random.Generator) -> Document:
    """A picture and its caption."""
    seen = thing(rng)
    ids = [BOS, IMAGE, *encode(seen.caption), EOC]
    return Document(ids, [draw(seen, rng)[None]], [False, False, *[True] * (len(ids) - 2)])


def document(rng: np.random.Generator) -> Document:
    """Two or three pictures, each before the words about it."""
    ids, learned, media = [BOS], [False], []
    for index in range(int(rng.integers(2, 4))):
        seen = thing(rng)
        said = [*encode("then" if index else "the"), IMAGE, *encode(seen.caption), EOC]
        ids += said
        learned += [token != IMAGE for token in said]
        media.append(draw(seen, rng)[None])
    return Document(ids, media, learned)


def clip(rng: np.random.Generator) -> Document:
    """Frames of something that moves."""
    seen, move = thing(rng), str(rng.choice(list(MOVES)))
    frames = np.stack([draw(seen, rng, (MOVES[move][0] * 3 * t, MOVES[move][1] * 3 * t)) for t in range(FRAMES)])
    ids = [BOS, IMAGE, *encode(f"the {seen.colour} {seen.shape} moves {move}"), EOC]
    return Document(ids, [frames], [False, False, *[True] * (len(ids) - 2)])


def dialogue(rng: np.random.Generator) -> Document:
    """Questions about one picture; only the answers are learned."""
    seen = thing(rng)
    questions = {"what colour is it ?": seen.colour, "what shape is it ?": seen.shape, "where is it ?": f"at the {seen.place}"}
    ids, learned = [BOS, IMAGE], [False, False]
    for question in rng.permutation(list(questions))[:2]:
        asked, answered = encode(f"user {question} assistant"), [*encode(questions[str(question)]), EOC]
        ids += asked + answered
        learned += [False] * len(asked) + [True] * len(answered)
    return Document(ids, [draw(seen, rng)[None]], learned)


SETS: dict[str, Callable[[np.random.Generator], Document]] = {"pairs": pair, "documents": document, "clips": clip, "dialogues": dialogue}


def sample(name: str, index: int) -> Document:
    """Sample `index` of a set."""
    return SETS[name](np.random.default_rng((SET_SEED[name], index)))


@dataclass
class Batch:
    ids: Tensor
    """[B, T], padded with PAD."""
    learned: Tensor
    """[B, T] bool: whether the token is to be predicted."""
    media: Tensor
    """[B, M, F, 3, H, W] in -1..1, zeros where there is none."""
    frames: Tensor
    """[B, M]: how many frames are real; 0 where there is no picture."""

    @property
    def count(self) -> int:
        """Tokens that are learned."""
        return int(self.learned[:, 1:].sum())


def collate(documents: list[Document]) -> Batch:
    longest, most = max(len(d.ids) for d in documents), max(len(d.media) for d in documents)
    frames = max(len(m) for d in documents for m in d.media)
    ids = torch.full((len(documents), longest), PAD)
    learned = torch.zeros(len(documents), longest, dtype=torch.bool)
    media = torch.zeros(len(documents), most, frames, 3, SIZE, SIZE)
    counts = torch.zeros(len(documents), most, dtype=torch.long)
    for i, d in enumerate(documents):
        ids[i, : len(d.ids)] = torch.tensor(d.ids)
        learned[i, : len(d.ids)] = torch.tensor(d.learned)
        for j, shown in enumerate(d.media):
            media[i, j, : len(shown)] = torch.from_numpy(shown.astype(np.float32) / 127.5 - 1).permute(0, 3, 1, 2)
            counts[i, j] = len(shown)
    return Batch(ids, learned, media, counts)


def batch(name: str, step: int, size: int, rank: int = 0, world: int = 1) -> Batch:
    """The part of one process of batch `step`: together, processes see what one would."""
    return collate([sample(name, step * size + i) for i in range(rank, size, world)])
