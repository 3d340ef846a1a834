"""Entities that causal steps from an intervention reach and that lead to no disease."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from kgraph.paths.candidate_steps import groundwork
from kgraph.vocabulary import TENTATIVE

if TYPE_CHECKING:
    from kgraph.check.findings import FindingPositions, Report
    from kgraph.model import Contents, Curie

_INTERVENTIONS = frozenset({"diet", "drug"})


def dead_ends(graph: Contents) -> list[Curie]:
    """The dead ends that say no reason, in the order of the entities; none where nothing is a diet, drug or disease.

    An entity is one when causal steps lead to it from a diet or a drug and no steps of any kind lead on from it to a
    disease.  Steps are those that a path takes unless asked for more: contested ones and those of sign 0 are none.
    Looks at each step twice.
    """
    onward, back = defaultdict(set), defaultdict(set)
    for way in groundwork(graph).ways:
        if way.exploring or way.certainty in TENTATIVE:
            continue
        back[way.object].add(way.subject)
        if way.kind == "causal":
            onward[way.subject].add(way.object)
    interventions = {entity.id for entity in graph.entities.values() if entity.kind in _INTERVENTIONS}
    diseases = {entity.id for entity in graph.entities.values() if entity.kind == "disease"}
    reached = _closure((onward[start] for start in interventions), onward)
    leading = _closure([diseases], back)
    return [
        entity.id
        for entity in graph.entities.values()
        if diseases and entity.id in reached and entity.id not in leading and not entity.ends_here
    ]


def check_dead_ends(graph: Contents, where: FindingPositions, report: Report) -> None:
    """Name each dead end that says no reason."""
    for entity in dead_ends(graph):
        report.findings.append(
            where.finding("dead-end", entity, "causal steps from an intervention lead here, and none to a disease")
        )


def _closure(starts: Iterable[AbstractSet[Curie]], steps: Mapping[Curie, AbstractSet[Curie]]) -> set[Curie]:
    """The starts and all that steps lead to from there."""
    found: set[Curie] = set().union(*starts)
    waiting = list(found)
    while waiting:
        new = steps.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
