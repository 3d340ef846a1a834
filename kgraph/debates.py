"""What is in doubt: contested claims, disputed numbers, opposing paths, slips of the sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.frozen import frozen
from kgraph.model import Claim, Curie
from kgraph.paths import Step, find_paths
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents

KINDS = ("contested", "disputed", "number", "opposing", "slip")


@frozen
class Debate:
    """One thing in doubt.

    `kind` is contested (by its own source), disputed (by a paper or a claim), number, opposing (paths) or slip;
    `printed` and `primary` are the two numbers of a disputed number.
    """

    kind: str
    claim: Curie
    what: str
    supporting: tuple[Curie, ...]
    disputing: tuple[Curie, ...]
    note: str = ""
    printed: str = ""
    primary: str = ""


def debates(graph: Contents) -> list[Debate]:
    """Everything in doubt, by kind, then in the order of the claims."""
    found = [debate for claim in graph.claims.values() for debate in _of_claim(graph, claim)]
    found += _opposing(graph)
    return sorted(found, key=lambda debate: KINDS.index(debate.kind))


def _of_claim(graph: Contents, claim: Claim) -> Iterator[Debate]:
    what = Words(graph).sentence(claim)
    supporting = _references(claim, "supports")
    disputing = _references(claim, "disputes")
    rivals = tuple(target for name, target in claim.relations if name == "disputes")
    notes = " ".join(note for line in claim.evidence if line.direction == "disputes" for note in line.notes)
    if claim.certainty == "contested":
        yield Debate("contested", claim.id, what, supporting, (*disputing, *rivals), notes)
    elif disputing or rivals:
        yield Debate("disputed", claim.id, what, supporting, (*disputing, *rivals), notes)
    told = "; ".join(line.primary_value for line in claim.evidence if line.primary_value)
    for measurement in claim.measurements:
        if measurement.disputed:
            primary = measurement.primary_value or told
            against = disputing or _papers_behind(graph, supporting)
            yield Debate(
                "number", claim.id, what, supporting, against, measurement.disputed, measurement.printed, primary
            )
    if claim.slip:
        printed = " / ".join(filter(None, (claim.printed_subject, claim.printed_object)))
        yield Debate("slip", claim.id, what, supporting, disputing, claim.slip, printed)


def _papers_behind(graph: Contents, references: tuple[Curie, ...]) -> tuple[Curie, ...]:
    """The papers that numbers of the review probably stand for."""
    known = (graph.references[reference] for reference in references if reference in graph.references)
    return tuple(dict.fromkeys(candidate for reference in known for candidate in reference.candidates))


def _references(claim: Claim, direction: str) -> tuple[Curie, ...]:
    return tuple(
        dict.fromkeys(line.reference for line in claim.evidence if line.direction == direction and line.counts)
    )


def _opposing(graph: Contents) -> Iterator[Debate]:
    """Pairs of ends of hypotheses that have helpful and harmful paths."""
    pairs = dict.fromkeys((h.start, h.end) for h in graph.hypotheses.values())
    for start, end in pairs:
        answer = find_paths(graph, start, end)
        helps, harms = answer.of_effect("helps"), answer.of_effect("harms")
        if helps and harms:
            against = harms[0]
            words = " → ".join(graph.label(entity) for entity in against.entities)
            yield Debate(
                "opposing",
                "",
                f"{graph.label(start)} → {graph.label(end)}: {len(helps)} helpful and {len(harms)} harmful paths shown",
                _path_references(helps[0].steps),
                _path_references(against.steps),
                f"best harmful path: {words}",
            )


def _path_references(steps: tuple[Step, ...]) -> tuple[Curie, ...]:
    claims = [claim for step in steps for claim in step.claims]
    return tuple(dict.fromkeys(reference for claim in claims for reference in _references(claim, "supports")))
