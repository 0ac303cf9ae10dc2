"""Flamingo's training, whole: contrastive pre-training, both halves frozen, gated cross-attention, instruction tuning; LoRA and projection-only recipes."""
