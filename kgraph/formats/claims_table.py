"""The flat table: one row per claim; each arm of a comparison has an outcome claim, and so a row, of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import for_tsv
from kgraph.formats.references import disputing, short_names
from kgraph.model import Claim, Locator, Measurement

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = (
    "claim", "subject", "relation", "sign", "object", "context", "value", "n", "timepoint", "certainty", "study_kind",
    "references", "directness", "mechanism", "disease", "source", "section", "sentence", "note", "subject_synonyms",
    "object_synonyms",
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
    """One row; the first number is its value, the others stand in its context."""
    counting = [line for line in claim.evidence if line.counts and line.direction == "supports"]
    places = [line.locator for line in claim.evidence if line.locator]
    first = claim.measurements[0] if claim.measurements else None
    yield {
        "claim": claim.id,
        "subject": graph.label(claim.subject),
        "relation": claim.relation,
        "sign": claim.sign,
        "object": graph.label(claim.object),
        "context": "|".join(_context(graph, claim)),
        "value": first.printed if first else "",
        "n": str(first.sample_size) if first and first.sample_size is not None else "",
        "timepoint": first.time_point if first else "",
        "certainty": claim.certainty,
        "study_kind": claim.study_kind,
        "references": "|".join(short_names(graph, (line.reference for line in counting))),
        "directness": "|".join(sorted({line.directness for line in claim.evidence})),
        "mechanism": "|".join(claim.mechanisms),
        "disease": graph.label(claim.disease) if claim.disease else "",
        "source": claim.origin,
        "section": _joined(places, "section"),
        "sentence": _joined(places, "sentence"),
        "note": " ".join((*claim.notes, *filter(None, [claim.slip]), *_against(graph, claim))),
        "subject_synonyms": _synonyms(graph, claim.subject),
        "object_synonyms": _synonyms(graph, claim.object),
    }


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


def _joined(places: list[Locator], name: str) -> str:
    return "|".join(dict.fromkeys(str(getattr(place, name)) for place in sorted(places)))


def _synonyms(graph: Contents, identifier: str) -> str:
    entity = graph.entities.get(identifier)
    return "|".join((*entity.synonyms, *entity.misprints)) if entity else ""


def _context(graph: Contents, claim: Claim) -> list[str]:
    parts = [graph.label(species) for species in claim.species]
    parts += [graph.label(claim.tissue)] if claim.tissue else []
    parts += claim.context.values()
    parts += [f"outcome: {graph.label(claim.outcome)}"] if claim.outcome else []
    parts += ["implied"] if claim.implied else []
    parts += [_number(graph, number) for number in claim.measurements[1:]]
    return parts


def _number(graph: Contents, number: Measurement) -> str:
    arm = f"{graph.label(number.arm)}: " if number.arm else ""
    size = f" (n={number.sample_size})" if number.sample_size is not None else ""
    when = f" at {number.time_point}" if number.time_point else ""
    measure = f" {number.measure}" if number.measure else ""
    return f"{arm}{number.printed}{measure}{when}{size}"
