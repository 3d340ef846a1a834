"""Claims in the model of kgraph, as Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kgraph.errors import DataError
from kgraph.files.bundled import bundled_data_names
from kgraph.importers.imported import Imported, Tallies, contents_of
from kgraph.model import Contents
from kgraph.reading.contents import read_contents
from kgraph.reading.open_file import open_data
from kgraph.reading.rdf_files import parse_file, read_quads
from kgraph.reading.subject_positions import SubjectPositions
from kgraph.vocabulary import KG, MAPPING_RELATIONS, PREFIXES, RDF_TYPE, expand, shorten

NAME = "rdf"
# The graph of the plain edges, which an export derives from the claims; they follow from those again.
_EDGES = NamedNode(KG + "edges")
_DATASET, _LICENCE = NamedNode("http://www.w3.org/ns/dcat#Dataset"), NamedNode(PREFIXES["dct"] + "license")
# Properties of other vocabularies that the model has.
_BORROWED = frozenset(
    expand(name)
    for name in (
        "owl:deprecated", "rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "rdfs:label", "dct:title",
        "dct:bibliographicCitation", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "skos:definition",
        "skos:note", "skos:notation", "oa:start", "oa:end", "oa:exact", *(f"skos:{name}" for name in MAPPING_RELATIONS),
    )
)  # fmt: skip


def read_own_rdf(files: Sequence[Path]) -> Imported:
    """The claims, entities, references, hypotheses, questions and sources that files say in the terms of kgraph.

    What is said of other things, or with properties that kgraph does not have, is lost; so are the names of graphs.  A
    file in which nothing is in the terms of kgraph is a fault, and so is a claim that cannot be read.  Raises DataError
    for a file that is not RDF.
    """
    found, losses = Tallies(), Tallies()
    faults: list[DataError] = []
    everything: list[Quad] = []
    where = SubjectPositions(list(files))
    vocabulary = list(_vocabulary())
    for file in files:
        with open_data(file) as data:
            quads = list(read_quads(data))
        everything += quads
        graphs = {quad.graph_name for quad in quads} - {DefaultGraph(), _EDGES}
        losses.add("names of graphs, which say where statements came from", f"{file}:1", times=len(graphs))
        if not any(_is_of_ours(quad) for quad in quads):
            faults.append(DataError("says nothing in the terms of kgraph", file=str(file), line=1, column=1))
    unreadable: list[DataError] = []
    contents = own_contents(everything, unreadable, vocabulary=vocabulary)
    for error in unreadable:
        name, line, column = where.of(error.file)
        faults.append(DataError(f"{error.file}: {error.reason}", file=name, line=line, column=column))
    found.add("statements", times=len(everything))
    for what in ("claims", "entities", "references", "hypotheses", "questions", "sources"):
        found.add(what, times=len(getattr(contents, what)))
    for quad in _lost(everything, vocabulary):
        name, line, _ = where.of(quad.subject.value) if isinstance(quad.subject, NamedNode) else (str(files[0]), 1, 1)
        losses.add(f"statements with {shorten(quad.predicate.value)}, of what is no thing of kgraph", f"{name}:{line}")
    return Imported(
        NAME, tuple(map(str, files)), contents, found.all(), losses.all(), (), tuple(faults), _licences(everything)
    )


def _licences(quads: Sequence[Quad]) -> tuple[str, ...]:
    """The licences that data sets say they have, as addresses or texts."""
    sets = {quad.subject for quad in quads if quad.predicate.value == RDF_TYPE and quad.object == _DATASET}
    said = (quad.object for quad in quads if quad.predicate == _LICENCE and quad.subject in sets)
    return tuple(sorted({one.value for one in said if isinstance(one, NamedNode | Literal)}))


def own_contents(
    quads: Iterable[Quad], faults: list[DataError], *, vocabulary: Iterable[Quad] | None = None
) -> Contents:
    """What statements say in the terms of kgraph, without the terms themselves; what cannot be read is a fault."""
    terms = _vocabulary() if vocabulary is None else vocabulary
    plain = (Quad(*quad.triple) for quad in (*terms, *quads))
    contents = read_contents(plain, faults)
    kept = contents_of(
        entities=contents.entities.values(),
        claims=contents.claims.values(),
        references=contents.references.values(),
        sources=contents.sources.values(),
    )
    return kept.replace(hypotheses=contents.hypotheses, questions=contents.questions)


def _vocabulary() -> Iterator[Quad]:
    return iter(parse_file(Path(bundled_data_names()[0])))


def _is_of_ours(quad: Quad) -> bool:
    named = quad.object.value if isinstance(quad.object, NamedNode) else ""
    return quad.predicate.value == RDF_TYPE and named.startswith(KG)


def _lost(quads: Sequence[Quad], vocabulary: Sequence[Quad]) -> Iterator[Quad]:
    """The statements that the model does not hold; nodes without a name are those of lists, whose order is kept."""
    properties = {quad.subject.value for quad in vocabulary if isinstance(quad.subject, NamedNode)} | _BORROWED
    ours = {quad.subject for quad in quads if _is_of_ours(quad)}
    listed = PREFIXES["rdf"]
    known = {quad.triple for quad in vocabulary}
    for quad in quads:
        # The ontology stands in an export of the whole graph, and is the one that everything is read with.
        if quad.triple in known:
            continue
        if isinstance(quad.subject, BlankNode) and quad.predicate.value.startswith(listed):
            continue
        if quad.subject not in ours or quad.predicate.value not in properties:
            yield quad
