"""The derived edge layer: one plain triple per claim that is firm enough, so that naive SPARQL works.

A claim becomes the triple subject–relation–object, and, when signed, also ``kg:raises`` or ``kg:lowers``.  Claims
that are contested, need research or are unknown, and claims of sign 0, never become edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kgraph.model import Claim
from kgraph.vocabulary import KG, TENTATIVE, expand

_DIRECTION = {"+": NamedNode(KG + "raises"), "-": NamedNode(KG + "lowers")}


def is_edge(claim: Claim) -> bool:
    """Whether a claim is part of the edge layer, and so a default step of paths."""
    return claim.certainty not in TENTATIVE and claim.sign != "0"


def derive_edges(claims: Iterable[Claim]) -> Iterator[Quad]:
    """The plain triples of the claims, without duplicates, in the order of the claims."""
    seen: set[Quad] = set()
    for claim in claims:
        if not is_edge(claim):
            continue
        subject, target = NamedNode(expand(claim.subject)), NamedNode(expand(claim.object))
        relations = [NamedNode(KG + claim.relation)]
        if claim.sign in _DIRECTION and claim.relation != "compared_with":
            relations.append(_DIRECTION[claim.sign])
        for relation in relations:
            quad = Quad(subject, relation, target)
            if quad not in seen:
                seen.add(quad)
                yield quad
