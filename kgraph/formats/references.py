"""Names and links of references, in reading order; several names stand with semicolons between, which none holds."""

from __future__ import annotations

from kgraph.evidence import codes, disputing, disputing_codes, short_names, supporting, supporting_codes
from kgraph.model import Reference

__all__ = [
    "codes",
    "disputing",
    "disputing_codes",
    "identified",
    "link_of",
    "short_names",
    "supporting",
    "supporting_codes",
]


def identified(reference: Reference) -> str:
    """The short name with what finds the paper behind it: Dahlin 2012 (doi:10.1016/j.eplepsyres.2011.11.003)."""
    code = "" if reference.number is not None else reference.code
    return reference.short if code in ("", reference.short) else f"{reference.short} ({code})"


def link_of(reference: Reference) -> str:
    """Where a reader finds the reference: its DOI, PubMed or PubMed Central page, else its own link; may be empty."""
    if reference.doi:
        return f"https://doi.org/{reference.doi}"
    if reference.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
    if reference.pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.pmcid}/"
    return reference.link
