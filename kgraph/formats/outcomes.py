"""Clinical numbers as rows, the arms of a comparison side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgraph.formats.answer_words import abbreviation
from kgraph.formats.documents import Listing, OutcomesDocument
from kgraph.formats.references import supporting, supporting_codes
from kgraph.outcomes import primary_value_of
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie, Measurement
    from kgraph.outcomes import Outcome

COLUMNS = (
    "arm", "comparator", "outcome", "sign", "value", "lower", "upper", "unit", "timepoint", "n", "events", "measure",
    "printed", "comparator_printed", "comparator_n", "comparator_events", "population", "condition", "design",
    "disease", "references", "cited_as", "source", "disputed", "dispute", "claim",
)  # fmt: skip
BRIEF = ("outcome", "arms", "in_whom", "cited_as")


def outcome_listing(document: OutcomesDocument) -> Listing:
    """A row for each number, or for each pair of arms."""
    return Listing([outcome_row(document.graph, one) for one in document.outcomes], COLUMNS, brief=document.brief)


def outcome_row(graph: Contents, row: Outcome) -> dict[str, object]:
    """A number with its arms, time point, sample size, design and dispute, under `COLUMNS`; in short under `BRIEF`."""
    claim, number, other = row.claim, row.measurement, row.other
    dispute, primary = number.disputed if number else "", primary_value_of(row)
    disease = graph.label(claim.disease) if claim.disease else ""
    when = f"at {duration(number.time_point)}" if number and number.time_point else ""
    result = result_words(number, disputed=row.disputed) if number else Words(graph).sign_of(claim)
    compared = result_words(other, disputed=bool(other.disputed)) if other else ""
    arms = [f"{_in_short(graph, row.arm)} {result}"]
    arms += [f"{_in_short(graph, row.comparator)} {compared}".strip()] if row.comparator else []
    return {
        "arms": "; ".join(arms),
        "result": result,
        "compared_result": compared,
        "in_whom": "; ".join(filter(None, (claim.population or disease, claim.condition, when))),
        "arm": graph.label(row.arm),
        "comparator": graph.label(row.comparator) if row.comparator else "",
        "outcome": graph.label(row.outcome) if row.outcome else (number.measure if number else ""),
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
        "comparator_printed": other.printed if other else "",
        "comparator_n": other.sample_size if other else None,
        "comparator_events": other.events if other else None,
        "population": claim.population,
        "condition": claim.condition,
        "design": claim.study_kind,
        "disease": disease,
        "references": supporting_codes(graph, [claim]),
        "cited_as": supporting(graph, [claim]),
        "source": claim.origin,
        "disputed": row.disputed,
        "dispute": "; ".join(filter(None, (dispute, primary and f"primary paper: {primary}"))),
        "claim": claim.id,
    }


def _in_short(graph: Contents, arm: Curie) -> str:
    """An arm by its abbreviation, or by its label where it has none."""
    return abbreviation(graph.entities[arm]) or graph.label(arm) if arm in graph.entities else arm


def result_words(number: Measurement, *, disputed: bool = False) -> str:
    """A number as printed, with how many of how many where the print does not say it: "all 3 (3/3)", "18 of 20"."""
    n, events = number.sample_size, number.events
    counts = f"{events}/{n}" if events is not None and n else f"n={n}" if n else ""
    if set(re.findall(r"\d+", counts)) <= set(re.findall(r"\d+", number.printed)):
        counts = ""
    return f"{number.printed}{f' ({counts})' if counts else ''}{', disputed' if disputed else ''}"


def duration(text: str) -> str:
    """A simple duration in words: P28D is 28 days; anything else stays as it is."""
    match = re.fullmatch(r"P(\d+)([DWMY])", text)
    if match is None:
        return text
    unit = {"D": "day", "W": "week", "M": "month", "Y": "year"}[match.group(2)]
    return f"{match.group(1)} {unit}{'' if match.group(1) == '1' else 's'}"
