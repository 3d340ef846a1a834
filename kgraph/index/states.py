"""What a step does to the sign that is still owed, looked at from either of its ends."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kgraph.index.marks import ENDS_ONLY
from kgraph.index.question import Question

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Marks = NDArray[np.uint8]


def owed_after(question: Question, owed: Longs | int, mark: Marks) -> Longs:
    """What is still owed after these steps, taken from states that owe so much."""
    if question.mode == "parity":
        return (mark & 1).astype(np.int64) ^ owed
    if question.mode == "unknown":
        return np.where(mark & 2, 0, owed)
    return np.zeros(len(mark), np.int64)


def states_before(
    question: Question, node: Longs, cost: Floats, origin: Longs, mark: Marks
) -> Iterator[tuple[Longs, Floats]]:
    """The states at the start of steps from which these lead to the states of `origin`, with the costs given."""
    if question.rules:
        usable = (mark & ENDS_ONLY == 0) | (origin // question.width == question.end)
        node, cost, origin, mark = node[usable], cost[usable], origin[usable], mark[usable]
    if question.mode == "unsigned":
        yield node, cost
    elif question.mode == "parity":
        signed = mark & 2 == 0
        yield node[signed] * 2 + ((origin[signed] ^ mark[signed]) & 1), cost[signed]
    else:
        owed, unknown = origin & 1, mark & 2 != 0
        kept = ~unknown | (owed == 0)
        yield node[kept] * 2 + owed[kept], cost[kept]
        paid = unknown & (owed == 0)
        yield node[paid] * 2 + 1, cost[paid]
