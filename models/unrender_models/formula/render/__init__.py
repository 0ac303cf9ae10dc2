"""Renderers of formulas: MathJax and KaTeX (Node), mathtext (matplotlib)."""
