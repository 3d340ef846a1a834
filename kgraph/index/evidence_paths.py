"""Paths of an index with their evidence: what `kgraph.paths.find_paths` asks of a graph, found in compiled steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kgraph.index.held_graph import HeldGraph
from kgraph.index.held_steps import HeldSteps
from kgraph.index.parallel_rows import Row, each_choice
from kgraph.index.question import Question
from kgraph.index.question_rows import Asked
from kgraph.index.question_steps import CompiledSteps, QuestionSteps, steps_of
from kgraph.index.reach import OutOfTimeError
from kgraph.index.search import Found, IndexPathSpace
from kgraph.index.short_paths import ShortPaths
from kgraph.index.shortest_walk import shortest_walk
from kgraph.index.steps_between import arcs_between
from kgraph.paths.filters import PathFilter
from kgraph.paths.hubs import hubs_of
from kgraph.paths.outcome_rule import outcome_of
from kgraph.paths.reason_words import Reason, Relaxed, sentence
from kgraph.paths.reasons import explain_absence, what_they_give
from kgraph.paths.search import SearchBudget
from kgraph.paths.search_options import LARGE_GRAPH, MOST_HOPS
from kgraph.paths.steps import effect_of, valence_of
from kgraph.paths.values import SIGNS, Path, Verdict
from kgraph.paths.verdict import CUT_SHORT, NOT_DECIDED, judge
from kgraph.vocabulary import TENTATIVE

if TYPE_CHECKING:
    from kgraph.index.open_index import GraphIndex
    from kgraph.model import Curie

_OWED = {"+": 0, "-": 1, "?": 1}
_MECHANISM, _FILED, _FIRST_VIA = 1, 2, 4
_REASON_SECONDS = 5.0
# Steps of the last few questions; a verdict asks about those of all lengths.
_KEPT = 4


def graph_of(index: GraphIndex, *, any_length: bool = False) -> HeldGraph:
    """The contents of an index, whose paths `find_paths` finds in its steps; with `any_length` without a limit of hops.

    Raises DataError for an index that holds no evidence.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from kgraph import find_paths
    >>> from kgraph.index.build import build_index
    >>> from kgraph.index.open_index import GraphIndex
    >>> with TemporaryDirectory() as folder:
    ...     facts = build_index(Path(folder, "bundled.index"))
    ...     answer = find_paths(graph_of(GraphIndex(Path(folder, "bundled.index"))), "acetoacetate", "seizures")
    >>> answer.paths[0].effect
    'helps'
    """
    graph = HeldGraph(index)
    graph.finder = IndexFinder(graph, any_length=any_length)
    return graph


class IndexFinder:
    """Finds the paths of an index with evidence; with `any_length` no limit of hops counts."""

    def __init__(self, graph: HeldGraph, *, any_length: bool = False) -> None:
        self.graph, self.any_length = graph, any_length
        self.has_hubs = graph.typed
        self.held_steps = HeldSteps(graph)
        self._steps: dict[Asked, QuestionSteps] = {}

    def searching(
        self, path_filter: PathFilter, *, bundle: bool, contexts: frozenset[Curie], hubs: bool, expected: int
    ) -> IndexSearch:
        """The steps under a filter, ready to be searched; `expected` paths of a sign will probably be read."""
        return IndexSearch(self, path_filter, separate=not bundle, contexts=contexts, hubs=hubs, expected=expected)

    def verdict(
        self, start: Curie, end: Curie, *, path_filter: PathFilter, found: Collection[str], most: int
    ) -> Verdict:
        """The verdict on all paths under a filter, of any length; see `kgraph.paths.verdict.judge`."""
        if "+" in found and "-" in found:
            return judge({}, start, end, found=found)
        if start == end:
            return judge({}, start, end)
        from kgraph.paths.steps import related_contexts

        asked = self.asked(path_filter, start, end, 0, contexts=related_contexts(self.graph, end))
        steps = self.steps(asked)
        marks, wanted = None, 0
        if path_filter.via or path_filter.mechanism:
            marks, wanted = _marks(steps, asked)
        arcs = arcs_between(steps.out, steps.into, steps.start, steps.end, blocked=(), most=most, marks=marks)
        if arcs is None:
            return Verdict(NOT_DECIDED, "", CUT_SHORT, unknown=steps.has_unknown_signs)
        return judge(arcs, str(steps.start), str(steps.end), marks=wanted, most=most, found=found)

    def absence(
        self, path_filter: PathFilter, start: Curie, end: Curie, *, max_hops: int, bundle: bool, cut: bool
    ) -> Reason:
        """Why nothing was found: in an index of some thousand claims as in a graph that was read, else what is proved.

        A filter is to blame when the steps without it lead there.
        """
        graph = self.graph
        if start == end:
            return Reason("same", (sentence("both-ends", name=graph.label(start)),))
        if cut:
            return Reason("cut", (sentence("search-cut"),))
        if graph.typed and len(graph.claims) <= LARGE_GRAPH and not self.any_length:
            return explain_absence(graph.whole, path_filter, start, end, max_hops=max_hops, bundle=bundle, cut=cut)
        ends = {"start": graph.label(start), "end": graph.label(end)}
        limit = 0 if self.any_length else max_hops
        try:
            shortest = self._shortest(path_filter, start, end)
            if shortest is not None and limit and shortest > limit:
                code = "shortest-too-long" if shortest <= MOST_HOPS else "longer-than-any-limit"
                return Reason("hop-limit", (sentence(code, shortest=shortest, limit=limit),), shortest)
            if shortest is not None:
                return Reason("cut", (sentence("reason-cut"),))
            relaxed = tuple(self._relaxed(path_filter, start, end, limit))
            if relaxed:
                return Reason("filter", what_they_give(relaxed), None, relaxed)
            free = self._shortest(PathFilter(include=TENTATIVE), start, end)
        except OutOfTimeError:
            return Reason("cut", (sentence("reason-cut"),))
        if free is not None:
            return Reason("filter", (sentence("no-single-choice", shortest=free),), free)
        return Reason("unreachable", (sentence("no-step-leads-on", **ends),))

    def _relaxed(self, path_filter: PathFilter, start: Curie, end: Curie, limit: int) -> Iterator[Relaxed]:
        """The restrictions without which there are paths within the limit; how many is not counted."""
        for choice, other in path_filter.relaxed():
            shortest = self._shortest(other, start, end)
            if shortest is not None and (not limit or shortest <= limit):
                yield Relaxed(choice, 1, at_least=True)

    def _shortest(self, path_filter: PathFilter, start: Curie, end: Curie) -> int | None:
        """The number of steps of the shortest walk of any sign; None when there is none.  Raises OutOfTimeError."""
        steps = self.steps(self.asked(path_filter, start, end, 0))
        question = Question(steps.start, steps.end, 0, "unsigned", rules=steps.rules)
        return shortest_walk(steps.out, steps.into, question, SearchBudget(seconds=_REASON_SECONDS))

    def asked(
        self,
        path_filter: PathFilter,
        start: Curie,
        end: Curie,
        max_hops: int,
        *,
        contexts: frozenset[Curie] = frozenset(),
        separate: bool = False,
        hubs: tuple[float, float] | None = None,
    ) -> Asked:
        """What decides about the steps of a question."""
        graph, work = self.graph, self.graph.derived["groundwork"]
        first, last = graph.number(start), graph.number(end)
        via = self._numbers(path_filter.via)
        return Asked(
            first,
            last,
            max_hops,
            path_filter,
            via,
            self._numbers(path_filter.avoid),
            self._numbers(outcome_of(graph, end)) - {first, *via},
            self._numbers(work.diseases) - {first, last},
            contexts,
            work.elsewhere,
            separate,
            hubs,
        )

    def _numbers(self, entities: Collection[Curie]) -> frozenset[int]:
        found = (self.graph.node(entity) for entity in entities)
        return frozenset(number for number in found if number is not None)

    def steps(self, asked: Asked) -> QuestionSteps:
        """The steps of a question; those of the last few are kept."""
        known = self._steps.get(asked)
        if known is None:
            known = self._steps[asked] = steps_of(self.graph.index.content, self.graph.held, asked)
            if len(self._steps) > _KEPT:
                self._steps.pop(next(iter(self._steps)))
        return known


class IndexSearch:
    """The steps of an index under one filter, searched for any pair of entities as `PathSearch` does."""

    def __init__(
        self,
        finder: IndexFinder,
        path_filter: PathFilter,
        *,
        separate: bool,
        contexts: frozenset[Curie],
        hubs: bool,
        expected: int,
    ) -> None:
        self._finder, self._filter, self._expected = finder, path_filter, expected
        self._separate, self._contexts, self._hubs = separate, contexts, hubs

    def mechanism_paths(
        self, start: Curie, end: Curie, max_hops: int, limits: Mapping[str, SearchBudget]
    ) -> Mapping[str, Iterator[Path]]:
        """For each sign, the paths that go through a mechanism, most confident first."""
        asked = self._asked(start, end, max_hops)
        steps = self._finder.steps(asked)
        mechanism = self._filter.mechanism
        filed = steps.filed_under(mechanism) if mechanism else None

        def wanted(found: Found) -> bool:
            places = zip(found.steps, found.nodes, found.nodes[1:], strict=False)
            return (
                any(steps.is_mechanistic(*place) for place in places)
                and asked.via <= {steps.node_in_file(node) for node in found.nodes}
                and (filed is None or any(filed[step] for step in found.steps))
            )

        return self._found(steps, asked, limits, wanted)

    def outcome_paths(
        self, start: Curie, end: Curie, max_hops: int, limits: Mapping[str, SearchBudget]
    ) -> Mapping[str, Iterator[Path]]:
        """For each sign, the paths with no mechanism between the ends, most confident first.

        There are none under a filter that asks for an entity or a mechanism between the ends.
        """
        if self._filter.via or self._filter.mechanism:
            return {sign: iter(()) for sign in SIGNS}
        asked = self._asked(start, end, max_hops)
        steps = self._finder.steps(asked)
        if isinstance(steps, CompiledSteps):
            return self._found(steps.outcome_only(), asked, limits, lambda _: True)

        def plain(found: Found) -> bool:
            places = zip(found.steps, found.nodes, found.nodes[1:], strict=False)
            return not any(steps.is_mechanistic(*place) for place in places)

        # Where nothing is told of nodes, all that lies between the ends is a mechanism.
        return self._found(steps, replace(asked, max_hops=1), limits, plain)

    def _asked(self, start: Curie, end: Curie, max_hops: int) -> Asked:
        known = hubs_of(self._finder.graph)
        return self._finder.asked(
            self._filter,
            start,
            end,
            0 if self._finder.any_length else max_hops,
            contexts=self._contexts,
            separate=self._separate,
            hubs=(known.threshold, known.damping) if self._hubs else None,
        )

    def _found(
        self, steps: QuestionSteps, asked: Asked, limits: Mapping[str, SearchBudget], wanted: Callable[[Found], bool]
    ) -> Mapping[str, Iterator[Path]]:
        spaces: dict[str, IndexPathSpace] = {}
        short: ShortPaths | None = None
        found = {}
        for sign in SIGNS:
            mode = "unknown" if sign == "?" else "parity"
            if mode not in spaces:
                question = Question(
                    steps.start, steps.end, asked.max_hops, mode, rules=steps.rules, apart=asked.separate
                )
                spaces[mode] = IndexPathSpace(steps.rounds, steps.out, steps.into, question, short)
                short = spaces[mode].short
            paths = self._of_sign(spaces[mode], steps, asked, sign, limits[sign], wanted)
            found[sign] = paths if sign != "?" or steps.has_unknown_signs else iter(())
        return found

    def _of_sign(
        self,
        space: IndexPathSpace,
        steps: QuestionSteps,
        asked: Asked,
        sign: str,
        limits: SearchBudget,
        wanted: Callable[[Found], bool],
    ) -> Iterator[Path]:
        graph, held = self._finder.graph, self._finder.held_steps
        end = held.node(asked.end)
        effect = effect_of(sign, valence_of(graph, end))
        found = filter(wanted, space.cheapest(_OWED[sign], limits, expected=self._expected))
        for path, rows in self._with_rows(steps, found):
            made = tuple(
                held.step(steps, place, (steps.node_in_file(subject), steps.node_in_file(target)), members, asked)
                for place, subject, target, members in zip(path.steps, path.nodes, path.nodes[1:], rows, strict=False)
            )
            yield Path(made, sign, effect)

    def _with_rows(self, steps: QuestionSteps, found: Iterator[Found]) -> Iterator[tuple[Found, list[list[Row]]]]:
        if self._separate:
            for _, path, rows in each_choice(found, steps.members):
                yield path, [[row] for row in rows]
            return
        for path in found:
            yield path, [steps.members(step) for step in path.steps]


def _marks(steps: QuestionSteps, asked: Asked) -> tuple[NDArray[np.int64], int]:
    """For each step the marks that a path collects by it, and all that it must collect."""
    marks = np.where(steps.mechanistic_steps(), _MECHANISM, 0).astype(np.int64)
    wanted = _MECHANISM
    if asked.path_filter.mechanism:
        marks |= np.where(steps.filed_under(asked.path_filter.mechanism), _FILED, 0)
        wanted |= _FILED
    sources = steps.sources()
    for number, node in enumerate(sorted(asked.via)):
        local = steps.node_here(node)
        marks |= np.where((sources == local) | (steps.out.node == local), _FIRST_VIA << number, 0)
        wanted |= _FIRST_VIA << number
    return marks, wanted
