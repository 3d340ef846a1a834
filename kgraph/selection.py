"""What a listing is asked for: things about an entity, under a mechanism, of a disease."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kgraph.frozen import frozen
from kgraph.model import Claim, Curie

if TYPE_CHECKING:
    from kgraph.model import Contents


@frozen
class Selection:
    """What is wanted; empty parts want everything.  `diseases` are a disease and its more special forms."""

    about: Curie = ""
    mechanism: str = ""
    diseases: frozenset[Curie] = frozenset()

    def takes(self, claim: Claim) -> bool:
        """Whether a claim is about the entity, under the mechanism, and of the disease."""
        ends = (claim.subject, claim.object, claim.outcome)
        return self.takes_all((*ends, claim.id), claim.mechanisms, (claim.disease, *ends))

    def takes_all(self, about: Iterable[Curie], mechanisms: Iterable[str], diseases: Iterable[Curie]) -> bool:
        """The same of anything that has entities, mechanisms and diseases."""
        return (
            (not self.about or self.about in about)
            and (not self.mechanism or self.mechanism in mechanisms)
            and (not self.diseases or not self.diseases.isdisjoint(diseases))
        )


def with_special_forms(graph: Contents, disease: Curie) -> frozenset[Curie]:
    """A disease and everything that is a kind of it."""
    found, waiting = {disease}, [disease]
    while waiting:
        general = waiting.pop()
        for claim in graph.claims_by_entity.get(general, ()):
            special = claim.relation == "has_subtype" and claim.subject == general and not claim.retired
            if special and claim.object not in found:
                found.add(claim.object)
                waiting.append(claim.object)
    return frozenset(found)
