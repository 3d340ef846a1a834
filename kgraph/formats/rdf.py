"""The whole graph as RDF, derived edges included, in a fixed order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph


def graph_as_rdf(graph: KnowledgeGraph, form: str) -> str:
    """Turtle (``ttl``) in canonical order, or sorted N-Triples (``nt``) with blank nodes named by content."""
    import rdflib
    from rdflib.compare import to_canonical_graph

    from kgraph.engines.quiet import quiet_rdflib
    from kgraph.formats.cells import for_rdf
    from kgraph.formats.turtle import canonical_turtle

    text = "".join(f"{quad.triple} .\n" for quad in graph.store)
    with quiet_rdflib():
        statements = to_canonical_graph(rdflib.Graph(bind_namespaces="none").parse(data=text, format="nt"))
        if form == "ttl":
            plain = rdflib.Graph(bind_namespaces="none")
            for triple in statements:
                plain.add(triple)
            return for_rdf(canonical_turtle(plain))
        lines = re.findall(r"[^\n]*\n", statements.serialize(format="nt"))
    return for_rdf("".join(sorted(lines)))
