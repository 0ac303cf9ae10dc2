"""The family's own training: parts that learn and parts that do not, two processes as one, resuming, time embeddings, LoRA."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from unrender_models.flamingo.curves import curves, page, points
from unrender_models.flamingo.data import IMAGE, batch, collate, sample
from unrender_models.flamingo.model import Flamingo, Language, Sizes, add_lora, interpolated, last_media, merge_lora, sizes_from
from unrender_models.flamingo.recipes import RECIPES, loss_sum
from unrender_models.flamingo.train import Run

torch.set_num_threads(1)
MODELS = Path(__file__).resolve().parents[1]


def run(folder: Path, stage: str, steps: int, sizes: str = "") -> Run:
    done = Run(
        RECIPES[stage], argparse.Namespace(folder=folder, steps=steps, batch=8, parallel="none", save_every=2, rate=None, sizes=sizes)
    )
    done.go()
    return done


def losses(folder: Path, stage: str) -> list[float]:
    return [json.loads(line)["loss"] for line in (folder / f"{stage}.jsonl").read_text().splitlines()]


def test_samples_are_the_same_whoever_makes_them() -> None:
    whole, parts = batch("documents", 3, 4), [batch("documents", 3, 4, rank, 2) for rank in range(2)]
    assert sample("clips", 5).ids == sample("clips", 5).ids
    for rank, part in enumerate(parts):
        for row in range(2):
            length = int((part.ids[row] != 0).sum())
            assert torch.equal(part.ids[row, :length], whole.ids[2 * row + rank, :length])
    assert whole.count == sum(part.count for part in parts)


def test_time_embeddings_interpolate() -> None:
    learned = torch.randn(8, 5)
    assert torch.equal(interpolated(learned, 8), learned)
    longer = interpolated(learned, 30)
    assert longer.shape == (30, 5)
    # The ends stay; in between, every value lies on the line between its neighbours.
    assert torch.allclose(longer[0], learned[0]) and torch.allclose(longer[-1], learned[-1], atol=1e-6)
    place = torch.arange(30) * 7 / 29
    low = place.floor().long().clamp(max=6)
    wanted = torch.lerp(learned[low], learned[low + 1], (place - low)[:, None])
    assert torch.allclose(longer, wanted, atol=1e-5)
    ramp = torch.arange(8.0)[:, None]
    assert torch.allclose(interpolated(ramp, 15)[:, 0], torch.linspace(0, 7, 15), atol=1e-5)
    assert torch.equal(interpolated(learned, 1), learned[:1])


def test_a_token_sees_the_last_picture_only() -> None:
    ids = torch.tensor([[1, 7, IMAGE, 8, IMAGE, 9]])
    seen = last_media(ids, 2, 1)[0, 0].int().tolist()
    assert seen == [[0, 0], [0, 0], [1, 0], [1, 0], [0, 1], [0, 1]]


def test_at_first_flamingo_is_its_language_model() -> None:
    torch.manual_seed(0)
    model, given = Flamingo(Sizes()), batch("documents", 0, 4)
    with torch.no_grad():
        assert torch.equal(model(given), model.language(given))
        for layer in model.cross:
            layer.gate_attention.fill_(0.5)
            layer.gate_feed.fill_(0.5)
        changed, other = model(given), batch("documents", 0, 4)
        assert not torch.equal(changed, model.language(given))
        # Another first picture: what is said before it, and what only looks at later ones through cross-attention, see to it by themselves alone.
        other.media[:, 0] += 1
        first = int((given.ids[0] == IMAGE).nonzero()[0])
        assert torch.equal(model(other)[0, :first], changed[0, :first])


def test_frames_that_are_filled_in_change_nothing() -> None:
    torch.manual_seed(0)
    model = Flamingo(Sizes())
    still = collate([sample("pairs", 0)])
    beside = collate([sample("pairs", 0), sample("clips", 0)])
    assert beside.media.shape[2] == 4
    with torch.no_grad():
        assert torch.allclose(model.look(still)[0], model.look(beside)[0], atol=1e-5)


def test_lora_begins_as_nothing_and_merges_into_the_same() -> None:
    torch.manual_seed(0)
    model, given = Language(Sizes()), batch("dialogues", 0, 4)
    with torch.no_grad():
        before = model(given)
        add_lora(model)
        assert torch.equal(model(given), before)
        for name, p in model.named_parameters():
            if name.endswith(".b"):
                p.normal_(std=0.1)
        tuned = model(given)
        assert not torch.allclose(tuned, before, atol=1e-3)
        merge_lora(model)
        assert torch.allclose(model(given), tuned, atol=1e-5)
        assert not any(".base." in name for name in model.state_dict())


def test_stages_build_upon_each_other_and_leave_frozen_parts_alone(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="flamingo builds upon contrastive"):
        run(tmp_path, "flamingo", 1)
    for stage in ("contrastive", "language", "flamingo", "instruct", "lora", "projection"):
        run(tmp_path, stage, 2)
    weights = {stage: torch.load(tmp_path / f"{stage}.pt", weights_only=True)["model"] for stage in RECIPES}
    for name, value in weights["contrastive"].items():
        if name.startswith("image."):
            assert torch.equal(weights["instruct"][name], value) and torch.equal(weights["projection"][name], value)
    for name, value in weights["language"].items():
        assert torch.equal(weights["instruct"][f"language.{name}"], value)
    assert not torch.equal(weights["instruct"]["resampler.latents"], weights["flamingo"]["resampler.latents"])
    assert torch.equal(weights["lora"]["resampler.latents"], weights["flamingo"]["resampler.latents"])
    assert weights["lora"]["language.blocks.0.attention.q.b"].abs().max() > 0
    told = json.loads((tmp_path / "resources.json").read_text())
    assert list(told) == list(RECIPES) and all(row["learnable"] <= row["parameters"] for row in told.values())


def test_weights_of_sets_are_shares_of_one_step() -> None:
    torch.manual_seed(0)
    recipe = RECIPES["flamingo"]
    model = Flamingo(Sizes())
    parts = []
    for name, weight in recipe.sets.items():
        total, count = loss_sum(recipe, model, batch(name, 0, 4))
        parts.append(weight * total / count)
    wanted = sum(parts) / sum(recipe.sets.values())
    wanted.backward()
    assert model.resampler.latents.grad is None or model.resampler.latents.grad.abs().max() == 0
    # With shut gates only the gates themselves have a gradient.
    assert all(layer.gate_attention.grad is not None for layer in model.cross)


def test_a_run_resumes_bit_for_bit(tmp_path: Path) -> None:
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    for folder, ends in ((whole, (5,)), (halves, (3, 5))):
        for end in ends:
            run(folder, "language", end)
    one, two = (torch.load(folder / "language.pt", weights_only=True) for folder in (whole, halves))
    assert one["step"] == two["step"] == 5
    for name, value in one["model"].items():
        assert torch.equal(value, two["model"][name]), name
    assert losses(whole, "language") == losses(halves, "language")


def two_processes(parallel: str, runs: list[tuple[str, Path, int]]) -> None:
    """Runs stages in two processes, one after the other: each in a folder, to a step."""
    command = f"{sys.executable} -m torch.distributed.run --nproc-per-node 2 --rdzv-backend c10d --rdzv-endpoint localhost:0 {Path(__file__).with_name('two_processes.py')} {parallel}"
    done = subprocess.run(
        [*command.split(), *(part for stage, folder, steps in runs for part in (stage, str(folder), str(steps)))],
        cwd=MODELS, env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(MODELS)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("parallel", ["ddp", "fsdp"])
def test_two_processes_are_one_and_resume_bit_for_bit(tmp_path: Path, parallel: str) -> None:
    alone, both, halves, moved = (tmp_path / name for name in ("alone", "both", "halves", "moved"))
    stages = ("contrastive", "language", "flamingo", "lora")
    for stage in stages:
        run(alone, stage, 4)
    two_processes(
        parallel, [*((stage, both, 4) for stage in stages), ("language", halves, 2), ("language", halves, 4), ("language", moved, 2)]
    )
    for stage in stages:
        assert losses(both, stage) == pytest.approx(losses(alone, stage), abs=2e-5), stage
    one, two = (torch.load(folder / "flamingo.pt", weights_only=True)["model"] for folder in (alone, both))
    for name, value in one.items():
        # Adam divides by what is nearly nothing: a rounding may turn into a step's worth, and no more.
        assert torch.allclose(value, two[name], atol=4e-3), name
    # What a stage is worth is measured on a model that is split, too.
    told = [json.loads((folder / "resources.json").read_text()) for folder in (alone, both)]
    for stage in stages:
        score = next(iter(told[0][stage]["before"]))
        assert told[1][stage]["before"][score] == pytest.approx(told[0][stage]["before"][score], abs=1e-4), stage
        assert told[1][stage]["hardware"].startswith("2 x ")
    # Cut off at step 2 and gone on with: the weights, the optimiser's too, are those of a run that was not.
    whole, resumed = (torch.load(folder / "language.pt", weights_only=True) for folder in (both, halves))
    assert losses(halves, "language") == losses(both, "language")
    for name, value in whole["model"].items():
        assert torch.equal(value, resumed["model"][name]), name
    for name, state in whole["optimiser"]["state"].items():
        assert torch.equal(state["exp_avg_sq"], resumed["optimiser"]["state"][name]["exp_avg_sq"]), name
    # What two processes began, one may go on with.
    run(moved, "language", 4)
    assert losses(moved, "language") == pytest.approx(losses(alone, "language"), abs=2e-5)


def test_sizes_are_given_by_name_and_stages_of_other_sizes_do_not_mix(tmp_path: Path) -> None:
    assert sizes_from("width=32,language_layers=3") == Sizes(width=32, language_layers=3)
    for wrong in ("depth=3", "width", "width=-1", "width=x"):
        with pytest.raises(SystemExit, match="is no size: there are every, frames, heads"):
            sizes_from(wrong)
    run(tmp_path, "contrastive", 1)
    run(tmp_path, "language", 1)
    for stage in ("flamingo", "language"):
        with pytest.raises(SystemExit, match=r"in this folder has width=64: give the same --sizes"):
            run(tmp_path, stage, 2, sizes="width=32")


def test_curves_say_first_and_last_and_what_it_took(tmp_path: Path) -> None:
    assert points([5.0, *[3.0] * 10, *[1.0] * 10])[:2] == [(1, 5.0), (3, pytest.approx(11 / 3))]
    assert points([5.0, *[3.0] * 10, *[1.0] * 10])[-1] == (21, 1.0)
    with pytest.raises(SystemExit, match="holds no stage"):
        curves(tmp_path)
    run(tmp_path, "language", 3)
    drawn = curves(tmp_path)
    assert drawn["language"][0] == (1, losses(tmp_path, "language")[0])
    text = page(drawn, json.loads((tmp_path / "resources.json").read_text()))
    assert "| language | documents 1, dialogues 1 | 3 | 48 |" in text and "held-out loss" in text
