"""Identifiers as people copy them, brought to the one form in which they are compared."""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import unquote

from kgraph.vocabulary import PREFIXES, expand, shorten

_ALSO = MappingProxyType({"msh": "MESH", "taxon": "NCBITaxon", "taxonomy": "NCBITaxon"})
_BY_LOWER_CASE = MappingProxyType({prefix.lower(): prefix for prefix in PREFIXES} | _ALSO)
_UNDERSCORE = re.compile(r"(?:obo:)?([A-Za-z]+)_(\w+)")
# A prefix before a prefix, or a blank behind one.
_TWICE = re.compile(r"(?:obo:|([A-Za-z]+):(?=\1:))?([A-Za-z]+):\s*(\w+)", re.IGNORECASE)
# Pages of resolvers and vocabularies end in a CURIE; of some the address alone says the vocabulary.
_ENDS_IN = re.compile(r"https?://\S*?[/=:]([A-Za-z]+)[:_/]([A-Za-z]?\d\w*)/?", re.IGNORECASE)
_OF_PAGES = (
    (re.compile(r"https?://meshb\.nlm\.nih\.gov/record/ui\?ui=([A-Z]\d+)"), "MESH"),
    (
        re.compile(r"https?://(?:www\.)?ncbi\.nlm\.nih\.gov/Taxonomy/Browser/wwwtax\.cgi\?(?:\S*&)?id=(\d+)"),
        "NCBITaxon",
    ),
)
_RESOLVER = r"https?://(?:www\.)?(?:identifiers\.org|bioregistry\.io|n2t\.net)/"
_DOI = re.compile(
    rf"(?:https?://(?:dx\.|www\.)?doi\.org/|{_RESOLVER}doi[:/]|info:doi/|urn:doi:|doi:\s*)?(10\.\d{{4,9}}/\S+)",
    re.IGNORECASE,
)
_ON_A_PAGE = re.compile(r"https?://[^?#\s]+/(10\.\d{4,9}/[^?#\s]+)(?:[?#]\S*)?", re.IGNORECASE)
_PMID = re.compile(
    r"(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed|europepmc\.org/(?:article|abstract)/MED)/"
    rf"|{_RESOLVER}(?:pubmed|pmid)[:/]|pmid:?\s*|pubmed:\s*|medline:\s*)(\d+)/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_PMCID = re.compile(
    r"(?:https?://(?:www\.|pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/|https?://(?:www\.)?europepmc\.org/articles?/(?:PMC/)?"
    rf"|{_RESOLVER}pmc[:/]|pmc:\s*|pmcid:\s*)?PMC\s?(\d+)/?(?:[?#]\S*)?|pmc(?:id)?:\s*(\d+)",
    re.IGNORECASE,
)


def curie_of(text: str) -> str:
    """The CURIE that a text is in another form of: with an underscore, a PURL, in angle brackets, on a page.

    A text that is no identifier comes back as it is, without blanks and angle brackets around it.
    """
    text = _bare(text)
    if text.lower().startswith("https:") and shorten(text) == text:
        other = "http:" + text[len("https:") :]
        text = other if shorten(other) != other else text
    text = shorten(text) if "//" in text else text
    found = _UNDERSCORE.fullmatch(text) or _ENDS_IN.fullmatch(unquote(unquote(text)))
    twice = None if found else _TWICE.fullmatch(text)
    prefix, local = found.groups() if found else twice.groups()[1:] if twice else ("", "")
    for page, vocabulary in _OF_PAGES:
        if at := page.fullmatch(text):
            prefix, local = vocabulary, at[1]
    known = _BY_LOWER_CASE.get(prefix.lower())
    # What is a CURIE already stays as it is, in the capitals that it has.
    again = known and (found or prefix.lower() in _ALSO or local != text.partition(":")[2])
    return shorten(expand(f"{known}:{local}")) if again else text


def doi_of(text: str) -> str:
    """The DOI that a text is, bare, after ``doi:`` or as an address, in lower case; empty where it is none."""
    bare = _bare(text)
    found = _DOI.fullmatch(unquote(bare) if "//" in bare and "%2f" in bare.lower() else bare)
    return found[1].lower() if found else ""


def dois_of(text: str) -> tuple[str, ...]:
    """The DOIs that a text may be copied for, most exact first: as it stands, on a page, without the end of a sentence.

    >>> from kgraph.curies import dois_of
    >>> dois_of("(doi:10.1111/epi.13718)."), dois_of("https://publisher.example/doi/full/10.1111/epi.13718?x=1")
    (('10.1111/epi.13718',), ('10.1111/epi.13718',))
    """
    inner = text.strip().strip("()[]{}\"'.,; ")
    page = _ON_A_PAGE.fullmatch(inner)
    found = (doi_of(text), doi_of(inner), page[1].lower() if page else "")
    return tuple(dict.fromkeys(filter(None, found)))


def pmid_of(text: str) -> str:
    """The PubMed number that a text is, after ``PMID:`` or as an address; empty where it is none."""
    found = _PMID.fullmatch(_bare(text))
    return found[1] if found else ""


def pmcid_of(text: str) -> str:
    """The number in PubMed Central that a text is, with its letters, bare or as an address; empty where it is none."""
    found = _PMCID.fullmatch(_bare(text))
    return f"PMC{found[1] or found[2]}" if found else ""


def _bare(text: str) -> str:
    """A text without blanks and angle brackets around it."""
    text = text.strip()
    return text[1:-1].strip() if text.startswith("<") and text.endswith(">") else text


def searched_as(text: str) -> str:
    """What is searched for a text: the one form of an identifier, however it was copied; every other text as it is.

    >>> from kgraph.curies import searched_as
    >>> searched_as("http://purl.obolibrary.org/obo/MAXO_0030010"), searched_as("PMID: 12345"), searched_as("keto diet")
    ('MAXO:0030010', 'pmid:12345', 'keto diet')
    """
    pmid = pmid_of(text)
    return f"pmid:{pmid}" if pmid else pmcid_of(text) or curie_of(text)
