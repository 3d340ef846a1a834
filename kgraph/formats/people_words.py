"""What was seen in people, in words: outcomes with their direction, papers, trials, the advice of experts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kgraph.model import Contents, Curie, Reference
from kgraph.paths.values import PathAnswer, SeenInPeople


def outcome_words(graph: Contents, row: SeenInPeople) -> str:
    """An outcome with its direction: "fewer epileptic spasms", "survival unchanged", or its name where that says it."""
    entity = graph.entities[row.outcome]
    if row.unchanged and not row.for_:
        return f"{entity.label} unchanged"
    if all(claim.relation == "treats" for claim in row.claims):
        return f"treats {entity.label}"
    if all(claim.relation in ("has_outcome", "treats") for claim in row.claims):
        return entity.label
    less = "fewer" if entity.plural else "less"
    return f"{'more' if row.direction == '+' else less} {entity.label}"


def votes(row: SeenInPeople) -> str:
    """How many papers on people speak for an outcome and how many against it."""
    return f"{counted(len(row.for_), 'paper')} for, {len(row.against) or 'none'} against"


def looked_at(answer: PathAnswer) -> list[SeenInPeople]:
    """The outcomes that are no adverse effects, most papers first."""
    return [row for row in answer.people if not row.adverse]


def largest_study(graph: Contents, rows: Iterable[SeenInPeople]) -> tuple[int, list[str], Curie] | None:
    """How many people the largest study looked at, what it saw, and the paper; None where no number is known."""
    sized = [row for row in rows if row.people]
    if not sized:
        return None
    first = max(sized, key=lambda row: row.people or 0)
    saw = [outcome_words(graph, row) for row in sized if (row.people, row.largest) == (first.people, first.largest)]
    return first.people or 0, saw, first.largest


def trials(graph: Contents, rows: Iterable[SeenInPeople]) -> list[tuple[str, Curie]]:
    """The registered trials behind outcomes, each once: number, status and participants, and its reference."""
    return [
        (trial_words(graph.references[one]), one)
        for one in dict.fromkeys(trial for row in rows for trial in row.trials)
    ]


def advice(graph: Contents, rows: Iterable[SeenInPeople]) -> list[tuple[str, Curie]]:
    """What experts advise in papers behind outcomes, each paper once: the advice with its year, and the reference."""
    found = dict.fromkeys(paper for row in rows for paper in row.advice)
    named = ((graph.references[paper], paper) for paper in found)
    return [(advice_words(one), paper) for one, paper in named]


def people_sentences(graph: Contents, rows: Sequence[SeenInPeople]) -> list[tuple[str, tuple[Curie, ...]]]:
    """Trials, advice and the largest study in sentences, each with its references; empty where nothing is known."""
    said: list[tuple[str, tuple[Curie, ...]]] = []
    said += [(f"Registered trial {text}.", (paper,)) for text, paper in trials(graph, rows)]
    said += [(f"Experts: {text}.", (paper,)) for text, paper in advice(graph, rows)]
    largest = largest_study(graph, rows)
    if largest:
        people, saw, paper = largest
        said.append((f"Largest study, {people:,} people: {', '.join(saw)}.", (paper,)))
    return said


def counted(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def advice_words(reference: Reference) -> str:
    """What experts advise in a paper, with its year where that is known."""
    return f"{reference.advice}{f' ({reference.year})' if reference.year else ''}"


def trial_words(reference: Reference) -> str:
    """A registered trial: its number, status and participants, as far as they are known."""
    people = f"(n={reference.participants})" if reference.participants is not None else ""
    return " ".join(filter(None, (reference.registration, reference.trial_status, people)))
