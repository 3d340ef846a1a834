"""The arcs of a graph under one filter, laid out once for every question: what no question's ends can change.

The ends of a question decide about the steps that touch them, and which of a path's steps make it mechanistic.  All
others are the same arcs in every question, so each is made once, when a question comes near, and kept with the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, TypeVar

from kgraph.model import Curie
from kgraph.paths.candidate_steps import groundwork
from kgraph.paths.search import Arc
from kgraph.paths.values import Step

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.paths.steps import Steps

_Made = TypeVar("_Made")
# Layouts that are kept with a graph: a question asks for two, and its reasons for some more.
_KEPT = 24


class StepPlaces:
    """The numbers of the steps that leave and that reach each entity, in order."""

    def __init__(self, steps: Steps) -> None:
        self.leaving: dict[Curie, list[int]] = {}
        self.reaching: dict[Curie, list[int]] = {}
        for key, (subject, target) in enumerate(steps.ends):
            self.leaving.setdefault(subject, []).append(key)
            self.reaching.setdefault(target, []).append(key)

    def touching(self, *entities: Curie) -> list[int]:
        """The numbers of the steps that leave or reach any of these, in order."""
        return sorted(
            {key for places in (self.leaving, self.reaching) for one in entities for key in places.get(one, ())}
        )


class StandingArcs:
    """The arcs that stand whatever is asked, laid out for the entities that a question comes to."""

    def __init__(self, places: StepPlaces, arc: Callable[[int], Arc | None]) -> None:
        self._places, self._arc = places, arc
        self._made: dict[int, Arc | None] = {}
        self._leaving: dict[Curie, list[Arc]] = {}
        self._reaching: dict[Curie, list[Arc]] = {}

    def leaving(self, entity: Curie) -> list[Arc]:
        """The arcs that leave an entity, in the order of the steps."""
        known = self._leaving.get(entity)
        if known is None:
            known = self._leaving[entity] = self._arcs(self._places.leaving.get(entity, ()))
        return known

    def reaching(self, entity: Curie) -> list[Arc]:
        """The arcs that reach an entity, in the order of the steps."""
        known = self._reaching.get(entity)
        if known is None:
            known = self._reaching[entity] = self._arcs(self._places.reaching.get(entity, ()))
        return known

    def _arcs(self, keys: Iterable[int]) -> list[Arc]:
        made, found = self._made, []
        for key in keys:
            if key not in made:
                made[key] = self._arc(key)
            arc = made[key]
            if arc is not None:
                found.append(arc)
        return found


def kept_with(graph: Contents, name: str, key: Hashable, make: Callable[[], _Made]) -> _Made:
    """What was made for a key, from the last few that are kept with a graph under a name; made where there is none."""
    known: dict[Hashable, _Made] = graph.derived.setdefault(name, {})
    found = known.get(key)
    if found is None:
        found = known[key] = make()
        if len(known) > _KEPT:
            known.pop(next(iter(known)), None)
    return found


def stands(graph: Contents, step: Step) -> bool:
    """Whether a step counts for questions about other ends than its own, as far as the steps alone tell."""
    diseases = groundwork(graph).diseases
    return step.note != "opposite" and step.subject not in diseases and step.object not in diseases
