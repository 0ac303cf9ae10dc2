"""MathML as ziamath sets it with a font's own MATH table (OpenType 1.9, "MATH"). A line {"mathml", "font": its file} of standard input becomes a line
{"svg"} or {"error"} of output."""

from __future__ import annotations

import json
import sys

EM = 48
MARGIN = 8


def main() -> None:
    from ziamath.config import config
    from ziamath.zmath import Math

    # Whole paths instead of symbols that are used: rasterisers differ in how they clip those.
    config.svg2 = False
    for line in sys.stdin:
        job = json.loads(line)
        try:
            drawn = Math(job["mathml"], size=EM, font=job["font"], margin=MARGIN)
            letters = "".join(drawn.mathml.itertext())
            missing = {character for character in letters if not character.isspace() and drawn.font.glyphindex(character) == 0}
            answer = {"error": f"no glyph for {missing}"} if missing else {"svg": drawn.svg()}
        # A library about markup that is not its own: whatever it throws, this formula is left to other renderers.
        except (ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError, ValueError) as error:
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
