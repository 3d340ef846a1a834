"""What a report tells: a hypothesis, a mechanism, or everything that may lead from one thing to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.errors import UsageError
from kgraph.frozen import frozen
from kgraph.hypotheses import EvaluatedHypothesis, evaluate
from kgraph.model import Curie, Hypothesis, OpenQuestion, Term
from kgraph.names import names_of
from kgraph.open_questions import questions_on
from kgraph.paths import find_paths
from kgraph.paths.grades import Grading
from kgraph.paths.values import Chain, MechanismEntry, PathAnswer

if TYPE_CHECKING:
    from kgraph.model import Contents

HYPOTHESIS, MECHANISM, QUESTION = "hypothesis", "mechanism", "question"


@frozen
class ToldChain:
    """A chain that a report tells; `entry` is what its mechanism says, `hypothesis` the curated one that it is."""

    chain: Chain
    entry: MechanismEntry | None = None
    hypothesis: EvaluatedHypothesis | None = None


@frozen
class ReportContent:
    """What a report tells, for one or more questions of a start and an end.

    `kind` is hypothesis, mechanism or question; `name` is the hypothesis or the mechanism.  Each of the `answers` has
    its `chains` at the same place.
    """

    kind: str
    name: str
    answers: tuple[PathAnswer, ...]
    chains: tuple[tuple[ToldChain, ...], ...]

    def __iter__(self) -> Iterator[tuple[PathAnswer, ToldChain]]:
        for answer, told in zip(self.answers, self.chains, strict=True):
            for one in told:
                yield answer, one


def report_on(graph: Contents, what: str, end: str = "") -> ReportContent:
    """What is told of a hypothesis or a mechanism, or, with an `end`, of what may lead there.

    A mechanism is told for every question that its hypotheses answer, by its best chain of each effect; a question by
    the best chains of each mechanism.  Raises UsageError for one name that is neither, and UnknownNameError or
    AmbiguousNameError.
    """
    names = names_of(graph)
    if end:
        answer = find_paths(graph, names.resolve(what).id, names.resolve(end).id)
        return ReportContent(QUESTION, "", (answer,), (_of_all(answer),))
    thing = names.find(what)
    if isinstance(thing, Hypothesis):
        return _of_hypothesis(graph, thing)
    if isinstance(thing, Term) and thing.id.startswith("mechanism:"):
        return _of_mechanism(graph, thing.name)
    called = getattr(thing, "label", "") or thing.id
    raise UsageError(f"a report is on a hypothesis, a mechanism, or a START and an END; {called!r} alone is neither.")


def questions_of(graph: Contents, content: ReportContent) -> list[OpenQuestion]:
    """The open questions about anything between the ends of the chains, each once, those on weakest steps first."""
    found: dict[Curie, OpenQuestion] = {}
    for weakest_only in (True, False):
        for answer, told in content:
            chain = told.chain
            steps = [chain.weakest] if weakest_only and chain.weakest else list(chain.path.steps)
            things = {thing for step in steps for thing in (step.subject, step.object)} - {answer.start, answer.end}
            for question in questions_on(graph, things, mechanism=chain.mechanism, end=answer.end):
                found.setdefault(question.id, question)
    return list(found.values())


def _of_hypothesis(graph: Contents, hypothesis: Hypothesis) -> ReportContent:
    evaluated = evaluate(graph, hypothesis)
    grades = tuple(Grading(graph, hypothesis.end).grades(evaluated.path))
    chain = Chain(evaluated.path, grades, (), hypothesis.mechanism, ())
    answer = find_paths(graph, hypothesis.start, hypothesis.end)
    return ReportContent(HYPOTHESIS, hypothesis.id, (answer,), ((ToldChain(chain, hypothesis=evaluated),),))


def _of_mechanism(graph: Contents, mechanism: str) -> ReportContent:
    pairs = dict.fromkeys((h.start, h.end) for h in graph.hypotheses.values() if h.mechanism == mechanism)
    answers = [find_paths(graph, start, end) for start, end in pairs]
    told = [
        tuple(one for entry in answer.mechanisms if entry.mechanism == mechanism for one in _of_entry(entry))
        for answer in answers
    ]
    kept = [(answer, chains) for answer, chains in zip(answers, told, strict=True) if chains]
    if not kept:
        raise UsageError(f"the mechanism {mechanism} has no chain of known steps, so there is nothing to report.")
    return ReportContent(MECHANISM, mechanism, tuple(a for a, _ in kept), tuple(chains for _, chains in kept))


def _of_all(answer: PathAnswer) -> tuple[ToldChain, ...]:
    """The shown chain of each mechanism, and beside it the best one of the opposite effect."""
    found = []
    for entry in answer.mechanisms:
        signed = [chain for effect, chain in entry.best.items() if effect != "unknown"]
        found += [ToldChain(chain, entry) for chain in signed or [entry.shown]]
    return tuple(found)


def _of_entry(entry: MechanismEntry) -> Iterator[ToldChain]:
    yield from (ToldChain(chain, entry) for chain in entry.best.values())
