"""What the pages show, computed from the graph with the same functions that the command line uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kgraph.evidence import is_disputed
from kgraph.formats.arrows import BASES
from kgraph.formats.record import describe, describe_in_words
from kgraph.formats.references import supporting
from kgraph.formats.trace import claim_json, claim_words
from kgraph.model import Claim, Curie, Entity, EvidenceLine, Hypothesis, OpenQuestion, Reference, Term
from kgraph.service.links import is_web_link, passage_link
from kgraph.service.things import page_path
from kgraph.trace import SourceTexts, TracedClaim, lines_in_order, trace
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.names import Thing
    from kgraph.paths import Path, PathAnswer, Step

CLAIMS_PER_PAGE = 100
# Fields of a record that a page shows in another way.
_SHOWN_APART = frozenset(
    {
        "id", "iri", "label", "claim", "claims", "claims_from", "claims_to", "steps", "definition", "question", "title",
        "related", "hypotheses", "supported_by", "disputed_by", "references", "link", "notes", "numbers", "settled_by",
        "cited_for", "sha256", "mechanisms", "mechanism", "opposite", "probably", "about", "confidence", "certainty",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a page, or a text alone where `href` is empty."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """An evidence line as `trace` gives it, its kinds of study, and the pages of its reference and passage."""

    record: dict[str, Any]
    study_words: str
    basis: str
    reference: Link
    paper: str
    passage: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as a sentence with what its sign says, its lines, those against it first, and its links."""

    record: dict[str, Any]
    verb: str
    href: str
    subject: Link
    object: Link
    lines: Sequence[LineView]
    related: Sequence[tuple[str, Link]]
    context: Sequence[str]
    numbers: Sequence[str]
    sign_words: str
    study_words: str
    basis: str
    references: Sequence[str]
    disputed: bool


@dataclass(frozen=True, slots=True)
class ThingView:
    """One thing: its heading, its fields in reading order, its claims, and what else it is part of."""

    id: Curie
    iri: str
    kind: str
    heading: str
    record: dict[str, Any]
    fields: Sequence[tuple[str, object]]
    claims: Sequence[ClaimView]
    claims_total: int
    page: int
    pages: int
    hypotheses: Sequence[Link]
    links: Sequence[tuple[str, Link]]


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a path: its record, its ends and verb, its kinds of study with what they are a basis for, its claims.

    The references of its strongest claim stand apart from those of the others.
    """

    record: dict[str, Any]
    subject: Link
    object: Link
    verb: str
    studies: Sequence[tuple[str, str]]
    references: Sequence[Link]
    others: Sequence[Link]
    claims: Sequence[ClaimView]


@dataclass(frozen=True, slots=True)
class PathView:
    """A path with its steps."""

    record: dict[str, Any]
    steps: Sequence[StepView]


def thing_link(graph: KnowledgeGraph, identifier: Curie) -> Link:
    """The label of a thing and its page."""
    if identifier in graph.entities:
        return Link(graph.label(identifier), page_path(identifier))
    if identifier in graph.references:
        reference = graph.references[identifier]
        return Link(reference.short, page_path(identifier))
    if identifier in graph.claims:
        return Link(claim_words(graph, graph.claims[identifier]), page_path(identifier))
    if identifier in graph.hypotheses:
        return Link(graph.hypotheses[identifier].label, page_path(identifier))
    return Link(identifier)


def claim_view(graph: KnowledgeGraph, traced: TracedClaim) -> ClaimView:
    """A claim as a page shows it."""
    claim = traced.claim
    record = claim_json(graph, traced, SourceTexts({}))
    lines = zip(record["evidence"], lines_in_order(claim), strict=True)  # type: ignore[call-overload]
    told = describe(graph, claim)
    words = Words(graph)
    context = [str(told[name]) for name in ("disease", "tissue", "population", "condition") if name in told]
    return ClaimView(
        record=record,
        verb=words.relation(claim.relation, plural=words.is_plural(claim.subject)),
        href=page_path(claim.id),
        subject=thing_link(graph, claim.subject),
        object=thing_link(graph, claim.object),
        lines=[_line_view(graph, line_record, line) for line_record, line in lines],
        related=[(name, thing_link(graph, target)) for name, target in claim.relations],
        context=context,
        numbers=list(told.get("numbers", [])),  # type: ignore[call-overload]
        sign_words=words.sign_of(claim),
        study_words=words.study_of(claim),
        basis=basis_of(graph, (claim.study_kind,)),
        references=supporting(graph, [claim]),
        disputed=is_disputed(claim),
    )


def basis_of(graph: KnowledgeGraph, kinds: Iterable[str]) -> str:
    """What the best of some kinds of study is a basis for, as the colour of a chip: human, animal, cells, statement."""
    bases = {term.basis for kind in kinds if (term := graph.terms.get(f"study:{kind}"))}
    return next((name for name in BASES if name in bases), "statement")


def _line_view(graph: KnowledgeGraph, record: dict[str, Any], line: EvidenceLine) -> LineView:
    locator = record["locator"] or {}
    source = graph.sources.get(f"source:{locator.get('source', '')}")
    page = source.link if source and is_web_link(source.link) else ""
    paper = record["link"] or ""
    return LineView(
        record=record,
        study_words=Words(graph).study(line.study_kinds, line.species),
        basis=basis_of(graph, line.study_kinds),
        reference=thing_link(graph, line.reference) if line.reference else Link("nothing cited"),
        paper=paper if is_web_link(paper) else "",
        passage=passage_link(page, locator.get("quote", "")),
    )


def thing_view(graph: KnowledgeGraph, thing: Thing, page: int) -> ThingView:
    """A thing as its page shows it; `page` counts from 1, a hundred claims each."""
    record = describe_in_words(graph, thing)
    traced = trace(graph, thing).claims
    pages = max(1, -(-len(traced) // CLAIMS_PER_PAGE))
    page = min(max(1, page), pages)
    first = (page - 1) * CLAIMS_PER_PAGE
    return ThingView(
        id=thing.id,
        iri=str(record["iri"]),
        kind=thing.id.partition(":")[0],
        heading=_heading(graph, thing, record),
        record=record,
        fields=[(name.replace("_", " "), value) for name, value in record.items() if name not in _SHOWN_APART],
        claims=[claim_view(graph, item) for item in traced[first : first + CLAIMS_PER_PAGE]],
        claims_total=len(traced),
        page=page,
        pages=pages,
        hypotheses=[thing_link(graph, h.id) for h in graph.hypotheses.values() if _part_of(graph, thing, h)],
        links=_links(graph, thing),
    )


def _reference_links(graph: KnowledgeGraph, claims: Sequence[Claim]) -> dict[str, Link]:
    """The references that support claims, by short name, which may stand for another one elsewhere in the graph."""
    cited = (line.reference for claim in claims for line in claim.evidence if line.counts)
    pages = {graph.references[i].short: page_path(i) for i in cited if i in graph.references}
    return {short: Link(short, pages[short]) for short in supporting(graph, claims)}


def _heading(graph: KnowledgeGraph, thing: Thing, record: dict[str, Any]) -> str:
    if isinstance(thing, Claim):
        return Words(graph).sentence(thing)
    if isinstance(thing, Reference):
        return thing.title or f"Reference {thing.short}"
    return str(next((record[name] for name in ("label", "question", "title") if name in record), thing.id))


def _part_of(graph: KnowledgeGraph, thing: Thing, hypothesis: Hypothesis) -> bool:
    if isinstance(thing, Claim):
        return thing.id in hypothesis.steps
    if isinstance(thing, Term):
        return hypothesis.mechanism == thing.name
    if isinstance(thing, Entity):
        claims = (graph.claims[step] for step in hypothesis.steps if step in graph.claims)
        return any(thing.id in (claim.subject, claim.object) for claim in claims)
    return False


def _links(graph: KnowledgeGraph, thing: Thing) -> list[tuple[str, Link]]:
    """Other pages that a thing leads to, each with what it is."""
    if isinstance(thing, Entity) and thing.opposite:
        return [("opposite", thing_link(graph, thing.opposite))]
    if isinstance(thing, Hypothesis):
        ends = [("from", thing_link(graph, thing.start)), ("to", thing_link(graph, thing.end))]
        return [*ends, *_mechanism_links([thing.mechanism])]
    if isinstance(thing, Reference):
        return [("probably", thing_link(graph, candidate)) for candidate in thing.candidates]
    if isinstance(thing, Claim):
        ends = [("subject", thing_link(graph, thing.subject)), ("object", thing_link(graph, thing.object))]
        return [*ends, *_mechanism_links(thing.mechanisms)]
    if isinstance(thing, OpenQuestion):
        about = [("about", thing_link(graph, identifier)) for identifier in thing.about]
        return [*about, *_mechanism_links(thing.mechanisms)]
    return []


def _mechanism_links(names: Iterable[str]) -> list[tuple[str, Link]]:
    return [("mechanism", Link(name, page_path(f"mechanism:{name}"))) for name in names]


def path_views(graph: KnowledgeGraph, answer: PathAnswer) -> list[tuple[str, list[PathView]]]:
    """The paths of an answer by block: effects in reading order, then outcome evidence; empty blocks are left out."""
    blocks = [(effect, answer.of_effect(effect)) for effect in ("helps", "harms", "raises", "lowers", "unknown")]
    blocks.append(("outcomes", answer.outcomes))
    seen: dict[Curie, ClaimView] = {}
    return [(name, [_path_view(graph, path, seen) for path in paths]) for name, paths in blocks if paths]


def _path_view(graph: KnowledgeGraph, path: Path, seen: dict[Curie, ClaimView]) -> PathView:
    from kgraph.formats.path_json import path_json

    return PathView(path_json(graph, path), [_step_view(graph, step, seen) for step in path.steps])


def _step_view(graph: KnowledgeGraph, step: Step, seen: dict[Curie, ClaimView]) -> StepView:
    from kgraph.formats.path_json import step_json

    for claim in step.claims:
        if claim.id not in seen:
            seen[claim.id] = claim_view(graph, trace(graph, claim).claims[0])
    first, others = _reference_links(graph, step.claims[:1]), _reference_links(graph, step.claims[1:])
    record, words = step_json(graph, step), Words(graph)
    kinds: list[str] = record["study_kinds"]  # type: ignore[assignment]
    return StepView(
        record,
        thing_link(graph, step.subject),
        thing_link(graph, step.object),
        words.relation(step.relation, plural=words.is_plural(step.subject), reverse=step.reversed),
        [(basis_of(graph, (kind,)), words.study((kind,))) for kind in kinds],
        list(first.values()),
        [link for short, link in others.items() if short not in first],
        [seen[claim.id] for claim in step.claims],
    )
