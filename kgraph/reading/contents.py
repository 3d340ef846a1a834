"""From RDF statements to typed values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Any, TypeVar

from pyoxigraph import BlankNode, NamedNode, Quad

from kgraph.errors import DataError
from kgraph.frozen import replace
from kgraph.model import (
    CONTEXT,
    Claim,
    Contents,
    Entity,
    EvidenceLine,
    Hypothesis,
    Locator,
    Measurement,
    OpenQuestion,
    Reference,
    Relation,
    Source,
    Term,
)
from kgraph.reading.standing import with_standing
from kgraph.reading.statements import Statements, quoted
from kgraph.vocabulary import (
    CLAIM_RELATIONS,
    DEPRECATED,
    EXACT_SYNONYM,
    KG,
    MAPPING_RELATIONS,
    PREFIXES,
    expand,
    shorten,
)

_Value = TypeVar("_Value")
_SKOS, _RDF, _RDFS, _DCT, _OA = (PREFIXES[name] for name in ("skos", "rdf", "rdfs", "dct", "oa"))
_SYMMETRIC = PREFIXES["owl"] + "SymmetricProperty"
_SIGNS = frozenset({"+", "-", "0", "?"})
_TERM_CLASSES = (
    "Certainty", "StudyKind", "Direction", "Directness", "Attachment", "Mechanism", "Weight", "Basis", "SignReading",
    "Effect", "Flag", "Grade", "CuratedRelation",
)  # fmt: skip
_RELATION_KINDS = {
    "CausalRelation": "causal",
    "AssociationRelation": "association",
    "StructuralRelation": "structural",
    "DescriptiveRelation": "descriptive",
}
# Kinds of entities by class name, as tables print them.
ENTITY_KINDS = {
    "Diet": "diet",
    "Drug": "drug",
    "Metabolite": "metabolite",
    "Protein": "protein",
    "Complex": "complex",
    "Gene": "gene",
    "Process": "process",
    "Phenotype": "phenotype",
    "Disease": "disease",
    "AdverseEffect": "adverse-effect",
    "Outcome": "outcome",
    "Cell": "cell",
    "Anatomy": "anatomy",
    "Microbe": "microbe",
    "Species": "species",
    "Population": "population",
    "OtherEntity": "other",
}


def read_contents(
    quads: Iterable[Quad], faults: list[DataError] | None = None, *, files: Sequence[str | PathLike[str]] = ()
) -> Contents:
    """Read entities, claims, evidence, references, hypotheses, questions, sources and the vocabulary.

    Unknown statements are left alone.  What cannot be read as a value, such as a claim that lacks its subject, raises
    DataError, with the name of the thing for the file; with a list of `faults` it is left out and noted there.  `files`
    are those that the statements came from.
    """
    found = Statements(quads)

    def every(class_name: str, read: Callable[[Statements, str], _Value]) -> Iterator[tuple[str, _Value]]:
        for iri in found.subjects_of_type(KG + class_name):
            try:
                yield shorten(iri), read(found, iri)
            except DataError as error:
                if faults is None:
                    raise
                faults.append(error)

    relations = {relation.name: relation for relation in _relations(found)}
    sources = dict(every("Source", _source))
    claims = _with_both_sides([_with_honest_sign(claim, relations) for _, claim in every("Claim", _claim)])
    claims = with_standing(claims, sources.values())
    return Contents(
        entities={e.id: e for class_name in ENTITY_KINDS for e in _entities(found, class_name)},
        claims={c.id: c for c in claims},
        references=dict(every("Reference", _reference)),
        hypotheses=dict(every("Hypothesis", _hypothesis)),
        questions=dict(every("OpenQuestion", _question)),
        sources=sources,
        relations=relations,
        terms={t.id: t for class_name in _TERM_CLASSES for t in _terms(found, class_name)},
        files=files,
    )


def _with_honest_sign(claim: Claim, relations: Mapping[str, Relation]) -> Claim:
    """The claim, with an unknown sign where its relation needs one and it has none, or none that is a sign."""
    relation = relations.get(claim.relation)
    needed = relation is not None and relation.allowed_signs
    if claim.sign in _SIGNS or not (claim.sign or needed):
        return claim
    return replace(claim, sign="?" if needed else "")


def _with_both_sides(claims: list[Claim]) -> list[Claim]:
    """The claims, with each dispute on both of its claims: who is disputed must know it as well as who disputes."""
    rivals: dict[str, set[str]] = {}
    for claim in claims:
        for name, target in claim.relations:
            if name == "disputes":
                rivals.setdefault(claim.id, set()).add(target)
                rivals.setdefault(target, set()).add(claim.id)
    return [
        replace(
            claim,
            relations=(
                *(("disputes", rival) for rival in sorted(rivals.get(claim.id, ()))),
                *(pair for pair in claim.relations if pair[0] != "disputes"),
            ),
        )
        if claim.id in rivals
        else claim
        for claim in claims
    ]


def _relations(found: Statements) -> Iterable[Relation]:
    for class_name, kind in _RELATION_KINDS.items():
        for iri in found.subjects_of_type(KG + class_name):
            if not found.flag(iri, "abstract"):
                yield Relation(
                    name=iri.removeprefix(KG),
                    label=found.text(iri, _RDFS + "label"),
                    kind=kind,
                    allowed_signs=found.texts(iri, "allowedSign"),
                    path_sign=found.text(iri, "pathSign"),
                    path_sign_when_good=found.text(iri, "pathSignWhenGood"),
                    symmetric=_SYMMETRIC in found.types(iri),
                    phrase=found.text(iri, "phrase"),
                    phrase_plural=found.text(iri, "phrasePlural"),
                    phrase_reversed=found.text(iri, "phraseReversed"),
                    phrase_reversed_plural=found.text(iri, "phraseReversedPlural"),
                )


def _terms(found: Statements, class_name: str) -> Iterable[Term]:
    for iri in found.subjects_of_type(KG + class_name):
        yield Term(
            id=shorten(iri),
            name=found.text(iri, _SKOS + "prefLabel") or found.text(iri, _RDFS + "label"),
            definition=found.text(iri, _SKOS + "definition"),
            weight=found.number(iri, "weight"),
            reason=found.text(iri, "weightReason"),
            phrase=found.text(iri, "phrase"),
            phrase_plural=found.text(iri, "phrasePlural"),
            phrase_short=found.text(iri, "phraseShort"),
            phrase_reversed=found.text(iri, "phraseReversed"),
            phrase_of_species=found.text(iri, "phraseOfSpecies"),
            phrase_of_species_plural=found.text(iri, "phraseOfSpeciesPlural"),
            mark=found.text(iri, "mark"),
            basis=found.local(iri, "basis"),
        )


def _entities(found: Statements, class_name: str) -> Iterable[Entity]:
    for iri in found.subjects_of_type(KG + class_name):
        yield Entity(
            id=shorten(iri),
            label=found.text(iri, _SKOS + "prefLabel") or found.text(iri, _RDFS + "label"),
            kind=ENTITY_KINDS[class_name],
            synonyms=tuple(sorted(_other_names(found, iri))),
            definition=found.text(iri, _SKOS + "definition"),
            valence=found.text(iri, "valence"),
            opposite=found.curie(iri, "opposite"),
            misprints=found.texts(iri, _SKOS + "hiddenLabel"),
            mappings=tuple((r, target) for r in MAPPING_RELATIONS for target in found.curies(iri, _SKOS + r)),
            germline=found.flag(iri, "germline"),
            ends_here=found.text(iri, "endsHere"),
            plural=found.flag(iri, "pluralLabel"),
            individuals=found.text(iri, "individuals"),
        )


def _other_names(found: Statements, iri: str) -> set[str]:
    """Names beside the label: labels in other languages are names too, and so is what OBO has for one that is exact."""
    names = {*found.texts(iri, _SKOS + "altLabel"), *found.texts(iri, EXACT_SYNONYM)}
    names |= {*found.other_texts(iri, _SKOS + "prefLabel"), *found.texts(iri, _RDFS + "label")}
    return names - {found.text(iri, _SKOS + "prefLabel") or found.text(iri, _RDFS + "label")}


def _claim(found: Statements, iri: str) -> Claim:
    subject, predicate, target = (_one_iri(found, iri, part) for part in ("subject", "predicate", "object"))
    evidence = (_evidence_line(found, name) for name in _iris(found, iri, "evidence"))
    measurements = sorted(_iris(found, iri, "measurement"))
    context: dict[str, Any] = {name: found.text(iri, name) for name in CONTEXT}
    return Claim(
        id=shorten(iri),
        subject=shorten(subject),
        relation=predicate.removeprefix(KG),
        object=shorten(target),
        # Two signs are no sign; the checker says so.
        sign="|".join(found.texts(iri, "sign")),
        certainty=found.local(iri, "certainty"),
        study_kind=found.local(iri, "studyKind"),
        origin=found.local(iri, "origin"),
        evidence=tuple(sorted(evidence, key=lambda line: line.id)),
        mechanisms=found.locals(iri, "mechanism"),
        disease=found.curie(iri, "diseaseContext"),
        species=found.curies(iri, "species"),
        tissue=found.curie(iri, "tissue"),
        outcome=found.curie(iri, "outcome"),
        implied=found.flag(iri, "implied"),
        uncited=found.flag(iri, "uncited"),
        good_when_high=found.flag(iri, "goodWhenHigh"),
        printed_subject=found.text(iri, "printedSubject"),
        printed_object=found.text(iri, "printedObject"),
        slip=found.text(iri, "slip"),
        notes=found.texts(iri, _SKOS + "note"),
        measurements=tuple(_measurement(found, name) for name in measurements),
        relations=tuple((name, target) for name in CLAIM_RELATIONS for target in found.curies(iri, name)),
        definitional=found.flag(iri, "definitional"),
        deprecated=found.flag(iri, DEPRECATED),
        **context,
    )


def _one_iri(found: Statements, claim: str, part: str) -> str:
    nodes = found.nodes(claim, _RDF + part)
    if ":" not in claim:
        # Its name would be another one in every run.
        raise DataError("a claim needs an IRI of its own", file="a blank node")
    if len(nodes) != 1 or not isinstance(nodes[0], NamedNode):
        raise DataError(f"a claim needs one rdf:{part}, an IRI; this one has {len(nodes)} values", file=shorten(claim))
    return nodes[0].value


def _iris(found: Statements, subject: str, predicate: str) -> list[str]:
    """The values of a predicate that must be named; blank nodes would have another name in every run."""
    nodes = found.nodes(subject, predicate)
    for node in nodes:
        if not isinstance(node, NamedNode):
            what = "a blank node" if isinstance(node, BlankNode) else quoted(node.value)
            raise DataError(f"kg:{predicate} should name an IRI, not {what}", file=shorten(subject))
    return [node.value for node in nodes]


def _evidence_line(found: Statements, iri: str) -> EvidenceLine:
    return EvidenceLine(
        id=shorten(iri),
        reference=found.curie(iri, "reference"),
        direction=found.local(iri, "direction"),
        directness=found.local(iri, "directness"),
        study_kinds=found.locals(iri, "studyKind"),
        attachment=found.local(iri, "attachment"),
        species=found.curies(iri, "species"),
        locator=_locator(found, iri, "locator"),
        marker=_locator(found, iri, "marker"),
        row=found.text(iri, "row"),
        candidates=found.curies(iri, "candidate"),
        primary_value=found.text(iri, "primaryValue"),
        notes=found.texts(iri, _SKOS + "note"),
    )


def _locator(found: Statements, iri: str, name: str) -> Locator | None:
    place = found.curie(iri, name)
    if not place:
        return None
    place = expand(place)
    return Locator(
        source=found.local(place, "inSource"),
        section=found.text(place, "section"),
        sentence=found.integer(place, "sentence") or 0,
        start=found.integer(place, _OA + "start") or 0,
        end=found.integer(place, _OA + "end") or 0,
        quote=found.text(place, _OA + "exact"),
    )


def _measurement(found: Statements, iri: str) -> Measurement:
    return Measurement(
        printed=found.text(iri, "printed"),
        value=found.number(iri, "value"),
        lower=found.number(iri, "lower"),
        upper=found.number(iri, "upper"),
        comparator=found.text(iri, "comparator"),
        approximate=found.flag(iri, "approximate"),
        unit=found.text(iri, "unit"),
        time_point=found.text(iri, "timePoint"),
        sample_size=found.integer(iri, "sampleSize"),
        events=found.integer(iri, "events"),
        arm=found.curie(iri, "arm"),
        comparator_arm=found.curie(iri, "comparatorArm"),
        measure=found.text(iri, "measure"),
        disputed=found.text(iri, "disputed"),
        primary_value=found.text(iri, "primaryValue"),
        population=found.text(iri, "population"),
    )


def _reference(found: Statements, iri: str) -> Reference:
    return Reference(
        id=shorten(iri),
        short=found.text(iri, "shortName"),
        title=found.text(iri, _DCT + "title"),
        number=found.integer(iri, "number"),
        first_author=found.text(iri, "firstAuthor"),
        year=found.integer(iri, "year"),
        journal=found.text(iri, "journal"),
        doi=found.text(iri, "doi"),
        pmid=found.text(iri, "pmid"),
        pmcid=found.text(iri, "pmcid"),
        link=found.text(iri, "link"),
        cited_for=found.text(iri, "citedFor"),
        candidates=found.curies(iri, "candidate"),
        candidate_confidence=found.text(iri, "candidateConfidence"),
        confirmed_in="; ".join(found.texts(iri, "confirmedIn")),
        notes=found.texts(iri, _SKOS + "note"),
        volume=found.text(iri, "volume"),
        issue=found.text(iri, "issue"),
        pages=found.text(iri, "pages"),
        authors=found.text(iri, "authors"),
        in_list_of=found.curie(iri, "inListOf"),
        notation=found.text(iri, _SKOS + "notation"),
        listed_as=found.curie(iri, "listedAs"),
        registration=found.text(iri, "registration"),
        trial_status=found.text(iri, "trialStatus"),
        participants=found.integer(iri, "participants"),
        arms=found.texts(iri, "trialArm"),
        primary_outcome=found.text(iri, "primaryOutcome"),
        advice=found.text(iri, "advice"),
    )


def _hypothesis(found: Statements, iri: str) -> Hypothesis:
    head = next((node.value for node in found.nodes(iri, "steps")), "")
    return Hypothesis(
        id=shorten(iri),
        label=found.text(iri, _SKOS + "prefLabel"),
        mechanism=found.local(iri, "mechanism"),
        start=found.curie(iri, "start"),
        end=found.curie(iri, "end"),
        steps=tuple(shorten(member) for member in found.members(head)),
        status=found.text(iri, "status"),
        stated_effect=found.text(iri, "statedEffect"),
        notes=found.texts(iri, _SKOS + "note"),
    )


def _question(found: Statements, iri: str) -> OpenQuestion:
    evidence = (_evidence_line(found, name) for name in _iris(found, iri, "evidence"))
    return OpenQuestion(
        id=shorten(iri),
        question=found.text(iri, _SKOS + "prefLabel"),
        settled_by=found.text(iri, "settledBy"),
        origin=found.local(iri, "origin"),
        evidence=tuple(sorted(evidence, key=lambda line: line.id)),
        about=found.curies(iri, "about"),
        mechanisms=found.locals(iri, "mechanism"),
        disease=found.curie(iri, "diseaseContext"),
    )


def _source(found: Statements, iri: str) -> Source:
    return Source(
        id=shorten(iri),
        short=found.text(iri, "shortName"),
        title=found.text(iri, _DCT + "title"),
        link=found.text(iri, "link"),
        sha256=found.text(iri, "sha256"),
        citation=found.text(iri, _DCT + "bibliographicCitation"),
        notes=found.texts(iri, _SKOS + "note"),
        entry=found.curie(iri, "entry"),
        caution=found.text(iri, "caution"),
        retracts=found.curies(iri, "retracts"),
    )
