"""Drawing in SVG: boxes joined by arrows that have places of their own, texts, a key, a caption."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kgraph.formats.escape import for_terminal
from kgraph.formats.layout import ROW, Layout
from kgraph.words import Words

BOX = (170, 44)
LINE = 15
_PORT = 12
_LABEL_WIDTH, _LABEL_LINES = 24, 2
_STRUCTURE = "#777777"
# Okabe and Ito's colours; heads, dashes and words carry the same meaning without colour.
INK = {"+": "#0072b2", "-": "#d55e00", "?": "#555555", "0": "#555555", "": _STRUCTURE}
_HEADS = {"+": "plus", "-": "minus", "?": "unknown", "0": "none", "": "structural"}
_DASHES = {"": "", "implied": ' stroke-dasharray="7 4"', "disputed": ' stroke-dasharray="0.1 5" stroke-linecap="round"'}
_MARKER = '<marker id="{}" viewBox="-12 -8 14 16" refX="0" refY="0" markerWidth="14" markerHeight="16" '
_RING = '<circle cx="-4.5" cy="0" r="4" fill="#ffffff" stroke="#555555" stroke-width="1.5"/>'
_SHAPES = {
    "plus": '<path d="M-11 -5 L0 0 L-11 5 z" fill="#0072b2"/>',
    "minus": '<path d="M-1.5 -7 V7" stroke="#d55e00" stroke-width="3"/>',
    "unknown": _RING,
    "none": f'{_RING}<path d="M-7 2.5 L-2 -2.5" stroke="#555555" stroke-width="1.5"/>',
    "structural": '<path d="M-8 -4 L0 0 L-8 4" fill="none" stroke="#777777" stroke-width="1.3"/>',
}
_MARKERS = "".join(
    _MARKER.format(name) + f'markerUnits="userSpaceOnUse" orient="auto">{shape}</marker>'
    for name, shape in _SHAPES.items()
)
_THIN, _THICK = 1.6, 5.0


@dataclass(frozen=True, slots=True)
class DrawnArrow:
    """An arrow between two boxes; `sign` is empty for a structural one, `line` is implied, disputed or empty."""

    start: str
    end: str
    sign: str
    line: str
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
        parts.append(rectangle(x - BOX[0] / 2, y - heights[node] / 2, BOX[0], heights[node], fill="#f4f6f8"))
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
    return (
        f'<path d="{path}" fill="none" stroke="{INK[arrow.sign]}" stroke-width="{arrow.width:g}"{_DASHES[arrow.line]} '
        f'marker-end="url(#{_HEADS[arrow.sign]})"><title>{escape(for_terminal(arrow.title))}</title></path>'
    )


def _bend(start: _Point, end: _Point, leave: int, reach: int) -> str:
    pull = max(30.0, abs(end[0] - start[0]) / 2)
    return f" C{start[0] + leave * pull:g} {start[1]:g} {end[0] + reach * pull:g} {end[1]:g} {end[0]:g} {end[1]:g}"


def key(y: float, words: Words) -> tuple[list[str], float]:
    """A line of samples that says what heads, dashes and widths mean, and how wide it is."""
    samples: list[tuple[str, str | None, str, float]] = [
        *((words.sign_on("causal", sign), sign, "", _THIN) for sign in "+-?"),
        (words.sign_on("structural", ""), "", "", _THIN),
        *((words.phrase("flag", line), None, line, _THIN) for line in ("implied", "disputed")),
        ("more papers", None, "", _THICK),
    ]
    parts, x = [], 14.0
    for told, sign, line, width in samples:
        head = "" if sign is None else f' marker-end="url(#{_HEADS[sign]})"'
        ink = INK["?" if sign is None else sign]
        parts.append(
            f'<path d="M{x:g} {y:g} h34" fill="none" stroke="{ink}" stroke-width="{width:g}"{_DASHES[line]}{head}/>'
        )
        parts.append(text(x + 40, y + 4, told, anchor="start"))
        x += 56 + 6.6 * len(told)
    return parts, x


def rectangle(x: float, y: float, width: float, height: float, *, fill: str) -> str:
    """A box with round corners."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="4" fill="{fill}" stroke="#333333"/>'


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
        f'height="{whole:g}" font-family="Helvetica, Arial, sans-serif" font-size="12">\n<defs>{_MARKERS}</defs>\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n' + "\n".join([*parts, *notes]) + "\n</svg>\n"
    )
