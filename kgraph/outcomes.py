"""Clinical numbers, arms side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    """One number of one arm, or a comparison without a number (then `measurement` is None).

    `other` is the same number of the comparator, where the claim has it: the arms side by side.
    """

    claim: Claim
    arm: Curie
    comparator: Curie
    outcome: Curie
    measurement: Measurement | None
    other: Measurement | None = None

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
    those about it as either arm.  Claims that were taken back have no row.
    """
    diseases = with_special_forms(graph, disease)
    claims = (claim for claim in graph.claims.values() if claim.relation in _RELATIONS and not claim.retired)
    rows = [row for claim in claims for row in _rows(claim)]
    return [
        row
        for row in rows
        if (not disease or row.claim.disease in diseases)
        and (not comparator or comparator in (row.comparator, row.claim.object))
        and (not diet or diet in (row.arm, row.comparator, row.claim.subject, row.claim.object))
    ]


def side_by_side(rows: Iterable[Outcome]) -> list[Outcome]:
    """The rows with the two arms of a comparison in one: that of the second arm, which repeats it, is left out."""
    return [
        row for row in rows if not (row.other and (row.arm, row.comparator) == (row.claim.object, row.claim.subject))
    ]


def primary_value_of(row: Outcome) -> str:
    """What the paper itself gives for a number, where it was looked up; of several numbers, for those in doubt."""
    number = row.measurement
    if number is None:
        return ""
    told = "; ".join(line.primary_value for line in row.claim.evidence if line.primary_value)
    return number.primary_value or (told if number.disputed or len(row.claim.measurements) == 1 else "")


def _rows(claim: Claim) -> Iterator[Outcome]:
    comparing = claim.relation == "compared_with"
    outcome = claim.outcome if comparing else claim.object
    for measurement in claim.measurements or (None,):
        arm = (measurement.arm if measurement else "") or claim.subject
        other = (measurement.comparator_arm if measurement else "") or (claim.object if comparing else "")
        # A number of an arm that is neither side is no result of the comparison.
        result = measurement is not None and (measurement.events is not None or measurement.unit == "%")
        foreign = comparing and arm not in (claim.subject, claim.object)
        told = "" if foreign and result else outcome
        rival = _same_number(claim, measurement, other) if measurement and other != arm else None
        yield Outcome(claim, arm, "" if other == arm or not told else other, told, measurement, rival)


def _same_number(claim: Claim, number: Measurement, arm: Curie) -> Measurement | None:
    """The number of the other arm that was measured alike."""
    if not number.arm:
        return None
    alike = (number.measure, number.time_point, number.unit)
    return next((m for m in claim.measurements if m.arm == arm and (m.measure, m.time_point, m.unit) == alike), None)
