"""From what other projects write as a citation, an address or an identifier, to a reference."""

from __future__ import annotations

import re
from hashlib import sha256

from kgraph.model import Reference

_PUBMED = re.compile(
    r"(?:https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed|(?:www\.)?identifiers\.org/pubmed"
    r"|bioregistry\.io/(?:pubmed|pmid))[/:]|PMID:\s?)([1-9]\d{0,7})/?",
    re.IGNORECASE,
)
_PMC = re.compile(r"(?:https?://(?:www\.|pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/|PMC:|PMCID:)?(PMC[1-9]\d*)/?")
_DOI = re.compile(r"(?:DOI:)?(?:https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[^\s<>\"]+)", re.IGNORECASE)
_WEB = re.compile(r"https?://([^/\s]\S*)")
_LONGEST_SHORT = 60


def slug(text: str) -> str:
    """A text as part of a local name: lower case, letters and digits, the rest as single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def distinct_slug(text: str) -> str:
    """A slug that no other text shares: with eight digits of the text's digest."""
    words = slug(text.removeprefix("https://"))[:_LONGEST_SHORT].strip("-")
    return f"{words}-{sha256(text.encode()).hexdigest()[:8]}"


def reference_of(cited: str, *, origin: str) -> Reference:
    """The reference that a citation stands for, under a name of `origin`; identifiers are those in the citation.

    What is neither an identifier nor a web address is kept as a title.

    >>> from kgraph.importers.citations import reference_of
    >>> reference_of("PMID:25899847", origin="elsewhere").short
    'pmid:25899847'
    >>> reference_of("hearsay", origin="elsewhere").title
    'hearsay'
    """
    cited = cited.strip()
    link = cited if _WEB.fullmatch(cited) else ""
    if found := _PUBMED.fullmatch(cited):
        pmid = found.group(1)
        return Reference(f"reference:{origin}-pmid-{pmid}", f"pmid:{pmid}", pmid=pmid, link=link)
    if found := _PMC.fullmatch(cited):
        pmcid = found.group(1)
        return Reference(f"reference:{origin}-{slug(pmcid)}", pmcid, pmcid=pmcid, link=link)
    if found := _DOI.fullmatch(cited):
        doi = found.group(1)
        return Reference(f"reference:{origin}-doi-{distinct_slug(doi.lower())}", f"doi:{doi}", doi=doi, link=link)
    name = f"reference:{origin}-{distinct_slug(cited)}"
    if link:
        return Reference(name, _short(cited), link=link)
    return Reference(name, _short(cited), title=cited)


def _short(cited: str) -> str:
    """What tables print: a long citation is cut, and told from others that begin alike by the digits of its name."""
    text = cited.removeprefix("https://")
    if len(text) <= _LONGEST_SHORT:
        return text
    return f"{text[: _LONGEST_SHORT - 10]}… {distinct_slug(cited)[-8:]}"
