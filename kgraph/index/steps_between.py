"""The steps of an index that lie on walks between two nodes, as the arcs of a search in memory."""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from kgraph.index.question import Steps
from kgraph.index.step_flags import DOWN, ENDS_ONLY, UP, sign_of
from kgraph.index.step_ranges import places_between
from kgraph.paths.search import Arc

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]


def arcs_between(
    out: Steps,
    into: Steps,
    start: int,
    end: int,
    *,
    blocked: tuple[int, ...],
    most: int,
    marks: NDArray[np.int64] | None = None,
) -> dict[str, list[Arc]] | None:
    """The arcs on walks from start to end, by their source, or None when there are more than `most`.

    Nodes are called by their numbers, in decimal.  Every arc costs 1; walks return to neither end and pass none of the
    `blocked`.  `marks` gives those of the arc of each step that leaves.  The numpy arrays of the search take some bytes
    for each node and step that it comes across.
    """
    shut = np.array(sorted({start, end, *blocked}), np.int64)
    nodes = len(out.start) - 1
    ahead, _ = _reached(out, start, shut, np.ones(nodes, np.bool_))
    ahead[start] = True
    between, walked = _reached(into, end, shut, ahead, most=most)
    if walked > most:
        return None
    between[[start, end]] = True
    sources = np.flatnonzero(between)
    sources = sources[sources != end]
    places, origin = places_between(out.start[sources], out.start[sources + 1])
    repeated = sources[origin]
    targets, flags = out.node[places], out.mark[places]
    usable = between[targets] & (targets != start)
    usable &= (flags & ENDS_ONLY == 0) | (repeated == start) | (targets == end)
    if np.count_nonzero(usable) > most:
        return None
    arcs: dict[str, list[Arc]] = {}
    carried = np.zeros(len(places), np.int64) if marks is None else marks[places]
    columns = (repeated, targets, flags, carried)
    for source, target, mark, carries in zip(*(column[usable].tolist() for column in columns), strict=True):
        leaves, enters = str(target) if mark & UP else "", str(source) if mark & DOWN else ""
        arc = Arc(str(source), str(target), 1.0, sign_of(mark), carries, leaves, enters)
        arcs.setdefault(arc.source, []).append(arc)
    return arcs


def _reached(steps: Steps, origin: int, shut: Longs, within: Bools, *, most: float = inf) -> tuple[Bools, int]:
    """The nodes that walks from the origin pass, without those that are shut, as far as they lie within some.

    And at how many steps between such nodes they were looked at, those for ends alone left out; it ends at `most`.
    """
    seen = ~within
    seen[shut] = True
    found, walked = np.zeros(len(within), np.bool_), 0
    fresh = np.array([origin], np.int64)
    while len(fresh) and walked <= most:
        places, _ = places_between(steps.start[fresh], steps.start[fresh + 1])
        targets = steps.node[places]
        if most < inf:
            walked += int(np.count_nonzero(within[targets] & (steps.mark[places] & ENDS_ONLY == 0)))
        found[targets] = True
        found &= within
        fresh = np.flatnonzero(found & ~seen)
        seen |= found
    found[shut] = False
    return found, walked
