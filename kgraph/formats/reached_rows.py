"""The rows of questions with an open end: each pair with its effects, its best chain and what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgraph.formats.documents import Listing
from kgraph.formats.notices import CUT_SEARCH
from kgraph.paths.open_ends import Reached, agreement
from kgraph.paths.values import Path
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie

COLUMNS = (
    "start_id", "start", "end_id", "end", "effects", "steps", "chain", "grades", "papers", "human_papers",
)  # fmt: skip
# The columns that people are shown, by the kind of question.
BRIEF = {
    "downstream": ("end", "effects", "chain", "grades"),
    "upstream": ("start", "effects", "chain", "grades"),
    "several": ("end", "effects", "chain", "grades"),
    "loops": ("effects", "chain", "grades"),
}
COMMON_COLUMNS = ("end_id", "end", "agreement", "first", "first_effects", "second", "second_effects")
# So many rows are shown where people read, unless all are asked for.
SHOWN = 30


def open_row(graph: Contents, row: Reached) -> dict[str, object]:
    """A pair under `COLUMNS`; papers by their short names."""
    return {
        "start_id": row.start,
        "start": graph.label(row.start),
        "end_id": row.end,
        "end": graph.label(row.end),
        "effects": list(row.effects),
        "steps": len(row.path.steps),
        "chain": chain_words(graph, row.path),
        "grades": " ".join(grade.chip for grade in row.grades if grade is not None),
        "papers": [_short(graph, paper) for paper in row.papers],
        "human_papers": [_short(graph, paper) for paper in row.human_papers],
    }


def common_row(graph: Contents, pair: tuple[Reached, Reached]) -> dict[str, object]:
    """What two things both lead to, under `COMMON_COLUMNS`."""
    first, second = pair
    return {
        "end_id": first.end,
        "end": graph.label(first.end),
        "agreement": agreement(first, second),
        "first": graph.label(first.start),
        "first_effects": list(first.effects),
        "second": graph.label(second.start),
        "second_effects": list(second.effects),
        graph.label(first.start): list(first.effects),
        graph.label(second.start): list(second.effects),
    }


def open_listing(graph: Contents, found: Sequence[Reached], kind: str, *, complete: bool, hint: str = "") -> Listing:
    """The rows of a `kind` of open question: downstream, upstream, loops or several.

    With a `hint` at how to see all of them, only the first SHOWN stand there.
    """
    shown = found[:SHOWN] if hint else found
    remarks = [f"{len(found) - len(shown)} more: {hint}."] if len(shown) < len(found) else []
    remarks += [] if complete else [CUT_SEARCH]
    rows = [open_row(graph, row) for row in shown]
    return Listing(rows, COLUMNS, brief=BRIEF[kind], remark=" ".join(remarks))


def chain_words(graph: Contents, path: Path) -> str:
    """A path in one line: labels with the mark of each step's sign between them."""
    words = Words(graph)
    parts = [graph.label(path.entities[0])]
    for step in path.steps:
        parts += [words.sign_mark("" if step.kind == "structural" else step.sign), graph.label(step.object)]
    return " ".join(parts)


def _short(graph: Contents, paper: Curie) -> str:
    return graph.references[paper].short if paper in graph.references else paper
