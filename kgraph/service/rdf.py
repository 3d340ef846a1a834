"""What the graph states about one thing, as RDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from kgraph.formats.registry import media_types
from kgraph.vocabulary import PART_PREDICATES, PREFIXES, RDF_TYPE, expand

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Curie


_TABLES, _GRAPHS = media_types("query table"), media_types("query graph")
# In the order of preference, as the tables below.
RDF_FORMATS = {
    _GRAPHS["ttl"]: RdfFormat.TURTLE,
    _GRAPHS["jsonld"]: RdfFormat.JSON_LD,
    _GRAPHS["nt"]: RdfFormat.N_TRIPLES,
    _GRAPHS["rdfxml"]: RdfFormat.RDF_XML,
}


def statements_about(graph: KnowledgeGraph, identifier: Curie) -> list[Triple]:
    """The statements whose subject is the thing or a part of it, then those that point at it, in a fixed order.

    Parts are evidence lines, locators, measurements and blank nodes such as the list of a hypothesis's steps.
    """
    store = graph.store
    start = NamedNode(expand(identifier))
    waiting: list[NamedNode | BlankNode] = [start]
    seen = set(waiting)
    found: list[Triple] = []
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(0), None, None, None):
            found.append(quad.triple)
            part = quad.object
            belongs = quad.predicate.value in PART_PREDICATES
            is_part = isinstance(part, BlankNode) or (isinstance(part, NamedNode) and belongs)
            if is_part and isinstance(part, NamedNode | BlankNode) and part not in seen:
                seen.add(part)
                waiting.append(part)
    found += [quad.triple for quad in store.quads_for_pattern(None, None, start, None) if quad.subject not in seen]
    own = str(start)
    return sorted(dict.fromkeys(found), key=lambda triple: (str(triple.subject) != own, str(triple)))


def write_statements(statements: list[Triple], media_type: str) -> bytes:
    """Statements in one of the formats of RDF_FORMATS; prefixes that occur are declared where the format has them."""
    text = " ".join(str(statement) for statement in statements)
    used = {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in text}
    return serialize(statements, format=RDF_FORMATS[media_type], prefixes=used) or b""


TABLE_TYPES = tuple(_TABLES[name] for name in ("json", "xml", "csv", "tsv"))
RDF_TYPES = tuple(RDF_FORMATS)
# Media types of answers in the order of preference; the last three are given to those that ask for them by name.
ANSWER_TYPES = (*TABLE_TYPES, *RDF_TYPES, "application/json", "application/xml", "text/n3")

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip


# What is asked for the names of the graphs.
GRAPHS = "SELECT DISTINCT ?graph { GRAPH ?graph {} } ORDER BY ?graph"


def describe_service(endpoint: str, media_type: str, named_graphs: Sequence[str] = ()) -> bytes:
    """The description of the service at an endpoint, in one of RDF_TYPES.

    `named_graphs` are the IRIs of the graphs beside the default one.
    """
    service, dataset, graph = (BlankNode(name) for name in ("service", "dataset", "graph"))

    a = NamedNode(RDF_TYPE)
    statements = [
        Triple(service, a, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        *(Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _RESULT_FORMATS),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, a, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), graph),
        Triple(graph, a, _sd("Graph")),
        *_named(dataset, named_graphs),
    ]
    prefixes = {"sd": _SD, "formats": _FORMATS}
    return serialize(statements, format=RDF_FORMATS[media_type], prefixes=prefixes) or b""


def _named(dataset: BlankNode, graphs: Sequence[str]) -> Iterator[Triple]:
    for number, name in enumerate(graphs):
        node = BlankNode(f"named{number}")
        yield Triple(dataset, _sd("namedGraph"), node)
        yield Triple(node, NamedNode(RDF_TYPE), _sd("NamedGraph"))
        yield Triple(node, _sd("name"), NamedNode(name))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
