"""How strong a claim is, in arithmetic that a reader can redo by hand.

A paper that supports a claim has the strength *study kind × directness*.  Several independent papers combine as
``1 − Π(1 − strength)``; a claim that nothing supports has the weight ``uncited``.  Each disputing paper then takes
away a share of itself, and the author's certainty and the implied flag are factors.  All weights are terms of the
ontology with their reasons.  Papers count once: however many sentences cite them, and also when a number of the
review and a primary paper are probably the same paper.  A sentence that relays several papers is one author's reading
and counts once too.  A claim that disputes another takes away as its best paper would.  In a claim that was retracted,
superseded or marked as deprecated there is no confidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from kgraph.frozen import frozen
from kgraph.model import Claim, Curie, EvidenceLine
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents

HUMAN_STUDIES = frozenset({"meta-analysis", "trial", "clinical-observation", "case-report"})
LABORATORY_STUDIES = frozenset({"animal", "in-vitro"})


@frozen
class Paper:
    """One independent paper behind a claim: its best line, its strength, and every line that stands for it."""

    reference: Curie
    direction: str
    strength: float
    lines: tuple[EvidenceLine, ...]

    @property
    def best(self) -> EvidenceLine:
        """The line that gives the paper its strength."""
        return self.lines[0]


@frozen
class Strength:
    """The confidence in a claim, between 0 and 1, with the factors it is made of, in order.

    `parts` are the strengths that combine to the first factor: one for each paper, but only one for all the papers
    that the same sentence relays.
    """

    confidence: float
    supporting: tuple[Paper, ...]
    disputing: tuple[Paper, ...]
    inconclusive: tuple[Paper, ...]
    parts: tuple[float, ...]
    factors: tuple[tuple[str, float], ...]


class Weights:
    """The weights of the ontology by short name: ``weights.study("animal")``."""

    def __init__(self, graph: Contents) -> None:
        self._weights = {term.id: term.weight for term in graph.terms.values() if term.weight is not None}

    def _of(self, curie: Curie) -> float:
        return self._weights.get(curie, 0.0)

    def study(self, kinds: tuple[str, ...]) -> float:
        """The weight of the weightiest of several study kinds; 0 for none."""
        return max((self._of(f"study:{kind}") for kind in kinds), default=0.0)

    def directness(self, name: str) -> float:
        """The weight of primary, relayed or inferred."""
        return self._of(f"directness:{name}")

    def certainty(self, name: str) -> float:
        """The weight of the author's certainty."""
        return self._of(f"certainty:{name}")

    def general(self, name: str) -> float:
        """One of the general weights: uncited, disputing, implied, association, extrapolation, structural, ceiling."""
        return self._of(f"weight:{name}")


class Assessment:
    """Strengths of the claims of one graph, computed on demand and kept."""

    def __init__(self, graph: Contents) -> None:
        self._graph = graph
        self._strengths: dict[Curie, Strength] = {}

    @cached_property
    def weights(self) -> Weights:
        """The weights that the ontology gives."""
        return Weights(self._graph)

    def strength(self, claim: Claim) -> Strength:
        """The strength of a claim."""
        known = self._strengths.get(claim.id)
        if known is None:
            known = self._strengths[claim.id] = self._assess(claim)
        return known

    def papers(self, claim: Claim, direction: str) -> tuple[Paper, ...]:
        """The independent papers that speak this way about a claim, strongest first."""
        lines = [line for line in claim.evidence if line.direction == direction and line.counts]
        grouped: dict[Curie, list[EvidenceLine]] = {}
        for line in lines:
            grouped.setdefault(line.reference, []).append(line)
        for number in list(grouped):
            # A number of the review is the same paper as its candidate, when that paper is here itself.
            same = next((c for c in self._candidates(grouped[number]) if c in grouped and c != number), None)
            if same:
                grouped[same].extend(grouped.pop(number))
        papers = []
        for reference, members in grouped.items():
            ranked = sorted(members, key=lambda line: (-self._line_strength(line), line.id))
            papers.append(Paper(reference, direction, self._line_strength(ranked[0]), tuple(ranked)))
        return tuple(sorted(papers, key=lambda paper: (-paper.strength, paper.reference)))

    def paper(self, paper: Paper) -> Curie:
        """One name for a paper wherever it is cited: that of the paper which a number of a source probably is."""
        own = next((line.reference for line in paper.lines if line.directness == "primary"), "")
        return own or next(iter(self._candidates(list(paper.lines))), paper.reference)

    def _candidates(self, lines: list[EvidenceLine]) -> tuple[Curie, ...]:
        for line in lines:
            if line.candidates:
                return line.candidates
        reference = self._graph.references.get(lines[0].reference)
        return reference.candidates if reference else ()

    def _line_strength(self, line: EvidenceLine) -> float:
        return self.weights.study(line.study_kinds) * self.weights.directness(line.directness)

    def _assess(self, claim: Claim) -> Strength:
        weights = self.weights
        supporting, disputing, inconclusive = (
            self.papers(claim, direction) for direction in ("supports", "disputes", "inconclusive")
        )
        parts = _parts(supporting)
        if parts:
            combined = 1 - prod(1 - part for part in parts)
            base = ("supporting papers", min(combined, weights.general("ceiling")))
        else:
            base = ("nothing cited", weights.general("uncited"))
        factors = [base]
        factors += [
            (f"disputed by {paper.reference}", 1 - weights.general("disputing") * paper.strength) for paper in disputing
        ]
        factors += self._rivals(claim, {paper.reference for paper in disputing})
        factors.append((f"worded as {claim.certainty}", weights.certainty(claim.certainty)))
        if claim.implied:
            factors.append((Words(self._graph).phrase("flag", "implied"), weights.general("implied")))
        factors += [(words, 0.0) for words in Words(self._graph).retired(claim)]
        return Strength(prod(value for _, value in factors), supporting, disputing, inconclusive, parts, tuple(factors))

    def _rivals(self, claim: Claim, counted: set[Curie]) -> list[tuple[str, float]]:
        """What claims that dispute this one take away: each as its best paper that is not counted already."""
        factors = []
        for name, target in claim.relations:
            rival = self._graph.claims.get(target)
            if name != "disputes" or rival is None or rival.retired:
                continue
            best = next((p for p in self.papers(rival, "supports") if p.reference not in counted), None)
            if best is not None:
                counted.add(best.reference)
                factors.append((f"disputed by {target}", 1 - self.weights.general("disputing") * best.strength))
        return factors


def _parts(papers: tuple[Paper, ...]) -> tuple[float, ...]:
    """The strengths that combine: a relayed paper whose sentence was counted already adds nothing."""
    sentences: set[tuple[str, str, int]] = set()
    parts = []
    for paper in papers:
        place = paper.best.locator
        if paper.best.directness == "relayed" and place is not None:
            sentence = (place.source, place.section, place.sentence)
            if sentence in sentences:
                continue
            sentences.add(sentence)
        parts.append(paper.strength)
    return tuple(parts)


def study_kinds(claim: Claim) -> frozenset[str]:
    """The kinds of study behind a claim, from its counting support; the source's own word for it when none counts."""
    kinds = {
        kind for line in claim.evidence if line.counts and line.direction == "supports" for kind in line.study_kinds
    }
    return frozenset(kinds or {claim.study_kind})


def is_laboratory_only(claims: Iterable[Claim]) -> bool:
    """Whether claims are known from animals, cells or slices, and from no human study; statements do not count."""
    kinds = {kind for claim in claims for kind in study_kinds(claim)}
    return bool(kinds & LABORATORY_STUDIES) and not kinds & HUMAN_STUDIES


def is_relayed_only(claim: Claim) -> bool:
    """Whether everything that supports a claim was relayed by a source, and no paper of its own was seen."""
    lines = [line for line in claim.evidence if line.direction == "supports" and line.counts]
    return bool(lines) and all(line.directness == "relayed" for line in lines)


def is_unsupported(claim: Claim) -> bool:
    """Whether no line that counts supports a claim, neither of its source nor of a primary paper."""
    return not any(line.direction == "supports" and line.counts for line in claim.evidence)


def is_disputed(claim: Claim) -> bool:
    """Whether the claim is contested by its source, disputed by a paper, or disputed by another claim."""
    return (
        claim.certainty == "contested"
        or any(line.direction == "disputes" for line in claim.evidence)
        or any(name == "disputes" for name, _ in claim.relations)
    )


def short_names(graph: Contents, identifiers: Iterable[Curie]) -> list[str]:
    """The short names of references without repeats: numbers of the review in order, then papers by name."""
    found = {graph.references[i].short: graph.references[i] for i in identifiers if i in graph.references}
    return sorted(found, key=lambda short: (found[short].number or 10_000, short))


def codes(graph: Contents, identifiers: Iterable[Curie]) -> list[str]:
    """What programs are told in place of the short names, in the same order."""
    found = {graph.references[i].code: graph.references[i] for i in identifiers if i in graph.references}
    return sorted(found, key=lambda code: (found[code].number or 10_000, found[code].short))


def supporting_codes(graph: Contents, claims: Iterable[Claim]) -> list[str]:
    """The same of what supports the claims and counts."""
    return codes(graph, (line.reference for line in _counting(claims) if line.direction == "supports"))


def disputing_codes(graph: Contents, claims: Iterable[Claim]) -> list[str]:
    """The same of what disputes the claims and counts."""
    return codes(graph, (line.reference for line in _counting(claims) if line.direction == "disputes"))


def supporting(graph: Contents, claims: Iterable[Claim]) -> list[str]:
    """The short names of what supports the claims and counts."""
    return short_names(graph, (line.reference for line in _counting(claims) if line.direction == "supports"))


def disputing(graph: Contents, claims: Iterable[Claim]) -> list[str]:
    """The short names of what disputes the claims and counts."""
    return short_names(graph, (line.reference for line in _counting(claims) if line.direction == "disputes"))


def _counting(claims: Iterable[Claim]) -> Iterable[EvidenceLine]:
    return (line for claim in claims for line in claim.evidence if line.counts)
