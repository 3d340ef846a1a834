"""Claims that give one and the same influence opposite signs, and say nothing of each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from kgraph.model import Claim, Curie

if TYPE_CHECKING:
    from kgraph.model import Contents

_COMPARED = frozenset({"causal", "association"})
_TURNED = {"+": "-", "-": "+"}


def contradictions(graph: Contents, own: Collection[Curie]) -> Iterator[tuple[Claim, tuple[Claim, ...]]]:
    """Each claim among `own` that others on the same ends give the opposite sign, with these; each pair comes once.

    More of a thing is less of its opposite.  Claims that were taken back contradict nothing, and neither do two of
    which one says how it relates to the other: disputes, qualifies, agrees.  May be empty.
    """
    grouped: dict[tuple[Curie, ...], list[tuple[Claim, str]]] = {}
    for claim in graph.claims.values():
        relation = graph.relations.get(claim.relation)
        if claim.sign in _TURNED and not claim.retired and relation is not None and relation.kind in _COMPARED:
            key, sign = _ends(graph, claim, symmetric=relation.symmetric)
            grouped.setdefault(key, []).append((claim, sign))
    for claims in grouped.values():
        told: set[Curie] = set()
        for claim, sign in claims:
            if claim.id in own:
                told.add(claim.id)
                against = (other for other, its in claims if its != sign and other.id not in told)
                rivals = tuple(other for other in against if not _related(claim, other))
                if rivals:
                    yield claim, rivals


def _ends(graph: Contents, claim: Claim, *, symmetric: bool) -> tuple[tuple[Curie, ...], str]:
    """The ends of a claim and its sign, both as they are for the first of two opposites."""
    sign, ends = claim.sign, []
    for end in (claim.subject, claim.object):
        entity = graph.entities.get(end)
        opposite = entity.opposite if entity else ""
        if opposite and opposite < end:
            sign, end = _TURNED[sign], opposite  # noqa: PLW2901
        ends.append(end)
    if symmetric:
        ends.sort()
    return (*ends, claim.outcome), sign


def _related(claim: Claim, other: Claim) -> bool:
    return any(target == other.id for _, target in claim.relations) or any(
        target == claim.id for _, target in other.relations
    )
