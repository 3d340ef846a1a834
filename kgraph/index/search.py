"""The cheapest simple paths over a compiled index, exactly, in order of cost.

Best-first expansion under a lower bound (A*, Hart, Nilsson and Raphael 1968).  The bound is the least cost of a walk to
the end within the hops that are left and with the sign that is still owed, so a partial path whose end can only be
reached by going round costs a little work and never an answer.

What is near is looked at first: a ceiling on the cost of paths, low at the start, is raised until enough of them are
found.  Below a ceiling the answer is exact, so a higher one repeats it from the beginning and goes on, and what was
given before is passed over.  Only the cheapest way on from a partial path waits in the queue; the next takes its place
when it is taken out, so a node with many thousand neighbours costs a handful of entries.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kgraph.index.balls import Balls
from kgraph.index.estimate import guess_cost
from kgraph.index.lower_bounds import Bounds, WithinHops
from kgraph.index.question import Question, Steps
from kgraph.index.reach import OutOfTimeError, Rounds, TooMuchWorkError
from kgraph.index.short_paths import ShortPaths
from kgraph.index.step_flags import DOWN, ENDS_ONLY, OF_SIGN, SHADOWED, UP, owed_after
from kgraph.paths.search import SearchBudget

EXPECTED = 10
# A guess is taken with so much more, for what goes round and is no path.
_MORE = 1.02
_GROWTH = 1.25
_FAST_GROWTH = 1.6
# So few steps are looked at in less time than the rest of a phase takes.
_LITTLE_WORK = 8192
# When a ceiling lets in so much of the graph, there is no gain in a slightly higher one.
_LARGE_SHARE = 2.0
_SATURATED = 1.1
# Sums of costs differ in the last places with the order of adding; a ceiling is believed to this part of itself.
_CERTAIN = 1 - 1e-9
_MOST_WAYS = 4_000_000


class Found(NamedTuple):
    """A path by its steps: their places among the steps that leave, the nodes from start to end, and the cost."""

    steps: tuple[int, ...]
    nodes: tuple[int, ...]
    cost: float


class _Partial(NamedTuple):
    """A path that does not reach the end yet, by its last step."""

    before: _Partial | None
    step: int
    node: int
    cost: float
    hops: int
    owed: int
    mark: int


class _Ways(NamedTuple):
    """The steps on from a state, by least cost to the end; `room` is the cost up to which there are all of them."""

    room: float
    costs: list[float]
    steps: list[int]
    nodes: list[int]
    own: list[float]
    owed: list[int]
    marks: list[int]


class IndexPathSpace:
    """All simple paths of one question, with the bounds under the highest ceiling so far."""

    def __init__(
        self, rounds: Rounds, out: Steps, into: Steps, question: Question, short: ShortPaths | None = None
    ) -> None:
        self._rounds, self._out, self._into, self._question = rounds, out, into, question
        self._bounds: WithinHops | None = None
        self._pushed = False
        self._balls: Balls | None = None
        self.short = short or ShortPaths(out, into, question)
        self._ceiling, self._touched = 0.0, 0
        self._possible = (
            question.start != question.end
            and not {question.start, question.end} & set(question.blocked)
            and out.start[question.start] < out.start[question.start + 1]
            and into.start[question.end] < into.start[question.end + 1]
        )

    def cheapest(self, owed: int, limits: SearchBudget, *, expected: int = EXPECTED) -> Iterator[Found]:
        """The paths that owe this much at their start, cheapest first; equal costs in a fixed order.

        `expected` is how many will probably be read, which the work is laid out for.
        """
        if not self._possible:
            return
        if self.short.found(limits):
            for steps, nodes, cost in self.short.cheapest(_sign_owed(self._question.mode, owed)):
                if not limits.spend():
                    return
                yield Found(steps, nodes, cost)
            return
        given = 0
        try:
            for bounds, ceiling in self._bounded(owed, limits, expected):
                search = _Search(self._out, self._question, bounds, ceiling * _CERTAIN, limits)
                for number, path in enumerate(search.paths(owed)):
                    if number == given:
                        yield path
                        given += 1
                if limits.hit or bounds.complete:
                    return
                self._pushed = search.pushed
        except OutOfTimeError:
            limits.hit = True

    def _bounded(self, owed: int, limits: SearchBudget, expected: int) -> Iterator[tuple[Bounds, float]]:
        """Bounds under one ceiling after the other, each higher than the last."""
        if self._question.max_hops:
            bounds = self._begun(owed, limits, expected)
            while True:
                yield bounds, inf if bounds.complete else self._ceiling
                bounds = self._under(self._higher(bounds, found=self._pushed), limits)
        if self._balls is None:
            self._balls = Balls(self._rounds, self._out, self._into, self._question)
        ceiling = 0.0
        for times in count(1):
            ceiling = self._balls.ceiling(owed, times * expected, ceiling * _GROWTH, limits)
            around = self._balls.under(ceiling, owed, limits)
            yield around, inf if around.complete else ceiling

    def _begun(self, owed: int, limits: SearchBudget, expected: int) -> WithinHops:
        """Bounds to begin with: of everything where there is little, else near the cost that is guessed."""
        if self._bounds is None and self._is_little():
            with suppress(TooMuchWorkError):
                return self._under(inf, limits, most_steps=_LITTLE_WORK)
        guess = guess_cost(self._out, self._into, self._question, owed, expected) * _MORE
        return self._under(guess if guess < inf else self._lowest(), limits)

    def _is_little(self) -> bool:
        """Whether so few steps lead to the end in two hops that all of them may be looked at."""
        first, last = self._into.start[self._question.end : self._question.end + 2]
        before = self._into.node[first : min(last, first + _LITTLE_WORK)]
        return int((self._into.start[before + 1] - self._into.start[before]).sum()) < _LITTLE_WORK

    def _under(self, ceiling: float, limits: SearchBudget, *, most_steps: float = inf) -> WithinHops:
        """Bounds under a ceiling at least as high."""
        if self._bounds is None or (ceiling > self._ceiling and not self._bounds.complete):
            self._bounds = self._rounds.bounds(self._question, ceiling, limits, most_steps=most_steps)
            self._ceiling = ceiling
        return self._bounds

    def _lowest(self) -> float:
        """A cost that every path of two or more steps has; without a limit when it is nothing."""
        first = self._out.cost[self._out.start[self._question.start]]
        last = self._into.cost[self._into.start[self._question.end]]
        return float(first + last) or inf

    def _higher(self, bounds: WithinHops, *, found: bool) -> float:
        """The next ceiling; none at all once there is little more to see."""
        saturated = not found and _LITTLE_WORK < bounds.touched < self._touched * _SATURATED
        self._touched = bounds.touched
        if saturated or bounds.touched > len(self._out.node) * _LARGE_SHARE:
            return inf
        return self._ceiling * (_GROWTH if found or bounds.touched > _LITTLE_WORK else _FAST_GROWTH)


class _Search:
    """One best-first search under one set of bounds."""

    def __init__(self, out: Steps, question: Question, bounds: Bounds, ceiling: float, limits: SearchBudget) -> None:
        self._out, self._question, self._bounds, self._ceiling, self._limits = out, question, bounds, ceiling, limits
        self._known: dict[tuple[int, int, int], _Ways] = {}
        self._held = 0
        self.pushed = False

    def paths(self, owed: int) -> Iterator[Found]:
        """Paths within the ceiling, cheapest first."""
        question, limits, tie = self._question, self._limits, count()
        end, most, free = question.end, self._ceiling, not question.rules
        root = _Partial(None, -1, question.start, 0.0, 0, owed, 0)
        queue: list[tuple[float, int, int, _Partial, _Ways, int]] = []
        ways = self._ways(root)
        if ways.costs:
            self.pushed = True
            queue.append((ways.costs[0], 0, 0, root, ways, 0))
        while queue:
            _, _, _, partial, ways, place = heapq.heappop(queue)
            if not limits.spend():
                return
            node, mark = ways.nodes[place], ways.marks[place]
            following = place + 1
            if following < len(ways.costs):
                bound = partial.cost + ways.costs[following]
                if bound <= most:
                    heapq.heappush(queue, (bound, -partial.hops, next(tie), partial, ways, following))
            if _is_on(partial, node) or not (free or _may_follow(partial.mark, mark)):
                continue
            cost = partial.cost + ways.own[place]
            step = _Partial(partial, ways.steps[place], node, cost, partial.hops + 1, ways.owed[place], mark)
            if node == end:
                yield _whole(step)
                continue
            ways = self._ways(step)
            if ways.costs and cost + ways.costs[0] <= most:
                heapq.heappush(queue, (cost + ways.costs[0], -step.hops, next(tie), step, ways, 0))

    def _ways(self, partial: _Partial) -> _Ways:
        """The steps on from the end of a partial path that lead to the end within the ceiling."""
        hops, room = self._question.max_hops, self._ceiling - partial.cost
        left = hops - partial.hops if hops else 0
        key = (partial.node, partial.owed, left)
        known = self._known.get(key)
        if known is None or known.room < room:
            known = self._known[key] = self._look_up(partial.node, partial.owed, left, room)
            self._held += len(known.costs)
            if self._held > _MOST_WAYS:
                self._limits.hit = True
        return known

    def _look_up(self, node: int, owed: int, left: int, room: float) -> _Ways:
        out, question = self._out, self._question
        low, high = int(out.start[node]), int(out.start[node + 1])
        if room < inf:
            high = low + int(np.searchsorted(out.cost[low:high], room, side="right"))
        some: slice | NDArray[np.int64] = slice(low, high)
        if left == 1:
            # Only the end is still of use.
            some = np.flatnonzero(out.node[some] == question.end) + low
        target, own, mark = out.node[some].astype(np.int64), out.cost[some], out.mark[some]
        next_owed = owed_after(question, owed, mark)
        states = target * question.width + next_owed
        costs = own + self._bounds.at_least(states)
        usable = (costs <= room) & (costs < inf)
        if question.mode == "unsigned" and not question.apart:
            usable &= mark & SHADOWED == 0
        elif question.mode == "parity":
            usable &= mark & 2 == 0
        if question.rules and node != question.start:
            usable &= (mark & ENDS_ONLY == 0) | (target == question.end)
        kept = np.flatnonzero(usable)
        sums = own[kept] + self._bounds.of(states[kept], left - 1)
        within = np.flatnonzero((sums <= room) & (sums < inf))
        order = within[np.argsort(sums[within], kind="stable")]
        kept, costs = kept[order], sums[order]
        return _Ways(
            room,
            costs.tolist(),
            (kept + low if isinstance(some, slice) else some[kept]).tolist(),
            target[kept].tolist(),
            own[kept].tolist(),
            next_owed[kept].tolist(),
            mark[kept].tolist(),
        )


def _sign_owed(mode: str, owed: int) -> int | None:
    """The sign that is owed, by its number; None for any."""
    if mode == "unsigned":
        return None
    return owed if mode == "parity" else OF_SIGN["?"]


def _may_follow(before: int, mark: int) -> bool:
    """Whether a step may come after another: not down to a special concept right after up from one."""
    return not (before & UP and mark & DOWN)


def _is_on(partial: _Partial | None, node: int) -> bool:
    while partial is not None:
        if partial.node == node:
            return True
        partial = partial.before
    return False


def _whole(last: _Partial) -> Found:
    steps, nodes, cost = [], [last.node], last.cost
    partial: _Partial = last
    while partial.before is not None:
        steps.append(partial.step)
        partial = partial.before
        nodes.append(partial.node)
    return Found(tuple(reversed(steps)), tuple(reversed(nodes)), cost)
