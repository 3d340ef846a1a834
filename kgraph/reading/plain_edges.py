"""Plain edges in a user's file, such as ``ex:drug kg:decreases entity:seizure``, as claims that cite nothing.

An edge says neither certainty nor evidence.  Where a claim says the same, as in an exported graph, the edge follows
from it and nothing is made.  Else the file is taken at its word: it asserts the edge and cites nothing for it, so the
claim weighs as little as one can.  What such a claim cannot be made of is refused, with the way to write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.model import Curie
from kgraph.reading.statements import quoted
from kgraph.vocabulary import KG, PREFIXES, RDF_TYPE, expand, shorten

_RDF, _RDFS, _SKOS, _DCT = (PREFIXES[name] for name in ("rdf", "rdfs", "skos", "dct"))
_TYPE, _SIGN = NamedNode(RDF_TYPE), NamedNode(KG + "allowedSign")
_KINDS = frozenset(KG + f"{kind}Relation" for kind in ("Causal", "Association", "Structural", "Descriptive"))
# What follows from the sign of a claim, and is no relation that a claim may have.
_DERIVED = {KG + "raises": "kg:increases", KG + "lowers": "kg:decreases", KG + "acts_on": "kg:affects"}
_LABELS = (_SKOS + "prefLabel", _RDFS + "label")
_NO_NAME = re.compile(r"[^a-z0-9]+")
_TRUE = Literal("true", datatype=NamedNode(expand("xsd:boolean")))

Triple = tuple[object, object, object]


@frozen
class Relations:
    """The relations that an edge may have, each with the signs that it allows, and those that follow from signs."""

    signs: Mapping[str, tuple[str, ...]]

    def are_in(self, quad: Quad) -> bool:
        """Whether a statement is an edge."""
        return quad.predicate.value in self.signs or quad.predicate.value in _DERIVED

    def predicates(self) -> Iterator[NamedNode]:
        """The predicates of edges."""
        return map(NamedNode, (*self.signs, *_DERIVED))


def relations_in(vocabulary: Iterable[Quad]) -> Relations:
    """The relations that a vocabulary describes, without those that claims may not have."""
    quads = list(vocabulary)
    found: dict[str, list[str]] = {
        quad.subject.value: []
        for quad in quads
        if quad.predicate == _TYPE
        and getattr(quad.object, "value", "") in _KINDS
        and isinstance(quad.subject, NamedNode)
    }
    for quad in quads:
        if quad.predicate == _SIGN and isinstance(quad.subject, NamedNode) and quad.subject.value in found:
            found[quad.subject.value].append(getattr(quad.object, "value", ""))
    return Relations({name: tuple(sorted(signs)) for name, signs in found.items() if name not in _DERIVED})


def claimed_in(quads: Iterable[Quad]) -> set[Triple]:
    """The triples that claims state, also with the relations that follow from signs between the same ends."""
    parts: dict[object, dict[str, object]] = {}
    for quad in quads:
        if quad.predicate.value.startswith(_RDF):
            parts.setdefault(quad.subject, {})[quad.predicate.value[len(_RDF) :]] = quad.object
    found: set[Triple] = set()
    for said in parts.values():
        if said.keys() >= {"subject", "predicate", "object"}:
            found.add((said["subject"], said["predicate"], said["object"]))
            found |= {(said["subject"], NamedNode(derived), said["object"]) for derived in _DERIVED}
    return found


def claims_of_edges(
    file: str, quads: Sequence[Quad], relations: Relations, claimed: AbstractSet[Triple], described: AbstractSet[str]
) -> tuple[list[Quad], list[Quad]]:
    """The statements of the claims that the edges of a file make, and those edges; perhaps none.

    `claimed` are the triples that claims state already, `described` what has a class of ours.  What an edge
    is about and nobody describes is described by its name in the file.  Raises DataError, with the place, for an edge
    that leads to no entity, has a relation that follows from signs, or names something of ours that is not there.
    """
    edges = [quad for quad in dict.fromkeys(quads) if relations.are_in(quad) and tuple(quad.triple) not in claimed]
    if not edges:
        return [], []
    made = _File(file, quads, described)
    statements = list(made.source())
    for number, edge in enumerate(edges, 1):
        statements += made.claim(edge, number, relations)
    return list(dict.fromkeys(statements)), edges


def claims_of_files(
    files: Iterable[tuple[str, Sequence[Quad]]], vocabulary: Iterable[Quad], whole: Iterable[Quad]
) -> tuple[list[Quad], tuple[tuple[str, Curie, Curie, Curie], ...]]:
    """The statements of the claims that the edges of files make, and each such edge with its file.

    `whole` are the statements of all files, bundled ones included; they are read only where there is an edge.  Raises
    DataError as `claims_of_edges` does.
    """
    relations = relations_in(vocabulary)
    with_edges = [(file, quads) for file, quads in files if any(map(relations.are_in, quads))]
    if not with_edges:
        return [], ()
    everything = list(whole)
    claimed, made, found = claimed_in(everything), list[Quad](), list[tuple[str, Curie, Curie, Curie]]()
    described = {
        quad.subject.value
        for quad in everything
        if quad.predicate == _TYPE and isinstance(quad.subject, NamedNode) and _is_ours(quad.object)
    }
    for file, quads in with_edges:
        statements, edges = claims_of_edges(file, quads, relations, claimed, described)
        made += statements
        found += [(file, _curie(edge.subject), shorten(edge.predicate.value), _curie(edge.object)) for edge in edges]
    return made, tuple(found)


def _curie(node: object) -> Curie:
    return shorten(getattr(node, "value", ""))


def _is_ours(kind: object) -> bool:
    return isinstance(kind, NamedNode) and kind.value.startswith(KG)


class _File:
    def __init__(self, file: str, quads: Sequence[Quad], described: AbstractSet[str]) -> None:
        self._file, self._described = file, described
        self._short = _slug(Path(file).name.partition(".")[0]) or "file"
        self._labels = {
            quad.subject: quad.object.value
            for label in reversed(_LABELS)
            for quad in quads
            if quad.predicate.value == label and isinstance(quad.object, Literal)
        }
        self._named = {quad.subject for quad in quads if quad.predicate.value == _LABELS[0]}
        self._stated = {quad.subject for quad in quads if quad.predicate == _TYPE}

    def source(self) -> Iterator[Quad]:
        """The file as a source, unless it describes one under its name; one that others describe is not taken."""
        source = self._iri("source", self._short)
        if source.value in self._described and source not in self._stated:
            self._short = f"{self._short}-edges"
            source = self._iri("source", self._short)
        if source not in self._stated:
            yield Quad(source, _TYPE, NamedNode(KG + "Source"))
            yield Quad(source, NamedNode(KG + "shortName"), Literal(self._short))
            yield Quad(source, NamedNode(_DCT + "title"), Literal(f"Plain edges of {Path(self._file).name}"))

    def claim(self, edge: Quad, number: int, relations: Relations) -> Iterator[Quad]:
        """An edge as a claim with a line that cites nothing."""
        subject, relation, target = edge.subject, edge.predicate, edge.object
        name = shorten(relation.value)
        if not isinstance(subject, NamedNode) or not isinstance(target, NamedNode):
            what = f"the text {quoted(target.value)}" if isinstance(target, Literal) else "a node without a name"
            raise self._refused(edge, f"{name} leads from an entity to an entity, not to {what}; name one by its IRI")
        if relation.value in _DERIVED:
            instead = _DERIVED[relation.value]
            raise self._refused(edge, f"{name} follows from the signs of claims; write {instead}, or another relation")
        yield from self._end(edge, subject)
        yield from self._end(edge, target)
        signs = relations.signs[relation.value]
        words = "-".join(_slug(_local(part)) for part in (subject, relation, target))
        local = f"{self._short}-{words}-{sha256(str(edge).encode()).hexdigest()[:8]}"
        claim, line = self._iri("claim", local), self._iri("evidence", local)
        values: dict[str, NamedNode | Literal | None] = {
            "rdf:type": NamedNode(KG + "Claim"),
            "rdf:subject": subject,
            "rdf:predicate": relation,
            "rdf:object": target,
            "kg:sign": Literal(signs[0] if len(signs) == 1 else "?") if signs else None,
            "kg:certainty": self._iri("certainty", "asserted"),
            "kg:studyKind": self._iri("study", "author-statement"),
            "kg:origin": self._iri("source", self._short),
            "kg:uncited": _TRUE,
            "kg:evidence": line,
            "skos:note": Literal("Made of a plain edge, which says neither certainty nor evidence.", language="en"),
        }
        of_line: dict[str, NamedNode | Literal | None] = {
            "rdf:type": NamedNode(KG + "EvidenceLine"),
            "kg:direction": self._iri("direction", "supports"),
            "kg:directness": self._iri("directness", "relayed"),
            "kg:studyKind": self._iri("study", "author-statement"),
            "kg:row": Literal(f"{self._short}/{number}"),
        }
        for thing, cells in ((claim, values), (line, of_line)):
            yield from (Quad(thing, NamedNode(expand(cell)), value) for cell, value in cells.items() if value)

    def _end(self, edge: Quad, end: NamedNode) -> Iterator[Quad]:
        """The description of what nobody described."""
        if end.value in self._described:
            return
        if end.value.startswith(KG):
            near = get_close_matches(shorten(end.value), sorted(map(shorten, self._described)), n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else "describe it, or name what is described"
            raise self._refused(edge, f"nothing describes {shorten(end.value)}; {hint}", at=end)
        name = self._labels.get(end) or _local(end).replace("_", " ").replace("-", " ")
        meaning = f"What {Path(self._file).name} calls {name}; it says no more of it."
        yield Quad(end, _TYPE, NamedNode(KG + "OtherEntity"))
        if end not in self._named:
            yield Quad(end, NamedNode(_LABELS[0]), Literal(name))
        yield Quad(end, NamedNode(_SKOS + "definition"), Literal(meaning, language="en"))

    def _refused(self, edge: Quad, reason: str, *, at: NamedNode | None = None) -> DataError:
        from kgraph.reading.subject_positions import SubjectPositions

        subject = edge.subject.value if isinstance(edge.subject, NamedNode) else ""
        value = at if at is not None and at != edge.subject else edge.object
        text = getattr(value, "value", "")
        file, line, column = SubjectPositions((Path(self._file),)).of_value(subject, text, edge.predicate.value)
        return DataError(reason, file=file, line=line, column=column)

    @staticmethod
    def _iri(prefix: str, local: str) -> NamedNode:
        return NamedNode(PREFIXES[prefix] + local)


def _local(name: NamedNode) -> str:
    """The last part of an IRI."""
    return re.split(r"[/#:]", name.value.rstrip("/#"))[-1]


def _slug(text: str) -> str:
    return _NO_NAME.sub("-", text.lower()).strip("-")
