"""Signed, ranked paths between two entities, with both sides and the reason when there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from kgraph.model import Curie
from kgraph.paths.because import explain_absence
from kgraph.paths.filters import PathFilter
from kgraph.paths.groundwork import groundwork
from kgraph.paths.search import Arc, Limits, PathSpace
from kgraph.paths.steps import build_steps, cost, effect_of, is_mechanistic, related_contexts, valence_of
from kgraph.paths.values import SIGNS, Path, PathAnswer, Step, Why

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

__all__ = ["Path", "PathAnswer", "PathFilter", "Step", "Why", "find_paths"]

MAX_HOPS = 6
TOP = 5

Budget = Mapping[str, Limits]

_MECHANISM_MARK = 1
_FILED_MARK = 2
_FIRST_VIA_MARK = 4


def find_paths(
    graph: KnowledgeGraph,
    start: str,
    end: str,
    *,
    kept: PathFilter | None = None,
    max_hops: int = MAX_HOPS,
    top: int = TOP,
    bundle: bool = True,
    seconds: float = 20.0,
) -> PathAnswer:
    """The `top` best paths of each sign from `start` to `end`, by confidence; outcome evidence apart.

    Names are resolved as on the command line.  Helpful, harmful and unknown paths are searched separately, so that
    none hides another.  With nothing found, `because` says why.  Raises UnknownNameError and AmbiguousNameError.

    >>> import kgraph
    >>> answer = kgraph.find_paths(kgraph.load(), "acetoacetate", "seizures")
    >>> answer.paths[0].effect
    'helps'
    """
    kept = kept or PathFilter()
    first, last = graph.names.resolve(start).id, graph.names.resolve(end).id
    search = PathSearch(graph, kept, bundle=bundle, contexts=related_contexts(graph, last))
    # Each sign has a budget of its own for each block, so that a costly one leaves the others theirs.
    budgets = [{sign: Limits(seconds=seconds / 6) for sign in SIGNS} for _ in range(2)]
    mechanism_paths, more = _best(search.mechanism_paths(first, last, max_hops, budgets[0]), top)
    outcomes: list[Path] = []
    if not (kept.via or kept.mechanism):
        outcomes, more_outcomes = _best(search.outcome_paths(first, last, max_hops, budgets[1]), top)
        more = more or more_outcomes
    cut = any(limits.hit for budget in budgets for limits in budget.values())
    mechanism_paths.sort(key=_rank)
    outcomes.sort(key=_rank)
    because = None
    if not mechanism_paths and not outcomes:
        because = explain_absence(graph, kept, first, last, max_hops=max_hops, cut=cut)
    return PathAnswer(
        first,
        last,
        tuple(mechanism_paths),
        tuple(outcomes),
        complete=not cut,
        filtered=kept != PathFilter(),
        more=more,
        because=because,
        shared=_shared_steps(graph, mechanism_paths),
    )


class PathSearch:
    """The steps of one graph under one filter, ready to be searched for any pair of entities."""

    def __init__(
        self,
        graph: KnowledgeGraph,
        kept: PathFilter,
        *,
        bundle: bool = True,
        contexts: frozenset[Curie] = frozenset(),
    ) -> None:
        self._graph = graph
        self._kept = kept
        self._steps = build_steps(graph, kept, bundle=bundle, contexts=contexts)
        self._costs = [cost(step) for step in self._steps]
        # No source leads from one of the diseases in question to another, so none is a stepping stone.
        self._diseases = groundwork(graph).diseases

    def mechanism_paths(self, start: Curie, end: Curie, max_hops: int, limits: Budget) -> dict[str, Iterator[Path]]:
        """For each sign, the paths that go through a mechanism, most confident first."""
        wanted = _MECHANISM_MARK | (_FILED_MARK if self._kept.mechanism else 0)
        for index, _ in enumerate(self._kept.via):
            wanted |= _FIRST_VIA_MARK << index
        return self._paths(start, end, max_hops, limits, wanted=wanted, mechanistic=True)

    def outcome_paths(self, start: Curie, end: Curie, max_hops: int, limits: Budget) -> dict[str, Iterator[Path]]:
        """For each sign, the paths with no mechanism between the ends, most confident first."""
        return self._paths(start, end, max_hops, limits, wanted=0, mechanistic=False)

    def _paths(
        self, start: Curie, end: Curie, max_hops: int, limits: Budget, *, wanted: int, mechanistic: bool
    ) -> dict[str, Iterator[Path]]:
        arcs: dict[str, list[Arc]] = {}
        other_diseases = self._diseases - {start, end}
        for key, step in enumerate(self._steps):
            # Opposites answer for the ends of a question; inside a path they would only say everything twice.
            if step.note == "opposite" and step.subject != start and step.object != end:
                continue
            if step.subject in other_diseases or step.object in other_diseases:
                continue
            if not mechanistic and is_mechanistic(step, start, end):
                continue
            marks = self._marks(step, start, end) & wanted if wanted else 0
            general = step.subject if step.note == "extrapolation" else ""
            leaves = step.object if step.relation == "has_subtype" and step.reversed else ""
            arc = Arc(step.subject, step.object, self._costs[key], step.sign, marks, leaves, general, key)
            arcs.setdefault(step.subject, []).append(arc)
        space = PathSpace(arcs, start, end, max_hops=max_hops, marks=wanted)
        return {sign: self._found(space, sign, end, limits[sign]) for sign in SIGNS}

    def _found(self, space: PathSpace, sign: str, end: Curie, limits: Limits) -> Iterator[Path]:
        effect = effect_of(sign, valence_of(self._graph, end))
        for arcs in space.cheapest(sign, limits):
            yield Path(tuple(self._steps[arc.key] for arc in arcs), sign, effect)

    def _marks(self, step: Step, start: Curie, end: Curie) -> int:
        marks = _MECHANISM_MARK if is_mechanistic(step, start, end) else 0
        if self._kept.mechanism and any(self._kept.mechanism in claim.mechanisms for claim in step.claims):
            marks |= _FILED_MARK
        for index, entity in enumerate(self._kept.via):
            if entity in (step.subject, step.object):
                marks |= _FIRST_VIA_MARK << index
        return marks


def _best(paths: dict[str, Iterator[Path]], top: int) -> tuple[list[Path], bool]:
    """The first `top` paths of each sign, and whether there are more."""
    found = {sign: list(islice(of_sign, top + 1)) for sign, of_sign in paths.items()}
    return [path for some in found.values() for path in some[:top]], any(len(some) > top for some in found.values())


def _rank(path: Path) -> tuple[float, int, tuple[str, ...]]:
    return (-path.confidence, len(path.steps), path.entities)


def _shared_steps(graph: KnowledgeGraph, paths: list[Path]) -> tuple[str, ...]:
    """What helpful and harmful paths have in common at their first or last step, in words."""
    notes = []
    for name, index in (("first", 0), ("last", -1)):
        ends = {
            effect: {(p.steps[index].subject, p.steps[index].object): None for p in paths if p.effect == effect}
            for effect in ("helps", "harms")
        }
        for subject, target in ends["helps"]:
            if (subject, target) in ends["harms"]:
                step = f"{graph.label(subject)} → {graph.label(target)}"
                notes.append(f"Helpful and harmful paths share their {name} step: {step}.")
    return tuple(notes)
