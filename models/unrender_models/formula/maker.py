"""A grammar-driven generator: formulas out of nothing but probabilities, as streams of tokens. Every token of the vocabulary comes up."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .vocabulary import CLASSES

Stream = list[str]


def _listed(text: str, separator: str = " ") -> tuple[str, ...]:
    return tuple(text.split(separator))


LETTERS = "xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK = CLASSES["greek"]
COMMON_GREEK = [
    "\\alpha",
    "\\beta",
    "\\gamma",
    "\\lambda",
    "\\mu",
    "\\sigma",
    "\\theta",
    "\\pi",
    "\\rho",
    "\\omega",
    "\\phi",
    "\\epsilon",
    "\\delta",
    "\\tau",
]
BINARY = [
    "+",
    "-",
    "+",
    "-",
    "\\cdot",
    "\\times",
    "/",
    "\\pm",
    "*",
    "\\circ",
    "\\cup",
    "\\cap",
    "\\otimes",
    "\\oplus",
    "\\wedge",
    "\\setminus",
]
RELATIONS = [
    "=",
    "=",
    "=",
    "=",
    "\\leq",
    "\\geq",
    "<",
    ">",
    "\\in",
    "\\approx",
    "\\sim",
    "\\equiv",
    "\\neq",
    "\\subset",
    "\\rightarrow",
    "\\propto",
    "\\mapsto",
    "\\ll",
    "\\gg",
    "\\simeq",
]
FENCES = [
    ("(", ")"),
    ("(", ")"),
    ("(", ")"),
    ("[", "]"),
    ("\\{", "\\}"),
    ("|", "|"),
    ("\\|", "\\|"),
    ("\\langle", "\\rangle"),
    ("\\lfloor", "\\rfloor"),
    ("\\lceil", "\\rceil"),
    ("[", ")"),
    ("(", "]"),
]
ACCENTS = [
    "\\hat",
    "\\bar",
    "\\tilde",
    "\\vec",
    "\\dot",
    "\\ddot",
    "\\overline",
    "\\check",
    "\\breve",
    "\\acute",
    "\\grave",
    "\\mathring",
    "\\dddot",
    "\\underline",
]
WIDE = [
    "\\overline",
    "\\widehat",
    "\\widetilde",
    "\\underline",
    "\\overrightarrow",
    "\\overleftarrow",
    "\\overbrace",
    "\\underbrace",
    "\\boxed",
    "\\cancel",
]
NAMES = _listed(
    "eff max min obs tot ref int ext in out kin pot crit rms avg loc std tr rank diag sgn span supp id Tr Re Im GL SU SO Hom End Aut Var Cov Prob grad div rot const eq th exp fit sim data obs"
)
WORDS = _listed(
    "for all;if and only if;such that;where;otherwise;if;and;or;with probability;subject to;almost surely;for some;as;is even;else;there exists;on;in;when;number of;number of samples;per unit",
    ";",
)
RARE = [
    token
    for name in ("ordinary", "operator", "function", "binary", "relation", "arrow", "capital", "greek", "punctuation", "delimiter")
    for token in CLASSES[name]
]
FONTS: dict[str, str] = {
    "\\mathrm": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "\\mathbf": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "\\boldsymbol": "xyzabcuvwABC",
    "\\mathbb": "RRRNZCQEPFHKABDGIJLMOSTUVWXY",
    "\\mathcal": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "\\mathscr": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "\\mathfrak": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "\\mathsf": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "\\mathtt": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
}  # fmt: skip


class Maker:
    """Expressions of bounded depth. `rng` decides everything."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        # A formula speaks of few things: most of its letters come from a handful.
        self.few = [self.letter() for _ in range(rng.randint(2, 6))]

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def letter(self) -> str:
        if self.chance(0.25):
            return self.rng.choice(COMMON_GREEK if self.chance(0.8) else GREEK)
        return self.rng.choice(LETTERS[:28] if self.chance(0.6) else LETTERS)

    def symbol(self) -> Stream:
        roll = self.rng.random()
        if roll < 0.62:
            return [self.rng.choice(self.few)]
        if roll < 0.72:
            return [self.letter()]
        if roll < 0.86:
            return self.number()
        if roll < 0.93:
            return self.styled()
        return [self.rng.choice(RARE)]

    def number(self) -> Stream:
        digits = str(self.rng.randint(0, 9) if self.chance(0.6) else self.rng.randint(10, 99999))
        return [*digits, *([".", *str(self.rng.randint(0, 999))] if self.chance(0.15) else [])]

    def styled(self) -> Stream:
        font = self.rng.choices(list(FONTS), [4, 6, 5, 5, 6, 2, 2, 1, 1])[0]
        if font == "\\boldsymbol" and self.chance(0.5):
            return [font, self.rng.choice(GREEK)]
        count = 1 if self.chance(0.75) else self.rng.randint(2, 4)
        letters = [self.rng.choice(FONTS[font]) for _ in range(count)]
        return [font, *self.braced(letters)]

    def name(self) -> Stream:
        return ["\\mathrm", *self.braced(list(self.rng.choice(NAMES)))]

    def words(self) -> Stream:
        text = self.rng.choice([words for words in WORDS if " " in words])
        return ["\\text", "{", *text.replace(" ", "~"), "}"]

    @staticmethod
    def braced(stream: Stream) -> Stream:
        """Braces may be too many: normalise.mjs spells what it is given canonically."""
        return stream if len(stream) == 1 else ["{", *stream, "}"]

    def argument(self, depth: int) -> Stream:
        return self.braced(self.expression(depth, self.rng.choices([1, 2, 3], [60, 32, 8] if depth < 2 else [85, 14, 1])[0]))

    def script(self, depth: int) -> Stream:
        roll = self.rng.random()
        if roll < 0.55:
            return self.braced(self.symbol())
        if roll < 0.65:
            return self.name()
        if roll < 0.75:
            return self.braced([*self.symbol(), ",", *self.symbol()])
        if roll < 0.82:
            return self.braced(["-", *self.symbol()])
        return self.argument(depth)

    def scripted(self, depth: int) -> Stream:
        base = self.rng.choices([self.symbol, self.accented, self.name], [80, 12, 8])[0]()
        roll = self.rng.random()
        sub = ["_", *self.script(depth + 1)] if roll < 0.65 else []
        sup = (
            [
                "^",
                *(
                    self.script(depth + 1)
                    if self.chance(0.8)
                    else self.rng.choice([["\\prime"], ["*"], ["\\dagger"], ["\\top"], ["\\circ"], ["+"], ["{", "\\prime", "\\prime", "}"]])
                ),
            ]
            if roll > 0.4
            else []
        )
        return [*base, *sub, *sup]

    def accented(self) -> Stream:
        return [self.rng.choice(ACCENTS[:6] if self.chance(0.7) else ACCENTS), self.rng.choice(self.few)]

    def fraction(self, depth: int) -> Stream:
        token = "\\frac" if self.chance(0.93) else "\\binom"
        return [token, *self.argument(depth + 1), *self.argument(depth + 1)]

    def root(self, depth: int) -> Stream:
        return (
            ["\\sqrt", *self.argument(depth + 1)]
            if self.chance(0.85)
            else ["\\sqrt[]", *self.braced(self.number()), *self.argument(depth + 1)]
        )

    def wide(self, depth: int) -> Stream:
        token = self.rng.choice(WIDE)
        below = (
            ["_", *(self.words() if self.chance(0.4) else self.argument(depth + 1))] if token == "\\underbrace" and self.chance(0.7) else []
        )
        above = ["^", *self.argument(depth + 1)] if token == "\\overbrace" and self.chance(0.7) else []
        return [token, *self.argument(depth + 1), *below, *above]

    def stacked(self, depth: int) -> Stream:
        token = self.rng.choice(["\\overset", "\\underset", "\\xrightarrow", "\\xleftarrow"])
        above = self.braced(self.symbol()) if self.chance(0.6) else self.words() if self.chance(0.2) else self.name()
        return [
            token,
            *above,
            *([self.rng.choice(["=", "\\rightarrow", "\\sim", "\\leq", *self.few])] if not token.startswith("\\x") else []),
        ]

    def fenced(self, depth: int) -> Stream:
        left, right = self.rng.choice(FENCES)
        inner = self.expression(depth + 1, self.rng.choices([1, 2, 3], [35, 50, 15] if depth < 1 else [70, 28, 2])[0])
        if self.chance(0.35) and f"\\left{left}" in CLASSES["left"] and f"\\right{right}" in CLASSES["right"]:
            middle = ["\\middle|", *self.expression(depth + 1, 1)] if self.chance(0.08) else []
            return [
                f"\\left{left}",
                *self.fraction(depth + 1),
                *inner,
                *middle,
                f"\\right{right}",
                *(["^", *self.script(depth + 1)] if self.chance(0.2) else []),
            ]
        return [left, *inner, right, *(["^", *self.script(depth + 1)] if self.chance(0.25) else [])]

    def applied(self, depth: int) -> Stream:
        function = [self.rng.choice(CLASSES["function"])] if self.chance(0.6) else [self.rng.choice(self.few)]
        scripts = (
            ["_", *self.script(depth + 1)]
            if function[0] in ("\\lim", "\\max", "\\min", "\\sup", "\\inf", "\\argmax", "\\argmin", "\\limsup", "\\liminf", "\\log")
            and self.chance(0.7)
            else []
        )
        inner = (
            self.symbol()
            if self.chance(0.3)
            else ["(", *self.expression(depth + 1, self.rng.choice([1, 1, 2])), *([",", *self.symbol()] if self.chance(0.3) else []), ")"]
        )
        return [*function, *scripts, *inner]

    def summed(self, depth: int) -> Stream:
        token = self.rng.choice(["\\sum", "\\sum", "\\int", "\\int", "\\prod", *CLASSES["operator"]])
        index = self.rng.choice(self.few)
        if self.chance(0.06):
            below = ["\\begin{substack}", index, "=", "1", "\\\\", index, "\\neq", self.rng.choice(self.few), "\\end"]
        else:
            below = self.rng.choice(
                [
                    [index],
                    [index, "=", *self.number()],
                    [index, "\\in", *self.styled()],
                    self.expression(depth + 1, 1),
                    ["-", "\\infty"],
                    ["0"],
                ]
            )
        limits = ["_", *self.braced(below)] if self.chance(0.8) else []
        upper = ["^", *self.braced(self.rng.choice([["\\infty"], self.symbol(), [*self.symbol(), "-", "1"]]))] if self.chance(0.6) else []
        tail = (
            ["\\mathrm", "d", index] if "int" in token and self.chance(0.3) else ["d", index] if "int" in token and self.chance(0.5) else []
        )
        return [token, *limits, *upper, *self.term(depth + 1), *tail]

    def factor(self, depth: int) -> Stream:
        # Formulas that people write are shallow: what is nested is mostly plain.
        if depth > 3 or self.chance((0.1, 0.45, 0.75, 0.9)[depth]):
            return self.symbol()
        makers: list[tuple[Callable[[], Stream], float]] = [
            (self.symbol, 34), (lambda: self.scripted(depth), 30), (lambda: self.fraction(depth), 8), (lambda: self.root(depth), 3), (lambda: self.fenced(depth), 9),
            (lambda: self.applied(depth), 8), (self.accented, 3), (lambda: self.wide(depth), 1.2), (self.name, 1.5),
        ]  # fmt: skip
        return self.rng.choices([make for make, _ in makers], [weight for _, weight in makers])[0]()

    def term(self, depth: int) -> Stream:
        if depth < 2 and self.chance(0.07):
            return self.summed(depth)
        return [
            token
            for _ in range(self.rng.choices([1, 2, 3], [60, 30, 10] if depth == 0 else [78, 20, 2])[0])
            for token in self.factor(depth)
        ]

    def expression(self, depth: int, terms: int) -> Stream:
        stream = ["-"] if self.chance(0.06) else []
        for index in range(terms):
            if index > 0:
                stream.append(self.rng.choice(BINARY[:6] if self.chance(0.7) else BINARY))
            stream += self.term(depth)
        return stream

    def relation(self) -> Stream:
        """A line as papers have them: sides of a relation, sometimes with words or a condition behind."""
        rng = self.rng
        stream = self.expression(0, rng.choices([1, 2, 3, 4], [45, 33, 16, 6])[0])
        for _ in range(rng.choices([0, 1, 2], [22, 66, 12])[0]):
            link = (
                self.stacked(0)
                if self.chance(0.04)
                else ["\\not", rng.choice(CLASSES["relation"][1:])]
                if self.chance(0.01)
                else [rng.choice(RELATIONS if self.chance(0.93) else CLASSES["relation"] + CLASSES["arrow"])]
            )
            stream += [*link, *self.expression(0, rng.choices([1, 2, 3], [50, 35, 15])[0])]
        if self.chance(0.07):
            stream += [",", "\\quad", *self.expression(0, 1), rng.choice(RELATIONS), *self.expression(0, 1)]
        if self.chance(0.03):
            stream += [*(["\\quad"] if self.chance(0.5) else []), *self.words(), *self.expression(0, 1)]
        return [*stream, *([rng.choice([".", ",", ";"])] if self.chance(0.12) else [])]
