"""Language models by the `model_type` of their configuration."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .blocks import scaled_frequencies
from .checkpoint import Array, Checkpoint, CheckpointError, Scope
from .language import LanguageModel, Names

OPT = Names(
    embed="decoder.embed_tokens.weight", positions="decoder.embed_positions.weight", block="decoder.layers.{}.", norm_attention="self_attn_layer_norm.",
    norm_feed="final_layer_norm.", out="out_proj", feed="", up="fc1", down="fc2", final_norm="decoder.final_layer_norm.",
)  # fmt: skip
NEOX = Names(
    embed="embed_in.weight", fused="query_key_value", attention="attention.", out="dense", up="dense_h_to_4h", down="dense_4h_to_h", final_norm="final_layer_norm.",
)  # fmt: skip
MPT = Names(
    embed="wte.weight", block="blocks.{}.", norm_attention="norm_1.", norm_feed="norm_2.", attention="attn.", fused="Wqkv", out="out_proj", feed="ffn.", up="up_proj",
    down="down_proj", final_norm="norm_f.",
)  # fmt: skip
LLAMA_LIKE = ("llama", "mistral", "qwen2", "vicuna", "mllama_text_model")
KNOWN = (*LLAMA_LIKE, "opt", "gpt_neox", "mpt")


def rope_of(config: dict[str, Any]) -> tuple[float, dict[str, object]]:
    """Base and scaling of rotary positions, wherever the library's version keeps them."""
    parameters = config.get("rope_parameters") or config.get("rope_scaling") or {}
    return float(parameters.get("rope_theta", config.get("rope_theta", 10000.0))), parameters


def llama(config: dict[str, Any]) -> LanguageModel:
    """LLaMA and its kin (defaults: transformers' LlamaConfig)."""
    c = {
        "vocab_size": 32000, "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "rms_norm_eps": 1e-6, "hidden_act": "silu",
        "max_position_embeddings": 2048, **config,
    }  # fmt: skip
    if c.get("use_sliding_window"):
        raise CheckpointError("Sliding-window attention is not supported.")
    heads, width = c["num_attention_heads"], c["hidden_size"]
    size = c.get("head_dim") or width // heads
    theta, scaling = rope_of(c)
    return LanguageModel(
        width, c["num_hidden_layers"], heads, c.get("num_key_value_heads") or heads, size, c["vocab_size"], c["max_position_embeddings"],
        eps=c["rms_norm_eps"], activation=c["hidden_act"], rotary=scaled_frequencies(size, theta, scaling),
    )  # fmt: skip


def opt(config: dict[str, Any]) -> LanguageModel:
    """OPT (arXiv 2205.01068; defaults: transformers' OPTConfig)."""
    c = {
        "vocab_size": 50272, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "activation_function": "relu", "max_position_embeddings": 2048,
        "do_layer_norm_before": True, **config,
    }  # fmt: skip
    if not c["do_layer_norm_before"] or c.get("word_embed_proj_dim", c["hidden_size"]) != c["hidden_size"]:
        raise CheckpointError("This size of OPT norms after its blocks or projects its embeddings (OPT-350m), which is not supported.")
    heads, width = c["num_attention_heads"], c["hidden_size"]
    return LanguageModel(
        width, c["num_hidden_layers"], heads, heads, width // heads, c["vocab_size"], c["max_position_embeddings"], norm="layer", eps=1e-5,
        activation=c["activation_function"], gated=False, position_offset=2, names=OPT,
    )  # fmt: skip


def neox(config: dict[str, Any]) -> LanguageModel:
    """GPT-NeoX (arXiv 2204.06745; RedPajama-INCITE is one)."""
    c = {
        "rotary_pct": 0.25,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-5,
        "use_parallel_residual": True,
        "max_position_embeddings": 2048,
        **config,
    }
    heads, width = c["num_attention_heads"], c["hidden_size"]
    size = width // heads
    theta, scaling = rope_of({"rope_theta": c.get("rotary_emb_base", 10000.0), **c})
    share = float((c.get("rope_parameters") or {}).get("partial_rotary_factor", c["rotary_pct"]))
    return LanguageModel(
        width, c["num_hidden_layers"], heads, heads, size, c["vocab_size"], c["max_position_embeddings"], norm="layer", eps=c["layer_norm_eps"],
        activation=c["hidden_act"], gated=False, rotary=scaled_frequencies(int(size * share), theta, scaling), parallel=c["use_parallel_residual"],
        interleaved_fused=True, names=NEOX,
    )  # fmt: skip


def mpt(config: dict[str, Any]) -> LanguageModel:
    """MPT: linear biases instead of positions, no biases anywhere."""
    attention = config.get("attn_config") or {}
    if not attention.get("alibi", True) or attention.get("qk_ln") or attention.get("clip_qkv"):
        raise CheckpointError("This MPT uses learned positions, norms or clips its queries and keys, which is not supported.")
    heads, width = config["n_heads"], config["d_model"]
    return LanguageModel(
        width, config["n_layers"], heads, heads, width // heads, config["vocab_size"], config.get("max_seq_len", 2048), norm="layer", eps=config.get("layer_norm_epsilon", 1e-5),
        activation="gelu", gated=False, alibi=alibi_slopes(heads, attention.get("alibi_bias_max", 8)), names=MPT,
    )  # fmt: skip


def alibi_slopes(heads: int, most: int) -> Array:
    """Slopes of linear biases (arXiv 2108.12409), as MPT spaces them where the number of heads is no power of two."""
    whole = 2 ** math.ceil(math.log2(heads))
    slopes = (1.0 / 2.0 ** (np.arange(1, whole + 1) * most / whole)).astype(np.float32)
    return slopes if whole == heads else np.concatenate([slopes[1::2], slopes[::2]])[:heads]


def language_of(config: dict[str, Any]) -> LanguageModel:
    """@raises CheckpointError naming the language model and those that are known"""
    kind = config.get("model_type", "llama")
    if kind in LLAMA_LIKE:
        return llama(config)
    if kind not in KNOWN:
        raise CheckpointError(f'The language model is of the kind "{kind}", which is not known; known are: {", ".join(KNOWN)}.')
    return {"opt": opt, "gpt_neox": neox, "mpt": mpt}[kind](config)


def language_scopes(checkpoint: Checkpoint, model: LanguageModel, *prefixes: str) -> tuple[Scope, Scope]:
    """Where the blocks and where the head of a language model lie, below any of some prefixes."""
    inner = {"embed_in.weight": "gpt_neox.", "wte.weight": "transformer."}.get(model.names.embed, "model.")
    places = [p + i for p in prefixes for i in (inner, "")]
    return Scope(checkpoint, *places), Scope(checkpoint, *prefixes, "")


def head_weight(model: LanguageModel, blocks: Scope, top: Scope) -> Array:
    """The output matrix; the embeddings' where both are one."""
    for name in ("lm_head.weight", "embed_out.weight"):
        if name in top:
            return top.get(name)
    return blocks.get(model.names.embed)
