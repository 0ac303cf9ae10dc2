"""LLaVA 1.5 (arXiv 2310.03744): a layer of a vision transformer through a two-layer projection, in the place of an image token.

LLaVA-OneVision (arXiv 2408.03326) looks at a picture whole and in parts, and puts a learned token after each row of the parts.
"""

from __future__ import annotations

from typing import Any

from .blocks import activate, linear
from .builder import GraphBuilder
from .checkpoint import CheckpointError, Scope
from .idefics import decoder_spec, prompt_spec
from .language import DecoderGraph, embed_graph
from .languages import head_weight, language_of, language_scopes
from .package import Job, picture_spec, self_test, stop_ids, tokenizer_spec
from .vision import VisionModel, VisionNames, clip_vision, pixels_input, vision_states, without_class

SIGLIP = VisionNames(class_token=None, pre_norm=None)
CLIP_LARGE: dict[str, object] = {
    "hidden_size": 1024,
    "num_hidden_layers": 24,
    "num_attention_heads": 16,
    "image_size": 336,
    "patch_size": 14,
}
SIGLIP_BASE: dict[str, object] = {"hidden_act": "gelu_pytorch_tanh", "layer_norm_eps": 1e-6, "patch_size": 16}


def tower(config: dict[str, Any]) -> VisionModel:
    """The vision transformer of a configuration: CLIP or SigLIP."""
    if config.get("model_type") == "siglip_vision_model":
        return clip_vision(config, SIGLIP_BASE, SIGLIP)
    return clip_vision(config, CLIP_LARGE)


def selected(b: GraphBuilder, job: Job, vision: VisionModel, scope: Scope, config: dict[str, Any]) -> tuple[str, int]:
    """The chosen hidden states, without the class token unless they are taken `full`; and how many tokens they are."""
    layers = config.get("vision_feature_layer", -2)
    wanted = [layers] if isinstance(layers, int) else list(layers)
    places = [layer if layer >= 0 else vision.layers + 1 + layer for layer in wanted]
    # Blocks after the last one that is wanted are left out.
    job.unused += [
        f"vision_tower.{inner}{vision.names.block.format(i)}" for i in range(max(places), vision.layers) for inner in ("", "vision_model.")
    ]
    states = vision_states(b, pixels_input(b, vision.size), vision, scope, max(places))
    dropped = config.get("vision_feature_select_strategy", "default") == "default" and vision.names.class_token is not None
    kept = [without_class(b, states[place]) if dropped else states[place] for place in places]
    return b.concat(kept, 2), vision.tokens - dropped


def convert(job: Job) -> dict[str, Any]:
    """Writes the graphs and returns the manifest's body."""
    checkpoint = job.checkpoint
    config = checkpoint.json("config.json")
    model = language_of(config["text_config"])
    vision = tower(config["vision_config"])
    blocks, top = language_scopes(checkpoint, model, "language_model.", "model.language_model.", "")
    with job.graph("vision") as b:
        sources = ("vision_tower.vision_model.", "model.vision_tower.vision_model.", "vision_tower.", "model.vision_tower.")
        x, count = selected(b, job, vision, Scope(checkpoint, *sources), config)
        project = Scope(checkpoint, "multi_modal_projector.", "model.multi_modal_projector.")
        x = linear(b, activate(b, config.get("projector_hidden_act", "gelu"), linear(b, x, project, "linear_1")), project, "linear_2")
        b.output(x, "features", ["N", count, model.width])
    tiled = config["model_type"] == "llava_onevision"
    tables = [blocks.get(model.names.embed)[: model.vocabulary]]
    if tiled:
        tables.append(Scope(checkpoint, "image_newline", "model.image_newline").get("")[None])
    with job.graph("embed") as b:
        embed_graph(b, tables)
    with job.graph("decoder") as b:
        DecoderGraph(b, model, blocks).build([head_weight(model, blocks, top)])
    marker = config.get("image_token_index", config.get("image_token_id", 151646 if tiled else 32000))
    processor = checkpoint.json("preprocessor_config.json", {})
    picture = picture_spec(processor | ({"do_pad": False} if tiled else {}), vision.size)
    return {
        "picture": picture | (tiling(config, processor) if tiled else {}), "decoder": decoder_spec(model), "attention": {"kind": "causal"},
        "prompt": prompt_spec(marker, count, [], [], begin=config["text_config"].get("bos_token_id")),
        "generation": {"stop": stop_ids(checkpoint, config)}, "tokenizer": tokenizer_spec(job), "selfTest": self_test(job, "vision", "features", vision.size),
    }  # fmt: skip


def tiling(config: dict[str, Any], processor: dict[str, Any]) -> dict[str, Any]:
    """Resolutions that a picture is cut at, [height, width], and how many tiles' worth of tokens are kept (`anyres_max_N`)."""
    grids = config.get("image_grid_pinpoints") or processor.get("image_grid_pinpoints")
    if not grids:
        raise CheckpointError("config.json has no image_grid_pinpoints.")
    most = str(config.get("vision_aspect_ratio", "anyres_max_9")).removeprefix("anyres_max_")
    return {"tiling": {"kind": "grids", "grids": grids, "most": int(most)}}
