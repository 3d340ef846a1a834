"""Short names and links of references, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kgraph.model import Claim, Curie, EvidenceLine, Reference

if TYPE_CHECKING:
    from kgraph.model import Contents


def short_names(graph: Contents, identifiers: Iterable[Curie]) -> list[str]:
    """The short names of references without repeats: numbers of the review in order, then papers by name."""
    found = {graph.references[i].short: graph.references[i] for i in identifiers if i in graph.references}
    return sorted(found, key=lambda short: (found[short].number or 10_000, short))


def supporting(graph: Contents, claims: Iterable[Claim]) -> list[str]:
    """The short names of what supports the claims and counts."""
    return short_names(graph, (line.reference for line in _counting(claims) if line.direction == "supports"))


def disputing(graph: Contents, claims: Iterable[Claim]) -> list[str]:
    """The short names of what disputes the claims and counts."""
    return short_names(graph, (line.reference for line in _counting(claims) if line.direction == "disputes"))


def _counting(claims: Iterable[Claim]) -> Iterable[EvidenceLine]:
    return (line for claim in claims for line in claim.evidence if line.counts)


def link_of(reference: Reference) -> str:
    """Where a reader finds the reference: its DOI, PubMed or PubMed Central page, else its own link; may be empty."""
    if reference.doi:
        return f"https://doi.org/{reference.doi}"
    if reference.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
    if reference.pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.pmcid}/"
    return reference.link
