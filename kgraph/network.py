"""The claims as a networkx graph, for algorithms and for the user's own code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from kgraph.model import Claim, Curie
from kgraph.vocabulary import TENTATIVE

if TYPE_CHECKING:
    from kgraph.model import Contents


def claim_network(graph: Contents) -> nx.MultiDiGraph[Curie]:
    """A directed multigraph: a node per entity, an edge per claim from subject to object, keyed by the claim's id.

    Nodes carry ``entity``, ``label`` and ``kind``; edges ``claim``, ``relation``, ``sign`` and ``is_edge`` (whether the
    claim is firm enough for the edge layer).  Entities without a claim are nodes too.
    """
    network: nx.MultiDiGraph[Curie] = nx.MultiDiGraph()
    for entity in graph.entities.values():
        network.add_node(entity.id, entity=entity, label=entity.label, kind=entity.kind)
    for claim in graph.claims.values():
        network.add_edge(
            claim.subject,
            claim.object,
            key=claim.id,
            claim=claim,
            relation=claim.relation,
            sign=claim.sign,
            is_edge=is_edge(claim),
        )
    return network


def is_edge(claim: Claim) -> bool:
    """Whether a claim is part of the edge layer, and so a default step of paths."""
    return claim.certainty not in TENTATIVE and claim.sign != "0"
