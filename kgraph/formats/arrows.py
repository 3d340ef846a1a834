"""From claims to the arrows of the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.evidence import HUMAN_STUDIES, Assessment, Paper, is_disputed, study_kinds
from kgraph.model import Claim, Curie
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents

# What an arrow is drawn as follows from the best kind of study behind it.
_CLASSES = (("human", HUMAN_STUDIES), ("animal", {"animal"}), ("cells", {"in-vitro"}))
_Study = tuple[tuple[str, ...], tuple[Curie, ...]]  # kinds, species
BASES = (*(name for name, _ in _CLASSES), "statement")


@dataclass(frozen=True, slots=True)
class Arrow:
    """Claims of one sign and kind between the same two entities; every one of them is listed where it opens.

    `kind` is causal, association, structural, descriptive or opposite; only an arrow between opposites has no claim.
    """

    subject: Curie
    object: Curie
    sign: str
    kind: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Independent papers by what they say, what the supporting ones are: (words, papers), and how many in all.

    A paper may stand on two sides, when it says that something holds at one time and not at another.
    """

    supports: int
    disputes: int
    inconclusive: int
    seen: tuple[tuple[str, int], ...]
    papers: int


def arrows_of(graph: Contents, assessment: Assessment) -> list[Arrow]:
    """The arrows of a graph in the order of its claims; a pair of opposites is joined once.

    What was taken back makes no arrow.
    """
    groups: dict[tuple[Curie, Curie, str, str], list[Claim]] = {}
    for claim in graph.claims.values():
        relation = graph.relations.get(claim.relation)
        kind = relation.kind if relation else "descriptive"
        if claim.subject in graph.entities and claim.object in graph.entities and not claim.retired:
            groups.setdefault((claim.subject, claim.object, claim.sign, kind), []).append(claim)
    arrows = []
    for (subject, target, sign, kind), claims in groups.items():
        ranked = sorted(claims, key=lambda claim: (-assessment.strength(claim).confidence, claim.id))
        arrows.append(Arrow(subject, target, sign, kind, tuple(ranked)))
    pairs = {
        tuple(sorted((entity.id, entity.opposite))): None
        for entity in graph.entities.values()
        if entity.opposite in graph.entities
    }
    arrows += [Arrow(first, second, "-", "opposite", ()) for first, second in pairs]
    return arrows


def evidence_class(claims: Iterable[Claim]) -> str:
    """The best kind of study behind claims: human, animal, cells, or statement when no study of any kind is known."""
    kinds = {kind for claim in claims for kind in study_kinds(claim)}
    return next((name for name, members in _CLASSES if kinds & members), "statement")


def evidence_counts(claims: Iterable[Claim]) -> dict[str, int]:
    """How many claims rest on each kind of study, human ones first; a claim counts for each of its kinds.

    Kinds behind no claim are left away; a claim without a study of any kind counts as a statement.
    """
    counts: Counter[str] = Counter()
    for claim in claims:
        kinds = study_kinds(claim)
        counts.update([name for name, members in _CLASSES if kinds & members] or ["statement"])
    return {name: counts[name] for name in (*(name for name, _ in _CLASSES), "statement") if counts[name]}


def is_disputed_arrow(arrow: Arrow) -> bool:
    """Whether any claim of an arrow is disputed."""
    return any(is_disputed(claim) for claim in arrow.claims)


def tally(graph: Contents, assessment: Assessment, claims: Iterable[Claim]) -> Tally:
    """How many independent papers support, dispute or leave open these claims, each paper counted once per side."""
    sides: dict[str, dict[Curie, _Study]] = {"supports": {}, "disputes": {}, "inconclusive": {}}
    for claim in claims:
        for direction, papers in sides.items():
            for paper in assessment.papers(claim, direction):
                papers.setdefault(paper.reference, _study(claim, paper))
    merged = {direction: _one_per_paper(graph, papers) for direction, papers in sides.items()}
    words = Words(graph)
    seen = [
        (words.study(kinds, species, count=count), count)
        for (kinds, species), count in Counter(merged["supports"].values()).items()
    ]
    return Tally(
        len(merged["supports"]),
        len(merged["disputes"]),
        len(merged["inconclusive"]),
        tuple(sorted(seen, key=lambda item: (-item[1], item[0]))),
        len(_one_per_paper(graph, {**sides["supports"], **sides["disputes"], **sides["inconclusive"]})),
    )


def _study(claim: Claim, paper: Paper) -> _Study:
    """What kind of study a paper is, and in which species.

    A paper that a source relays as well keeps the kind of its own line.  The species of the claim is that of a line
    only where the two are of one kind, or where an author says it of them.
    """
    line = next((line for line in paper.lines if line.reference == paper.reference), paper.best)
    alike = claim.study_kind in line.study_kinds or line.study_kinds == ("author-statement",)
    return line.study_kinds, line.species or (claim.species if alike else ())


def _one_per_paper(graph: Contents, papers: Mapping[Curie, _Study]) -> dict[Curie, _Study]:
    """Without the review numbers whose candidate stands here itself, because the two are one paper."""
    return {
        reference: seen
        for reference, seen in papers.items()
        if not (reference in graph.references and set(graph.references[reference].candidates) & set(papers))
    }
