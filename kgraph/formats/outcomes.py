"""Clinical numbers: as rows, and their shares as points and intervals, grouped by study, a row per arm and time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kgraph.errors import MissingExtraError, UsageError
from kgraph.formats.documents import Listing, OutcomesDocument
from kgraph.formats.references import supporting
from kgraph.version import __version__

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kgraph.model import Contents, Measurement
    from kgraph.outcomes import Outcome

COLUMNS = (
    "arm", "comparator", "outcome", "sign", "value", "lower", "upper", "unit", "timepoint", "n", "events", "measure",
    "printed", "design", "disease", "references", "source", "disputed", "dispute", "claim",
)  # fmt: skip
_ROW_INCHES = 0.32
_LONGEST_LABEL = 90
_INK = "#1f4e79"
# What matplotlib writes into each format that is not the same every time, or on every machine.
_UNSAID = {"svg": ["Date"], "png": ["Software"], "pdf": ["CreationDate", "Creator", "Producer"]}


def outcome_listing(document: OutcomesDocument) -> Listing:
    """A row for each number."""
    return Listing([outcome_row(document.graph, one) for one in document.outcomes], COLUMNS)


def outcome_row(graph: Contents, row: Outcome) -> dict[str, object]:
    """A number with its arms, time point, sample size, design and dispute, under `COLUMNS`."""
    claim, number = row.claim, row.measurement
    primary = "; ".join(line.primary_value for line in claim.evidence if line.primary_value)
    dispute = number.disputed if number else ""
    primary = (number.primary_value if number else "") or primary
    return {
        "arm": graph.label(row.arm),
        "comparator": graph.label(row.comparator) if row.comparator else "",
        "outcome": graph.label(row.outcome) if row.outcome else "",
        "sign": row.sign,
        "value": number.value if number else None,
        "lower": number.lower if number else None,
        "upper": number.upper if number else None,
        "unit": number.unit if number else "",
        "timepoint": number.time_point if number else "",
        "n": number.sample_size if number else None,
        "events": number.events if number else None,
        "measure": number.measure if number else "",
        "printed": number.printed if number else "",
        "design": claim.study_kind,
        "disease": graph.label(claim.disease) if claim.disease else "",
        "references": supporting(graph, [claim]),
        "source": claim.origin,
        "disputed": row.disputed,
        "dispute": "; ".join(filter(None, (dispute, primary and f"primary paper: {primary}"))),
        "claim": claim.id,
    }


def write_plot(document: OutcomesDocument, form: str) -> bytes:
    """A picture (svg, png or pdf) of the outcomes that carry a percentage; hollow points are disputed."""
    return plot_outcomes(document.graph, document.outcomes, form)


def plot_outcomes(graph: Contents, rows: Sequence[Outcome], form: str) -> bytes:
    """A picture (svg, png or pdf) of the rows that carry a percentage; hollow points are disputed.

    The same rows give the same bytes.  Raises UsageError for rows without a percentage, and when matplotlib is not
    installed.
    """
    shares = [row for row in rows if row.measurement and row.measurement.unit == "%"]
    if not shares:
        raise UsageError("none of these outcomes is a percentage, so there is nothing to draw.")
    try:
        import matplotlib as mpl
    except ModuleNotFoundError:
        raise MissingExtraError("plots need matplotlib", "plot") from None
    from matplotlib.figure import Figure

    lines = list(_lines(graph, shares))
    # Fixed ids and no date, so that the file is the same every time.
    with mpl.rc_context({"svg.hashsalt": "kgraph", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(10, 1.2 + _ROW_INCHES * len(lines)), layout="constrained")
        axes = figure.subplots()
        for place, (_, row) in enumerate(lines):
            if row is not None and row.measurement is not None:
                _draw(axes, place, row.measurement, disputed=row.disputed)
        axes.set_yticks(range(len(lines)), [label for label, _ in lines])
        for tick, (_, row) in zip(axes.get_yticklabels(), lines, strict=True):
            tick.set_fontweight("bold" if row is None else "normal")
        axes.invert_yaxis()
        axes.set_xlim(-2, 102)
        axes.set_xlabel("% of the arm, as printed; hollow: disputed")
        axes.grid(axis="x", color="#dddddd")
        axes.set_title(f"kgraph {__version__}. Not medical advice, not a ranking of treatments.", fontsize=8)
        out = io.BytesIO()
        figure.savefig(out, format=form, metadata=dict.fromkeys(_UNSAID[form]), dpi=120)
    return out.getvalue()


def _draw(axes: Axes, place: int, number: Measurement, *, disputed: bool) -> None:
    if number.lower is not None and number.upper is not None:
        axes.plot([number.lower, number.upper], [place, place], color=_INK, linewidth=2, alpha=0.5 if disputed else 1)
    if number.value is not None:
        axes.plot([number.value], [place], "o", color=_INK, markerfacecolor="white" if disputed else _INK)


def _lines(graph: Contents, rows: Sequence[Outcome]) -> Iterator[tuple[str, Outcome | None]]:
    """A heading per study, then its numbers; a number that a comparison repeats stands once."""
    studies: dict[str, dict[tuple[object, ...], Outcome]] = {}
    for row in rows:
        study = " ".join(supporting(graph, [row.claim])) or row.claim.origin
        number = row.measurement
        key = (row.arm, row.outcome, number and (number.printed, number.time_point))
        known = studies.setdefault(study, {})
        if key not in known or row.disputed:
            known[key] = row
    for study in sorted(studies, key=lambda name: (not name.startswith("B"), len(name.split()[0]), name)):
        yield _cut(study), None
        for row in studies[study].values():
            yield _label(graph, row), row


def _label(graph: Contents, row: Outcome) -> str:
    number = row.measurement
    when = f", {_duration(number.time_point)}" if number and number.time_point else ""
    size = f", n={number.sample_size}" if number and number.sample_size else ""
    return _cut(f"{graph.label(row.arm)}: {graph.label(row.outcome)}{when}{size}")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def _duration(text: str) -> str:
    """A simple duration in words: P28D is 28 days; anything else stays as it is."""
    match = re.fullmatch(r"P(\d+)([DWMY])", text)
    if match is None:
        return text
    unit = {"D": "day", "W": "week", "M": "month", "Y": "year"}[match.group(2)]
    return f"{match.group(1)} {unit}{'' if match.group(1) == '1' else 's'}"
