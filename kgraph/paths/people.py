"""What was seen in people: outcomes for and against, and adverse effects, with their papers and no mechanism."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from kgraph.evidence import HUMAN_STUDIES, Assessment, Paper
from kgraph.model import Claim, Contents, Curie
from kgraph.paths.outcome_rule import outcome_of, special_forms
from kgraph.paths.steps import effect_of
from kgraph.paths.values import SeenInPeople

_SIGNED = frozenset({"helps", "harms", "raises", "lowers"})


def seen_in_people(graph: Contents, start: Curie, end: Curie) -> list[SeenInPeople]:
    """The outcomes of a question that were looked at in people: helpful and harmful ones, then adverse effects.

    Those with most papers come first.  Claims of the start and its special forms count when they speak of the outcome
    (the end, its signs and aspects) or, stated for this disease, of how well a treatment works; adverse effects count
    when they are stated for this disease or for none.  Only papers whose own study was on people are counted, each
    once; an adverse effect that only authors state has none and is listed all the same.  Empty for an end that is no
    disease.
    """
    if end not in graph.entities or graph.entities[end].kind != "disease":
        return []
    assessment = Assessment(graph)
    groups: dict[tuple[Curie, bool], list[Claim]] = {}
    for claim, adverse in _about(graph, start, end):
        groups.setdefault((claim.object, adverse), []).append(claim)
    found = [_row(graph, assessment, outcome, claims, adverse=a) for (outcome, a), claims in groups.items()]
    shown = [row for row in found if row.for_ or row.against or row.adverse]
    return sorted(shown, key=lambda row: (row.adverse, -len(row.for_) - len(row.against), row.outcome))


def _about(graph: Contents, start: Curie, end: Curie) -> Iterator[tuple[Claim, bool]]:
    """The claims that speak of an outcome of this question, and whether it is an adverse effect."""
    starts, here, outcome = special_forms(graph, start), special_forms(graph, end), outcome_of(graph, end)
    for claim in _claims_of(graph, starts):
        if claim.object not in graph.entities or claim.relation == "compared_with":
            continue
        kind = graph.entities[claim.object].kind
        stated = claim.disease in here
        if claim.relation == "causes_adverse_effect" or kind == "adverse-effect":
            if stated or not claim.disease:
                yield claim, True
        elif (claim.object in outcome and (stated or claim.object in here)) or (stated and kind == "outcome"):
            yield claim, False


def _claims_of(graph: Contents, subjects: frozenset[Curie]) -> list[Claim]:
    """The claims with one of these subjects, in the order of the files."""
    by_subject = graph.derive("claims by subject", lambda: _by_subject(graph), modules=("paths/people.py",))
    names = [name for subject in sorted(subjects) for name in by_subject.get(subject, ())]
    # A copy that does not fit these contents is made anew.
    known = names if all(name in graph.claims for name in names) else []
    return [graph.claims[name] for name in sorted(known)]


def _by_subject(graph: Contents) -> dict[Curie, list[Curie]]:
    found: dict[Curie, list[Curie]] = {}
    for claim in graph.claims.values():
        if not claim.retired:
            found.setdefault(claim.subject, []).append(claim.id)
    return found


def _row(
    graph: Contents, assessment: Assessment, outcome: Curie, claims: list[Claim], *, adverse: bool
) -> SeenInPeople:
    votes: dict[str, dict[Curie, None]] = {"+": {}, "-": {}, "0": {}, "?": {}}
    against: dict[Curie, None] = {}
    for claim in claims:
        sign = claim.sign if claim.sign in votes else "?"
        votes[sign] |= dict.fromkeys(_human(assessment, claim, "supports"))
        against |= dict.fromkeys(_human(assessment, claim, "disputes"))
        votes["?"] |= dict.fromkeys(_human(assessment, claim, "inconclusive"))
    direction = max("+-", key=lambda sign: (len(votes[sign]), sum(claim.sign == sign for claim in claims)))
    other = "-" if direction == "+" else "+"
    for_ = tuple(paper for paper in votes[direction] if paper not in against)
    lines = (line for claim in claims for line in claim.evidence)
    cited = dict.fromkeys(line.reference for line in lines if line.reference in graph.references)
    people, largest, unchanged = _largest(assessment, claims) or (None, "", False)
    opposed = tuple({**against, **votes[other], **votes["0"]})
    return SeenInPeople(
        outcome,
        direction,
        effect_of(direction, graph.entities[outcome].valence),
        for_,
        opposed,
        tuple(paper for paper in votes["?"] if paper not in (*for_, *opposed)),
        tuple(claims),
        adverse,
        trials=tuple(paper for paper in cited if graph.references[paper].registration),
        advice=tuple(paper for paper in cited if graph.references[paper].advice),
        people=people,
        largest=largest,
        unchanged=unchanged,
    )


def _largest(assessment: Assessment, claims: list[Claim]) -> tuple[int, Curie, bool] | None:
    """How many people the largest study looked at, its paper, and whether it saw no change; of equals, the first."""
    sizes = [
        (number.sample_size, papers[0], claim.sign == "0")
        for claim in claims
        if (papers := _human(assessment, claim, "supports"))
        for number in claim.measurements
        if number.sample_size
    ]
    return max(sizes, key=itemgetter(0), default=None)


def _human(assessment: Assessment, claim: Claim, direction: str) -> list[Curie]:
    """The papers on people that speak this way about a claim."""
    return [assessment.paper(paper) for paper in assessment.papers(claim, direction) if _saw_people(paper)]


def _saw_people(paper: Paper) -> bool:
    own = [line for line in paper.lines if line.directness != "relayed"] or list(paper.lines)
    return any(HUMAN_STUDIES.intersection(line.study_kinds) for line in own)
