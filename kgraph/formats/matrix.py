"""A cell of the matrix of mechanisms and diseases as a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgraph.formats.documents import Listing, MatrixDocument
from kgraph.matrix import Cell

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = ("mechanism", "disease", "effect", "hypotheses", "claims", "papers", "evidence", "disputed")


def matrix_listing(document: MatrixDocument) -> Listing:
    """A row for each cell."""
    return Listing([cell_row(document.graph, cell) for cell in document.cells], COLUMNS)


def cell_row(graph: Contents, cell: Cell) -> dict[str, object]:
    """What the hypotheses of one mechanism in one disease come to, under `COLUMNS`."""
    return {
        "mechanism": cell.mechanism,
        "disease": graph.label(cell.disease),
        "effect": cell.effect,
        "hypotheses": len(cell.hypotheses),
        "claims": len(cell.claims),
        "papers": cell.papers,
        "evidence": [f"{kind} {count}" for kind, count in cell.profile],
        "disputed": cell.disputed,
    }


COMPARISON_COLUMNS = ("mechanism", "where", "first", "first_effect", "second", "second_effect")


def comparison_row(graph: Contents, compared: tuple[str, Cell, Cell]) -> dict[str, object]:
    """Where a mechanism is known, of two diseases, under `COMPARISON_COLUMNS`, and its effects under their names."""
    where, first, second = compared
    return {
        "known_for": _known_for(where, first, second),
        graph.label(first.disease): first.effect,
        graph.label(second.disease): second.effect,
        "mechanism": first.mechanism,
        "where": where,
        "first": graph.label(first.disease),
        "first_effect": first.effect,
        "second": graph.label(second.disease),
        "second_effect": second.effect,
    }


def comparison_brief(graph: Contents, compared: Sequence[tuple[str, Cell, Cell]]) -> tuple[str, ...]:
    """The columns that people are shown: each disease once, as the name of its column."""
    return ("mechanism", *(graph.label(cell.disease) for cell in compared[0][1:]), "known_for") if compared else ()


def _known_for(where: str, first: Cell, second: Cell) -> str:
    if where in ("shared", "opposite"):
        return "both, opposite" if where == "opposite" else "both"
    return "the first" if first.hypotheses else "the second" if second.hypotheses else "neither"
