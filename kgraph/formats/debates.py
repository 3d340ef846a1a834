"""Something in doubt as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.debates import Debate
from kgraph.formats.answer_words import in_short
from kgraph.formats.references import codes, short_names

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = (
    "kind", "what", "context", "differs", "supporting", "disputing", "undecided",
    "supporting_cited_as", "disputing_cited_as", "undecided_cited_as", "printed", "primary", "note", "claim",
)  # fmt: skip
BRIEF = ("kind", "item", "for", "against", "neither")


def debate_row(graph: Contents, debate: Debate) -> dict[str, object]:
    """What is in doubt, with what speaks for and against it, under `COLUMNS`; in short under `BRIEF`.

    In short what speaks for and against is counted, papers and claims alike.
    """
    rivals = [identifier for identifier in debate.disputing if identifier not in graph.references]
    context = "; ".join(debate.context)
    numbers = (
        f"{debate.printed} printed, {debate.primary or 'no other number'} in the paper"
        if debate.kind == "number"
        else ""
    )
    differs = "; ".join(debate.differs)
    return {
        "item": in_short(graph, " · ".join(filter(None, (debate.what, numbers, differs, context)))),
        "neither": len(debate.undecided),
        "for": len(debate.supporting),
        "against": len(debate.disputing),
        "kind": debate.kind,
        "what": debate.what,
        "context": list(debate.context),
        "differs": list(debate.differs),
        "supporting": codes(graph, debate.supporting),
        "disputing": codes(graph, debate.disputing) + rivals,
        "undecided": codes(graph, debate.undecided),
        "supporting_cited_as": short_names(graph, debate.supporting),
        "disputing_cited_as": short_names(graph, debate.disputing) + rivals,
        "undecided_cited_as": short_names(graph, debate.undecided),
        "printed": debate.printed,
        "primary": debate.primary,
        "note": debate.note,
        "claim": debate.claim,
    }
