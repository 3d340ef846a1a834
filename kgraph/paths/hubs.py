"""The penalty for passing through generic hubs: entities that are joined to so much that being joined says little.

In a merge of large resources most short paths lead through a few entities (a cell type, a common protein) that
everything is joined to.  As degree-weighted path counts do (Himmelstein and Baranzini 2015), a path loses by a power of
the degree of what it passes through; here only beyond a share of all entities, so that the rest stays plain evidence.
Share and power are terms of the ontology with their reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from kgraph.evidence import Weights
from kgraph.model import Curie
from kgraph.paths.candidate_steps import groundwork

if TYPE_CHECKING:
    from kgraph.model import Contents


class Hubs:
    """The degrees of the entities of one graph, of which it has so many, and what passing through them costs."""

    def __init__(self, weights: Weights, degrees: Mapping[Curie, int], entities: int) -> None:
        self._degrees = degrees
        self.damping = weights.general("hub-damping")
        self.threshold = weights.general("hub-share") * entities

    @classmethod
    def of(cls, graph: Contents) -> Self:
        """The hubs of contents that are whole."""
        neighbours: dict[Curie, set[Curie]] = {}
        for way in groundwork(graph).ways:
            neighbours.setdefault(way.subject, set()).add(way.object)
            neighbours.setdefault(way.object, set()).add(way.subject)
        degrees = {entity: len(joined) for entity, joined in neighbours.items()}
        return cls(Weights(graph), degrees, len(graph.entities))

    def degree(self, entity: Curie) -> int:
        """How many other entities an entity is joined to by steps, in either direction."""
        return self._degrees.get(entity, 0)

    def factor(self, entity: Curie) -> float:
        """What passing through an entity multiplies a confidence by: (threshold / degree) ** damping, at most 1."""
        degree = self.degree(entity)
        return float((self.threshold / degree) ** self.damping) if degree > self.threshold else 1.0


def hubs_of(graph: Contents) -> Hubs:
    """The hubs of a graph; kept with it."""
    known: Hubs | None = graph.derived.get("hubs")
    if known is None:
        known = graph.derived["hubs"] = Hubs.of(graph)
    return known
