"""What was seen in people, as a table: an outcome a row, with the papers for it and against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.formats.numbering import Numbering
from kgraph.formats.people_words import counted, looked_at, outcome_words, people_sentences, votes
from kgraph.formats.report.sheet import Sentence, Table
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.paths.values import PathAnswer, SeenInPeople

_MOST, _MOST_BESIDE = 6, 3


def people_table(graph: Contents, answer: PathAnswer, numbering: Numbering, *, in_full: bool) -> Table | None:
    """The outcomes that papers on people report, most papers first, and those beyond the first ones counted.

    `in_full` shows six and the adverse effects, else three.  None where nothing was seen in people.
    """
    seen = [row for row in answer.people if not row.adverse]
    adverse = [row for row in answer.people if row.adverse]
    most = _MOST if in_full else _MOST_BESIDE
    rows = [_row(graph, row, numbering) for row in seen[:most]]
    if len(seen) > most:
        rows.append(_counted(f"and {counted(len(seen) - most, 'more outcome')}", seen[most:]))
    if adverse and in_full:
        names = ", ".join(f"{graph.label(row.outcome)}{' (disputed)' if row.disputed else ''}" for row in adverse)
        papers = numbering.of(dict.fromkeys(paper for row in adverse for paper in row.for_))
        rows.append((Sentence(f"adverse effects: {names}"), Sentence(f"{len(papers)} papers", papers), Sentence("")))
    elif adverse:
        rows.append(_counted(f"{len(adverse)} adverse effects", adverse))
    return Table(("Outcome", "Papers for", "Against"), tuple(rows)) if rows else None


def in_people(graph: Contents, answer: PathAnswer, numbering: Numbering) -> Iterator[Sentence]:
    """The outcome with most papers on people, then trials, advice, the largest study; nothing where none was seen."""
    seen = looked_at(answer)
    for row in seen[:1]:
        yield Sentence(f"Seen in people most often: {graph.label(row.outcome)}, {votes(row)}.")
    for text, papers in people_sentences(graph, seen):
        yield Sentence(text, numbering.of(papers))


def _row(graph: Contents, row: SeenInPeople, numbering: Numbering) -> tuple[Sentence, ...]:
    words = Words(graph)
    undecided = f"{len(row.undecided)} undecided" if row.undecided else ""
    against = ", ".join(filter(None, (str(len(row.against) or "none"), undecided)))
    return (
        Sentence(f"{outcome_words(graph, row)} ({words.phrase('effect', row.effect)})"),
        Sentence(str(len(row.for_)), numbering.of(row.for_)),
        Sentence(against, numbering.of((*row.against, *row.undecided))),
    )


def _counted(told: str, rows: list[SeenInPeople]) -> tuple[Sentence, ...]:
    """A row that only counts; each paper once."""
    papers = {paper for row in rows for paper in row.for_}
    against = {paper for row in rows for paper in row.against}
    return Sentence(told), Sentence(str(len(papers))), Sentence(str(len(against) or "none"))
