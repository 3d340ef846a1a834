"""One thing as a record: its own fields, then what the graph says about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment, is_disputed
from kgraph.formats.documents import Listing, RecordDocument
from kgraph.formats.escape import for_terminal, json_text, plain
from kgraph.formats.listing import noticed
from kgraph.formats.notices import cautions
from kgraph.formats.references import (
    as_listed,
    codes,
    disputing_codes,
    identified,
    link_of,
    short_names,
    supporting,
    supporting_codes,
)
from kgraph.formats.trace import claim_words, context_words, standing_words
from kgraph.hypotheses import evaluate
from kgraph.model import CONTEXT, Claim, Curie, Entity, Hypothesis, Measurement, OpenQuestion, Reference, Source, Term
from kgraph.trace import lines_in_order
from kgraph.vocabulary import expand
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.names import Thing

Record = dict[str, object]


def describe(graph: Contents, thing: Thing) -> Record:
    """The fields of a thing in reading order; empty ones are left out."""
    if isinstance(thing, Entity):
        record = _entity(graph, thing)
    elif isinstance(thing, Claim):
        record = _claim(graph, thing)
    elif isinstance(thing, Reference):
        record = _reference(graph, thing)
    elif isinstance(thing, Hypothesis):
        record = _hypothesis(graph, thing)
    elif isinstance(thing, OpenQuestion):
        record = _question(graph, thing)
    else:
        record = _other(graph, thing)
    record |= {"cautions": cautions(graph, _told_of(graph, thing))}
    record = {"id": thing.id, "iri": expand(thing.id), **record}
    return {name: value for name, value in record.items() if value not in ("", [], None)}


def _told_of(graph: Contents, thing: Thing) -> Iterable[Claim]:
    """The claims that a record shows."""
    if isinstance(thing, Claim):
        return [thing]
    if isinstance(thing, Entity):
        return graph.claims_by_entity.get(thing.id, ())
    if isinstance(thing, Hypothesis):
        return [graph.claims[step] for step in thing.steps if step in graph.claims]
    return [claim for claim in graph.claims.values() if isinstance(thing, Source) and claim.origin == thing.short]


def describe_in_words(graph: Contents, thing: Thing) -> Record:
    """The same for readers: codes of a claim as the phrases of the vocabulary, its species with its study kind."""
    record = describe(graph, thing)
    if isinstance(thing, Claim):
        words = Words(graph)
        record |= {"certainty": words.phrase("certainty", thing.certainty), "study_kind": words.study_of(thing)}
        record.pop("species", None)
        record |= {name: said for name in ("supported_by", "disputed_by") if (said := _cited(graph, thing, name))}
        if thing.relations:
            record["related"] = [f"{words.phrase('kg', name)} {target}" for name, target in thing.relations]
    if isinstance(thing, Hypothesis):
        # A bare number beside "helps" would read as how much it helps; programs get it.
        record.pop("confidence", None)
    return record


def _cited(graph: Contents, claim: Claim, name: str) -> list[str]:
    direction = {"supported_by": "supports", "disputed_by": "disputes"}[name]
    lines = (line for line in lines_in_order(claim) if line.direction == direction and line.counts)
    found = (graph.references.get(line.reference) for line in lines)
    return list(dict.fromkeys(identified(reference) for reference in found if reference))


def write_record(document: RecordDocument, form: str) -> str:
    """A record as one JSON object, on one line for jsonl, or as aligned lines with lists below their name."""
    graph, thing = document.graph, document.thing
    if form == "table":
        return noticed(_words(describe_in_words(graph, thing)), form)
    return json_text(describe(graph, thing), indent=2 if form == "json" else None) + "\n"


def record_listing(document: RecordDocument) -> Listing:
    """A row for each property."""
    columns, record = ("property", "value"), describe(document.graph, document.thing)
    return Listing([dict(zip(columns, item, strict=True)) for item in record.items()], columns)


def _words(record: Record) -> str:
    lines = []
    for name, value in record.items():
        title = name.replace("_", " ")
        if isinstance(value, list):
            lines.append(f"{title} ({len(value)})")
            lines += [f"  {for_terminal(plain(item))}" for item in value]
        else:
            lines.append(f"{title:<14} {for_terminal(plain(value))}")
    return "\n".join(lines) + "\n"


def _entity(graph: Contents, entity: Entity) -> Record:
    claims = graph.claims_by_entity.get(entity.id, ())
    return {
        "label": entity.label,
        "kind": entity.kind,
        "definition": entity.definition,
        "synonyms": list(entity.synonyms),
        "valence": entity.valence,
        "opposite": graph.label(entity.opposite) if entity.opposite else "",
        "mappings": [f"{relation} {target}" for relation, target in entity.mappings],
        "claims_from": [_claim_line(graph, claim) for claim in claims if claim.subject == entity.id],
        "claims_to": [_claim_line(graph, claim) for claim in claims if claim.object == entity.id],
        "claims_on_disorder": [_claim_line(graph, claim) for claim in _on_disorder(graph, entity)],
    }


def _on_disorder(graph: Contents, entity: Entity) -> list[Claim]:
    """What is said of the inborn disorders that the variants of a gene bring about; nothing for other entities."""
    claims = graph.claims_by_entity.get(entity.id, ()) if entity.kind == "gene" else ()
    disorders = dict.fromkeys(c.object for c in claims if c.subject == entity.id and _is_inborn(graph, c.object))
    return [c for disorder in disorders for c in graph.claims_by_entity[disorder] if c.subject != entity.id]


def _is_inborn(graph: Contents, entity: Curie) -> bool:
    return entity in graph.entities and graph.entities[entity].germline


def _claim_line(graph: Contents, claim: Claim) -> str:
    numbers = [] if claim.relation == "has_attribute" else [_number(graph, number) for number in claim.measurements]
    remarks = [*standing_words(graph, claim), *context_words(graph, claim), *numbers]
    remarks.append(", ".join(supporting(graph, [claim])) or "no reference")
    remarks += [Words(graph).phrase("flag", "disputed")] if is_disputed(claim) else []
    return f"{claim_words(graph, claim)} [{'; '.join(remarks)}] {claim.id}"


def _claim(graph: Contents, claim: Claim) -> Record:
    strength = Assessment(graph).strength(claim)
    return {
        "claim": claim_words(graph, claim),
        "retired": Words(graph).retired(claim),
        "certainty": claim.certainty,
        "study_kind": claim.study_kind,
        "source": claim.origin,
        "mechanisms": list(claim.mechanisms),
        "disease": graph.label(claim.disease) if claim.disease else "",
        "species": [graph.label(species) for species in claim.species],
        "tissue": graph.label(claim.tissue) if claim.tissue else "",
        **{name: claim.context.get(name, "") for name in CONTEXT},
        "implied": "yes" if claim.implied else "",
        "uncited": "yes" if claim.uncited else "",
        "disputed": "yes" if is_disputed(claim) else "",
        "numbers": [_number(graph, m) for m in claim.measurements],
        "supported_by": supporting_codes(graph, [claim]),
        "disputed_by": disputing_codes(graph, [claim]),
        "papers": f"{len(strength.supporting)} for, {len(strength.disputing)} against, "
        f"{len(strength.inconclusive)} undecided",
        "confidence": round(strength.confidence, 6),
        "related": [f"{name} {target}" for name, target in claim.relations],
        "printed": " / ".join(filter(None, (claim.printed_subject, claim.printed_object))),
        "slip": claim.slip,
        "notes": list(claim.notes),
    }


def _number(graph: Contents, m: Measurement) -> str:
    arm = f"{graph.label(m.arm)}: " if m.arm else ""
    parts = [f"{arm}{m.printed}", m.measure, m.time_point and f"at {m.time_point}"]
    parts += [f"n={m.sample_size}" if m.sample_size else "", m.disputed and f"disputed: {m.disputed}"]
    return "; ".join(filter(None, parts))


def _reference(graph: Contents, reference: Reference) -> Record:
    reference = as_listed(graph, reference)
    citing = [c for c in graph.claims.values() if any(line.reference == reference.id for line in c.evidence)]
    return {
        "cited_as": reference.short,
        "short": reference.code,
        "title": reference.title,
        "first_author": reference.first_author,
        "authors": reference.authors,
        "year": reference.year,
        "journal": reference.journal,
        "doi": reference.doi,
        "pmid": reference.pmid,
        "pmcid": reference.pmcid,
        "link": link_of(reference),
        "registration": reference.registration,
        "trial_status": reference.trial_status,
        "participants": reference.participants,
        "arms": list(reference.arms),
        "primary_outcome": reference.primary_outcome,
        "advice": reference.advice,
        "cited_for": reference.cited_for,
        "probably": [
            f"{identified(graph.references[c])}: {graph.references[c].title} ({reference.candidate_confidence})"
            for c in reference.candidates
            if c in graph.references
        ],
        "confirmed_in": reference.confirmed_in,
        "notes": list(reference.notes),
        "claims": [_claim_line(graph, claim) for claim in citing],
    }


def _hypothesis(graph: Contents, hypothesis: Hypothesis) -> Record:
    gone = [graph.claims[step] for step in hypothesis.steps if step in graph.claims and graph.claims[step].retired]
    return _broken_hypothesis(graph, hypothesis, gone) if gone else _whole_hypothesis(graph, hypothesis)


def _broken_hypothesis(graph: Contents, hypothesis: Hypothesis, gone: Iterable[Claim]) -> Record:
    """A hypothesis that leads over claims which were taken back: it adds up to nothing, and says why."""
    words = Words(graph)
    return {
        "label": hypothesis.label,
        "mechanism": hypothesis.mechanism,
        "status": hypothesis.status,
        "stated_effect": hypothesis.stated_effect,
        "retired": [
            f"{claim.id} is {' and '.join(words.retired(claim))}; the chain is shown nowhere" for claim in gone
        ],
        "steps": [_claim_line(graph, graph.claims[step]) for step in hypothesis.steps if step in graph.claims],
        "notes": list(hypothesis.notes),
    }


def _whole_hypothesis(graph: Contents, hypothesis: Hypothesis) -> Record:
    found = evaluate(graph, hypothesis)
    weakest = found.path.weakest
    return {
        "label": hypothesis.label,
        "mechanism": hypothesis.mechanism,
        "status": hypothesis.status,
        "stated_effect": hypothesis.stated_effect,
        "computed_effect": found.effect,
        "sign": found.path.sign,
        "confidence": round(found.path.confidence, 6),
        "weakest_step": f"{found.path.weakest_number}: {graph.label(weakest.subject)} → {graph.label(weakest.object)}",
        "evidence": [f"{kind}: {count}" for kind, count in found.profile],
        "translation_gap": "yes" if found.translation_gap else "",
        "disputed": "yes" if found.disputed else "",
        "steps": [_claim_line(graph, claim) for claim in found.claims],
        "references": supporting_codes(graph, found.claims),
        "cited_as": supporting(graph, found.claims),
        "notes": list(hypothesis.notes),
    }


def _question(graph: Contents, question: OpenQuestion) -> Record:
    return {
        "question": question.question,
        "settled_by": question.settled_by,
        "source": question.origin,
        "about": [graph.label(identifier) for identifier in question.about],
        "mechanisms": list(question.mechanisms),
        "references": codes(graph, (line.reference for line in question.evidence)),
        "cited_as": short_names(graph, (line.reference for line in question.evidence)),
    }


def _other(graph: Contents, thing: Source | Term) -> Record:
    if isinstance(thing, Source):
        return {
            "short": thing.short,
            "title": thing.title,
            "citation": thing.citation,
            "link": thing.link,
            "sha256": thing.sha256,
            "notes": list(thing.notes),
            "retracts": list(thing.retracts),
        }
    claims = [claim for claim in graph.claims.values() if thing.name in claim.mechanisms]
    return {
        "label": thing.name,
        "definition": thing.definition,
        "phrase": thing.phrase,
        "weight": thing.weight,
        "reason": thing.reason,
        "hypotheses": [h.label for h in graph.hypotheses.values() if h.mechanism == thing.name],
        "claims": [_claim_line(graph, claim) for claim in claims],
    }
