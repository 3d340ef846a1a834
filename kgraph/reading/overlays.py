"""What a file laid over the bundled data may say of what is bundled.

It adds claims, evidence, entities, references and names.  What is bundled keeps its kind, texts, weights, signs and
identity: a statement that would change one is set aside, and reported.  What an exact mapping of a bundled entity names
is that entity, so claims on the identifier are claims on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from os import PathLike

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgraph.frozen import frozen
from kgraph.reading.plain_edges import relations_in
from kgraph.vocabulary import CLAIM_RELATIONS, EXACT_SYNONYM, KG, MAPPING_RELATIONS, PREFIXES, RDF_TYPE

_SKOS, _RDF, _RDFS, _DCT, _OA = (PREFIXES[name] for name in ("skos", "rdf", "rdfs", "dct", "oa"))
_LABEL, _SYNONYM = NamedNode(_SKOS + "prefLabel"), NamedNode(_SKOS + "altLabel")
# As which other ontologies write a label, or a name that means the same.
_NAMES = frozenset({_LABEL.value, _RDFS + "label", EXACT_SYNONYM})
_EXACT, _IMPORTS = _SKOS + "exactMatch", NamedNode(PREFIXES["owl"] + "imports")
_MATCHES = frozenset(_SKOS + name for name in MAPPING_RELATIONS)
# What may be added to a bundled thing, although it is a statement of the vocabulary.
# Nothing that is bundled takes a claim back because a file says so: the file names itself, or a claim of its own.
_TAKEN_BACK = ("supersedes", "retracts")
_ADDED = frozenset(KG + name for name in ("evidence", *CLAIM_RELATIONS) if name not in _TAKEN_BACK)
_MEANING = frozenset({_SKOS + "definition", _RDFS + "label", _DCT + "title", _DCT + "bibliographicCitation"})
# A text that may be there in several languages; a paper has the title that it has.
_TRANSLATED = frozenset({_LABEL.value, _SKOS + "definition", _RDFS + "label"})
_NUMBERS = frozenset(PREFIXES["xsd"] + name for name in ("decimal", "integer", "double", "float"))
_OF_TERMS = frozenset({_SKOS + "note", _RDFS + "comment", _RDFS + "seeAlso", *_MATCHES})


# The nodes of lists: the first item of each, and the node of the rest.
_Links = dict[object, dict[str, object]]


def _note_link(links: _Links, quad: Quad) -> None:
    if isinstance(quad.subject, BlankNode) and quad.predicate.value in {_RDF + "first", _RDF + "rest"}:
        links.setdefault(quad.subject, {})[quad.predicate.value] = quad.object


def _items(links: _Links, node: object) -> list[object]:
    """The items of a list; none where the node begins none.  A circle ends where it would repeat."""
    items: list[object] = []
    seen: set[object] = set()
    while node in links and node not in seen:
        seen.add(node)
        items.append(links[node].get(_RDF + "first"))
        node = links[node].get(_RDF + "rest")
    return items


def _number(value: object) -> Decimal | None:
    """The value of a number; None for everything else."""
    if not isinstance(value, Literal) or value.datatype.value not in _NUMBERS:
        return None
    with suppress(InvalidOperation):
        return Decimal(value.value)
    return None


@frozen
class SetAside:
    """A statement of a file that would change what is bundled, and so is not used: file, subject, predicate, value."""

    file: str
    subject: str
    predicate: str
    value: str


class Overlay:
    """Which statements about bundled things are additions; made from the bundled statements, vocabulary included."""

    def __init__(self, bundled: Iterable[Quad], vocabulary: Iterable[Quad] = ()) -> None:
        self._said: dict[NamedNode, list[Quad]] = {}
        # Made for those alone that a file says something of.
        self._known: dict[NamedNode, set[tuple[object, object]]] = {}
        mapped: dict[NamedNode, set[NamedNode]] = {}
        self._links: _Links = {}
        for quad in bundled:
            _note_link(self._links, quad)
            if isinstance(quad.subject, NamedNode):
                self._said.setdefault(quad.subject, []).append(quad)
                if quad.predicate.value == _EXACT and isinstance(quad.object, NamedNode):
                    mapped.setdefault(quad.object, set()).add(quad.subject)
        terms = list(vocabulary)
        self._terms = {quad.subject for quad in terms}
        # An edge from a bundled thing changes nothing of it: it is read as a claim, which is.
        self._relations = relations_in(terms)
        self._mapped = {target: next(iter(found)) for target, found in mapped.items() if len(found) == 1}

    @property
    def subjects(self) -> Mapping[NamedNode, object]:
        """The bundled things, each with what is said of it."""
        return self._said

    @property
    def mapped(self) -> Mapping[NamedNode, NamedNode]:
        """The identifiers that one bundled entity alone is mapped to exactly, with the entity."""
        return self._mapped

    def joined(self, quad: Quad) -> Quad:
        """The statement, about the bundled entity where it is about an identifier that the entity is mapped to."""
        if self._is_known(quad):
            return quad
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode):
            subject = self._mapped.get(subject, subject)
        if isinstance(value, NamedNode) and quad.predicate.value not in _MATCHES:
            value = self._mapped.get(value, value)
        same = subject is quad.subject and value is quad.object
        return quad if same else Quad(subject, quad.predicate, value, quad.graph_name)

    def _is_known(self, quad: Quad) -> bool:
        """Whether a statement is bundled; stores write 1.0 as 1, which is the same number."""
        known = self._known_of(quad.subject)
        if (quad.predicate, quad.object) in known:
            return True
        number = _number(quad.object)
        return number is not None and any(
            predicate == quad.predicate and _number(value) == number for predicate, value in known
        )

    def _translates(self, quad: Quad) -> bool:
        """Whether a statement gives a text that is there in another language than English, which is what is read."""
        text = quad.object
        language = (text.language or "en").lower() if isinstance(text, Literal) else "en"
        if language.partition("-")[0] == "en" or quad.predicate.value not in _TRANSLATED:
            return False
        entity = quad.subject not in self._terms and quad.predicate == _LABEL
        return not entity and any(name == quad.predicate for name, _ in self._known_of(quad.subject))

    def _known_of(self, subject: object) -> set[tuple[object, object]]:
        """What is bundled of a thing: predicates with their values."""
        if not isinstance(subject, NamedNode) or subject not in self._said:
            return set()
        if subject not in self._known:
            self._known[subject] = {(quad.predicate, quad.object) for quad in self._said[subject]}
        return self._known[subject]

    def repeats(self, quad: Quad, links: _Links) -> bool:
        """Whether a statement gives a bundled thing the list that it has; `links` are the lists of the file."""
        if not isinstance(quad.object, BlankNode) or not isinstance(quad.subject, NamedNode):
            return False
        given = _items(links, quad.object)
        there = (value for predicate, value in self._known_of(quad.subject) if predicate == quad.predicate)
        return bool(given) and any(_items(self._links, value) == given for value in there)

    def read(self, quad: Quad) -> Quad | None:
        """The statement as it is used: as it stands, a label as a further name, or None where it is set aside."""
        known = isinstance(quad.subject, NamedNode) and quad.subject in self._said
        if not known or self._is_known(quad):
            return quad
        predicate = quad.predicate.value
        if self._translates(quad):
            return quad
        if quad.subject in self._terms:
            return quad if predicate in _OF_TERMS else None
        if predicate in _NAMES and any(name == _LABEL for name, _ in self._known_of(quad.subject)):
            return Quad(quad.subject, _SYNONYM, quad.object, quad.graph_name)
        if predicate in _ADDED or self._relations.are_in(quad):
            return quad
        if predicate == RDF_TYPE:
            own = isinstance(quad.object, NamedNode) and quad.object.value.startswith(KG)
            return None if own else quad
        changes = predicate in _MEANING or predicate.startswith((KG, _RDF, _OA))
        return None if changes else quad


def laid_over(
    overlay: Overlay, file: str | PathLike[str], quads: Iterable[Quad], aside: list[SetAside]
) -> Iterator[Quad]:
    """The statements of a file as they are used; those that are not are noted in `aside`."""
    quads = list(quads)
    links: _Links = {}
    for quad in quads:
        _note_link(links, quad)
    for quad in quads:
        joined = overlay.joined(quad)
        used = overlay.read(joined)
        if used is None and overlay.repeats(joined, links):
            continue
        if used is None:
            value = quad.object
            text = value.value if isinstance(value, NamedNode | BlankNode | Literal) else str(value)
            aside.append(SetAside(str(file), str(joined.subject).strip("<>"), quad.predicate.value, text))
        else:
            yield used


def is_of_ours(quads: Sequence[Quad]) -> bool:
    """Whether statements say anything that this ontology has a word for, or of a thing of ours."""
    return any(
        quad.predicate.value.startswith(KG)
        or (isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(KG))
        or (
            quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode) and quad.object.value.startswith(KG)
        )
        for quad in quads
    )


def imports_of(quads: Iterable[Quad]) -> set[tuple[str, str]]:
    """What a file imports by owl:imports, each behind what imports it; nobody follows it, and whoever reads says so."""
    return {
        (quad.subject.value, quad.object.value)
        for quad in quads
        if quad.predicate == _IMPORTS and isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode)
    }
