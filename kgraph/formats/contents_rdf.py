"""Typed contents as RDF: the statements that `kgraph.reading.contents` reads them from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.formats.documents import ContentsDocument
from kgraph.formats.escape import for_rdf
from kgraph.formats.turtle import canonical_turtle
from kgraph.model import (
    Claim,
    Contents,
    Curie,
    Entity,
    EvidenceLine,
    Hypothesis,
    Locator,
    Measurement,
    OpenQuestion,
    Reference,
    Source,
)
from kgraph.reading.contents import ENTITY_KINDS
from kgraph.vocabulary import KG, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, expand

_Term = NamedNode | Literal | BlankNode
# What stands after a predicate: one term, several, or nothing.
_Terms = _Term | Iterable[_Term] | None

_CLASSES = {kind: name for name, kind in ENTITY_KINDS.items()}
_TYPE, _FIRST, _REST, _NIL = (NamedNode(iri) for iri in (RDF_TYPE, RDF_FIRST, RDF_REST, RDF_NIL))
_INTEGER, _DECIMAL, _BOOLEAN, _DURATION = (
    NamedNode(expand(f"xsd:{name}")) for name in ("integer", "decimal", "boolean", "duration")
)


def write_contents(document: ContentsDocument, form: str) -> str:
    """Some contents as Turtle."""
    return contents_as_turtle(document.contents)


def contents_as_turtle(contents: Contents) -> str:
    """The Turtle of some contents, in canonical order; the empty text for none.

    Relations and terms are those of the ontology and are not written.  What is written reads back as equal values.
    Raises ValueError for an identifier that no IRI can be made of.
    """
    return for_rdf(canonical_turtle(contents_as_statements(contents)))


def contents_as_statements(contents: Contents) -> Iterator[Triple]:
    """The statements of sources, references, entities, claims with their evidence, hypotheses and questions."""
    for source in contents.sources.values():
        yield from _source(source)
    for reference in contents.references.values():
        yield from _reference(reference)
    for entity in contents.entities.values():
        yield from _entity(entity)
    for claim in contents.claims.values():
        yield from _claim(claim, contents)
    for hypothesis in contents.hypotheses.values():
        yield from _hypothesis(hypothesis)
    for question in contents.questions.values():
        yield from _question(question)


def _source(source: Source) -> Iterator[Triple]:
    return _about(
        _name(source.id), "Source",
        ("dct:bibliographicCitation", _words(source.citation)),
        ("dct:title", _words(source.title)),
        ("kg:link", _link(source.link)),
        ("kg:sha256", _plain(source.sha256)),
        ("kg:caution", _words(source.caution)),
        ("kg:entry", _optional(source.entry)),
        ("kg:shortName", _plain(source.short)),
        ("skos:note", _notes(source.notes)),
        ("kg:retracts", map(_name, source.retracts)),
    )  # fmt: skip


def _reference(reference: Reference) -> Iterator[Triple]:
    return _about(
        _name(reference.id), "Reference",
        ("dct:title", _plain(reference.title)),
        ("kg:advice", _words(reference.advice)),
        ("kg:authors", _plain(reference.authors)),
        ("kg:candidate", map(_name, reference.candidates)),
        ("kg:candidateConfidence", _plain(reference.candidate_confidence)),
        ("kg:citedFor", _words(reference.cited_for)),
        ("kg:confirmedIn", _plain(reference.confirmed_in)),
        ("kg:doi", _plain(reference.doi)),
        ("kg:firstAuthor", _plain(reference.first_author)),
        ("kg:inListOf", _optional(reference.in_list_of)),
        ("kg:issue", _plain(reference.issue)),
        ("kg:journal", _plain(reference.journal)),
        ("kg:link", _link(reference.link)),
        ("kg:listedAs", _optional(reference.listed_as)),
        ("kg:number", _integer(reference.number)),
        ("kg:pages", _plain(reference.pages)),
        ("kg:participants", _integer(reference.participants)),
        ("kg:pmcid", _plain(reference.pmcid)),
        ("kg:pmid", _plain(reference.pmid)),
        ("kg:primaryOutcome", _words(reference.primary_outcome)),
        ("kg:registration", _plain(reference.registration)),
        ("kg:shortName", _plain(reference.short)),
        ("kg:trialArm", _notes(reference.arms)),
        ("kg:trialStatus", _words(reference.trial_status)),
        ("kg:volume", _plain(reference.volume)),
        ("kg:year", _integer(reference.year)),
        ("skos:notation", _plain(reference.notation)),
        ("skos:note", _notes(reference.notes)),
    )  # fmt: skip


def _entity(entity: Entity) -> Iterator[Triple]:
    mappings = ((f"skos:{relation}", _name(target)) for relation, target in entity.mappings)
    return _about(
        _name(entity.id), _CLASSES[entity.kind],
        ("kg:opposite", _optional(entity.opposite)),
        ("kg:valence", _plain(entity.valence)),
        ("skos:altLabel", _notes(entity.synonyms)),
        ("skos:definition", _words(entity.definition)),
        ("skos:hiddenLabel", _notes(entity.misprints)),
        ("kg:germline", _flag(entity.germline)),
        ("kg:endsHere", _words(entity.ends_here)),
        ("kg:pluralLabel", _flag(entity.plural)),
        ("kg:individuals", _words(entity.individuals)),
        ("skos:prefLabel", _words(entity.label)),
        *mappings,
    )  # fmt: skip


def _claim(claim: Claim, contents: Contents) -> Iterator[Triple]:
    ends = (claim.subject, claim.object)
    # A claim on things of other contents has no label here: their names are there.
    label = f" {claim.relation.replace('_', ' ')} ".join(map(contents.label, ends)) if _known(contents, ends) else ""
    names = [_number_name(claim, place) for place, _ in enumerate(claim.measurements)]
    yield from _about(
        _name(claim.id), "Claim",
        ("rdfs:label", _words(label)),
        ("rdf:subject", _name(claim.subject)),
        ("rdf:predicate", _name(f"kg:{claim.relation}")),
        ("rdf:object", _name(claim.object)),
        ("kg:sign", _plain(claim.sign)),
        ("kg:certainty", _term("certainty", claim.certainty)),
        ("kg:studyKind", _term("study", claim.study_kind)),
        ("kg:origin", _term("source", claim.origin)),
        ("kg:evidence", (_name(line.id) for line in claim.evidence)),
        ("kg:mechanism", _terms("mechanism", claim.mechanisms)),
        ("kg:diseaseContext", _optional(claim.disease)),
        ("kg:species", map(_name, claim.species)),
        ("kg:tissue", _optional(claim.tissue)),
        ("kg:outcome", _optional(claim.outcome)),
        ("kg:implied", _flag(claim.implied)),
        ("kg:uncited", _flag(claim.uncited)),
        ("kg:goodWhenHigh", _flag(claim.good_when_high)),
        ("kg:definitional", _flag(claim.definitional)),
        ("owl:deprecated", _flag(claim.deprecated)),
        *((f"kg:{name}", _words(said)) for name, said in claim.context.items()),
        ("kg:printedSubject", _plain(claim.printed_subject)),
        ("kg:printedObject", _plain(claim.printed_object)),
        ("kg:slip", _words(claim.slip)),
        ("kg:measurement", names),
        ("skos:note", _notes(claim.notes)),
        *((f"kg:{relation}", _name(target)) for relation, target in claim.relations),
    )  # fmt: skip
    for line in claim.evidence:
        yield from _evidence(line)
    for name, number in zip(names, claim.measurements, strict=True):
        yield from _measurement(name, number)


def _known(contents: Contents, entities: Iterable[Curie]) -> bool:
    return contents.entities.keys() >= set(entities)


def _evidence(line: EvidenceLine) -> Iterator[Triple]:
    yield from _about(
        _name(line.id), "EvidenceLine",
        ("kg:attachment", _term("attachment", line.attachment)),
        ("kg:candidate", map(_name, line.candidates)),
        ("kg:direction", _term("direction", line.direction)),
        ("kg:directness", _term("directness", line.directness)),
        ("kg:locator", _place_name(line.locator)),
        ("kg:marker", _place_name(line.marker)),
        ("kg:primaryValue", _plain(line.primary_value)),
        ("kg:reference", _optional(line.reference)),
        ("kg:row", _plain(line.row)),
        ("kg:species", map(_name, line.species)),
        ("kg:studyKind", _terms("study", line.study_kinds)),
        ("skos:note", _notes(line.notes)),
    )  # fmt: skip
    for place in (line.locator, line.marker):
        if place is not None:
            yield from _locator(place)


def _locator(place: Locator) -> Iterator[Triple]:
    return _about(
        _name(f"source:{place.source}#char={place.start},{place.end}"), "Locator",
        ("kg:inSource", _term("source", place.source)),
        ("kg:section", _plain(place.section)),
        ("kg:sentence", _integer(place.sentence)),
        ("oa:start", _integer(place.start)),
        ("oa:end", _integer(place.end)),
        ("oa:exact", _plain(place.quote)),
    )  # fmt: skip


def _measurement(name: NamedNode, number: Measurement) -> Iterator[Triple]:
    return _about(
        name, "Measurement",
        ("kg:approximate", _flag(number.approximate)),
        ("kg:arm", _optional(number.arm)),
        ("kg:comparator", _plain(number.comparator)),
        ("kg:comparatorArm", _optional(number.comparator_arm)),
        ("kg:disputed", _words(number.disputed)),
        ("kg:events", _integer(number.events)),
        ("kg:lower", _decimal(number.lower)),
        ("kg:measure", _words(number.measure)),
        ("kg:population", _words(number.population)),
        ("kg:primaryValue", _plain(number.primary_value)),
        ("kg:printed", _plain(number.printed)),
        ("kg:sampleSize", _integer(number.sample_size)),
        ("kg:timePoint", _typed(number.time_point, _DURATION)),
        ("kg:unit", _plain(number.unit)),
        ("kg:upper", _decimal(number.upper)),
        ("kg:value", _decimal(number.value)),
    )  # fmt: skip


def _hypothesis(hypothesis: Hypothesis) -> Iterator[Triple]:
    head = _NIL if not hypothesis.steps else _cell(hypothesis, 0)
    yield from _about(
        _name(hypothesis.id), "Hypothesis",
        ("kg:end", _optional(hypothesis.end)),
        ("kg:mechanism", _term("mechanism", hypothesis.mechanism)),
        ("kg:start", _optional(hypothesis.start)),
        ("kg:statedEffect", _plain(hypothesis.stated_effect)),
        ("kg:status", _plain(hypothesis.status)),
        ("kg:steps", head),
        ("skos:note", _notes(hypothesis.notes)),
        ("skos:prefLabel", _words(hypothesis.label)),
    )  # fmt: skip
    for place, step in enumerate(hypothesis.steps, 1):
        yield Triple(_cell(hypothesis, place - 1), _FIRST, _name(step))
        following = _NIL if place == len(hypothesis.steps) else _cell(hypothesis, place)
        yield Triple(_cell(hypothesis, place - 1), _REST, following)


def _question(question: OpenQuestion) -> Iterator[Triple]:
    yield from _about(
        _name(question.id), "OpenQuestion",
        ("kg:about", map(_name, question.about)),
        ("kg:diseaseContext", _optional(question.disease)),
        ("kg:evidence", (_name(line.id) for line in question.evidence)),
        ("kg:mechanism", _terms("mechanism", question.mechanisms)),
        ("kg:origin", _term("source", question.origin)),
        ("kg:settledBy", _words(question.settled_by)),
        ("skos:prefLabel", _words(question.question)),
    )  # fmt: skip
    for line in question.evidence:
        yield from _evidence(line)


def _about(subject: NamedNode, class_name: str, *pairs: tuple[str, _Terms]) -> Iterator[Triple]:
    """The statements on a subject: its class and its values, empty ones left out."""
    yield Triple(subject, _TYPE, NamedNode(KG + class_name))
    for predicate, terms in pairs:
        if terms is None:
            continue
        for term in (terms,) if isinstance(terms, NamedNode | Literal | BlankNode) else terms:
            yield Triple(subject, NamedNode(expand(predicate)), term)


def _cell(hypothesis: Hypothesis, place: int) -> BlankNode:
    """The node of a list that holds the step at a place, from 0."""
    return BlankNode(f"{sha256(hypothesis.id.encode()).hexdigest()[:16]}x{place}")


def _place_name(place: Locator | None) -> NamedNode | None:
    return _name(f"source:{place.source}#char={place.start},{place.end}") if place else None


def _number_name(claim: Claim, place: int) -> NamedNode:
    # They are read in the order of their names.
    width = len(str(len(claim.measurements)))
    return _name(f"{claim.id}#{place + 1:0{width}}")


def _name(identifier: Curie) -> NamedNode:
    try:
        return NamedNode(expand(identifier))
    except ValueError as error:
        raise ValueError(f"{identifier!r} is no IRI: {error}") from None


def _optional(identifier: Curie) -> NamedNode | None:
    return _name(identifier) if identifier else None


def _term(prefix: str, local: str) -> NamedNode | None:
    return _name(f"{prefix}:{local}") if local else None


def _terms(prefix: str, locals_: Iterable[str]) -> Iterator[NamedNode]:
    return (_name(f"{prefix}:{local}") for local in locals_)


def _link(address: str) -> NamedNode | Literal | None:
    """A web address as an IRI, or as a text where it is none."""
    if not address:
        return None
    try:
        return NamedNode(address)
    except ValueError:
        return Literal(address)


def _plain(text: str) -> Literal | None:
    return Literal(text) if text else None


def _words(text: str) -> Literal | None:
    return Literal(text, language="en") if text else None


def _notes(texts: Iterable[str]) -> Iterator[Literal]:
    return (Literal(text, language="en") for text in texts)


def _typed(text: str, datatype: NamedNode) -> Literal | None:
    return Literal(text, datatype=datatype) if text else None


def _flag(value: bool) -> Literal | None:  # noqa: FBT001
    return Literal("true", datatype=_BOOLEAN) if value else None


def _integer(value: int | None) -> Literal | None:
    return None if value is None else Literal(str(value), datatype=_INTEGER)


def _decimal(value: float | None) -> Literal | None:
    if value is None:
        return None
    digits = format(Decimal(repr(value)), "f")
    return Literal(digits if "." in digits else f"{digits}.0", datatype=_DECIMAL)
