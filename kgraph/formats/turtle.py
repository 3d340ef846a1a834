"""Turtle in one canonical order, so that one claim changed is one block changed."""

from __future__ import annotations

from pathlib import Path

import rdflib

from kgraph.vocabulary import PREFIXES


def canonical_turtle(graph: rdflib.Graph) -> str:
    """The statements of a graph in canonical order, with a final line end."""
    ordered = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        ordered.bind(prefix, namespace)
    for triple in graph:
        ordered.add(triple)
    return ordered.serialize(format="turtle").rstrip("\n") + "\n"


def canonical_file(path: Path) -> str:
    """What a Turtle file should look like."""
    return canonical_turtle(rdflib.Graph(bind_namespaces="none").parse(path, format="turtle"))
