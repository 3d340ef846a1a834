"""The matrix of mechanisms and diseases, and what two diseases share.

Both are read from the answers to how the intervention of the curated hypotheses acts on a disease: a cell says what the
chains of its mechanism come to there, and rests on their claims and papers.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kgraph.errors import UsageError
from kgraph.evidence import study_kinds
from kgraph.frozen import frozen
from kgraph.hypotheses import EvaluatedHypothesis, evaluate_all
from kgraph.model import Claim, Curie
from kgraph.paths import find_paths

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.paths.values import MechanismEntry


@frozen
class Cell:
    """One mechanism in one disease: its chains, the claims along them, and what they come to.

    `effect` is helps, harms, unknown, or mixed when chains differ, ``none`` without one; `effects` are those of its
    chains.  `hypotheses` are the curated ones.  `claims` and `papers` are those behind the steps that carry evidence,
    `human_papers` those that saw people.
    """

    mechanism: str
    disease: Curie
    hypotheses: tuple[EvaluatedHypothesis, ...]
    claims: tuple[Claim, ...]
    effect: str
    disputed: bool
    papers: int
    profile: tuple[tuple[str, int], ...]
    chains: int = 0
    human_papers: int = 0
    effects: tuple[str, ...] = ()


@frozen
class Comparison:
    """One mechanism in two diseases: `where` it is known, its cells, and the things whose effects are opposite."""

    where: str
    first: Cell
    second: Cell
    opposite: tuple[Curie, ...] = ()


def mechanism_matrix(graph: Contents) -> list[Cell]:
    """A cell per mechanism and disease that hypotheses end in, mechanisms in the order of the vocabulary."""
    evaluated = evaluate_all(graph)
    diseases = sorted({e.hypothesis.end for e in evaluated if _is_disease(graph, e.hypothesis.end)})
    entries = {disease: _entries(graph, disease) for disease in diseases}
    return [
        _cell(graph, name, disease, evaluated, entries[disease].get(name))
        for name in _mechanisms(graph)
        for disease in diseases
    ]


def shared_mechanisms(graph: Contents, first: Curie, second: Curie) -> list[Comparison]:
    """For each mechanism its cells in two diseases, and where it is known.

    That is ``opposite`` where it helps one and harms the other, or leads through a thing that does, otherwise
    ``shared``, the name of the one that has it, or ``neither``.  Raises UsageError for what is no disease, and for
    twice the same.
    """
    for identifier in (first, second):
        if not _is_disease(graph, identifier):
            kind = graph.entities[identifier].kind if identifier in graph.entities else "thing without a kind"
            raise UsageError(f"{graph.label(identifier)} is a {kind}; compare takes two diseases.")
    if first == second:
        raise UsageError(f"{graph.label(first)} stands on both sides; compare takes two diseases.")
    evaluated = evaluate_all(graph)
    entries = [_entries(graph, disease) for disease in (first, second)]
    rows = []
    for name in _mechanisms(graph):
        own = [entry.get(name) for entry in entries]
        one, other = (
            _cell(graph, name, disease, evaluated, entry) for disease, entry in zip((first, second), own, strict=True)
        )
        has = [cell.effect != "none" for cell in (one, other)]
        where = "shared" if all(has) else graph.label(first if has[0] else second) if any(has) else "neither"
        through = _opposite(*(_effects(entry) for entry in own if entry is not None)) if all(own) else ()
        if through or {one.effect, other.effect} == {"helps", "harms"}:
            where = "opposite"
        rows.append(Comparison(where, one, other, through))
    return rows


def _mechanisms(graph: Contents) -> list[str]:
    return [term.name for term in graph.terms.values() if term.id.startswith("mechanism:")]


def _is_disease(graph: Contents, entity: Curie) -> bool:
    return entity in graph.entities and graph.entities[entity].kind == "disease"


def _entries(graph: Contents, disease: Curie) -> dict[str, MechanismEntry]:
    """The entries of the answer to how the intervention of most hypotheses acts on a disease, by mechanism."""
    known: dict[Curie, dict[str, MechanismEntry]] = graph.derived.setdefault("entries by disease", {})
    if disease not in known:
        starts = Counter(one.start for one in graph.hypotheses.values() if one.start in graph.entities)
        start = next((name for name, _ in starts.most_common() if name != disease), "")
        found = find_paths(graph, start, disease).mechanisms if start and disease in graph.entities else ()
        known[disease] = {entry.mechanism: entry for entry in found}
    return known[disease]


def _effects(entry: MechanismEntry) -> dict[Curie, set[str]]:
    """For each thing between the ends the signs with which the chains lead on from it, where each step has one."""
    found: dict[Curie, set[str]] = {}
    for chain in entry.chains:
        sign = "+"
        steps = chain.path.steps
        for place in range(len(steps) - 1, 0, -1):
            step = steps[place].sign
            sign = "" if not sign or step not in ("+", "-") else "+" if step == sign else "-"
            # What the curator alone implies is no effect that was seen.
            grade = chain.grades[place]
            if not sign or (grade is not None and grade.letter == "I"):
                break
            found.setdefault(chain.path.entities[place], set()).add(sign)
    return found


def _opposite(first: dict[Curie, set[str]], second: dict[Curie, set[str]]) -> tuple[Curie, ...]:
    """The things whose effect has one sign in one disease, and the other sign in the other."""
    both = [name for name in first if name in second]
    return tuple(name for name in both if len(first[name]) == len(second[name]) == 1 and first[name] != second[name])


def _cell(
    graph: Contents, mechanism: str, disease: Curie, evaluated: list[EvaluatedHypothesis], entry: MechanismEntry | None
) -> Cell:
    mine = tuple(e for e in evaluated if e.hypothesis.mechanism == mechanism and e.hypothesis.end == disease)
    if entry is None:
        return Cell(mechanism, disease, mine, (), "none", disputed=False, papers=0, profile=())
    steps = [step for chain in entry.chains for step in chain.path.steps if step.kind != "structural"]
    claims = tuple({claim.id: claim for step in steps for claim in step.claims}.values())
    kinds = Counter(kind for claim in claims for kind in study_kinds(claim))
    return Cell(
        mechanism,
        disease,
        mine,
        claims,
        entry.effect,
        entry.disputed,
        len(entry.papers),
        tuple(sorted(kinds.items())),
        len(entry.chains),
        len(entry.human_papers),
        tuple(entry.best),
    )
