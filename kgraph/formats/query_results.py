"""Answers to SPARQL queries in every output format."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from kgraph.formats.escape import for_json, for_rdf, for_spreadsheet, for_xml, visible
from kgraph.formats.listing import render

if TYPE_CHECKING:
    from kgraph.sparql import Table

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


# Documents in which unseen characters can be written as escapes that read back the same.
_ESCAPES: Mapping[str, Callable[[str], str]] = {
    TABLE_TYPES["json"]: for_json,
    GRAPH_TYPES["jsonld"]: for_json,
    TABLE_TYPES["xml"]: for_xml,
    GRAPH_TYPES["rdfxml"]: for_xml,
}


def printable(chunks: Iterator[bytes], media_type: str) -> Iterator[bytes]:
    """A document of the engine for people's eyes: no character in it moves, turns or hides what is shown.

    JSON, XML, TSV and RDF read back the same.  CSV, which has no escapes, is guarded against formulas as well.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind == TABLE_TYPES["csv"]:
        yield _guarded_csv(b"".join(chunks).decode("utf-8"))
        return
    escape = _ESCAPES.get(kind, for_rdf)
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks:
        yield escape(decoder.decode(chunk)).encode("utf-8")
    decoder.decode(b"", final=True)


def _guarded_csv(text: str) -> bytes:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    # The engine wrote it; a long text in it is no sign of damage.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    for row in csv.reader(io.StringIO(text, newline="")):
        # A row without any value is an empty line, and stays one.
        writer.writerow([for_spreadsheet(visible(cell)) for cell in row])
    return out.getvalue().encode("utf-8")


def render_table(table: Table, form: str, *, width: int | None = None) -> str:
    """A table in one of READERS, with short names."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.texts]
    return render(rows, table.columns, form, width=width)
