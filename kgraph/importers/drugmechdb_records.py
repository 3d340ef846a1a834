"""The records of a DrugMechDB file as typed values: nodes, links and what is cited, each with its line.

Two layouts are read: a record a file, as in the folder of paths, and one list of all records, as in the release.
Spellings of field names that older releases have are read as what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.importers.imported import Tallies
from kgraph.importers.yaml_fields import YamlFields
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data
from kgraph.reading.yaml_files import YamlMap, read_yaml_items

_NONE = "holds no DrugMechDB record, which is a map with graph, nodes and links"
_COMMENTS = frozenset({"comment", "comments", "commments", "comemnt"})
_RECORD = frozenset({"directed", "multigraph", "graph", "nodes", "links", "reference", "references", "_id", *_COMMENTS})
_GRAPH = frozenset({"_id", "drug", "drug_mesh", "drugbank", "disease", "disease_mesh"})
_NAMES, _IDS = ("alt_names", "alt_name", "alt-name"), ("alt_ids", "all_id")
_NODE = frozenset({"id", "name", "label", *_NAMES, *_IDS})
_ASPECT, _DIRECTION = "object_aspect_qualifier", "object_direction_qualifier"
_LINK = frozenset({"key", "source", "target", "evidence", _ASPECT, _DIRECTION})
_ITEM = frozenset({"reference", "snippet", "supports", "evidence_source", "explanation"})


@frozen
class Node:
    """A thing of a record, under its identifier as it is written."""

    id: str
    category: str
    name: str
    synonyms: tuple[str, ...]
    other_ids: tuple[str, ...]


@frozen
class Item:
    """What a paper says about one link, in the words of the source: SUPPORT, REFUTE …, HUMAN_CLINICAL …"""

    reference: str
    supports: str
    evidence_source: str


@frozen
class Link:
    """An arrow of a record; `place` is its ``file:line``, `number` counts the links of the record from 1."""

    number: int
    predicate: str
    source: str
    target: str
    aspect: str
    direction: str
    items: tuple[Item, ...]
    place: str


@frozen
class Record:
    """One curated mechanism: `drug` and `disease` are identifiers of its nodes, `references` stand for all of it."""

    id: str
    drug: str
    drug_name: str
    drugbank: str
    disease: str
    disease_name: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    references: tuple[str, ...]
    place: str


def read_records(path: Path, losses: Tallies, faults: list[DataError]) -> Iterator[Record]:
    """The records of a file, in order.

    What the values do not hold is added to `losses`, records that cannot be read to `faults`; reading goes on with
    the next one.  Raises DataError for a file that is not YAML, or is the index of records instead of records.
    """
    with open_data(path) as data:
        empty = True
        for raw in read_yaml_items(data):
            empty = False
            if isinstance(raw, YamlMap) and "file" in raw and not raw.keys() & {"nodes", "links"}:
                raise data.refused("lists records by id and file, and holds no path; give the files that it names")
            try:
                yield _Reading(data, losses).record(raw)
            except DataError as error:
                faults.append(error)
        if empty:
            faults.append(data.refused(_NONE))


class _Reading(YamlFields):
    """Reads one record."""

    def __init__(self, data: Data, losses: Tallies) -> None:
        super().__init__(data)
        self._losses = losses

    def record(self, raw: Any) -> Record:
        if not isinstance(raw, YamlMap):
            raise self._data.refused(_NONE)
        graph = self.map(raw, "graph")
        nodes = tuple(self._node(node) for node in self.maps(raw, "nodes"))
        links = tuple(self._link(number, link) for number, link in enumerate(self.maps(raw, "links"), 1))
        known = {node.id for node in nodes}
        for link, as_written in zip(links, raw["links"], strict=True):
            for end, node in (("source", link.source), ("target", link.target)):
                if node not in known:
                    raise self.at(as_written, end, f"the {end} {node!r} of a link is no node of the record")
        drugbank = self.optional(graph, "drugbank")
        record = Record(
            id=self.text(raw if "_id" in raw else graph, "_id"),
            drug=self._end(graph, "drug_mesh", "drugbank", known),
            drug_name=self.optional(graph, "drug"),
            drugbank=drugbank if not drugbank or ":" in drugbank else f"DB:{drugbank}",
            disease=self._end(graph, "disease_mesh", "", known),
            disease_name=self.optional(graph, "disease"),
            nodes=nodes,
            links=links,
            references=tuple(
                dict.fromkeys(text for key in ("references", "reference") for text in self.texts(raw, key))
            ),
            place=self.place(raw),
        )
        # Counted only now: of a record with a fault nothing is carried, and its fault says so.
        self._count_lost(raw, graph)
        return record

    def _count_lost(self, raw: YamlMap, graph: YamlMap) -> None:
        for key in raw.keys() & _COMMENTS:
            self._losses.add("comments on a record, which may be words of a source", self.place(raw, key))
        self._unknown(raw, _RECORD, "record")
        self._unknown(graph, _GRAPH, "graph")
        for node in raw["nodes"]:
            self._unknown(node, _NODE, "node")
        for link in raw["links"]:
            self._unknown(link, _LINK, "link")
            for item in link.get("evidence") or ():
                self._unknown(item, _ITEM, "evidence item")
                for key in item.keys() & {"snippet", "explanation"}:
                    self._losses.add(f"field {key!r} of an evidence item, words of a source", self.place(item, key))

    def _unknown(self, raw: YamlMap, known: frozenset[str], what: str) -> None:
        for key in raw:
            if key not in known:
                self._losses.add(f"field {key!r} of a {what}", self.place(raw, key))

    def _node(self, raw: YamlMap) -> Node:
        return Node(
            id=self.text(raw, "id"),
            category=self.text(raw, "label"),
            name=self.text(raw, "name"),
            synonyms=tuple(text for key in _NAMES for text in self.texts(raw, key)),
            other_ids=tuple(text for key in _IDS for text in self.texts(raw, key)),
        )

    def _link(self, number: int, raw: YamlMap) -> Link:
        return Link(
            number=number,
            predicate=self.text(raw, "key"),
            source=self.text(raw, "source"),
            target=self.text(raw, "target"),
            aspect=self.optional(raw, _ASPECT),
            direction=self.optional(raw, _DIRECTION),
            items=tuple(self._item(item) for item in self.maps(raw, "evidence")) if raw.get("evidence") else (),
            place=self.place(raw),
        )

    def _item(self, raw: YamlMap) -> Item:
        return Item(self.text(raw, "reference"), self.text(raw, "supports"), self.optional(raw, "evidence_source"))

    def _end(self, graph: YamlMap, key: str, other: str, known: set[str]) -> str:
        """The node that a record starts or ends at."""
        named = [self.optional(graph, name) for name in (key, other) if name]
        for name in named:
            for node in (name, f"DB:{name}"):
                if node in known:
                    return node
        raise self.at(graph, key, f"{key} {named[0]!r} is no node of the record")
