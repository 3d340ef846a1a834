"""SSSOM mappings: entities with their matches, which join what other sources say of one thing.

Only what a table says of two identifiers being the same, close, wider or narrower becomes a match.  A row that says
*not* never does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from kgraph.check.sssom_heads import NO_TERM, SssomHead, is_denied, read_head
from kgraph.errors import DataError
from kgraph.importers.biolink_categories import kind_of
from kgraph.importers.drafts import Draft, Statement
from kgraph.importers.imported import Imported
from kgraph.importers.known_curies import curie_for, known_curie
from kgraph.model import Curie, Source
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data
from kgraph.reading.text_tables import read_numbered_table

NAME = "sssom"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="A table of mappings (SSSOM)",
    link="https://mapping-commons.github.io/sssom/",
)
_MATCHES = MappingProxyType(
    {
        "skos:exactMatch": "exact", "owl:equivalentClass": "exact", "owl:sameAs": "exact",
        "owl:equivalentProperty": "exact", "skos:closeMatch": "close", "skos:broadMatch": "broad",
        "skos:narrowMatch": "narrow",
    }
)  # fmt: skip
# Things are never joined because they are called alike.
_BY_LABEL = frozenset({"semapv:LexicalMatching", "semapv:LexicalSimilarityThresholdMatching"})
_SUBCLASS = "rdfs:subClassOf"
_NEEDED = ("subject_id", "predicate_id", "object_id")
_KNOWN = frozenset(
    {
        *_NEEDED, "subject_label", "object_label", "subject_category", "object_category", "predicate_modifier",
        "mapping_justification", "predicate_label", "subject_type", "object_type",
    }
)  # fmt: skip


def read_sssom(files: Sequence[Path]) -> Imported:
    """The entities of SSSOM tables, with their matches, and the claims of rows that say what is a kind of what.

    A row that cannot be read is a fault.  Raises DataError for a file that is no table of mappings.
    """
    draft = Draft(SOURCE, project="the table")
    for file in files:
        with open_data(file) as data:
            _Table(data, draft, file).carry()
    return draft.imported(NAME, files)


class _Table:
    def __init__(self, data: Data, draft: Draft, file: Path) -> None:
        self._data, self._draft = data, draft
        self._head: SssomHead = read_head(data, file)

    def carry(self) -> None:
        for slot, value in sorted(self._head.slots.items()):
            if slot in ("license", "mapping_set_id"):
                self._draft.remarks.add(f"{slot} of the table: {value}", f"{self._data.name}:1")
        if licence := self._head.slots.get("license", ""):
            self._draft.licences.add(licence)
        for number, row in read_numbered_table(self._data, short_rows=True, quoted=True, look_at=self._check):
            self._draft.found.add("mappings")
            try:
                self._row(number, {column: cell.strip() for column, cell in row.items()})
            except DataError as error:
                self._draft.faults.append(error)

    def _check(self, columns: Sequence[str], line: int) -> None:
        """Refuse a table that lacks a column; a text stands in the column of labels instead of that of identifiers."""
        missing = [
            column
            for column in _NEEDED
            if column not in columns and (column == "predicate_id" or f"{column[:-3]}_label" not in columns)
        ]
        if missing:
            raise self._data.refused(f"is no table of mappings: it has no column {', '.join(missing)}", line)

    def _row(self, number: int, row: dict[str, str]) -> None:
        draft, place = self._draft, f"{self._data.name}:{number}"
        denied = is_denied(row, self._data, number)
        ends = [row.get(column, "") for column in _NEEDED]
        if not ends[1]:
            raise self._data.refused("a mapping lacks its predicate_id", number)
        for column, cell in row.items():
            if column not in _KNOWN and cell:
                draft.losses.add(f"column {column!r}", place)
        if "literal" in f"{row.get('subject_type', '')} {row.get('object_type', '')}".lower() or not (
            ends[0] and ends[2]
        ):
            draft.losses.add("mappings of a text, which is no identifier", place)
            return
        subject, predicate, target = (self._curie(end, number) for end in ends)
        if NO_TERM in (subject, target):
            draft.losses.add("mappings that say that no term was found", place)
        elif denied:
            draft.losses.add("mappings that say that two are not the same", place)
        elif predicate == _SUBCLASS:
            first, second = self._thing(subject, row, "subject"), self._thing(target, row, "object")
            draft.say(Statement(second, "has_subtype", first, ""), (), place=place, note="Mapping: rdfs:subClassOf.")
        elif predicate in _MATCHES:
            kind = _MATCHES[predicate]
            if kind == "exact" and row.get("mapping_justification", "") in _BY_LABEL:
                draft.remarks.add("exact matches that rest on a label alone, carried as close", place)
                kind = "close"
            self._match(kind, subject, target, row)
        else:
            draft.losses.add(f"mappings with {predicate}, which is no match here", place)

    def _match(self, kind: str, subject: str, target: str, row: dict[str, str]) -> None:
        first, second = self._thing(subject, row, "subject"), self._thing(target, row, "object")
        self._draft.keep(first)
        self._draft.keep(second)
        things = self._draft.things
        if kind == "exact":
            things.same(first, second)
        elif kind == "close":
            things.close(first, second)
        elif kind == "broad":
            things.broad(first, second)
        else:
            things.broad(second, first)

    def _thing(self, identifier: str, row: dict[str, str], side: str) -> Curie:
        thing = curie_for(identifier, origin=NAME)
        label = " ".join(row.get(f"{side}_label", "").split())
        others = () if known_curie(identifier) else (identifier,)
        self._draft.things.add(thing, name=label or ("" if known_curie(identifier) else identifier),
                               kind=kind_of(row.get(f"{side}_category", "")), other_names=others)  # fmt: skip
        return thing

    def _curie(self, identifier: str, number: int) -> str:
        prefix = self._head.unknown_prefix(identifier)
        if prefix is not None:
            raise self._data.refused(f"{identifier!r}: the prefix {prefix}: is not in the curie_map", number)
        return self._head.curie(identifier)
