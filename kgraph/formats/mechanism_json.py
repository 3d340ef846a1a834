"""The answer by mechanism as JSON: the fields that `path` gives beside its list of paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kgraph.formats.references import codes
from kgraph.model import Contents, Reference
from kgraph.paths.values import Chain, Grade, MechanismEntry, SeenInPeople
from kgraph.words import Words


def mechanism_json(graph: Contents, entry: MechanismEntry, best: Mapping[str, object]) -> dict[str, object]:
    """An entry: `best` holds, for each effect, the JSON of its best path."""
    return {
        "mechanism": entry.mechanism if f"mechanism:{entry.mechanism}" in graph.terms else graph.label(entry.mechanism),
        "effect": entry.effect,
        "chains": len(entry.chains),
        "variants": entry.variants,
        "papers": len(entry.papers),
        "human_papers": len(entry.human_papers),
        "disputed": entry.disputed,
        "best": dict(best),
        "grades": {effect: [_grade(graph, grade) for grade in chain.grades] for effect, chain in entry.best.items()},
        "weakest": {effect: chain.weakest_number for effect, chain in entry.best.items()},
        "marks": {effect: marks(graph, chain) for effect, chain in entry.best.items()},
        "through": list(dict.fromkeys(graph.label(chain.path.entities[1]) for chain in entry.chains)),
        "touches": {effect: list(chain.touches) for effect, chain in entry.best.items()},
    }


def marks(graph: Contents, chain: Chain) -> list[str]:
    """What to know of a chain besides its grades; empty when there is nothing."""
    graded = [grade for grade in chain.grades if grade is not None]
    tests = {
        "disputed": chain.disputed,
        "places-differ": chain.places_differ,
        "elsewhere": any(grade.elsewhere for grade in graded),
        "inferred-only": any(grade.line is not None and grade.line.directness == "inferred" for grade in graded),
        "relayed-only": any(grade.relayed for grade in graded),
        "implied": any(grade.letter == "I" for grade in graded),
    }
    return [Words(graph).phrase("flag", flag) for flag, holds in tests.items() if holds]


def people_json(graph: Contents, rows: Iterable[SeenInPeople]) -> list[dict[str, object]]:
    """What was seen in people: an object for each outcome, with the codes of the papers."""
    return [
        {
            "outcome": graph.label(row.outcome),
            "sign": row.direction,
            "effect": row.effect,
            "adverse": row.adverse,
            "disputed": row.disputed,
            "for": codes(graph, row.for_),
            "against": codes(graph, row.against),
            "undecided": codes(graph, row.undecided),
            "claims": [claim.id for claim in row.claims],
            "unchanged": row.unchanged,
            "people": row.people,
            "trials": [_trial(graph.references[trial]) for trial in row.trials],
            "advice": [
                {"advice": graph.references[paper].advice, "cited_as": graph.references[paper].short}
                for paper in row.advice
            ],
        }
        for row in rows
    ]


def _trial(reference: Reference) -> dict[str, object]:
    return {
        "registration": reference.registration,
        "status": reference.trial_status,
        "participants": reference.participants,
        "cited_as": reference.short,
    }


def _grade(graph: Contents, grade: Grade | None) -> dict[str, object] | None:
    if grade is None:
        return None
    words = Words(graph).phrase("grade", grade.name)
    return {"rank": grade.rank, "words": words, "chip": grade.chip, "papers": len(grade.papers)}
