"""Answers to SPARQL queries in every output format."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from kgraph.formats.documents import Listing, QueryDocument
from kgraph.formats.escape import for_json, for_rdf, for_spreadsheet, for_xml, visible
from kgraph.formats.listing import write_listing
from kgraph.formats.registry import media_types, types_of
from kgraph.frozen import replace

if TYPE_CHECKING:
    from os import PathLike

    from kgraph.sparql.table import Table

# For reading: short names instead of IRIs.
READERS = ("table", "md", "jsonl")
# What the engine writes, by format.
TABLE_TYPES = {name: kind for name, kind in media_types("query table").items() if name not in READERS}
GRAPH_TYPES = media_types("query graph")


def wanted_types(form: str, *, file: str | PathLike[str] | None = None, turtle: bool = False) -> list[str]:
    """The media types to ask for, best first, so that `form` can be printed for a table or for a graph.

    Readers' formats are made from JSON.  With a `file` only what its ending says; with `turtle` a graph may be Turtle
    whatever the format.
    """
    if form in READERS:
        wanted = [TABLE_TYPES["json"]]
    elif file is not None:
        wanted = types_of(file, "query table", "query graph")
    elif form == "json":
        wanted = [TABLE_TYPES["json"], GRAPH_TYPES["jsonld"]]
    else:
        wanted = [TABLE_TYPES.get(form) or GRAPH_TYPES[form]]
    return [*wanted, GRAPH_TYPES["ttl"]] if turtle else wanted


def write_answer(document: QueryDocument, form: str) -> str | Iterator[bytes]:
    """What a query found, piece by piece as the engine wrote it, or as a listing with short names."""
    if form not in READERS:
        return printable(document.found.chunks(), document.found.media_type)
    from kgraph.sparql.run import read_outcome

    # Only tables come here: of a graph there are no rows.
    table = cast("Table", read_outcome(document.found))
    cut = f"This answer is not whole: {document.found.cut}." if document.found.cut else ""
    return write_listing(replace(table_listing(table), notice=True, remark=cut, width=document.width), form)


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


def table_listing(table: Table) -> Listing:
    """The rows of a table with short names instead of IRIs; nothing is said beside them."""
    return Listing([dict(zip(table.columns, row, strict=True)) for row in table.texts], table.columns, notice=False)
