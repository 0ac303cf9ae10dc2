"""Models of a real size with random weights, to time the engine beside other runtimes, and PyTorch's own times.

    python -m unrender_models.proof.speed make FOLDER
    python -m unrender_models.proof.speed torch FOLDER --tokens 64 --threads 2

FOLDER/smolvlm is an ONNX folder of SmolVLM-256M's shape (decoder in 4 bits, what looks in 8); FOLDER/idefics a checkpoint of about 300 M parameters, FOLDER/idefics-int4 and
-int8 its packages. `npm run bench -- family` does all of it and prints the table.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import Idefics3Config, Idefics3ForConditionalGeneration, IdeficsConfig, IdeficsForVisionText2Text

from ..convert.convert import Request, convert
from ..convert.formats import Format
from .onnx_folder import export
from .reference import tokenizer_json

IMAGE = 49190
SMOL_TEXT = {
    "model_type": "llama", "vocab_size": 49280, "hidden_size": 576, "intermediate_size": 1536, "num_hidden_layers": 30, "num_attention_heads": 9, "num_key_value_heads": 3,
    "head_dim": 64, "max_position_embeddings": 8192, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2, "tie_word_embeddings": False,
}  # fmt: skip
SMOL_VISION = {
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "image_size": 512,
    "patch_size": 16,
}
IDEFICS: dict[str, Any] = {
    "vocab_size": 32000, "additional_vocab_size": 2, "hidden_size": 1024, "intermediate_size": 2816, "num_hidden_layers": 12, "num_attention_heads": 16, "alpha_type": "float",
    "cross_layer_interval": 4, "qk_layer_norms": True, "use_resampler": True, "max_position_embeddings": 2048,
    "vision_config": {"embed_dim": 768, "image_size": 224, "patch_size": 16, "num_hidden_layers": 6, "num_attention_heads": 12, "intermediate_size": 3072, "hidden_act": "gelu"},
    "perceiver_config": {"use_resampler": True, "resampler_n_latents": 64, "resampler_depth": 2, "resampler_n_heads": 12, "resampler_head_dim": 64, "qk_layer_norms_perceiver": True},
}  # fmt: skip
PROMPT = 48
"""Words after the picture."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "torch"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    if args.what == "make":
        make(args.folder)
        return
    torch.set_num_threads(args.threads)
    for kind in (torch.float32, torch.bfloat16):
        print(json.dumps(timed(args.folder / "idefics", kind, args.tokens)), flush=True)


def make(folder: Path) -> None:
    """What is there is not made again."""
    torch.manual_seed(0)
    if not (folder / "smolvlm").exists():
        smol(folder)
    if not (folder / "idefics").exists():
        model = IdeficsForVisionText2Text(IdeficsConfig(**IDEFICS)).eval()
        opened(model)
        model.save_pretrained(folder / "idefics")
        special = {"<fake_token_around_image>": 32000, "<image>": 32001}
        (folder / "idefics" / "tokenizer.json").write_text(json.dumps(tokenizer_json(special, 32002)), "utf-8")
        print(f"idefics: {sum(p.numel() for p in model.parameters()) / 1e6:.0f} M parameters", flush=True)
    formats: tuple[Format, ...] = ("int4", "int8")
    for fmt in formats:
        for fast in (False, True):
            out = folder / f"idefics-{fmt}{'-fast' if fast else ''}"
            if not out.exists():
                convert(Request(folder / "idefics", out, fmt, name="idefics", fast=fast, tell=lambda _: None))


def opened(model: torch.nn.Module) -> None:
    """Gates away from 0: a closed gate would not show in a result, though it costs the same."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            if "alpha" in name:
                p.fill_(0.5)


def smol(folder: Path) -> None:
    checkpoint = folder / "smolvlm-checkpoint"
    config = Idefics3Config(
        vision_config=SMOL_VISION, text_config=SMOL_TEXT, image_token_id=IMAGE, scale_factor=4, tie_word_embeddings=False
    )
    model = Idefics3ForConditionalGeneration(config).eval()
    model.save_pretrained(checkpoint)
    print(f"smolvlm: {sum(p.numel() for p in model.parameters()) / 1e6:.0f} M parameters", flush=True)
    special = {"<fake_token_around_image>": 49189, "<image>": IMAGE, "<global-img>": 49152, "\n": 198}
    special |= {f"<row_{row}_col_{column}>": 49153 + 4 * row + column for row in (1, 2) for column in (1, 2)}
    (checkpoint / "tokenizer.json").write_text(json.dumps(tokenizer_json(special, 49280)), "utf-8")
    processor = {
        "do_image_splitting": True, "size": {"longest_edge": 512}, "max_image_size": {"longest_edge": 512}, "image_mean": [0.5] * 3, "image_std": [0.5] * 3, "resample": 1,
    }  # fmt: skip
    (checkpoint / "preprocessor_config.json").write_text(json.dumps(processor), "utf-8")
    # An end that no token is: what is timed has always the same length.
    (checkpoint / "generation_config.json").write_text(json.dumps({"bos_token_id": 1, "eos_token_id": 49279, "pad_token_id": 0}), "utf-8")
    # As the folders on a hub are: transformers.js' quantiser leaves open how products are computed.
    export(checkpoint, folder / "smolvlm", "int4", fast=None)
    shutil.rmtree(checkpoint)


def timed(checkpoint: Path, kind: torch.dtype, tokens: int) -> dict[str, Any]:
    """Time to the first token and tokens a second after it, one picture and PROMPT words, greedy, cached: the second of two runs."""
    model = IdeficsForVisionText2Text.from_pretrained(checkpoint, dtype=kind).eval()
    words = (np.arange(PROMPT) % 1000 + 100).tolist()
    ids = torch.tensor([[1, 32000, 32001, 32000, *words]])
    pixels = torch.zeros(1, 1, 3, 224, 224, dtype=kind)
    first = rate = 0.0
    for _ in range(2):
        media = torch.ones(1, ids.shape[1], 1, dtype=torch.long)
        with torch.no_grad():
            start = time.perf_counter()
            out = model(input_ids=ids, attention_mask=torch.ones_like(ids), pixel_values=pixels, image_attention_mask=media, use_cache=True)
            token = out.logits[:, -1:].argmax(-1)
            first = time.perf_counter() - start
            seen = model.model.perceiver_resampler(model.model.vision_model(pixels[0]).last_hidden_state)
            start = time.perf_counter()
            length = ids.shape[1]
            for step in range(tokens):
                mask = torch.ones(1, length + step + 1, dtype=torch.long)
                # The perceiver's latents are given: looking again at every step would not be PyTorch's fault.
                out = model(
                    input_ids=token,
                    attention_mask=mask,
                    perceiver_embeddings=seen,
                    image_attention_mask=media[:, -1:],
                    past_key_values=out.past_key_values,
                    use_cache=True,
                )
                token = out.logits[:, -1:].argmax(-1)
            rate = tokens / (time.perf_counter() - start)
    return {
        "runtime": f"PyTorch {torch.__version__.split('+')[0]}",
        "model": "idefics",
        "format": str(kind).removeprefix("torch."),
        "firstMs": first * 1000,
        "tokensPerSecond": rate,
    }


if __name__ == "__main__":
    main()
