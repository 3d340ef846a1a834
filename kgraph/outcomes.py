"""Clinical numbers, arms side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.evidence import is_disputed
from kgraph.frozen import frozen
from kgraph.model import Claim, Curie, Measurement
from kgraph.selection import with_special_forms

if TYPE_CHECKING:
    from kgraph.model import Contents

_RELATIONS = ("has_outcome", "compared_with")
_TURNED = {"+": "-", "-": "+"}


@frozen
class Outcome:
    """One number of one arm, or a comparison without a number (then `measurement` is None)."""

    claim: Claim
    arm: Curie
    comparator: Curie
    outcome: Curie
    measurement: Measurement | None

    @property
    def sign(self) -> str:
        """What the claim says of this arm: of the second arm of a comparison the opposite, of any other arm nothing."""
        claim = self.claim
        if claim.relation != "compared_with" or (self.arm, self.comparator) == (claim.subject, claim.object):
            return claim.sign
        if (self.arm, self.comparator) == (claim.object, claim.subject):
            return _TURNED.get(claim.sign, claim.sign)
        return ""

    @property
    def disputed(self) -> bool:
        """Whether the number is flagged; where none of the claim is, whether the claim is disputed or contested."""
        if any(number.disputed for number in self.claim.measurements):
            return self.measurement is not None and bool(self.measurement.disputed)
        return is_disputed(self.claim)


def outcomes(graph: Contents, *, disease: str = "", comparator: str = "", diet: str = "") -> list[Outcome]:
    """The outcome and comparison claims, a row per number, grouped by claim; filters are entity identifiers.

    `disease` keeps rows stated for it or for a more special form of it, `comparator` those compared with it, `diet`
    those about it as either arm.
    """
    diseases = with_special_forms(graph, disease)
    rows = [row for claim in graph.claims.values() if claim.relation in _RELATIONS for row in _rows(claim)]
    return [
        row
        for row in rows
        if (not disease or row.claim.disease in diseases)
        and (not comparator or comparator in (row.comparator, row.claim.object))
        and (not diet or diet in (row.arm, row.comparator, row.claim.subject, row.claim.object))
    ]


def _rows(claim: Claim) -> Iterator[Outcome]:
    comparing = claim.relation == "compared_with"
    outcome = claim.outcome if comparing else claim.object
    for measurement in claim.measurements or (None,):
        arm = (measurement.arm if measurement else "") or claim.subject
        other = (measurement.comparator_arm if measurement else "") or (claim.object if comparing else "")
        yield Outcome(claim, arm, "" if other == arm else other, outcome, measurement)
