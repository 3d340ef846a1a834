"""How many steps at least lead from one node to another, by breadth-first search from both ends.

A node is looked at once for each thing that a rule has to remember of it: forwards whether the last step went up to a
general concept, backwards whether the next one goes down to a special one.  The end whose next round looks at fewer
steps goes on.  Whole rounds are taken, so the first round in which the two meet tells the least number of steps, and
an end that has nothing left to look at proves that nothing leads there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kgraph.index.question import Question, Steps
from kgraph.index.reach import Clock, OutOfTimeError
from kgraph.index.step_flags import DOWN, ENDS_ONLY, UP
from kgraph.index.step_ranges import distinct

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]

_BLOCK = 1 << 18


class _Side:
    """The states that are reached from one end, and those of the last round.

    `closing` is the mark of steps that may not follow one with the mark `opening`, in the direction of this side.
    """

    def __init__(self, steps: Steps, root: int, question: Question, opening: int, closing: int) -> None:
        self.steps, self._opening, self._closing, self._question = steps, opening, closing, question
        self.width = 2 if question.rules else 1
        self.seen = np.zeros((len(steps.start) - 1) * self.width, np.bool_)
        self.last: Longs = np.array([root * self.width], np.int64)
        self.seen[self.last] = True
        self._root = root
        self.size = self._steps_ahead()

    def _steps_ahead(self) -> int:
        node = self.last // self.width
        return int((self.steps.start[node + 1] - self.steps.start[node]).sum())

    def go_on(self, other: _Side, shut: Longs, clock: Clock) -> bool:
        """Take one round; whether it meets what the other side has seen.  Raises OutOfTimeError."""
        fresh: list[Longs] = []
        for states in self._reached(shut, clock):
            if other.meets(states):
                return True
            new = distinct(states[~self.seen[states]])
            self.seen[new] = True
            fresh.append(new)
        self.last = np.concatenate(fresh) if fresh else np.empty(0, np.int64)
        self.size = self._steps_ahead()
        return False

    def meets(self, states: Longs) -> bool:
        """Whether a walk that the other side brought to one of these states goes on from here."""
        if self.width == 1:
            return bool(self.seen[states].any())
        # Up before and down after are no walk together; every other pairing is one.
        node, barred = states >> 1, states & 1 == 1
        return bool((self.seen[node * 2] | (self.seen[node * 2 + 1] & ~barred)).any())

    def _reached(self, shut: Longs, clock: Clock) -> Iterator[Longs]:
        """The states one step on, block by block; those of shut nodes only where the other side begins."""
        steps, question = self.steps, self._question
        low = steps.start[self.last // self.width]
        size = steps.start[self.last // self.width + 1] - low
        until = np.cumsum(size)
        total = int(until[-1]) if len(until) else 0
        cuts = np.searchsorted(until, np.arange(_BLOCK, total, _BLOCK)) + 1
        goal = question.end if self._root == question.start else question.start
        for first, last in pairwise(sorted({0, *cuts.tolist(), len(size)})):
            if not clock.in_time():
                raise OutOfTimeError
            count = size[first:last]
            if not count.any():
                continue
            offset = low[first:last] - (until[first:last] - count)
            places = np.repeat(offset, count) + np.arange(until[first] - count[0], until[last - 1])
            node = steps.node[places].astype(np.int64)
            kept = (node == goal) | ~np.isin(node, shut)
            if self.width == 1:
                yield node[kept]
                continue
            mark, before = steps.mark[places], np.repeat(self.last[first:last], count)
            kept &= (before & 1 == 0) | (mark & self._closing == 0)
            kept &= (mark & ENDS_ONLY == 0) | (node == goal) | (before >> 1 == self._root)
            yield node[kept] * 2 + (mark[kept] & self._opening != 0)


def shortest_walk(out: Steps, into: Steps, question: Question, clock: Clock) -> int | None:
    """The least number of steps of a walk of any sign from start to end, or None when there is none at all.

    Without rules it is the number of steps of the shortest path; rules can make a walk pass one node twice, so that
    every path is longer.  The hop limit of the question is not looked at.  Raises OutOfTimeError when the clock ends
    it, which decides nothing.
    """
    start, end = question.start, question.end
    if start == end or {start, end} & set(question.blocked):
        return None
    shut = np.array(sorted({start, end, *question.blocked}), np.int64)
    ahead, behind = _Side(out, start, question, UP, DOWN), _Side(into, end, question, DOWN, UP)
    taken = 0
    while ahead.size and behind.size:
        side, other = (ahead, behind) if ahead.size <= behind.size else (behind, ahead)
        taken += 1
        if side.go_on(other, shut, clock):
            return taken
    return None
