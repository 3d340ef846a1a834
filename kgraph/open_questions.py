"""Open questions that bear on a step."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kgraph.model import Curie, OpenQuestion

if TYPE_CHECKING:
    from kgraph.model import Contents


def questions_on(graph: Contents, things: Collection[Curie], *, mechanism: str, end: Curie) -> list[OpenQuestion]:
    """The open questions about any of some things that a mechanism or a disease does not rule out; may be empty."""
    return [
        question
        for question in graph.questions.values()
        if set(things) & set(question.about)
        and (not question.mechanisms or mechanism in question.mechanisms)
        and question.disease in ("", end)
    ]
