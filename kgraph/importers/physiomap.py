"""PhysioMap as claims: its causal, production and constitutive edges, from the map (JSON) or a table of edges (TSV).

A null, however it is written, is no sign; a sign that is none at all is a fault.  What modulates an influence acts on
the influence, which is a thing of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kgraph.errors import DataError
from kgraph.importers.citations import distinct_slug, slug
from kgraph.importers.drafts import Draft, Line, Statement
from kgraph.importers.imported import Imported
from kgraph.importers.known_curies import known_curie
from kgraph.model import Curie, Source
from kgraph.reading.json_items import JsonItem, read_json_items
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data
from kgraph.reading.text_tables import read_numbered_table

NAME = "physiomap"
SOURCE = Source(
    id=f"source:{NAME}",
    short=NAME,
    title="PhysioMap: a signed map of human physiology",
    notes=("Released under CC BY 4.0.",),
)
_NULLS = frozenset({"", "\\n", "na", "n/a", "nan", "none", "null", "?", "unknown"})
_SIGNS = MappingProxyType({"+": "+", "-": "-", "−": "-", "positive": "+", "negative": "-", "1": "+", "-1": "-"})
_RELATIONS = MappingProxyType({"+": "increases", "-": "decreases", "?": "affects"})
# Lists of edges, and the keys of their ends.
_EDGES = MappingProxyType(
    {
        "causal_edges": ("source", "target"), "production_edges": ("source", "target"),
        "constitutive_edges": ("micro", "macro"), "modulation_edges": ("modulator", "influence_id"),
    }
)  # fmt: skip
_KNOWN = frozenset(
    {
        "id", "kind", "source", "target", "sign", "prov_source", "context", "context_id", "micro", "macro", "relation",
        "modulator", "influence_id", "edge_source", "edge_target", "interaction_sign", "can_flip_sign", "definitional",
        "modulated", "_detail_bucket",
    }
)  # fmt: skip
_COLUMNS = frozenset({"subject", "object", "sign"})
_NONE = "holds no edges of PhysioMap"


def read_physiomap(files: Sequence[Path]) -> Imported:
    """The claims and entities of PhysioMap files.

    An edge that cannot be read is a fault.  Raises DataError for a file that is neither the map nor a table of edges.
    """
    draft = Draft(SOURCE, project="PhysioMap")
    for file in files:
        with open_data(file) as data:
            if data.suffix in (".tsv", ".csv"):
                _Table(data, draft).carry()
            else:
                _Map(data, draft).carry()
    return draft.imported(NAME, files)


class _Map:
    """Reads the map."""

    def __init__(self, data: Data, draft: Draft) -> None:
        self._data, self._draft = data, draft

    def carry(self) -> None:
        edges: list[JsonItem] = []
        nodes: dict[str, Curie] = {}
        losses, found = self._draft.losses, self._draft.found
        synonyms: Mapping[str, Any] = {}
        for item in read_json_items(self._data):
            if item.section in _EDGES and item.listed:
                edges.append(item)
            elif item.section == "nodes" and item.listed:
                found.add("nodes")
                self._fault(self._node, item, nodes)
            elif item.section == "synonyms" and isinstance(item.value, dict):
                synonyms = item.value
            else:
                what = "members" if item.listed else "value"
                losses.add(f"{what} of {item.section!r}", f"{self._data.name}:{item.line}")
        if not edges:
            raise self._data.refused(_NONE)
        # An edge needs no name until another modulates it.
        named = ((one.value.get("id"), one) for one in edges if isinstance(one.value, dict))
        self._influences = {name: one for name, one in named if isinstance(name, str)}
        for item in edges:
            found.add(item.section.replace("_", " "))
            self._fault(self._edge, item, nodes)
        for thing in nodes.values():
            label = self._draft.things.label(thing)
            others = synonyms.get(label) or ()
            self._draft.things.add(thing, other_names=tuple(map(str, others)) if isinstance(others, list) else ())

    def _fault(self, read: Any, item: JsonItem, nodes: dict[str, Curie]) -> None:
        try:
            read(item, nodes)
        except DataError as error:
            self._draft.faults.append(error)

    def _node(self, item: JsonItem, nodes: dict[str, Curie]) -> None:
        name = self._text(item, "id")
        thing = nodes[name] = _thing(name)
        self._draft.things.add(thing, name=self._text(item, "label"), kind="other")
        if known := known_curie(str(item.value.get("entity_iri") or "")):
            # What is measured is a quality of it.
            self._draft.things.close(thing, known)

    def _text(self, item: JsonItem, key: str) -> str:
        value = item.value.get(key) if isinstance(item.value, dict) else None
        if not isinstance(value, str) or not value.strip():
            raise self._data.refused(f"one of {item.section!r} lacks {key!r}", item.line)
        return value.strip()

    def _edge(self, item: JsonItem, nodes: dict[str, Curie]) -> None:
        first, last = _EDGES[item.section]
        subject, target = self._text(item, first), self._text(item, last)
        if item.section == "modulation_edges":
            thing = self._influence(target, item, nodes)
        else:
            thing = self._known(target, item, nodes)
        sign = self._sign(item, "interaction_sign" if "interaction_sign" in item.value else "sign")
        if item.value.get("can_flip_sign") is True:
            sign = "?"
        relation = _RELATIONS[sign]
        if item.section == "constitutive_edges":
            relation, sign = "part_of", ""
        elif item.section == "production_edges" and sign == "+":
            relation = "produces"
        _say(self._draft, item, self._known(subject, item, nodes), relation, thing, sign, self._data.name)
        for key in item.value:
            if key not in _KNOWN:
                self._draft.losses.add(f"field {key!r} of {item.section}", f"{self._data.name}:{item.line}")

    def _known(self, name: str, item: JsonItem, nodes: dict[str, Curie]) -> Curie:
        if name not in nodes:
            raise self._data.refused(f"{name!r} is no node of the map", item.line)
        return nodes[name]

    def _influence(self, name: str, item: JsonItem, nodes: dict[str, Curie]) -> Curie:
        influence = self._influences.get(name)
        if influence is None:
            raise self._data.refused(f"{name!r} is no edge of the map", item.line)
        ends = [self._known(self._text(influence, end), item, nodes) for end in ("source", "target")]
        start, end = (self._draft.things.label(thing) for thing in ends)
        thing = f"entity:{NAME}-{distinct_slug(f'influence {name}')}"
        self._draft.things.add(thing, name=f"influence of {start} on {end}", kind="process")
        statement = Statement(thing, "affects", ends[1], "?")
        self._draft.say(
            statement, (), place=f"{self._data.name}:{influence.line}", implied=True,
            note="What an edge says, which others modulate.",
        )  # fmt: skip
        return thing

    def _sign(self, item: JsonItem, key: str) -> str:
        return _sign_of(self._data, item.value.get(key), item.line)


class _Table:
    """Reads a table of edges: subject, object, sign, and perhaps relation."""

    def __init__(self, data: Data, draft: Draft) -> None:
        self._data, self._draft = data, draft

    def carry(self) -> None:
        for number, row in read_numbered_table(self._data, look_at=self._check):
            self._draft.found.add("edges")
            try:
                self._row(number, row)
            except DataError as error:
                self._draft.faults.append(error)

    def _check(self, columns: Sequence[str], line: int) -> None:
        if missing := sorted(_COLUMNS - {*columns}):
            raise self._data.refused(f"{_NONE}: it has no column {', '.join(missing)}", line)

    def _row(self, number: int, row: Mapping[str, str]) -> None:
        ends = []
        for column in ("subject", "object"):
            name = row[column].strip().removeprefix("pm:")
            if name.lower() in _NULLS:
                raise self._data.refused(f"an edge lacks its {column}", number)
            ends.append(_thing(name))
            self._draft.things.add(ends[-1], name=name.replace("_", " "), kind="other")
        sign = _sign_of(self._data, row["sign"], number)
        kind = row.get("relation", "")
        relation = "produces" if kind == "production" and sign == "+" else _RELATIONS[sign]
        item = JsonItem("edges", number, {"kind": kind})
        _say(self._draft, item, ends[0], relation, ends[1], sign, self._data.name)


def _thing(name: str) -> Curie:
    return (
        f"entity:{NAME}-{slug(name)}"
        if slug(name).replace("-", "_") == name
        else f"entity:{NAME}-{distinct_slug(name)}"
    )


def _sign_of(data: Data, written: Any, line: int) -> str:
    """The sign that is written; unknown for a null.  Raises DataError for what is neither."""
    word = "" if written is None else str(written).strip().lower()
    if word in _NULLS:
        return "?"
    if word not in _SIGNS:
        raise data.refused(f"the sign {written!r} is neither + nor - nor a null", line)
    return _SIGNS[word]


def _say(draft: Draft, item: JsonItem, subject: Curie, relation: str, target: Curie, sign: str, file: str) -> None:
    place = f"{file}:{item.line}"
    context = item.value.get("context")
    source = item.value.get("prov_source")
    kind = item.value.get("kind") or item.section
    if sign == "?":
        draft.remarks.add("edges without a sign", place)
    draft.say(
        Statement(subject, relation, target, sign, condition=context if isinstance(context, str) else ""),
        (Line(attachment="", notes=(f"Source within PhysioMap: {source}.",) if source else ()),),
        place=place,
        note=f"PhysioMap: {kind} edge{', by definition' if item.value.get('definitional') is True else ''}.",
    )
