"""The nanopublications in a file, with their four graphs, and what makes one no nanopublication."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.importers.trusty_names import belies_its_name
from kgraph.reading.plain_files import Data
from kgraph.reading.subject_positions import SubjectPositions
from kgraph.vocabulary import PREFIXES, RDF_TYPE

_NP = "http://www.nanopub.org/nschema#"
_PARTS = ("hasAssertion", "hasProvenance", "hasPublicationInfo")
_XSD = PREFIXES["xsd"]
_SIGNED = "http://purl.org/nanopub/x/hasSignature"
_LICENSED = frozenset(f"{PREFIXES['dct']}{word}" for word in ("license", "rights"))


@frozen
class Nanopub:
    """One nanopublication: the statements of its graphs, and the line where its description begins."""

    iri: str
    assertion: tuple[Quad, ...]
    provenance: tuple[Quad, ...]
    information: tuple[Quad, ...]
    line: int

    def objects(self, predicate: str) -> list[str]:
        """The IRIs that a predicate leads to in the assertion or the publication information."""
        quads = (*self.assertion, *self.information)
        return [quad.object.value for quad in quads
                if quad.predicate.value == predicate and isinstance(quad.object, NamedNode)]  # fmt: skip

    def signatures(self) -> int:
        """How many signatures it bears."""
        return sum(quad.predicate.value == _SIGNED for quad in self.information)

    def licences(self) -> set[str]:
        """The licences that its publication information says it has, as addresses or texts."""
        return {
            quad.object.value
            for quad in self.information
            if quad.predicate.value in _LICENSED
            and isinstance(quad.object, NamedNode | Literal)
            and isinstance(quad.subject, NamedNode)
            and quad.subject.value.startswith(self.iri)
        }


def nanopubs_of(file: Path, data: Data, quads: list[Quad], faults: list[DataError]) -> Iterator[Nanopub]:
    """The nanopublications among the statements of a file; those that break a rule are added to the faults."""
    return _File(file, data, quads, faults).nanopubs()


class _File:
    def __init__(self, file: Path, data: Data, quads: list[Quad], faults: list[DataError]) -> None:
        self._file, self._data, self._faults = file, data, faults
        self._graphs: dict[str, list[Quad]] = {}
        for quad in quads:
            name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            self._graphs.setdefault(name, []).append(quad)

    @cached_property
    def _positions(self) -> SubjectPositions:
        return SubjectPositions([self._file])

    def nanopubs(self) -> Iterator[Nanopub]:
        heads = [
            (quad.subject.value, name)
            for name, quads in self._graphs.items()
            for quad in quads
            if quad.predicate.value == RDF_TYPE
            and isinstance(quad.object, NamedNode)
            and quad.object.value == f"{_NP}Nanopublication"
            and isinstance(quad.subject, NamedNode)
        ]
        if not heads:
            self._faults.append(self._data.refused("holds no nanopublication"))
        used: set[str] = set()
        for iri, head in heads:
            try:
                parts = self._parts(iri, head)
                used |= {head, *parts}
                yield self._nanopub(iri, head, parts)
            except DataError as error:
                used |= {name for name in self._graphs if name.startswith(iri)}
                self._faults.append(error)
        for name in self._graphs:
            if name not in used:
                what = f"the graph {name}" if name else "what stands outside of all graphs"
                first = self._graphs[name][0].subject
                line = self._line(first.value if isinstance(first, NamedNode) else "")
                self._faults.append(self._data.refused(f"{what} is part of no nanopublication", line))

    def _parts(self, iri: str, head: str) -> list[str]:
        """The names of the assertion, the provenance and the publication information."""
        parts: list[str] = []
        for part in _PARTS:
            named = {
                quad.object.value
                for quad in self._graphs[head]
                if isinstance(quad.subject, NamedNode)
                and quad.subject.value == iri
                and quad.predicate.value == f"{_NP}{part}"
                and isinstance(quad.object, NamedNode)
            }
            if len(named) != 1:
                raise self._refused(iri, f"{part} names {len(named)} graphs, and one is needed")
            parts += named
        if len({head, *parts}) != 1 + len(_PARTS):
            raise self._refused(iri, "its head and its three graphs have four names")
        for name in parts:
            if not name.startswith(iri):
                raise self._refused(iri, f"the name of its graph {name} does not begin with its own")
        return parts

    def _nanopub(self, iri: str, head: str, parts: list[str]) -> Nanopub:
        for name, part in zip(parts, _PARTS, strict=True):
            if not self._graphs.get(name):
                raise self._refused(iri, f"the graph that {part} names is empty")
        assertion, provenance, information = (tuple(self._graphs[name]) for name in parts)
        if not any(_is(quad.subject, parts[0]) or _is(quad.object, parts[0]) for quad in provenance):
            raise self._refused(iri, "its provenance does not speak of its assertion")
        if not any(_is(quad.subject, iri) for quad in information):
            raise self._refused(iri, "its publication information does not speak of it")
        if belies_its_name(iri, (*self._graphs[head], *assertion, *provenance, *information)):
            raise self._refused(iri, "its content is not that which its trusty name was made from")
        for quad in (*assertion, *provenance, *information):
            if isinstance(quad.object, Literal) and _is_ill_typed(quad.object):
                value, datatype = quad.object.value, quad.object.datatype.value
                raise self._refused(iri, f"{value!r} is no {datatype.rpartition('#')[2]}")
        return Nanopub(iri, assertion, provenance, information, self._line(iri))

    def _line(self, iri: str) -> int:
        return self._positions.of(iri)[1] if iri else 1

    def _refused(self, iri: str, reason: str) -> DataError:
        return self._data.refused(f"{iri} is no nanopublication: {reason}", self._line(iri))


def _is(term: object, iri: str) -> bool:
    return isinstance(term, NamedNode) and term.value == iri


def _is_ill_typed(literal: Literal) -> bool:
    """Whether the text of a literal is none of its datatype."""
    if not literal.datatype.value.startswith(_XSD) or literal.datatype.value == f"{_XSD}string":
        return False
    import warnings

    from rdflib import Literal as RdfLiteral
    from rdflib import URIRef

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(RdfLiteral(literal.value, datatype=URIRef(literal.datatype.value)).ill_typed)
