"""Identifiers as people copy them, brought to the one form in which they are compared."""

from __future__ import annotations

import re
from types import MappingProxyType

from kgraph.vocabulary import PREFIXES, expand, shorten

_BY_LOWER_CASE = MappingProxyType({prefix.lower(): prefix for prefix in PREFIXES})
_UNDERSCORE = re.compile(r"(?:obo:)?([A-Za-z]+)_(\w+)")
_RESOLVERS = re.compile(
    r"https?://(?:www\.)?(?:identifiers\.org|bioregistry\.io)/([A-Za-z.]+)[:/](?:\1:)?(.+)", re.IGNORECASE
)
_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMID = re.compile(
    r"(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid:?\s*|pubmed:\s*)(\d+)/?",
    re.IGNORECASE,
)


def curie_of(text: str) -> str:
    """The CURIE that a text is in another form of: with an underscore, a PURL, in angle brackets, under a resolver.

    A text that is no identifier comes back as it is, without blanks and angle brackets around it.
    """
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    if text.lower().startswith("https:") and shorten(text) == text:
        other = "http:" + text[len("https:") :]
        text = other if shorten(other) != other else text
    resolved = _RESOLVERS.fullmatch(text) or _UNDERSCORE.fullmatch(text)
    if resolved and resolved[1].lower() in _BY_LOWER_CASE:
        return shorten(expand(f"{_BY_LOWER_CASE[resolved[1].lower()]}:{resolved[2]}"))
    return shorten(text) if "//" in text else text


def doi_of(text: str) -> str:
    """The DOI that a text is, bare, after ``doi:`` or as an address, in lower case; empty where it is none."""
    found = _DOI.fullmatch(text.strip())
    return found[1].lower() if found else ""


def pmid_of(text: str) -> str:
    """The PubMed number that a text is, after ``PMID:`` or as an address; empty where it is none."""
    found = _PMID.fullmatch(text.strip())
    return found[1] if found else ""


def searched_as(text: str) -> str:
    """What is searched for a text: the one form of an identifier, however it was copied; every other text as it is.

    >>> from kgraph.curies import searched_as
    >>> searched_as("http://purl.obolibrary.org/obo/MAXO_0030010"), searched_as("PMID: 12345"), searched_as("keto diet")
    ('MAXO:0030010', 'pmid:12345', 'keto diet')
    """
    pmid = pmid_of(text)
    return f"pmid:{pmid}" if pmid else curie_of(text)
