"""An open question as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.formats.references import codes, short_names
from kgraph.model import OpenQuestion

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = ("question", "settled_by", "about", "mechanisms", "source", "references", "cited_as", "id")
BRIEF = ("question", "mechanisms")


def question_row(graph: Contents, question: OpenQuestion) -> dict[str, object]:
    """What a source leaves open, and what would settle it, under `COLUMNS`."""
    return {
        "question": question.question,
        "settled_by": question.settled_by,
        "about": [graph.label(identifier) for identifier in question.about],
        "mechanisms": list(question.mechanisms),
        "source": question.origin,
        "references": codes(graph, (line.reference for line in question.evidence)),
        "cited_as": short_names(graph, (line.reference for line in question.evidence)),
        "id": question.id,
    }
