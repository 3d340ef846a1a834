"""The verdict of a report in sentences: what the chains say, how far it was seen in people, what other routes say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.formats.answer_words import mechanism_name, people_sentence
from kgraph.formats.report.people_table import in_people
from kgraph.formats.report.sheet import Sentence
from kgraph.formats.verdict_words import verdict_sentence
from kgraph.paths.search_options import EFFECTS
from kgraph.report import HYPOTHESIS, QUESTION, ReportContent
from kgraph.words import Words, capital

if TYPE_CHECKING:
    from kgraph.formats.numbering import Numbering
    from kgraph.hypotheses import EvaluatedHypothesis
    from kgraph.model import Contents
    from kgraph.paths.values import Chain, PathAnswer


def verdict_sentences(graph: Contents, content: ReportContent, numbering: Numbering) -> Iterator[Sentence]:
    """What a report comes to, as sentences that tell what is claimed and recommend nothing."""
    if content.kind == HYPOTHESIS:
        (told,) = content.chains[0]
        yield from _of_hypothesis(graph, told.chain, told.hypothesis)
    for answer, chains in zip(content.answers, content.chains, strict=True):
        if content.kind == QUESTION:
            yield from _of_question(graph, answer, numbering)
        elif content.kind != HYPOTHESIS:
            yield from _of_mechanism(graph, content.name, answer, [told.chain for told in chains])
        if answer.verdict is not None:
            verdict = verdict_sentence(answer.verdict, graph.label(answer.end))
            yield Sentence(verdict, lead="" if content.kind == QUESTION else "Over all mechanisms:")


def _of_hypothesis(graph: Contents, chain: Chain, evaluated: EvaluatedHypothesis | None) -> Iterator[Sentence]:
    phrase = Words(graph).phrase
    if evaluated is not None:
        stated = evaluated.hypothesis.stated_effect
        agrees = "no source states its effect" if stated == "unstated" else f"its sources state: {stated}"
        yield Sentence(
            f"Taken together, its {len(chain.path.steps)} steps come out as "
            f"{phrase('effect', chain.effect)}; {agrees}.",
            effect=chain.effect,
        )
        yield Sentence(f"Its status is {evaluated.hypothesis.status}.")
        yield from (Sentence(note) for note in evaluated.hypothesis.notes)
    graded = [grade for grade in chain.grades if grade is not None]
    seen = sum(grade.letter == "H" for grade in graded)
    yield Sentence(f"Steps that carry evidence: {len(graded)}, of them seen in people: {seen or 'none'}.")


def _of_mechanism(graph: Contents, mechanism: str, answer: PathAnswer, chains: list[Chain]) -> Iterator[Sentence]:
    entry = next(one for one in answer.mechanisms if one.mechanism == mechanism)
    sides = ", ".join(f"{Words(graph).phrase('effect', chain.effect)}" for chain in chains)
    name, end = capital(mechanism_name(graph, mechanism)), graph.label(answer.end)
    yield Sentence(
        f"{name} in {end}: {len(entry.chains)} chains ({sides}), {len(entry.papers)} papers behind them, "
        f"{len(entry.human_papers)} on people."
    )


def _of_question(graph: Contents, answer: PathAnswer, numbering: Numbering) -> Iterator[Sentence]:
    counts, phrase = dict(answer.routes), Words(graph).phrase
    routes = ", ".join(f"{counts[effect]} {phrase('effect', effect)}" for effect in EFFECTS if counts.get(effect))
    more = "" if answer.counted else "more than "
    if answer.because is not None:
        yield Sentence(f"No path. {answer.because.message}")
        return
    yield from in_people(graph, answer, numbering)
    yield Sentence(f"{len(answer.mechanisms)} mechanisms; routes within the hop limit: {more}{routes or 'none'}.")
    yield Sentence(people_sentence(answer))
    yield Sentence("Routes are not votes, and counts of them are no measure of effect.")
