"""The k cheapest simple paths with a hop limit and a wanted sign, exactly, in order of cost.

For the target, the least cost to it within h more hops, for each sign still needed and each set of marks still to be
collected, is computed once over walks.  A walk bound never exceeds the cost of a simple path, so best-first expansion
with it (A*, Hart, Nilsson and Raphael 1968) yields simple paths in order of cost and touches little else.

Marks are bits that arcs carry; a path must collect all bits of `marks`.  They express "via this entity" and "through
a mechanism" without a second search.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from math import inf, isfinite

from kgraph.errors import ChoiceError
from kgraph.frozen import frozen
from kgraph.paths.values import SIGNS, times


@frozen
class Arc:
    """A way to take from one node to another: its cost (never negative), its sign, and the marks it carries.

    `key` is the caller's own number for it.

    Two arcs in a row may not be a pair of `leaves` and `enters` with the same text: that is how a step up to a general
    concept and down to another special one is kept out.
    """

    source: str
    target: str
    cost: float
    sign: str
    marks: int = 0
    leaves: str = ""
    enters: str = ""
    key: int = 0


class SearchBudget:
    """How much a search may do; the clock starts when it does its first work.  `hit` tells whether it was cut."""

    def __init__(self, *, seconds: float = 20.0, expansions: int = 400_000) -> None:
        if not isfinite(seconds):
            raise ChoiceError("seconds", seconds, "a finite number")
        self._seconds = seconds
        self._deadline: float | None = None
        self._left = expansions
        self.hit = False

    def spend(self) -> bool:
        """Take one unit; false when there is none left."""
        self._left -= 1
        if self._left < 0:
            self.hit = True
        return not self.hit and (self._left % 256 != 0 or self.in_time())

    def in_time(self) -> bool:
        """Whether there is time left, without taking a unit; for work that comes in large pieces."""
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + self._seconds
        if now > self._deadline:
            self.hit = True
        return not self.hit


_SHORT_LOOK = 2000  # arcs
# Signs by their places in the bounds of a node; 0 is no sign of a path, but an arc may carry it.
_SIGNED = (*SIGNS, "0")
# By the sign so far and the one that is wanted: the places of the signs that the rest may have.
_RESTS = {
    (so_far, wanted): tuple(place for place, rest in enumerate(SIGNS) if times(so_far, rest) == wanted)
    for so_far in _SIGNED
    for wanted in SIGNS
}
_TIMES = {(one, other): times(one, other) for one in _SIGNED for other in _SIGNED}
Network = Mapping[str, Sequence[Arc]]
# For each number of hops: node → the least cost for each sign of the rest and each set of marks that it must collect.
_Bounds = list[dict[str, list[float]]]
_Moves = list[tuple[int, int]]
# An arc that can be taken, the sign and the marks so far once it is, and the least cost of the rest.
_Onward = list[tuple[Arc, str, int, float]]


class ArcsBothWays(dict[str, list[Arc]]):
    """The arcs that leave each node, and beside them those that reach each; both are asked for by ``arcs[node]``.

    What is not there is fetched from `leaving` and `reaching` when it is asked for, and is stored.
    """

    def __init__(
        self,
        known: Mapping[str, list[Arc]],
        leaving: Callable[[str], list[Arc]],
        reaching: dict[str, list[Arc]] | ArcsBothWays,
    ) -> None:
        super().__init__(known)
        self._fetch, self.reaching = leaving, reaching

    def __missing__(self, node: str) -> list[Arc]:
        found = self[node] = self._fetch(node)
        return found

    @classmethod
    def of(cls, arcs: Network) -> ArcsBothWays:
        """The arcs of a network, with those that reach each node worked out where they are not known."""
        if isinstance(arcs, ArcsBothWays):
            return arcs
        reaching: dict[str, list[Arc]] = {}
        for leaving in arcs.values():
            for arc in leaving:
                reaching.setdefault(arc.target, []).append(arc)
        nothing: Callable[[str], list[Arc]] = lambda _: []  # noqa: E731
        return cls({node: list(some) for node, some in arcs.items()}, nothing, cls(reaching, nothing, {}))


def cheapest_paths(
    arcs: Network, start: str, end: str, *, sign: str, max_hops: int, marks: int = 0, limits: SearchBudget | None = None
) -> Iterator[tuple[Arc, ...]]:
    """Simple paths from `start` to `end` whose signs multiply to `sign` (+, - or ?), cheapest first.

    `arcs` maps a node to the arcs that leave it.  At most `max_hops` arcs; every bit of `marks` must be collected.
    Nothing comes out when there is no such path, or when start and end are the same.  Equal costs come in the order
    of fewer hops, then of the arcs given.  To ask for several signs, make one `PathSpace`.
    """
    limits = limits or SearchBudget()
    return PathSpace(arcs, start, end, max_hops=max_hops, marks=marks, limits=limits).cheapest(sign, limits)


class PathSpace:
    """All paths between two nodes, with the bounds that lead a search for any sign through them.

    Bounds that cannot be computed within `limits` leave the space empty, and the limits hit.
    """

    def __init__(
        self, arcs: Network, start: str, end: str, *, max_hops: int, marks: int = 0, limits: SearchBudget | None = None
    ) -> None:
        self._arcs, self._start, self._end = ArcsBothWays.of(arcs), start, end
        self._max_hops, self._marks = max_hops, marks
        self._subsets = {subset: place for place, subset in enumerate(s for s in range(marks + 1) if not s & ~marks)}
        possible = start != end and max_hops > 0
        self._bounds: _Bounds = self._bounded(limits or SearchBudget()) if possible else []

    def cheapest(self, sign: str, limits: SearchBudget) -> Iterator[tuple[Arc, ...]]:
        """Simple paths of one sign, cheapest first; see `cheapest_paths`."""
        if not self._bounds:
            return
        tie = count()
        first = self._bound(self._bounds[self._max_hops].get(self._start), "+", sign, self._marks)
        queue: list[tuple[float, int, int, float, str, int, tuple[Arc, ...]]] = []
        if first < inf:
            queue.append((first, 0, next(tie), 0.0, "+", 0, ()))
        # Many paths come to one node with the same sign, marks and hops: where they can go on is worked out once.
        known: dict[tuple[str, int, str, int], _Onward] = {}
        while queue:
            _, _, _, cost, signed, got, path = heapq.heappop(queue)
            hops, node = len(path), path[-1].target if path else self._start
            if node == self._end:
                yield path
                continue
            if not limits.spend():
                return
            onward = known.get((node, hops, signed, got))
            if onward is None:
                onward = known[node, hops, signed, got] = self._onward(node, hops, signed, got, sign)
            visited = {self._start, *[arc.target for arc in path]}
            leaves = path[-1].leaves if path else ""
            for arc, next_sign, next_got, rest in onward:
                if arc.target in visited or (leaves and leaves == arc.enters):
                    continue
                next_cost = cost + arc.cost
                entry = (next_cost + rest, hops + 1, next(tie), next_cost, next_sign, next_got, (*path, arc))
                heapq.heappush(queue, entry)

    def _onward(self, node: str, hops: int, signed: str, got: int, wanted: str) -> _Onward:
        """The arcs by which a path that came to a node so can still become one of the wanted sign."""
        known, found = self._bounds[self._max_hops - hops - 1], []
        for arc in self._arcs[node]:
            states = known.get(arc.target)
            if states:
                next_sign, next_got = _TIMES[signed, arc.sign], got | arc.marks
                rest = self._bound(states, next_sign, wanted, self._marks & ~next_got)
                if rest < inf:
                    found.append((arc, next_sign, next_got, rest))
        return found

    def _bound(self, states: list[float] | None, sign_so_far: str, wanted: str, marks_needed: int) -> float:
        """The least cost still to come so that the whole has the wanted sign and marks."""
        if not states:
            return inf
        width, place = len(self._subsets), self._subsets[marks_needed]
        return min([states[sign * width + place] for sign in _RESTS[sign_so_far, wanted]], default=inf)

    def _moves(self) -> dict[tuple[str, int], _Moves]:
        """For the sign and marks of an arc: which state of the rest after it makes which state of the rest with it.

        The arc can collect some of the marks; what it does not collect the rest must.
        """
        width = len(self._subsets)
        return {
            (sign, marks): [
                (place * width + self._subsets[subset & ~marks], _SIGNED.index(times(sign, rest)) * width + collected)
                for place, rest in enumerate(_SIGNED)
                for subset, collected in self._subsets.items()
            ]
            for sign in _SIGNED
            for marks in self._subsets
        }

    def _bounded(self, limits: SearchBudget) -> _Bounds:
        """The bounds for each number of hops; nothing at all when the limits end it.

        They are computed from the end, and only for nodes that a walk from the start can come to in time, as far as
        that is known: the walks from the start are followed while that looks at fewer arcs than the next round.
        """
        arcs, start, end, marks = self._arcs, self._start, self._end, self._marks
        reaching, ball, moves = arcs.reaching, _Ball(arcs, start, end), self._moves()
        nothing = [inf] * (len(_SIGNED) * len(self._subsets))
        layer: dict[str, list[float]] = {end: [0.0, *nothing[1:]]}
        layers: _Bounds = [layer]
        fresh = layer
        for left in range(self._max_hops - 1, -1, -1):
            ball.grow(left, sum([len(reaching[node]) for node in fresh]))
            changed: dict[str, list[float]] = {}
            for number, (node, states) in enumerate(fresh.items()):
                if number % 64 == 0 and not limits.in_time():
                    return []
                for arc in reaching[node]:
                    source = arc.source
                    if source == end or node == start or not ball.may_reach(source, left):
                        continue
                    new = changed.get(source)
                    if new is None:
                        new = changed[source] = list(layer.get(source, nothing))
                    cost = arc.cost
                    for before, after in moves[arc.sign, arc.marks & marks]:
                        total = states[before] + cost
                        if total < new[after]:  # noqa: PLR1730  # a call of min takes longer than the comparison
                            new[after] = total
            fresh = {node: states for node, states in changed.items() if states != layer.get(node)}
            if fresh:
                layer = layer | fresh
            layers.append(layer)
        return layers


class _Ball:
    """The nodes around a start, with their hops from it on walks that do not pass the end, as far as it was grown."""

    def __init__(self, arcs: ArcsBothWays, start: str, end: str) -> None:
        self._arcs, self._end = arcs, end
        self._away, self._last, self._radius = {start: 0}, [start], 0

    def grow(self, radius: int, most: int) -> None:
        """Grow to so many hops, as long as a hop looks at no more than so many arcs."""
        while self._radius < radius:
            leaving = [self._arcs[node] for node in self._last if node != self._end]
            if sum(map(len, leaving)) > most:
                return
            self._radius += 1
            reached = dict.fromkeys([arc.target for some in leaving for arc in some if arc.target not in self._away])
            self._last = list(reached)
            self._away.update(dict.fromkeys(reached, self._radius))

    def may_reach(self, node: str, hops: int) -> bool:
        """Whether a walk of at most so many hops may come to a node: no, when it is known that none does."""
        away = self._away.get(node)
        if away is None:
            return self._radius < hops and bool(self._last)
        return away <= hops


def lacks_walk(arcs: ArcsBothWays, start: str, end: str, sign: str) -> bool:
    """Whether no walk of a sign leads from one node to another, as far as a short look from both ends tells.

    Without known walks of + or − there is none without an arc of unknown sign; those of ? have one.
    """
    unknown = sign == "?"
    turning, wanted = ("?", True) if unknown else ("-", sign == "-")
    sides = [
        ({(start, False)}, [(start, False)], arcs, (end, wanted)),
        ({(end, False)}, [(end, False)], arcs.reaching, (start, wanted)),
    ]
    looked = 0
    while looked < _SHORT_LOOK:
        # The side that has less to look at next goes on.
        (reached, fresh, leading, goal), forward = min(
            ((side, place == 0) for place, side in enumerate(sides)),
            key=lambda one: sum([len(one[0][2][node]) for node, _ in one[0][1]]),
        )
        more = []
        for node, turned in fresh:
            for arc in leading[node]:
                looked += 1
                if arc.sign in ("+", "-") or (unknown and arc.sign == "?"):
                    turn = arc.sign == turning
                    state = (arc.target if forward else arc.source, (turned or turn) if unknown else turned != turn)
                    if state not in reached:
                        reached.add(state)
                        more.append(state)
        fresh[:] = more
        if goal in reached:
            return False
        if not more:
            return True
    return False
