"""Which claims are firm enough to be edges; `kgraph.engines.edges` derives the plain triples of the edge layer."""

from __future__ import annotations

from kgraph.model import Claim
from kgraph.vocabulary import TENTATIVE


def is_edge(claim: Claim) -> bool:
    """Whether a claim is part of the edge layer, and so a default step of paths."""
    return claim.certainty not in TENTATIVE and claim.sign != "0"
