"""Finding things by name: labels, synonyms, identifiers, and small misspellings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from kgraph.corrections import report_correction
from kgraph.curies import curie_of, dois_of, pmcid_of, pmid_of, searched_as
from kgraph.errors import AmbiguousNameError, UnknownNameError
from kgraph.frozen import frozen
from kgraph.model import Claim, Curie, Entity, Hypothesis, OpenQuestion, Reference, Source, Term
from kgraph.reading.look_alikes import look_alikes
from kgraph.resemblance import Resemblance
from kgraph.spelling import as_diseases, both_names, distance, key, keys, normalise, without_article
from kgraph.vocabulary import expand, shorten

if TYPE_CHECKING:
    from kgraph.model import Contents

Thing = Entity | Claim | Reference | Hypothesis | OpenQuestion | Source | Term

_SUGGESTIONS = 3
_SUGGESTION_SCORE = 60
_SEARCH_SCORE = 75
_LONGEST = 100  # letters of a name that others are compared with
_LONGEST_SEARCHED = 1000  # letters, more than a title has
_LONG_WORD = 5
_MOST_TYPOS = 2
_MOST_CLAIMS = 20_000  # claims whose words are looked through for a name that nothing has
_SHORT_NAME = 4  # letters of a name that is found as a whole word only


@frozen
class Hit:
    """A search result: the thing, the name that matched, and how well it did, from 0 to 100."""

    id: Curie
    label: str
    kind: str
    matched: str
    score: float


class Names:
    """The names of one graph."""

    def __init__(self, graph: Contents) -> None:
        self._graph = graph

    @cached_property
    def _entities(self) -> Mapping[str, Sequence[Curie]]:
        """Normalised name → the entities that bear it.  A preferred label goes before synonyms of other entities."""
        found = self._graph.derive("names", self._collected, modules=("names.py", "spelling.py"))
        try:
            fits = self._graph.entities.keys() >= set(chain(*found.values()))
        except (AttributeError, TypeError):
            fits = False
        return found if fits else self._collected()

    def _collected(self) -> dict[str, list[Curie]]:
        own = self._graph.overlay.own if self._graph.overlay else frozenset()
        preferred: dict[str, dict[Curie, None]] = {}
        for entity in self._graph.entities.values():
            preferred.setdefault(normalise(entity.label), {})[entity.id] = None
        # A label that somebody brings takes no name away from what is bundled; then both have it.
        strong = {name for name, entities in preferred.items() if not own.issuperset(entities)}
        names = {name: dict(entities) for name, entities in preferred.items()}
        for entity in self._graph.entities.values():
            for synonym in (*entity.synonyms, *entity.misprints):
                name = normalise(synonym)
                if name not in (preferred if entity.id in own else strong):
                    names.setdefault(name, {})[entity.id] = None
        return {name: list(entities) for name, entities in names.items()}

    @cached_property
    def _spelt_otherwise(self) -> Mapping[str, Sequence[Curie]]:
        """The `keys` of the names → the entities.  A preferred label goes before synonyms here too."""
        preferred: dict[str, dict[Curie, None]] = {}
        others: dict[str, dict[Curie, None]] = {}
        for entity in self._graph.entities.values():
            for spelling in keys(entity.label):
                preferred.setdefault(spelling, {})[entity.id] = None
            for synonym in (*entity.synonyms, *entity.misprints):
                for spelling in keys(synonym):
                    others.setdefault(spelling, {})[entity.id] = None
        return {spelling: list(entities) for spelling, entities in (others | preferred).items()}

    @cached_property
    def _mapped(self) -> Mapping[str, tuple[tuple[str, Curie], ...]]:
        """Identifier of a public vocabulary, lower case → the entities mapped to it, each with how: exactMatch …"""
        found: dict[str, tuple[tuple[str, Curie], ...]] = {}
        for entity in self._graph.entities.values():
            for relation, target in entity.mappings:
                found[target.lower()] = (*found.get(target.lower(), ()), (relation, entity.id))
        return found

    def resolve(self, name: str) -> Entity:
        """The one entity with this label, synonym or identifier; small misspellings are forgiven and reported.

        Hyphens, Greek letters, plurals are as people write them.  A word that means something else is no misspelling.
        Raises UnknownNameError with the nearest names, or AmbiguousNameError with all candidates.
        """
        exact = self._exact(name)
        found = exact or self._misspelt(name)
        if not found:
            raise self.unknown(name)
        if len(found) > 1:
            raise AmbiguousNameError(name, self._told_apart(found))
        entity = self._graph.entities[found[0]]
        if not exact or key(name) in map(key, entity.misprints):
            report_correction(name, entity.label)
        return entity

    def unknown(self, name: str) -> UnknownNameError:
        """The error for a name that nothing has: the nearest names, or what an identifier is mapped to loosely."""
        loose = self._mapped.get(_mapping_key(name), ())
        if not loose:
            mentioned = " as a thing of its own" if self._is_mentioned(name) else ""
            return UnknownNameError(name, self._nearest(name), where=f"the sources read{mentioned}")
        relations = " or ".join(dict.fromkeys(relation.removesuffix("Match") for relation, _ in loose))
        labels = self._told_apart(list(dict.fromkeys(entity for _, entity in loose)))
        return UnknownNameError(
            name, labels, fact=f"{name!r} is mapped ({relations}) to {' and '.join(labels)}: name one."
        )

    def _is_mentioned(self, name: str) -> bool:
        """Whether the words of the graph, which are in part those of its sources, hold a name that no thing has."""
        wanted = f" {normalise(name)} "
        graph = self._graph
        texts = chain(
            self._entities,
            (reference.title for reference in graph.references.values()),
            (text for claim in islice(graph.claims.values(), _MOST_CLAIMS) for text in _words_of(claim)),
        )
        return bool(wanted.strip()) and any(wanted in f" {normalise(text)} " for text in texts if text)

    def _told_apart(self, entities: Sequence[Curie]) -> list[str]:
        labels = [self._graph.entities[entity].label for entity in entities]
        # A label that leads to another thing as well would not tell it apart.
        alone = len(set(labels)) == len(labels) and all(len(self._exact(label)) == 1 for label in labels)
        return labels if alone else list(entities)

    def is_exact(self, name: str) -> bool:
        """Whether a name is known as it stands, rather than as a misspelling of one."""
        return bool(self._exact(name))

    def find(self, name: str) -> Thing:
        """The entity, claim, reference, hypothesis, mechanism, question, source or term with this name.

        Identifiers may be CURIEs or IRIs, with or without their prefix (``claim:…``, ``B28``, ``doi:…``).
        Raises UnknownNameError, or AmbiguousNameError: with both identifiers, where an entity and a mechanism share a
        name.
        """
        known = self._by_identifier(name)
        if known is not None:
            return known
        wanted = normalise(name if normalise(name) in self._entities else without_article(name))
        for hypothesis in self._graph.hypotheses.values():
            if normalise(hypothesis.label) == wanted:
                return hypothesis
        mechanisms = [term for term in self._mechanism_terms() if normalise(term.name) == wanted]
        if mechanisms and (entities := self._entities.get(wanted, ())):
            raise AmbiguousNameError(name, [*entities, mechanisms[0].id])
        return mechanisms[0] if mechanisms else self.resolve(name)

    def of_kind(self, kind: str, name: str) -> Thing:
        """The thing with this name; where nothing has it, the names that are suggested are those of one kind.

        `kind` is the prefix of an identifier other than ``entity``.  Raises as `find` does.
        """
        try:
            return self.find(name)
        except UnknownNameError:
            raise UnknownNameError(name, self.alike(kind, name)) from None

    def alike(self, kind: str, name: str) -> list[str]:
        """The identifiers of a kind, without their prefix, that are most like a name, best first; perhaps none."""
        from rapidfuzz import fuzz, process

        graph = self._graph
        known = (*graph.entities, *graph.claims, *graph.references, *graph.hypotheses)
        known = (*known, *graph.terms, *graph.questions, *graph.sources)
        names = [identifier.partition(":")[2] for identifier in known if identifier.startswith(f"{kind}:")]
        name = name.removeprefix(f"{kind}:")[:_LONGEST]
        hits = process.extract(name, names, scorer=fuzz.WRatio, score_cutoff=_SUGGESTION_SCORE, limit=_SUGGESTIONS)
        return [match for match, _, _ in hits]

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Everything whose name resembles the text, best first; an empty text finds nothing.

        In a graph of many thousand names, those are compared that share rare groups of letters with the text.
        """
        from rapidfuzz import fuzz

        # Comparing takes as long as a text is; what is longer than titles are is compared by its beginning.
        wanted = normalise(searched_as(text[:_LONGEST_SEARCHED]))
        if not wanted:
            return []
        best: dict[Curie, tuple[tuple[float, bool, int, int], Hit]] = {}
        for place in self._resemblance.candidates(wanted):
            identifier, label, kind, name = self._named[place]
            candidate = self._normalised[place]
            score = 100.0 if candidate == wanted else min(99.0, fuzz.WRatio(wanted, candidate))
            if wanted in candidate and candidate != wanted:
                score = max(score, 90.0)
            elif score >= _SEARCH_SCORE and not _share_a_word(wanted, candidate):
                continue
            if score >= _SEARCH_SCORE:
                in_label = wanted in candidate and f" {wanted}" in f" {normalise(label)}"
                order = (-round(score, 1), not in_label, *distance(wanted, candidate))
                if identifier not in best or order < best[identifier][0]:
                    best[identifier] = (order, Hit(identifier, label, kind, name, round(score, 1)))
        found = sorted(best.values(), key=lambda item: (item[0], item[1].label, item[1].id))
        return [hit for _, hit in found[:limit]]

    @cached_property
    def _named(self) -> list[tuple[Curie, str, str, str]]:
        """Identifier, label, kind and name, for every name of everything."""
        return list(self._all_names())

    @cached_property
    def _normalised(self) -> list[str]:
        return [normalise(name) for _, _, _, name in self._named]

    @cached_property
    def _resemblance(self) -> Resemblance:
        return Resemblance(self._normalised)

    def _all_names(self) -> Iterator[tuple[Curie, str, str, str]]:
        for entity in self._graph.entities.values():
            for name in (entity.label, *entity.synonyms, *entity.misprints, *(target for _, target in entity.mappings)):
                yield entity.id, entity.label, entity.kind, name
        for hypothesis in self._graph.hypotheses.values():
            yield hypothesis.id, hypothesis.label, "hypothesis", hypothesis.label
        for term in self._mechanism_terms():
            yield term.id, term.name, "mechanism", term.name
        for reference in self._graph.references.values():
            numbers = (reference.pmid and f"pmid:{reference.pmid}", reference.pmcid)
            for name in dict.fromkeys(filter(None, (reference.short, reference.code, reference.title, *numbers))):
                yield reference.id, reference.title or reference.short, "reference", name

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The names of the mechanisms, in the order of the vocabulary."""
        return tuple(term.name for term in self._mechanism_terms())

    def mechanism(self, name: str) -> str | None:
        """The mechanism with this name, however its words are joined and capitalised; None when there is none."""
        return next((known for known in self.mechanisms if normalise(known) == normalise(name)), None)

    def _mechanism_terms(self) -> Iterator[Term]:
        return (term for identifier, term in self._graph.terms.items() if identifier.startswith("mechanism:"))

    def _by_identifier(self, name: str) -> Thing | None:
        graph = self._graph
        curie = curie_of(name)
        homes: tuple[tuple[str, Mapping[Curie, Thing]], ...] = (
            ("entity", graph.entities),
            ("claim", graph.claims),
            ("reference", graph.references),
            ("hypothesis", graph.hypotheses),
            ("question", graph.questions),
            ("source", graph.sources),
        )
        for prefix, home in homes:
            known = home.get(curie) or (home.get(f"{prefix}:{curie}") if prefix != "entity" else None)
            if known is not None:
                return known
        if curie in graph.terms:
            return graph.terms[curie]
        short, dois, pmid, pmcid = curie.lower(), dois_of(name), pmid_of(name), pmcid_of(name)
        return next(
            (
                reference
                for reference in graph.references.values()
                if short in (reference.short.lower(), reference.code.lower())
                or (dois and reference.doi.lower() in dois)
                or (pmid and reference.pmid == pmid)
                or (pmcid and reference.pmcid == pmcid)
            ),
            None,
        )

    def _exact(self, name: str) -> Sequence[Curie]:
        if (curie := curie_of(name)) in self._graph.entities:
            return (curie,)
        mapped = self._mapped.get(_mapping_key(name), ())
        return (
            self._entities.get(normalise(name))
            or tuple(dict.fromkeys(entity for relation, entity in mapped if relation == "exactMatch"))
            or self._spelt_otherwise.get(key(name), ())
            or next(filter(None, map(self._spelt_otherwise.get, sorted(keys(name)))), ())
            or self._in_a_sentence(name)
        )

    def _in_a_sentence(self, name: str) -> Sequence[Curie]:
        """The entities of a name as a sentence has it: after an article, before its short form, a disease alone."""
        bare = without_article(name)
        if bare != name.strip():
            return self._exact(bare)
        if (both := [{*self._exact(part)} for part in both_names(name)]) and (same := both[0] & both[1]):
            return tuple(same)
        said = (found for full in as_diseases(name) for found in self._spelt_otherwise.get(key(full), ()))
        return tuple(dict.fromkeys(one for one in said if self._graph.entities[one].kind == "disease"))

    def _misspelt(self, name: str) -> tuple[Curie, ...]:
        """The entities whose name differs only by a typo in long words; short words and numbers must be right."""
        from rapidfuzz.distance import DamerauLevenshtein

        words = normalise(name).split()
        table, found = look_alikes(), dict[Curie, None]()
        for known, entities in self._entities.items():
            others = known.split()
            pairs = [(word, other) for word, other in zip(words, others, strict=False) if word != other]
            if len(words) != len(others) or not 0 < len(pairs) <= _MOST_TYPOS:
                continue
            if all(
                min(len(word), len(other)) >= _LONG_WORD
                and (word + other).isalpha()
                and DamerauLevenshtein.distance(word, other, score_cutoff=1) <= 1
                and not table.are(word, other)
                for word, other in pairs
            ):
                meant = (one for one in entities if known not in map(normalise, self._graph.entities[one].misprints))
                found.update(dict.fromkeys(meant))
        return tuple(found)

    def _nearest(self, name: str) -> list[str]:
        from rapidfuzz import fuzz, process

        wanted = normalise(name)
        words = set(wanted.split())
        holding = [known for known in self._entities if words and words <= set(known.split())]
        held = [known for known in self._entities if f" {known} " in f" {wanted} "]
        hits = process.extract(
            wanted, self._entities.keys(), scorer=fuzz.ratio, score_cutoff=_SUGGESTION_SCORE, limit=12
        )
        near = [*sorted(holding, key=lambda known: (len(known), known)), *sorted(held, key=len, reverse=True)]
        near += [match for match, _, _ in hits]
        labels = dict.fromkeys(self._graph.entities[entity].label for match in near for entity in self._entities[match])
        return list(labels)[:_SUGGESTIONS]


def _words_of(claim: Claim) -> tuple[str, ...]:
    """What a claim says in words of its own or of its source, beside the labels of its things."""
    notes = (note for line in claim.evidence for note in line.notes)
    return (claim.printed_subject, claim.printed_object, claim.population, claim.condition, *claim.notes, *notes)


def _mapping_key(name: str) -> str:
    return shorten(expand(curie_of(name))).lower()


def _share_a_word(wanted: str, name: str) -> bool:
    """Whether a word of a name is like one of a text; a short name is looked for as a whole word."""
    from rapidfuzz import fuzz

    words = wanted.split()
    if len(name) <= _SHORT_NAME:
        return name in words or fuzz.ratio(wanted, name) >= _SEARCH_SCORE
    return any(fuzz.ratio(word, other) >= _SEARCH_SCORE for other in name.split() for word in words)


def names_of(graph: Contents) -> Names:
    """The names of these contents, collected once."""
    names: Names | None = graph.derived.get("names of")
    if names is None:
        names = graph.derived["names of"] = Names(graph)
    return names
