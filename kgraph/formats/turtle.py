"""The whole graph as RDF, derived edges included, in a fixed order."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.namespace import XSD
from rdflib.plugins.serializers.turtle import TurtleSerializer

from kgraph.files.writing import write_file
from kgraph.reading.rdf_files import parse_file
from kgraph.sparql import to_rdflib
from kgraph.sparql.loading import store_of
from kgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from kgraph.model import Contents


def graph_as_rdf(graph: Contents, form: str) -> str:
    """Turtle (``ttl``) in canonical order, or sorted N-Triples (``nt``) with blank nodes named by content."""
    import rdflib
    from rdflib.compare import to_canonical_graph

    from kgraph.formats.escape import for_rdf
    from kgraph.formats.turtle import canonical_turtle
    from kgraph.reading.rdflib_literals import quiet_rdflib

    text = "".join(f"{quad.triple} .\n" for quad in store_of(graph))
    with quiet_rdflib():
        statements = to_canonical_graph(rdflib.Graph(bind_namespaces="none").parse(data=text, format="nt"))
        if form == "ttl":
            plain = rdflib.Graph(bind_namespaces="none")
            for triple in statements:
                plain.add(triple)
            return for_rdf(canonical_turtle(plain))
        lines = re.findall(r"[^\n]*\n", statements.serialize(format="nt"))
    return for_rdf("".join(sorted(lines)))


# What may stand without quotes and datatype, by the grammar of Turtle.
_SHORT = {
    XSD.boolean: re.compile("true|false"),
    XSD.integer: re.compile("[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.double: re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
}


class _Serializer(TurtleSerializer):
    """Writes values as they are; rdflib rounds some, and takes any text of a number or truth value for one."""

    def label(self, node: Any, position: Any) -> str:
        """A term; without quotes only what reads back as the same value."""
        short = _SHORT.get(node.datatype) if isinstance(node, rdflib.Literal) and node.datatype else None
        if short is None:
            return str(super().label(node, position))
        # Oxigraph writes a decimal number without a fraction like an integer.
        text = f"{node}.0" if node.datatype == XSD.decimal and _SHORT[XSD.integer].fullmatch(node) else str(node)
        return text if short.fullmatch(text) else str(node.n3(self.store.namespace_manager))

    def sortProperties(self, properties: Any) -> list[Any]:  # noqa: N802
        """Predicates in order, with their objects in order, by what is written: some values cannot be compared."""
        for objects in properties.values():
            objects.sort(key=_order)
        first = [name for name in self.predicateOrder if name in properties]
        return [*first, *sorted(name for name in properties if name not in first)]


def _order(node: Any) -> tuple[bool, bool, str, str, str]:
    if isinstance(node, rdflib.Literal):
        return True, True, str(node), str(node.datatype or ""), node.language or ""
    return False, isinstance(node, rdflib.URIRef), str(node), "", ""


def canonical_turtle(graph: rdflib.Graph) -> str:
    """The statements of a graph in canonical order, with a final line end."""
    ordered = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        ordered.bind(prefix, namespace)
    for triple in graph:
        ordered.add(triple)
    text = io.BytesIO()
    _Serializer(ordered).serialize(text)
    return text.getvalue().decode().rstrip("\n") + "\n"


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
