"""Answers to SPARQL queries in every output format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.formats.listing import render

if TYPE_CHECKING:
    from kgraph.query import Table

# Format names and their media types; the first group are tables, the second graphs.
TABLE_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPH_TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
# For reading: short names instead of IRIs.
READERS = ("table", "md", "jsonl")


def media_types(form: str) -> list[str]:
    """The media types to ask for, best first, so that `form` can be printed for a table or for a graph.

    Readers' formats are made from JSON; a graph is printed as Turtle for them.
    """
    if form in READERS:
        return [TABLE_TYPES["json"], GRAPH_TYPES["ttl"]]
    if form == "json":
        return [TABLE_TYPES["json"], GRAPH_TYPES["jsonld"]]
    return [TABLE_TYPES.get(form) or GRAPH_TYPES[form]]


def render_table(table: Table, form: str, *, width: int | None = None) -> str:
    """A table in one of READERS, with short names."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.texts]
    return render(rows, table.columns, form, width=width)
