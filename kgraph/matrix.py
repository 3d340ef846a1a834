"""The matrix of mechanisms and diseases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kgraph.errors import UsageError
from kgraph.evidence import study_kinds
from kgraph.frozen import frozen
from kgraph.hypotheses import EvaluatedHypothesis, evaluate_all
from kgraph.model import Claim, Curie, Term

if TYPE_CHECKING:
    from kgraph.model import Contents


@frozen
class Cell:
    """One mechanism in one disease: its hypotheses, the claims along them, and what they come to.

    `effect` is helps, harms, unknown, or mixed when hypotheses differ; ``none`` without a hypothesis.
    """

    mechanism: str
    disease: Curie
    hypotheses: tuple[EvaluatedHypothesis, ...]
    claims: tuple[Claim, ...]
    effect: str
    disputed: bool
    papers: int
    profile: tuple[tuple[str, int], ...]


def mechanism_matrix(graph: Contents) -> list[Cell]:
    """A cell per mechanism and disease that hypotheses end in, mechanisms in the order of the vocabulary."""
    evaluated = evaluate_all(graph)
    diseases = sorted({e.hypothesis.end for e in evaluated if _is_disease(graph, e.hypothesis.end)})
    mechanisms = [term for term in graph.terms.values() if term.id.startswith("mechanism:")]
    return [_cell(graph, term, disease, evaluated) for term in mechanisms for disease in diseases]


def shared_mechanisms(graph: Contents, first: Curie, second: Curie) -> list[tuple[str, Cell, Cell]]:
    """For each mechanism its cells in two diseases, and where it is known.

    That is ``opposite`` where it helps one and harms the other, otherwise ``shared``, the name of the one that has it,
    or ``neither``.  Raises UsageError for what is no disease, and for twice the same.
    """
    for identifier in (first, second):
        if not _is_disease(graph, identifier):
            kind = graph.entities[identifier].kind if identifier in graph.entities else "thing without a kind"
            raise UsageError(f"{graph.label(identifier)} is a {kind}; compare takes two diseases.")
    if first == second:
        raise UsageError(f"{graph.label(first)} stands on both sides; compare takes two diseases.")
    cells = {(cell.mechanism, cell.disease): cell for cell in mechanism_matrix(graph)}
    rows = []
    for mechanism in dict.fromkeys(name for name, _ in cells):
        pair = [cells.get((mechanism, disease)) or _cell_of_nothing(mechanism, disease) for disease in (first, second)]
        has = [bool(cell.hypotheses) for cell in pair]
        where = "shared" if all(has) else graph.label(first if has[0] else second) if any(has) else "neither"
        if {cell.effect for cell in pair} == {"helps", "harms"}:
            where = "opposite"
        rows.append((where, pair[0], pair[1]))
    return rows


def _cell_of_nothing(mechanism: str, disease: Curie) -> Cell:
    return Cell(mechanism, disease, (), (), "none", disputed=False, papers=0, profile=())


def _is_disease(graph: Contents, entity: Curie) -> bool:
    return entity in graph.entities and graph.entities[entity].kind == "disease"


def _cell(graph: Contents, term: Term, disease: Curie, evaluated: list[EvaluatedHypothesis]) -> Cell:
    mine = tuple(e for e in evaluated if e.hypothesis.mechanism == term.name and e.hypothesis.end == disease)
    claims = tuple({claim.id: claim for e in mine for claim in e.claims if claim.mechanisms}.values())
    effects = sorted({e.effect for e in mine})
    effect = "none" if not effects else effects[0] if len(effects) == 1 else "mixed"
    lines = [line for claim in claims for line in claim.evidence if line.counts and line.direction == "supports"]
    papers = {line.reference for line in lines}
    # A number of the review and the paper it probably stands for are one paper.
    relays = {
        line.reference
        for line in lines
        if line.reference in graph.references
        and papers.intersection(line.candidates or graph.references[line.reference].candidates)
    }
    kinds = Counter(kind for claim in claims for kind in study_kinds(claim))
    return Cell(
        term.name,
        disease,
        mine,
        claims,
        effect,
        any(found.disputed for found in mine),
        len(papers - relays),
        tuple(sorted(kinds.items())),
    )
