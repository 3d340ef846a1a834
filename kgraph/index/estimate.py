"""A guess at what the k-th cheapest path costs, so that a search starts near its ceiling instead of far below it.

From both ends a few rounds are walked in which only the cheapest states are kept, and of each only its cheapest steps.
Where the two meet there is a walk of known cost.  The guess is no bound and needs to be none: what is found under a
ceiling is exact whatever the ceiling, and a ceiling that was too low is raised.
"""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from kgraph.index.question import Question, Steps
from kgraph.index.step_flags import owed_after, states_before

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
_States = tuple[Longs, Floats]

_WIDEST = 160
_STEPS = 5000
# When fewer walks than wanted are found, the rest is thought to cost a little more.
_FEW = 1.3
# How far to walk from each end when the question sets no limit.
_ROUNDS = 5


def guess_cost(out: Steps, into: Steps, question: Question, owed: int, wanted: int) -> float:
    """About what the `wanted`-th cheapest path costs that owes so much at its start; infinite for no idea."""
    hops = question.max_hops or 2 * _ROUNDS
    behind = _behind(into, question, hops // 2)
    ahead: _States = (np.array([question.start * question.width + owed]), np.zeros(1))
    best = inf
    for _ in range(hops - hops // 2):
        states, costs = _ahead(out, question, ahead)
        if not len(states):
            break
        # Walks to here that differ, each with the best way on, are different walks.
        place = np.searchsorted(behind[0], states)
        place[place == len(behind[0])] = 0
        met = behind[0][place] == states
        whole = np.sort(costs[met] + behind[1][place[met]])
        if len(whole):
            best = min(best, whole[wanted - 1] if len(whole) >= wanted else whole[-1] * _FEW)
        ahead = _least(states, costs)
    return float(best)


def _ahead(out: Steps, question: Question, last: _States) -> _States:
    """The states one step on, with their costs, as often as they are reached."""
    node, owed = last[0] // question.width, last[0] % question.width
    going = node != question.end
    places, origin = _some_steps(out, node[going], last[1][going])
    mark = out.mark[places]
    target = out.node[places].astype(np.int64)
    states = target * question.width + owed_after(question, owed[going][origin], mark)
    costs = last[1][going][origin] + out.cost[places]
    kept = target != question.start
    if question.mode == "parity":
        kept &= mark & 2 == 0
    return states[kept], costs[kept]


def _behind(into: Steps, question: Question, rounds: int) -> _States:
    """States with the least cost found to the end within some steps, the end itself among them."""
    last: _States = (np.array([question.end * question.width]), np.zeros(1))
    every = [last]
    for _ in range(rounds):
        places, origin = _some_steps(into, last[0] // question.width, last[1])
        found = list(
            states_before(
                question,
                into.node[places].astype(np.int64),
                last[1][origin] + into.cost[places],
                last[0][origin],
                into.mark[places],
            )
        )
        states, costs = np.concatenate([s for s, _ in found]), np.concatenate([c for _, c in found])
        kept = (states // question.width != question.start) & (states // question.width != question.end)
        last = _least(states[kept], costs[kept])
        every.append(last)
    return _least(np.concatenate([states for states, _ in every]), np.concatenate([costs for _, costs in every]))


def _some_steps(steps: Steps, node: Longs, cost: Floats) -> tuple[Longs, Longs]:
    """The places of the cheapest steps of the cheapest states, and for each the number of its state."""
    chosen = np.argpartition(cost, _WIDEST)[:_WIDEST] if len(cost) > _WIDEST else np.arange(len(cost))
    low = steps.start[node[chosen]]
    size = np.minimum(steps.start[node[chosen] + 1] - low, _STEPS // max(len(chosen), 1))
    until = np.cumsum(size)
    places = np.repeat(low - (until - size), size) + np.arange(until[-1] if len(until) else 0)
    return places, np.repeat(chosen, size)


def _least(states: Longs, costs: Floats) -> _States:
    """Each state once, in order, with its least cost."""
    if not len(states):
        return states, costs
    order = np.argsort(states)
    states = states[order]
    first = np.flatnonzero(np.concatenate(([True], states[1:] != states[:-1])))
    return states[first], np.minimum.reduceat(costs[order], first)
