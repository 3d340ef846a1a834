"""Short names and links of references, in reading order."""

from __future__ import annotations

from kgraph.evidence import disputing, short_names, supporting
from kgraph.model import Reference

__all__ = ["disputing", "link_of", "short_names", "supporting"]


def link_of(reference: Reference) -> str:
    """Where a reader finds the reference: its DOI, PubMed or PubMed Central page, else its own link; may be empty."""
    if reference.doi:
        return f"https://doi.org/{reference.doi}"
    if reference.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
    if reference.pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.pmcid}/"
    return reference.link
