"""What a page opens on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.errors import UnknownNameError, UsageError
from kgraph.model import Curie, Hypothesis

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

START, END = "KDT", "IESS"


@dataclass(frozen=True, slots=True)
class Opening:
    """The view that a page opens on: ``question``, ``mechanism`` or ``all``, and what it is about.

    A question has two entities as `start` and `end` and may single out a `hypothesis` between them.
    """

    view: str
    start: Curie = ""
    end: Curie = ""
    mechanism: str = ""
    hypothesis: Curie = ""


def choose_opening(
    graph: KnowledgeGraph,
    *,
    start: str = "",
    end: str = "",
    mechanism: str = "",
    hypothesis: str = "",
    everything: bool = False,
) -> Opening:
    """The opening that these names ask for; with none of them, the question that kgraph is about.

    Raises UsageError when they ask for two things at once or name half a question, UnknownNameError and
    AmbiguousNameError as the search for names does.
    """
    asked = [bool(start or end), bool(mechanism), bool(hypothesis), everything]
    if sum(asked) > 1:
        raise UsageError(
            "name one thing to open on: {explore_start} and {explore_end}, {mechanism}, {hypothesis} or {everything}.",
            choices=("explore_start", "explore_end", "mechanism", "hypothesis", "everything"),
        )
    if bool(start) != bool(end):
        raise UsageError(
            "a question has two ends: give both {explore_start} and {explore_end}.",
            choices=("explore_start", "explore_end"),
        )
    if everything:
        return Opening("all")
    if mechanism:
        return Opening("mechanism", mechanism=_mechanism(graph, mechanism))
    if hypothesis:
        found = graph.names.find(hypothesis)
        if not isinstance(found, Hypothesis):
            raise UnknownNameError(hypothesis, [h.label for h in graph.hypotheses.values()][:3])
        return Opening("question", start=found.start, end=found.end, hypothesis=found.id)
    if start:
        return _question(graph, start, end)
    try:
        return _question(graph, START, END)
    except UnknownNameError:
        # A graph of other things has no such question; it opens on all that it has.
        return Opening("all")


def _question(graph: KnowledgeGraph, start: str, end: str) -> Opening:
    return Opening("question", start=graph.names.resolve(start).id, end=graph.names.resolve(end).id)


def _mechanism(graph: KnowledgeGraph, name: str) -> str:
    known = graph.names.mechanism(name)
    if known is None:
        raise UnknownNameError(name, graph.names.mechanisms)
    return known
