"""What the graph states about one thing, as RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from kgraph.vocabulary import KG, PREFIXES, expand

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Curie

RDF_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
# What belongs to a claim and says nothing without it.
_PARTS = frozenset(f"{KG}{name}" for name in ("evidence", "locator", "marker", "measurement"))


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
            is_part = isinstance(part, BlankNode) or (isinstance(part, NamedNode) and quad.predicate.value in _PARTS)
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
