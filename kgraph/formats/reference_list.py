"""The references as a listing: who, when, what, where to find it, and how many claims rest on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kgraph.formats.bibliography import authors_of, in_reading_order, untitled
from kgraph.formats.documents import CitedDocument, Listing
from kgraph.formats.references import as_listed, link_of

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie

COLUMNS = (
    "cited_as", "authors", "year", "title", "journal", "volume", "issue", "pages", "doi", "pmid", "pmcid", "link",
    "claims", "disputes", "remark", "short", "id",
)  # fmt: skip
BRIEF = ("cited_as", "work", "claims", "link")


def cited_listing(document: CitedDocument) -> Listing:
    """The rows of a listing with references behind it."""
    return document.listing


def reference_rows(graph: Contents, references: Iterable[Curie]) -> list[dict[str, object]]:
    """A row for each reference, under `COLUMNS`: `claims` counts what it supports, `disputes` what it is against.

    A source counts the claims that it states.
    """
    support, against = _usage(graph, "supports"), _usage(graph, "disputes")
    return [_row(graph, identifier, support[identifier], against[identifier]) for identifier in references]


def all_references(graph: Contents, *, unused: bool = False) -> list[Curie]:
    """The references in reading order; with `unused` only those behind no claim, whatever else cites them."""
    used = _used(graph) if unused else frozenset()
    return [identifier for identifier in in_reading_order(graph, graph.references) if identifier not in used]


def _row(graph: Contents, identifier: Curie, claims: int, disputes: int) -> dict[str, object]:
    reference = as_listed(graph, graph.references[identifier])
    authors, others = authors_of(reference)
    names = [" ".join(filter(None, name)) for name in authors]
    return {
        "cited_as": reference.short,
        "authors": "; ".join([*names, *(["et al."] if others else [])]),
        "year": reference.year,
        "title": reference.title,
        "journal": reference.journal,
        "volume": reference.volume,
        "issue": reference.issue,
        "pages": reference.pages,
        "doi": reference.doi,
        "pmid": reference.pmid,
        "pmcid": reference.pmcid,
        "link": link_of(reference),
        "claims": claims,
        "disputes": disputes,
        "work": reference.title or untitled(graph, reference),
        "remark": untitled(graph, reference),
        "short": reference.code,
        "id": identifier,
    }


def _usage(graph: Contents, direction: str) -> Counter[Curie]:
    entries = {source.short: source.entry for source in graph.sources.values() if source.entry}
    counts: Counter[Curie] = Counter()
    for claim in graph.claims.values():
        cited = {line.reference for line in claim.evidence if line.counts and line.direction == direction}
        counts.update(
            cited | ({entries[claim.origin]} if direction == "supports" and claim.origin in entries else set())
        )
    return counts


def _used(graph: Contents) -> frozenset[Curie]:
    """What any line of a claim cites, the papers that its numbers probably are, and the sources themselves."""
    lines = [line for claim in graph.claims.values() for line in claim.evidence]
    used = {line.reference for line in lines} | {one for line in lines for one in line.candidates}
    used |= {one for number in used if number in graph.references for one in graph.references[number].candidates}
    return frozenset(used | {source.entry for source in graph.sources.values()})
