"""From claims to the steps that a path can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log
from typing import TYPE_CHECKING

from kgraph.model import Curie
from kgraph.paths.candidate_steps import Way, groundwork
from kgraph.paths.filters import PathFilter
from kgraph.paths.values import Step, times

if TYPE_CHECKING:
    from kgraph.model import Contents

_LEAST_CONFIDENCE = 1e-9


def build_steps(
    graph: Contents,
    path_filter: PathFilter,
    *,
    bundle: bool = True,
    contexts: frozenset[Curie] = frozenset(),
) -> list[Step]:
    """The steps that a filter leaves, in the order of the claims.

    With `bundle`, claims of one kind and sign between the same two entities form one step that is as strong as its
    strongest claim; without, each claim is a step of its own.  With `contexts`, claims stated for these diseases or
    for none speak before claims stated for others, however strong those are.
    """
    return list(Steps(graph, path_filter, bundle=bundle, contexts=contexts))


class Steps:
    """What `build_steps` builds, each step when it is first looked at: most questions come near few."""

    def __init__(self, graph: Contents, path_filter: PathFilter, *, bundle: bool, contexts: frozenset[Curie]) -> None:
        groups: dict[tuple[object, ...], list[Way]] = {}
        for way in _admitted(graph, path_filter):
            key = (way.subject, way.object, way.sign, way.kind, way.note, way.reversed)
            groups.setdefault(key if bundle else (*key, way.claim), []).append(way)
        self._graph, self._contexts = graph, contexts
        self._groups, self._factor = list(groups.values()), groundwork(graph).elsewhere
        self._made: dict[int, Step] = {}

    def __len__(self) -> int:
        return len(self._groups)

    def __getitem__(self, key: int) -> Step:
        known = self._made.get(key)
        if known is None:
            # Of two threads that make it both go on with one: what is worked out for a step is found by its identity.
            made = bundled(self._graph, self._groups[key], self._contexts, self._factor)
            known = self._made.setdefault(key, made)
        return known

    def __iter__(self) -> Iterator[Step]:
        return (self[key] for key in range(len(self)))

    @property
    def ends(self) -> Iterator[tuple[Curie, Curie]]:
        """The subject and the object of each step, in order."""
        return ((group[0].subject, group[0].object) for group in self._groups)


def _admitted(graph: Contents, path_filter: PathFilter) -> Iterator[Way]:
    avoid, looking = set(path_filter.avoid), path_filter.looks_at_claims
    for way in groundwork(graph).ways:
        if way.kind != "structural":
            if way.exploring and not path_filter.undirected:
                continue
            if way.kind == "association" and not path_filter.associations:
                continue
            # Most filters look at no more than the wording; others need the claim, which may have to be fetched.
            if not path_filter.lets_in(way.certainty) or (looking and not path_filter.admits(graph.claims[way.claim])):
                continue
        if way.subject not in avoid and way.object not in avoid:
            yield way


def bundled(graph: Contents, group: list[Way], contexts: frozenset[Curie], factor: float) -> Step:
    """The step that ways of one kind and sign between two entities form; what is known elsewhere loses by `factor`."""
    if len(group) > 1:
        group = sorted(group, key=lambda way: (_is_elsewhere(way, contexts), -way.confidence, way.claim))
    best = group[0]
    elsewhere = _is_elsewhere(best, contexts)
    return Step(
        best.subject,
        best.object,
        best.relation,
        best.sign,
        best.kind,
        tuple([graph.claims[way.claim] for way in group if way.claim]),
        best.confidence * factor if elsewhere else best.confidence,
        best.note,
        best.reversed,
        elsewhere,
        best.inside,
        best.filed or (len(group) > 1 and any(way.filed for way in group)),
    )


def _is_elsewhere(way: Way, contexts: frozenset[Curie]) -> bool:
    """Whether a way is stated for other diseases than those in question, if any is."""
    return bool(contexts and way.disease and way.kind != "structural" and way.disease not in contexts)


def cost(step: Step) -> float:
    """What a step costs in the search; see `cost_of`."""
    return cost_of(step.confidence)


def cost_of(confidence: float) -> float:
    """What a confidence costs in the search: −log of it, to nine digits.

    Mathematical libraries differ in the last of sixteen; so the order of routes is the same with all of them.
    """
    return round(-log(max(confidence, _LEAST_CONFIDENCE)), 9)


def related_contexts(graph: Contents, disease: Curie) -> frozenset[Curie]:
    """A disease with its more general and more special forms; empty for what is not a disease."""
    if disease not in graph.entities or graph.entities[disease].kind != "disease":
        return frozenset()
    pairs = groundwork(graph).subtypes
    related, found = {disease}, {disease}
    while found:
        found = {entity for pair in pairs if found.intersection(pair) for entity in pair} - related
        related |= found
    return frozenset(related)


def valence_of(graph: Contents, entity: Curie) -> str:
    """The valence of an entity; empty for one that is not described."""
    return graph.entities[entity].valence if entity in graph.entities else ""


def is_mechanistic(step: Step, start: Curie, end: Curie) -> bool:
    """Whether a step makes a path from `start` to `end` more than outcome evidence.

    It does when it leads to something inside the body between the two ends, or when it is a later step that a source
    files under a mechanism (weight loss worsens prognosis).
    """
    return (step.object != end and step.inside) or (step.subject != start and step.filed)


def product(steps: Iterable[Step]) -> str:
    """The sign of a chain of steps: + for an empty chain."""
    sign = "+"
    for step in steps:
        sign = times(sign, step.sign)
    return sign


def effect_of(sign: str, valence: str) -> str:
    """What a path does to its end: helps, harms, raises, lowers or unknown."""
    if sign not in ("+", "-"):
        return "unknown"
    if valence == "unwanted":
        return "harms" if sign == "+" else "helps"
    if valence == "wanted":
        return "helps" if sign == "+" else "harms"
    return "raises" if sign == "+" else "lowers"
