"""Shares of patients as a picture: a group for each outcome of a paper, its arms below each other.

A point is as large as its arm.  Where events and patients are counted, a line shows the 95 % interval of Wilson (1927,
Journal of the American Statistical Association 22:209).  A dotted line joins a printed number to what the paper itself
gives.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING

from kgraph.errors import MissingExtraError, UsageError
from kgraph.evidence import Assessment
from kgraph.formats.documents import OutcomesDocument
from kgraph.formats.outcomes import duration, result_words
from kgraph.formats.palette import colors
from kgraph.formats.references import supporting
from kgraph.frozen import frozen
from kgraph.outcomes import primary_value_of
from kgraph.version import __version__

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kgraph.model import Contents, Measurement
    from kgraph.outcomes import Outcome

_ROW_INCHES = 0.32
_LONGEST_LABEL = 90
_SMALLEST, _LARGEST = 4.0, 14.0  # diameters of points
_Z = 1.959964  # of 95 %
# What matplotlib writes into each format that is not the same every time, or on every machine.
_UNSAID = {"svg": ["Date"], "png": ["Software"], "pdf": ["CreationDate", "Creator", "Producer"]}


@frozen
class Point:
    """A share to draw, in per cent; `primary` is what the paper itself gives where that is another number."""

    label: str
    share: float | None
    interval: tuple[float, float] | None
    size: int | None
    primary: float | None
    disputed: bool


def wilson(events: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share in per cent, by the score method of Wilson.

    >>> [round(end, 1) for end in wilson(8, 13)]
    [35.5, 82.3]
    """
    share, square = events / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))


def write_plot(document: OutcomesDocument, form: str) -> bytes:
    """A picture (svg, png or pdf) of the outcomes that are shares; hollow points are disputed."""
    return plot_outcomes(document.graph, document.outcomes, form)


def plot_outcomes(graph: Contents, rows: Sequence[Outcome], form: str) -> bytes:
    """A picture (svg, png or pdf) of the rows that are shares of patients; hollow points are disputed.

    The same rows give the same bytes.  Raises UsageError for rows without a share, and when matplotlib is not
    installed.
    """
    lines = list(points(graph, rows))
    if not lines:
        raise UsageError("none of these outcomes is a percentage, so there is nothing to draw.")
    try:
        import matplotlib as mpl
    except ModuleNotFoundError:
        raise MissingExtraError("plots need matplotlib", "plot") from None
    from matplotlib.figure import Figure

    # Fixed ids and no date, so that the file is the same every time.
    with mpl.rc_context({"svg.hashsalt": "kgraph", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(10, 1.2 + _ROW_INCHES * len(lines)), layout="constrained")
        axes = figure.subplots()
        for place, (_, point) in enumerate(lines):
            if point is not None:
                _draw(axes, place, point)
        axes.set_yticks(range(len(lines)), [label for label, _ in lines])
        for tick, (_, point) in zip(axes.get_yticklabels(), lines, strict=True):
            tick.set_fontweight("bold" if point is None else "normal")
        axes.invert_yaxis()
        axes.set_xlim(-2, 102)
        axes.set_xlabel(
            "% of the arm; larger: more patients; line: 95% interval (Wilson), or range as printed\n"
            "hollow: disputed; dotted: to the number of the paper itself"
        )
        axes.grid(axis="x", color=colors()["hair"])
        axes.set_title(f"kgraph {__version__}. Not medical advice, not a ranking of treatments.", fontsize=8)
        out = io.BytesIO()
        figure.savefig(out, format=form, metadata=dict.fromkeys(_UNSAID[form]), dpi=120)
    return out.getvalue()


def points(graph: Contents, rows: Sequence[Outcome]) -> Iterator[tuple[str, Point | None]]:
    """A heading for each outcome of a paper, with None, then the share of each arm; no trial stands twice."""
    groups: dict[tuple[str, str, str], dict[tuple[object, ...], tuple[str, Outcome]]] = {}
    assessment = Assessment(graph)
    ranked = sorted(
        (row for row in rows if row.outcome and row.measurement and _is_share(row.measurement)),
        # What can be joined to the number of its paper, or is counted, is drawn in place of what repeats it.
        key=_rank,
    )
    seen: dict[tuple[str, str], list[Outcome]] = {}
    for row in ranked:
        number = row.measurement
        assert number is not None  # noqa: S101  filtered above; said for the type checker
        papers = assessment.papers(row.claim, "supports")
        paper = assessment.paper(papers[0]) if papers else row.claim.origin
        known = seen.setdefault((paper, row.arm), [])
        if any(_repeats(number, one) for one in known):
            continue
        known.append(row)
        study = ", ".join(supporting(graph, [row.claim])) or row.claim.origin
        group = (paper, number.measure, number.time_point)
        groups.setdefault(group, {})[row.arm, number.printed] = (study, row)
    for (_, _, time), members in sorted(groups.items(), key=lambda item: _place(item[1])):
        study, first = next(iter(members.values()))
        when = f", {duration(time)}" if time else ""
        yield _cut(f"{study}: {graph.label(first.outcome)}{when}"), None
        for _, row in members.values():
            point = _point(graph, row)
            yield point.label, point


def _rank(row: Outcome) -> tuple[bool, bool, bool]:
    number = row.measurement
    joined = _percent(primary_value_of(row)) is not None
    return not joined, number is None or number.events is None, number is not None and number.approximate


def _place(members: dict[tuple[object, ...], tuple[str, Outcome]]) -> tuple[bool, int, str, str]:
    study, row = next(iter(members.values()))
    return not study.startswith("B"), len(study.split()[0]), study, row.outcome


def _is_share(number: Measurement) -> bool:
    return number.unit == "%" or (number.events is not None and bool(number.sample_size))


def _share(number: Measurement) -> float | None:
    if number.events is not None and number.sample_size:
        return 100 * number.events / number.sample_size
    return number.value


def _repeats(number: Measurement, row: Outcome) -> bool:
    """Whether a number is one that is drawn already for this arm of this paper: in print, in counts, or as primary."""
    known = row.measurement
    if known is None or (number.time_point and known.time_point and number.time_point != known.time_point):
        return False
    primary = _percent(primary_value_of(row))
    return (
        (number.printed, number.time_point) == (known.printed, known.time_point)
        or (
            (number.approximate and not known.approximate)
            and number.sample_size is not None
            and number.sample_size == known.sample_size
        )
        or (primary is not None and number.value == primary)
    )


def _percent(text: str) -> float | None:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", text)
    return float(match.group(1)) if match else None


def _point(graph: Contents, row: Outcome) -> Point:
    number = row.measurement
    assert number is not None  # noqa: S101  only rows with a share are drawn
    interval = None
    if number.events is not None and number.sample_size:
        interval = wilson(number.events, number.sample_size)
    elif number.lower is not None and number.upper is not None:
        interval = (number.lower, number.upper)
    label = _cut(f"{graph.label(row.arm)}: {result_words(number)}")
    primary = _percent(primary_value_of(row))
    return Point(label, _share(number), interval, number.sample_size, primary, row.disputed)


def _draw(axes: Axes, place: int, point: Point) -> None:
    if point.interval is not None:
        axes.plot(
            point.interval, [place, place], color=colors()["ink"], linewidth=2, alpha=0.5 if point.disputed else 1
        )
    middle = point.share if point.share is not None else sum(point.interval) / 2 if point.interval else None
    if point.primary is not None and middle is not None:
        axes.plot([middle, point.primary], [place, place], ":", color=colors()["quiet"])
        axes.plot([point.primary], [place], "D", color=colors()["quiet"], markersize=5)
    if point.share is not None:
        size = min(_LARGEST, _SMALLEST + 0.6 * sqrt(point.size)) if point.size else _SMALLEST
        face = "white" if point.disputed else colors()["ink"]
        axes.plot([point.share], [place], "o", color=colors()["ink"], markerfacecolor=face, markersize=size)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"
