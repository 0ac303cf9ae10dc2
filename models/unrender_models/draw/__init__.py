"""Domain-randomised flowcharts painted in pure Python, each with its exact truth."""

from .generate import draw_other, draw_scene

__all__ = ["draw_other", "draw_scene"]
