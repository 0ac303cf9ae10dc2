"""Pictures of code that no browser draws: Pygments' own image formatter (Pillow, FreeType) and pango-view (Cairo)."""

from __future__ import annotations

import html
import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from pygments import highlight
from pygments.formatters import ImageFormatter
from pygments.lexers import get_lexer_by_name
from pygments.styles import get_style_by_name
from pygments.token import Token

from .pages import LEXERS, Look


def by_pygments(text: str, language: str, look: Look, numbers: bool) -> Image.Image:
    formatter = ImageFormatter(
        style=look.style,
        font_name=look.font,
        font_size=look.size,
        line_numbers=numbers,
        line_pad=max(2, round((look.leading - 1.15) * look.size)),
        image_pad=10,
    )
    data = highlight(text, get_lexer_by_name(LEXERS.get(language, language), stripnl=False), formatter)
    return Image.open(io.BytesIO(data)).convert("RGB")


def by_pango(text: str, language: str, look: Look) -> Image.Image:
    """Coloured by Pygments, laid out by Pango, painted by Cairo."""
    parts = []
    lexer = get_lexer_by_name(LEXERS.get(language, language), stripnl=False)
    for kind, value in lexer.get_tokens(text):
        colour = look_colour(look, kind)
        parts.append(f'<span foreground="{colour}">{html.escape(value)}</span>' if value.strip() else value)
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "code.txt"), Path(folder, "code.png")
        source.write_text("".join(parts).rstrip("\n"), "utf-8")
        command = [
            "pango-view",
            "--no-display",
            "--markup",
            f"--font={look.font} {look.size * 0.75}",
            "--dpi=96",
            "--margin=12",
            f"--background={look.back}",
            f"--foreground={look.ink}",
            f"--output={out}",
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return Image.open(out).convert("RGB")


def look_colour(look: Look, kind: object) -> str:
    definition = get_style_by_name(look.style)
    colour = definition.style_for_token(kind if kind in definition.styles else Token)["color"]
    return f"#{colour}" if colour else look.ink
