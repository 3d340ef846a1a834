"""Why there is no path: which filter, which limit or which missing claim is to blame."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from kgraph.frozen import replace
from kgraph.model import Curie
from kgraph.paths.filters import PathFilter
from kgraph.paths.finding import PathSearch
from kgraph.paths.reason_words import Gap, Reason, Relaxed, Sentence, sentence
from kgraph.paths.search import SearchBudget
from kgraph.vocabulary import TENTATIVE

if TYPE_CHECKING:
    from kgraph.model import Contents

# Paths are counted so far, and searched for beyond the hop limit so far, to say what another choice would give.
MOST_COUNTED = 1000
LONGEST = 12
_SECONDS = 1.0
_OUTSIDE = frozenset({"diet", "population", "species", "outcome", "adverse-effect"})
_RESULT_KINDS = frozenset({"phenotype", "outcome", "adverse-effect"})
# What no missing claim is proposed from, and what none is proposed to: how people fare acts on nothing, and nothing in
# the body brings about what is done to it.
_LAST = frozenset({"outcome", "adverse-effect", "disease"})
_INTERVENTIONS = frozenset({"diet", "drug"})
# So many of the things within reach are asked what they might be joined to.
_MOST_ASKED = 50


def explain_absence(
    graph: Contents, path_filter: PathFilter, start: Curie, end: Curie, *, max_hops: int, bundle: bool = True, cut: bool
) -> Reason:
    """Say why a search found nothing: it was cut, the hop limit, a filter, or nothing leads there at all."""
    if start == end:
        return Reason("same", (sentence("both-ends", name=graph.label(start)),))
    if cut:
        return Reason("cut", (sentence("search-cut"),))
    beyond, without = SearchBudget(seconds=_SECONDS), SearchBudget(seconds=_SECONDS)
    shortest = PathSearch(graph, path_filter, bundle=bundle, through_outcome=False).shortest(
        start, end, LONGEST, beyond
    )
    relaxed = tuple(_relaxed(graph, path_filter, start, end, max_hops, bundle=bundle))
    if shortest is not None:
        too_long = sentence("shortest-too-long", shortest=shortest, limit=max_hops)
        return Reason("hop-limit", (too_long, *what_they_give(relaxed)), shortest, relaxed)
    if relaxed:
        return Reason("filter", what_they_give(relaxed), None, relaxed)
    free = PathFilter(include=TENTATIVE)
    shortest = PathSearch(graph, free, bundle=bundle, through_outcome=False).shortest(start, end, LONGEST, without)
    if shortest is not None:
        if shortest > max_hops:
            return Reason("filter", (sentence("no-single-choice", shortest=shortest, limit=max_hops),), shortest)
        return Reason("filter", (sentence("no-single-choice", shortest=shortest),))
    if beyond.hit or without.hit:
        # That nothing was found in the time for reasons is no reason.
        return Reason("cut", (sentence("reason-cut"),))
    sentences, gap = _nearest_miss(graph, start, end)
    return Reason("unreachable", sentences, missing=gap)


def _relaxed(
    graph: Contents, path_filter: PathFilter, start: Curie, end: Curie, max_hops: int, *, bundle: bool
) -> Iterator[Relaxed]:
    """What lifting one restriction, or letting in claims of one more certainty, would give.

    Left out is what gives no path; what could not be counted in time has no paths and says at least.
    """
    others: list[tuple[str, str | None, PathFilter]] = [(name, None, other) for name, other in path_filter.relaxed()]
    others += [
        ("include", name, replace(path_filter, include=path_filter.include | {name}))
        for name in sorted(TENTATIVE)
        if not path_filter.lets_in(name)
    ]
    for choice, value, other in others:
        limits = SearchBudget(seconds=_SECONDS)
        search = PathSearch(graph, other, bundle=bundle, through_outcome=False)
        found = search.count(start, end, max_hops, most=MOST_COUNTED, limits=limits)
        if found or limits.hit:
            yield Relaxed(choice, found, limits.hit or found == MOST_COUNTED, value)


def what_they_give(relaxed: Iterable[Relaxed]) -> tuple[Sentence, ...]:
    """What is said of restrictions that were given up and of certainties that were let in."""
    given_up = tuple(one for one in relaxed if one.choice != "include")
    let_in = tuple(one for one in relaxed if one.choice == "include")
    return tuple(sentence(code, relaxed=some) for code, some in (("given-up", given_up), ("let-in", let_in)) if some)


def _nearest_miss(graph: Contents, start: Curie, end: Curie) -> tuple[tuple[Sentence, ...], Gap | None]:
    """The entity within reach that is closest to the goal when arrows may be walked both ways, and what is missing."""
    search = PathSearch(graph, PathFilter(include=TENTATIVE))
    arcs, _ = search.nearby(start, end, mechanistic=None)

    def onward(node: Curie) -> list[Curie]:
        return [arc.target for arc in arcs[node]]

    def back(node: Curie) -> list[Curie]:
        return [arc.source for arc in arcs.reaching[node]]

    # That two things are changed by one diet, seen in one population or measured by one outcome brings them no closer.
    def is_outside(node: Curie) -> bool:
        return node not in (start, end) and node in graph.entities and graph.entities[node].kind in _OUTSIDE

    def beside(node: Curie) -> list[Curie]:
        return [] if is_outside(node) else [one for one in (*onward(node), *back(node)) if not is_outside(one)]

    forward, leading, around = _distances(onward, start), _distances(back, end), _distances(beside, end)
    ends = {"start": graph.label(start), "end": graph.label(end)}
    if end in forward and forward[end] > LONGEST:
        return (sentence("too-far", **ends, steps=forward[end], longest=LONGEST),), None
    if end in forward:
        return (sentence("no-simple-path", **ends),), None
    opening = [sentence("leads-nowhere", **ends)]
    if len(forward) == 1:
        opening.append(sentence("nothing-starts", start=graph.label(start)))
    near = [node for node in forward if node in around]
    near.sort(key=lambda node: (around[node], forward[node], graph.label(node)))
    may_join = _proposals(graph)
    if not near:
        opening.append(sentence("nothing-joined"))
        if may_join(start, end):
            gap = Gap(start, end, ("causal", "association"))
            return (*opening, _missing(graph, gap)), gap
    for node in [one for one in near if graph.entities[one].kind not in _LAST][:_MOST_ASKED]:
        distances = _distances(beside, node)
        target = min(
            (one for one in leading if one in distances and may_join(node, one)),
            key=lambda one: (distances[one], leading[one], graph.label(one)),
            default=None,
        )
        if target is not None:
            belongs = graph.entities[node].kind in _RESULT_KINDS and graph.entities[target].kind == "disease"
            gap = Gap(node, target, ("causal", "association", *(("structural",) if belongs else ())))
            found = (sentence("nearest-miss", name=graph.label(node)), _missing(graph, gap, leading[target]))
            return (*opening, *found), gap
    return (*opening, sentence("nothing-proposed"), *_other_way(graph, search, start, end)), None


def _proposals(graph: Contents) -> Callable[[Curie, Curie], bool]:
    """What tells whether a claim from one entity to another may be proposed: not the reverse of one that there is."""
    if "pairs with a claim" not in graph.derived:
        graph.derived["pairs with a claim"] = {(claim.subject, claim.object) for claim in graph.claims.values()}
    known: set[tuple[Curie, Curie]] = graph.derived["pairs with a claim"]

    def may_join(subject: Curie, target: Curie) -> bool:
        kinds = graph.entities[subject].kind, graph.entities[target].kind
        return kinds[0] not in _LAST and kinds[1] not in _INTERVENTIONS and (target, subject) not in known

    return may_join


def _other_way(graph: Contents, search: PathSearch, start: Curie, end: Curie) -> Iterator[Sentence]:
    back = search.relations(end, start)
    if back:
        subject, target = graph.label(end), graph.label(start)
        yield sentence("other-way", subject=subject, relation=back[0].replace("_", " "), target=target)


def _missing(graph: Contents, gap: Gap, onward: int = 0) -> Sentence:
    ends = {"subject": graph.label(gap.subject), "target": graph.label(gap.object)}
    return sentence("missing-claim", **ends, kinds=gap.relation_kinds, onward=onward)


def _distances(leading: Callable[[Curie], list[Curie]], start: Curie) -> dict[Curie, int]:
    """Hops from an entity to every entity it reaches (breadth first)."""
    reached, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for target in leading(node):
            if target not in reached:
                reached[target] = reached[node] + 1
                queue.append(target)
    return reached
