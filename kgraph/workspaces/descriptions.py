"""What several sources call one thing, as the one description that the merged data have of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kgraph.frozen import frozen
from kgraph.model import Contents, Curie
from kgraph.reading.contents import ENTITY_KINDS
from kgraph.spelling import normalise
from kgraph.vocabulary import KG, MAPPING_RELATIONS, PREFIXES, RDF_TYPE, expand
from kgraph.workspaces.import_records import IMPORT
from kgraph.workspaces.joins import BUNDLED, Joins

_SKOS = PREFIXES["skos"]
_LABEL, _SYNONYM = NamedNode(f"{_SKOS}prefLabel"), NamedNode(f"{_SKOS}altLabel")
_TYPE, _EXACT = NamedNode(RDF_TYPE), NamedNode(f"{_SKOS}exactMatch")
_MATCHES = frozenset(f"{_SKOS}{name}" for name in MAPPING_RELATIONS)
_OTHER = f"{KG}OtherEntity"
_CLASSES = frozenset(f"{KG}{name}" for name in ENTITY_KINDS)
# The graph of what belongs to no one source.
MERGED = NamedNode(f"{IMPORT}merged")


@frozen
class Description:
    """What one source says of a thing; `said` are its statements, predicate and value."""

    thing: Curie
    source: str
    said: tuple[tuple[NamedNode, NamedNode | Literal], ...]

    def texts(self, predicate: NamedNode) -> tuple[str, ...]:
        """The texts that it gives under a predicate."""
        return tuple(value.value for given, value in self.said if given == predicate)

    def names(self) -> tuple[str, ...]:
        """The labels that are names: an identifier that stands in for one is none."""
        return tuple(text for text in self.texts(_LABEL) if text != self.thing)


def is_entity(said: Iterable[tuple[NamedNode, object]]) -> bool:
    """Whether statements describe an entity: they give it one of the kinds of the ontology."""
    return any(given == _TYPE and isinstance(value, NamedNode) and value.value in _CLASSES for given, value in said)


def exact_mappings(description: Description) -> Iterator[str]:
    """The IRIs that a description says stand for the very thing."""
    return (value.value for given, value in description.said if given == _EXACT and isinstance(value, NamedNode))


class Describer:
    """Describes each thing of the merged data once, with names that no other thing has."""

    def __init__(self, descriptions: Sequence[Description], joins: Joins, bundled: Contents | None) -> None:
        self._joins = joins
        self._bundled = bundled.entities if bundled is not None else {}
        self._taken = {
            normalise(name): entity.id
            for entity in self._bundled.values()
            for name in (*entity.synonyms, *entity.misprints, entity.label)
        }
        self._by_name: dict[Curie, list[Description]] = {}
        for one in descriptions:
            self._by_name.setdefault(joins.name_of(one.thing), []).append(one)
        self._labels = {
            name: _most(text for one in said for text in one.names()) or name
            for name, said in self._by_name.items()
            if name not in self._bundled
        }
        self._bearers = Counter(normalise(label) for label in self._labels.values())

    def statements(self) -> Iterator[Quad]:
        """The statements of all descriptions, in the order of the names of the things."""
        for name in sorted(self._by_name):
            subject = NamedNode(expand(name))
            said = self._of_bundled(name) if name in self._bundled else self._own(name)
            yield from (Quad(subject, given, value, MERGED) for given, value in dict.fromkeys(said))

    def _own(self, name: Curie) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
        """What is said of a thing that only imports describe."""
        descriptions = self._by_name[name]
        kinds = [value.value for one in descriptions for given, value in one.said if given == _TYPE and _is_kind(value)]
        yield _TYPE, NamedNode(_most(kind for kind in kinds if kind != _OTHER) or _OTHER)
        label, plain = self._unique(name), self._labels[name]
        yield _LABEL, Literal(label, language="en")
        told = {label.casefold(), plain.casefold()}
        if label != plain and normalise(plain) not in self._taken:
            yield _SYNONYM, Literal(plain, language="en")
        singles: dict[NamedNode, NamedNode | Literal] = {}
        # Whoever calls it as it is called here describes it first.
        for one in sorted(descriptions, key=lambda one: plain not in one.texts(_LABEL)):
            for given, value in one.said:
                if given in (_LABEL, _SYNONYM):
                    if value.value.casefold() not in told and value.value != one.thing:
                        told.add(value.value.casefold())
                        yield _SYNONYM, Literal(self._free(name, value.value, one.source), language="en")
                elif given.value in _MATCHES or given.value == f"{_SKOS}hiddenLabel":
                    yield given, value
                elif given != _TYPE:
                    # Of what has one value, that of the first source is kept.
                    singles.setdefault(given, value)
        yield from singles.items()
        yield from self._others(name)

    def _of_bundled(self, name: Curie) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
        """What imports add to a bundled thing: names and mappings."""
        entity = self._bundled[name]
        told = {normalise(text) for text in (entity.label, *entity.synonyms, *entity.misprints)}
        for one in self._by_name[name]:
            for given, value in one.said:
                if given in (_LABEL, _SYNONYM) and normalise(value.value) not in told and value.value != one.thing:
                    told.add(normalise(value.value))
                    yield _SYNONYM, Literal(self._free(name, value.value, one.source), language="en")
                elif given.value in _MATCHES:
                    yield given, value
        yield from self._others(name)

    def _others(self, name: Curie) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
        """The names that joined things have in their sources, as exact mappings."""
        things = {one.thing for one in self._by_name[name]} - {name}
        yield from ((_EXACT, NamedNode(expand(thing))) for thing in sorted(things))

    def _unique(self, name: Curie) -> str:
        """The label of a thing, with its source where another thing has that name, and its identifier where need be."""
        label = self._labels[name]
        if normalise(label) not in self._taken and self._bearers[normalise(label)] == 1:
            return label
        source = self._by_name[name][0].source
        mine = [
            other
            for other, given in self._labels.items()
            if normalise(given) == normalise(label) and self._by_name[other][0].source == source
        ]
        return f"{label} ({source})" if len(mine) == 1 else f"{label} ({name})"

    def _free(self, name: Curie, text: str, source: str) -> str:
        """A synonym as it stands, or with its source where it is the name of another, bundled thing."""
        return text if self._taken.get(normalise(text), name) == name else f"{text} ({source})"


def _is_kind(value: NamedNode | Literal) -> bool:
    return isinstance(value, NamedNode) and value.value in _CLASSES


def _most(texts: Iterable[str]) -> str:
    """The text that is given most often, of equals the first by letters; empty for none."""
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text.casefold(), text)) if counts else ""


def bundled_mappings(bundled: Contents | None) -> Iterator[tuple[str, Curie, Curie]]:
    """The exact mappings of the bundled entities, as `Joins` takes them."""
    entities: Mapping[Curie, object] = bundled.entities if bundled is not None else {}
    for entity in entities:
        for relation, target in bundled.entities[entity].mappings if bundled is not None else ():
            if relation == "exactMatch":
                yield BUNDLED, entity, target
