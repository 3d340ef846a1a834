"""Outcome shares as points and intervals, a row per arm and time point."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kgraph import __version__
from kgraph.errors import KgraphError, UsageError
from kgraph.formats.references import supporting
from kgraph.outcomes import Outcome

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_ROW_INCHES = 0.32
_LONGEST_LABEL = 90


def plot_outcomes(graph: KnowledgeGraph, rows: list[Outcome], suffix: str) -> bytes:
    """A picture (.svg or .png) of the rows that carry a percentage; hollow points are disputed numbers.

    The same rows give the same bytes.  Raises UsageError for another ending and for rows without a percentage, and
    KgraphError when matplotlib is not installed.
    """
    if suffix not in (".svg", ".png"):
        raise UsageError(f"a plot ends in .svg or .png, not in {suffix or 'nothing'}.")
    shares = [row for row in rows if row.measurement and row.measurement.unit == "%"]
    if not shares:
        raise UsageError("none of these outcomes is a percentage, so there is nothing to draw.")
    try:
        import matplotlib as mpl
    except ImportError:
        raise KgraphError("plots need matplotlib: pip install 'kgraph[plot]'") from None
    from matplotlib.figure import Figure

    # Fixed ids and no date, so that the file is the same every time.
    with mpl.rc_context({"svg.hashsalt": "kgraph", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(10, 1.2 + _ROW_INCHES * len(shares)), layout="constrained")
        axes = figure.subplots()
        for place, row in enumerate(shares):
            number = row.measurement
            if number is None:
                continue
            lower, upper = number.lower, number.upper
            value = number.value if number.value is not None else None
            if lower is not None and upper is not None:
                axes.plot([lower, upper], [place, place], color="#1f4e79", linewidth=2)
            if value is not None:
                fill = "white" if row.disputed else "#1f4e79"
                axes.plot([value], [place], "o", color="#1f4e79", markerfacecolor=fill)
        axes.set_yticks(range(len(shares)), [_label(graph, row) for row in shares])
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xlabel("% of the arm, as printed; hollow: disputed")
        axes.grid(axis="x", color="#dddddd")
        axes.set_title(f"kgraph {__version__}. Not medical advice, not a ranking of treatments.", fontsize=8)
        out = io.BytesIO()
        metadata = {"Date": None} if suffix == ".svg" else {"Software": None}
        figure.savefig(out, format=suffix[1:], metadata=metadata, dpi=120)
    return out.getvalue()


def _label(graph: KnowledgeGraph, row: Outcome) -> str:
    number = row.measurement
    when = f", {number.time_point}" if number and number.time_point else ""
    references = " ".join(supporting(graph, [row.claim])) or row.claim.origin
    size = f", n={number.sample_size}" if number and number.sample_size else ""
    text = f"{graph.label(row.arm)}: {graph.label(row.outcome)}{when}{size} [{references}]"
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"
