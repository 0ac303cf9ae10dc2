"""A checkpoint on disk: its configuration and its tensors, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open

Array = NDArray[np.float32]


class CheckpointError(Exception):
    """What is wrong with a checkpoint, in words for the person who gave it."""


class Source(Protocol):
    """Anything that tensors come from."""

    def names(self) -> Iterator[str]: ...

    def read(self, name: str) -> torch.Tensor: ...


class SafeFile:
    """A safetensors file: only what is asked for is read."""

    def __init__(self, file: Path, stack: ExitStack) -> None:
        self.handle = stack.enter_context(safe_open(str(file), framework="pt"))

    def names(self) -> Iterator[str]:
        yield from self.handle.keys()

    def read(self, name: str) -> torch.Tensor:
        return self.handle.get_tensor(name)


class TorchFile:
    """A .pt/.bin file, mapped: `weights_only`, so that nothing in it is run."""

    def __init__(self, file: Path) -> None:
        loaded = torch.load(str(file), map_location="cpu", weights_only=True, mmap=True)
        for wrapper in ("model_state_dict", "state_dict", "model"):
            if wrapper in loaded and isinstance(loaded[wrapper], dict):
                loaded = loaded[wrapper]
        self.tensors: dict[str, torch.Tensor] = {k: v for k, v in loaded.items() if isinstance(v, torch.Tensor)}

    def names(self) -> Iterator[str]:
        yield from self.tensors

    def read(self, name: str) -> torch.Tensor:
        return self.tensors[name]


class Checkpoint:
    """Tensors of a folder (or one file) by name. Owns its files: use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.folder = path if path.is_dir() else path.parent
        self._stack = ExitStack()
        self._where: dict[str, Source] = {}
        self._read: set[str] = set()
        files = [path] if path.is_file() else self._files(path)
        for file in files:
            source: Source = SafeFile(file, self._stack) if file.suffix == ".safetensors" else TorchFile(file)
            self._where.update(dict.fromkeys((name.removeprefix("module.") for name in source.names()), source))

    @staticmethod
    def _files(folder: Path) -> list[Path]:
        for pattern in ("*.safetensors", "pytorch_model*.bin", "*.bin", "*.pt", "*.pth"):
            found = sorted(folder.glob(pattern))
            if found:
                return found
        raise CheckpointError(f"{folder.name} holds no weights: a .safetensors, .bin, .pt or .pth file is expected.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def json(self, name: str, default: dict[str, Any] | None = None) -> dict[str, Any]:
        """A JSON file beside the weights."""
        file = self.folder / name
        if not file.exists():
            if default is None:
                raise CheckpointError(f"{name} is missing beside the weights.")
            return default
        value = json.loads(file.read_text("utf-8"))
        if not isinstance(value, dict):
            raise CheckpointError(f"{name} is no JSON object.")
        return value

    def __contains__(self, name: str) -> bool:
        return name in self._where

    def names(self) -> list[str]:
        return sorted(self._where)

    def get(self, name: str) -> Array:
        """A tensor as fp32. @raises CheckpointError naming the tensor"""
        source = self._where.get(name)
        if source is None:
            raise CheckpointError(f"The weights have no tensor {name}.")
        self._read.add(name)
        try:
            tensor = source.read(name)
        except KeyError:
            tensor = source.read(f"module.{name}")
        return tensor.detach().to(torch.float32).numpy()

    def unread(self) -> list[str]:
        """Tensors that no part of a conversion asked for: something would be left out."""
        return sorted(set(self._where) - self._read)


class Scope:
    """Tensors below a prefix. Several prefixes are tried in turn: libraries have renamed their modules."""

    def __init__(self, checkpoint: Checkpoint, *prefixes: str) -> None:
        self.checkpoint, self.prefixes = checkpoint, prefixes

    def find(self, name: str) -> str | None:
        return next((p + name for p in self.prefixes if p + name in self.checkpoint), None)

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def get(self, name: str) -> Array:
        return self.checkpoint.get(self.find(name) or self.prefixes[0] + name)

    def maybe(self, name: str) -> Array | None:
        """A tensor that some checkpoints lack (biases)."""
        return self.get(name) if name in self else None

    def below(self, prefix: str) -> Scope:
        return Scope(self.checkpoint, *(f"{p}{prefix}" for p in self.prefixes))
