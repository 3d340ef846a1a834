"""Does any claim rest on a paper that was retracted, doubted or corrected?"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from kgraph.check.findings import FindingPositions, Report
from kgraph.check.retraction_lists import Notices
from kgraph.model import Claim, Curie, Reference

if TYPE_CHECKING:
    from kgraph.model import Contents

# A note with this in it says that the curator knows.
_KNOWN = "retract"


def check_retractions(graph: Contents, retracted: AbstractSet[str], where: FindingPositions, report: Report) -> None:
    """Check each reference that has a PubMed identifier or a DOI; a finding names the claims that rest on the paper.

    A number of the review that probably is the paper counts as the paper, and so does whatever cites it for a claim.  A
    claim with a note that speaks of the retraction is left out; a paper that no other claim rests on gives a warning.
    """
    report.checked["retracted identifiers known"] = len(retracted)
    for reference in graph.references.values():
        identifiers = dict(_identifiers(reference))
        report.checked["references against retractions"] += bool(identifiers)
        found = next((identifier for identifier in identifiers if identifier in retracted), None)
        if found is None:
            continue
        resting = [claim.id for claim in _resting(graph, reference.id) if not _says_so(claim)]
        words = f"rests on it: {', '.join(resting)}" if resting else "no claim rests on it that does not say so"
        kind, printed = identifiers[found]
        report.findings.append(
            where.finding(
                "retracted",
                reference.id,
                f"{kind} {printed} is retracted; {words}",
                value=printed,
                severity="" if resting else "warning",
            )
        )


def check_notices(graph: Contents, notices: Notices, where: FindingPositions, report: Report) -> None:
    """Check the same for papers that an expression of concern doubts, a warning, or that were corrected, a note."""
    if notices.without:
        report.checked["rows of the list without an identifier"] = notices.without
    for rule, listed, what in (
        ("expression-of-concern", notices.doubted, "is under an expression of concern"),
        ("corrected", notices.corrected, "was corrected"),
    ):
        if listed:
            report.checked[f"identifiers of {rule} known"] = len(listed)
        for reference in graph.references.values():
            identifiers = dict(_identifiers(reference))
            found = next((one for one in identifiers if one in listed and one not in notices.retracted), None)
            if found is None:
                continue
            kind, printed = identifiers[found]
            resting = [claim.id for claim in _resting(graph, reference.id)]
            words = f"rests on it: {', '.join(resting)}" if resting else "no claim rests on it"
            message = f"{kind} {printed} {what}; {words}"
            report.findings.append(where.finding(rule, reference.id, message, value=printed))


def _identifiers(reference: Reference) -> Iterator[tuple[str, tuple[str, str]]]:
    """What a list may call a paper, with the kind of identifier and how the reference has it."""
    if reference.pmid.lstrip("0"):
        yield reference.pmid.lstrip("0"), ("PubMed", reference.pmid)
    if reference.doi:
        yield reference.doi.lower(), ("DOI", reference.doi)


def _says_so(claim: Claim) -> bool:
    return any(_KNOWN in note.lower() for note in claim.notes)


def _resting(graph: Contents, paper: Curie) -> Iterator[Claim]:
    """The claims with a supporting line that cites a paper, or a number that probably is that paper."""
    same = {paper} | {other.id for other in graph.references.values() if paper in other.candidates}
    for claim in graph.claims.values():
        if any(
            line.direction == "supports" and (line.reference in same or paper in line.candidates)
            for line in claim.evidence
        ):
            yield claim
