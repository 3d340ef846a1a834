"""A path answer in words: one screen by mechanism, one mechanism in full, or the flat list of paths."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.door_words import DoorWords
from kgraph.formats.answer_words import answer_lines, mechanism_name
from kgraph.formats.documents import PathsDocument
from kgraph.formats.escape import folded, for_terminal
from kgraph.formats.notices import NOT_ADVICE
from kgraph.formats.path_words import lines_of_path, words
from kgraph.model import Contents
from kgraph.open_questions import questions_on
from kgraph.paths.values import Chain, MechanismEntry, PathAnswer
from kgraph.words import Words

_SCREEN = 80


def write_paths(document: PathsDocument, form: str) -> str:
    """An answer in words, in the view that the document asks for.

    Where nothing can be told by mechanism, as when there is no path, it is the flat list.
    """
    graph, answer, door = document.graph, document.answer, document.door
    entry = next((one for one in answer.mechanisms if one.mechanism == document.view), None)
    if document.explain or not answer.mechanisms or (entry is None and document.view != "answer"):
        lines = words(graph, answer, explain=document.explain, door=door)
    elif entry is None:
        lines = _screen(graph, answer, document.width or _SCREEN, door)
    else:
        lines = _opened(graph, answer, entry)
    return folded("\n".join(map(for_terminal, lines)) + "\n", document.width)


def _screen(graph: Contents, answer: PathAnswer, width: int, door: DoorWords) -> Iterator[str]:
    yield from answer_lines(graph, answer, width=width)
    more = door.hint("open-answer")
    if more:
        hints = more.split("; ")
        fitting = [count for count in range(1, len(hints) + 1) if len("; ".join(hints[:count])) <= width]
        yield "; ".join(hints[: max(fitting, default=1)])


def _opened(graph: Contents, answer: PathAnswer, entry: MechanismEntry) -> Iterator[str]:
    """All chains of one mechanism, with their steps, their weakest one, and what would settle it."""
    yield f"{graph.label(answer.start)} → {graph.label(answer.end)}: {mechanism_name(graph, entry.mechanism)}"
    yield NOT_ADVICE
    yield (
        f"{_count(len(entry.chains), 'chain')} and {_count(entry.variants, 'variant')}; "
        f"{_count(len(entry.papers), 'paper')}, {len(entry.human_papers)} on people"
    )
    for number, chain in enumerate(entry.chains, 1):
        yield ""
        yield from lines_of_path(graph, chain.path, number, explain=False, weakest=chain.weakest_number or 0)
        yield from _about(graph, answer, entry, chain)
    yield ""
    yield Words(graph).signs_key()


def _about(graph: Contents, answer: PathAnswer, entry: MechanismEntry, chain: Chain) -> Iterator[str]:
    phrase = Words(graph).phrase
    graded = [(place, grade) for place, grade in enumerate(chain.grades, 1) if grade is not None]
    chips = [f"step {place} {grade.chip} ({phrase('grade', grade.name)})" for place, grade in graded]
    yield f"     evidence: {'; '.join(chips) or 'none: all of it holds by definition'}"
    if chain.places_differ:
        yield f"     {phrase('flag', 'places-differ')}: a step saw in one tissue or fluid what the next has in another"
    if chain.variants:
        yield f"     +{_count(len(chain.variants), 'variant')}: by a detour, a form of the start or another sign"
    if chain.touches:
        yield f"     touches {', '.join(mechanism_name(graph, name) for name in chain.touches)}"
    number = chain.weakest_number
    if number is not None and (grade := chain.grades[number - 1]) is not None:
        settled = _settled_by(graph, entry.mechanism, answer, chain, number)
        yield f"     weakest: step {number}, {phrase('grade', grade.name)}; {settled}"


def _settled_by(graph: Contents, mechanism: str, answer: PathAnswer, chain: Chain, number: int) -> str:
    """The open question that would settle a step, or what kind of study is missing."""
    step = chain.path.steps[number - 1]
    # What is asked of the start alone is about the whole chain, not about this step.
    things = {step.subject, step.object} - {answer.start}
    asked = questions_on(graph, things, mechanism=mechanism, end=answer.end)
    if asked:
        return f"open question: {asked[0].question}"
    return f"a study of {graph.label(step.subject)} on {graph.label(step.object)} in people would settle it"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
