"""A trace as JSON, as rows, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment, is_disputed
from kgraph.formats.documents import Listing, TraceDocument
from kgraph.formats.escape import for_terminal, json_text
from kgraph.formats.listing import noticed
from kgraph.formats.notices import cautions
from kgraph.formats.references import as_listed, identified, link_of
from kgraph.model import CONTEXT, Claim, EvidenceLine, Locator, Reference
from kgraph.trace import SourceTexts, Trace, TracedClaim, lines_in_order
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = (
    "claim", "subject", "relation", "sign", "object", "certainty", "uncited", "reference", "cited_as", "title", "link",
    "direction", "directness", "study_kind", "species", "attachment", "source", "section", "sentence", "start", "end",
    "quote", "passage", "note", "outcome", "disease", "tissue", "population", "condition", "dose", "regimen", "timing",
    "age", "numbers", "implied", "disputed_by", "row", "subject_id", "object_id",
)  # fmt: skip
# What a document for people has room for.
BRIEF = (
    "subject", "relation", "sign", "object", "certainty", "cited_as", "direction", "directness", "study_kind",
    "species", "disease", "tissue", "population", "condition", "implied", "note",
)  # fmt: skip


def write_trace(document: TraceDocument, form: str) -> str:
    """A trace in words or as one JSON object; with copies of the sources it shows the full sentences."""
    graph, traced, texts = document.graph, document.traced, document.texts
    if form == "table":
        return noticed(trace_words(graph, traced, texts), form)
    return json_text(to_json(graph, traced, texts), indent=2) + "\n"


def trace_words(graph: Contents, traced: Trace, texts: SourceTexts) -> str:
    """A trace in words, without what has to be said once beside them."""
    return "\n".join(_words(graph, traced, texts)) + "\n"


def to_json(graph: Contents, traced: Trace, texts: SourceTexts) -> dict[str, object]:
    """The trace as the JSON object that every door gives out."""
    return {
        "what": traced.what,
        "label": traced.label,
        "kind": traced.kind,
        "claims": [claim_json(graph, item, texts) for item in traced.claims],
        "cautions": cautions(graph, (item.claim for item in traced.claims)),
    }


def claim_json(graph: Contents, item: TracedClaim, texts: SourceTexts) -> dict[str, object]:
    """One claim with its evidence as JSON."""
    claim = item.claim
    notes = [*Words(graph).retired(claim), *claim.notes, *([claim.slip] if claim.slip else [])]
    return {
        "claim": claim.id,
        "subject_id": claim.subject,
        "subject": graph.label(claim.subject),
        "relation": claim.relation,
        "sign": claim.sign,
        "object_id": claim.object,
        "object": graph.label(claim.object),
        "outcome": graph.label(claim.outcome) if claim.outcome else "",
        "species": [graph.label(species) for species in claim.species],
        "disease": graph.label(claim.disease) if claim.disease else "",
        "tissue": graph.label(claim.tissue) if claim.tissue else "",
        **{name: claim.context.get(name, "") for name in CONTEXT},
        "study_kind": claim.study_kind,
        "numbers": _numbers(claim),
        "certainty": claim.certainty,
        "uncited": claim.uncited,
        "implied": claim.implied,
        "source": claim.origin,
        "confidence": round(Assessment(graph).strength(claim).confidence, 6),
        "evidence": [_line_json(graph, line, texts) for line in lines_in_order(claim)],
        "disputed": is_disputed(claim),
        "disputed_by": [_code(graph, identifier) for identifier in item.disputed_by],
        "retired_by": [by for _, by in claim.retired],
        "notes": notes,
    }


def _line_json(graph: Contents, line: EvidenceLine, texts: SourceTexts) -> dict[str, object]:
    reference = graph.references.get(line.reference)
    record: dict[str, object] = {
        "reference": reference.code if reference else None,
        "cited_as": reference.short if reference else None,
        "title": _title(graph, reference, line),
        "link": link_of(reference) if reference else None,
        "direction": line.direction,
        "directness": line.directness,
        "study_kind": "|".join(line.study_kinds),
        "species": [graph.label(species) for species in line.species],
        "attachment": line.attachment or None,
        "counts": line.counts,
        "locator": _locator_json(line.locator) if line.locator else None,
        "row": line.row or None,
        "primary_value": line.primary_value or None,
        "notes": list(line.notes),
    }
    passage = texts.sentence(line.locator) if line.locator else None
    if passage is not None:
        record["passage"] = passage
    return record


def _title(graph: Contents, reference: Reference | None, line: EvidenceLine) -> str | None:
    """The title of the paper, or of the paper that a number probably stands for, which it says."""
    if reference is None:
        return None
    title = as_listed(graph, reference).title
    if title:
        return title
    for candidate in line.candidates or reference.candidates:
        known = graph.references.get(candidate)
        if known and known.title:
            return f"probably: {known.title}"
    return None


def _locator_json(locator: Locator) -> dict[str, object]:
    return {name: getattr(locator, name) for name in ("source", "section", "sentence", "start", "end", "quote")}


def _code(graph: Contents, identifier: str) -> str:
    return graph.references[identifier].code if identifier in graph.references else identifier


def _name(graph: Contents, identifier: str) -> str:
    if identifier in graph.claims:
        return f"“{Words(graph).sentence(graph.claims[identifier])}” ({identifier})"
    return graph.references[identifier].short if identifier in graph.references else identifier


def trace_listing(document: TraceDocument) -> Listing:
    """A row for each evidence line."""
    return Listing(list(trace_rows(document.graph, document.traced, document.texts)), COLUMNS, brief=BRIEF)


def trace_rows(graph: Contents, traced: Trace, texts: SourceTexts) -> Iterator[dict[str, object]]:
    """A row for each evidence line; the keys are COLUMNS and more."""
    for item in traced.claims:
        record = claim_json(graph, item, texts)
        for line in record["evidence"]:  # type: ignore[attr-defined]
            locator = line["locator"] or {}
            yield {**record, **line, **locator, "note": "; ".join(line["notes"])}


def _words(graph: Contents, traced: Trace, texts: SourceTexts) -> Iterator[str]:
    count = len(traced.claims)
    told = cautions(graph, (item.claim for item in traced.claims))
    yield for_terminal(f"{traced.label} ({traced.kind}): {count} claim{'' if count == 1 else 's'}")
    for number, item in enumerate(traced.claims, 1):
        yield ""
        yield for_terminal(f"{number}. {claim_words(graph, item.claim)}")
        yield for_terminal(f"   {_claim_remarks(graph, item.claim)}")
        for line in lines_in_order(item.claim):
            yield for_terminal(f"   {_line_words(graph, line)}")
            passage = texts.sentence(line.locator) if line.locator else None
            if passage is not None:
                yield for_terminal(f"      “{passage}”")
        if item.disputed_by:
            names = "; ".join(_name(graph, identifier) for identifier in item.disputed_by)
            yield for_terminal(f"   disputed by {names}")
        for note in (*item.claim.notes, *filter(None, [item.claim.slip])):
            yield for_terminal(f"   note: {note}")
    yield from [for_terminal(line) for line in ["", *told]] if told else ()


def claim_words(graph: Contents, claim: Claim) -> str:
    """A claim as a short sentence with its sign."""
    return Words(graph).signed_sentence(claim)


def context_words(graph: Contents, claim: Claim) -> list[str]:
    """For what a claim holds: compartment, disease, and the circumstances, as far as they are said.

    The species stands with the study kind: what an author says of people was not seen in them.
    """
    context = [graph.label(part) for part in (claim.tissue, claim.disease) if part]
    return [*context, *claim.context.values()]


def standing_words(graph: Contents, claim: Claim) -> list[str]:
    """How a claim stands: whether it was taken back, what its sign says, its source's wording, its kind of study."""
    words = Words(graph)
    standing = [
        *words.retired(claim),
        words.sign_of(claim),
        words.phrase("certainty", claim.certainty),
        words.study_of(claim),
    ]
    return [part for part in standing if part]


def _numbers(claim: Claim) -> list[str]:
    """The numbers as printed, each with what was measured, and the doubt about it."""
    doubts = (f" (in doubt: {m.disputed})" if m.disputed else "" for m in claim.measurements)
    told = (f"{m.printed}, {m.measure}" if m.measure else m.printed for m in claim.measurements)
    return [number + doubt for number, doubt in zip(told, doubts, strict=True)]


def _claim_remarks(graph: Contents, claim: Claim) -> str:
    numbers, words = _numbers(claim), Words(graph)
    parts = [claim.id, *standing_words(graph, claim), f"from {claim.origin}", *context_words(graph, claim)]
    parts += [words.phrase("flag", "implied")] if claim.implied else []
    parts += [words.phrase("flag", "uncited")] if claim.uncited else []
    parts += [words.phrase("flag", "disputed")] if is_disputed(claim) else []
    parts += [f"printed: {'; '.join(numbers)}"] if numbers else []
    return " · ".join(parts)


def _line_words(graph: Contents, line: EvidenceLine) -> str:
    reference, words = graph.references.get(line.reference), Words(graph)
    name = identified(reference) if reference else "nothing cited"
    parts = [words.phrase("direction", line.direction), name]
    title = _title(graph, reference, line)
    if title:
        parts.append(title)
    parts += [words.phrase("directness", line.directness), words.study(line.study_kinds, line.species)]
    if line.attachment in ("carried", "near"):
        parts.append(words.phrase("attachment", line.attachment))
    if line.locator:
        place = line.locator
        parts.append(f"{place.source} {place.section}/{place.sentence} [{place.start}–{place.end}] “{place.quote}”")
    parts += [f"note: {note}" for note in line.notes]
    return " · ".join(parts)
