"""DeepSpeed-VisualChat (arXiv 2309.14327): CLIP, a projection, LLaMA-2 with multi-modal causal attention (MMCA)."""

from __future__ import annotations

from typing import Any

from .blocks import layer_norm, linear
from .checkpoint import CheckpointError, Scope
from .idefics import decoder_spec, prompt_spec
from .language import DecoderGraph, embed_graph
from .languages import language_of, language_scopes
from .package import Job, picture_spec, self_test, stop_ids, token_id, tokenizer_spec
from .vision import block, clip_vision, pixels_input, vision_states

ATTENTIONS = ("mmca-repository", "mmca", "causal")


def convert(job: Job) -> dict[str, Any]:
    """Writes the graphs and returns the manifest's body.

    The checkpoint holds all weights; the bases give the configurations of language model and CLIP. Its config.json may say
    `attention`: `mmca-repository` (as the weights were trained), `mmca` (as the paper says) or `causal`.
    """
    checkpoint, base, eyes = job.checkpoint, job.base("language"), job.base("vision")
    config = base.json("config.json")
    model = language_of(config)
    attention = checkpoint.json("config.json", {}).get("attention", ATTENTIONS[0])
    if attention not in ATTENTIONS:
        raise CheckpointError(f'The attention "{attention}" is not known; known are: {", ".join(ATTENTIONS)}.')
    seen = eyes.json("config.json")
    vision = clip_vision(seen.get("vision_config") or seen)
    blocks, top = language_scopes(checkpoint, model, "lang_decoder.")
    table = Scope(checkpoint, "").get("lang_embed.weight")
    # The language model's own embeddings were replaced by `lang_embed`.
    job.unused += ["embed_tokens.weight"]
    project = Scope(checkpoint, "projection.")
    if "query" in project:
        raise CheckpointError("Its projection is a resampler of Qwen-VL's kind, which is not supported; linear ones are.")
    with job.graph("vision") as b:
        x = vision_states(b, pixels_input(b, vision.size), vision, Scope(checkpoint, "vis_encoder.vision_model.", "vis_encoder."))[-1]
        if "vis_layer.layer_norm1.weight" in project:
            x = block(b, x, vision, project.below("vis_layer."))
            project = project.below("projection.")
        x = layer_norm(b, linear(b, x, project, "0"), project, 1e-12, "1.")
        b.output(x, "features", ["N", vision.tokens, model.width])
    with job.graph("embed") as b:
        embed_graph(b, [table])
    with job.graph("decoder") as b:
        DecoderGraph(b, model, blocks, 1 if attention == "causal" else 2).build([top.get("lm_head.weight")])
    return {
        "picture": picture_spec(eyes.json("preprocessor_config.json", {}), vision.size), "decoder": decoder_spec(model) | {"vocabulary": int(table.shape[0])},
        "attention": {"kind": attention}, "prompt": prompt_spec(token_id(checkpoint, "<image>"), vision.tokens, [], [], begin=config.get("bos_token_id", 1)),
        "generation": {"stop": stop_ids(base, config)}, "tokenizer": tokenizer_spec(job), "selfTest": self_test(job, "vision", "features", vision.size),
    }  # fmt: skip
