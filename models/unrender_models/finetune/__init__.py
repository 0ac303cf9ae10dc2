"""Readers taught on a person's own pictures: `python -m unrender_models.finetune FOLDER --checkpoint last.pt --out RUN`."""
