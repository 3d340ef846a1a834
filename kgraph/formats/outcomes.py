"""A clinical number as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.formats.references import supporting
from kgraph.outcomes import Outcome

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = (
    "arm", "comparator", "outcome", "sign", "value", "lower", "upper", "unit", "timepoint", "n", "events", "measure",
    "printed", "design", "disease", "references", "source", "disputed", "dispute", "claim",
)  # fmt: skip


def outcome_row(graph: Contents, row: Outcome) -> dict[str, object]:
    """A number with its arms, time point, sample size, design and dispute, under `COLUMNS`."""
    claim, number = row.claim, row.measurement
    primary = "; ".join(line.primary_value for line in claim.evidence if line.primary_value)
    dispute = number.disputed if number else ""
    primary = (number.primary_value if number else "") or primary
    return {
        "arm": graph.label(row.arm),
        "comparator": graph.label(row.comparator) if row.comparator else "",
        "outcome": graph.label(row.outcome) if row.outcome else "",
        "sign": row.sign,
        "value": number.value if number else None,
        "lower": number.lower if number else None,
        "upper": number.upper if number else None,
        "unit": number.unit if number else "",
        "timepoint": number.time_point if number else "",
        "n": number.sample_size if number else None,
        "events": number.events if number else None,
        "measure": number.measure if number else "",
        "printed": number.printed if number else "",
        "design": claim.study_kind,
        "disease": graph.label(claim.disease) if claim.disease else "",
        "references": supporting(graph, [claim]),
        "source": claim.origin,
        "disputed": row.disputed,
        "dispute": "; ".join(filter(None, (dispute, primary and f"primary paper: {primary}"))),
        "claim": claim.id,
    }
