"""Where sources that were laid together agree and where they contradict, claim by claim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kgraph.frozen import frozen
from kgraph.model import Claim, Contents, Curie
from kgraph.spelling import normalise

AGREE, CONTRADICT, BY_DISEASE = "agree", "contradict", "opposite in two diseases"
_COMPARED = frozenset({"causal", "association"})


@frozen
class Comparison:
    """What sources say of the same two things: they agree, contradict, or find the opposite in two diseases.

    `signs` has, for each sign, the claims; claims of unknown sign say neither and are left out.
    """

    state: str
    subject: Curie
    object: Curie
    signs: tuple[tuple[str, tuple[Claim, ...]], ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims that are compared."""
        return tuple(claim for _, claims in self.signs for claim in claims)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the claims, sorted."""
        return tuple(sorted({claim.origin for claim in self.claims}))


@frozen
class NearMatch:
    """Two things that may be the same and are not joined, with why somebody should look: a shared name or a mapping."""

    thing: Curie
    other: Curie
    reason: str


def comparisons(graph: Contents, imported: frozenset[Curie]) -> Iterator[Comparison]:
    """Agreement and conflict between sources, for the pairs of things that an imported claim is about.

    Same ends and one sign in two sources agree; other signs contradict, and so does a claim of no effect.  Where each
    disease has one sign and two diseases have opposite ones, that is told as such, also within a source.  A claim may
    take part in both.  Ordered by the names of the ends.
    """
    pairs: dict[tuple[Curie, Curie], list[Claim]] = {}
    for claim in graph.claims.values():
        relation = graph.relations.get(claim.relation)
        if claim.sign in ("+", "-", "0") and relation is not None and relation.kind in _COMPARED:
            ends = (claim.subject, claim.object)
            if relation.symmetric and ends[::-1] in pairs:
                ends = ends[::-1]
            pairs.setdefault(ends, []).append(claim)
    for (subject, target), claims in sorted(pairs.items()):
        if not any(claim.id in imported for claim in claims):
            continue
        state = _state(claims)
        if state:
            yield Comparison(state, subject, target, _by_sign(claims))
        if _opposite_by_disease(claims):
            firm = [claim for claim in claims if claim.disease and claim.sign in ("+", "-")]
            yield Comparison(BY_DISEASE, subject, target, _by_sign(firm))


def _state(claims: list[Claim]) -> str:
    """What several sources say together; empty where one speaks alone."""
    sources = {claim.origin for claim in claims}
    if len(sources) < 2:  # noqa: PLR2004
        return ""
    return AGREE if len({claim.sign for claim in claims}) == 1 else CONTRADICT


def _opposite_by_disease(claims: list[Claim]) -> bool:
    signs: dict[Curie, set[str]] = {}
    for claim in claims:
        if claim.disease and claim.sign in ("+", "-"):
            signs.setdefault(claim.disease, set()).add(claim.sign)
    return {"+", "-"} <= {next(iter(found)) for found in signs.values() if len(found) == 1}


def _by_sign(claims: list[Claim]) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
    signs = sorted({claim.sign for claim in claims}, key="+-0".index)
    return tuple((sign, tuple(claim for claim in claims if claim.sign == sign)) for sign in signs)


def near_matches(graph: Contents, imported: frozenset[Curie]) -> Iterator[NearMatch]:
    """Imported things that share a name with another thing, or that a mapping less than exact leads to another thing.

    Nothing is joined for such a reason: names mean several things, and what is close is not the same.  Each pair is
    told once, in the order of the identifiers.
    """
    found = sorted(
        {*_of_one_name(graph), *_loosely_mapped(graph)}, key=lambda near: (near.thing, near.other, near.reason)
    )
    told: set[tuple[Curie, Curie]] = set()
    for near in found:
        pair = (near.thing, near.other)
        if pair not in told and not imported.isdisjoint(pair):
            told.add(pair)
            yield near


def _of_one_name(graph: Contents) -> Iterator[NearMatch]:
    named: dict[str, set[Curie]] = {}
    for entity in graph.entities.values():
        for name in (entity.label, *entity.synonyms):
            named.setdefault(_plain(graph, name), set()).add(entity.id)
    for name, things in named.items():
        for thing, other in combinations(sorted(things), 2):
            yield NearMatch(thing, other, f"both are called {name}")


def _loosely_mapped(graph: Contents) -> Iterator[NearMatch]:
    """Two things with a mapping to one identifier, or one to the other, of which one at least is not exact."""
    mapped: dict[Curie, dict[Curie, str]] = {}
    for entity in graph.entities.values():
        for relation, target in entity.mappings:
            mapped.setdefault(target, {})[entity.id] = relation
    for target, things in mapped.items():
        if target in graph.entities:
            things.setdefault(target, "exactMatch")
        for thing, other in combinations(sorted(things), 2):
            loose = [things[one] for one in (thing, other) if things[one] != "exactMatch"]
            if loose:
                yield NearMatch(thing, other, f"{loose[0].removesuffix('Match')} match by {target}")


def _plain(graph: Contents, name: str) -> str:
    """A name as it is compared, without the source that it got where another thing has it too."""
    head, mark, rest = name.rpartition(" (")
    known = rest.removesuffix(")")
    if mark and rest.endswith(")") and (known in graph.origins or known in graph.entities):
        name = head
    return normalise(name)
