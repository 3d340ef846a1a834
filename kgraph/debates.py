"""What is in doubt: contested claims, disputed numbers, opposing paths, slips of the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kgraph.contradictions import contradictions
from kgraph.frozen import frozen, replace
from kgraph.model import Claim, Curie
from kgraph.paths import Step, find_paths
from kgraph.selection import Selection
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents

EVERYTHING = Selection()
KINDS = ("contested", "disputed", "contradiction", "number", "opposing", "slip", "retired")


@frozen
class Debate:
    """One thing in doubt.

    `kind` is contested (by its own source), disputed (by a paper or a claim), contradiction (between a claim of a file
    that was laid over and claims of opposite sign, none related to the other), number, opposing (paths), slip, or
    retired for a claim that was taken back, by whom is said in `note`; a pair of claims that were compared and agree
    is ``clear``.  `what` is the claim with its sign and outcome, `context` for what it holds.  `undecided` papers speak
    for neither side.  `differs` holds what differs between the two sides, as far as both say it: dose, regimen, timing,
    age, species, compartment, population.
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
    undecided: tuple[Curie, ...] = ()
    context: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


def debates(graph: Contents, selection: Selection = EVERYTHING) -> list[Debate]:
    """Everything in doubt that is asked for, by kind, then in the order of the claims."""
    found = [debate for claim in graph.claims.values() if selection.takes(claim) for debate in _of_claim(graph, claim)]
    found += _contradicting(graph, selection)
    found += _opposing(graph, selection)
    return sorted(found, key=lambda debate: KINDS.index(debate.kind))


def debates_about(graph: Contents, claims: Iterable[Claim]) -> list[Debate]:
    """What is in doubt about these claims, by kind, then in their order; paths that oppose each other are left out."""
    found = [debate for claim in claims for debate in _of_claim(graph, claim)]
    return sorted(found, key=lambda debate: KINDS.index(debate.kind))


def agreements(graph: Contents, selection: Selection = EVERYTHING) -> list[Debate]:
    """The pairs of claims on one arrow that were compared and agree, each once, in the order of the claims."""
    return [
        Debate(
            "clear",
            claim.id,
            Words(graph).signed_sentence(claim),
            tuple(dict.fromkeys((*_references(claim, "supports"), *_references(other, "supports")))),
            (),
            note=target,
            context=context_of(graph, claim),
            differs=differences(graph, claim, other),
        )
        for claim in graph.claims.values()
        if selection.takes(claim)
        for name, target in claim.relations
        if name == "agreesWith" and (other := graph.claims.get(target)) is not None
        if (claim.subject, claim.object, claim.outcome) == (other.subject, other.object, other.outcome)
        if claim.id < other.id or ("agreesWith", claim.id) not in other.relations
    ]


def context_of(graph: Contents, claim: Claim) -> tuple[str, ...]:
    """For what a claim holds, as far as it is said: kind of study, place, disease, population, condition, dose, age."""
    ends = (claim.subject, claim.object)
    named = [graph.label(part) for part in (claim.tissue, claim.disease) if part and part not in ends]
    return tuple(dict.fromkeys((Words(graph).study_of(claim), *named, *claim.context.values())))


def differences(graph: Contents, claim: Claim, *others: Claim) -> tuple[str, ...]:
    """What differs between a claim and others, of what both say: "regimen: repeated over days, or a single dose"."""
    mine = _settings(graph, claim)
    found: dict[str, list[str]] = {}
    for theirs in (_settings(graph, other) for other in others):
        for name, value in mine.items():
            if value and theirs[name] and value != theirs[name]:
                found.setdefault(name, [value]).append(theirs[name])
    return tuple(f"{name}: {', or '.join(dict.fromkeys(values))}" for name, values in found.items())


def _settings(graph: Contents, claim: Claim) -> dict[str, str]:
    return {
        "dose": claim.dose,
        "regimen": claim.regimen,
        "timing": claim.timing,
        "age": claim.age,
        "species": " and ".join(graph.label(species) for species in claim.species),
        "compartment": graph.label(claim.tissue) if claim.tissue else "",
        "population": claim.population,
    }


def _of_claim(graph: Contents, claim: Claim) -> Iterator[Debate]:
    for debate in _doubts(graph, claim):
        rivals = [graph.claims[name] for name in debate.disputing if name in graph.claims]
        yield replace(
            debate,
            undecided=_references(claim, "inconclusive"),
            context=context_of(graph, claim),
            differs=differences(graph, claim, *rivals),
        )


def _contradicting(graph: Contents, selection: Selection) -> Iterator[Debate]:
    """The claims of laid-over files that others contradict without a word on each other."""
    for claim, rivals in contradictions(graph, graph.overlay.own if graph.overlay else ()):
        if any(map(selection.takes, (claim, *rivals))):
            yield Debate(
                "contradiction",
                claim.id,
                Words(graph).signed_sentence(claim),
                _references(claim, "supports"),
                tuple(rival.id for rival in rivals),
                "opposite signs, and neither claim says that it disputes or qualifies the other",
                undecided=_references(claim, "inconclusive"),
                context=context_of(graph, claim),
                differs=differences(graph, claim, *rivals),
            )


def _doubts(graph: Contents, claim: Claim) -> Iterator[Debate]:
    what = Words(graph).signed_sentence(claim)
    supporting = _references(claim, "supports")
    disputing = _references(claim, "disputes")
    if claim.retired:
        by = tuple(who for _, who in claim.retired if who in graph.claims)
        yield Debate("retired", claim.id, what, supporting, (*disputing, *by), "; ".join(Words(graph).retired(claim)))
        return
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


def _opposing(graph: Contents, selection: Selection) -> Iterator[Debate]:
    """Pairs of ends of hypotheses that have helpful and harmful paths; they stand under no mechanism."""
    pairs = dict.fromkeys(
        (h.start, h.end) for h in graph.hypotheses.values() if selection.takes_all((h.start, h.end), (), (h.end,))
    )
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
