"""Which claims no longer stand: what was retracted, superseded or marked as deprecated, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kgraph.frozen import replace
from kgraph.model import Claim, Curie, Source


def with_standing(claims: Collection[Claim], sources: Iterable[Source]) -> list[Claim]:
    """The claims in their order, each with what took it back, and without disputes by claims that were taken back.

    A source or a claim retracts; a claim supersedes, unless it was taken back itself; `deprecated` is said of the claim
    alone.  A claim that was taken back keeps the disputes that it is part of.
    """
    found: dict[Curie, dict[tuple[str, Curie], None]] = {}
    for source in sources:
        for target in source.retracts:
            found.setdefault(target, {})["retracts", source.id] = None
    for claim in claims:
        if claim.deprecated:
            found.setdefault(claim.id, {})["deprecated", ""] = None
        for name, target in claim.relations:
            if name == "retracts" and target != claim.id:
                found.setdefault(target, {})["retracts", claim.id] = None
    gone = frozenset(found)
    for claim in claims:
        for name, target in claim.relations:
            if name == "supersedes" and claim.id not in gone and target != claim.id:
                found.setdefault(target, {})["supersedes", claim.id] = None
    return [_stated(claim, found) for claim in claims] if found else list(claims)


def _stated(claim: Claim, found: dict[Curie, dict[tuple[str, Curie], None]]) -> Claim:
    if claim.id in found:
        return replace(claim, retired=tuple(sorted(found[claim.id])))
    rivals = tuple(pair for pair in claim.relations if pair[0] != "disputes" or pair[1] not in found)
    return claim if rivals == claim.relations else replace(claim, relations=rivals)
