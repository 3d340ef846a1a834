"""A cell of the matrix of mechanisms and diseases as a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgraph import words
from kgraph.formats.answer_words import abbreviation, mechanism_name
from kgraph.formats.documents import Listing, MatrixDocument
from kgraph.formats.listing import write_listing
from kgraph.frozen import replace
from kgraph.matrix import Cell, Comparison

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie

COLUMNS = (
    "mechanism", "disease", "effect", "hypotheses", "claims", "papers", "evidence", "disputed", "chains",
    "human_papers",
)  # fmt: skip


def matrix_listing(document: MatrixDocument) -> Listing:
    """A row for each cell."""
    return Listing([cell_row(document.graph, cell) for cell in document.cells], COLUMNS)


def write_for_readers(document: MatrixDocument, form: str) -> str:
    """A line a mechanism and a column a disease: what the chains come to, how many, and on how many papers.

    A disease with one mechanism at most has no column of its own; what is known of it is said below.
    """
    graph, cells = document.graph, document.cells
    known: dict[Curie, list[Cell]] = {}
    for cell in cells:
        known.setdefault(cell.disease, []).extend([cell] if cell.chains else [])
    shown = [disease for disease, own in known.items() if len(own) > 1] or list(known)
    names = {disease: _called(graph, disease) for disease in shown}
    rows: dict[str, dict[str, object]] = {}
    for cell in cells:
        row = rows.setdefault(cell.mechanism, {"mechanism": mechanism_name(graph, cell.mechanism)})
        row[names.get(cell.disease, "")] = _in_short(cell)
    others = [_beside(graph, disease, own) for disease, own in known.items() if disease not in names]
    columns = ("mechanism", *names.values())
    listing = Listing(list(rows.values()), columns, remark=" ".join([_MEANING, *others]), brief=columns)
    return write_listing(listing if document.width is None else replace(listing, width=document.width), form)


_MEANING = "Effect, number of chains, papers behind their steps, in brackets those on people."


def _in_short(cell: Cell) -> str:
    if not cell.chains:
        return "none"
    disputed = " disputed" if cell.disputed else ""
    return f"{cell.effect} {cell.chains}, {cell.papers} ({cell.human_papers}){disputed}"


def _beside(graph: Contents, disease: Curie, own: Sequence[Cell]) -> str:
    told = ", ".join(f"{cell.mechanism.replace('-', ' ')} ({_in_short(cell)})" for cell in own) or "no mechanism"
    return f"{words.capital(graph.label(disease))}: {told}."


def cell_row(graph: Contents, cell: Cell) -> dict[str, object]:
    """What the chains of one mechanism in one disease come to, under `COLUMNS`."""
    return {
        "mechanism": cell.mechanism,
        "disease": graph.label(cell.disease),
        "effect": cell.effect,
        "hypotheses": len(cell.hypotheses),
        "claims": len(cell.claims),
        "papers": cell.papers,
        "evidence": [f"{kind} {count}" for kind, count in cell.profile],
        "disputed": cell.disputed,
        "chains": cell.chains,
        "human_papers": cell.human_papers,
    }


COMPARISON_COLUMNS = ("mechanism", "where", "first", "first_effect", "second", "second_effect", "opposite")


def comparison_row(graph: Contents, compared: Comparison) -> dict[str, object]:
    """Where a mechanism is known, of two diseases, under `COMPARISON_COLUMNS`, and its effects under their names."""
    where, first, second = compared.where, compared.first, compared.second
    return {
        "known_for": _known_for(graph, compared),
        _called(graph, first.disease): first.effect,
        _called(graph, second.disease): second.effect,
        "by mechanism": mechanism_name(graph, first.mechanism),
        "mechanism": first.mechanism,
        "where": where,
        "first": graph.label(first.disease),
        "first_effect": first.effect,
        "second": graph.label(second.disease),
        "second_effect": second.effect,
        "opposite": [graph.label(name) for name in compared.opposite],
    }


def comparison_brief(graph: Contents, compared: Sequence[Comparison]) -> tuple[str, ...]:
    """The columns that people are shown: each disease once, as the name of its column."""
    cells = (compared[0].first, compared[0].second) if compared else ()
    return ("by mechanism", *(_called(graph, cell.disease) for cell in cells), "known_for") if cells else ()


def _called(graph: Contents, disease: Curie) -> str:
    """The abbreviation of a disease, or its label where it has none."""
    return abbreviation(graph.entities[disease]) or graph.label(disease)


def _known_for(graph: Contents, compared: Comparison) -> str:
    if compared.where == "opposite":
        through = ", ".join(graph.label(name) for name in compared.opposite)
        return f"both, opposite: {through}" if through else "both, opposite"
    has = [cell.effect != "none" for cell in (compared.first, compared.second)]
    return "both" if all(has) else "the first" if has[0] else "the second" if has[1] else "neither"
