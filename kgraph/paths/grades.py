"""What kind of study stands behind a step, and how a chain of steps is ranked by it.

The strength of a causal step is its best grade.  A chain is ranked by the grades of its distinct statements, the
weakest first: what one sentence or one finding states as a chain of steps is one statement and counts once, so that a
mechanism that is spelled out falls no lower than one that is told in a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from kgraph.evidence import HUMAN_STUDIES, Assessment
from kgraph.frozen import replace
from kgraph.model import Claim, Contents, Curie, EvidenceLine
from kgraph.paths.hubs import hubs_of
from kgraph.paths.outcome_rule import special_forms
from kgraph.paths.standing_arcs import kept_with
from kgraph.paths.values import GRADES, Grade, Path, Statement, Step

_PEOPLE, _ANIMALS, _CELLS, _STATEMENT, _IMPLIED = "H", "A", "C", "S", "I"
_LETTERS = (_PEOPLE, _PEOPLE, _ANIMALS, _ANIMALS, _CELLS, _STATEMENT, _IMPLIED)
# Grades that are kept for one end; steps that were made for a filter nobody asks about any more are among them.
_MOST_GRADED = 200_000
_STATED = GRADES.index("statement") + 1


class Grading:
    """The grades of the steps of one graph for questions that end in one entity, worked out when asked for."""

    def __init__(self, graph: Contents, end: Curie) -> None:
        self._graph = graph
        self._here = special_forms(graph, end)
        self._assessment = kept_with(graph, "assessment", "", lambda: Assessment(graph))
        # By the identity of the step, which is stored with it: comparing steps by value takes longer than grading them.
        self._known = kept_with(
            graph, "grades", self._here, dict[int, tuple[Step, "Grade | None", Mapping[Curie, bool]]]
        )
        if len(self._known) > _MOST_GRADED:
            self._known.clear()

    def grade(self, step: Step) -> Grade | None:
        """The grade of a step by the best line of any of its claims; None for what carries no evidence.

        That are structural steps, joins of one thing with itself, and what holds by definition.
        """
        return self._of(step)[1]

    def _of(self, step: Step) -> tuple[Step, Grade | None, Mapping[Curie, bool]]:
        known = self._known.get(id(step))
        if known is None:
            claims = [claim for claim in step.claims if not claim.definitional] if step.kind != "structural" else []
            found = [o for claim in claims for o in self._options(claim, association=step.kind == "association")]
            papers: dict[Curie, bool] = {}
            for one in found:
                papers |= {paper: papers.get(paper, False) or one.letter == _PEOPLE for paper in one.papers}
            known = self._known[id(step)] = (step, _best(found), papers)
        return known

    def grades(self, path: Path) -> list[Grade | None]:
        """The grade of each step, in order."""
        return [self.grade(step) for step in path.steps]

    def papers(self, step: Step) -> Mapping[Curie, bool]:
        """The independent papers whose own study supports a step, and of each whether it saw people.

        A bare statement has none, whatever it cites.
        """
        return self._of(step)[2]

    def key(self, path: Path) -> tuple[tuple[int, ...], tuple[float, ...], int, tuple[Curie, ...]]:
        """What chains are sorted by, the best first.

        The grades of the distinct statements, weakest first; then their confidences in the same order; then how many
        neighbours the busiest thing has in which two statements meet, because what everything is joined to joins
        little; then the entities.  A list that ends first ranks better; the number of steps plays no part.
        """
        statements: dict[Statement, tuple[int, float]] = {}
        grades = self.grades(path)
        for step, grade in zip(path.steps, grades, strict=True):
            if grade is not None:
                mine = (grade.rank, -grade.confidence * step.hub_factor)
                statements[grade.statement] = max(mine, statements.get(grade.statement, mine))
        ranked = sorted(statements.values(), reverse=True)
        told = [grade.statement if grade else None for grade in grades]
        joints = [step.object for step, (one, other) in zip(path.steps, pairwise(told), strict=False) if one != other]
        busiest = max(map(hubs_of(self._graph).degree, joints), default=0)
        return tuple(rank for rank, _ in ranked), tuple(minus for _, minus in ranked), busiest, path.entities

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
