"""What a row of the proof is: a reference model on disk and a way to ask it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ..convert.formats import Format, bits_of, dequantise, quantise, vision_format
from .tiny import STEPS, VOCABULARY, Answer, Case, batch, cases, pictures


class Reference(ABC):
    """A tiny random model of one system. `save` writes its checkpoint as that system keeps it."""

    name: str
    size: int = 32
    seed: int = 1
    layout: str | None = None
    model: torch.nn.Module | None = None
    """The whole model, where it is one module."""

    def __init__(self) -> None:
        self.pictures: list[NDArray[np.uint8]] = list(pictures(self.size))
        self.clips: list[list[int]] = []
        """The pictures of each clip: in a prompt the numbers of clips follow those of the pictures."""

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Writes the checkpoint."""

    @abstractmethod
    def ids(self, case: Case) -> list[int]:
        """The prompt as the reference takes it, picture tokens among the others."""

    @abstractmethod
    def forward(self, rows: list[list[int]], shown: list[list[int]]) -> torch.Tensor:
        """Logits [B, T, V] of a batch, padded on the left; `shown` are the pictures of each row."""

    def cases(self) -> list[Case]:
        return cases()

    def batch(self) -> list[Case]:
        return batch()

    def answer(self, case: Case) -> Answer:
        """Logits of the prompt and greedy tokens, the whole sequence computed anew for each: nothing cached."""
        ids, shown = self.ids(case), case.pictures
        with torch.no_grad():
            logits = self.forward([ids], [shown])[0]
            answer, following = Answer(logits.numpy()), list(ids)
            last = logits[-1]
            for _ in range(STEPS):
                answer.greedy.append(int(last.argmax()))
                following.append(answer.greedy[-1])
                last = self.extend(following, len(ids), shown)[-1]
        return answer

    def extend(self, ids: list[int], prompt: int, shown: list[int]) -> torch.Tensor:
        """Logits [T, V] of a prompt of `prompt` tokens and what was generated after it."""
        return self.forward([ids], [shown])[0]

    def answer_batch(self, asked: list[Case]) -> list[Answer]:
        """Logits of several prompts read together."""
        rows = [self.ids(case) for case in asked]
        with torch.no_grad():
            logits = self.forward(rows, [case.pictures for case in asked])
        return [
            Answer(logits[i, -len(row) :].numpy() if logits.shape[1] == max(map(len, rows)) else logits[i].numpy())
            for i, row in enumerate(rows)
        ]

    def formats(self) -> list[Format]:
        """Number formats that the row is converted to."""
        return ["fp32"]

    def adjust(self, package: Path) -> None:
        """Changes a package after its conversion."""

    def looks(self, name: str) -> bool:
        """Whether a module belongs to a graph that looks, which stays at 8 bits or more."""
        raise NotImplementedError

    def halved(self, name: str) -> bool:
        """Whether a parameter is kept in 16 bits in every format but fp32, besides the embeddings of tokens: other tables."""
        return False

    @contextmanager
    def stored_as(self, fmt: Format, model: torch.nn.Module) -> Iterator[None]:
        """The reference's weights replaced by those that a package of a format stands for: what is left is the arithmetic, which must agree."""
        kept = {name: p.detach().clone() for name, p in model.named_parameters()}
        with torch.no_grad():
            for name, module in model.named_modules() if fmt != "fp32" else ():
                if isinstance(module, torch.nn.Linear) and fmt != "fp16":
                    bits = bits_of(vision_format(fmt) if self.looks(name) else fmt)
                    weight = module.weight.numpy()
                    module.weight.copy_(torch.from_numpy(dequantise(*quantise(weight, bits), bits, weight.shape[1])))
                elif isinstance(module, torch.nn.Linear | torch.nn.Conv2d) or (
                    isinstance(module, torch.nn.Embedding) and "embed_tokens" in name
                ):
                    module.weight.copy_(module.weight.half().float())
            for name, p in model.named_parameters() if fmt != "fp32" else ():
                if self.halved(name):
                    p.copy_(p.half().float())
        yield
        with torch.no_grad():
            for name, p in model.named_parameters():
                p.copy_(kept[name])


def padded(rows: list[list[int]], pad: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """ids and mask [B, T], padded on the left."""
    longest = max(map(len, rows))
    ids = torch.tensor([[pad] * (longest - len(row)) + row for row in rows])
    mask = torch.tensor([[0] * (longest - len(row)) + [1] * len(row) for row in rows])
    return ids, mask


def tokenizer_json(special: dict[str, int], vocabulary: int = VOCABULARY) -> dict[str, Any]:
    """A word-level tokenizer: `w17` is id 17; special tokens have their own ids."""
    named = {index: name for name, index in special.items()}
    vocab = {named.get(i, {0: "<pad>", 1: "<s>", 2: "</s>"}.get(i, f"w{i}")): i for i in range(vocabulary)}
    added = [
        {"id": i, "content": word, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        for word, i in vocab.items()
        if i < 3 or i in named
    ]
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None, "pre_tokenizer": {"type": "WhitespaceSplit"},
        "post_processor": None, "decoder": None, "model": {"type": "WordLevel", "vocab": vocab, "unk_token": "<pad>"},
    }  # fmt: skip
