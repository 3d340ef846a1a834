"""The nodes and edges of RDF that KGX writes, and of the associations it reads: OBAN, and reified statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgraph.importers.rdf_predicates import RELATIONS
from kgraph.reading.plain_files import Data
from kgraph.reading.rdf_files import read_quads
from kgraph.reading.subject_positions import SubjectPositions
from kgraph.vocabulary import PREFIXES, RDF_TYPE, shorten

_OBAN = "http://purl.org/oban/association"
_BIOLINK = PREFIXES["biolink"]
_ENDS = MappingProxyType(
    {
        f"{_OBAN}_has_subject": "subject", f"{_OBAN}_has_predicate": "predicate", f"{_OBAN}_has_object": "object",
        f"{PREFIXES['rdf']}subject": "subject", f"{PREFIXES['rdf']}predicate": "predicate",
        f"{PREFIXES['rdf']}object": "object", f"{_BIOLINK}subject": "subject", f"{_BIOLINK}predicate": "predicate",
        f"{_BIOLINK}object": "object",
    }
)  # fmt: skip
_FIELDS = MappingProxyType(
    {
        f"{PREFIXES['rdfs']}label": "name", f"{_BIOLINK}category": "category", RDF_TYPE: "category",
        f"{PREFIXES['owl']}sameAs": "same_as", f"{PREFIXES['owl']}equivalentClass": "same_as",
        f"{PREFIXES['skos']}exactMatch": "same_as", f"{PREFIXES['skos']}altLabel": "synonym",
        "http://www.geneontology.org/formats/oboInOwl#hasExactSynonym": "synonym",
        "http://www.geneontology.org/formats/oboInOwl#hasDbXref": "xref",
        "http://purl.obolibrary.org/obo/RO_0002558": "has_evidence",
        "http://purl.org/dc/elements/1.1/source": "publications", f"{PREFIXES['dct']}source": "publications",
    }
)  # fmt: skip
_Fields = dict[str, tuple[str, ...]]


def records_of_rdf(file: Path, data: Data) -> Iterator[tuple[str, int, _Fields]]:
    """What is written of each node and edge, with the line where it begins; edges that are plain triples come last.

    Raises DataError for a file that is not RDF.
    """
    return _Statements(file, list(read_quads(data))).records()


class _Statements:
    def __init__(self, file: Path, quads: list[Quad]) -> None:
        self._file, self._quads = file, quads

    @cached_property
    def _positions(self) -> SubjectPositions:
        return SubjectPositions([self._file])

    def records(self) -> Iterator[tuple[str, int, _Fields]]:
        described: dict[str, dict[str, list[str]]] = {}
        for quad in self._quads:
            self._note(described.setdefault(_text(quad.subject), {}), quad.predicate.value, _text(quad.object))
        reified = {subject for subject, fields in described.items() if "subject" in fields and "object" in fields}
        for subject, fields in described.items():
            if subject in reified:
                yield "edges", self._line(subject), _edge(subject, fields)
            elif node := {name: values for name, values in fields.items() if not name.startswith("edge:")}:
                yield "nodes", self._line(subject), {"id": (subject,), **_tuples(node)}
        for subject, fields in described.items():
            if subject not in reified:
                yield from self._plain(subject, fields)

    def _note(self, fields: dict[str, list[str]], predicate: str, value: str) -> None:
        name = _ENDS.get(predicate) or _FIELDS.get(predicate)
        if name is None:
            name = f"edge:{predicate}" if _is_edge(predicate, value) else _local(predicate)
        fields.setdefault(name, []).append(value)

    def _plain(self, subject: str, fields: Mapping[str, list[str]]) -> Iterator[tuple[str, int, _Fields]]:
        for name, values in fields.items():
            if name.startswith("edge:"):
                for value in values:
                    edge: _Fields = {"subject": (subject,), "predicate": (_predicate(name[5:]),), "object": (value,)}
                    yield "edges", self._line(subject), edge

    def _line(self, subject: str) -> int:
        return self._positions.of(subject)[1]


def _edge(subject: str, fields: Mapping[str, list[str]]) -> _Fields:
    """The fields of an association; what it says with plain triples besides is said of the edge."""
    edge = {
        name.removeprefix("edge:") if "edge:" not in name else _local(name[5:]): values
        for name, values in fields.items()
    }
    edge = {name: values for name, values in edge.items() if name != "category"}
    predicates = [_predicate(value) for value in edge.pop("predicate", [])]
    return {"id": (subject,), **_tuples(edge), **({"predicate": tuple(predicates)} if predicates else {})}


def _tuples(fields: Mapping[str, list[str]]) -> _Fields:
    return {name: tuple(values) for name, values in fields.items()}


def _is_edge(predicate: str, value: str) -> bool:
    """Whether a plain triple joins two things by a predicate that is one of Biolink or RO."""
    return "//" in value and (predicate.startswith(_BIOLINK) or shorten(predicate) in RELATIONS)


def _predicate(iri: str) -> str:
    name = shorten(iri)
    return RELATIONS.get(name, name)


def _local(iri: str) -> str:
    name = shorten(iri)
    return name.removeprefix("biolink:")


def _text(term: NamedNode | BlankNode | Literal | object) -> str:
    if isinstance(term, NamedNode | Literal):
        return term.value
    return str(term)
