"""Parallel rows as paths of their own: every choice of one row a step, over all paths, in order of cost."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count

from kgraph.index.search import Found

Row = tuple[float, int]


def each_choice(
    paths: Iterable[Found], members: Callable[[int], Sequence[Row]]
) -> Iterator[tuple[float, Found, list[Row]]]:
    """Cost, path and the row taken for each step.  `paths` ascend, and `members` gives the rows of a step ascending.

    A path takes part once nothing cheaper is left of those before it; its choices are made from the cheapest on, each
    in one way only, by raising the row of the last raised step or of a later one (Lawler 1972).
    """
    tie = count()
    queue: list[tuple[float, int, Found, list[Sequence[Row]], tuple[int, ...], int]] = []
    waiting = iter(paths)
    following = next(waiting, None)
    while queue or following is not None:
        if following is not None and (not queue or following.cost <= queue[0][0]):
            rows = [members(step) for step in following.steps]
            heapq.heappush(queue, (following.cost, next(tie), following, rows, (0,) * len(rows), 0))
            following = next(waiting, None)
            continue
        cost, _, path, rows, taken, first = heapq.heappop(queue)
        yield cost, path, [row[place] for row, place in zip(rows, taken, strict=True)]
        for step in range(first, len(taken)):
            if taken[step] + 1 < len(rows[step]):
                raised = (*taken[:step], taken[step] + 1, *taken[step + 1 :])
                total = sum(row[place][0] for row, place in zip(rows, raised, strict=True))
                heapq.heappush(queue, (total, next(tie), path, rows, raised, step))
