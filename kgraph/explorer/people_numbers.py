"""The numbers in people as rows to draw: shares of one outcome under the start alone, then pairs from one study.

Two shares stand in one row only when one study reports both, so that no line joins what was never compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kgraph.explorer.source_names import brief
from kgraph.formats.answer_words import abbreviation
from kgraph.formats.outcomes import duration
from kgraph.formats.references import short_names
from kgraph.frozen import frozen
from kgraph.model import Claim, Contents, Curie, Measurement
from kgraph.outcomes import Outcome, outcomes, primary_value_of
from kgraph.selection import with_special_forms

SHARE_COLUMNS = (
    "claim", "arm", "outcome", "value", "paired", "size", "other", "rival", "own", "when", "source",
)  # fmt: skip
_PAIRS = 3


@frozen
class Share:
    """A share of an arm, in per cent, as it is printed; `n` is how many were in the arm, None where it is not said."""

    value: float
    printed: str
    n: int | None
    disputed: bool


@frozen
class Row:
    """One row: what was looked at and when, the shares under the start, and the one of the other arm, by its name.

    `own` names the special form of the start that a pair is about, empty for the start itself; `sources` are the short
    names of what reports it.
    """

    outcome: str
    when: str
    shares: tuple[Share, ...]
    other: Share | None
    arm: str
    own: str
    sources: tuple[str, ...]


def rows_in_people(graph: Contents, start: Curie, end: Curie, outcome: Curie) -> list[Row]:
    """The row of all shares of `outcome` under the start alone, then rows with another arm; empty without a share.

    Numbers that are stated for the end or its special forms count, each once for its paper and time.
    """
    arms = with_special_forms(graph, start)
    found = [
        (row, share)
        for row in outcomes(graph, disease=end)
        if row.arm in arms and row.outcome and row.measurement and (share := share_of(row.measurement)) is not None
    ]
    alone = _distinct(graph, [(row, share) for row, share in found if row.outcome == outcome])
    rows = []
    if alone:
        names = dict.fromkeys(name for row, _ in alone for name in _sources(graph, row.claim))
        shares = sorted((share for _, share in alone), key=lambda share: share.value)
        rows.append(Row(graph.label(outcome), "", tuple(shares), None, "", "", tuple(names)))
    pairs = sorted(_pairs(graph, found, start), key=lambda row: row.outcome != graph.label(outcome))
    return [*rows, *pairs[:_PAIRS]]


def share_rows(graph: Contents, claims: Mapping[Curie, int], entities: Mapping[Curie, int]) -> list[list[object]]:
    """Every share in people under `SHARE_COLUMNS`, by the numbers of claims and entities."""
    found: list[list[object]] = []
    for row in outcomes(graph):
        number = row.measurement
        share = share_of(number) if number else None
        if number is None or share is None or row.arm not in entities or row.outcome not in entities:
            continue
        other = share_of(row.other) if row.other else None
        when = duration(number.time_point) if number.time_point else ""
        rival = short_name(graph, graph.label(row.comparator)) if row.comparator else ""
        found.append([
            claims[row.claim.id], entities[row.arm], entities[row.outcome], share.value,
            _as_in_the_paper(row, share).value, share.n or 0, other.value if other else "", rival,
            short_name(graph, graph.label(row.arm)), when, source_of(graph, _sources(graph, row.claim)),
        ])  # fmt: skip
    return found


def short_name(graph: Contents, arm: str) -> str:
    """An arm by its abbreviation, or by its name where it has none."""
    entity = next((one for one in graph.entities.values() if one.label == arm), None)
    return (abbreviation(entity) if entity else "") or arm


def source_of(graph: Contents, names: Iterable[str]) -> str:
    """Where numbers come from, in a few words: the paper itself before a review that tells of it."""
    named = {reference.short: reference for reference in graph.references.values()}
    known = [named[name] for name in names if name in named]
    found = [brief(reference) for reference in known if not reference.number] or [one.short for one in known]
    return min(found, key=len, default="")


def _pairs(graph: Contents, found: Iterable[tuple[Outcome, Share]], start: Curie) -> Iterator[Row]:
    seen: set[tuple[str, Curie]] = set()
    for row, share in found:
        other = share_of(row.other) if row.other else None
        sources = _sources(graph, row.claim)
        # The same comparison as another source tells it is no second one.
        key = (row.outcome, row.comparator)
        if other is None or not sources or key in seen:
            continue
        seen.add(key)
        number = row.measurement
        when = duration(number.time_point) if number and number.time_point else ""
        mine = (_as_in_the_paper(row, share),)
        own = "" if row.arm == start else graph.label(row.arm)
        yield Row(graph.label(row.outcome), when, mine, other, graph.label(row.comparator), own, sources)


def _distinct(graph: Contents, found: Iterable[tuple[Outcome, Share]]) -> list[tuple[Outcome, Share]]:
    known: set[tuple[object, ...]] = set()
    kept = []
    for row, share in found:
        key = (_sources(graph, row.claim), round(share.value))
        if key not in known:
            known.add(key)
            kept.append((row, share))
    return kept


def _sources(graph: Contents, claim: Claim) -> tuple[str, ...]:
    return tuple(short_names(graph, dict.fromkeys(line.reference for line in claim.evidence if line.counts)))


def _as_in_the_paper(row: Outcome, share: Share) -> Share:
    """A number that the paper itself contradicts is drawn where the paper has it."""
    told = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", primary_value_of(row))
    return Share(float(told.group(1)), share.printed, share.n, disputed=True) if told else share


def share_of(number: Measurement) -> Share | None:
    """A number as a share of its arm; None for one that is no share."""
    value = number.value if number.unit == "%" else None
    if number.events is not None and number.sample_size:
        value = 100 * number.events / number.sample_size
    if value is None or not 0 <= value <= 100:  # noqa: PLR2004  per cent
        return None
    return Share(value, number.printed, number.sample_size, bool(number.disputed))
