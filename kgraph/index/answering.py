"""The answer of an index to one question: the best paths of each sign, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kgraph.index.index_values import IndexPath
from kgraph.index.open_index import GraphIndex
from kgraph.paths.reason_words import Reason, sentence
from kgraph.paths.search import SearchBudget
from kgraph.paths.search_options import MAX_HOPS, SECONDS, TOP, check_number
from kgraph.paths.values import SIGNS, Verdict


@dataclass(frozen=True, slots=True)
class IndexAnswer:
    """The best paths of each sign between two nodes, + before − before ?, each sign by cost.

    `complete` is false when a limit of time or size ended the search; `more` tells of paths beyond those asked for.
    `verdict` is about paths of any length, whatever the limits of the search, and None unless it was asked for.
    """

    start: str
    end: str
    paths: tuple[IndexPath, ...]
    complete: bool
    more: bool
    because: Reason | None = None
    verdict: Verdict | None = None


def find_indexed_paths(
    index: GraphIndex,
    start: str,
    end: str,
    *,
    max_hops: int | None = MAX_HOPS,
    top: int = TOP,
    avoid: Sequence[str] = (),
    parallel: bool = False,
    seconds: float = SECONDS,
    verdict: bool = False,
) -> IndexAnswer:
    """The `top` cheapest paths of each sign; with none, `because` says why.  `verdict` asks for one besides.

    Each sign has a third of the time, so that a costly one leaves the others theirs.  Raises what `GraphIndex.paths`
    raises, and UsageError for a number that is none of these.
    """
    if max_hops is not None:
        check_number("max_hops", max_hops)
    check_number("top", top)
    check_number("seconds", seconds)
    search = index.between(start, end, max_hops=max_hops, avoid=avoid, parallel=parallel)
    paths: list[IndexPath] = []
    more = cut = False
    for sign in SIGNS:
        limits = SearchBudget(seconds=seconds / len(SIGNS))
        found = list(islice(search.cheapest(sign, limits, expected=top + 1), top + 1))
        paths += found[:top]
        more, cut = more or len(found) > top, cut or limits.hit
    because = None if paths else _why(index, start, end, max_hops=max_hops, avoid=avoid, cut=cut, seconds=seconds)
    first, last = index.names.resolve(start), index.names.resolve(end)
    judged = index.verdict(start, end, avoid=avoid, found={path.sign for path in paths}) if verdict else None
    return IndexAnswer(index.names.id(first), index.names.id(last), tuple(paths), not cut, more, because, judged)


def _why(
    index: GraphIndex, start: str, end: str, *, max_hops: int | None, avoid: Sequence[str], cut: bool, seconds: float
) -> Reason:
    if index.names.resolve(start) == index.names.resolve(end):
        return Reason("same", (sentence("both-ends", name=start),))
    if cut:
        return Reason("cut", (sentence("search-cut"),))
    limits = SearchBudget(seconds=seconds / len(SIGNS))
    if max_hops is not None:
        longer = next(index.paths(start, end, max_hops=None, avoid=avoid, limits=limits), None)
        if longer is not None:
            too_long = sentence("cheapest-too-long", cheapest=len(longer.steps), limit=max_hops)
            return Reason("hop-limit", (too_long,))
    if avoid and next(index.paths(start, end, max_hops=max_hops, limits=limits), None) is not None:
        return Reason("filter", (sentence("avoided"),))
    return Reason("unreachable", (sentence("no-step-leads-on", start=start, end=end),))
