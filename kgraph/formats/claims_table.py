"""The flat table: one row per claim; each arm of a comparison has an outcome claim, and so a row, of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment, is_disputed
from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import for_tsv
from kgraph.formats.references import disputing, short_names
from kgraph.model import Claim, EvidenceLine, Locator, Measurement
from kgraph.trace import lines_in_order

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = (
    "claim", "subject_id", "subject", "relation", "sign", "object_id", "object", "outcome_id", "outcome", "species",
    "compartment", "population", "condition", "dose", "regimen", "timing", "age", "value", "measure", "n", "events",
    "timepoint", "other_numbers", "implied", "certainty", "study_kind", "confidence", "disputed", "references",
    "disputing", "inconclusive", "evidence", "mechanism", "disease_id", "disease", "source", "places", "note",
    "subject_synonyms", "object_synonyms",
)  # fmt: skip


def write_claims(document: GraphDocument, form: str) -> str:
    """The claims of a graph as the flat table."""
    return claims_table(document.graph)


def claims_table(graph: Contents) -> str:
    """The claims as tab-separated text with a header; many values in a cell are joined by ``|``."""
    lines = ["\t".join(COLUMNS)]
    for claim in graph.claims.values():
        lines += ["\t".join(for_tsv(row[column]) for column in COLUMNS) for row in _rows(graph, claim)]
    return "\n".join(lines) + "\n"


def _rows(graph: Contents, claim: Claim) -> Iterator[dict[str, str]]:
    """One row; the first number has columns of its own, the others stand together.

    `evidence` tells each line apart: direction, directness, reference and place, "supports relayed B28 review 3.1/10".
    """
    first = claim.measurements[0] if claim.measurements else None
    places = sorted(line.locator for line in claim.evidence if line.locator)
    yield {
        "claim": claim.id,
        "subject_id": claim.subject,
        "subject": graph.label(claim.subject),
        "relation": claim.relation,
        "sign": claim.sign,
        "object_id": claim.object,
        "object": graph.label(claim.object),
        "outcome_id": claim.outcome,
        "outcome": graph.label(claim.outcome) if claim.outcome else "",
        "species": "|".join(graph.label(species) for species in claim.species),
        "compartment": graph.label(claim.tissue) if claim.tissue else "",
        "population": claim.population,
        "condition": claim.condition,
        "dose": claim.dose,
        "regimen": claim.regimen,
        "timing": claim.timing,
        "age": claim.age,
        "value": first.printed if first else "",
        "measure": first.measure if first else "",
        "n": _count(first.sample_size) if first else "",
        "events": _count(first.events) if first else "",
        "timepoint": first.time_point if first else "",
        "other_numbers": "|".join(_number(graph, number) for number in claim.measurements[1:]),
        "implied": "yes" if claim.implied else "",
        "certainty": claim.certainty,
        "study_kind": claim.study_kind,
        "confidence": str(round(Assessment(graph).strength(claim).confidence, 6)),
        "disputed": "yes" if is_disputed(claim) else "",
        "references": _cited(graph, claim, "supports"),
        "disputing": _cited(graph, claim, "disputes"),
        "inconclusive": _cited(graph, claim, "inconclusive"),
        "evidence": "|".join(_line(graph, line) for line in lines_in_order(claim)),
        "mechanism": "|".join(claim.mechanisms),
        "disease_id": claim.disease,
        "disease": graph.label(claim.disease) if claim.disease else "",
        "source": claim.origin,
        "places": "|".join(dict.fromkeys(_place(place) for place in places)),
        "note": " ".join((*claim.notes, *filter(None, [claim.slip]), *_against(graph, claim))),
        "subject_synonyms": _synonyms(graph, claim.subject),
        "object_synonyms": _synonyms(graph, claim.object),
    }


def _cited(graph: Contents, claim: Claim, direction: str) -> str:
    lines = (line for line in claim.evidence if line.counts and line.direction == direction)
    return "|".join(short_names(graph, (line.reference for line in lines)))


def _line(graph: Contents, line: EvidenceLine) -> str:
    known = graph.references.get(line.reference)
    parts = (line.direction, line.directness, known.short if known else "nothing-cited")
    return " ".join((*parts, _place(line.locator) if line.locator else "")).strip()


def _place(place: Locator) -> str:
    """A section and the sentence in it: "review 3.1/10"."""
    return f"{place.source} {place.section}/{place.sentence}"


def _count(number: int | None) -> str:
    return "" if number is None else str(number)


def _against(graph: Contents, claim: Claim) -> Iterator[str]:
    """What speaks against a claim or its numbers, and that its source cites nothing, as sentences."""
    for number in claim.measurements:
        if number.disputed:
            yield f"{number.printed} is in doubt: {number.disputed}"
    rivals = [target for name, target in claim.relations if name == "disputes"]
    against = [*disputing(graph, [claim]), *rivals]
    if against:
        yield f"Disputed by {', '.join(against)}."
    if claim.uncited:
        yield "Uncited in its source."


def _synonyms(graph: Contents, identifier: str) -> str:
    entity = graph.entities.get(identifier)
    return "|".join((*entity.synonyms, *entity.misprints)) if entity else ""


def _number(graph: Contents, number: Measurement) -> str:
    arm = f"{graph.label(number.arm)}: " if number.arm else ""
    size = f" (n={number.sample_size})" if number.sample_size is not None else ""
    when = f" at {number.time_point}" if number.time_point else ""
    measure = f" {number.measure}" if number.measure else ""
    return f"{arm}{number.printed}{measure}{when}{size}"
