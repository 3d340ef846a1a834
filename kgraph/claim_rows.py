"""Claims as rows of the flat table: what people read of each, and behind it all that a reader of the table needs.

The last columns hold as JSON what cells cannot say: the evidence lines, the numbers, and texts that are shown joined.
From a row the very claim can be made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment, codes, is_disputed, short_names
from kgraph.model import CONTEXT, Claim, EvidenceLine, Locator, Measurement
from kgraph.reading.value_json import as_plain
from kgraph.trace import lines_in_order
from kgraph.words import Words, capital

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = (
    "claim", "subject_id", "subject", "relation", "sign", "object_id", "object", "outcome_id", "outcome", "species",
    "compartment", "population", "condition", "dose", "regimen", "timing", "age", "value", "measure", "n", "events",
    "timepoint", "other_numbers", "implied", "certainty", "study_kind", "confidence", "disputed", "references",
    "disputing", "inconclusive", "evidence", "mechanism", "disease_id", "disease", "source", "places", "note",
    "subject_synonyms", "object_synonyms", "subject_kind", "object_kind", "uncited", "relations", "lines",
    "numbers", "exact", "cited_as", "disputing_cited_as", "inconclusive_cited_as",
)  # fmt: skip
# What the others say already, or what follows from the whole graph: nothing is read from these.
COMPUTED = frozenset(
    {
        "confidence", "disputed", "other_numbers", "evidence", "places",
        "cited_as", "disputing_cited_as", "inconclusive_cited_as",
    }
)  # fmt: skip
# Fields of a claim that have no cell of their own.
_WITHOUT_CELL = ("good_when_high", "printed_subject", "printed_object", "slip", "notes", "definitional", "deprecated")
_NOT_PLAIN = frozenset("|\t\r\n")


def row_of(graph: Contents, claim: Claim) -> dict[str, str]:
    """A cell for each column, as text; many values are joined by ``|``, and what a claim does not say is empty.

    The first number has columns of its own, the others stand together.  `evidence` tells each line apart: direction,
    directness, reference and place, "supports relayed B28 review 3.1/10".
    """
    first = claim.measurements[0] if claim.measurements else None
    places = sorted(line.locator for line in claim.evidence if line.locator)
    return {
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
        "subject_kind": _kind(graph, claim.subject),
        "object_kind": _kind(graph, claim.object),
        "uncited": "yes" if claim.uncited else "",
        "relations": "|".join(f"{name} {target}" for name, target in claim.relations),
        # By this cell a row that was exported is known from one that was typed, so it is never empty.
        "lines": _json([as_plain(line) for line in claim.evidence]) or "[]",
        "numbers": _json([as_plain(number) for number in claim.measurements]),
        "exact": _json(_exact(claim)),
        "cited_as": _cited(graph, claim, "supports", short_names),
        "disputing_cited_as": _cited(graph, claim, "disputes", short_names),
        "inconclusive_cited_as": _cited(graph, claim, "inconclusive", short_names),
    }


def _cited(
    graph: Contents, claim: Claim, direction: str, names: Callable[[Contents, Iterable[str]], list[str]] = codes
) -> str:
    lines = (line for line in claim.evidence if line.counts and line.direction == direction)
    return "|".join(names(graph, (line.reference for line in lines)))


def _line(graph: Contents, line: EvidenceLine) -> str:
    known = graph.references.get(line.reference)
    parts = (line.direction, line.directness, known.code if known else "nothing-cited")
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
    lines = (line.reference for line in claim.evidence if line.counts and line.direction == "disputes")
    against = [*short_names(graph, lines), *rivals]
    if against:
        yield f"Disputed by {'; '.join(against)}."
    if claim.uncited:
        yield "Uncited in its source."
    yield from (f"{capital(words)}." for words in Words(graph).retired(claim))


def _synonyms(graph: Contents, identifier: str) -> str:
    entity = graph.entities.get(identifier)
    return "|".join((*entity.synonyms, *entity.misprints)) if entity else ""


def _number(graph: Contents, number: Measurement) -> str:
    arm = f"{graph.label(number.arm)}: " if number.arm else ""
    size = f" (n={number.sample_size})" if number.sample_size is not None else ""
    when = f" at {number.time_point}" if number.time_point else ""
    measure = f" {number.measure}" if number.measure else ""
    return f"{arm}{number.printed}{measure}{when}{size}"


def _kind(graph: Contents, identifier: str) -> str:
    entity = graph.entities.get(identifier)
    return entity.kind if entity else ""


def _exact(claim: Claim) -> dict[str, object]:
    """The fields of a claim that its cells do not give back: those without one, and texts that a cell cannot hold."""
    said = as_plain(claim)
    names = [*_WITHOUT_CELL, "species", "tissue"]
    names += [name for name in CONTEXT if not is_plain(getattr(claim, name))]
    return {name: said[name] for name in names if name in said}


def is_plain(text: str) -> bool:
    """Whether a cell can hold a text as it is: without tabs, line ends and unseen letters, or blanks at its ends."""
    return text.isprintable() and text == text.strip() and _NOT_PLAIN.isdisjoint(text) and not text.startswith('"')


def _json(value: list[Mapping[str, object]] | Mapping[str, object]) -> str:
    """Compact JSON in ASCII, which no cell changes; empty where there is nothing."""
    return json.dumps(value, separators=(",", ":")) if value else ""
