"""Why there is no path: which filter, which limit or which missing claim is to blame."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kgraph.frozen import replace
from kgraph.model import Curie
from kgraph.paths.filters import PathFilter
from kgraph.paths.finding import PathSearch
from kgraph.paths.search import SearchBudget
from kgraph.paths.values import Gap, Reason, Relaxed, Step
from kgraph.vocabulary import TENTATIVE

if TYPE_CHECKING:
    from kgraph.model import Contents

# Paths are counted so far, and searched for beyond the hop limit so far, to say what another choice would give.
MOST_COUNTED = 1000
LONGEST = 12
_SECONDS = 1.0
_OUTSIDE = frozenset({"diet", "population", "species", "outcome", "adverse-effect"})
_RESULT_KINDS = frozenset({"phenotype", "outcome", "adverse-effect"})


def explain_absence(
    graph: Contents, path_filter: PathFilter, start: Curie, end: Curie, *, max_hops: int, bundle: bool = True, cut: bool
) -> Reason:
    """Say why a search found nothing: it was cut, the hop limit, a filter, or nothing leads there at all."""
    if start == end:
        return Reason("same", f"{graph.label(start)} is both ends; name two different things.")
    if cut:
        return Reason(
            "cut",
            "The search reached its limit of time or size before it found a path: ask for fewer hops, or give it more "
            "time (--seconds).",
        )
    beyond, without = SearchBudget(seconds=_SECONDS), SearchBudget(seconds=_SECONDS)
    shortest = PathSearch(graph, path_filter, bundle=bundle, through_outcome=False).shortest(
        start, end, LONGEST, beyond
    )
    relaxed = tuple(_relaxed(graph, path_filter, start, end, max_hops, bundle=bundle))
    if shortest is not None:
        words = f"The shortest path has {shortest} steps and the limit is {max_hops}: try --max-hops {shortest}."
        return Reason("hop-limit", f"{words} {_relaxed_words(relaxed)}".strip(), shortest, relaxed)
    if relaxed:
        return Reason("filter", _relaxed_words(relaxed), None, relaxed)
    free = PathFilter(include=TENTATIVE)
    shortest = PathSearch(graph, free, bundle=bundle, through_outcome=False).shortest(start, end, LONGEST, without)
    if shortest is not None:
        words = f"No single option is to blame: with every claim let in, the shortest path has {shortest} steps"
        if shortest > max_hops:
            return Reason("filter", f"{words} and the limit is {max_hops}.", shortest)
        return Reason("filter", f"{words}.")
    if beyond.hit or without.hit:
        # That nothing was found in the time for reasons is no reason.
        return Reason("cut", "There is no path under these limits and filters; finding out why took too long.")
    words, gap = _nearest_miss(graph, start, end)
    return Reason("unreachable", words, missing=gap)


def _relaxed(
    graph: Contents, path_filter: PathFilter, start: Curie, end: Curie, max_hops: int, *, bundle: bool
) -> Iterator[Relaxed]:
    """What lifting one restriction, or letting in claims of one more certainty, would give.

    Left out is what gives no path; what could not be counted in time has no paths and says at least.
    """
    lets_in = (
        (f"--include {name}", replace(path_filter, include=path_filter.include | {name}))
        for name in sorted(TENTATIVE)
        if not path_filter.lets_in(name)
    )
    for option, other in (*path_filter.relaxed(), *lets_in):
        limits = SearchBudget(seconds=_SECONDS)
        search = PathSearch(graph, other, bundle=bundle, through_outcome=False)
        found = search.count(start, end, max_hops, most=MOST_COUNTED, limits=limits)
        if found or limits.hit:
            yield Relaxed(option, found, limits.hit or found == MOST_COUNTED)


def _relaxed_words(relaxed: Iterable[Relaxed]) -> str:
    lifted = [one for one in relaxed if not one.option.startswith("--include")]
    let_in = [one for one in relaxed if one.option.startswith("--include")]
    words = []
    if lifted:
        names = " and ".join(one.option for one in lifted)
        each = "keeps" if len(lifted) == 1 else "each keep"
        known = all(one.paths for one in lifted)
        counts = _count("without it", lifted[0]) if len(lifted) == 1 else _counts("without", lifted)
        words.append(f"{names} {each} every path out: {counts}." if known else f"{names} may be to blame: {counts}.")
    if let_in:
        lead = "lead" if any(one.paths for one in let_in) else "may lead"
        counts = _counts("with", let_in)
        words.append(f"Claims that their source calls contested or unsettled {lead} there: {counts}.")
    return " ".join(words)


def _counts(how: str, relaxed: Iterable[Relaxed]) -> str:
    return ", ".join(_count(f"{how} {one.option}", one) for one in relaxed)


def _count(how: str, one: Relaxed) -> str:
    if not one.paths:
        return f"{how} counting takes too long"
    verb, noun = ("is", "path") if one.paths == 1 else ("are", "paths")
    return f"{how} there {verb} {'at least ' if one.at_least else ''}{one.paths} {noun}"


def _nearest_miss(graph: Contents, start: Curie, end: Curie) -> tuple[str, Gap | None]:
    """The entity within reach that is closest to the goal when arrows may be walked both ways, and what is missing."""
    steps = [step for _, step in PathSearch(graph, PathFilter(include=TENTATIVE)).usable(start, end)]
    pairs = [(step.subject, step.object) for step in steps]
    forward, leading = _distances(pairs, start), _distances([(b, a) for a, b in pairs], end)
    # That two things are changed by one diet, seen in one population or measured by one outcome brings them no closer.
    outside = {entity.id for entity in graph.entities.values() if entity.kind in _OUTSIDE} - {start, end}
    inside = [pair for pair in pairs if outside.isdisjoint(pair)]
    both_ways = [*inside, *((b, a) for a, b in inside)]
    around = _distances(both_ways, end)
    opening = f"No claim leads on from {graph.label(start)} to {graph.label(end)}."
    if end in forward:
        words = (
            f"Steps lead from {graph.label(start)} to {graph.label(end)}, but only twice through one entity, or up to "
            "a general thing and down to another special form of it; neither is a path."
        )
        return words, None
    if len(forward) == 1:
        opening = f"{opening} Nothing at all starts at {graph.label(start)}."
    near = min(
        (node for node in forward if node in around),
        key=lambda node: (around[node], forward[node], graph.label(node)),
        default=None,
    )
    if near is None:
        gap = Gap(start, end, ("causal", "association"))
        return (
            f"{opening} Nothing within its reach is joined to the goal in any direction. {_missing(graph, gap)}.",
            gap,
        )
    distances = _distances(both_ways, near)
    target = min(
        (node for node in leading if node in distances),
        key=lambda node: (distances[node], leading[node], graph.label(node)),
    )
    belongs = graph.entities[near].kind in _RESULT_KINDS and graph.entities[target].kind == "disease"
    gap = Gap(near, target, ("causal", "association", *(("structural",) if belongs else ())))
    return f"{opening} {_gap_words(graph, gap, steps, leading[target])}", gap


def _gap_words(graph: Contents, gap: Gap, steps: Iterable[Step], to_go: int) -> str:
    subject, target = graph.label(gap.subject), graph.label(gap.object)
    onward = f", which leads on to the goal in {to_go} step{'' if to_go == 1 else 's'}" if to_go else ""
    back = sorted({step.relation for step in steps if (step.subject, step.object) == (gap.object, gap.subject)})
    against = f" So far the arrow runs the other way: {target} {back[0].replace('_', ' ')} {subject}." if back else ""
    return f"Nearest miss: {subject}. {_missing(graph, gap)}{onward}.{against}"


def _missing(graph: Contents, gap: Gap) -> str:
    kinds = {
        "causal": "a causal claim (increases, decreases, affects …)",
        "association": "an association",
        "structural": "a structural one (manifestation of, aspect of)",
    }
    named = [kinds[kind] for kind in gap.relation_kinds]
    return (
        f"What would join them is {', '.join(named[:-1])} or {named[-1]} with the subject {graph.label(gap.subject)!r} "
        f"and the object {graph.label(gap.object)!r}"
    )


def _distances(pairs: Iterable[tuple[Curie, Curie]], start: Curie) -> dict[Curie, int]:
    """Hops from an entity to every entity it reaches (breadth first)."""
    leaving: dict[Curie, list[Curie]] = {}
    for subject, target in pairs:
        leaving.setdefault(subject, []).append(target)
    reached, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for target in leaving.get(node, ()):
            if target not in reached:
                reached[target] = reached[node] + 1
                queue.append(target)
    return reached
