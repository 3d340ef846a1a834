"""The arcs of a graph under one filter, laid out once for every question: what no question's ends can change.

The ends of a question decide about the steps that touch them, and which of a path's steps make it mechanistic.  All
others are the same arcs in every question, so they are made once and kept with the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

from kgraph.model import Curie
from kgraph.paths.candidate_steps import groundwork
from kgraph.paths.search import Arc
from kgraph.paths.values import Step

if TYPE_CHECKING:
    from kgraph.model import Contents

_Made = TypeVar("_Made")
# Layouts that are kept with a graph: a question asks for two, and its reasons for some more.
_KEPT = 24


class StandingArcs:
    """The arcs that leave and reach each entity, in the order of the steps, and the numbers of the steps at each."""

    def __init__(self, steps: list[Step], stands: Callable[[Step], bool], arc: Callable[[int, Step], Arc]) -> None:
        self.leaving: dict[Curie, list[Arc]] = {}
        self.reaching: dict[Curie, list[Arc]] = {}
        self.touching: dict[Curie, list[int]] = {}
        for key, step in enumerate(steps):
            self.touching.setdefault(step.subject, []).append(key)
            self.touching.setdefault(step.object, []).append(key)
            if stands(step):
                standing = arc(key, step)
                self.leaving.setdefault(step.subject, []).append(standing)
                self.reaching.setdefault(step.object, []).append(standing)


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
