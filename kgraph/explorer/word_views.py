"""The views of a page that are words and tables, as values for a template: numbers, doubts, questions, hypotheses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kgraph.debates import Debate, debates_about
from kgraph.explorer.people_numbers import share_of
from kgraph.explorer.source_names import brief
from kgraph.formats.answer_words import mechanism_name
from kgraph.formats.debates import debate_row
from kgraph.formats.outcomes import outcome_row
from kgraph.formats.palette import effect_color
from kgraph.formats.references import link_of
from kgraph.hypotheses import evaluate_all
from kgraph.matrix import mechanism_matrix, shared_mechanisms
from kgraph.outcomes import outcomes, side_by_side
from kgraph.paths.grades import Grading
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Claim, Contents
    from kgraph.paths.values import PathAnswer

Rows = list[dict[str, Any]]


def named_references(graph: Contents) -> dict[str, dict[str, str]]:
    """For each code of a reference what it is called in a word or two, and its link, which may be empty."""
    return {one.code: {"brief": brief(one), "link": link_of(one)} for one in graph.references.values()}


def outcome_rows(graph: Contents) -> list[tuple[str, Rows]]:
    """The numbers in people by disease, those without one last, the arms of a comparison in one row.

    `share` and `other` are per cent, None for what is no share.
    """
    groups: dict[str, Rows] = {}
    for row in side_by_side(outcomes(graph)):
        share = share_of(row.measurement) if row.measurement else None
        other = share_of(row.other) if row.other else None
        told = outcome_row(graph, row)
        values = {"share": share.value if share else None, "other": other.value if other else None}
        groups.setdefault(str(told["disease"]), []).append({**told, **values})
    return sorted(groups.items(), key=lambda group: (not group[0], -len(group[1])))


def doubts_on(graph: Contents, answer: PathAnswer) -> list[tuple[str, Rows]]:
    """What speaks against claims on the chains of an answer, by mechanism; slips of the sources are left out.

    A claim on the chains of several mechanisms stands under the first.
    """
    seen: set[str] = set()
    groups = []
    for entry in answer.mechanisms:
        routes = (route for one in entry.chains for route in (one.path, *one.variants))
        claims = {claim.id: claim for route in routes for step in route.steps for claim in step.claims}
        mine = [claim for name, claim in claims.items() if name not in seen]
        seen.update(claims)
        rows = _doubts(graph, (debate for debate in debates_about(graph, mine) if debate.kind != "slip"))
        if rows:
            groups.append((mechanism_name(graph, entry.mechanism), rows))
    return groups


def doubts_by_kind(graph: Contents) -> list[tuple[str, Rows]]:
    """Everything in doubt in the data, by kind."""
    groups: dict[str, list[Debate]] = {}
    for debate in debates_about(graph, graph.claims.values()):
        groups.setdefault(debate.kind, []).append(debate)
    return [(kind, _doubts(graph, found)) for kind, found in groups.items()]


def question_rows(graph: Contents) -> Rows:
    """The open questions, with what they are about and what would settle them."""
    return [
        {
            "question": one.question,
            "tags": [
                *(name.replace("-", " ") for name in one.mechanisms),
                *([graph.label(one.disease)] if one.disease else []),
                *(graph.label(name) for name in one.about),
            ],
            "settled_by": one.settled_by,
            "papers": [
                graph.references[line.reference].code for line in one.evidence if line.reference in graph.references
            ],
        }
        for one in graph.questions.values()
    ]


def hypothesis_rows(graph: Contents) -> Rows:
    """The curated hypotheses, with a chip for each step that carries evidence."""
    gradings: dict[str, Grading] = {}
    found = []
    for one in evaluate_all(graph):
        hypothesis = one.hypothesis
        grading = gradings.setdefault(hypothesis.end, Grading(graph, hypothesis.end))
        grades = grading.grades(one.path)
        graded = [(grade.rank, -grade.confidence, place) for place, grade in enumerate(grades) if grade is not None]
        weakest = one.path.steps[max(graded)[2]] if graded else None
        found.append(
            {
                "id": hypothesis.id,
                "label": hypothesis.label,
                "asked": "~".join(name.partition(":")[2] or name for name in (hypothesis.start, hypothesis.end)),
                "mechanism": hypothesis.mechanism.replace("-", " "),
                "end": graph.label(hypothesis.end),
                "effect": effect_color([one.effect]) if one.effect in ("helps", "harms") else one.effect,
                "chips": [grade.chip for grade in grades if grade is not None],
                "weakest": f"{graph.label(weakest.subject)} → {graph.label(weakest.object)}" if weakest else "",
                "status": hypothesis.status,
                "disputed": one.disputed,
            }
        )
    return found


def comparison(graph: Contents) -> tuple[list[str], Rows]:
    """The diseases that hypotheses end in, most mechanisms first, and for each mechanism its cell in each of them.

    `shared` holds of what two of them have; `opposite` names the things whose effects differ in the first two.
    """
    cells = [cell for cell in mechanism_matrix(graph) if cell.effect != "none"]
    counts = Counter(cell.disease for cell in cells)
    diseases = sorted(counts, key=lambda disease: (-counts[disease], disease))
    pair = shared_mechanisms(graph, *diseases[:2]) if len(diseases) > 1 else []
    opposite = {one.first.mechanism: one for one in pair if one.where == "opposite"}
    rows: Rows = []
    for name in dict.fromkeys(cell.mechanism for cell in cells):
        mine = {cell.disease: cell for cell in cells if cell.mechanism == name}
        rows.append(
            {
                "mechanism": name,
                "name": name.replace("-", " "),
                "cells": [mine.get(disease) for disease in diseases],
                "known": [graph.label(disease) for disease in diseases if disease in mine],
                "shared": len(mine) > 1,
                "opposite": [graph.label(thing) for thing in opposite[name].opposite] if name in opposite else None,
            }
        )
    rows.sort(key=lambda row: not row["shared"])
    return [graph.label(disease) for disease in diseases], rows


def _doubts(graph: Contents, found: Iterable[Debate]) -> Rows:
    words = Words(graph)

    def told(claim: Claim) -> tuple[str, str]:
        return claim.id, words.signed_sentence(claim)

    rows = []
    for debate in found:
        rivals = [graph.claims[name] for name in debate.disputing if name in graph.claims]
        row = debate_row(graph, debate)
        against = {"against_claims": [told(claim) for claim in rivals]}
        rows.append({**row, **against, "disputing": [n for n in row["disputing"] if n not in graph.claims]})  # type: ignore[attr-defined]
    return rows
