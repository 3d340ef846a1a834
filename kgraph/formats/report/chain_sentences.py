"""A chain in sentences: its steps, what stands behind them, what is missing, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from kgraph.debates import differences
from kgraph.formats.numbering import Numbering
from kgraph.formats.path_flags import is_disputed, is_uncited
from kgraph.formats.report.sheet import Sentence
from kgraph.open_questions import questions_on
from kgraph.paths.values import Chain, Grade, Step
from kgraph.words import Words, capital

if TYPE_CHECKING:
    from kgraph.model import Claim, Contents, Curie, EvidenceLine


def step_sentence(
    graph: Contents, step: Step, grade: Grade | None, numbering: Numbering, *, in_short: bool = False
) -> Sentence:
    """A step as a sentence without a full stop, with its sign, the kind of study behind it and its papers.

    A sign that is known stands in the verb and is not said again `in_short`.
    """
    words = Words(graph)
    remarks = []
    if step.kind != "structural" and step.sign and not (in_short and step.kind == "causal" and step.sign in "+-"):
        remarks.append(words.sign_on(step.kind, step.sign))
    if grade is not None:
        remarks.append(grade_words(words, grade))
        remarks += [words.phrase("flag", "uncited")] if is_uncited(step) else []
    elif step.kind != "structural":
        remarks.append("holds by definition")
    elif step.claims and all(claim.implied for claim in step.claims):
        remarks.append(words.phrase("flag", "implied"))
    remarks += [words.phrase("flag", "disputed")] if is_disputed(step) else []
    told = f" ({'; '.join(remarks)})" if remarks else ""
    return Sentence(f"{_arrow(graph, step, grade)}{told}", numbering.supporting(step.claims))


def grade_words(words: Words, grade: Grade) -> str:
    """The grade of a step in words; of an association that it was seen together, and in whom."""
    studied = {"H": "human", "A": "animal", "C": "cells"}.get(grade.letter)
    if studied and grade.name == "statement":
        return f"seen together, {words.short('basis', studied)}"
    return words.phrase("grade", grade.name)


def _arrow(graph: Contents, step: Step, grade: Grade | None) -> str:
    if grade is not None or step.claims:
        return Words(graph).sentence(grade.claim if grade is not None else step.claims[0])
    return f"{graph.label(step.subject)} and {graph.label(step.object)} are opposites"


def chain_points(graph: Contents, chain: Chain, numbering: Numbering) -> list[Sentence]:
    """The steps of a chain, a sentence each, the weakest one marked."""
    found = []
    for place, (step, grade) in enumerate(zip(chain.path.steps, chain.grades, strict=True), 1):
        one = step_sentence(graph, step, grade, numbering)
        weakest = " (the weakest step)" if place == chain.weakest_number else ""
        found.append(Sentence(f"{capital(one.text)}{weakest}.", one.cited))
    return found


def evidence_rows(graph: Contents, chain: Chain, numbering: Numbering) -> Iterator[tuple[Sentence, ...]]:
    """For each step its evidence: papers that say the same in the same way share a row."""
    words = Words(graph)
    for place, step in enumerate(chain.path.steps, 1):
        if step.kind == "structural":
            continue
        groups: dict[tuple[str, ...], list[Curie]] = {}
        for claim in step.claims:
            for line in claim.evidence:
                groups.setdefault(_alike(words, graph, claim, line), []).append(line.reference)
        if not groups:
            yield Sentence(str(place)), Sentence("no evidence line"), Sentence(""), Sentence(""), Sentence("")
        for (direction, study, directness, note), papers in groups.items():
            yield (
                Sentence(str(place)),
                Sentence(words.phrase("direction", direction), numbering.of(papers)),
                Sentence(study),
                Sentence(directness),
                Sentence(note),
            )


def _alike(words: Words, graph: Contents, claim: Claim, line: EvidenceLine) -> tuple[str, ...]:
    study = words.study(line.study_kinds, line.species)
    place = graph.label(claim.tissue) if claim.tissue else ""
    where = f" ({place})" if place and line.direction == "supports" else ""
    directness = words.phrase("directness", line.directness) if line.reference else "nothing cited"
    return line.direction, f"{study}{where}", directness, " ".join(line.notes)


def dispute_points(graph: Contents, chains: list[Chain], numbering: Numbering) -> list[Sentence]:
    """What speaks against any step of some chains, or limits it, each claim once; may be empty."""
    found: dict[Curie, Sentence] = {}
    claims = {claim.id: claim for chain in chains for step in chain.path.steps for claim in step.claims}
    for claim in claims.values():
        against = [line for line in claim.evidence if line.direction != "supports"]
        rivals = [target for name, target in claim.relations if name == "disputes" and target in graph.claims]
        if not (against or rivals or claim.certainty == "contested"):
            continue
        said = []
        for direction, told in (("disputes", "disputed"), ("inconclusive", "inconclusive")):
            lines = [line for line in against if line.direction == direction]
            if lines:
                notes = " ".join(dict.fromkeys(note for line in lines for note in line.notes)).rstrip(".")
                said.append(f"{told}: {notes}" if notes else told)
        said += ["its own source calls it contested"] if claim.certainty == "contested" else []
        words = Words(graph)
        rival_words = dict.fromkeys(words.sentence(graph.claims[rival]) for rival in rivals)
        # Of two that stand against each other the second need not say again in what they differ.
        rivals_anew = (graph.claims[rival] for rival in rivals if rival not in found)
        apart = "; ".join(differences(graph, claim, *rivals_anew))
        told_apart = f" (they differ in {apart})" if apart else ""
        said += [f"against it stands: {'; '.join(rival_words)}{told_apart}"] if rival_words else []
        papers = [line.reference for line in against]
        papers += [line.reference for r in rivals for line in graph.claims[r].evidence if line.direction == "supports"]
        text = f"{capital(words.sentence(claim))}: {'; '.join(said).rstrip('.')}."
        found[claim.id] = Sentence(text, numbering.of(dict.fromkeys(papers)))
    return list(found.values())


def gap_points(graph: Contents, chain: Chain) -> list[Sentence]:
    """Where a chain leaves people, this disease, or one part of the body; may be empty."""
    words, found = Words(graph), []
    graded = [(place, grade) for place, grade in enumerate(chain.grades, 1) if grade is not None]
    outside = [(place, grade) for place, grade in graded if grade.letter != "H"]
    if outside:
        told = "; ".join(f"step {place}, {_seen(words, grade)}" for place, grade in outside)
        found.append(Sentence(f"Not seen in people: {told}."))
    elsewhere = [(place, grade) for place, grade in graded if grade.elsewhere and grade.claim.disease]
    if elsewhere:
        told = "; ".join(f"step {place}, {graph.label(grade.claim.disease)}" for place, grade in elsewhere)
        found.append(Sentence(f"Seen in another disease: {told}."))
    places = [(place, grade.claim.tissue) for place, grade in graded]
    for (first, one), (second, other) in pairwise(places):
        if one and other and one != other:
            told = f"step {first} was seen in {graph.label(one)}, step {second} in {graph.label(other)}"
            found.append(Sentence(f"Compartments differ: {told}."))
    silent = [str(place) for place, tissue in places if not tissue]
    if silent:
        found.append(Sentence(f"Compartment not stated: step{'s' if len(silent) > 1 else ''} {', '.join(silent)}."))
    return found


def _seen(words: Words, grade: Grade) -> str:
    """What the best grade of a step saw, with the species where a study is behind it."""
    if grade.line is None or grade.letter not in "AC":
        return grade_words(words, grade)
    return words.study(grade.line.study_kinds, grade.line.species)


def weakest_words(graph: Contents, chain: Chain) -> str:
    """The weakest step of a chain and the kind of study behind it, without a full stop; empty without evidence."""
    number = chain.weakest_number
    grade = chain.grades[number - 1] if number is not None else None
    if grade is None:
        return ""
    words = Words(graph)
    return f"step {number}, {words.sentence(grade.claim)} ({grade_words(words, grade)})"


def settled_by(graph: Contents, chain: Chain, end: Curie) -> str:
    """What would settle the weakest step of a chain, as an open question about it has it; empty where none does."""
    step = chain.weakest
    if step is None:
        return ""
    # What is asked of the start alone is about the whole chain, not about this step.
    things = {step.subject, step.object} - {chain.path.entities[0]}
    asked = questions_on(graph, things, mechanism=chain.mechanism, end=end)
    return next((question.settled_by for question in asked if question.settled_by), "")
