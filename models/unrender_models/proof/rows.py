"""The rows of the proof."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..convert.convert import Request, convert
from ..convert.formats import Format
from .flamingo import BareLanguageModel, Flamingo
from .minigpt4 import MiniGpt4
from .mllama import Mllama
from .onevision import OneVision
from .openflamingo import Clips, OpenFlamingo
from .prefix import Blip2, Llava
from .reference import Reference
from .smolvlm import SmolVlm
from .towers import Clip, Siglip, Towers
from .visualchat import VisualChat

ROWS: dict[str, Callable[[], Reference | Towers]] = {
    "flamingo": Flamingo,
    "flamingo-closed": lambda: BareLanguageModel(closed=True),
    "flamingo-text": lambda: BareLanguageModel(closed=False),
    "mllama": Mllama,
    "llava": Llava,
    "llava-onevision": OneVision,
    "smolvlm": SmolVlm,
    "blip2": Blip2,
    "openflamingo-neox": lambda: OpenFlamingo("GPT-NeoX"),
    "openflamingo-mpt": lambda: OpenFlamingo("MPT"),
    "openflamingo-clips": Clips,
    "minigpt4": lambda: MiniGpt4(1),
    "minigpt-v2": lambda: MiniGpt4(2),
    "visualchat": lambda: VisualChat("mmca-repository"),
    "visualchat-published": lambda: VisualChat("mmca"),
    "clip": Clip,
    "siglip": Siglip,
}


def convert_row(row: Reference | Towers, checkpoint: Path, out: Path, fmt: Format) -> None:
    """Converts a row's checkpoint, saying nothing."""
    if isinstance(row, SmolVlm):
        row.package(checkpoint, out, fmt)
        return
    bases = {name: checkpoint.parent / name for name in ("language", "vision", "qformer") if (checkpoint.parent / name).is_dir()}
    convert(Request(checkpoint, out, fmt, name=row.name, layout=row.layout, bases=bases, tell=lambda _: None))
    row.adjust(out)
