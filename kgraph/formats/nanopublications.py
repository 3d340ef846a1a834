"""Each claim as a nanopublication, all of them in one TriG: assertion, provenance and publication info as named graphs.

The assertion is the claim with its sign, certainty, context and numbers, as a statement about a statement: a claim that
is disputed, or a negative finding, asserts no plain triple.  The provenance is the evidence, line by line, with what
supports the assertion and what disputes it.  They are neither signed nor published: their names follow from those of
the claims, and the `nanopub` library gives them trusty ones when somebody signs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kgraph.files.bundled import bundled_data_names
from kgraph.formats.contents_rdf import contents_as_statements
from kgraph.formats.documents import GraphDocument
from kgraph.formats.rdf_datasets import trig
from kgraph.formats.stated_licences import licences
from kgraph.frozen import frozen
from kgraph.model import Claim, Contents, Curie
from kgraph.version import __version__
from kgraph.vocabulary import KG, PREFIXES, RDF_TYPE, expand

DEVELOPERS = NamedNode(KG + "developers")

_NP = "http://www.nanopub.org/nschema#"
_PAV = "http://purl.org/pav/"
_NANOPUB = KG + "nanopub/"
_PROVENANCE = frozenset(KG + name for name in ("evidence", "origin"))
# Of a reference, what names it; the rest describes it.
_NAMING = frozenset(
    {RDF_TYPE, *(KG + name for name in ("doi", "pmid", "pmcid", "shortName", "candidate", "candidateConfidence"))}
)
_SAYS = {"supports": "isSupportedBy", "disputes": "isDisputedBy", "inconclusive": "cites"}
_Facts = dict[str, list[Triple]]


def write_nanopubs(document: GraphDocument, form: str) -> str:
    """A nanopublication for each claim, in the order of the claims; the empty text for a graph without claims."""
    graph = document.graph
    facts: _Facts = {}
    for triple in contents_as_statements(graph):
        if isinstance(triple.subject, NamedNode):
            facts.setdefault(triple.subject.value, []).append(triple)
    rights = licences(graph)
    ours = _ours(graph)
    quads = [
        quad
        for claim in graph.claims.values()
        for quad in _nanopub(claim, facts, graph, rights if claim.id in ours else None)
    ]
    prefixes = {**PREFIXES, "np": _NP, "pav": _PAV, "nanopub": _NANOPUB}
    return trig(quads, prefixes)


@frozen
class _Names:
    """The names of a nanopublication and its graphs."""

    whole: NamedNode
    head: NamedNode
    assertion: NamedNode
    provenance: NamedNode
    info: NamedNode


def _nanopub(claim: Claim, facts: _Facts, graph: Contents, rights: tuple[str, ...] | None) -> Iterator[Quad]:
    name = _NANOPUB + _local(claim.id)
    it = _Names(*(NamedNode(name + part) for part in ("", "#Head", "#assertion", "#provenance", "#pubinfo")))
    yield Quad(it.whole, NamedNode(RDF_TYPE), NamedNode(_NP + "Nanopublication"), it.head)
    for link, part in (("Assertion", it.assertion), ("Provenance", it.provenance), ("PublicationInfo", it.info)):
        yield Quad(it.whole, NamedNode(f"{_NP}has{link}"), part, it.head)
    said = facts[expand(claim.id)]
    claimed = [triple for triple in said if triple.predicate.value not in _PROVENANCE]
    numbers = [triple for number in _objects(said, "measurement") for triple in facts.get(number, ())]
    parts = (
        (it.assertion, [*claimed, *numbers]),
        (it.provenance, _behind(claim, it, facts, graph)),
        (it.info, _info(it.whole, rights)),
    )
    for part, triples in parts:
        yield from (Quad(t.subject, t.predicate, t.object, part) for t in triples)


def _behind(claim: Claim, it: _Names, facts: _Facts, graph: Contents) -> Iterator[Triple]:
    """The provenance: where the claim was read, every line of evidence, and what the lines cite."""
    source = expand(f"source:{claim.origin}")
    yield Triple(it.assertion, _term("prov", "wasDerivedFrom"), NamedNode(source))
    said = facts[expand(claim.id)]
    yield from (triple for triple in said if triple.predicate.value in _PROVENANCE)
    cited: dict[Curie, None] = {}
    for line in claim.evidence:
        about = facts[expand(line.id)]
        yield from about
        for place in dict.fromkeys((*_objects(about, "locator"), *_objects(about, "marker"))):
            yield from facts[place]
        if line.counts:
            yield Triple(it.assertion, _term("cito", _SAYS[line.direction]), NamedNode(expand(line.reference)))
        cited.update(dict.fromkeys((line.reference, *line.candidates)))
    for reference in cited:
        if reference in graph.references:
            cited_as = facts[expand(reference)]
            yield from (triple for triple in cited_as if triple.predicate.value in _NAMING)


def _info(whole: NamedNode, rights: tuple[str, ...] | None) -> Iterator[Triple]:
    """Who made the nanopublication: this program, and for claims that come with it also its developers."""
    yield Triple(whole, NamedNode(_PAV + "createdWith"), NamedNode(KG))
    yield Triple(whole, NamedNode(_PAV + "version"), Literal(__version__))
    if rights is not None:
        yield Triple(whole, _term("dct", "creator"), DEVELOPERS)
        yield from (Triple(whole, _term("dct", "license"), NamedNode(licence)) for licence in rights)


def _ours(graph: Contents) -> frozenset[Curie]:
    """The claims that come with the package."""
    if not set(bundled_data_names()) & set(map(str, graph.file_names)):
        return frozenset()
    return frozenset(graph.claims) - (graph.overlay.own if graph.overlay else frozenset())


def _local(claim: Curie) -> str:
    """The last part of the name: that of a claim in our namespace, a digest for any other."""
    prefix, _, local = claim.partition(":")
    return local if prefix == "claim" else sha256(expand(claim).encode()).hexdigest()[:16]


def _objects(said: list[Triple], name: str) -> list[str]:
    found = (triple.object for triple in said if triple.predicate.value == KG + name)
    return [value.value for value in found if isinstance(value, NamedNode)]


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)
