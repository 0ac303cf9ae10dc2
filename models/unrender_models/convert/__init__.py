"""Checkpoints of Flamingo and its relatives to model packages: `python -m unrender_models.convert CHECKPOINT OUT`."""
