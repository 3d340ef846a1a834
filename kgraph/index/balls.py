"""Bounds for paths of any length: a ball around each end, grown from its rim and never begun anew.

A ball holds every state within a radius of its end with its least cost (Dijkstra 1959, many states at a time).  Steps
are sorted by cost, so those that lead out of a ball wait at a place in each run and are crossed once, when the radius
lets them in.  The ball that has crossed fewer steps goes on: where one end lies far from everything, the other one
need not fill the graph.  Radii that add up to a ceiling are enough for every path within it: what of such a path lies
outside the ball around its end lies in the ball around its start, where the bounds are completed step by step.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from kgraph.index.index_values import EQUAL
from kgraph.index.lower_bounds import AnyLength
from kgraph.index.question import Question, Steps
from kgraph.index.reach import Clock, OutOfTimeError, Pace, Rounds
from kgraph.index.step_flags import ENDS_ONLY, owed_after, states_before
from kgraph.index.step_ranges import distinct, first_beyond, places_between

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

# About so many steps are crossed at a time, or this share of those that were.
_LEAST = 64
_SHARE = 2
# A ceiling is set by so much more than the walks that were seen cost, for those that go round and are no path.
_MORE = 1.02


class Ball:
    """The states within a radius of the end of a question; `radius` is infinite once there are no others."""

    def __init__(self, steps: Steps, question: Question, values: Floats, pace: Pace) -> None:
        self.values, self.steps, self.width = values, steps, question.width
        self.radius, self.crossed = 0.0, 0
        self._question, self._pace = question, pace
        nodes = np.array([question.start, question.end, *question.blocked])
        self.shut: Longs = (nodes[:, None] * question.width + np.arange(question.width)).ravel()
        self.states: Longs = np.array([question.end * question.width])
        self.costs: Floats = np.zeros(1)
        self._next = steps.start[[question.end]]
        self._stop = steps.start[[question.end + 1]]

    def grow(self, clock: Clock) -> None:
        """Let in some more states.  Raises OutOfTimeError, and is then what it was."""
        before, values, fresh = self.radius, self.values, [np.empty(0, np.int64)]
        crossing = self._set_out()
        values[self.shut] = -inf
        try:
            fresh.extend(self._let_in(crossing, clock))
        except BaseException:
            values[np.concatenate(fresh)] = inf
            self.radius = before
            raise
        finally:
            values[self.shut] = inf
            values[self.states[0]] = 0.0
        new = distinct(np.concatenate(fresh))
        self._next[crossing] = self._beyond(self._next[crossing], self.states[crossing], self.costs[crossing])
        low, costs = self.steps.start[new // self.width], values[new]
        self._next = np.concatenate((self._next, self._beyond(low, new, costs)))
        self._stop = np.concatenate((self._stop, self.steps.start[new // self.width + 1]))
        self.states, self.costs = np.concatenate((self.states, new)), np.concatenate((self.costs, costs))

    def _let_in(self, crossing: Longs, clock: Clock) -> Iterator[Longs]:
        """The states that fall, as often as they do, from where steps are crossed first until none falls any more."""
        states, costs, low = self.states[crossing], self.costs[crossing], self._next[crossing]
        while len(states):
            if not clock.in_time():
                raise OutOfTimeError
            states = self._crossed(low, self._beyond(low, states, costs), states, costs)
            yield states
            costs, low = self.values[states], self.steps.start[states // self.width]

    def _beyond(self, low: Longs, states: Longs, costs: Floats) -> Longs:
        """Where the steps of states begin, from a place on, that lead out of the radius."""
        return first_beyond(self.steps.cost, low, self.steps.start[states // self.width + 1], self.radius - costs)

    def _set_out(self) -> Longs:
        """Widen the radius so that some of the steps that wait are let in; the numbers of the states they wait at."""
        waiting = np.flatnonzero(self._next < self._stop)
        if not len(waiting):
            self.radius = inf
            return waiting
        keys = self.costs[waiting] + self.steps.cost[self._next[waiting]]
        wanted = max(_LEAST, self.crossed // _SHARE)
        # What is let in brings steps of its own, a hub many.
        near = int((self._stop[waiting] - self._next[waiting]).sum()) + wanted * self._pace.degree
        self.radius = float(keys.min()) + wanted * self._pace.cost / min(near, len(self.steps.cost))
        return waiting[keys <= self.radius]

    def _crossed(self, low: Longs, high: Longs, states: Longs, costs: Floats) -> Longs:
        """The states that fall by way of these steps."""
        steps, values = self.steps, self.values
        places, origin = places_between(low, high)
        self.crossed += len(places)
        node, through = steps.node[places].astype(np.int64), costs[origin] + steps.cost[places]
        fallen = []
        for state, cost in states_before(self._question, node, through, states[origin], steps.mark[places]):
            falling = cost < values[state]
            state, cost = state[falling], cost[falling]  # noqa: PLW2901
            np.minimum.at(values, state, cost)
            fallen.append(state)
        return distinct(np.concatenate(fallen))


class Balls:
    """The balls around both ends of a question, and the bounds under ceilings that only rise."""

    def __init__(self, rounds: Rounds, out: Steps, into: Steps, question: Question) -> None:
        self._out, self._into, self._question = out, into, question
        around_start = replace(question, start=question.end, end=question.start)
        self.ahead = Ball(out, around_start, rounds.borrow(question.width), rounds.pace)
        self.behind = Ball(into, question, rounds.borrow(question.width), rounds.pace)
        self._rounds = rounds
        for ball in (self.ahead, self.behind):
            weakref.finalize(self, _give_back, rounds, ball).atexit = False

    def ceiling(self, owed: int, wanted: int, least: float, clock: Clock) -> float:
        """About what the `wanted`-th cheapest path costs that owes so much at its start, at least `least`.

        Infinite when everything that one of the ends reaches was seen first.  Raises OutOfTimeError.
        """
        while max(self.ahead.radius, self.behind.radius) < inf:
            seen = max(least, self._seen(owed, wanted) * _MORE)
            if seen <= self.ahead.radius + self.behind.radius:
                return seen
            self._grow(clock)
        return inf

    def _seen(self, owed: int, wanted: int) -> float:
        """What the walks cost that go through both balls, as far as so many of them tell; infinite for fewer."""
        ball, other = sorted((self.ahead, self.behind), key=lambda ball: len(ball.states))
        whole = ball.costs[1:] + other.values[self._rest(ball.states[1:], owed)]
        whole = whole[whole < inf]
        if len(whole) < wanted:
            return inf
        # All states of one walk see the same cost, but for the order of adding.
        costs = np.sort(whole)
        apart = costs[np.concatenate(([True], np.diff(costs) > costs[1:] * EQUAL))]
        return float(apart[wanted - 1]) if len(apart) >= wanted else inf

    def _rest(self, states: Longs, owed: int) -> Longs:
        """For states of one ball, those of the other with which they make a path that owes so much."""
        return states ^ owed if self._question.width > 1 else states

    def _grow(self, clock: Clock) -> None:
        ahead, behind = self.ahead, self.behind
        (ahead if ahead.crossed < behind.crossed and ahead.radius < inf else behind).grow(clock)

    def under(self, ceiling: float, owed: int, clock: Clock) -> AnyLength:
        """Bounds that are exact for all paths that cost at most `ceiling` and owe so much.  Raises OutOfTimeError."""
        while self.ahead.radius + self.behind.radius < ceiling:
            self._grow(clock)
        behind, width = self.behind, self._question.width
        outside, states = self._rounds.borrow(width), np.empty(0, np.int64)
        if behind.radius < inf:
            states = self._lay(outside, ceiling, owed, clock)
        complete = inf in (ceiling, behind.radius)
        found = AnyLength(behind.values, outside, complete=complete, touched=self.ahead.crossed + behind.crossed)
        weakref.finalize(found, _clean, self._rounds, outside, width, states).atexit = False
        return found

    def _lay(self, outside: Floats, ceiling: float, owed: int, clock: Clock) -> Longs:
        """Find what it costs from the states that the ball around the start alone holds, and tell which they are."""
        # The start is the first state of its ball, and has no need of a bound.
        rest = self._rest(self.ahead.states[1:], owed)
        outer = np.flatnonzero(self.behind.values[rest] == inf)
        states, costs = rest[outer], self.ahead.costs[1:][outer]
        source, target, price = self._steps_among(states, costs, ceiling - self.behind.radius)
        falling, cost = self._steps_across(states, costs, ceiling)
        fell = np.zeros(len(outside), np.bool_)
        while len(falling):
            if not clock.in_time():
                raise OutOfTimeError
            np.minimum.at(outside, falling, cost)
            fell[:] = False
            fell[falling] = True
            again = np.flatnonzero(fell[target])
            falling, cost = source[again], outside[target[again]] + price[again]
            lower = cost < outside[falling]
            falling, cost = falling[lower], cost[lower]
        return states

    def _steps_among(self, states: Longs, costs: Floats, most: float) -> tuple[Longs, Longs, Floats]:
        """The steps from some states to others of them, within a cost from the start: both states, and the cost."""
        source, target, cost, _ = self._onward(states, costs, most)
        inside = np.zeros(len(self.behind.values), np.bool_)
        inside[states] = True
        kept = np.flatnonzero(inside[target])
        return source[kept], target[kept], cost[kept]

    def _onward(self, states: Longs, costs: Floats, most: float) -> tuple[Longs, Longs, Floats, Longs]:
        """The steps that leave states within a cost from the start: the states at both sides, their costs, origins."""
        out, question = self._out, self._question
        node = states // question.width
        low = out.start[node]
        high = first_beyond(out.cost, low, out.start[node + 1], most - costs)
        places, origin = places_between(low, high)
        mark, target = out.mark[places], out.node[places].astype(np.int64)
        source = states[origin]
        usable = np.ones(len(places), np.bool_)
        if question.mode == "parity":
            usable &= mark & 2 == 0
        if question.rules:
            usable &= (mark & ENDS_ONLY == 0) | (target == question.end) | (node[origin] == question.start)
        kept = np.flatnonzero(usable)
        left = owed_after(question, source[kept] % question.width, mark[kept])
        return source[kept], target[kept] * question.width + left, out.cost[places[kept]], origin[kept]

    def _steps_across(self, states: Longs, costs: Floats, ceiling: float) -> tuple[Longs, Floats]:
        """The states from which a step leads into the ball around the end, within the ceiling, with the cost so."""
        behind, width, into = self.behind, self._question.width, self._into
        mine, theirs = states // width, behind.states // width
        low, back = self._out.start[mine], into.start[theirs]
        high = first_beyond(self._out.cost, low, self._out.start[mine + 1], ceiling - costs)
        until = first_beyond(into.cost, back, into.start[theirs + 1], ceiling - behind.costs)
        if (high - low).sum() <= (until - back).sum():
            source, target, cost, origin = self._onward(states, costs, ceiling)
            whole = cost + behind.values[target]
            kept = np.flatnonzero(costs[origin] + whole <= ceiling)
            return source[kept], whole[kept]
        places, origin = places_between(back, until)
        node, through = into.node[places].astype(np.int64), behind.costs[origin] + into.cost[places]
        inside = np.zeros(len(behind.values), np.bool_)
        inside[states] = True
        found = [
            (state[inside[state]], cost[inside[state]])
            for state, cost in states_before(self._question, node, through, behind.states[origin], into.mark[places])
        ]
        return np.concatenate([state for state, _ in found]), np.concatenate([cost for _, cost in found])


def _give_back(rounds: Rounds, ball: Ball) -> None:
    _clean(rounds, ball.values, ball.width, np.concatenate((ball.states, ball.shut)))


def _clean(rounds: Rounds, values: Floats, width: int, states: Longs) -> None:
    values[states] = inf
    rounds.give_back(values, width)
