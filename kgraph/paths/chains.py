"""Routes folded into chains, and chains into mechanisms.

A *route* is a simple path within the hop limit.  Routes that tell the same story are variants of one *chain*: through
a special form of the start, with one more stop, or to another sign of the same disease.  A chain belongs to one
mechanism: the one that most of its graded steps are filed under, of equals the one that acts first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from kgraph.model import Contents, Curie
from kgraph.paths.grades import Grading
from kgraph.paths.outcome_rule import general_forms, outcome_of, special_forms
from kgraph.paths.search_options import EFFECTS
from kgraph.paths.values import Chain, MechanismEntry, Path


class _Ranked(NamedTuple):
    """A route with what it is sorted and folded by."""

    key: object
    route: Path
    mechanisms: list[str]
    story: tuple[Curie, ...]


class Folding:
    """How the routes of one question become chains and entries."""

    def __init__(self, graph: Contents, start: Curie, end: Curie, *, separate: bool = False) -> None:
        self._graph = graph
        # Parallel claims that were asked for as steps of their own are no variants of each other.
        self._separate = separate
        self._outcome = outcome_of(graph, end)
        self._starts = special_forms(graph, start)
        self._forms = self._starts | general_forms(graph, start)
        self.grading = Grading(graph, end)

    def told_apart(self, routes: Iterable[Path]) -> tuple[list[Path], list[Path]]:
        """Routes that pass through something, and those that only name the ends in other forms, as outcomes do."""
        through: list[Path] = []
        plain: list[Path] = []
        for route in routes:
            stops = (one for one in route.entities if one not in self._forms and one not in self._outcome)
            (through if any(True for _ in stops) else plain).append(route)
        return through, plain

    def chains(self, routes: Iterable[Path]) -> list[Chain]:
        """The chains that routes fold into, best first."""
        ranked = [_Ranked(self.grading.key(one), one, self._mechanisms(one), self._story(one)) for one in routes]
        ranked.sort(key=_BY_KEY)
        groups: dict[tuple[str, str], list[_Ranked]] = {}
        for one in ranked:
            groups.setdefault((one.mechanisms[0], one.route.effect), []).append(one)
        found = []
        for members in groups.values():
            for best, *others in _folded(members, separate=self._separate):
                grades = tuple(self.grading.grades(best.route))
                variants = tuple(other.route for other in others)
                mechanism, *touches = best.mechanisms
                found.append((best.key, Chain(best.route, grades, variants, mechanism, tuple(touches))))
        found.sort(key=_FIRST)
        return [chain for _, chain in found]

    def entries(self, chains: Sequence[Chain]) -> list[MechanismEntry]:
        """An entry for each mechanism, in the order of their best chains: helps, harms, then directions unknown."""
        groups: dict[str, list[Chain]] = {}
        for chain in chains:
            groups.setdefault(chain.mechanism, []).append(chain)
        entries = [self._entry(mechanism, members) for mechanism, members in groups.items()]
        return sorted(entries, key=lambda entry: EFFECTS.index(entry.shown.effect))

    def _entry(self, mechanism: str, chains: list[Chain]) -> MechanismEntry:
        papers: dict[Curie, None] = {}
        human: dict[Curie, None] = {}
        # Most routes share steps, and what a step adds it adds once.
        seen: set[int] = set()
        for chain in chains:
            for route in (chain.path, *chain.variants):
                for step in route.steps:
                    if id(step) in seen:
                        continue
                    seen.add(id(step))
                    for paper, people in self.grading.papers(step).items():
                        papers[paper] = None
                        if people:
                            human[paper] = None
        return MechanismEntry(mechanism, tuple(chains), tuple(papers), tuple(human))

    def _mechanisms(self, path: Path) -> list[str]:
        """The mechanisms that a route's graded steps are filed under, the one it belongs to first."""
        count: dict[str, int] = {}
        first: dict[str, int] = {}
        for place, step in enumerate(path.steps):
            for name in self.grading.filed(step):
                count[name] = count.get(name, 0) + 1
                first.setdefault(name, place)
        if not count:
            return [path.entities[1]]
        return sorted(count, key=lambda name: (-count[name], first[name], name))

    def _story(self, path: Path) -> tuple[Curie, ...]:
        """What a route passes through, without the forms of the start and the signs of the outcome."""
        return tuple(one for one in path.entities[1:] if one not in self._starts and one not in self._outcome)


_BY_KEY: Any = attrgetter("key")
_FIRST: Any = itemgetter(0)


def _folded(ranked: list[_Ranked], *, separate: bool) -> list[list[_Ranked]]:
    """Routes of one mechanism and effect, those together that tell the same story; the best of each comes first."""
    groups: list[tuple[tuple[Curie, ...], frozenset[Curie], list[_Ranked]]] = []
    for one in sorted(ranked, key=lambda one: len(one.story)):
        stops = frozenset(one.story)
        for story, stops_of_story, members in groups:
            # Most stories have stops that this one lacks, which is quickly seen.
            if not stops_of_story <= stops or not _is_within(story, one.story):
                continue
            if not (separate and any(one.route.entities == other.route.entities for other in members)):
                members.append(one)
                break
        else:
            groups.append((one.story, stops, [one]))
    return [sorted(members, key=_BY_KEY) for *_, members in groups]


def _is_within(shorter: tuple[Curie, ...], longer: tuple[Curie, ...]) -> bool:
    """Whether one list of stops is the other with some left out."""
    rest = iter(longer)
    return bool(shorter or not longer) and all(stop in rest for stop in shorter)
