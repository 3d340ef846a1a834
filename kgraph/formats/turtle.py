"""Turtle in one canonical order, so that one claim changed is one block changed."""

from __future__ import annotations

import sys
from pathlib import Path

import rdflib

from kgraph.engines.oxigraph import parse_file
from kgraph.query import to_rdflib
from kgraph.vocabulary import PREFIXES
from kgraph.writing import write_file


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
    # Read with Oxigraph: rdflib would rewrite durations and numbers on the way in.
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in parse_file(path):
        subject, predicate, value = (to_rdflib(term) for term in quad.triple)
        if subject is not None and predicate is not None and value is not None:
            graph.add((subject, predicate, value))
    return canonical_turtle(graph)


def main() -> None:
    """Rewrite the files named on the command line in canonical order."""
    for name in sys.argv[1:]:
        write_file(Path(name), canonical_file(Path(name)), force=True)


if __name__ == "__main__":
    main()
