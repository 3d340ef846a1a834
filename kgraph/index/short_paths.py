"""Paths of at most three steps, all at once: cheaper than a search where few steps lie between two nodes.

The steps at one end are followed one further and joined with the steps at the other end.  What comes out is every path,
put in order of cost.  The end with fewer steps behind it is the one that is followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kgraph.index.question import Question, Steps
from kgraph.index.step_flags import DOWN, ENDS_ONLY, SHADOWED, UP, owed_after

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Marks = NDArray[np.uint8]

_HOPS = 3
# More steps than these are better searched than enumerated.
_MOST_STEPS = 40_000
_LEAST_SHARE = 8


class _Side(NamedTuple):
    """Steps from one node, or several: the node at the other side, cost, mark, and the number of the step before."""

    node: Longs
    cost: Floats
    mark: Marks
    before: Longs


class _Walks(NamedTuple):
    """Walks of one length: the nodes between, and for each step all costs and all marks."""

    between: list[Longs]
    costs: list[Floats]
    marks: list[Marks]


class ShortPaths:
    """The paths of a question of at most three hops; `few` says whether they are to be had this way."""

    def __init__(self, out: Steps, into: Steps, question: Question) -> None:
        self._out, self._into, self._question = out, into, question
        self.few = 0 < question.max_hops <= _HOPS
        if self.few and question.max_hops == _HOPS:
            sizes = [_steps_behind(out, question.start), _steps_behind(into, question.end)]
            self._forwards = sizes[0] <= sizes[1]
            self.few = min(sizes) <= min(_MOST_STEPS, len(out.node) // _LEAST_SHARE)

    def cheapest(self, owed: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], float]]:
        """Steps, nodes and cost of each path that owes so much at its start, cheapest first."""
        kept = [self._kept(walks, owed) for walks in self._walks]
        costs = np.concatenate([cost for cost, _ in kept])
        first = np.cumsum([0, *(len(cost) for cost, _ in kept)])
        for number in np.argsort(costs, kind="stable").tolist():
            length = int(np.searchsorted(first, number, side="right")) - 1
            row = int(kept[length][1][number - first[length]])
            walks = self._walks[length]
            nodes = (self._question.start, *(int(node[row]) for node in walks.between), self._question.end)
            marks = [int(mark[row]) for mark in walks.marks]
            steps = tuple(self._place(*step) for step in zip(nodes, nodes[1:], marks, strict=False))
            yield steps, nodes, float(costs[number])

    @cached_property
    def _walks(self) -> list[_Walks]:
        question = self._question
        first, last = self._side(self._out, question.start), self._side(self._into, question.end)
        direct = np.flatnonzero(first.node == question.end)
        walks = [_Walks([], [first.cost[direct]], [first.mark[direct]])]
        if question.max_hops > 1:
            mine, theirs = self._joined(first, last)
            walks.append(_Walks([first.node[mine]], *_two(first, mine, last, theirs)))
        if question.max_hops == _HOPS:
            walks.append(self._of_three(first, last))
        return walks

    def _of_three(self, first: _Side, last: _Side) -> _Walks:
        near, far, steps = (first, last, self._out) if self._forwards else (last, first, self._into)
        middle = self._next(steps, near)
        mine, theirs = self._joined(middle, far)
        before = middle.before[mine]
        apart = near.node[before] != middle.node[mine]
        mine, theirs, before = mine[apart], theirs[apart], before[apart]
        between = [near.node[before], middle.node[mine]]
        costs = [near.cost[before], middle.cost[mine], far.cost[theirs]]
        marks = [near.mark[before], middle.mark[mine], far.mark[theirs]]
        if self._forwards:
            return _Walks(between, costs, marks)
        return _Walks(between[::-1], costs[::-1], marks[::-1])

    def _side(self, steps: Steps, node: int) -> _Side:
        """The steps of one end that may be taken."""
        some = slice(int(steps.start[node]), int(steps.start[node + 1]))
        kept = np.flatnonzero(self._usable(steps.mark[some]))
        nodes = steps.node[some][kept].astype(np.int64)
        return _Side(nodes, steps.cost[some][kept], steps.mark[some][kept], kept)

    def _next(self, steps: Steps, near: _Side) -> _Side:
        """The steps in the middle, one further than those at one end."""
        onward = np.flatnonzero(self._inner(near.node))
        low = steps.start[near.node[onward]]
        size = steps.start[near.node[onward] + 1] - low
        until = np.cumsum(size)
        places = np.repeat(low - (until - size), size) + np.arange(until[-1] if len(until) else 0)
        # Few of them lead on, so the other columns are read for those alone.
        node, before = steps.node[places], np.repeat(onward, size)
        far = self._into if steps is self._out else self._out
        end = self._question.end if steps is self._out else self._question.start
        beside = np.zeros(len(steps.start) - 1, bool)
        beside[far.node[far.start[end] : far.start[end + 1]]] = True
        kept = np.flatnonzero(beside[node])
        mark = steps.mark[places[kept]]
        usable = self._usable(mark) & (mark & ENDS_ONLY == 0)
        kept, mark = kept[usable], mark[usable]
        return _Side(node[kept].astype(np.int64), steps.cost[places[kept]], mark, before[kept])

    def _joined(self, some: _Side, far: _Side) -> tuple[Longs, Longs]:
        """All pairs of steps from the two sides that meet in a node between."""
        mine = np.flatnonzero(self._inner(some.node))
        order = np.argsort(far.node, kind="stable")
        known = far.node[order]
        low, high = (np.searchsorted(known, some.node[mine], side=side) for side in ("left", "right"))
        size = high - low
        until = np.cumsum(size)
        places = np.repeat(low - (until - size), size) + np.arange(until[-1] if len(until) else 0)
        return np.repeat(mine, size), order[places]

    def _inner(self, node: Longs) -> Bools:
        question = self._question
        inner: Bools = (node != question.start) & (node != question.end)
        return inner & ~np.isin(node, question.blocked) if question.blocked else inner

    def _usable(self, mark: Marks) -> Bools:
        hindering = 0
        if self._question.mode == "parity":
            hindering = 2
        elif self._question.mode == "unsigned" and not self._question.apart:
            hindering = SHADOWED
        usable: Bools = mark & hindering == 0
        return usable

    def _kept(self, walks: _Walks, owed: int) -> tuple[Floats, Longs]:
        """Cost and number of the walks that pay what is owed and break no rule."""
        left: Longs | int = owed
        fine = np.ones(len(walks.costs[0]), bool)
        cost = np.zeros(len(fine))
        for place, mark in enumerate(walks.marks):
            left = owed_after(self._question, left, mark)
            cost = cost + walks.costs[place]
            if place and self._question.rules:
                fine &= (walks.marks[place - 1] & UP == 0) | (mark & DOWN == 0)
        kept = np.flatnonzero(fine & (left == 0))
        return cost[kept], kept

    def _place(self, source: int, target: int, mark: int) -> int:
        """The place of a step among those that leave."""
        low, high = int(self._out.start[source]), int(self._out.start[source + 1])
        fitting = (self._out.node[low:high] == target) & (self._out.mark[low:high] == mark)
        return low + int(fitting.argmax())


def _steps_behind(steps: Steps, node: int) -> int:
    """How many steps the neighbours of a node have."""
    beside = steps.node[steps.start[node] : steps.start[node + 1]]
    return int((steps.start[beside + 1] - steps.start[beside]).sum())


def _two(first: _Side, mine: Longs, last: _Side, theirs: Longs) -> tuple[list[Floats], list[Marks]]:
    return [first.cost[mine], last.cost[theirs]], [first.mark[mine], last.mark[theirs]]
