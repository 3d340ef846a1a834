"""Does any claim rest on a paper that was retracted?"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.curation.findings import Report, Whereabouts
from kgraph.errors import DataError
from kgraph.model import Curie
from kgraph.parsing.texts import read_text

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph


def read_retractions(path: Path) -> frozenset[str]:
    """The PubMed identifiers in the first column of a tab-separated list.

    # begins a comment, and a first line may be a title.

    Raises DataError for a line that does not begin with a number, and for a list without any.
    """
    found = set()
    for number, line in enumerate(read_text(path).splitlines(), 1):
        cell = line.partition("\t")[0].strip().removeprefix("PMID:").strip()
        if not cell or cell.startswith("#"):
            continue
        if cell.isascii() and cell.isdigit():
            found.add(cell.lstrip("0"))
        elif number > 1:
            raise DataError(f"{cell[:40]!r} is not a PubMed identifier", file=str(path), line=number, column=1)
    if not found:
        raise DataError("holds no PubMed identifier; give one a line", file=str(path), line=1, column=1)
    return frozenset(found)


def check_retractions(graph: KnowledgeGraph, retracted: AbstractSet[str], where: Whereabouts, report: Report) -> None:
    """Check each reference that has a PubMed identifier; a finding names the claims that rest on the paper.

    A number of the review that probably is the paper counts as the paper, and so does whatever cites it for a claim.
    """
    report.checked["retracted papers known"] = len(retracted)
    for reference in graph.references.values():
        report.checked["references against retractions"] += bool(reference.pmid)
        if reference.pmid.lstrip("0") not in retracted or not reference.pmid:
            continue
        resting = _resting(graph, reference.id)
        words = f"rests on it: {', '.join(resting)}" if resting else "no claim rests on it"
        report.findings.append(
            where.finding(
                "retracted", reference.id, f"PubMed {reference.pmid} is retracted; {words}", value=reference.pmid
            )
        )


def _resting(graph: KnowledgeGraph, paper: Curie) -> list[Curie]:
    """The claims with a supporting line that cites a paper, or a number that probably is that paper."""
    same = {paper} | {other.id for other in graph.references.values() if paper in other.candidates}
    return [
        claim.id
        for claim in graph.claims.values()
        if any(
            line.direction == "supports" and (line.reference in same or paper in line.candidates)
            for line in claim.evidence
        )
    ]
