"""The rows of an index that can lie on a path of one question, weighed for that question.

A filter, the disease that is asked about, the outcome rule and the hubs change which rows count and what they cost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kgraph.index.evidence_columns import INBORN
from kgraph.index.question import Steps
from kgraph.index.step_flags import ENDS_ONLY, KIND, OF_KIND, OF_SIGN, SHADOWED, SIGN
from kgraph.vocabulary import TENTATIVE

if TYPE_CHECKING:
    from kgraph.index.held_claims import HeldClaims
    from kgraph.index.open_index import Content
    from kgraph.model import Curie
    from kgraph.paths.filters import PathFilter

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Marks = NDArray[np.uint8]

_STRUCTURAL, _ASSOCIATION = OF_KIND["structural"], OF_KIND["association"]
# In the steps of a question the bit that only searches without signs look at tells apart what is walked backwards.
_REVERSED = SHADOWED
# So much more than any path costs.
_BEHIND = 1e6
_FAR = 127


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides about the steps of a question; nodes are numbers.

    `contexts` are the diseases for which claims count in full, none where all do; `elsewhere` is the factor for others.
    `outcome` are nodes that no path leaves, `other_diseases` those that none touches.  `max_hops` 0 means any length.
    `hubs` are the degree above which passing through a node costs something and the power by which it does, or None.
    """

    start: int
    end: int
    max_hops: int
    path_filter: PathFilter
    via: frozenset[int] = frozenset()
    avoid: frozenset[int] = frozenset()
    outcome: frozenset[int] = frozenset()
    other_diseases: frozenset[int] = frozenset()
    contexts: frozenset[Curie] = frozenset()
    elsewhere: float = 1.0
    separate: bool = False
    hubs: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with their ends, what each costs in the question, its claim, whether it is walked backwards, and its step.

    The step is that of the file, -1 for rows that no step of the file has.
    """

    source: Longs
    target: Longs
    cost: Floats
    mark: Marks
    claim: Longs
    backwards: Bools
    place: Longs

    def only(self, kept: Bools | Longs) -> Rows:
        """Some of them."""
        return Rows(*(getattr(self, name)[kept] for name in Rows.__slots__))

    def and_others(self, others: Rows) -> Rows:
        """These and others, in this order."""
        pairs = ((getattr(self, name), getattr(others, name)) for name in Rows.__slots__)
        return Rows(*(np.concatenate(pair) for pair in pairs))


def rows_of(content: Content, held: HeldClaims, asked: Asked) -> Rows:
    """The rows of a question, with what each costs in it."""
    rows = _weighed(held, asked, _usable(held, asked, _taken(content, held, asked)))
    return replace(rows, mark=np.where(rows.backwards, rows.mark | _REVERSED, rows.mark).astype(np.uint8))


def _taken(content: Content, held: HeldClaims, asked: Asked) -> Rows:
    """The rows that may lie on a path, as the file has them, with those besides that the filter lets in."""
    path_filter = asked.path_filter
    more = "more_source" in held.arrays and bool(path_filter.include or path_filter.certainties & TENTATIVE)
    everything = not asked.max_hops or more or path_filter.undirected
    places = np.arange(len(content.out.node)) if everything else _places_between(content, asked)
    source = np.searchsorted(content.out.start, places, side="right") - 1
    rows, cost, origin = content.rows_of(places)
    found = Rows(
        source[origin],
        content.out.node[places][origin].astype(np.int64),
        cost,
        (content.out.mark[places] & ~np.uint8(SHADOWED))[origin],
        held.of_rows(rows),
        held.is_backwards(rows),
        places[origin],
    )
    if more:
        found = found.and_others(_more(held))
    if path_filter.undirected:
        causal = found.only((found.mark & KIND == OF_KIND["causal"]) | (found.mark & KIND == _ASSOCIATION))
        found = found.and_others(_turned(causal))
    return found


def _more(held: HeldClaims) -> Rows:
    arrays = held.arrays
    return Rows(
        arrays["more_source"].astype(np.int64),
        arrays["more_target"].astype(np.int64),
        arrays["more_cost"],
        arrays["more_mark"],
        arrays["more_claim"].astype(np.int64),
        arrays["more_way"] != 0,
        np.full(len(arrays["more_claim"]), -1),
    )


def _turned(rows: Rows) -> Rows:
    """Rows walked from the object to the subject to explore, where the index does not walk them so already."""
    some = rows.only(~rows.backwards & ~np.isin(rows.claim, rows.claim[rows.backwards]))
    mark = (some.mark & ~np.uint8(SIGN)) | np.uint8(OF_SIGN["?"])
    return Rows(
        some.target, some.source, some.cost, mark.astype(np.uint8), some.claim, np.ones(len(mark), np.bool_), some.place
    )


def _usable(held: HeldClaims, asked: Asked, rows: Rows) -> Rows:
    """The rows that the filter and the rules of the question leave."""
    path_filter = asked.path_filter
    structural = rows.mark & KIND == _STRUCTURAL
    kept = np.ones(len(rows.cost), np.bool_)
    if not held.lets_all_in(path_filter):
        weighed = np.flatnonzero(~structural & (rows.claim >= 0))
        kept[weighed] = held.admitted(path_filter, rows.claim[weighed])
    if not path_filter.associations:
        kept &= rows.mark & KIND != _ASSOCIATION
    for shut in (asked.avoid, asked.other_diseases):
        kept &= ~_is_one_of(rows.source, shut) & ~_is_one_of(rows.target, shut)
    if asked.outcome:
        inside = _is_one_of(rows.target, asked.outcome)
        kept &= ~(_is_one_of(rows.source, asked.outcome) & ~(structural & inside))
    if "node_flags" in held.arrays:
        inborn = held.arrays["node_flags"][rows.target] & INBORN != 0
        kept &= ~inborn | _is_one_of(rows.target, asked.via | {asked.end})
    # Opposites answer for the ends of a question only.
    kept &= (rows.mark & ENDS_ONLY == 0) | (rows.source == asked.start) | (rows.target == asked.end)
    return rows.only(kept)


def _weighed(held: HeldClaims, asked: Asked, rows: Rows) -> Rows:
    """The rows with what they cost in this question."""
    cost = rows.cost
    if asked.hubs and "node_degree" in held.arrays:
        threshold, damping = asked.hubs
        over = np.maximum(held.arrays["node_degree"][rows.target] / threshold, 1.0)
        cost = cost + np.where(rows.target == asked.end, 0.0, damping * np.log(over))
    if asked.contexts:
        elsewhere = (rows.claim >= 0) & (rows.mark & KIND != _STRUCTURAL)
        foreign = held.contexts(lambda disease: bool(disease) and disease not in asked.contexts)
        elsewhere[elsewhere] = foreign[held.diseases_of(rows.claim[elsewhere])]
        cost = np.where(elsewhere, cost - log(asked.elsewhere), cost)
        if not asked.separate:
            # Claims of this disease speak before those of others, however strong these are.
            key = _keys(rows)
            cost = np.where(elsewhere & np.isin(key, key[~elsewhere]), cost + _BEHIND, cost)
    return replace(rows, cost=cost)


def _keys(rows: Rows) -> NDArray[np.uint64]:
    """Equal numbers for the rows of one step."""
    most = np.uint64(max(int(rows.source.max(initial=0)), int(rows.target.max(initial=0))) + 1)
    key = (rows.source.astype(np.uint64) * most + rows.target.astype(np.uint64)) << np.uint64(8)
    return key | np.where(rows.backwards, rows.mark | _REVERSED, rows.mark).astype(np.uint64)


def _is_one_of(nodes: Longs, some: frozenset[int]) -> Bools:
    return np.isin(nodes, np.array(sorted(some), np.int64)) if some else np.zeros(len(nodes), np.bool_)


def _places_between(content: Content, asked: Asked) -> Longs:
    """The places of the steps that leave which may lie on a path within the hops; of some it is only not known."""
    nodes, hops = len(content.out.start) - 1, asked.max_hops
    ahead, behind = np.full(nodes, _FAR, np.int8), np.full(nodes, _FAR, np.int8)
    ahead[asked.start], behind[asked.end] = 0, 0
    near = hops // 2
    fresh = np.array([asked.start], np.int64)
    for depth in range(1, near + 1):
        fresh = _next(content.out, fresh, ahead)
        ahead[fresh] = depth
    fresh = np.array([asked.end], np.int64)
    for depth in range(1, hops):
        fresh = _next(content.into, fresh, behind)
        if depth >= hops - near:
            # All nodes so near the start are known.
            fresh = fresh[ahead[fresh] <= hops - depth]
        behind[fresh] = depth
    between = (behind < _FAR) & ((ahead == _FAR) | (ahead.astype(np.int16) + behind <= hops))
    between[asked.start] = between[asked.end] = True
    sources = np.flatnonzero(between)
    low = content.out.start[sources]
    size = content.out.start[sources + 1] - low
    until = np.cumsum(size)
    places = np.repeat(low - (until - size), size) + np.arange(until[-1] if len(until) else 0)
    found: Longs = places[between[content.out.node[places]]]
    return found


def _next(steps: Steps, nodes: Longs, seen: NDArray[np.int8]) -> Longs:
    """The nodes one step on that were not seen."""
    low = steps.start[nodes]
    size = steps.start[nodes + 1] - low
    until = np.cumsum(size)
    places = np.repeat(low - (until - size), size) + np.arange(until[-1] if len(until) else 0)
    fresh = np.zeros(len(seen), np.bool_)
    fresh[steps.node[places]] = True
    return np.flatnonzero(fresh & (seen == _FAR))
