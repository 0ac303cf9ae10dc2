"""Conversion of checkpoints, and the project's own Flamingo parts against IDEFICS'."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from unrender_models.convert.blocks import scaled_frequencies
from unrender_models.convert.builder import PAGE, GraphBuilder
from unrender_models.convert.checkpoint import Checkpoint, CheckpointError
from unrender_models.convert.convert import Request, convert
from unrender_models.convert.formats import Format, dequantise, quantise
from unrender_models.decoder import GatedCrossAttention
from unrender_models.resampler import Resampler, ResamplerLayer

try:
    import transformers  # noqa: F401
except ModuleNotFoundError as missing:
    # A failure, and no skip: what is not compared is not proven.
    raise RuntimeError("The references come from transformers, which is not installed: pip install -e 'models[family]'") from missing


@pytest.mark.parametrize(("bits", "tolerance"), [(8, 0.008), (4, 0.13)])
def test_quantised_rows_stay_within_half_a_step(bits: int, tolerance: float) -> None:
    weight = np.random.default_rng(0).standard_normal((5, 50)).astype(np.float32)
    weight[1] = 0
    codes, scale = quantise(weight, bits)
    assert codes.shape == (5, 2, 32 * bits // 8) and codes.dtype == np.uint8
    back = dequantise(codes, scale, bits, 50)
    steps = np.repeat(np.abs(scale), 32, -1)[:, :50]
    # The largest value of the other sign may be cut by up to one step.
    assert (np.abs(back - weight) <= steps * 1.001).all() and np.median(np.abs(back - weight)) < tolerance
    assert (back[1] == 0).all()


@pytest.mark.parametrize("fmt", ["int8", "int4"])
def test_fast_arithmetic_stays_near_that_of_the_stored_weights(fmt: Format, tmp_path: Path) -> None:
    import onnxruntime as ort

    rng = np.random.default_rng(0)
    weight, x = rng.standard_normal((64, 512)).astype(np.float32), rng.standard_normal((1, 3, 512)).astype(np.float32)
    results = []
    for fast in (False, True):
        builder = GraphBuilder(tmp_path, f"graph-{fast}", fmt, fast=fast)
        builder.output(builder.linear(builder.input("x", [1, "T", 512]), weight), "y", [1, "T", 64])
        results.append(ort.InferenceSession(str(builder.finish())).run(None, {"x": x})[0])
    exact, fast_ = results
    bits = 8 if fmt == "int8" else 4
    assert np.allclose(exact, x @ dequantise(*quantise(weight, bits), bits, 512).T, atol=1e-4)
    # Rounding 32 values at a time to 8 bits costs each about a 250th of the largest.
    assert 0 < np.abs(fast_ - exact).max() < 0.02 * np.abs(exact).max()


def test_rotary_scaling_is_that_of_the_reference() -> None:
    from transformers import LlamaConfig
    from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

    scaling = {
        "rope_type": "llama3",
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 64,
        "rope_theta": 500.0,
    }
    config = LlamaConfig(hidden_size=64, num_attention_heads=2, max_position_embeddings=512, rope_parameters=scaling)
    wanted, _ = ROPE_INIT_FUNCTIONS["llama3"](config, torch.device("cpu"))
    assert np.allclose(scaled_frequencies(32, 500.0, scaling), wanted.numpy(), rtol=1e-6)
    with pytest.raises(CheckpointError, match='"yarn"'):
        scaled_frequencies(32, 500.0, {"rope_type": "yarn"})


def checkpoint(folder: Path, config: dict[str, object], tensors: dict[str, torch.Tensor] | None = None) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config))
    save_file(tensors or {"a": torch.zeros(1)}, str(folder / "model.safetensors"))
    return folder


def test_what_is_not_known_is_refused_by_name_and_leaves_nothing(tmp_path: Path) -> None:
    source = checkpoint(tmp_path / "in", {"model_type": "gemini"})
    out = tmp_path / "out"
    with pytest.raises(CheckpointError, match='kind "gemini".*idefics, mllama, llava'):
        convert(Request(source, out, "fp32"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]


def test_a_missing_tensor_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    source = checkpoint(tmp_path / "in", {"model_type": "clip"})
    with pytest.raises(CheckpointError, match=r"no tensor vision_model\.embeddings\.patch_embedding\.weight"):
        convert(Request(source, tmp_path / "out", "fp32"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    source = checkpoint(tmp_path / "in", {"model_type": "clip"})
    with pytest.raises(CheckpointError, match="is not empty"):
        convert(Request(source, source, "fp32"))
    assert (source / "model.safetensors").exists()


def test_a_checkpoint_without_weights_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"\.safetensors, \.bin, \.pt or \.pth"):
        Checkpoint(tmp_path)


def test_a_pickle_that_would_run_code_is_not_loaded(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return exec, ("raise SystemExit('ran')",)

    torch.save({"a": Evil()}, tmp_path / "a.pt")
    with pytest.raises(Exception, match="[Ww]eights.only|Unsupported"):
        Checkpoint(tmp_path / "a.pt")


@pytest.mark.parametrize("fmt", ["fp32", "fp16", "int8", "int4"])
def test_weights_leave_memory_one_by_one(tmp_path: Path, fmt: Format) -> None:
    import tracemalloc

    weight = np.random.default_rng(0).standard_normal((512, 512)).astype(np.float32)
    tracemalloc.start()
    try:
        builder = GraphBuilder(tmp_path, "decoder", fmt)
        x = builder.input("x", [1, "T", 512])
        for _ in range(24):
            x = builder.linear(x, weight)
        builder.output(x, "y", [1, "T", 512])
        file = builder.finish()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Quantising holds a few copies of the one matrix that it is at; 24 would be 24 of them.
    assert peak < 8 * weight.nbytes
    stored = {"fp32": 4.0, "fp16": 2.0, "int8": 1.125, "int4": 0.625}[fmt] * weight.size * 24
    # Large tensors begin at the next page.
    assert stored <= file.with_name("decoder.onnx.data").stat().st_size <= stored + 48 * PAGE
    if fmt in ("fp32", "fp16"):
        onnx.checker.check_model(str(file))


def tiny_idefics() -> nn.Module:
    from unrender_models.proof.flamingo import Flamingo

    return Flamingo(every=1).model.model


def test_own_gated_cross_attention_is_that_of_idefics() -> None:
    """The same attention, residuals and gates; norms and feed-forward, which the two chose differently, are taken over whole."""
    theirs = tiny_idefics().gated_cross_attn_layers[0]
    # Norms of queries and keys are IDEFICS' own addition.
    theirs.cross_attn.qk_layer_norms = False
    ours = GatedCrossAttention(48, 4)
    ours.attention.k, ours.attention.v = nn.Linear(32, 48, bias=False), nn.Linear(32, 48, bias=False)
    for mine, name in (
        (ours.attention.q, "q_proj"),
        (ours.attention.k, "k_proj"),
        (ours.attention.v, "v_proj"),
        (ours.attention.out, "o_proj"),
    ):
        mine.load_state_dict(getattr(theirs.cross_attn, name).state_dict())
    ours.norm, ours.norm_feed, ours.feed = theirs.input_layernorm, theirs.post_attention_layernorm, theirs.mlp
    ours.gate_attention, ours.gate_feed = theirs.alpha_cross_attn, theirs.alpha_dense
    torch.manual_seed(0)
    y, visual = torch.randn(1, 6, 48), torch.randn(1, 10, 32)
    # Two pictures of five latents; three tokens see the first, three the second.
    seen = torch.zeros(1, 1, 6, 10, dtype=torch.bool)
    seen[..., :3, :5] = seen[..., 3:, 5:] = True
    mask = torch.zeros(seen.shape).masked_fill(~seen, torch.finfo(torch.float32).min)
    with torch.no_grad():
        wanted = theirs(y, image_hidden_states=visual, image_attention_mask=mask, cross_attention_gate=torch.ones(1, 6))
        got = ours(y, *ours.attention.keys_values(visual), seen)
        assert torch.allclose(got, wanted, atol=1e-5)
        # The later tokens see nothing of the earlier picture.
        changed = visual.clone()
        changed[:, :5] += 1
        assert torch.equal(ours(y, *ours.attention.keys_values(changed), seen)[:, 3:], got[:, 3:])
        ours.gate_attention, ours.gate_feed = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))
        assert torch.equal(ours(y, *ours.attention.keys_values(visual), seen), y)


class OfIdefics(Resampler):
    """The project's resampler without region tokens: latents alone, as in the paper."""

    def __init__(self, theirs: nn.Module) -> None:
        nn.Module.__init__(self)
        self.latents, self.norm = theirs.latents, theirs.layer_norm
        self.layers = nn.ModuleList([self.layer(*block) for block in theirs.blocks])

    @staticmethod
    def layer(attention: nn.Module, feed: nn.Module) -> ResamplerLayer:
        from unrender_models.layers import Attention

        layer = ResamplerLayer.__new__(ResamplerLayer)
        nn.Module.__init__(layer)
        layer.norm, layer.norm_feed = attention.latents_layer_norm, feed.ln
        layer.attention = Attention(32, attention.n_heads)
        layer.attention.q, layer.attention.k, layer.attention.v, layer.attention.out = (
            attention.q_proj,
            attention.k_proj,
            attention.v_proj,
            attention.output_proj,
        )
        layer.feature_k = nn.Sequential(attention.context_layer_norm, attention.k_proj)
        layer.feature_v = nn.Sequential(attention.context_layer_norm, attention.v_proj)
        layer.feed = nn.Sequential(feed.fc, feed.act, feed.c_proj)
        return layer

    def resample(self, features: torch.Tensor) -> torch.Tensor:
        x = self.latents.expand(features.shape[0], -1, -1)
        for layer in self.layers:
            x = layer(x, features, None)
        return self.norm(x)


def test_own_resampler_is_that_of_idefics() -> None:
    theirs = tiny_idefics().perceiver_resampler
    for attention, _ in theirs.blocks:
        attention.qk_layer_norms = False
    torch.manual_seed(0)
    features = torch.randn(2, 17, 32)
    with torch.no_grad():
        assert torch.allclose(OfIdefics(theirs).resample(features), theirs(features), atol=1e-5)
