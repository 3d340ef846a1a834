"""Why there is no path: which filter, which limit or which missing claim is to blame."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kgraph.frozen import replace
from kgraph.model import Curie
from kgraph.paths.filters import PathFilter
from kgraph.paths.steps import build_steps
from kgraph.paths.values import Step, Why
from kgraph.vocabulary import TENTATIVE

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_CANDIDATES_SHOWN = 3


def explain_absence(
    graph: KnowledgeGraph, kept: PathFilter, start: Curie, end: Curie, *, max_hops: int, cut: bool
) -> Why:
    """Say why a search found nothing: it was cut, the hop limit, a filter, or nothing leads there at all."""
    if start == end:
        return Why("same", f"{graph.label(start)} is both ends; name two different things.")
    if cut:
        return Why("cut", "The search reached its limit of time or size before it found a path; ask for fewer hops.")
    steps = build_steps(graph, kept)
    hops = _distances(steps, start).get(end)
    if hops is not None and hops > max_hops:
        return Why(
            "hop-limit", f"The shortest path has {hops} steps and the limit is {max_hops}: try --max-hops {hops}."
        )
    for option, relaxed in kept.relaxed():
        reached = _distances(build_steps(graph, relaxed), start).get(end)
        if reached is not None and reached <= max_hops and (hops is None or option in ("--via", "--mechanism")):
            return Why("filter", f"{option} keeps every path out; without it the shortest has {reached} steps.")
    tentative = replace(kept, include=kept.include | TENTATIVE)
    if tentative != kept:
        reached = _distances(build_steps(graph, tentative), start).get(end)
        if reached is not None and hops is None:
            return Why(
                "filter",
                f"Only claims that their source calls contested or unsettled lead there ({reached} steps): "
                "add --include contested --include needs-research.",
            )
    if hops is not None:
        return Why("filter", f"A path of {hops} steps exists, but none that fulfils all the filters together.")
    return Why("unreachable", _nearest_miss(graph, steps, start, end))


def _distances(steps: Iterable[Step], start: Curie) -> dict[Curie, int]:
    """Hops from an entity to every entity it reaches (breadth first)."""
    leaving: dict[Curie, list[Curie]] = {}
    for step in steps:
        leaving.setdefault(step.subject, []).append(step.object)
    reached, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for target in leaving.get(node, ()):
            if target not in reached:
                reached[target] = reached[node] + 1
                queue.append(target)
    return reached


def _nearest_miss(graph: KnowledgeGraph, steps: list[Step], start: Curie, end: Curie) -> str:
    """Name the reachable entities closest to the goal when arrows may be walked both ways."""
    forward = _distances(steps, start)
    both_ways = [
        *steps,
        *(Step(s.object, s.subject, s.relation, s.sign, s.kind, s.claims, s.confidence) for s in steps),
    ]
    around = _distances(both_ways, end)
    near = sorted((around[node], forward[node], graph.label(node)) for node in forward if node in around)
    opening = f"No claim leads on from {graph.label(start)} to {graph.label(end)}."
    if len(forward) == 1:
        return f"{opening} Nothing at all starts at {graph.label(start)}."
    if not near:
        return f"{opening} Nothing that {graph.label(start)} reaches is joined to {graph.label(end)} in any direction."
    names = "; ".join(label for distance, _, label in near[:_CANDIDATES_SHOWN] if distance == near[0][0])
    return (
        f"{opening} Nearest miss: {names}. A claim from there towards {graph.label(end)} would join them; "
        "--undirected shows how they hang together."
    )
