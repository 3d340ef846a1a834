"""Drawing in SVG: boxes joined by arrows that have places of their own, texts, a key, a caption."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kgraph.formats.arrows import BASES
from kgraph.formats.escape import for_terminal
from kgraph.formats.layout import ROW, Layout
from kgraph.formats.palette import EFFECTS, colors, dash_pattern
from kgraph.words import Words

BOX = (170, 44)
LINE = 15
_PORT = 12
_LABEL_WIDTH, _LABEL_LINES = 24, 2
# Heads that end in 0 0 and point to the right; a filled one has no stroke.
_HEADS = {
    "+": '<path d="M-11 -5 L0 0 L-11 5 z" fill="{0}"/>',
    "-": '<path d="M-1.5 -7 V7" stroke="{0}" stroke-width="3"/>',
    "?": '<circle cx="-4.5" cy="0" r="4" fill="{1}" stroke="{0}" stroke-width="1.5"/>',
    "0": '<circle cx="-4.5" cy="0" r="4" fill="{1}" stroke="{0}" stroke-width="1.5"/>'
    '<path d="M-7 2.5 L-2 -2.5" stroke="{0}" stroke-width="1.5"/>',
    "": '<path d="M-8 -4 L0 0 L-8 4" fill="none" stroke="{0}" stroke-width="1.3"/>',
}
_LETTER = 6.6
_KEY_ROW = 20
DISPUTED = "≠"
_THIN, _THICK = 1.6, 5.0
_TWO = 4.0


@dataclass(frozen=True, slots=True)
class DrawnArrow:
    """An arrow between two boxes; `sign` is empty for a structural one, `color` is a name of the palette.

    `study` is the kind of study that its line pattern shows, `label` its letter with the number of papers.
    """

    start: str
    end: str
    sign: str
    color: str
    study: str
    label: str
    width: float
    title: str


def rows_of_box(arrows: int) -> float:
    """How many rows of a layout a box takes with this many arrows at one side."""
    return max(1.0, (_PORT * (arrows + 1) + _PORT) / ROW)


def network(labels: Mapping[str, str], arrows: Sequence[DrawnArrow], layout: Layout) -> tuple[list[str], int, int]:
    """Boxes and arrows as parts of an SVG, and how wide and high they are together; nothing for no boxes."""
    heights = {node: max(BOX[1], _PORT * (_busiest(node, arrows, layout) + 1)) for node in labels}
    xs = [x for x, _ in layout.positions.values()] or [0]
    tops = [layout.positions[node][1] - heights[node] / 2 for node in labels]
    bends = [y for points in layout.routes.values() for _, y in points]
    left, top = min(xs) - BOX[0], min([*tops, *bends], default=0) - BOX[1] / 2
    bottoms = [layout.positions[node][1] + heights[node] / 2 for node in labels]
    height = round(max([*bottoms, *bends], default=0) - top + BOX[1] / 2)
    at = {node: (x - left, y - top) for node, (x, y) in layout.positions.items()}
    routes = {arc: [(x - left, y - top) for x, y in points] for arc, points in layout.routes.items()}
    parts = _lines(arrows, at, routes, heights)
    for node, label in labels.items():
        x, y = at[node]
        parts.append(rectangle(x - BOX[0] / 2, y - heights[node] / 2, BOX[0], heights[node], fill=colors()["soft"]))
        lines = textwrap.wrap(for_terminal(label), _LABEL_WIDTH)[:_LABEL_LINES] or [""]
        parts += [text(x, y + 4 + (n - (len(lines) - 1) / 2) * LINE, line) for n, line in enumerate(lines)]
    return parts, max(xs) - left + BOX[0], height


def _busiest(node: str, arrows: Iterable[DrawnArrow], layout: Layout) -> int:
    """How many arrows meet at the side of a box where most do."""
    sides = [_sides(layout.positions[a.start][0], layout.positions[a.end][0]) for a in arrows]
    ends = [(a.start, leave) for a, (leave, _) in zip(arrows, sides, strict=True)]
    ends += [(a.end, reach) for a, (_, reach) in zip(arrows, sides, strict=True)]
    return max(ends.count((node, side)) for side in (-1, 1))


def _sides(start: float, end: float) -> tuple[int, int]:
    """The sides at which an arrow leaves and reaches: 1 is right, -1 left."""
    return (1, 1) if start == end else (1, -1) if start < end else (-1, 1)


_Point = tuple[float, float]


def _lines(
    arrows: Sequence[DrawnArrow],
    at: Mapping[str, _Point],
    routes: Mapping[tuple[str, str], Sequence[_Point]],
    heights: Mapping[str, float],
) -> list[str]:
    ports: dict[tuple[str, int], list[tuple[float, int, int]]] = {}
    ways = []
    for number, arrow in enumerate(arrows):
        back = routes.get((arrow.end, arrow.start), ())
        way = list(routes.get((arrow.start, arrow.end), ())) or list(reversed(back))
        leave, reach = _sides(at[arrow.start][0], at[arrow.end][0])
        ways.append((way, leave, reach))
        first, last = (way[0][1], way[-1][1]) if way else (at[arrow.end][1], at[arrow.start][1])
        ports.setdefault((arrow.start, leave), []).append((first, number, 0))
        ports.setdefault((arrow.end, reach), []).append((last, number, 1))
    offsets: dict[tuple[int, int], float] = {}
    for (node, _), ends in ports.items():
        gap = min(1.4 * _PORT, (heights[node] - _PORT) / max(1, len(ends) - 1))
        for place, (_, number, which) in enumerate(sorted(ends)):
            offsets[number, which] = (place - (len(ends) - 1) / 2) * gap
    return [_path(arrow, at, ways[n], offsets[n, 0], offsets[n, 1]) for n, arrow in enumerate(arrows)]


def _path(
    arrow: DrawnArrow, at: Mapping[str, _Point], way: tuple[Sequence[_Point], int, int], leaving: float, reaching: float
) -> str:
    points, leave, reach = way
    half = BOX[0] / 2
    x, y = at[arrow.start][0] + leave * half, at[arrow.start][1] + leaving
    end = at[arrow.end][0] + reach * half, at[arrow.end][1] + reaching
    path = f"M{x:g} {y:g}"
    for bend_x, bend_y in points:
        path += _bend((x, y), (bend_x - leave * half, bend_y), leave, -leave) + f" H{bend_x + leave * half:g}"
        x, y = bend_x + leave * half, bend_y
    path += _bend((x, y), end, leave, reach)
    middle = points[0] if points else ((x + end[0]) / 2, (y + end[1]) / 2)
    return (
        f"<g><title>{escape(for_terminal(arrow.title))}</title>"
        f"{_stroke(path, arrow.color, arrow.study, arrow.width)}"
        f"{_head(arrow.sign, arrow.color, end, turned=reach == 1)}{_chip(middle, arrow.label)}</g>"
    )


def _stroke(path: str, color: str, study: str, width: float) -> str:
    pattern = " ".join(f"{length:g}" for length in dash_pattern(study))
    dashes = f' stroke-dasharray="{pattern}"' if pattern else ""
    lines = [(colors()[color], width)]
    if color == "both":
        # Two lines beside each other, which tell it from the other effects without colour.
        lines = [(colors()[color], max(width, _TWO)), (colors()["paper"], max(width, _TWO) / 3)]
    return "".join(
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{wide:g}"{dashes}/>' for ink, wide in lines
    )


def _head(sign: str, color: str, end: _Point, *, turned: bool) -> str:
    turn = " rotate(180)" if turned else ""
    shape = _HEADS[sign].format(colors()[color], colors()["paper"])
    return f'<g transform="translate({end[0]:g} {end[1]:g}){turn}">{shape}</g>'


def _chip(middle: _Point, label: str) -> str:
    if not label:
        return ""
    half = _LETTER * len(label) / 2 + 2
    return (
        f'<rect x="{middle[0] - half:g}" y="{middle[1] - 8:g}" width="{2 * half:g}" height="15" '
        f'fill="{colors()["paper"]}"/>{text(middle[0], middle[1] + 4, label, size=11)}'
    )


def _bend(start: _Point, end: _Point, leave: int, reach: int) -> str:
    pull = max(30.0, abs(end[0] - start[0]) / 2)
    return f" C{start[0] + leave * pull:g} {start[1]:g} {end[0] + reach * pull:g} {end[1]:g} {end[0]:g} {end[1]:g}"


_Sample = tuple[str, str, str, str | None, str, float]  # words, colour, study, sign, letter, width


def effect_key(y: float, words: Words, effects: Iterable[str]) -> tuple[list[str], float, float]:
    """A line that says what the colours mean, then how wide and how high it is; nothing for no colour.

    `effects` are the colours that are drawn, by their names in the palette.
    """
    return _samples(y, [_effect_samples(words, effects)])


def key(y: float, words: Words, effects: Iterable[str]) -> tuple[list[str], float, float]:
    """Lines that say what colours, letters, dashes, heads and widths mean, then how wide and how high they are."""
    kinds: list[_Sample] = [
        *((words.phrase("basis", base), "ink", base, None, words.mark("basis", base), _THIN) for base in BASES),
        (words.phrase("flag", "implied"), "ink", "implied", None, words.mark("grade", "implied"), _THIN),
    ]
    heads: list[_Sample] = [
        *((words.sign_on("causal", sign), "ink", "", sign, "", _THIN) for sign in "+-?"),
        (words.sign_on("structural", ""), "line", "", "", "", _THIN),
        (f"{DISPUTED} {words.phrase('flag', 'disputed')}", "", "", None, "", _THIN),
        ("more papers", "ink", "", None, "", _THICK),
    ]
    return _samples(y, [_effect_samples(words, effects), kinds, heads])


def _effect_samples(words: Words, effects: Iterable[str]) -> list[_Sample]:
    drawn = set(effects)
    return [(_effect_words(words, effect), effect, "", None, "", _THICK) for effect in EFFECTS if effect in drawn]


def _samples(y: float, rows: Iterable[list[_Sample]]) -> tuple[list[str], float, float]:
    parts, widest, shown = [], 0.0, [row for row in rows if row]
    for place, row in enumerate(shown):
        x, line = 14.0, y + place * _KEY_ROW
        for told, color, study, sign, letter, width in row:
            if color:
                parts.append(_stroke(f"M{x:g} {line:g} h34", color, study, width))
                x += 40
            if sign is not None:
                parts.append(_head(sign, color, (x - 4, line), turned=False))
            if letter:
                parts.append(_chip((x - 23, line), letter))
            parts.append(text(x, line + 4, told, anchor="start"))
            x += 16 + _LETTER * len(told)
        widest = max(widest, x)
    return parts, widest, len(shown) * float(_KEY_ROW)


def _effect_words(words: Words, effect: str) -> str:
    if effect == "both":
        return f"{words.phrase('effect', 'helps')} and {words.phrase('effect', 'harms')}"
    return words.phrase("effect", effect)


def rectangle(x: float, y: float, width: float, height: float, *, fill: str) -> str:
    """A box with round corners."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="4" fill="{fill}" '
        f'stroke="{colors()["line"]}"/>'
    )


def text(x: float, y: float, words: str, *, anchor: str = "middle", weight: str = "normal", size: int = 12) -> str:
    """A line of words; they are shown as they are, whatever they hold."""
    shown = escape(for_terminal(words))
    small = "" if size == 12 else f' font-size="{size}"'  # noqa: PLR2004  the size of the whole document
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-weight="{weight}"{small}>{shown}</text>'


def document(width: float, height: float, parts: Iterable[str], caption: Sequence[str]) -> str:
    """The whole SVG, with the lines of the caption below."""
    whole = height + 30 + len(caption) * LINE
    notes = [text(12, height + 20 + number * LINE, line, anchor="start") for number, line in enumerate(caption)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {whole:g}" width="{width:g}" '
        f'height="{whole:g}" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="{colors()["ink"]}">\n'
        f'<rect width="100%" height="100%" fill="{colors()["paper"]}"/>\n' + "\n".join([*parts, *notes]) + "\n</svg>\n"
    )
