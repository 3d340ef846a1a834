"""Chains drawn as lanes between one start bar and one end bar: nothing crosses, and what is long wraps.

Colour says the effect of a lane.  The kind of study behind a step is its letter and the pattern of its line; numbers
below a step are its references.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from kgraph.formats.escape import for_terminal
from kgraph.formats.lane_key import STUDIES, lane_key
from kgraph.formats.palette import colors, effect_color
from kgraph.formats.svg import LINE_HEIGHT, effect_bar, head, rectangle, stroke, text
from kgraph.frozen import frozen
from kgraph.words import Words

# At 180 mm across, the 12 points of the text are 6.4 points on paper.
WIDTH = 960
_BAR, _MARGIN = 104, 10
_LEFT, _RIGHT = _MARGIN + _BAR, WIDTH - _MARGIN - _BAR
_MOST_A_ROW, _STOP = 4, 117
# What an ordinary letter of 12 points takes, and one in bold.
_LETTER, _BOLD = 6.3, 8.0
_HEADING, _GAP, _ABOVE = 16, 7, 20
_HEAD_ROOM = 9


@frozen
class Arrow:
    """One step as it is drawn: its sign (empty for a structural one), chip, marks, and the numbers of its papers."""

    sign: str
    letter: str
    chip: str
    marks: str
    numbers: str
    title: str


@frozen
class Lane:
    """A chain: its heading, its effect, the names of what it passes through between the ends, and its steps.

    `sides` are all the effects that the heading names, where it names more than that of the chain.
    """

    heading: str
    effect: str
    stops: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    sides: tuple[str, ...] = ()

    @property
    def color(self) -> str:
        """The colour of the heading."""
        return effect_color(self.sides or [self.effect])


def lanes(start: str, end: str, drawn: Sequence[Lane], words: Words) -> tuple[list[str], int]:
    """The parts of an SVG and its height: lanes between the two bars, then a key to all that was drawn.

    No lane gives no parts.
    """
    if not drawn:
        return [], 0
    parts: list[str] = []
    y = float(_MARGIN)
    for lane in drawn:
        y = _lane(parts, lane, y)
    bars = [*_end_bar(_MARGIN, y, start), *_end_bar(_RIGHT, y, end)]
    key, bottom = lane_key(drawn_signs(drawn), y + 18, words)
    return [*bars, *parts, *key], round(bottom)


def drawn_signs(drawn: Sequence[Lane]) -> dict[str, list[str]]:
    """What a key has to explain: the effects, letters, signs and marks that lanes show."""
    arrows = [arrow for lane in drawn for arrow in lane.arrows]
    return {
        "effects": list(dict.fromkeys(color for lane in drawn for color in (lane.color, effect_color([lane.effect])))),
        "letters": [letter for letter in STUDIES if any(arrow.letter == letter for arrow in arrows)],
        "signs": [sign for sign in ("+", "-", "?", "0", "") if any(arrow.sign == sign for arrow in arrows)],
        "marks": [mark for mark in "▲≠~" if any(mark in arrow.marks for arrow in arrows)],
    }


def _end_bar(x: float, bottom: float, label: str) -> Iterator[str]:
    yield rectangle(x, _MARGIN, _BAR, bottom - _MARGIN, fill=colors()["soft"])
    lines = textwrap.wrap(for_terminal(label), int(_BAR / _BOLD)) or [""]
    middle = (_MARGIN + bottom) / 2
    for number, line in enumerate(lines):
        yield text(x + _BAR / 2, middle + 4 + (number - (len(lines) - 1) / 2) * LINE_HEIGHT, line, weight="bold")


def _rows(count: int) -> list[int]:
    """How many stops stand in each row: as even as can be, the longer rows first."""
    rows = max(1, -(-count // _MOST_A_ROW))
    return [count // rows + (row < count % rows) for row in range(rows)]


def _lane(parts: list[str], lane: Lane, y: float) -> float:
    """Add a lane that begins at y; gives where it ends."""
    color = effect_color([lane.effect])
    parts += effect_bar(_LEFT + 12, y + 3, lane.color)
    parts.append(text(_LEFT + 30, y + 14, lane.heading, anchor="start", weight="bold", color=lane.color))
    y += _HEADING
    arrows, stops = list(lane.arrows), list(lane.stops)
    rows = _rows(len(stops))
    turn: tuple[float, float] | None = None
    for number, count in enumerate(rows):
        last = number == len(rows) - 1
        mine, here = stops[:count], arrows[: count + last]
        del stops[:count], arrows[: count + last]
        # A row that goes on below leaves room at its right for the way there.
        y, turn = _row(parts, color, mine, here, y, turn, last=last, following=arrows[0] if arrows else None)
    return y + _GAP


def _row(
    parts: list[str],
    color: str,
    stops: list[str],
    arrows: list[Arrow],
    y: float,
    turn: tuple[float, float] | None,
    *,
    last: bool,
    following: Arrow | None,
) -> tuple[float, tuple[float, float] | None]:
    """Draw stops and the arrows that lead to them; gives where the row ends, and where its last stop does."""
    gap = (_RIGHT - _LEFT - len(stops) * _STOP) / (len(stops) + 1)
    names = [textwrap.wrap(for_terminal(stop), int(_STOP / _LETTER)) or [""] for stop in stops]
    folded = [_numbers(arrow.numbers, gap) for arrow in (*arrows, *([] if last or following is None else [following]))]
    high = max([26.0, *(len(lines) * LINE_HEIGHT + 8 for lines in names)])
    below = max([0, *map(len, folded)]) * LINE_HEIGHT
    middle = y + _ABOVE + max(0.0, high / 2 - _ABOVE)
    x = float(_LEFT)
    for place, arrow in enumerate(arrows):
        begin, target = x, x + gap
        if place == 0 and turn is not None:
            _turned(parts, color, arrow, turn, middle, target)
        else:
            _straight(parts, color, arrow, begin, target, middle, folded[place])
        if place < len(stops):
            parts.append(rectangle(target, middle - high / 2, _STOP, high, fill=colors()["paper"]))
            lines = names[place]
            parts += [
                text(target + _STOP / 2, middle + 4 + (n - (len(lines) - 1) / 2) * LINE_HEIGHT, line)
                for n, line in enumerate(lines)
            ]
        x = target + _STOP
    bottom = max(middle + high / 2, middle + 8 + below)
    if last or following is None:
        return bottom, None
    # What leads on to the next row bears its letters here, where it leaves.
    _letters(parts, following, x, x + gap, middle, folded[-1])
    return bottom + 6, (x, middle)


def _straight(
    parts: list[str], color: str, arrow: Arrow, x: float, target: float, y: float, numbers: list[str]
) -> None:
    way = f"M{x + 3:g} {y:g} H{target - _HEAD_ROOM:g}"
    parts.append(_line(way, color, arrow, target - 2, y))
    _letters(parts, arrow, x, target, y, numbers)


def _turned(parts: list[str], color: str, arrow: Arrow, turn: tuple[float, float], y: float, target: float) -> None:
    """The way from the end of one row round to the beginning of the next."""
    x, above = turn
    right, left, between = _RIGHT - 14, _LEFT + 14, y - _ABOVE - 3
    way = f"M{x + 3:g} {above:g} H{right:g} V{between:g} H{left:g} V{y:g} H{target - _HEAD_ROOM:g}"
    parts.append(_line(way, color, arrow, target - 2, y))


def _line(way: str, color: str, arrow: Arrow, x: float, y: float) -> str:
    color = color if arrow.sign else "line"
    study = STUDIES.get(arrow.letter, "")
    width = 3 if study == "human" else 2.2 if study else 1.3
    title = f"<title>{escape(for_terminal(arrow.title))}</title>"
    return f"<g>{title}{stroke(way, color, study, width)}{head(x, y, arrow.sign, color)}</g>"


def _letters(parts: list[str], arrow: Arrow, x: float, target: float, y: float, numbers: list[str]) -> None:
    """Chip and marks above a line, the numbers of its papers below."""
    centre = (x + target) / 2 - 2
    above = " ".join(filter(None, (arrow.chip, arrow.marks)))
    if above:
        parts.append(text(centre, y - 8, above, weight="bold"))
    parts += [text(centre, y + 16 + n * LINE_HEIGHT, line) for n, line in enumerate(numbers)]


def _numbers(numbers: str, gap: float) -> list[str]:
    return textwrap.wrap(numbers, max(4, int((gap - 6) / _LETTER)), break_long_words=False)
