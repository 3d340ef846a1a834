"""The arithmetic of a confidence, written out so that it can be redone by hand."""

from __future__ import annotations

from math import log, prod
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment
from kgraph.formats.escape import plain
from kgraph.hypotheses import evaluate
from kgraph.model import Claim, Hypothesis
from kgraph.paths.hubs import hubs_of
from kgraph.paths.values import Path, Step
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents


def told(number: float) -> str:
    """A number of the arithmetic as every door tells a confidence: to six decimals."""
    return plain(round(number, 6))


def explain_path(path: Path) -> str:
    """How the confidence of a path comes about from those of its steps, and the cost that the search ranks by."""
    factors = [told(step.confidence) for step in path.steps]
    factors += [f"{told(step.hub_factor)} (hub)" for step in path.steps if step.hub_factor < 1]
    cost = -sum(log(step.confidence * step.hub_factor) for step in path.steps if step.confidence)
    product = told(path.confidence)
    return f"path: {' × '.join(factors)} = {product}, a cost of −ln {product} = {told(abs(cost))}"


def explain_step(graph: Contents, step: Step) -> list[str]:
    """How the confidence of a step comes about, a line each, and what the path loses to the hub it passes through."""
    lines = _confidence(graph, step)
    if step.hub_factor < 1:
        hubs, name = hubs_of(graph), graph.label(step.object)
        lines.append(
            f"the path × {told(step.hub_factor)}: {name} is joined to {hubs.degree(step.object)} of "
            f"{len(graph.entities)} entities, ({told(hubs.threshold)} / {hubs.degree(step.object)})^{hubs.damping:g}"
        )
    return lines


def _confidence(graph: Contents, step: Step) -> list[str]:
    if step.kind == "structural":
        return [f"= {told(step.confidence)} (weight of {step.note or 'structural'})"]
    weights = Assessment(graph).weights
    lines, confidence = explain_claim(graph, step.claims[0]), Assessment(graph).strength(step.claims[0]).confidence
    if step.kind == "association":
        confidence *= weights.general("association")
        lines.append(f"× {weights.general('association'):g} association = {told(confidence)}")
    if step.elsewhere:
        confidence *= weights.general("elsewhere")
        lines.append(f"× {weights.general('elsewhere'):g} stated for another disease = {told(confidence)}")
    if len(step.claims) > 1:
        lines.append(f"first of {len(step.claims)} claims")
    return lines


def explain_claim(graph: Contents, claim: Claim) -> list[str]:
    """How the confidence of a claim comes about: its papers, then the factors, then the product."""
    assessment = Assessment(graph)
    weights, strength = assessment.weights, assessment.strength(claim)
    lines = []
    for paper in (*strength.supporting, *strength.disputing):
        line = paper.best
        kinds, directness = weights.study(line.study_kinds), weights.directness(line.directness)
        name = graph.references[paper.reference].short if paper.reference in graph.references else paper.reference
        lines.append(
            f"{name} {paper.direction}: {'/'.join(line.study_kinds)} {kinds:g} × {line.directness} {directness:g} "
            f"= {told(paper.strength)}"
        )
    if len(strength.supporting) > len(strength.parts):
        lines.append(
            f"what one sentence relays counts once: {len(strength.parts)} of {len(strength.supporting)} papers"
        )
    if len(strength.parts) > 1:
        product = " × ".join(f"(1 − {told(part)})" for part in strength.parts)
        together = 1 - prod(1 - part for part in strength.parts)
        lines.append(f"together: 1 − {product} = {told(together)}")
        if together > strength.factors[0][1]:
            lines.append(f"no number of papers gives more than {strength.factors[0][1]:g} (ceiling)")
    factors = " × ".join(f"{told(value)} ({_named(graph, name)})" for name, value in strength.factors)
    lines.append(f"{factors} = {told(strength.confidence)}")
    return lines


def _named(graph: Contents, factor: str) -> str:
    """A factor in words; what takes away from a claim is cited as everywhere, or said as a claim."""
    what, _, by = factor.rpartition(" ")
    if by in graph.references:
        return f"{what} {graph.references[by].short}"
    return f"{what} “{Words(graph).sentence(graph.claims[by])}”" if by in graph.claims else factor


COLUMNS = ("step", "claim", "arithmetic")


def explanation_rows(graph: Contents, thing: Claim | Hypothesis) -> list[dict[str, object]]:
    """The arithmetic of a claim, or of each step of a hypothesis and of the whole, a row a line, under `COLUMNS`.

    Raises DataError for a hypothesis whose steps do not lead from its start to its end.
    """
    if isinstance(thing, Claim):
        return [{"step": 1, "claim": thing.id, "arithmetic": line} for line in explain_claim(graph, thing)]
    path = evaluate(graph, thing).path
    rows: list[dict[str, object]] = [
        {"step": place, "claim": step.claims[0].id, "arithmetic": line}
        for place, step in enumerate(path.steps, 1)
        for line in explain_step(graph, step)
    ]
    return [*rows, {"step": "all", "claim": thing.id, "arithmetic": explain_path(path)}]
