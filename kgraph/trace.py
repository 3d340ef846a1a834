"""From a claim, hypothesis, mechanism or entity down to the evidence and its passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.model import Claim, Curie, Entity, EvidenceLine, Hypothesis, Locator, Reference, Term
from kgraph.reading.passages import Passages
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.names import Thing


@frozen
class TracedClaim:
    """A claim with what speaks against it: disputing lines, and claims that dispute it."""

    claim: Claim
    disputed_by: tuple[Curie, ...]


@frozen
class Trace:
    """What was asked for, its kind, and the claims behind it, in the order of the chain or of the files."""

    what: Curie
    label: str
    kind: str
    claims: tuple[TracedClaim, ...]


def trace(graph: Contents, thing: Thing) -> Trace:
    """The claims behind a thing: steps of a hypothesis, claims of a mechanism, about an entity, citing a reference.

    A thing that no claim mentions has an empty trace.
    """
    against = disputes_of(graph)
    label, kind, claims = _claims_behind(graph, thing)
    traced = tuple(
        TracedClaim(
            claim,
            tuple(
                dict.fromkeys(
                    [
                        *(line.reference for line in claim.evidence if line.direction == "disputes" and line.reference),
                        *against.get(claim.id, ()),
                    ]
                )
            ),
        )
        for claim in claims
    )
    return Trace(thing.id, label, kind, traced)


def disputes_of(graph: Contents) -> dict[Curie, list[Curie]]:
    """For each claim those that dispute it or that it disputes; kept with the graph."""
    against: dict[Curie, list[Curie]] | None = graph.derived.get("disputes")
    if against is None:
        against = {}
        for claim in graph.claims.values():
            for name, target in claim.relations:
                # A claim that was taken back speaks against nothing; that it was in dispute stays known of it.
                if name == "disputes" and claim.retired:
                    against.setdefault(claim.id, []).append(target)
                elif name == "disputes":
                    against.setdefault(target, []).append(claim.id)
                    against.setdefault(claim.id, []).append(target)
        graph.derived["disputes"] = against
    return against


def claims_behind(graph: Contents, thing: Thing) -> list[Claim]:
    """The claims about an entity, of a hypothesis or mechanism, citing a reference; a claim itself; may be empty."""
    return _claims_behind(graph, thing)[2]


def _claims_behind(graph: Contents, thing: Thing) -> tuple[str, str, list[Claim]]:
    claims = graph.claims.values()
    if isinstance(thing, Claim):
        return Words(graph).sentence(thing), "claim", [thing]
    if isinstance(thing, Hypothesis):
        return thing.label, "hypothesis", [graph.claims[step] for step in thing.steps if step in graph.claims]
    if isinstance(thing, Entity):
        return thing.label, "entity", list(graph.claims_by_entity.get(thing.id, ()))
    if isinstance(thing, Reference):
        found = [claim for claim in claims if any(line.reference == thing.id for line in claim.evidence)]
        return thing.title or thing.short, "reference", found
    if isinstance(thing, Term):
        return thing.name, "mechanism", [claim for claim in claims if thing.name in claim.mechanisms]
    return thing.id, "other", []


class SourceTexts:
    """The reader's own copies of the sources, to show full sentences from."""

    def __init__(self, passages: dict[str, Passages]) -> None:
        self._passages = passages

    def sentence(self, locator: Locator) -> str | None:
        """The sentence at a locator, or None without a copy of its source.

        Raises DataError when the copy does not have the locator's words there.
        """
        passages = self._passages.get(locator.source)
        if passages is None:
            return None
        found = passages.sentence_at(locator.start)
        if passages.text[locator.start : locator.end] != locator.quote or found is None:
            raise DataError(
                f"characters {locator.start} to {locator.end} should read {locator.quote!r}; "
                "this copy differs from the one that was curated",
                file=f"{locator.source} {locator.section}/{locator.sentence}",
            )
        return passages.words(found)


def lines_in_order(claim: Claim) -> list[EvidenceLine]:
    """The evidence lines of a claim, those against it first, then by strength of tie and name."""
    order = {"disputes": 0, "inconclusive": 1, "supports": 2}
    return sorted(claim.evidence, key=lambda line: (order.get(line.direction, 3), line.directness, line.id))
