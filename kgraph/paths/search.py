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
from collections.abc import Iterator, Mapping, Sequence
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


# By the sign so far and the one that is wanted: the signs that the rest may have.
_RESTS = {
    (so_far, wanted): tuple(rest for rest in SIGNS if times(so_far, rest) == wanted)
    for so_far in (*SIGNS, "0")
    for wanted in SIGNS
}
Network = Mapping[str, Sequence[Arc]]
_Bounds = list[dict[str, dict[tuple[str, int], float]]]


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
        self._arcs, self._start, self._end = arcs, start, end
        self._max_hops, self._marks = max_hops, marks
        possible = start != end and max_hops > 0
        self._bounds: _Bounds = _bounds(arcs, start, end, max_hops, marks, limits or SearchBudget()) if possible else []

    def cheapest(self, sign: str, limits: SearchBudget) -> Iterator[tuple[Arc, ...]]:
        """Simple paths of one sign, cheapest first; see `cheapest_paths`."""
        if not self._bounds:
            return
        tie = count()
        first = _bound(self._bounds[self._max_hops].get(self._start), "+", sign, self._marks)
        queue: list[tuple[float, int, int, float, str, int, tuple[Arc, ...]]] = []
        if first < inf:
            queue.append((first, 0, next(tie), 0.0, "+", 0, ()))
        while queue:
            _, _, _, cost, signed, got, path = heapq.heappop(queue)
            node = path[-1].target if path else self._start
            if node == self._end:
                yield path
                continue
            if not limits.spend():
                return
            visited = {self._start, *(arc.target for arc in path)}
            known = self._bounds[self._max_hops - len(path) - 1]
            for arc in self._arcs.get(node, ()):
                if arc.target in visited or (path and path[-1].leaves and path[-1].leaves == arc.enters):
                    continue
                next_sign, next_got, next_cost = times(signed, arc.sign), got | arc.marks, cost + arc.cost
                rest = _bound(known.get(arc.target), next_sign, sign, self._marks & ~next_got)
                if rest < inf:
                    entry = (next_cost + rest, len(path) + 1, next(tie), next_cost, next_sign, next_got, (*path, arc))
                    heapq.heappush(queue, entry)


def _bound(known: dict[tuple[str, int], float] | None, sign_so_far: str, wanted: str, marks_needed: int) -> float:
    """The least cost still to come so that the whole has the wanted sign and marks."""
    if not known:
        return inf
    return min([known.get((sign, marks_needed), inf) for sign in _RESTS[sign_so_far, wanted]], default=inf)


def _bounds(arcs: Network, start: str, end: str, max_hops: int, marks: int, limits: SearchBudget) -> _Bounds:
    """For each number of hops: node → (sign of the rest, marks the rest must still collect) → least cost.

    Nothing at all when the limits end it.
    """
    subsets = [subset for subset in range(marks + 1) if subset & ~marks == 0]
    away = _hops_away(arcs, start, end, max_hops)
    incoming: dict[str, list[Arc]] = {}
    for node in away:
        for arc in arcs.get(node, ()) if node != end else ():
            if arc.target != start:
                incoming.setdefault(arc.target, []).append(arc)
    layer: dict[str, dict[tuple[str, int], float]] = {end: {("+", 0): 0.0}}
    layers: _Bounds = [layer]
    fresh = layer
    for left in range(max_hops - 1, -1, -1):
        layer = dict(layer)
        changed: dict[str, dict[tuple[str, int], float]] = {}
        for number, (node, states) in enumerate(fresh.items()):
            if number % 64 == 0 and not limits.in_time():
                return []
            for arc in incoming.get(node, ()):
                # No path that is so far from the start already has so many hops left.
                if away[arc.source] > left:
                    continue
                new = changed.get(arc.source)
                if new is None:
                    new = changed[arc.source] = dict(layer.get(arc.source, {}))
                _relax(new, states, arc, subsets)
        fresh = {node: states for node, states in changed.items() if states != layer.get(node)}
        layer.update(fresh)
        layers.append(layer)
    return layers


def _hops_away(arcs: Network, start: str, end: str, max_hops: int) -> dict[str, int]:
    """How many hops every node within the limit is from the start, on walks that do not pass the end."""
    away, last = {start: 0}, [start]
    for hops in range(1, max_hops + 1):
        last = list(
            {arc.target: None for node in last if node != end for arc in arcs.get(node, ()) if arc.target not in away}
        )
        away.update(dict.fromkeys(last, hops))
    return away


def _relax(
    new: dict[tuple[str, int], float], states: dict[tuple[str, int], float], arc: Arc, subsets: list[int]
) -> None:
    for (sign, needed), cost in states.items():
        total, combined = cost + arc.cost, times(arc.sign, sign)
        for subset in subsets:
            # The arc can collect some of the marks; what it does not collect the rest must.
            if subset & ~arc.marks == needed and total < new.get((combined, subset), inf):
                new[(combined, subset)] = total
