"""The graph as RDF with graph names, N-Quads and TriG, and as JSON-LD with a context.

In N-Quads and TriG the plain edges, which are derived from the claims, stand in a graph of their own, so that whoever
wants the claims alone can leave it out; all other statements stand where the files have them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kgraph.formats.blank_nodes import BlankNodes, Facts, Node, Value, by_subject, named_by_content
from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import for_json, for_rdf
from kgraph.model import Contents
from kgraph.sparql.loading import edges_of, marks_of, store_of
from kgraph.vocabulary import KG, PREFIXES, RDF_NIL, RDF_TYPE, shorten

# The graph of the derived edges.
EDGES = NamedNode(KG + "edges")

_IN_GRAPH = "urn:kgraph:graph:"
_XSD = PREFIXES["xsd"]


def write_dataset(document: GraphDocument, form: str) -> str:
    """The whole graph as ``nq`` or ``trig``, sorted; blank nodes are named by what is said of them."""
    quads = _named(_quads(document.graph))
    if form == "nq":
        return for_rdf("".join(sorted(f"{quad} .\n" for quad in quads)))
    return trig(sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad))), PREFIXES)


def trig(quads: Sequence[Quad], prefixes: Mapping[str, str]) -> str:
    """Statements as TriG in their order, with those of the prefixes that they use, sorted; empty for none."""
    text = " ".join(map(str, quads))
    used = {prefix: namespace for prefix, namespace in prefixes.items() if f"<{namespace}" in text}
    out = BytesIO()
    serialize(quads, out, format=RdfFormat.TRIG, prefixes=used)
    lines = out.getvalue().decode("utf-8").splitlines(keepends=True)
    # The engine lists the prefixes in no order.
    return for_rdf("".join([*sorted(lines[: len(used)]), *lines[len(used) :]]))


def write_jsonld(document: GraphDocument, form: str) -> str:
    """The whole graph as JSON-LD 1.1: a context made for it, and a node a line, in the order of their identifiers.

    Statements of named graphs stand among the others; a statement that quotes another is left out.
    """
    said = [quad.triple for quad in store_of(document.graph) if isinstance(quad.graph_name, DefaultGraph)]
    facts, blanks = _facts([triple for triple in said if not isinstance(triple.object, Triple)])
    context = _Context(facts)
    nodes = sorted((node for node in facts if not blanks.nameless(node)), key=str)
    lines = ",\n".join(_text(_node(node, facts, blanks, context)) for node in nodes)
    return for_json(f'{{"@context": {_text(context.document)},\n"@graph": [\n{lines}\n]}}\n')


def _quads(graph: Contents) -> Iterator[Quad]:
    """The statements, each once: in the graphs that the files name, in that of what follows from claims, or in none."""
    store = store_of(graph)
    edges = {quad.triple for quad in (*edges_of(store), *marks_of(store))}
    yield from (Quad(t.subject, t.predicate, t.object, EDGES) for t in edges)
    named = {quad.triple for quad in store if isinstance(quad.graph_name, NamedNode)}
    for quad in store:
        inside = not isinstance(quad.graph_name, DefaultGraph)
        if isinstance(quad.graph_name, NamedNode) or not (inside or quad.triple in named or quad.triple in edges):
            yield quad


def _named(quads: Iterable[Quad]) -> list[Quad]:
    """The statements with blank nodes named by what is said of them, in whatever graph it is said."""
    grouped: dict[str, list[Triple]] = defaultdict(list)
    for quad in quads:
        grouped[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""].append(quad.triple)
    graphs = sorted(grouped)
    # The name of the graph travels as part of the predicate, so that a node is looked at with all of its graphs.
    one = [
        Triple(t.subject, NamedNode(f"{_IN_GRAPH}{number}:{t.predicate.value}"), t.object)
        for number, name in enumerate(graphs)
        for t in grouped[name]
    ]
    return [_unpacked(triple, graphs) for triple in named_by_content(one)]


def _unpacked(triple: Triple, graphs: list[str]) -> Quad:
    number, _, predicate = triple.predicate.value.removeprefix(_IN_GRAPH).partition(":")
    name = graphs[int(number)]
    graph = NamedNode(name) if name else DefaultGraph()
    return Quad(triple.subject, NamedNode(predicate), triple.object, graph)


def _facts(said: list[Triple]) -> tuple[Facts, BlankNodes]:
    """The statements by subject; blank nodes that need a name have one that follows from what is said of them."""
    blanks = BlankNodes(said)
    if blanks.named:
        said = named_by_content(said)
        blanks = BlankNodes(said)
    return by_subject(said), blanks


class _Context:
    """The context of some statements: prefixes, and a term for each predicate, with the type that all its values have.

    `document` is the context as JSON.
    """

    def __init__(self, facts: Facts) -> None:
        values: dict[str, list[Value]] = defaultdict(list)
        for said in facts.values():
            for predicate, objects in said.items():
                if predicate != RDF_TYPE:
                    values[predicate] += objects
        self._terms: dict[str, str] = {}
        self._types: dict[str, dict[str, str]] = {}
        taken = {prefix.lower() for prefix in PREFIXES}
        terms: dict[str, Any] = {}
        for predicate in sorted(values):
            term = predicate[max(predicate.rfind(mark) for mark in "/#:") + 1 :]
            if not term.isidentifier() or term.lower() in taken:
                term = _short(predicate)
            taken.add(term.lower())
            self._terms[predicate], self._types[predicate] = term, _common(values[predicate])
            terms[term] = {"@id": predicate, **self._types[predicate]}
        prefixes = {prefix: _namespace(namespace) for prefix, namespace in sorted(PREFIXES.items())}
        self.document = {"@version": 1.1, **prefixes, **terms}

    def term(self, predicate: str) -> str:
        """The key of a predicate."""
        return self._terms[predicate]

    def type(self, predicate: str) -> dict[str, str]:
        """What the context says of every value of a predicate."""
        return self._types[predicate]


def _namespace(namespace: str) -> str | dict[str, Any]:
    # Only what ends in one of a few characters is a prefix by itself.
    return namespace if namespace[-1] in ":/?#[]@" else {"@id": namespace, "@prefix": True}


def _common(values: list[Value]) -> dict[str, str]:
    """The type or language that all values of a predicate have; empty where they differ, or are plain texts."""
    if all(isinstance(value, NamedNode | BlankNode) for value in values):
        return {"@type": "@id"}
    literals = [value for value in values if isinstance(value, Literal)]
    kinds = {(literal.language or "", literal.datatype.value) for literal in literals}
    if len(literals) < len(values) or len(kinds) > 1:
        return {}
    [(language, datatype)] = kinds
    if language:
        return {"@language": language}
    return {} if datatype == f"{_XSD}string" else {"@type": _short(datatype)}


def _node(node: Node, facts: Facts, blanks: BlankNodes, context: _Context) -> dict[str, Any]:
    """A node with what is said of it; blank nodes that are used once stand where they are used."""
    found: dict[str, Any] = {} if blanks.nameless(node) else {"@id": _identifier(node)}
    said = facts.get(node, {})
    if RDF_TYPE in said:
        kinds = sorted(_identifier(kind) for kind in said[RDF_TYPE] if isinstance(kind, NamedNode | BlankNode))
        found["@type"] = kinds[0] if len(kinds) == 1 else kinds
    for predicate in sorted(said.keys() - {RDF_TYPE}):
        values = sorted(said[predicate], key=str)
        written = [_value(value, facts, blanks, context, predicate) for value in values]
        found[context.term(predicate)] = written[0] if len(written) == 1 else written
    return found


def _value(value: Value, facts: Facts, blanks: BlankNodes, context: _Context, predicate: str) -> Any:
    common = context.type(predicate)
    if isinstance(value, Literal):
        return _literal(value, plain=bool(common) or value.datatype.value == f"{_XSD}string")
    if isinstance(value, BlankNode) and blanks.nameless(value):
        items = blanks.items(value)
        if items:
            return {"@list": [_value(item, facts, blanks, context, predicate) for item in items]}
        return _node(value, facts, blanks, context)
    if isinstance(value, NamedNode) and value.value == RDF_NIL:
        return {"@list": []}
    return _identifier(value) if common else {"@id": _identifier(value)}


def _literal(literal: Literal, *, plain: bool) -> Any:
    """A literal; `plain` where the context gives its type or language, or it has neither."""
    datatype, text = literal.datatype.value, literal.value
    if plain:
        return text
    if literal.language:
        return {"@language": literal.language, "@value": text}
    return {"@type": _short(datatype), "@value": text}


def _identifier(node: Value) -> str:
    return _short(node.value) if isinstance(node, NamedNode) else str(node)


def _short(iri: str) -> str:
    """The CURIE of an IRI; the IRI itself where a reader might take the CURIE for something else."""
    short = shorten(iri)
    return iri if short.partition(":")[2].startswith("//") else short


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
