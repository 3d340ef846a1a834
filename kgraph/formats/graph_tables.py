"""The graph as eight tables of typed columns: what Parquet files are, and what other formats take their fields from.

A table keeps everything that the values of `kgraph.model` hold; `COLUMNS` says of each column what it is.  A missing
text is empty, a missing number is None, several values of one are a tuple.  Identifiers are CURIEs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment, is_disputed, study_kinds
from kgraph.frozen import frozen
from kgraph.model import Claim, Contents, Entity, EvidenceLine, Locator, Measurement, OpenQuestion, Reference
from kgraph.network import is_edge
from kgraph.trace import lines_in_order
from kgraph.vocabulary import expand

if TYPE_CHECKING:
    from kgraph.model import Curie

Value = str | float | bool | tuple[str, ...] | None
Row = Mapping[str, Value]


@frozen
class Column:
    """A column: its name, what it holds (text, texts, number, integer or truth), and what that is about."""

    name: str
    holds: str
    about: str


def _columns(*rows: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType({
    "entities": _columns(
        ("id", "text", "identifier of the entity"),
        ("iri", "text", "the same as an IRI"),
        ("label", "text", "preferred label"),
        ("kind", "text", "kind, such as diet, protein or disease"),
        ("synonyms", "texts", "other names and abbreviations"),
        ("definition", "text", "definition"),
        ("valence", "text", "wanted, unwanted or empty"),
        ("opposite", "text", "the entity that is its opposite"),
        ("misprints", "texts", "wordings to be found by: slips of a source, words of everyday"),
        ("exact_matches", "texts", "confirmed identifiers of the same thing in public vocabularies"),
        ("close_matches", "texts", "identifiers of nearly the same thing"),
        ("broad_matches", "texts", "identifiers of something more general"),
        ("narrow_matches", "texts", "identifiers of something more special"),
        ("germline", "truth", "whether it is inborn"),
        ("ends_here", "text", "why no claim leads on from it"),
        ("plural", "truth", "whether the label is plural"),
        ("individuals", "text", "what several of a species are called"),
    ),
    "claims": _columns(
        ("id", "text", "identifier of the claim"),
        ("iri", "text", "the same as an IRI"),
        ("subject", "text", "the entity that acts"),
        ("subject_label", "text", "its label"),
        ("relation", "text", "relation of the closed list"),
        ("object", "text", "the entity acted on"),
        ("object_label", "text", "its label"),
        ("sign", "text", "+ raises, - lowers, 0 no effect found, ? unknown, empty for a relation without sign"),
        ("negated", "truth", "whether the claim is a negative finding (sign 0)"),
        ("certainty", "text", "certainty as the source words it"),
        ("study_kind", "text", "kind of study that the source names for the claim"),
        ("study_kinds", "texts", "kinds of study behind it, from the evidence that counts"),
        ("disputed", "truth", "whether its source, a paper or another claim disputes it"),
        ("implied", "truth", "whether the source implies it and does not state it"),
        ("uncited", "truth", "whether the source cites nothing for it"),
        ("definitional", "truth", "whether it holds by the meaning of its words"),
        ("good_when_high", "truth", "whether a high value of the subject is good"),
        ("is_edge", "truth", "whether it is a default step of paths: neither tentative nor of sign 0"),
        ("confidence", "number", "strength of the evidence from 0 to 1, after what disputes it"),
        ("supporting", "texts", "references whose evidence supports it and counts"),
        ("disputing", "texts", "references whose evidence disputes it and counts"),
        ("inconclusive", "texts", "references whose evidence leaves it open and counts"),
        ("publications", "texts", "PMID, DOI or PMC identifiers of the supporting references that have one"),
        ("disputing_publications", "texts", "the same of the disputing references"),
        ("mechanisms", "texts", "mechanisms it is filed under"),
        ("disease", "text", "disease context"),
        ("species", "texts", "species it was seen in"),
        ("tissue", "text", "tissue or compartment"),
        ("population", "text", "population"),
        ("condition", "text", "condition under which it holds"),
        ("dose", "text", "dose"),
        ("regimen", "text", "regimen"),
        ("timing", "text", "timing"),
        ("age", "text", "age"),
        ("outcome", "text", "the outcome that arms were compared on"),
        ("origin", "text", "short name of the source that makes the claim"),
        ("printed_subject", "text", "the subject in the words of the source, where they differ"),
        ("printed_object", "text", "the object in the words of the source, where they differ"),
        ("slip", "text", "what the source got wrong"),
        ("notes", "texts", "notes of the curators"),
        ("disputes", "texts", "claims that it disputes"),
        ("qualifies", "texts", "claims that it qualifies"),
        ("agrees_with", "texts", "claims that say the same"),
        ("supersedes", "texts", "claims that it supersedes"),
        ("retracts", "texts", "claims that it takes back"),
        ("deprecated", "truth", "whether it is marked as no longer in use"),
    ),
    "lines": _columns(
        ("id", "text", "identifier of the evidence line"),
        ("about", "text", "the claim or open question that it is evidence for"),
        ("reference", "text", "what it cites; empty where the source cites nothing"),
        ("direction", "text", "supports, disputes or inconclusive"),
        ("directness", "text", "primary, relayed by a review, or inferred"),
        ("attachment", "text", "how the citation hangs on the sentence: direct, carried or near"),
        ("counts", "truth", "whether it cites something and is tied closely enough to count"),
        ("study_kinds", "texts", "kinds of study"),
        ("species", "texts", "species"),
        ("source", "text", "source of the place"),
        ("section", "text", "section of the place"),
        ("sentence", "integer", "sentence in the section, from 1"),
        ("start", "integer", "first code point of the place in the source, from 0"),
        ("end", "integer", "code point after its last"),
        ("quote", "text", "a few words at the place"),
        ("marker_source", "text", "source of the citation marker"),
        ("marker_section", "text", "section of the marker"),
        ("marker_sentence", "integer", "sentence of the marker"),
        ("marker_start", "integer", "first code point of the marker"),
        ("marker_end", "integer", "code point after its last"),
        ("marker_quote", "text", "the marker itself"),
        ("row", "text", "row of a table, or record, that it comes from"),
        ("candidates", "texts", "papers that the cited number probably is"),
        ("primary_value", "text", "the number that the primary paper gives"),
        ("notes", "texts", "notes of the curators"),
    ),
    "numbers": _columns(
        ("claim", "text", "the claim that the number is of"),
        ("place", "integer", "which number of the claim it is, from 1"),
        ("printed", "text", "the number as printed"),
        ("value", "number", "value"),
        ("lower", "number", "lower bound"),
        ("upper", "number", "upper bound"),
        ("comparator", "text", "<, <=, > or >="),
        ("approximate", "truth", "whether the source says about"),
        ("unit", "text", "unit (UCUM)"),
        ("time_point", "text", "time point (xsd:duration)"),
        ("sample_size", "integer", "sample size"),
        ("events", "integer", "number of events"),
        ("arm", "text", "arm"),
        ("comparator_arm", "text", "arm that it is compared with"),
        ("measure", "text", "what was counted or measured"),
        ("disputed", "text", "why the printed number is in doubt"),
        ("primary_value", "text", "the number that the primary paper gives"),
        ("population", "text", "population, where it is not that of the claim"),
    ),
    "references": _columns(
        ("id", "text", "identifier of the reference"),
        ("short", "text", "what readers are told"),
        ("code", "text", "what programs are told: the number of its list, else an identifier"),
        ("title", "text", "title"),
        ("number", "integer", "number in the list of its source"),
        ("first_author", "text", "first author"),
        ("authors", "text", "all authors, with semicolons between"),
        ("year", "integer", "year"),
        ("journal", "text", "journal"),
        ("volume", "text", "volume"),
        ("issue", "text", "issue"),
        ("pages", "text", "pages"),
        ("doi", "text", "DOI"),
        ("pmid", "text", "PubMed number"),
        ("pmcid", "text", "PubMed Central number"),
        ("link", "text", "web address"),
        ("cited_for", "text", "what it is cited for"),
        ("candidates", "texts", "papers that it probably is"),
        ("candidate_confidence", "text", "how sure that is"),
        ("confirmed_in", "text", "where title and identifiers were confirmed"),
        ("in_list_of", "text", "source of the list that has the number"),
        ("notation", "text", "how the list calls the number"),
        ("listed_as", "text", "reference under which the article itself lists the work"),
        ("registration", "text", "number of a trial in its register"),
        ("trial_status", "text", "how the trial stood by the register"),
        ("participants", "integer", "how many took part in the trial, or are planned to"),
        ("arms", "texts", "arms of the trial"),
        ("primary_outcome", "text", "what the trial was to measure first"),
        ("advice", "text", "what a group of experts says of using a treatment"),
        ("notes", "texts", "notes of the curators"),
    ),
    "sources": _columns(
        ("id", "text", "identifier of the source"),
        ("short", "text", "short name"),
        ("title", "text", "title"),
        ("link", "text", "web address"),
        ("sha256", "text", "digest of the text that positions were counted in"),
        ("citation", "text", "citation"),
        ("entry", "text", "reference by which the source itself is cited"),
        ("caution", "text", "what has to stand wherever its claims do"),
        ("notes", "texts", "notes of the curators"),
    ),
    "hypotheses": _columns(
        ("id", "text", "identifier of the hypothesis"),
        ("label", "text", "label"),
        ("mechanism", "text", "mechanism"),
        ("start", "text", "entity that it starts from"),
        ("end", "text", "entity that it leads to"),
        ("steps", "texts", "claims in order"),
        ("status", "text", "status"),
        ("stated_effect", "text", "effect that a source states"),
        ("notes", "texts", "notes of the curators"),
    ),
    "questions": _columns(
        ("id", "text", "identifier of the open question"),
        ("question", "text", "what is not known"),
        ("settled_by", "text", "what would settle it"),
        ("origin", "text", "short name of the source that asks"),
        ("about", "texts", "entities that it is about"),
        ("mechanisms", "texts", "mechanisms"),
        ("disease", "text", "disease context"),
    ),
})  # fmt: skip


def table(graph: Contents, name: str) -> Iterator[Row]:
    """The rows of one of the tables, in the order of the graph; each has every column of `COLUMNS`."""
    return _ROWS[name](graph)


def entity_row(entity: Entity) -> Row:
    """An entity as a row of its table."""
    matches = {
        f"{relation.removesuffix('Match')}_matches": tuple(
            target for name, target in entity.mappings if name == relation
        )
        for relation in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
    }
    return {**_fields(entity, "entities"), "iri": expand(entity.id), **matches}


def claim_row(graph: Contents, assessment: Assessment, claim: Claim) -> Row:
    """A claim as a row of its table."""
    cited = {way: _cited(claim, way) for way in ("supports", "disputes", "inconclusive")}
    related = {name: tuple(target for way, target in claim.relations if way == name) for name in _RELATED}
    return {
        **_fields(claim, "claims"),
        "iri": expand(claim.id),
        "subject_label": graph.label(claim.subject),
        "object_label": graph.label(claim.object),
        "negated": claim.sign == "0",
        "study_kinds": tuple(sorted(study_kinds(claim))),
        "disputed": is_disputed(claim),
        "is_edge": is_edge(claim),
        "confidence": round(assessment.strength(claim).confidence, 6),
        "supporting": cited["supports"],
        "disputing": cited["disputes"],
        "inconclusive": cited["inconclusive"],
        "publications": publications(graph, cited["supports"]),
        "disputing_publications": publications(graph, cited["disputes"]),
        **{_RELATED[name]: targets for name, targets in related.items()},
    }


def publications(graph: Contents, references: tuple[Curie, ...]) -> tuple[str, ...]:
    """The public identifier of each reference that has one: PMID before DOI before PMC.

    A number of a review gives none: which paper it probably is, is no identifier.
    """
    found = [
        name for known in references if known in graph.references if (name := public_name(graph.references[known]))
    ]
    return tuple(dict.fromkeys(found))


def public_name(reference: Reference) -> str:
    """The public identifier of a reference as a CURIE; empty for one that has none."""
    if reference.pmid:
        return f"PMID:{reference.pmid}"
    if reference.doi:
        return f"doi:{reference.doi}"
    return f"PMC:{reference.pmcid}" if reference.pmcid else ""


_RELATED = {
    "disputes": "disputes",
    "qualifies": "qualifies",
    "agreesWith": "agrees_with",
    "supersedes": "supersedes",
    "retracts": "retracts",
}


def _cited(claim: Claim, direction: str) -> tuple[Curie, ...]:
    lines = (line for line in lines_in_order(claim) if line.counts and line.direction == direction)
    return tuple(dict.fromkeys(line.reference for line in lines))


def _fields(value: object, name: str) -> dict[str, Value]:
    """The columns that are fields of a value."""
    return {column.name: getattr(value, column.name) for column in COLUMNS[name] if hasattr(value, column.name)}


def _entities(graph: Contents) -> Iterator[Row]:
    return map(entity_row, graph.entities.values())


def _claims(graph: Contents) -> Iterator[Row]:
    assessment = Assessment(graph)
    return (claim_row(graph, assessment, claim) for claim in graph.claims.values())


def _lines(graph: Contents) -> Iterator[Row]:
    things: tuple[Claim | OpenQuestion, ...] = (*graph.claims.values(), *graph.questions.values())
    for thing in things:
        for line in thing.evidence:
            yield _line(thing.id, line)


def _line(about: Curie, line: EvidenceLine) -> Row:
    return {
        **_fields(line, "lines"),
        "about": about,
        **_place("", line.locator),
        **_place("marker_", line.marker),
    }


def _place(prefix: str, place: Locator | None) -> Row:
    return {
        f"{prefix}{name}": getattr(place, name) if place else None if holds == "integer" else ""
        for name, holds in _PLACE.items()
    }


_PLACE = {
    "source": "text",
    "section": "text",
    "sentence": "integer",
    "start": "integer",
    "end": "integer",
    "quote": "text",
}


def _numbers(graph: Contents) -> Iterator[Row]:
    for claim in graph.claims.values():
        for place, number in enumerate(claim.measurements, 1):
            yield _number(claim.id, place, number)


def _number(claim: Curie, place: int, number: Measurement) -> Row:
    return {**_fields(number, "numbers"), "claim": claim, "place": place}


def _plain(name: str) -> Callable[[Contents], Iterator[Row]]:
    """The rows of things whose columns are their fields."""
    return lambda graph: (_fields(thing, name) for thing in getattr(graph, name).values())


_ROWS: Mapping[str, Callable[[Contents], Iterator[Row]]] = MappingProxyType(
    {
        "entities": _entities,
        "claims": _claims,
        "lines": _lines,
        "numbers": _numbers,
        **{name: _plain(name) for name in ("references", "sources", "hypotheses", "questions")},
    }
)
