"""An evaluated hypothesis as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.formats.answer_words import in_short
from kgraph.formats.references import supporting, supporting_codes
from kgraph.hypotheses import EvaluatedHypothesis

if TYPE_CHECKING:
    from kgraph.model import Contents

COLUMNS = (
    "hypothesis", "mechanism", "end", "status", "effect", "stated", "sign", "confidence", "weakest_step", "evidence",
    "translation_gap", "uncited_steps", "disputed", "references", "cited_as", "steps", "id",
)  # fmt: skip
# A bare number beside "helps" would read as how much it helps.
FOR_READERS = tuple(name for name in COLUMNS if name != "confidence")
BRIEF = ("effect", "hypothesis", "mechanism", "in", "weakest")


def hypothesis_row(graph: Contents, found: EvaluatedHypothesis) -> dict[str, object]:
    """A chain with what follows from its steps, under `COLUMNS`."""
    hypothesis, path = found.hypothesis, found.path
    weakest = path.weakest
    step = f"{graph.label(weakest.subject)} → {graph.label(weakest.object)}"
    return {
        "weakest": in_short(graph, step),
        "hypothesis": hypothesis.label,
        "mechanism": hypothesis.mechanism,
        "end": graph.label(hypothesis.end),
        "status": hypothesis.status,
        "effect": found.effect,
        "stated": hypothesis.stated_effect,
        "sign": path.sign,
        "confidence": round(path.confidence, 6),
        "in": in_short(graph, graph.label(path.entities[-1])),
        "weakest_step": step,
        "evidence": [f"{kind} {count}" for kind, count in found.profile],
        "translation_gap": found.translation_gap,
        "uncited_steps": found.uncited_steps,
        "disputed": found.disputed,
        "references": supporting_codes(graph, found.claims),
        "cited_as": supporting(graph, found.claims),
        "steps": list(hypothesis.steps),
        "id": hypothesis.id,
    }
