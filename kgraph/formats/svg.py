"""Drawing in SVG: texts, boxes, lines and heads of arrows, the bar of an effect, a caption."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from kgraph.formats.escape import for_terminal
from kgraph.formats.palette import colors, dash_pattern

LINE_HEIGHT = 15
# The pieces of the bar of an effect: left, top, width and height of each.
_BARS = {
    "harms": ((0, 0, 5, 6), (0, 8, 5, 6)),
    "both": ((0, 0, 2, 14), (4, 0, 2, 14)),
    "unknown": tuple((0, 4 * n, 5, 2) for n in range(4)),
}
_WHOLE = ((0, 0, 5, 14),)


def rectangle(x: float, y: float, width: float, height: float, *, fill: str) -> str:
    """A box with round corners."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="4" fill="{fill}" '
        f'stroke="{colors()["line"]}"/>'
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "middle",
    weight: str = "normal",
    size: int = 12,
    color: str = "",
) -> str:
    """A line of words; they are shown as they are, whatever they hold.  `color` is a name of the palette."""
    shown = escape(for_terminal(words))
    small = "" if size == 12 else f' font-size="{size}"'  # noqa: PLR2004  the size of the whole document
    ink = f' fill="{colors()[color]}"' if color else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-weight="{weight}"{small}{ink}>{shown}</text>'


def stroke(way: str, color: str, study: str, width: float) -> str:
    """A line along a way, in a colour of the palette and the pattern of a kind of study."""
    pattern = " ".join(f"{length:g}" for length in dash_pattern(study))
    dashes = f' stroke-dasharray="{pattern}"' if pattern else ""
    return f'<path d="{way}" fill="none" stroke="{colors()[color]}" stroke-width="{width:g}"{dashes}/>'


def head(x: float, y: float, sign: str, color: str) -> str:
    """The head of an arrow that points right and ends at x: what it says of the sign, empty for a structural one."""
    ink = colors()[color]
    if sign == "+":
        return f'<path d="M{x - 10:g} {y - 5:g} L{x:g} {y:g} L{x - 10:g} {y + 5:g} z" fill="{ink}"/>'
    if sign == "-":
        way = f"M{x - 9:g} {y:g} H{x - 2:g} M{x - 2:g} {y - 7:g} V{y + 7:g}"
        return f'<path d="{way}" stroke="{ink}" stroke-width="3"/>'
    if sign == "":
        way = f"M{x - 8:g} {y - 4:g} L{x:g} {y:g} L{x - 8:g} {y + 4:g} M{x - 9:g} {y:g} H{x:g}"
        return f'<path d="{way}" fill="none" stroke="{ink}" stroke-width="1.3"/>'
    paper = colors()["paper"]
    ring = f'<circle cx="{x - 4.5:g}" cy="{y:g}" r="4" fill="{paper}" stroke="{ink}" stroke-width="1.5"/>'
    slash = f'<path d="M{x - 7:g} {y + 2.5:g} L{x - 2:g} {y - 2.5:g}" stroke="{ink}" stroke-width="1.5"/>'
    return ring + slash if sign == "0" else ring


def effect_bar(x: float, y: float, color: str) -> list[str]:
    """The bar that says an effect without its colour: whole, in two pieces, twofold, or in four pieces."""
    return [
        f'<path d="M{x + left:g} {y + top:g} h{wide:g} v{high:g} h-{wide:g} z" fill="{colors()[color]}"/>'
        for left, top, wide, high in _BARS.get(color, _WHOLE)
    ]


def document(width: float, height: float, parts: Iterable[str], caption: Sequence[str]) -> str:
    """The whole SVG, with the lines of the caption below."""
    whole = height + (30 if caption else 6) + len(caption) * LINE_HEIGHT
    notes = [text(12, height + 20 + number * LINE_HEIGHT, line, anchor="start") for number, line in enumerate(caption)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {whole:g}" width="{width:g}" '
        f'height="{whole:g}" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="{colors()["ink"]}">\n'
        f'<rect width="100%" height="100%" fill="{colors()["paper"]}"/>\n' + "\n".join([*parts, *notes]) + "\n</svg>\n"
    )
