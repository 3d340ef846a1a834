"""What the numbers of a source's reference list stand for, taken from the list of the article itself.

All or nothing: where the article is another one, a number is missing or repeated, or the list is numbered otherwise
than the one that was curated, nothing is taken over.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kgraph.errors import DataError, UsageError
from kgraph.frozen import frozen
from kgraph.importers.imported import contents_of
from kgraph.model import Contents, Reference, Source

if TYPE_CHECKING:
    from kgraph.reading.cited_works import CitedWork, CitedWorks

# Long enough that a title is no common phrase.
_SHORTEST_TITLE = 20


@frozen
class ResolvedNumber:
    """One number: the work that the article lists under it, and how that agrees with the candidates.

    `agreement` is ``agrees``, ``differs``, or ``no candidate``.
    `same_as` are the papers of the graph that the work is, whether or not they are candidates.
    """

    reference: Reference
    work: CitedWork
    agreement: str
    same_as: tuple[Reference, ...]


def resolve_numbers(graph: Contents, source: Source, listed: CitedWorks) -> tuple[ResolvedNumber, ...]:
    """Every number of a source's list with the work that the article lists under it, in order.

    Raises UsageError for a source without a numbered list, and DataError, with what does not fit, for the list of
    another article, a number that is missing, more or repeated, an entry that says nothing of its work, and for a
    confirmed paper that stands under another number.
    """
    numbers = {r.number: r for r in graph.references.values() if r.in_list_of == source.id and r.number is not None}
    entry = graph.references.get(source.entry)
    if not numbers or entry is None or not entry.doi:
        raise UsageError(f"{source.short} has no numbered list of references that an article could fill.")
    if listed.doi.lower() != entry.doi.lower():
        raise _refused(listed, f"is the article {listed.doi or 'without a DOI'}, not {entry.doi}")
    counts = Counter(work.number for work in listed.works)
    repeated = sorted(number for number, count in counts.items() if count > 1)
    missing, more = sorted(set(numbers) - set(counts)), sorted(set(counts) - set(numbers))
    for what, which in (("repeats", repeated), ("lacks", missing), ("has more than were cited:", more)):
        if which:
            raise _refused(listed, f"{what} {', '.join(map(str, which))}")
    empty = [str(work.number) for work in listed.works if not (work.title or work.doi or work.pmid)]
    if empty:
        raise _refused(listed, f"says nothing of {', '.join(empty)}: neither title nor identifier")
    by_number = {work.number: work for work in listed.works}
    _refuse_renumbered(graph, numbers, listed)
    return tuple(_resolved(graph, numbers[number], by_number[number]) for number in sorted(numbers))


def resolved_contents(resolved: tuple[ResolvedNumber, ...]) -> Contents:
    """What the article lists under each number, as contents to lay over the graph; the numbers stay what they are."""
    filled = [
        Reference(
            f"{found.reference.id}-as-listed",
            f"{found.reference.short} as listed",
            listed_as=found.reference.id,
            title=found.work.title,
            authors=found.work.authors,
            first_author=found.work.authors.split(";")[0].strip(),
            year=found.work.year,
            journal=found.work.journal,
            volume=found.work.volume,
            issue=found.work.issue,
            pages=found.work.pages,
            doi=found.work.doi,
            pmid=found.work.pmid,
        )
        for found in resolved
    ]
    return contents_of(entities=(), claims=(), references=filled, sources=())


def _refuse_renumbered(graph: Contents, numbers: dict[int, Reference], listed: CitedWorks) -> None:
    for number, reference in numbers.items():
        if reference.candidate_confidence != "confirmed-by-content":
            continue
        for paper in (graph.references[one] for one in reference.candidates if one in graph.references):
            found = [work.number for work in listed.works if is_same(paper, work)]
            if found and number not in found:
                raise _refused(listed, f"is numbered otherwise: {paper.short} is {found[0]} there and {number} here")


def _resolved(graph: Contents, reference: Reference, work: CitedWork) -> ResolvedNumber:
    papers = [
        one for one in graph.references.values() if one.number is None and not one.listed_as and is_same(one, work)
    ]
    if not reference.candidates:
        agreement = "no candidate"
    else:
        agreement = "agrees" if any(paper.id in reference.candidates for paper in papers) else "differs"
    return ResolvedNumber(reference, work, agreement, tuple(papers))


def is_same(paper: Reference, work: CitedWork) -> bool:
    """Whether a paper is a work: by DOI, by PubMed identifier, or by title where one of them has no identifier."""
    if paper.doi and work.doi:
        return paper.doi.lower() == work.doi.lower()
    if paper.pmid and work.pmid:
        return paper.pmid == work.pmid
    title = _plain(paper.title)
    return len(title) >= _SHORTEST_TITLE and title == _plain(work.title)


def _plain(title: str) -> str:
    return re.sub(r"\W+", " ", title.casefold()).strip()


def _refused(listed: CitedWorks, reason: str) -> DataError:
    return DataError(f"{reason}; nothing is changed", file=listed.file, line=1, column=1)
