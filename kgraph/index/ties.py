"""Which of equally cheap paths come first, so that every engine gives the same ones in the same order.

Sums of the same costs in another order differ in the last places; costs that differ by no more count as equal.  Of
equal paths the one of fewer steps comes first, then the one whose nodes come first in the order of their bytes, then
the one whose steps do by sign, kind, keys and relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from kgraph.index.index_values import EQUAL, IndexPath
from kgraph.index.step_flags import KINDS, SIGNS

# Of more equal paths than this, which of them come out last is left to the search.
MOST_EQUAL = 2000


def are_tied(cost: float, other: float) -> bool:
    """Whether two costs differ by no more than the order in which they were added."""
    return abs(cost - other) <= EQUAL * max(1.0, abs(cost))


def first_paths(paths: Iterable[IndexPath], top: int) -> tuple[list[IndexPath], bool]:
    """The first `top` of paths that ascend in cost, in the order of ties, and whether there are more.

    Paths as cheap as the last of them are read on, up to MOST_EQUAL of them, so that it does not matter in which order
    equal ones came.
    """
    waiting = iter(paths)
    found = list(islice(waiting, top + 1))
    if len(found) <= top:
        return in_order(found), False
    last = found[top - 1].cost
    if are_tied(last, found[top].cost):
        found += _while_tied(islice(waiting, MOST_EQUAL), last)
    return in_order(found)[:top], True


def _while_tied(paths: Iterable[IndexPath], cost: float) -> Iterator[IndexPath]:
    for path in paths:
        if not are_tied(cost, path.cost):
            return
        yield path


def in_order(paths: Iterable[IndexPath]) -> list[IndexPath]:
    """Paths by cost, equal ones in the order of ties."""
    ordered = sorted(paths, key=lambda path: path.cost)
    first = 0
    while first < len(ordered):
        last = first + 1
        while last < len(ordered) and are_tied(ordered[last - 1].cost, ordered[last].cost):
            last += 1
        if last - first > 1:
            ordered[first:last] = sorted(ordered[first:last], key=_rank)
        first = last
    return ordered


def _rank(path: IndexPath) -> tuple[object, ...]:
    return (
        len(path.steps),
        [node.encode() for node in path.nodes],
        [(SIGNS.index(step.sign), KINDS.index(step.kind), step.keys, step.relation) for step in path.steps],
    )
