"""How cheaply nodes are reached: rounds of relaxation over compiled steps, limited by hops and by cost.

A state is a node with what a path still owes in sign.  Unsigned: nothing.  For a path of sign + or −: the product of
the steps to come.  For a path of unknown sign: whether a step of unknown sign must still come.  Round h gives the least
cost of a walk of at most h steps, so a state has one cost for each number of hops at which it falls (Bellman 1958;
Ford 1956).  Only states that fell in the last round are looked at in the next, and of their steps, sorted by cost, only
those that can be part of a path within the ceiling.  When that would touch much of the graph, a round passes over all
steps in order instead, block by block.

Rounds from the start, up to half the ceiling, bound what it costs to get anywhere.  With them, the rounds from the end
keep out what no path within the ceiling goes through.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kgraph.index.lower_bounds import Fall, WithinHops
from kgraph.index.question import Question, Steps
from kgraph.index.step_flags import ENDS_ONLY, states_before
from kgraph.index.step_ranges import distinct, first_beyond

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

# Steps looked at in one go: keeps what is held at a time near 40 MB.
_BLOCK = 1 << 19
# Looking at one step out of order costs as much as passing over this many in order.
_OUT_OF_ORDER = 10


class Clock(Protocol):
    """Tells whether there is time left."""

    def in_time(self) -> bool:
        """False once the search should stop."""
        ...


class OutOfTimeError(Exception):
    """The clock ended the rounds; nothing that they found counts."""


class TooMuchWorkError(Exception):
    """More steps would have to be looked at than was granted."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What a step costs, and how many steps the node has that a step leads to: means over all steps."""

    cost: float
    degree: float


class Rounds:
    """Bounds over one index; the working arrays are made once and put back clean."""

    def __init__(self, out: Steps, into: Steps, nodes: int) -> None:
        self._out, self._into, self._nodes = out, into, nodes
        self._spare: dict[int, list[Floats]] = {1: [], 2: []}

    def bounds(self, question: Question, ceiling: float, clock: Clock, *, most_steps: float = inf) -> WithinHops:
        """Bounds that are exact for all paths that cost at most `ceiling`.

        Raises OutOfTimeError, and TooMuchWorkError before more than `most_steps` steps are looked at.
        """
        sweep = _Sweep(self._out, self._into, question, ceiling, clock, most_steps)
        ahead, behind = self.borrow(1), self.borrow(question.width)
        try:
            if ceiling == inf or sweep.forward(ahead):
                sweep.backward(ahead, behind)
        except BaseException:
            self._give_back(behind, question.width, sweep.shut(question.width), sweep.behind_falls)
            raise
        finally:
            self._give_back(ahead, 1, sweep.shut(1), sweep.ahead_falls)
        behind[sweep.shut(question.width)] = inf
        behind[sweep.behind_falls[0].states] = 0.0
        falls = sweep.behind_falls
        found = WithinHops(falls, behind, complete=sweep.complete, touched=sweep.touched)
        # Once nobody holds the bounds, their array serves the next.
        last = weakref.finalize(found, self._give_back, behind, question.width, sweep.shut(question.width), falls)
        last.atexit = False
        return found

    @cached_property
    def pace(self) -> Pace:
        """How fast a search widens here."""
        degrees = np.diff(self._into.start).astype(np.float64)
        count = max(len(self._into.cost), 1)
        return Pace(float(self._into.cost.sum()) / count, float(degrees @ degrees) / count)

    def borrow(self, width: int) -> Floats:
        """An array with an infinite cost for each state of so wide nodes."""
        try:
            return self._spare[width].pop()
        except IndexError:
            return np.full(self._nodes * width, inf)

    def _give_back(self, values: Floats, width: int, shut: Longs, falls: list[Fall]) -> None:
        for fall in falls:
            values[fall.states] = inf
        values[shut] = inf
        self.give_back(values, width)

    def give_back(self, values: Floats, width: int) -> None:
        """Take back what was borrowed, infinite everywhere again."""
        self._spare[width].append(values)


class _Sweep:
    """The rounds for one question and one ceiling.

    Start, end and blocked nodes have the value −inf meanwhile, so that nothing reaches them.
    """

    def __init__(
        self, out: Steps, into: Steps, question: Question, ceiling: float, clock: Clock, most_steps: float
    ) -> None:
        self._out, self._into, self._question, self._clock = out, into, question, clock
        self._ceiling, self._radius, self._most_steps = ceiling, ceiling / 2, most_steps
        self.ahead_falls: list[Fall] = []
        self.behind_falls: list[Fall] = [_at(question.end * question.width)]
        self.complete, self.touched = True, 0

    def shut(self, width: int) -> Longs:
        """The states that nothing is to reach."""
        nodes = np.array([self._question.start, self._question.end, *self._question.blocked])
        return (nodes[:, None] * width + np.arange(width)).ravel()

    def forward(self, ahead: Floats) -> bool:
        """The least cost from the start to each node within the radius, whatever the signs.

        False when that is everything that can be reached and the end is not among it.
        """
        ahead[self.shut(1)] = -inf
        cut = False
        fall = root = _at(self._question.start)
        for _ in range(self._question.max_hops - 1):
            low, size, short = self._within(self._out, fall, 1, self._radius)
            cut = cut or short
            if self._is_wide(size, 1):
                states, costs = self._pulled(ahead, self._into, root)
                kept = costs <= self._radius
                states, costs = states[kept], costs[kept]
            else:
                states, costs = _joined(self._pushed(ahead, self._out, fall, low, size))
            fall = _lowered(ahead, states, costs, undone=True)
            if not len(fall.states):
                break
            self.ahead_falls.append(fall)
        first, last = self._into.start[self._question.end : self._question.end + 2]
        # The start has the value −inf here, which is a way to get to its neighbours.
        return cut or bool((ahead[self._into.node[first:last]] < inf).any())

    def backward(self, ahead: Floats, behind: Floats) -> None:
        """The least cost from each state to the end, for states that a path within the ceiling can go through."""
        question, width = self._question, self._question.width
        behind[self.shut(width)] = -inf
        fall = root = self.behind_falls[0]
        standing = len(self.ahead_falls)
        for done in range(1, question.max_hops):
            # A path that has `done` steps still to come has the other hops behind it, and no more.
            while standing > question.max_hops - done:
                standing -= 1
                ahead[self.ahead_falls[standing].states] = self.ahead_falls[standing].before
            low, size, short = self._within(self._into, fall, width, self._ceiling)
            self.complete = self.complete and not short
            if self._is_wide(size, width):
                states, costs = self._useful(*self._pulled(behind, self._out, root), ahead)
            else:
                states, costs = _joined(
                    self._useful(*some, ahead) for some in self._pushed(behind, self._into, fall, low, size)
                )
            fall = _lowered(behind, states, costs, undone=False)
            if not len(fall.states):
                break
            self.behind_falls.append(fall)

    def _within(self, steps: Steps, fall: Fall, width: int, most: float) -> tuple[Longs, Longs, bool]:
        """For each fallen state, where its steps start, and how many of them keep the cost within `most`.

        And whether any step does not.
        """
        if not self._clock.in_time():
            raise OutOfTimeError
        node = fall.states // width if width > 1 else fall.states
        low, full = steps.start[node], steps.start[node + 1]
        high = full if most == inf else first_beyond(steps.cost, low, full, most - fall.costs)
        self.touched += int((high - low).sum())
        if self.touched > self._most_steps:
            raise TooMuchWorkError
        return low, high - low, bool((high < full).any())

    def _is_wide(self, size: Longs, width: int) -> bool:
        """Whether passing over all steps in order costs less than looking at these."""
        return int(size.sum()) * _OUT_OF_ORDER > len(self._out.node) * width

    def _useful(self, states: Longs, costs: Floats, ahead: Floats) -> tuple[Longs, Floats]:
        """The states that a path within the ceiling can go through."""
        if self._ceiling == inf:
            return states, costs
        node = states // self._question.width
        useful = costs + np.minimum(ahead[node], self._radius) <= self._ceiling
        if useful.all():
            return states, costs
        self.complete = False
        return states[useful], costs[useful]

    def _pushed(
        self, values: Floats, steps: Steps, fall: Fall, low: Longs, size: Longs
    ) -> Iterator[tuple[Longs, Floats]]:
        """States next to the fallen ones that these lower, block by block, with the cost through them."""
        some = np.flatnonzero(size)
        low, size, states, costs = low[some], size[some], fall.states[some], fall.costs[some]
        until = np.cumsum(size)
        total = int(until[-1]) if len(until) else 0
        cuts = np.searchsorted(until, np.arange(_BLOCK, total, _BLOCK)) + 1
        for first, last in pairwise(sorted({0, *cuts.tolist(), len(size)})):
            if not self._clock.in_time():
                raise OutOfTimeError
            count = size[first:last]
            offset = low[first:last] - (until[first:last] - count)
            places = np.repeat(offset, count) + np.arange(until[first] - count[0], until[last - 1])
            cost = steps.cost[places] + np.repeat(costs[first:last], count)
            node = steps.node[places].astype(np.int64)
            if steps is self._out or (self._question.mode == "unsigned" and not self._question.rules):
                falling = cost < values[node]
                yield node[falling], cost[falling]
            else:
                origin = np.repeat(states[first:last], count)
                for state, price in states_before(self._question, node, cost, origin, steps.mark[places]):
                    falling = price < values[state]
                    yield state[falling], price[falling]

    def _pulled(self, values: Floats, steps: Steps, root: Fall) -> tuple[Longs, Floats]:
        """What one pass over all steps, in order, lowers."""
        width = len(values) // (len(steps.start) - 1)
        shut = self.shut(width)
        # Nothing is to be had from shut states, but from the root.
        values[shut] = inf
        values[root.states] = 0.0
        try:
            states, costs = _joined(self._passed(values, steps, width))
        finally:
            values[shut] = -inf
        falling = costs < values[states]
        return states[falling], costs[falling]

    def _passed(self, values: Floats, steps: Steps, width: int) -> Iterator[tuple[Longs, Floats]]:
        cuts = np.searchsorted(steps.start, np.arange(0, len(steps.node), _BLOCK), side="right") - 1
        for first, last in pairwise(sorted({*cuts.tolist(), len(steps.start) - 1})):
            if not self._clock.in_time():
                raise OutOfTimeError
            begin, stop = steps.start[first], steps.start[last]
            held = np.flatnonzero(steps.start[first + 1 : last + 1] > steps.start[first:last])
            if not len(held):
                continue
            heads = steps.start[first:last][held] - begin
            node, cost, mark = steps.node[begin:stop], steps.cost[begin:stop], steps.mark[begin:stop]
            for owed in range(width):
                through = cost + self._next(values, node, mark, owed, backward=steps is self._out)
                least = np.minimum.reduceat(through, heads)
                states = (first + held) * width + owed
                falling = least < values[states]
                yield states[falling], least[falling]

    def _next(
        self, values: Floats, node: NDArray[np.int32], mark: NDArray[np.uint8], owed: int, *, backward: bool
    ) -> Floats:
        """For each step, the value of the state that it leads to from one that owes this; infinite for no such step."""
        mode = self._question.mode if backward else "unsigned"
        if mode == "unsigned":
            found = values[node]
        elif mode == "parity":
            found = values[node * np.int64(2) + ((mark & 1) ^ owed)]
            found[mark & 2 != 0] = inf
        else:
            found = values[node * np.int64(2) + ((mark & 2 == 0) if owed else 0)]
        if backward and self._question.rules:
            found[(mark & ENDS_ONLY != 0) & (node != self._question.end)] = inf
        return found


def _at(state: int) -> Fall:
    return Fall(np.array([state]), np.zeros(1), np.full(1, inf))


def _joined(parts: Iterable[tuple[Longs, Floats]]) -> tuple[Longs, Floats]:
    found = list(parts)
    if not found:
        return np.empty(0, np.int64), np.empty(0)
    return np.concatenate([states for states, _ in found]), np.concatenate([costs for _, costs in found])


def _lowered(values: Floats, states: Longs, costs: Floats, *, undone: bool) -> Fall:
    """Lower values to the least of the costs that are given for them; `undone` says that it will be undone."""
    touched = distinct(states)
    before = values[touched] if undone else np.empty(0)
    np.minimum.at(values, states, costs)
    return Fall(touched, values[touched], before)
