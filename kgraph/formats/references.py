"""Names and links of references, in reading order; several names stand with semicolons between, which none holds."""

from __future__ import annotations

from kgraph.evidence import codes, disputing, disputing_codes, short_names, supporting, supporting_codes
from kgraph.frozen import replace
from kgraph.model import Contents, Reference

__all__ = [
    "as_listed",
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


def as_listed(graph: Contents, reference: Reference) -> Reference:
    """The reference with what the article itself lists under its number, where that was resolved; else as it is."""
    listed: dict[str, Reference] | None = graph.derived.get("numbers as listed")
    if listed is None:
        found = {one.listed_as: one for one in graph.references.values() if one.listed_as}
        listed = graph.derived["numbers as listed"] = found
    work = listed.get(reference.id)
    if work is None:
        return reference
    told = ("title", "authors", "first_author", "year", "journal", "volume", "issue", "pages", "doi", "pmid")
    return replace(reference, **{name: getattr(work, name) for name in told if not getattr(reference, name)})


def link_of(reference: Reference) -> str:
    """Where a reader finds the reference: its DOI, PubMed or PubMed Central page, else its own link; may be empty."""
    if reference.doi:
        return f"https://doi.org/{reference.doi}"
    if reference.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
    if reference.pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.pmcid}/"
    return reference.link
