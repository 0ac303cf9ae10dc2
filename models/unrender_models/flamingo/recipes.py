"""What each stage trains, on what, and from where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import torch
import torch.distributed as dist
import torch.distributed.nn.functional as connected
import torch.nn.functional as F
from torch import Tensor, nn

from .data import Batch
from .model import Clip, Flamingo, Language, Llava, Sizes, add_lora


@dataclass(frozen=True)
class Recipe:
    """A stage. `sets` are data sets with their weights: gradients of all are accumulated into one step (Flamingo, section 2.4)."""

    name: str
    what: str
    build: Callable[[Sizes], nn.Module]
    sets: Mapping[str, float]
    learns: Callable[[str], bool]
    """Which parameters, by name."""
    takes: Mapping[str, str] = field(default_factory=dict)
    """Parts that are taken from earlier stages: prefix here -> `stage:prefix there`."""
    rate: float = 1e-3
    contrastive: bool = False


def everything(_: str) -> bool:
    return True


def between(name: str) -> bool:
    """What Flamingo puts between its frozen halves."""
    return name.startswith(("resampler.", "cross."))


def with_lora(sizes: Sizes) -> nn.Module:
    model = Flamingo(sizes)
    add_lora(model.language)
    return model


HALVES = {"image.": "contrastive:image.", "language.": "language:"}
RECIPES: dict[str, Recipe] = {
    r.name: r
    for r in (
        Recipe("contrastive", "image and text tower, CLIP's loss", Clip, {"pairs": 1.0}, everything, contrastive=True),
        Recipe("language", "the language model, on text alone", Language, {"documents": 1.0, "dialogues": 1.0}, everything),
        Recipe("flamingo", "resampler and gated cross-attention between frozen halves", Flamingo, {"documents": 1.0, "pairs": 0.2, "clips": 0.2}, between, HALVES),
        Recipe("instruct", "the same parts, on dialogues", Flamingo, {"dialogues": 1.0}, between, {"": "flamingo:"}, rate=5e-4),
        Recipe("lora", "LoRA in the language model, on dialogues; everything else frozen", with_lora, {"dialogues": 1.0}, lambda n: n.endswith((".a", ".b")), {"": "flamingo:"}),
        Recipe("projection", "LLaVA's projection between frozen halves", Llava, {"pairs": 1.0}, lambda n: n.startswith("project."), HALVES),
    )
}  # fmt: skip


def loss_sum(recipe: Recipe, model: nn.Module, batch: Batch) -> tuple[Tensor, int]:
    """Sum of the losses of this process's part, and how many there are: sums add up over processes, means do not."""
    if recipe.contrastive:
        return contrastive_sum(*model(batch)), batch.ids.shape[0]
    logits = model(batch)[:, :-1]
    losses = F.cross_entropy(logits.flatten(0, 1), batch.ids[:, 1:].flatten(), reduction="none")
    return (losses * batch.learned[:, 1:].flatten()).sum(), batch.count


def contrastive_sum(pictures: Tensor, texts: Tensor, scale: Tensor) -> Tensor:
    """InfoNCE of this process's pictures and texts against those of all processes, both ways (CLIP, figure 3)."""
    rank, world = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
    all_pictures, all_texts = (torch.cat(list(connected.all_gather(x))) if world > 1 else x for x in (pictures, texts))
    wanted = torch.arange(pictures.shape[0], device=pictures.device) + rank * pictures.shape[0]
    one = F.cross_entropy(scale * pictures @ all_texts.T, wanted, reduction="sum")
    other = F.cross_entropy(scale * texts @ all_pictures.T, wanted, reduction="sum")
    return (one + other) / 2


@torch.no_grad()
def retrieval(model: Clip, batch: Batch) -> float:
    """Share of pictures whose own caption is the nearest; captions that are the same count as one."""
    pictures, texts, _ = model(batch)
    nearest = (pictures @ texts.T).argmax(1)
    return float((batch.ids[nearest] == batch.ids).all(1).float().mean())
