"""Paths of one graph under one filter, for any pair of entities: ranked, counted, or only the shortest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from math import log
from operator import attrgetter
from typing import TYPE_CHECKING

from kgraph.frozen import replace
from kgraph.model import Curie
from kgraph.paths.candidate_steps import groundwork
from kgraph.paths.filters import PathFilter
from kgraph.paths.outcome_rule import leaves_outcome, outcome_of
from kgraph.paths.search import Arc, ArcsBothWays, PathSpace, SearchBudget
from kgraph.paths.standing_arcs import StandingArcs, StepPlaces, kept_with, stands
from kgraph.paths.steps import Steps, cost, effect_of, is_mechanistic, valence_of
from kgraph.paths.values import SIGNS, Path, Step

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.paths.hubs import Hubs

_BY_KEY = attrgetter("key")
_MECHANISM_MARK = 1
_FILED_MARK = 2
_FIRST_VIA_MARK = 4

Found = Mapping[str, Iterator[Path]]
Question = tuple[PathFilter, bool, frozenset[Curie]]


def _steps(graph: Contents, question: Question) -> tuple[Steps, StepPlaces]:
    """The steps under a filter and where they lie; the next question often differs in nothing but its ends."""
    path_filter, bundle, contexts = question

    def made() -> tuple[Steps, StepPlaces]:
        steps = Steps(graph, path_filter, bundle=bundle, contexts=contexts)
        return steps, StepPlaces(steps)

    return kept_with(graph, "steps by filter", question, made)


class PathSearch:
    """The steps of one graph under one filter, ready to be searched for any pair of entities.

    With `hubs`, passing through a generic hub costs what they say.  Without `through_outcome`, no path passes through
    what is the outcome itself and leaves it again.
    """

    def __init__(
        self,
        graph: Contents,
        path_filter: PathFilter,
        *,
        bundle: bool = True,
        contexts: frozenset[Curie] = frozenset(),
        hubs: Hubs | None = None,
        through_outcome: bool = True,
    ) -> None:
        self._graph = graph
        self._filter = path_filter
        self._hubs = hubs
        self._through_outcome = through_outcome
        self._question = (path_filter, bundle, contexts)
        self._steps, self._places = _steps(graph, self._question)
        self._past = kept_with(graph, "steps past hubs", self._question, dict[tuple[int, float], Step])

    def usable(self, start: Curie, end: Curie) -> Iterator[tuple[int, Step]]:
        """The steps that a path between two entities may take, with their numbers."""
        usable = self._usable(start, end)
        return ((key, step) for key, step in enumerate(self._steps) if usable(step))

    def _usable(self, start: Curie, end: Curie) -> Callable[[Step], bool]:
        """What tells whether a path between two entities may take a step."""
        # No source leads from one of the diseases in question to another, so none is a stepping stone.
        other_diseases = groundwork(self._graph).diseases - {start, end}
        outcome = self._outcome(start, end)

        def usable(step: Step) -> bool:
            # Opposites answer for the ends of a question; inside a path they would only say everything twice.
            if step.note == "opposite" and step.subject != start and step.object != end:
                return False
            if leaves_outcome(step, outcome) or (not self._through_outcome and self._is_inborn(step.object, end)):
                return False
            return step.subject not in other_diseases and step.object not in other_diseases

        return usable

    def _outcome(self, start: Curie, end: Curie) -> frozenset[Curie]:
        """What no path may leave once it is there."""
        outcome: frozenset[Curie] = frozenset() if self._through_outcome else outcome_of(self._graph, end)
        return outcome - {start, *self._filter.via}

    def _is_inborn(self, entity: Curie, end: Curie) -> bool:
        """Whether an entity on the way is an inborn disorder, which nothing done later lowers."""
        asked = entity == end or entity in self._filter.via
        return not asked and entity in self._graph.entities and self._graph.entities[entity].germline

    def mechanism_paths(self, start: Curie, end: Curie, max_hops: int, limits: Mapping[str, SearchBudget]) -> Found:
        """For each sign, the paths that go through a mechanism, most confident first."""
        return self._paths(start, end, max_hops, limits, mechanistic=True)

    def outcome_paths(self, start: Curie, end: Curie, max_hops: int, limits: Mapping[str, SearchBudget]) -> Found:
        """For each sign, the paths with no mechanism between the ends, most confident first.

        There are none under a filter that asks for an entity or a mechanism between the ends.
        """
        if self._filter.via or self._filter.mechanism:
            return {sign: iter(()) for sign in SIGNS}
        return self._paths(start, end, max_hops, limits, mechanistic=False)

    def count(self, start: Curie, end: Curie, max_hops: int, *, most: int, limits: SearchBudget) -> int:
        """How many paths there are, of all signs and with or without a mechanism; counting stops at `most`."""
        each = dict.fromkeys(SIGNS, limits)
        blocks = (self._paths(start, end, max_hops, each, mechanistic=m, plain=True) for m in self._blocks())
        return sum(1 for _ in islice(chain.from_iterable(chain(*(block.values() for block in blocks))), most))

    def shortest(self, start: Curie, end: Curie, max_hops: int, limits: SearchBudget) -> int | None:
        """The number of steps of the shortest path of at most `max_hops`, or None when there is none."""
        each = dict.fromkeys(SIGNS, limits)
        blocks = (self._paths(start, end, max_hops, each, mechanistic=m, plain=True) for m in self._blocks())
        firsts = (next(paths, None) for block in blocks for paths in block.values())
        return min((len(path.steps) for path in firsts if path), default=None)

    def _blocks(self) -> tuple[bool, ...]:
        return (True,) if self._filter.via or self._filter.mechanism else (True, False)

    def _paths(
        self,
        start: Curie,
        end: Curie,
        max_hops: int,
        limits: Mapping[str, SearchBudget],
        *,
        mechanistic: bool,
        plain: bool = False,
    ) -> dict[str, Iterator[Path]]:
        """For each sign the paths of one block by confidence, or, when `plain`, by number of steps."""
        arcs, wanted = self.nearby(start, end, mechanistic=mechanistic, plain=plain)
        space = PathSpace(arcs, start, end, max_hops=max_hops, marks=wanted, limits=limits["+"])
        return {sign: self._found(space, sign, end, limits[sign]) for sign in SIGNS}

    def network(
        self, start: Curie, end: Curie, *, mechanistic: bool | None, plain: bool = False
    ) -> tuple[ArcsBothWays, int]:
        """The arcs that paths between two entities may take, by their source, and the marks that a path must collect.

        With `mechanistic` the paths must go through a mechanism, or, when it is false, through none; None takes both.
        Each arc costs 1 when `plain`.
        """
        arcs, wanted = self.nearby(start, end, mechanistic=mechanistic, plain=plain)
        for node in self._places.leaving:
            arcs[node]  # fetches them
        return arcs, wanted

    def nearby(
        self, start: Curie, end: Curie, *, mechanistic: bool | None, plain: bool = False
    ) -> tuple[ArcsBothWays, int]:
        """The same, for searches that come to few entities: the arcs of each are fetched when it is looked at."""
        wanted = self._wanted() if mechanistic else 0
        outside = mechanistic is False
        standing = self._standing(outside=outside, plain=plain)
        usable, outcome, ends = self._usable(start, end), self._outcome(start, end), {start, end}
        anew: dict[Curie, list[Arc]] = {}
        anew_into: dict[Curie, list[Arc]] = {}
        for key in self._places.touching(start, end):
            step = self._steps[key]
            if usable(step) and not (outside and is_mechanistic(step, start, end)):
                arc = self._arc(key, step, start, end, plain=plain)
                anew.setdefault(step.subject, []).append(arc)
                anew_into.setdefault(step.object, []).append(arc)

        def asked(arcs: list[Arc], new: Sequence[Arc]) -> list[Arc]:
            rest = [
                arc
                for arc in arcs
                if arc.source not in ends
                and arc.target not in ends
                and not (arc.source in outcome and leaves_outcome(self._steps[arc.key], outcome))
            ]
            return sorted([*rest, *new], key=_BY_KEY) if new else rest

        reaching = ArcsBothWays({}, lambda node: asked(standing.reaching(node), anew_into.get(node, ())), {})
        return ArcsBothWays({}, lambda node: asked(standing.leaving(node), anew.get(node, ())), reaching), wanted

    def relations(self, subject: Curie, target: Curie) -> list[str]:
        """The relations of the steps from one entity straight to another, by name."""
        steps = (self._steps[key] for key in self._places.leaving.get(subject, ()))
        return sorted({step.relation for step in steps if step.object == target})

    def _standing(self, *, outside: bool, plain: bool) -> StandingArcs:
        """The arcs that stand whatever the ends; with `outside`, those that make no path mechanistic."""

        def arc(key: int) -> Arc | None:
            step = self._steps[key]
            inborn = not self._through_outcome and self._is_inborn(step.object, "")
            if not stands(self._graph, step) or inborn or (outside and is_mechanistic(step, "", "")):
                return None
            return self._arc(key, step, "", "", plain=plain)

        key = (*self._question, self._hubs is not None, self._through_outcome, outside, plain)
        return kept_with(self._graph, "standing arcs", key, lambda: StandingArcs(self._places, arc))

    def _arc(self, key: int, step: Step, start: Curie, end: Curie, *, plain: bool) -> Arc:
        marks = self._marks(step, start, end)
        general = step.subject if step.note == "extrapolation" else ""
        leaves = step.object if step.relation == "has_subtype" and step.reversed else ""
        price = 1.0 if plain else cost(step) - round(log(self._hub_factor(step, end)), 9)
        return Arc(step.subject, step.object, price, step.sign, marks, leaves, general, key)

    def _hub_factor(self, step: Step, end: Curie) -> float:
        """What a path loses by passing on through the object of a step; arriving costs nothing."""
        return 1.0 if self._hubs is None or step.object == end else self._hubs.factor(step.object)

    def _found(self, space: PathSpace, sign: str, end: Curie, limits: SearchBudget) -> Iterator[Path]:
        effect = effect_of(sign, valence_of(self._graph, end))
        for arcs in space.cheapest(sign, limits):
            steps = tuple(self._steps[arc.key] for arc in arcs)
            if self._hubs is not None:
                steps = tuple(self._past_hub(arc.key, step, end) for arc, step in zip(arcs, steps, strict=True))
            yield Path(steps, sign, effect)

    def _past_hub(self, key: int, step: Step, end: Curie) -> Step:
        """A step with what passing on through its object costs; the same one in every path, to be graded once."""
        factor = self._hub_factor(step, end)
        if factor == step.hub_factor:
            return step
        known = self._past.get((key, factor))
        if known is None:
            known = self._past[key, factor] = replace(step, hub_factor=factor)
        return known

    def _wanted(self) -> int:
        wanted = _MECHANISM_MARK | (_FILED_MARK if self._filter.mechanism else 0)
        for index, _ in enumerate(self._filter.via):
            wanted |= _FIRST_VIA_MARK << index
        return wanted

    def _marks(self, step: Step, start: Curie, end: Curie) -> int:
        marks = _MECHANISM_MARK if is_mechanistic(step, start, end) else 0
        if self._filter.mechanism and any(self._filter.mechanism in claim.mechanisms for claim in step.claims):
            marks |= _FILED_MARK
        for index, entity in enumerate(self._filter.via):
            if entity in (step.subject, step.object):
                marks |= _FIRST_VIA_MARK << index
        return marks
