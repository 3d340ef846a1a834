"""What the page needs besides its claims to find paths itself, as `kgraph.paths` finds them.

Claims, lines and entities are in the page already; here stands what only a search asks of them.  Entities and claims
are referred to by their numbers.  Papers have the numbers of references; one that is no reference gets the next free
number, as a disease that nobody described does among the entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kgraph.evidence import HUMAN_STUDIES, Assessment, Paper
from kgraph.formats.answer_words import mechanism_name
from kgraph.formats.people_words import advice_words, trial_words
from kgraph.model import Claim, Curie, EvidenceLine
from kgraph.paths import RANKED
from kgraph.paths.reasons import LONGEST, MOST_COUNTED
from kgraph.paths.search_options import EFFECTS, LARGE_GRAPH, MAX_HOPS, SECONDS, TOP
from kgraph.paths.values import GRADES
from kgraph.paths.verdict import MOST_ARCS
from kgraph.trace import lines_in_order
from kgraph.vocabulary import TENTATIVE

if TYPE_CHECKING:
    from kgraph.model import Contents

_WEIGHTS = ("association", "elsewhere", "extrapolation", "generalization", "structural", "hub-damping", "hub-share")
_HUMAN, _ANIMAL, _CELLS, _STATEMENT, _NOTHING = range(5)


class _Numbers:
    """Numbers of identifiers; unknown ones get the next free number, and nothing at all gets -1."""

    def __init__(self, known: Iterable[Curie]) -> None:
        self._numbers = {identifier: number for number, identifier in enumerate(known)}

    def __call__(self, identifier: Curie) -> int:
        return self._numbers.setdefault(identifier, len(self._numbers)) if identifier else -1


def search_data(graph: Contents, assessment: Assessment) -> dict[str, Any]:
    """The numbers and rules of the search, and per claim what its grade rests on.

    `grounds` has for each claim the rows of its supporting papers in the order of the names of their lines: which of
    the claim's lines decides, what it saw (0 people, 1 animals, 2 cells, 3 a statement, 4 where no line counts), and
    the paper, where that is another than the line cites.  `contexts` is the disease that a claim is stated for, or -1;
    `people` has the papers on people that dispute a claim or leave it open, `sizes` how many people the largest study
    behind a claim looked at, and its paper; `trials` and `advice` are told by the numbers of their references.
    """
    papers, diseases = _Numbers(graph.references), _Numbers(graph.entities)
    claims = list(graph.claims.values())
    entity = {name: number for number, name in enumerate(graph.entities)}
    return {
        "relations": {
            relation.name: [
                relation.kind, int(relation.symmetric), relation.path_sign, relation.path_sign_when_good,
            ]
            for relation in graph.relations.values()
        },
        "weights": {name: assessment.weights.general(name) for name in _WEIGHTS},
        "limits": {
            "hops": MAX_HOPS, "top": TOP, "seconds": SECONDS, "ranked": RANKED, "arcs": MOST_ARCS, "large": LARGE_GRAPH,
            "longest": LONGEST, "counted": MOST_COUNTED,
        },
        "effects": EFFECTS,
        "grades": GRADES,
        "tentative": sorted(TENTATIVE),
        "named": _named(graph),
        "germline": [entity[one.id] for one in graph.entities.values() if one.germline],
        "opposites": [
            [entity[one.id], entity[one.opposite]] for one in graph.entities.values() if one.opposite in entity
        ],
        "ranks": [_ranks(graph.entities), _ranks(graph.claims)],
        "retired": [number for number, claim in enumerate(claims) if claim.retired],
        "definitional": [number for number, claim in enumerate(claims) if claim.definitional],
        "good": [number for number, claim in enumerate(claims) if claim.good_when_high],
        "contexts": [diseases(claim.disease) for claim in claims],
        "grounds": [_grounds(graph, assessment, claim, papers) for claim in claims],
        "people": list(_speaking(assessment, claims, papers)),
        "sizes": list(_sizes(assessment, claims, papers)),
        "trials": {papers(one.id): trial_words(one) for one in graph.references.values() if one.registration},
        "advice": {papers(one.id): advice_words(one) for one in graph.references.values() if one.advice},
    }  # fmt: skip


def _named(graph: Contents) -> dict[str, str]:
    """The short names of mechanisms that have one of their own."""
    names = [identifier.partition(":")[2] for identifier in graph.terms if identifier.startswith("mechanism:")]
    return {name: short for name in names if (short := mechanism_name(graph, name)) != name.replace("-", " ")}


def _ranks(identifiers: Mapping[Curie, object]) -> list[int]:
    """The places of identifiers in the order of their names; empty when they stand in it."""
    ordered = sorted(identifiers)
    if ordered == list(identifiers):
        return []
    places = {name: place for place, name in enumerate(ordered)}
    return [places[name] for name in identifiers]


def _grounds(graph: Contents, assessment: Assessment, claim: Claim, papers: _Numbers) -> list[list[int]]:
    places = {line.id: place for place, line in enumerate(lines_in_order(claim))}
    found = []
    for paper in assessment.papers(claim, "supports"):
        own = _own_lines(paper)
        line = min(own, key=lambda one: (0 if claim.implied else _seen(one), one.id))
        name = assessment.paper(paper)
        cited = name == line.reference and name in graph.references
        row = [places[line.id], min(map(_seen, own)), *([] if cited else [papers(name)])]
        if line.reference not in graph.references:
            row.append(papers(line.reference))
        found.append((line.id, row))
    if not found and claim.evidence:
        return [[places[claim.evidence[0].id], _NOTHING]]
    return [row for _, row in sorted(found)]


def _own_lines(paper: Paper) -> Sequence[EvidenceLine]:
    """What a paper itself was seen to find, or what is relayed of it where nobody looked."""
    return [line for line in paper.lines if line.directness != "relayed"] or list(paper.lines)


def _seen(line: EvidenceLine) -> int:
    kinds = set(line.study_kinds)
    if kinds & HUMAN_STUDIES:
        return _HUMAN
    return _ANIMAL if "animal" in kinds else _CELLS if "in-vitro" in kinds else _STATEMENT


def _speaking(assessment: Assessment, claims: Sequence[Claim], papers: _Numbers) -> Iterable[list[Any]]:
    """The number of each claim that papers on people dispute or leave open, with those papers."""
    for number, claim in enumerate(claims):
        sides = [
            [
                papers(assessment.paper(paper))
                for paper in assessment.papers(claim, direction)
                if any(_seen(line) == _HUMAN for line in _own_lines(paper))
            ]
            for direction in ("disputes", "inconclusive")
        ]
        if any(sides):
            yield [number, *sides]


def _sizes(assessment: Assessment, claims: Sequence[Claim], papers: _Numbers) -> Iterable[list[int]]:
    for number, claim in enumerate(claims):
        sizes = [one.sample_size for one in claim.measurements if one.sample_size]
        seen = [
            paper
            for paper in assessment.papers(claim, "supports")
            if sizes and any(_seen(line) == _HUMAN for line in _own_lines(paper))
        ]
        if seen:
            yield [number, max(sizes), papers(assessment.paper(seen[0]))]
