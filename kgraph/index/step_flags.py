"""What one byte says about a step: its sign, its kind, and the rules that hold for it in a path.

Edge tables give signs, and kinds where their predicates are known.  Rules come from the typed graph, where a step
between opposites answers for the ends of a question only, and a step up to a general concept is not followed by one
down to another special one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kgraph.index.question import Question
from kgraph.reading.missing_marks import is_missing

SIGN = 0b0000_0011  # 0 for +, 1 for −, 2 for unknown
KIND = 0b0000_1100  # causal, association, structural, or an edge of which no more is known
UP = 0b0001_0000  # from a special concept to a general one
DOWN = 0b0010_0000  # from a general concept to a special one
ENDS_ONLY = 0b0100_0000  # leaves the start or reaches the end, or is no step
SHADOWED = 0b1000_0000  # a cheaper step joins the same two nodes, with another sign or kind

RULES = UP | DOWN | ENDS_ONLY

SIGNS = ("+", "-", "?")
KINDS = ("causal", "association", "structural", "edge")

OF_SIGN = {sign: code for code, sign in enumerate(SIGNS)}
OF_KIND = {kind: code << 2 for code, kind in enumerate(KINDS)}


LEFT_OUT = 3

_WRITTEN_SIGNS = {
    **dict.fromkeys(("+", "1", "+1", "1.0", "positive", "increased", "upregulated"), 0),
    **dict.fromkeys(("-", "−", "-1", "-1.0", "negative", "decreased", "downregulated"), 1),
    **dict.fromkeys(("?", "unknown"), 2),
    **dict.fromkeys(("0", "0.0", "no_effect", "no effect"), LEFT_OUT),
}


def sign_code(text: str) -> int | None:
    """The number of a sign as edge tables write it: 0 +, 1 −, 2 unknown or missing, 3 no effect; None for no sign."""
    return OF_SIGN["?"] if is_missing(text) else _WRITTEN_SIGNS.get(text.strip().lower().removeprefix("biolink:"))


def sign_of(mark: int) -> str:
    """The sign of a step: +, - or ?."""
    return SIGNS[mark & SIGN]


def kind_of(mark: int) -> str:
    """The kind of a step: causal, association or structural; ``edge`` where an edge table does not say it."""
    return KINDS[(mark & KIND) >> 2]


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
