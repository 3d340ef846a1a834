"""The lists of what is in doubt, what is not known, what two diseases share, and what is cited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.debates import KINDS
from kgraph.selection import Selection, with_special_forms
from kgraph.service.operation import (
    Json,
    Operation,
    listed,
    mechanism_named,
    name_parameter,
    named_entity,
    naming,
    page_parameters,
)
from kgraph.service.parameters import Arguments, Parameter

if TYPE_CHECKING:
    from kgraph.debates import Debate
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Curie, OpenQuestion, Reference

REFERENCE_FIELDS = ("title", "first_author", "year", "journal", "doi", "pmid", "pmcid")


def _selection(graph: KnowledgeGraph, arguments: Arguments) -> Selection:
    disease = named_entity(graph, arguments, "disease")
    return Selection(
        named_entity(graph, arguments, "about"),
        mechanism_named(graph, arguments["mechanism"]),
        with_special_forms(graph, disease) if disease else frozenset(),
    )


def _debates(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.debates import COLUMNS, debate_row

    # Those of the whole graph take a search for each pair of ends, and do not change.
    everything: list[Debate] = graph.derived.get("debates") or graph.derived.setdefault("debates", _all_debates(graph))
    wanted, selection = arguments["kind"], _selection(graph, arguments)
    narrowed = arguments["about"] or arguments["mechanism"] or arguments["disease"]
    found = [
        debate
        for debate in everything
        if (not wanted or debate.kind == wanted)
        and (not narrowed or (debate.claim in graph.claims and selection.takes(graph.claims[debate.claim])))
    ]

    def record(debate: Debate) -> Json:
        row = debate_row(graph, debate)
        return {name: row[name] for name in COLUMNS}

    return listed("debates", found, arguments, record)


def _all_debates(graph: KnowledgeGraph) -> list[Debate]:
    from kgraph.debates import debates

    return debates(graph)


def _questions(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.questions import question_row

    selection = _selection(graph, arguments)

    def fits(question: OpenQuestion) -> bool:
        return selection.takes_all(question.about, question.mechanisms, (question.disease, *question.about))

    found = [question for question in graph.questions.values() if fits(question)]
    return listed("questions", found, arguments, lambda question: question_row(graph, question))


def _compare(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.matrix import COMPARISON_COLUMNS, comparison_row
    from kgraph.matrix import shared_mechanisms

    first, second = (named_entity(graph, arguments, name) for name in ("first", "second"))
    with naming("second"):
        found = shared_mechanisms(graph, first, second)
    rows = [comparison_row(graph, compared) for compared in found]
    return {
        "first": graph.label(first),
        "second": graph.label(second),
        "mechanisms": [{name: row[name] for name in COMPARISON_COLUMNS} for row in rows],
    }


def _references(graph: KnowledgeGraph, arguments: Arguments) -> Json:
    from kgraph.formats.references import link_of

    about = named_entity(graph, arguments, "about")
    counts: dict[Curie, int] = {}
    claims = graph.claims_by_entity.get(about, ()) if about else graph.claims.values()
    for claim in claims:
        for reference in {line.reference: None for line in claim.evidence if line.reference}:
            counts[reference] = counts.get(reference, 0) + 1
    found = [reference for reference in graph.references.values() if reference.id in counts or not about]

    def record(reference: Reference) -> Json:
        fields = {name: getattr(reference, name) for name in REFERENCE_FIELDS}
        known = {"reference": reference.short, **fields, "link": link_of(reference)}
        return {**known, "claims": counts.get(reference.id, 0), "id": reference.id}

    return listed("references", found, arguments, record)


def _selecting() -> Iterator[Parameter]:
    yield name_parameter("about", "What it speaks of.")
    yield Parameter("mechanism", "A mechanism.")
    yield name_parameter("disease", "The disease, or a general form of it.")


LISTING_OPERATIONS = (
    Operation(
        "debates",
        "What is in doubt, and what differs between the sides.",
        "Contested and disputed claims, disputed numbers, opposing paths, slips of the sources.",
        (Parameter("kind", "The kind of doubt.", choices=("", *KINDS)), *_selecting(), *page_parameters("debates")),
        _debates,
        slow=True,
    ),
    Operation(
        "questions",
        "Open questions, and what would settle them.",
        "What the sources say is not known, with what it is about.",
        (*_selecting(), *page_parameters("questions")),
        _questions,
    ),
    Operation(
        "compare",
        "Which mechanisms two diseases share.",
        "Where each mechanism is known, and its effect in each of the two.",
        (
            name_parameter("first", "One disease.", required=True),
            name_parameter("second", "The other disease.", required=True),
        ),
        _compare,
    ),
    Operation(
        "references",
        "What is cited.",
        "Author, year, title and journal as far as they are recorded, identifiers, and how many claims cite it.",
        (name_parameter("about", "An entity that the claims are about."), *page_parameters("references")),
        _references,
    ),
)
