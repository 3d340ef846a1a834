"""Signed, ranked paths between two entities, with both sides and the reason when there is none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment
from kgraph.model import Curie
from kgraph.paths.because import explain_absence
from kgraph.paths.filters import PathFilter
from kgraph.paths.search import Arc, Limits, cheapest_paths
from kgraph.paths.steps import build_steps, cost, effect_of, is_mechanistic, related_contexts
from kgraph.paths.values import SIGNS, Path, PathAnswer, Step, Why

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

__all__ = ["Path", "PathAnswer", "PathFilter", "Step", "Why", "find_paths"]

MAX_HOPS = 6
TOP = 5

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
    limits = Limits(seconds=seconds)
    mechanism_paths: list[Path] = []
    outcomes: list[Path] = []
    more = False
    for sign in SIGNS:
        found = list(islice(search.mechanism_paths(first, last, sign, max_hops, limits), top + 1))
        more = more or len(found) > top
        mechanism_paths += found[:top]
        if not (kept.via or kept.mechanism):
            known = list(islice(search.outcome_paths(first, last, sign, max_hops, limits), top + 1))
            more = more or len(known) > top
            outcomes += known[:top]
    mechanism_paths.sort(key=_rank)
    outcomes.sort(key=_rank)
    because = None
    if not mechanism_paths and not outcomes:
        because = explain_absence(graph, kept, first, last, max_hops=max_hops, cut=limits.hit)
    return PathAnswer(
        first,
        last,
        tuple(mechanism_paths),
        tuple(outcomes),
        complete=not limits.hit,
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
        self._steps = build_steps(graph, Assessment(graph), kept, bundle=bundle, contexts=contexts)
        # No source leads from one of the diseases in question to another, so none is a stepping stone.
        ends = {hypothesis.end for hypothesis in graph.hypotheses.values()}
        self._diseases = {end for end in ends if end in graph.entities and graph.entities[end].kind == "disease"}

    def mechanism_paths(self, start: Curie, end: Curie, sign: str, max_hops: int, limits: Limits) -> Iterator[Path]:
        """Paths of one sign that go through a mechanism, most confident first."""
        wanted = _MECHANISM_MARK | (_FILED_MARK if self._kept.mechanism else 0)
        for index, _ in enumerate(self._kept.via):
            wanted |= _FIRST_VIA_MARK << index
        yield from self._paths(start, end, sign, max_hops, limits, wanted=wanted, mechanistic=True)

    def outcome_paths(self, start: Curie, end: Curie, sign: str, max_hops: int, limits: Limits) -> Iterator[Path]:
        """Paths of one sign with no mechanism between the ends, most confident first."""
        yield from self._paths(start, end, sign, max_hops, limits, wanted=0, mechanistic=False)

    def _paths(
        self, start: Curie, end: Curie, sign: str, max_hops: int, limits: Limits, *, wanted: int, mechanistic: bool
    ) -> Iterator[Path]:
        arcs: dict[str, list[Arc]] = {}
        for key, step in enumerate(self._steps):
            # Opposites answer for the ends of a question; inside a path they would only say everything twice.
            if step.note == "opposite" and step.subject != start and step.object != end:
                continue
            if not {step.subject, step.object}.isdisjoint(self._diseases - {start, end}):
                continue
            marks = self._marks(step, start, end) & wanted
            if not mechanistic and is_mechanistic(self._graph, step, start, end):
                continue
            general = step.subject if step.note == "extrapolation" else ""
            leaves = step.object if step.relation == "has_subtype" and step.reversed else ""
            arc = Arc(step.subject, step.object, cost(step), step.sign, marks, leaves, general, key)
            arcs.setdefault(step.subject, []).append(arc)
        valence = self._graph.entities[end].valence
        for found in cheapest_paths(arcs, start, end, sign=sign, max_hops=max_hops, marks=wanted, limits=limits):
            yield Path(tuple(self._steps[arc.key] for arc in found), sign, effect_of(sign, valence))

    def _marks(self, step: Step, start: Curie, end: Curie) -> int:
        marks = _MECHANISM_MARK if is_mechanistic(self._graph, step, start, end) else 0
        if any(self._kept.mechanism in claim.mechanisms for claim in step.claims):
            marks |= _FILED_MARK
        for index, entity in enumerate(self._kept.via):
            if entity in (step.subject, step.object):
                marks |= _FIRST_VIA_MARK << index
        return marks


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
