"""Something in doubt as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.debates import Debate
from kgraph.formats.references import short_names

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = ("kind", "what", "supporting", "disputing", "printed", "primary", "note", "claim")


def debate_row(graph: Contents, debate: Debate) -> dict[str, object]:
    """What is in doubt, with what speaks for and against it, under `COLUMNS`."""
    rivals = [identifier for identifier in debate.disputing if identifier not in graph.references]
    return {
        "kind": debate.kind,
        "what": debate.what,
        "supporting": short_names(graph, debate.supporting),
        "disputing": short_names(graph, debate.disputing) + rivals,
        "printed": debate.printed,
        "primary": debate.primary,
        "note": debate.note,
        "claim": debate.claim,
    }
