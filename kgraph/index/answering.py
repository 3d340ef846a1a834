"""The answer of an index to one question: the best paths of each sign, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kgraph.index.index_values import IndexPath
from kgraph.index.open_index import MOST_HOPS as LONGEST
from kgraph.index.open_index import GraphIndex
from kgraph.index.ties import first_paths
from kgraph.paths.reason_words import Reason, Sentence, sentence
from kgraph.paths.search import SearchBudget
from kgraph.paths.search_options import MAX_HOPS, MOST_HOPS, SECONDS, TOP, check_number
from kgraph.paths.values import SIGNS, Verdict

# What a reason may take beside the search, which is far more than it takes where the ends lie close.
_REASON_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class IndexAnswer:
    """The best paths of each sign between two nodes, + before − before ?, each sign by cost.

    `complete` is false when a limit of time or size ended the search, unless it is proved that there is nothing to
    find; `more` tells of paths beyond those asked for.  `verdict` is about paths of any length, whatever the
    limits of the search, and None unless it was asked for.
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

    Equally cheap paths come in the order of `kgraph.index.ties`.
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
        found, is_more = first_paths(search.cheapest(sign, limits, expected=top + 1), top)
        paths += found
        more, cut = more or is_more, cut or limits.hit
    because = None if paths else _reason(index, start, end, max_hops=max_hops, avoid=avoid, cut=cut)
    first, last = index.names.resolve(start), index.names.resolve(end)
    judged = index.verdict(start, end, avoid=avoid, found={path.sign for path in paths}) if verdict else None
    # What is proved needs no search to its end.
    complete = not cut or (because is not None and because.code != "cut")
    return IndexAnswer(index.names.id(first), index.names.id(last), tuple(paths), complete, more, because, judged)


def _reason(
    index: GraphIndex, start: str, end: str, *, max_hops: int | None, avoid: Sequence[str], cut: bool
) -> Reason:
    """Why nothing was found, as far as it is proved; `cut` says that the search did not come to its end."""
    if index.names.resolve(start) == index.names.resolve(end):
        return Reason("same", (sentence("both-ends", name=start),))
    limits = SearchBudget(seconds=_REASON_SECONDS)
    undecided = Reason("cut", (sentence("search-cut" if cut else "reason-cut"),))
    shortest = index.shortest(start, end, avoid=avoid, limits=limits)
    if shortest is None:
        return undecided if limits.hit else _shut_off(index, start, end, max_hops, avoid, limits) or undecided
    beyond = max_hops is not None and shortest > max_hops
    if cut and not beyond:
        return undecided
    if index.has_rules or not beyond:
        shortest = _fewest_steps(index, start, end, max(shortest, (max_hops or 0) + 1), avoid, limits)
    if limits.hit:
        return undecided
    if shortest is None or max_hops is None:
        return Reason("unreachable", (sentence("no-simple-path", start=start, end=end),))
    return Reason("hop-limit", (beyond_the_limit(shortest, max_hops),), shortest)


def _shut_off(
    index: GraphIndex, start: str, end: str, max_hops: int | None, avoid: Sequence[str], limits: SearchBudget
) -> Reason | None:
    """Why there is no way at all without the nodes to avoid; None when that could not be found out."""
    free = index.shortest(start, end, limits=limits) if avoid else None
    if free is not None and index.has_rules:
        free = _fewest_steps(index, start, end, free, (), limits)
    if limits.hit:
        return None
    if free is None:
        return Reason("unreachable", (sentence("no-step-leads-on", start=start, end=end),))
    too_long = (beyond_the_limit(free, max_hops),) if max_hops is not None and free > max_hops else ()
    return Reason("filter", (sentence("avoided"), *too_long), free)


def _fewest_steps(
    index: GraphIndex, start: str, end: str, least: int, avoid: Sequence[str], limits: SearchBudget
) -> int | None:
    """How many steps the shortest path has, at least so many; None for no path, or when a limit was hit."""
    found = next(index.paths(start, end, max_hops=None, avoid=avoid, limits=limits), None)
    if found is None:
        return None
    fewer = range(least, min(len(found.steps), LONGEST + 1))
    within = (n for n in fewer if next(index.paths(start, end, max_hops=n, avoid=avoid, limits=limits), None))
    return next(within, len(found.steps))


def beyond_the_limit(shortest: int, limit: int) -> Sentence:
    """What is said of a shortest path that is longer than the limit."""
    code = "shortest-too-long" if shortest <= MOST_HOPS else "longer-than-any-limit"
    return sentence(code, shortest=shortest, limit=limit)
