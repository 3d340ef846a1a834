"""Papers by number, in the order in which they are cited, and how a list of them is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kgraph.formats.bibliography import authors_of
from kgraph.formats.references import as_listed, identified, link_of
from kgraph.frozen import frozen
from kgraph.model import Claim, Curie, Reference

if TYPE_CHECKING:
    from kgraph.model import Contents


_AUTHORS = 3  # as many are named
_RANGE = re.compile(r"(?<=\d)-(?=\d)")


@frozen
class Letters:
    """A part of a text that is set in one kind of letters."""

    text: str
    italic: bool = False
    bold: bool = False


@frozen
class Entry:
    """One entry of a list of references: its number, its text, its identifier, and where a reader finds it.

    `identifier` and `link` may be empty; `note` says what else it is known as; `brief` is for the caption of a picture,
    `short` are the names that the entry stands for.  `reference` is the paper, `titled` says that its title is known,
    and `letters` is the text in its kinds of letters, where it has any.
    """

    number: int
    text: str
    identifier: str
    link: str
    note: str
    brief: str
    short: tuple[str, ...]
    reference: Curie = ""
    titled: bool = True
    letters: tuple[Letters, ...] = ()


class Numbering:
    """Numbers from 1 for the papers that are cited, each the first time it is.

    A number of a source and the paper that it probably stands for have one entry, which says so.
    """

    def __init__(self, graph: Contents) -> None:
        self._graph = graph
        self._cited: dict[Curie, dict[Curie, None]] = {}

    def of(self, references: Iterable[Curie]) -> tuple[int, ...]:
        """The numbers of some references, ascending; unknown ones and empty names are left out."""
        found = []
        for name in references:
            if name in self._graph.references:
                paper = self._paper(name)
                self._cited.setdefault(paper, {})[name] = None
                found.append(list(self._cited).index(paper) + 1)
        return tuple(sorted(set(found)))

    def supporting(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """The numbers of what supports some claims and counts."""
        lines = [line for claim in claims for line in claim.evidence if line.direction == "supports" and line.counts]
        return self.of(dict.fromkeys(line.reference for line in lines))

    def entries(self) -> list[Entry]:
        """The list of references, by number; empty where nothing was cited."""
        return [self._entry(number, paper, cited) for number, (paper, cited) in enumerate(self._cited.items(), 1)]

    def _paper(self, name: Curie) -> Curie:
        candidates = self._graph.references[name].candidates
        return candidates[0] if candidates and candidates[0] in self._graph.references else name

    def _entry(self, number: int, paper: Curie, cited: Iterable[Curie]) -> Entry:
        reference = as_listed(self._graph, self._graph.references[paper])
        told = [self._graph.references[name].short for name in cited if name != paper]
        note = f"(Probably {'; '.join(told)}.)" if told else ""
        shorts = (*([reference.short] if paper in cited else []), *told)
        also = f" (probably {'; '.join(told)})" if told else ""
        return Entry(
            number,
            citation(reference),
            identifier_of(reference),
            link_of(reference),
            note,
            identified(reference) + also,
            tuple(shorts),
            paper,
            titled=bool(reference.title),
        )


def citation(reference: Reference) -> str:
    """A reference as a list prints it: author, year, title, journal; what is not known is left out.

    The text is that of the citation style report/references.csl; it is made without a processor of styles, so that a
    report needs none.  Where only the first author was seen, "et al." stands for others that there may be.
    """
    if reference.number is not None and not reference.title:
        return f"{reference.short}; the title was not seen."
    year, volume = f"({reference.year})" if reference.year else "", f" {reference.volume}" if reference.volume else ""
    issue = f"({reference.issue})" if reference.issue else ""
    pages = f":{_RANGE.sub('–', reference.pages)}" if reference.pages else ""
    journal = f"{reference.journal}{volume}{issue}{pages}" if reference.journal else ""
    named = [part.strip() for part in (reference.authors or reference.first_author).split(";") if part.strip()]
    _, others = authors_of(reference)
    authors = ", ".join(named[:_AUTHORS]) + (", et al." if others or len(named) > _AUTHORS else "")
    title = reference.title.rstrip(".") or ("" if authors else "Title and authors not recorded")
    # Without an author the year follows the title.
    head = [f"{authors} {year}".strip(), title] if authors else [f"{title} {year}".strip()]
    return ". ".join(part.rstrip(".") for part in (*head, journal) if part) + "."


def identifier_of(reference: Reference) -> str:
    """The identifier that is printed for a paper, or the site where it was seen; empty without either."""
    if reference.doi:
        return f"doi:{reference.doi}"
    if reference.pmid or reference.pmcid:
        return f"PMID {reference.pmid}" if reference.pmid else reference.pmcid
    # An address is followed, not typed; the site says what it is.
    return "" if reference.number is not None else reference.link.partition("://")[2].partition("/")[0]


def numbers_text(numbers: Sequence[int]) -> str:
    """Numbers with runs joined: 1–3, 7.

    >>> numbers_text([1, 2, 3, 7])
    '1–3, 7'
    """
    runs: list[list[int]] = [[numbers[0]]] if numbers else []
    for one, other in pairwise(numbers):
        if other == one + 1:
            runs[-1].append(other)
        else:
            runs.append([other])
    joined = {1: "{0}", 2: "{0}, {1}"}
    return ", ".join(joined.get(len(run), "{0}–{1}").format(run[0], run[-1]) for run in runs)
