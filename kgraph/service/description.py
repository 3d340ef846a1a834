"""The SPARQL 1.1 service description."""

from __future__ import annotations

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
# Media types of answers in the order of preference; the last two are given to those that ask for them by name.
ANSWER_TYPES = (*TABLE_TYPES, *RDF_TYPES, "application/json", "application/xml")

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip


def describe_service(endpoint: str, media_type: str) -> bytes:
    """The description of the service at an endpoint, in one of RDF_TYPES."""
    service, dataset, graph = (BlankNode(name) for name in ("service", "dataset", "graph"))

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    a = NamedNode(RDF_TYPE)
    statements = [
        Triple(service, a, sd("Service")),
        Triple(service, sd("endpoint"), NamedNode(endpoint)),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        *(Triple(service, sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _RESULT_FORMATS),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, a, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, a, sd("Graph")),
    ]
    prefixes = {"sd": _SD, "formats": _FORMATS}
    return serialize(statements, format=RDF_FORMATS[media_type], prefixes=prefixes) or b""
