"""The SPARQL 1.1 service description."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, NamedNode, Triple, serialize

from kgraph.service.statements import RDF_FORMATS
from kgraph.vocabulary import RDF_TYPE

TABLE_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
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
