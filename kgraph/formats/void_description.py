"""A description of the graph as a data set, in VoID and DCAT: what it holds, how much of it, and in which files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import for_rdf
from kgraph.formats.nanopublications import DEVELOPERS
from kgraph.formats.turtle import canonical_turtle
from kgraph.model import Contents
from kgraph.sparql.loading import store_of
from kgraph.vocabulary import KG, PREFIXES, RDF_TYPE

_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_DATA = NamedNode(KG + "data/")
_TYPE = NamedNode(RDF_TYPE)
_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
_DUMP_FORMATS = {
    "ttl": ("text/turtle", "Turtle"),
    "nt": ("application/n-triples", "N-Triples"),
    "nq": ("application/n-quads", "N-Quads"),
    "trig": ("application/trig", "TriG"),
    "jsonld": ("application/ld+json", "JSON-LD"),
}


def write_void(document: GraphDocument, form: str) -> str:
    """The description as Turtle.  What the data set says of itself (title, licence, version) is taken over."""
    return for_rdf(canonical_turtle(_statements(document.graph)))


def _statements(graph: Contents) -> Iterator[Triple]:
    quads = [quad for quad in store_of(graph) if isinstance(quad.graph_name, DefaultGraph)]
    for kind in (f"{_VOID}Dataset", f"{_DCAT}Dataset"):
        yield Triple(_DATA, _TYPE, NamedNode(kind))
    yield from (quad.triple for quad in quads if quad.subject == _DATA)
    yield Triple(_DATA, _name(_VOID, "triples"), _count(len(quads)))
    yield Triple(_DATA, _name(_VOID, "distinctSubjects"), _count(len({quad.subject for quad in quads})))
    yield Triple(_DATA, _name(_VOID, "properties"), _count(len({quad.predicate for quad in quads})))
    yield Triple(_DATA, _name(_VOID, "uriSpace"), Literal(KG))
    yield Triple(_DATA, _name(_DCAT, "landingPage"), NamedNode(KG))
    yield from _vocabularies(quads)
    yield from _classes(quads)
    yield from _made_by()
    yield from _dumps(quads)


def _vocabularies(quads: list[Quad]) -> Iterator[Triple]:
    """The vocabularies whose properties are used."""
    spaces = {quad.predicate.value[: _cut(quad.predicate.value)] for quad in quads}
    yield from (Triple(_DATA, _name(_VOID, "vocabulary"), NamedNode(space)) for space in sorted(spaces))


def _cut(iri: str) -> int:
    return max(iri.rfind(mark) for mark in "/#") + 1


def _classes(quads: list[Quad]) -> Iterator[Triple]:
    """How many things there are of each class of our own."""
    counts = Counter(
        quad.object.value for quad in quads if quad.predicate == _TYPE and isinstance(quad.object, NamedNode)
    )
    for kind in sorted(counts):
        if kind.startswith(KG):
            part = NamedNode(f"{_DATA.value}#{kind[len(KG) :]}")
            yield Triple(_DATA, _name(_VOID, "classPartition"), part)
            yield Triple(part, _name(_VOID, "class"), NamedNode(kind))
            yield Triple(part, _name(_VOID, "entities"), _count(counts[kind]))


def _made_by() -> Iterator[Triple]:
    for role in ("creator", "publisher"):
        yield Triple(_DATA, _name(PREFIXES["dct"], role), DEVELOPERS)
    yield Triple(DEVELOPERS, _TYPE, NamedNode(f"{_FOAF}Organization"))
    yield Triple(DEVELOPERS, _name(_FOAF, "name"), Literal("The kgraph developers"))


def _dumps(quads: list[Quad]) -> Iterator[Triple]:
    """The files that exports write, under the addresses that the redirect rules know."""
    licences = [quad.object for quad in quads if quad.subject == _DATA and quad.predicate.value.endswith("/license")]
    for ending, (media_type, label) in _DUMP_FORMATS.items():
        address = NamedNode(f"{KG}data/kgraph.{ending}")
        yield Triple(_DATA, _name(_VOID, "dataDump"), address)
        yield Triple(_DATA, _name(_DCAT, "distribution"), address)
        yield Triple(address, _TYPE, _name(_DCAT, "Distribution"))
        yield Triple(address, _name(_DCAT, "downloadURL"), address)
        yield Triple(address, _name(_DCAT, "mediaType"), Literal(media_type))
        yield Triple(address, _name(PREFIXES["dct"], "title"), Literal(label, language="en"))
        yield from (Triple(address, _name(PREFIXES["dct"], "license"), licence) for licence in licences)


def _name(space: str, local: str) -> NamedNode:
    return NamedNode(space + local)


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=_INTEGER)
