"""PyBEL JSON: edges of a node-link document, of one edge a line, or of a single edge, as statements of BEL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from kgraph.errors import DataError
from kgraph.importers.bel_script import RELATIONS, BelStatement
from kgraph.importers.bel_spellings import one_spelling
from kgraph.importers.bel_terms import BelError, Name, Term
from kgraph.importers.imported import Tallies
from kgraph.reading.json_items import JsonItem, read_json_items, read_json_lines
from kgraph.reading.plain_files import Data

_FUNCTIONS = MappingProxyType(
    {
        "abundance": "a", "protein": "p", "gene": "g", "rna": "r", "mirna": "m", "biologicalprocess": "bp",
        "pathology": "path", "complex": "complex", "composite": "composite", "reaction": "rxn", "population": "pop",
        "list": "list",
    }
)  # fmt: skip
_MODIFIERS = MappingProxyType(
    {"activity": "act", "degradation": "deg", "translocation": "tloc", "cellsecretion": "sec",
     "cellsurfaceexpression": "surf"}
)  # fmt: skip
_EDGE = frozenset({"source", "relation", "target"})
_NONE = "holds no PyBEL edges, which have a source, a relation and a target"
# Keys of an edge that are carried or mean nothing by themselves.
_KNOWN = frozenset(
    {"source", "target", "relation", "evidence", "citation", "annotations", "line", "key", "hash", "subject", "object",
     "source_modifier", "target_modifier", "stmt_hash", "id"}
)  # fmt: skip


class PybelJson:
    """Reads one document or file of lines."""

    def __init__(self, data: Data, losses: Tallies, faults: list[DataError]) -> None:
        self._data, self._losses, self._faults = data, losses, faults
        self._nodes: list[tuple[Any, Any]] = []
        self._by_id: dict[str, Mapping[str, Any]] = {}
        self.licences: list[str] = []
        self.alone = 0

    def statements(self) -> Iterator[BelStatement]:
        """The edges in their order; those that cannot be read are faults.  Raises DataError for another JSON file."""
        if self._data.suffix in (".jsonl", ".ndjson"):
            items: Iterator[JsonItem] = read_json_lines(self._data)
        else:
            items = iter(self._document())
        for item in items:
            try:
                yield self._edge(item)
            except BelError as error:
                self._faults.append(self._data.refused(f"is no edge of PyBEL: {error}", item.line))

    def _document(self) -> list[JsonItem]:
        """The edges of a document; what stands beside them is read for the nodes that they name."""
        found = list(read_json_items(self._data))
        sections = {item.section for item in found}
        if sections >= _EDGE:
            return [JsonItem("", 1, {item.section: item.value for item in found})]
        links = [item for item in found if item.section in ("links", "edges", "")]
        if not links or not all(isinstance(item.value, dict) for item in links):
            raise self._data.refused(_NONE)
        self._nodes = [(item.value.get("id"), item.value) for item in found
                       if item.section == "nodes" and isinstance(item.value, dict)]  # fmt: skip
        for item in found:
            about = item.value.get("document_metadata") if isinstance(item.value, dict) else None
            if item.section == "graph" and isinstance(about, dict) and isinstance(about.get("licenses"), str):
                self.licences += [about["licenses"]] if about["licenses"].strip() else []
        self._by_id = {repr(identifier): node for identifier, node in self._nodes if identifier is not None}
        return links

    def _edge(self, item: JsonItem) -> BelStatement:
        edge = item.value
        if not isinstance(edge, dict) or not edge.keys() >= _EDGE:
            raise BelError("it lacks a source, a relation or a target")
        relation = RELATIONS.get(str(edge["relation"]).lower(), "")
        if not relation and str(edge["relation"]) not in _MORE:
            raise BelError(f"{edge['relation']!r} is no relation")
        for key in edge:
            if key not in _KNOWN:
                self._losses.add(f"field {key!r} of an edge", f"{self._data.name}:{item.line}")
        if edge.get("evidence"):
            self._losses.add("evidence texts, words of a source", f"{self._data.name}:{item.line}")
        return BelStatement(
            subject=self._end(edge, "source", "subject"),
            relation=relation or str(edge["relation"]),
            object=self._end(edge, "target", "object"),
            line=item.line,
            citation=_citation(edge.get("citation")),
            annotations=MappingProxyType(_annotations(edge.get("annotations"))),
            has_evidence=bool(edge.get("evidence")),
        )

    def _end(self, edge: Mapping[str, Any], key: str, side: str) -> Term:
        written = edge[key]
        node = written if isinstance(written, dict) else self._node(written)
        around = edge.get(f"{key}_modifier") or edge.get(side) or {}
        if not isinstance(around, dict):
            raise BelError(f"{side!r} is no object")
        said = {**around, **{k: node[k] for k in ("modifier", "effect", "location") if k in node}}
        return one_spelling(_around(_term(node), said))

    def _node(self, named: Any) -> Mapping[str, Any]:
        found = self._by_id.get(repr(named))
        if found is not None:
            inner = found.get("id")
            return inner if isinstance(inner, dict) else found
        if isinstance(named, int) and 0 <= named < len(self._nodes):
            node = self._nodes[named][1]
            return node if isinstance(node, dict) else {}
        raise BelError(f"{named!r} is no node of the document")


# What only graphs say, from the structure of their terms.
_MORE = frozenset({"hasVariant", "hasReactant", "hasProduct", "hasModification"})


def _term(node: Mapping[str, Any]) -> Term:
    function = _FUNCTIONS.get(str(node.get("function", "")).lower())
    if function is None:
        raise BelError(f"{node.get('function')!r} is no function of a node")
    args: list[Name | Term] = []
    concept = node.get("concept") if isinstance(node.get("concept"), dict) else node
    if isinstance(concept, dict) and (concept.get("name") or concept.get("identifier")):
        args.append(_name(concept))
    for key, wrap in (("members", ""), ("reactants", "reactants"), ("products", "products")):
        members = [_term(member) for member in _dicts(node.get(key))]
        args += [Term(wrap, tuple(members))] if wrap and members else members
    args += [_variant(variant) for variant in _dicts(node.get("variants"))]
    if isinstance(node.get("fusion"), dict):
        args.append(_fusion(node["fusion"]))
    if not args:
        raise BelError("a node has neither a name nor members")
    return Term(function, tuple(args))


def _name(concept: Mapping[str, Any]) -> Name:
    namespace, name, identifier = (str(concept.get(key) or "") for key in ("namespace", "name", "identifier"))
    if not namespace or not (name or identifier):
        raise BelError("a name has no namespace")
    return Name(namespace, name, identifier)


def _variant(variant: Mapping[str, Any]) -> Term:
    kind = str(variant.get("kind", "var"))
    named = variant.get("concept", variant.get("identifier"))
    words: list[str] = [str(named.get("name") or named.get("identifier"))] if isinstance(named, dict) else []
    if variant.get("start") not in (None, "") and variant.get("stop") not in (None, ""):
        words.append(f"{variant['start']}_{variant['stop']}")
    words += [str(variant[key]) for key in ("hgvs", "code", "pos", "range", "missing", "description")
              if variant.get(key) not in (None, "")]  # fmt: skip
    return Term({"hgvs": "var"}.get(kind, kind if kind in ("pmod", "gmod", "frag") else "var"),
                tuple(Name("", word) for word in words))  # fmt: skip


def _fusion(fusion: Mapping[str, Any]) -> Term:
    ends = [fusion.get(key) for key in ("partner_5p", "partner_3p")]
    names = [_name(end.get("concept", end)) for end in ends if isinstance(end, dict)]
    if len(names) != len(ends):
        raise BelError("a fusion has two partners")
    ranges = [fusion.get(key) for key in ("range_5p", "range_3p")]
    words = [
        Name("", " ".join(str(one[key]) for key in sorted(one))) for one in ranges if isinstance(one, dict) and one
    ]
    return Term("fus", (*names, *words))


def _around(term: Term, said: Mapping[str, Any]) -> Term:
    location, modifier = said.get("location"), str(said.get("modifier", "")).lower()
    if isinstance(location, dict):
        place = location.get("concept", location)
        term = Term(term.function, (*term.args, Term("loc", (_name(place),))))
    if not modifier:
        return term
    function = _MODIFIERS.get(modifier)
    if function is None:
        raise BelError(f"{said['modifier']!r} is no modifier of a node")
    effect = said.get("effect")
    effect = effect if isinstance(effect, dict) else {}
    if function == "tloc":
        # A graph also has translocations of which nobody said from where or to where.
        named = [(key, effect[key]) for key in ("fromLoc", "toLoc") if effect.get(key)]
        if not all(isinstance(end, dict) for _, end in named):
            raise BelError("the ends of a translocation are objects")
        places = (Term(key, (_name(end.get("concept", end)),)) for key, end in named)
        return Term("tloc", (term, *places))
    if function == "act" and (activity := effect.get("concept", effect)):
        return Term("act", (term, Term("ma", (_name(activity),))))
    return Term(function, (term,))


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise BelError("a list of objects is needed")
    return value


def _citation(value: Any) -> tuple[str, str]:
    if isinstance(value, str):
        kind, _, identifier = value.partition(":")
        return kind, identifier
    if not isinstance(value, dict):
        return "", ""
    kind = str(value.get("namespace") or value.get("db") or value.get("type") or "")
    return kind, str(value.get("identifier") or value.get("db_id") or value.get("reference") or "")


def _annotations(value: Any) -> dict[str, tuple[str, ...]]:
    """Annotations by name; PyBEL writes a set of values as an object, as a list, or as objects with an identifier."""
    if not isinstance(value, dict):
        return {}
    found = {}
    for name, said in value.items():
        members = list(said) if isinstance(said, dict | list) else [said]
        texts = [
            str(one.get("identifier") or one.get("name")) if isinstance(one, dict) else str(one) for one in members
        ]
        found[str(name).lower()] = tuple(texts)
    return found
