"""All paths of a few steps at once: walks from both ends, a step at a time, joined where they meet.

The end whose walks can be lengthened by looking at fewer steps is the one that goes on, which the sums of degrees tell
beforehand.  Of the last steps only those are taken that lead to a walk from the other end.  What comes out is every
path, put in order of cost.  Where more would have to be looked at than a search costs, nothing comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kgraph.index.question import Question, Steps
from kgraph.index.reach import Clock
from kgraph.index.step_flags import DOWN, ENDS_ONLY, SHADOWED, UP

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Marks = NDArray[np.uint8]

# More steps than this, or more meetings, are better searched than enumerated.
MOST_WALKS = 500_000
_HOPS = 6
# Walks take memory; no more of them than there are steps to so many.
_LEAST_SHARE = 4
# So many are put in order at first; few questions read on.
_FIRST = 64
_UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class _Walks:
    """Walks of one length from one end, by their last step.

    `node` is where they arrive, `place` that of the step among those of its direction, `before` the number of the walk
    that is one step shorter, `sign` that of the whole.  From the start `cost` is that of the whole, too; from the end
    it is that of the step alone, so that costs are always added from the start on.
    """

    node: Longs
    place: Longs
    before: Longs
    cost: Floats
    mark: Marks
    sign: Marks


@dataclass(frozen=True, slots=True)
class _Paths:
    """Paths of one length: the numbers of the walks from both ends that form them, with cost and sign."""

    ahead: int
    behind: int
    mine: Longs
    theirs: Longs
    cost: Floats
    sign: Marks


class ShortPaths:
    """The paths of a question within its hops, for every sign, unless there are too many walks to be enumerated."""

    def __init__(self, out: Steps, into: Steps, question: Question) -> None:
        self._out, self._into, self._question = out, into, question
        self._signed = question.mode != "unsigned"
        self._paths: list[_Paths] | None = None
        self._most = min(MOST_WALKS, int(len(out.node) // _LEAST_SHARE))
        self.few = 0 < question.max_hops <= _HOPS

    def found(self, clock: Clock) -> bool:
        """Whether the paths are at hand now; false when there are too many walks, or no time."""
        if self.few and self._paths is None:
            self.few = self._enumerate(clock)
        return self.few and self._paths is not None

    def cheapest(self, sign: int | None) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], float]]:
        """Steps, nodes and cost of each path of a sign (0 +, 1 −, 2 unknown; None for any), cheapest first."""
        paths = self._paths or []
        kept = [np.arange(len(p.cost)) if sign is None else np.flatnonzero(p.sign == sign) for p in paths]
        costs = np.concatenate([some.cost[rows] for some, rows in zip(paths, kept, strict=True)] or [np.empty(0)])
        first = np.cumsum([0, *(len(rows) for rows in kept)])
        for number in _ascending(costs):
            length = int(np.searchsorted(first, number, side="right")) - 1
            row = int(kept[length][number - first[length]])
            yield (*self._whole(paths[length], row), float(costs[number]))

    def _enumerate(self, clock: Clock) -> bool:
        """Lengthen the walks until they cover all hops; whether they did, or were out of time."""
        question = self._question
        nodes = len(self._out.start) - 1
        self._barred = np.zeros(nodes, np.bool_)
        self._barred[[question.start, *question.blocked]] = True
        self._ahead, self._behind = [_root(question.start)], [_root(question.end)]
        while (done := len(self._ahead) + len(self._behind) - 2) < question.max_hops:
            if not clock.in_time():
                return True
            ahead = _steps_behind(self._out, self._open(self._ahead[-1]))
            behind = _steps_behind(self._into, self._behind[-1].node) if done else MOST_WALKS + 1
            if min(ahead, behind) > self._most:
                return False
            if not min(ahead, behind):
                break
            onward = ahead <= behind
            wanted = self._wanted(onward=onward) if done == question.max_hops - 1 and done else None
            self._lengthen(wanted, onward=onward)
        return self._meet()

    def _open(self, walks: _Walks) -> Longs:
        """The nodes from which walks go on: not from the end."""
        nodes: Longs = walks.node[walks.node != self._question.end]
        return nodes

    def _wanted(self, *, onward: bool) -> Bools:
        """The nodes at which a last step may arrive."""
        wanted = np.zeros(len(self._barred), np.bool_)
        if not onward:
            wanted[self._ahead[-1].node] = True
            return wanted
        wanted[self._question.end] = True
        for walks in self._behind[1:]:
            wanted[walks.node] = True
        return wanted

    def _lengthen(self, wanted: Bools | None, *, onward: bool) -> None:
        """Add the walks that are one step longer, as far as they arrive at what is wanted."""
        question, (steps, levels) = self._question, self._side(onward=onward)
        last = levels[-1]
        going = np.flatnonzero(last.node != question.end) if onward else np.arange(len(last.node))
        places, origin = _places(steps, last.node[going])
        target = steps.node[places]
        allowed = ~self._barred[target]
        if wanted is not None:
            allowed &= wanted[target]
        if not onward:
            allowed &= target != question.end
        kept = np.flatnonzero(allowed)
        places, node, before = places[kept], target[kept].astype(np.int64), going[origin[kept]]
        mark = steps.mark[places]
        fine = self._usable(mark) & self._simple(levels, node, before)
        if question.rules and len(levels) > 1:
            fine &= (mark & ENDS_ONLY == 0) | (node == question.end)
            earlier, later = (last.mark[before], mark) if onward else (mark, last.mark[before])
            fine &= (earlier & UP == 0) | (later & DOWN == 0)
        places, node, before, mark = places[fine], node[fine], before[fine], mark[fine]
        cost = steps.cost[places] + last.cost[before] if onward else steps.cost[places]
        levels.append(_Walks(node, places, before, cost, mark, _product(last.sign[before], mark)))

    def _side(self, *, onward: bool) -> tuple[Steps, list[_Walks]]:
        return (self._out, self._ahead) if onward else (self._into, self._behind)

    def _usable(self, mark: Marks) -> Bools:
        """Without signs, of the steps between two nodes the cheapest alone."""
        hindering = 0 if self._signed or self._question.apart else SHADOWED
        usable: Bools = mark & hindering == 0
        return usable

    def _simple(self, levels: list[_Walks], node: Longs, before: Longs) -> Bools:
        """Whether walks have not been at these nodes before; the barred ones are out already."""
        fresh = np.ones(len(node), np.bool_)
        for walks in reversed(levels[1:]):
            fresh &= walks.node[before] != node
            before = walks.before[before]
        return fresh

    def _meet(self) -> bool:
        """Put the walks from both ends together; false when too many meet."""
        paths = [self._arrived(length) for length in range(1, len(self._ahead))]
        met = [self._joined(length) for length in range(1, len(self._behind))]
        if sum(len(mine) for mine, _ in met) > self._most:
            return False
        ahead = len(self._ahead) - 1
        self._paths = [*paths, *(self._fit(ahead, behind, *pair) for behind, pair in enumerate(met, 1))]
        return True

    def _arrived(self, length: int) -> _Paths:
        """The walks from the start that arrive at the end."""
        mine = np.flatnonzero(self._ahead[length].node == self._question.end)
        return self._fit(length, 0, mine, np.zeros(len(mine), np.int64))

    def _joined(self, behind: int) -> tuple[Longs, Longs]:
        """All pairs of the longest walks from the start and of walks from the end that meet in a node."""
        near, far = self._ahead[-1].node, self._behind[behind].node
        beside = np.zeros(len(self._barred), np.bool_)
        beside[far] = True
        mine = np.flatnonzero(beside[near])
        order = np.argsort(far, kind="stable")
        known = far[order]
        low, high = (np.searchsorted(known, near[mine], side=side) for side in ("left", "right"))
        size = high - low
        if size.sum() > self._most:
            return np.repeat(mine, size), np.empty(0, np.int64)
        until = np.cumsum(size)
        places = np.repeat(low - (until - size), size) + np.arange(until[-1] if len(until) else 0)
        return np.repeat(mine, size), order[places]

    def _fit(self, ahead: int, behind: int, mine: Longs, theirs: Longs) -> _Paths:
        """Of these pairs of walks those that form a path, with what they cost from the start on and their sign."""
        fine = np.ones(len(mine), np.bool_)
        if behind:
            fine = self._apart(ahead, behind, mine, theirs)
            if self._question.rules:
                fine &= (self._ahead[ahead].mark[mine] & UP == 0) | (self._behind[behind].mark[theirs] & DOWN == 0)
        mine, theirs = mine[fine], theirs[fine]
        cost, sign, later = self._ahead[ahead].cost[mine], self._ahead[ahead].sign[mine], theirs
        if behind:
            sign = _product(sign, self._behind[behind].sign[theirs])
        for walks in reversed(self._behind[1 : behind + 1]):
            cost, later = cost + walks.cost[later], walks.before[later]
        return _Paths(ahead, behind, mine, theirs, cost, sign)

    def _apart(self, ahead: int, behind: int, mine: Longs, theirs: Longs) -> Bools:
        """Whether walks that meet in a node have no other in common."""
        apart = np.ones(len(mine), np.bool_)
        passed = []
        for walks in reversed(self._behind[1 : behind + 1]):
            passed.append(walks.node[theirs])
            theirs = walks.before[theirs]
        for walks in reversed(self._ahead[1 : ahead + 1]):
            node, mine = walks.node[mine], walks.before[mine]
            if walks is not self._ahead[ahead]:
                for other in passed[1:]:
                    apart &= node != other
        return apart

    def _whole(self, paths: _Paths, row: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The steps of a path by their places among those that leave, and its nodes."""
        steps, nodes = [], []
        number = int(paths.mine[row])
        for walks in reversed(self._ahead[1 : paths.ahead + 1]):
            steps.append(int(walks.place[number]))
            nodes.append(int(walks.node[number]))
            number = int(walks.before[number])
        steps, nodes = steps[::-1], [self._question.start, *reversed(nodes)]
        number = int(paths.theirs[row])
        for length in range(paths.behind, 0, -1):
            walks, shorter = self._behind[length], self._behind[length - 1]
            mark, number = int(walks.mark[number]), int(walks.before[number])
            target = int(shorter.node[number])
            steps.append(self._place(nodes[-1], target, mark))
            nodes.append(target)
        return tuple(steps), tuple(nodes)

    def _place(self, source: int, target: int, mark: int) -> int:
        """The place of a step among those that leave."""
        low, high = int(self._out.start[source]), int(self._out.start[source + 1])
        fitting = (self._out.node[low:high] == target) & (self._out.mark[low:high] == mark)
        return low + int(fitting.argmax())


def _root(node: int) -> _Walks:
    none = np.zeros(1, np.uint8)
    return _Walks(np.array([node]), np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1), none, none)


def _steps_behind(steps: Steps, nodes: Longs) -> int:
    """How many steps these nodes have."""
    return int((steps.start[nodes + 1] - steps.start[nodes]).sum())


def _places(steps: Steps, nodes: Longs) -> tuple[Longs, Longs]:
    """The places of the steps of some nodes, and for each the number of its node among them."""
    low = steps.start[nodes]
    size = steps.start[nodes + 1] - low
    until = np.cumsum(size)
    places = np.repeat(low - (until - size), size) + np.arange(until[-1] if len(until) else 0)
    return places, np.repeat(np.arange(len(nodes)), size)


def _product(some: Marks, others: Marks) -> Marks:
    """Signs multiplied: 0 for +, 1 for −; with one that is unknown the whole is."""
    return np.where((some | others) & _UNKNOWN, _UNKNOWN, (some ^ others) & 1).astype(np.uint8)


def _ascending(costs: Floats) -> Iterator[int]:
    """The numbers of costs from the least, equal ones in order; the first few are found without sorting them all."""
    within = np.arange(len(costs))
    if len(costs) > 4 * _FIRST:
        within = np.flatnonzero(costs <= np.partition(costs, _FIRST)[_FIRST])
    yield from within[np.argsort(costs[within], kind="stable")].tolist()
    if len(within) < len(costs):
        later = np.flatnonzero(costs > costs[within].max())
        yield from later[np.argsort(costs[later], kind="stable")].tolist()
