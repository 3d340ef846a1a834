"""From the claims that changed to the conclusions that changed because of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kgraph.differences.changed_things import changed_things, said
from kgraph.differences.difference_values import (
    ADDED,
    CHANGED,
    CONCLUSIONS,
    REMOVED,
    STATES,
    Conclusion,
    Difference,
    FieldChange,
    ThingChange,
)
from kgraph.model import PARTS, Contents, Curie

if TYPE_CHECKING:
    from collections.abc import Collection

    from kgraph.hypotheses import EvaluatedHypothesis
    from kgraph.model import Hypothesis

__all__ = ["CONCLUSIONS", "STATES", "Conclusion", "Difference", "FieldChange", "ThingChange", "compare"]


def compare(
    before: Contents,
    after: Contents,
    *,
    questions: Iterable[tuple[str, str]] = (),
    queries: bool = True,
    names: tuple[str, str] = ("before", "after"),
) -> Difference:
    """What differs between two sets of data, and which conclusions changed because of that.

    The questions, pairs of start and end by any name, are answered by both; without any, those of the curated
    hypotheses are.  With `queries` the named queries are run on the files of both, and their rows compared.  `names`
    are what the two are called.  The same twice differs in nothing, and the result is false.  Raises UnknownNameError
    for an end that neither knows, and AmbiguousNameError.

    >>> import kgraph
    >>> same = compare(kgraph.load(), kgraph.load(), queries=False)
    >>> bool(same), dict(same.compared)["answered questions"] > 0
    (False, True)
    """
    from kgraph.differences.changed_answers import compare_answers

    things = tuple(changed_things(before, after))
    changed = frozenset(change.id for change in things)
    asked = tuple(questions) or tuple(_curated_questions(before, after))
    conclusions: list[Conclusion] = []
    compared = [(part, len(getattr(before, part).keys() | getattr(after, part).keys())) for part in PARTS]
    compared.append(("answered questions", len(asked)))
    if things:
        for start, end in asked:
            conclusions += compare_answers(before, after, start, end, changed)
    conclusions += _hypotheses(before, after, changed)
    if queries:
        from kgraph.differences.expected_answers import compare_expected_answers
        from kgraph.sparql.questions import named_queries

        compared.append(("named queries", len(named_queries())))
        if things:
            conclusions += compare_expected_answers(before, after, changed)
    order = {kind: place for place, kind in enumerate(CONCLUSIONS)}
    conclusions.sort(key=lambda one: (one.kind in CONCLUSIONS[-2:], one.question, order[one.kind]))
    return Difference(*names, things, tuple(conclusions), tuple(compared))


def _curated_questions(before: Contents, after: Contents) -> Iterator[tuple[str, str]]:
    """The ends of the curated hypotheses on either side, each pair once and in the order of the files."""
    both = (*after.hypotheses.values(), *before.hypotheses.values())
    yield from dict.fromkeys((one.start, one.end) for one in both)


def _hypotheses(before: Contents, after: Contents, changed: Collection[Curie]) -> Iterator[Conclusion]:
    names = sorted(before.hypotheses.keys() | after.hypotheses.keys())
    for name in names:
        was, now = (_evaluated(graph, name) for graph in (before, after))
        if was == now:
            continue
        hypothesis = after.hypotheses.get(name) or before.hypotheses[name]
        steps = {name, *(step for graph in (before, after) for step in _steps(graph.hypotheses.get(name)))}
        state = ADDED if not was else REMOVED if not now else CHANGED
        because = tuple(sorted(steps.intersection(changed)))
        yield Conclusion("hypothesis", name, hypothesis.label, state, was, now, because)


def _steps(hypothesis: Hypothesis | None) -> tuple[Curie, ...]:
    return hypothesis.steps if hypothesis is not None else ()


def _evaluated(graph: Contents, name: Curie) -> str:
    """What a hypothesis adds up to, on one line; empty where there is no such hypothesis."""
    from kgraph.errors import DataError
    from kgraph.hypotheses import evaluate

    if name not in graph.hypotheses:
        return ""
    try:
        found = evaluate(graph, graph.hypotheses[name])
    except DataError as error:
        return f"broken: {error.reason}"
    return _told(graph, found)


def _told(graph: Contents, found: EvaluatedHypothesis) -> str:
    weakest = found.path.weakest
    parts = [
        found.effect,
        f"weakest {graph.label(weakest.subject)} → {graph.label(weakest.object)}",
        f"studies {said(tuple(f'{count} {kind}' for kind, count in found.profile)) or 'none'}",
    ]
    parts += [] if found.agrees else [f"not what its source states ({found.hypothesis.stated_effect})"]
    parts += ["disputed"] if found.disputed else []
    parts += ["a step in animals or cells only"] if found.translation_gap else []
    parts += [f"{found.uncited_steps} uncited"] if found.uncited_steps else []
    return "; ".join(parts)
