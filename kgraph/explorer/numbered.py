"""References by number, in the order in which a sheet cites them."""

from __future__ import annotations

from collections.abc import Iterable

from kgraph.formats.references import link_of
from kgraph.model import Claim, Contents, Curie, Reference


class Numbered:
    """Gives references their numbers when they are first cited, from 1."""

    def __init__(self, graph: Contents) -> None:
        self._graph = graph
        self._numbers: dict[Curie, int] = {}

    def of(self, references: Iterable[Curie]) -> list[int]:
        """The numbers of references, ascending; what is no reference has none."""
        known = [name for name in dict.fromkeys(references) if name in self._graph.references]
        return sorted(self._numbers.setdefault(name, len(self._numbers) + 1) for name in known)

    def supporting(self, claims: Iterable[Claim]) -> list[int]:
        """The numbers of what supports claims."""
        lines = [line for claim in claims for line in claim.evidence if line.counts and line.direction == "supports"]
        return self.of(line.reference for line in lines)

    def cited(self) -> list[tuple[str, str, str]]:
        """What was cited so far, by number: who and when, the title or what is known instead, the link."""
        return [_entry(self._graph.references[name]) for name in self._numbers]


def brief(reference: Reference) -> str:
    """A reference in a word or two: its first author or its journal, and the year; else its short name."""
    who = reference.first_author or reference.journal
    if who:
        return f"{who} {reference.year or ''}".strip()
    return f"paper of {reference.year}" if reference.year else reference.short


def _entry(reference: Reference) -> tuple[str, str, str]:
    identifier = f"doi:{reference.doi}" if reference.doi else f"PMID {reference.pmid}" if reference.pmid else ""
    unknown = "the paper is not identified" if reference.number else "its title is not recorded"
    title = reference.title or f"{reference.short}: {unknown}"
    journal = ", ".join(str(part) for part in (reference.journal, reference.year) if part)
    who = f"{reference.first_author}. " if reference.first_author else ""
    return f"{who}{title}", ". ".join(filter(None, (journal, identifier or reference.pmcid))), link_of(reference)
