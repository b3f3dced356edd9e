r"""The text of a figure as text of a page, with its formulas: `slope $w_1$` as spans of SVG.

Only what the figures say is understood: letters, `_`, `^`, `\hat` and a few names. A formula with
more becomes None, and is drawn as shapes.
"""

import re
from dataclasses import dataclass
from html import escape

TOKEN = re.compile(r"\\[a-zA-Z]+\s?|[_^]?\{|\}|[_^].|.", re.DOTALL)
SIGNS = {"hat": "\u0302", "bar": "\u0304", "alpha": "α", "beta": "β", "eta": "η", "sigma": "σ"}
SIGNS |= {"cdot": "·", "times": "×", "leq": "≤", "geq": "≥", "log": "log", "exp": "exp"}
SIGNS |= {"mathdefault": "", "mathrm": ""}
ACCENTS = {"\\hat", "\\bar"}
UPRIGHT = {"\\mathdefault", "\\mathrm"}
SMALL = 0.78


@dataclass(frozen=True)
class Piece:
    """Letters of one look: `level` is 1 for what stands high, -1 for what stands low."""

    text: str
    level: int = 0
    italic: bool = False


def spans(text: str, is_formula: bool, size: float) -> str | None:
    """The inside of a text element, for letters of `size`; None if it cannot be written so.

    >>> spans("a < b", False, 11)
    'a &lt; b'
    >>> spans("slope $w_1$", True, 10)
    'slope <tspan font-style="italic">w</tspan><tspan dy="2.2" font-size="7.8">1</tspan>'
    """
    if not is_formula:
        return escape(text, quote=False)
    pieces: list[Piece] = []
    for number, part in enumerate(re.split(r"(?<!\\)\$", text)):
        found = formula(part) if number % 2 else [Piece(part.replace(r"\$", "$"))]
        if found is None:
            return None
        pieces += found
    return written(joined(pieces), size)


def formula(source: str) -> list[Piece] | None:
    """The pieces of a formula; None if there is something in it that is not known."""
    levels, upright, pieces = [(0, False)], False, []
    accent = ""
    for token in TOKEN.findall(source):
        if token == "}":
            levels.pop()
            continue
        if token.strip() in ACCENTS | UPRIGHT:
            accent, upright = SIGNS[token.strip()[1:]], token.strip() in UPRIGHT
            continue
        level, is_upright = levels[-1]
        if token[0] in "_^":
            level = 1 if token[0] == "^" else -1
        if token.endswith("{"):
            levels.append((level, is_upright or upright))
            upright = False
            continue
        if token.startswith("\\") and token.strip()[1:] not in SIGNS:
            return None
        text = SIGNS.get(token.strip()[1:], token) if token.startswith("\\") else token.lstrip("_^")
        is_letter = len(text) == 1 and text.isalpha()
        shown = {"-": "−", "*": "∗"}.get(text, text) + accent
        pieces.append(Piece(shown, level, is_letter and not is_upright))
        accent = ""
    return pieces


def joined(pieces: list[Piece]) -> list[Piece]:
    """The same with neighbours of one look in one piece."""
    result: list[Piece] = []
    for piece in pieces:
        if result and (result[-1].level, result[-1].italic) == (piece.level, piece.italic):
            result[-1] = Piece(result[-1].text + piece.text, piece.level, piece.italic)
        elif piece.text:
            result.append(piece)
    return result


def written(pieces: list[Piece], size: float) -> str:
    """The pieces as spans; each says how far it stands from the line of the one before."""
    parts, height = [], 0.0
    for piece in pieces:
        target = {0: 0.0, 1: -0.36, -1: 0.22}[piece.level] * size
        looks = f' dy="{target - height:.3g}"' if target != height else ""
        looks += f' font-size="{SMALL * size:.3g}"' if piece.level else ""
        looks += ' font-style="italic"' if piece.italic else ""
        text = escape(piece.text, quote=False)
        parts.append(f"<tspan{looks}>{text}</tspan>" if looks else text)
        height = target
    return "".join(parts)
