"""What kind of study stands behind a step, and how a chain of steps is ranked by it.

The strength of a causal step is its best grade.  A chain is ranked by the grades of its distinct statements, the
weakest first: what one sentence or one finding states as a chain of steps is one statement and counts once, so that a
mechanism that is spelled out falls no lower than one that is told in a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kgraph.evidence import HUMAN_STUDIES, Assessment
from kgraph.frozen import replace
from kgraph.model import Claim, Contents, Curie, EvidenceLine
from kgraph.paths.hubs import hubs_of
from kgraph.paths.outcome_rule import special_forms
from kgraph.paths.standing_arcs import kept_with
from kgraph.paths.values import GRADES, Grade, Path, Statement, Step

_PEOPLE, _ANIMALS, _CELLS, _STATEMENT, _IMPLIED = "H", "A", "C", "S", "I"
_LETTERS = (_PEOPLE, _PEOPLE, _ANIMALS, _ANIMALS, _CELLS, _STATEMENT, _IMPLIED)
# Grades that are kept with a graph; steps that were made for a filter nobody asks about any more are among them.
_MOST_GRADED = 20_000
_STATED = GRADES.index("statement") + 1
_LEAST = (0, 0.0)  # less than any rank with its confidence


class _Graded(NamedTuple):
    """What is asked of a step again and again; of equal statements the one that is kept is the same object.

    `ranked` is the rank with the confidence, the better the less; it and `statement` are None without a grade.
    """

    step: Step
    grade: Grade | None
    papers: Mapping[Curie, bool]
    ranked: tuple[int, float] | None
    statement: Statement | None
    filed: tuple[str, ...]


class Grading:
    """The grades of the steps of one graph for questions that end in one entity, worked out when asked for."""

    def __init__(self, graph: Contents, end: Curie) -> None:
        self._graph = graph
        self._here = special_forms(graph, end)
        self._assessment = kept_with(graph, "assessment", "", lambda: Assessment(graph))
        self._statements = kept_with(graph, "statements", "", dict[Statement, Statement])
        # By the identity of the step, which is stored with it: comparing steps by value takes longer than grading them.
        self._known: dict[int, _Graded] = {}
        # An end makes no difference but by which claims are stated for it.
        self._shared = kept_with(graph, "grades", "", dict[tuple[int, tuple[bool, ...]], _Graded])
        if len(self._shared) > _MOST_GRADED:
            self._shared.clear()

    def grade(self, step: Step) -> Grade | None:
        """The grade of a step by the best line of any of its claims; None for what carries no evidence.

        That are structural steps, joins of one thing with itself, and what holds by definition.
        """
        return self._of(step).grade

    def _of(self, step: Step) -> _Graded:
        known = self._known.get(id(step))
        if known is None:
            place = id(step), tuple([claim.disease in self._here for claim in step.claims])
            known = self._shared.get(place)
            if known is None:
                known = self._shared[place] = self._graded(step)
            self._known[id(step)] = known
        return known

    def _graded(self, step: Step) -> _Graded:
        claims = [claim for claim in step.claims if not claim.definitional] if step.kind != "structural" else []
        found = [o for claim in claims for o in self._options(claim, association=step.kind == "association")]
        papers: dict[Curie, bool] = {}
        for one in found:
            papers |= {paper: papers.get(paper, False) or one.letter == _PEOPLE for paper in one.papers}
        grade = _best(found)
        if grade is None:
            return _Graded(step, None, papers, None, None, ())
        filed = grade.claim.mechanisms or tuple({name: None for claim in step.claims for name in claim.mechanisms})
        statement = self._statements.setdefault(grade.statement, grade.statement)
        return _Graded(step, grade, papers, (grade.rank, -grade.confidence * step.hub_factor), statement, filed)

    def grades(self, path: Path) -> list[Grade | None]:
        """The grade of each step, in order."""
        return [self._of(step).grade for step in path.steps]

    def papers(self, step: Step) -> Mapping[Curie, bool]:
        """The independent papers whose own study supports a step, and of each whether it saw people.

        A bare statement has none, whatever it cites.
        """
        return self._of(step).papers

    def filed(self, step: Step) -> tuple[str, ...]:
        """The mechanisms that the claim that decides is filed under, else all claims; none without a grade."""
        return self._of(step).filed

    def key(self, path: Path) -> tuple[tuple[int, ...], tuple[float, ...], int, tuple[Curie, ...]]:
        """What chains are sorted by, the best first.

        The grades of the distinct statements, weakest first; then their confidences in the same order; then how many
        neighbours the busiest thing has in which two statements meet, because what everything is joined to joins
        little; then the entities.  A list that ends first ranks better; the number of steps plays no part.
        """
        # Statements are told apart by what is kept of them, because hashing four texts for each step takes longer.
        best: dict[int, tuple[int, float]] = {}
        joints, met, told = [], "", 0
        for step in path.steps:
            graded = self._of(step)
            before, told = told, id(graded.statement)
            if met and told != before:
                joints.append(met)
            met = step.object
            ranked = graded.ranked
            if ranked is not None and ranked > best.get(told, _LEAST):
                best[told] = ranked
        ranks = sorted(best.values(), reverse=True)
        busiest = max(map(hubs_of(self._graph).degree, joints), default=0)
        return tuple([rank for rank, _ in ranks]), tuple([minus for _, minus in ranks]), busiest, path.entities

    def _options(self, claim: Claim, *, association: bool) -> list[Grade]:
        """A grade for each independent paper that supports a claim, or that of a statement where there is none."""
        strength = self._assessment.strength(claim)
        confidence, found = strength.confidence, []
        for paper in strength.supporting:
            # What a review tells of a paper never outweighs what the paper itself was seen to find.
            own = [line for line in paper.lines if line.directness != "relayed"] or list(paper.lines)
            line = min(own, key=lambda one: (self._rank(claim, one), one.id))
            rank = self._rank(claim, line)
            letter = _LETTERS[rank - 1]
            papers = (self._assessment.paper(paper),) if letter in (_PEOPLE, _ANIMALS, _CELLS) else ()
            # Seen together is not seen to act: it ranks like a statement, whoever was looked at.
            place = max(rank, _STATED) if association else rank
            found.append(Grade(place, letter, papers, claim, line, _statement(line), confidence))
        if found:
            return found
        line_or_none = next(iter(claim.evidence), None)
        rank = len(GRADES) if claim.implied else _STATED
        statement = _statement(line_or_none) if line_or_none else (claim.id,)
        return [Grade(rank, _LETTERS[rank - 1], (), claim, line_or_none, statement, confidence)]

    def _rank(self, claim: Claim, line: EvidenceLine) -> int:
        if claim.implied:
            return len(GRADES)
        elsewhere = claim.disease not in self._here
        kinds = set(line.study_kinds)
        if kinds & HUMAN_STUDIES:
            return 1 + elsewhere
        if "animal" in kinds:
            return 3 + elsewhere
        return 5 if "in-vitro" in kinds else _STATED


def _best(found: list[Grade]) -> Grade | None:
    """The best of several grades, with the papers of all of its letter; None for none."""
    if not found:
        return None
    best = min(found, key=lambda one: (one.rank, -one.confidence, one.claim.id, one.line.id if one.line else ""))
    papers = {paper: None for one in found if one.letter == best.letter for paper in one.papers}
    return replace(best, papers=tuple(papers)) if len(found) > 1 else best


def _statement(line: EvidenceLine) -> Statement:
    """Reference and place: the sentence of a source, or the row of a primary finding."""
    place = line.locator
    if place is not None:
        return line.reference, place.source, place.section, place.sentence
    return line.reference, line.row or line.id
