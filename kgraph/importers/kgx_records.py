"""The nodes and edges of KGX files as records of texts, each with its line, whatever the file is written in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.importers.drafts import Draft
from kgraph.reading.json_items import JsonItem, read_json_items, read_json_lines
from kgraph.reading.missing_marks import is_missing
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data
from kgraph.reading.rdf_files import RDF_SUFFIXES
from kgraph.reading.text_tables import read_numbered_table

# The column by which our own things are known, and our columns of several values.
MARK = "kgraph_iri"
OWN_LISTS = (
    "mechanisms", "species", "notes", "misprints", "exact_matches", "close_matches", "broad_matches", "narrow_matches",
    "disputes", "qualifies", "agrees_with", "supersedes", "retracts", "supporting", "disputing", "inconclusive",
    "study_kinds", "disputing_publications", "supporting_quotes", "disputing_quotes", "inconclusive_quotes",
)  # fmt: skip
_EDGE, _NODE = frozenset({"subject", "object"}), frozenset({"id"})
_TABLES, _LINES, _WHOLE = (".tsv", ".csv"), (".jsonl", ".ndjson"), ".json"
# Fields of which a table has several values in one cell, with a stroke between them.
_MANY = frozenset(
    {
        "category", "synonym", "xref", "equivalent_identifiers", "same_as", "publications", "provided_by",
        "has_evidence", "qualifiers", "type",
        "aggregator_knowledge_source", "knowledge_source", "supporting_data_source",
        *(f"kgraph_{name}" for name in OWN_LISTS),
    }
)  # fmt: skip
_NAMES = frozenset({"id", "name", "synonym", "subject", "object"})
_NONE = "holds no KGX nodes or edges: a node has an id, and an edge a subject, a predicate and an object"


@frozen
class Record:
    """A node or an edge, by what is written: its fields that are not empty, each with all its values."""

    what: str
    file: str
    line: int
    fields: Mapping[str, tuple[str, ...]]

    @property
    def place(self) -> str:
        """Where it stands, as ``file:line``."""
        return f"{self.file}:{self.line}"

    def all(self, field: str) -> tuple[str, ...]:
        """The values of a field; none where it is missing."""
        return self.fields.get(field, ())

    def one(self, field: str) -> str:
        """The value of a field, the empty text where it is missing.  Raises DataError for several."""
        values = self.fields.get(field, ())
        if len(values) > 1:
            raise self.refused(f"{field!r} of one of the {self.what} has {len(values)} values, and takes one")
        return values[0] if values else ""

    def needed(self, field: str) -> str:
        """The value of a field that must be there.  Raises DataError where it is not."""
        value = self.one(field)
        if not value:
            raise self.refused(f"one of the {self.what} lacks {field!r}")
        return value

    def refused(self, reason: str, field: str = "") -> DataError:
        """The error that says why this record is not read."""
        return DataError(reason, file=self.file, line=self.line, column=1)


def read_records(file: Path, draft: Draft) -> Iterator[Record]:
    """The nodes and edges of a file, in its order.

    Keys at the top of a JSON file that hold neither are among the losses.  Raises DataError for a file that cannot be
    read, or holds neither nodes nor edges.
    """
    with open_data(file) as data:
        if data.suffix in _TABLES:
            yield from _of_table(data)
        elif data.suffix in _LINES:
            yield from (_of_json(data, item) for item in read_json_lines(data))
        elif data.suffix == _WHOLE:
            yield from _of_document(data, draft)
        elif data.suffix in RDF_SUFFIXES:
            from kgraph.importers.kgx_rdf import records_of_rdf

            yield from (Record(what, data.name, line, fields) for what, line, fields in records_of_rdf(file, data))
        else:
            endings = ", ".join((*_TABLES, _WHOLE, *_LINES, *RDF_SUFFIXES))
            raise data.refused(f"has an ending that no KGX file has; use one of {endings}")


def _of_table(data: Data) -> Iterator[Record]:
    what, own = "", False

    def look_at(columns: Sequence[str], line: int) -> None:
        nonlocal what, own
        own = MARK in columns
        what = "edges" if {*columns} >= _EDGE else "nodes" if {*columns} >= _NODE else ""
        if not what:
            raise data.refused(_NONE, line)

    for number, row in read_numbered_table(data, short_rows=True, look_at=look_at):
        cells = {name: _unquoted(cell) for name, cell in row.items()} if own else row
        fields = {
            name: values for name, cell in cells.items() if (values := _said(name, _of_cell(name, cell), own=own))
        }
        yield Record(what, data.name, number, fields)


def _unquoted(cell: str) -> str:
    """A cell of our own without the marks that are put round one that begins with such a mark."""
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell


def _said(name: str, values: tuple[str, ...], *, own: bool) -> tuple[str, ...]:
    """The values of a field without the marks of tables for none; names, and our own texts, may be such words."""
    return values if own or name in _NAMES else tuple(value for value in values if not is_missing(value))


def _of_cell(name: str, cell: str) -> tuple[str, ...]:
    parts = cell.split("|") if name in _MANY else [cell]
    return tuple(part.strip() for part in parts if part.strip())


def _of_document(data: Data, draft: Draft) -> Iterator[Record]:
    seen = False
    for item in read_json_items(data):
        if item.section in ("nodes", "edges") and item.listed:
            seen = True
            yield _of_json(data, item)
        elif item.section in ("nodes", "edges"):
            raise data.refused(f"{item.section!r} is no list", item.line)
        elif item.section:
            draft.losses.add(f"key {item.section!r} of a file", f"{data.name}:{item.line}")
        else:
            raise data.refused(_NONE, item.line)
    if not seen:
        raise data.refused(_NONE)


def _of_json(data: Data, item: JsonItem) -> Record:
    if not isinstance(item.value, dict):
        raise data.refused("a node or an edge is an object", item.line)
    given = {str(key): _texts(value) for key, value in item.value.items()}
    own = MARK in given
    fields = {key: values for key, texts in given.items() if (values := _said(key, texts, own=own))}
    what = item.section or ("edges" if fields.keys() >= _EDGE or "predicate" in fields else "nodes")
    return Record(what, data.name, item.line, fields)


def _texts(value: Any) -> tuple[str, ...]:
    """A value of JSON as texts: what is true or false by that word, what holds more in the way of JSON."""
    if value is None or value == "":
        return ()
    if isinstance(value, list):
        return tuple(text for member in value for text in _texts(member))
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    return (json.dumps(value, ensure_ascii=False, sort_keys=True),)
