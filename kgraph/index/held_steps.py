"""The steps of paths from an index, as the rest of kgraph knows them: with all their claims, the decisive one first."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment
from kgraph.frozen import replace
from kgraph.index.parallel_rows import Row
from kgraph.index.step_flags import DOWN, ENDS_ONLY, UP, kind_of, sign_of
from kgraph.paths.candidate_steps import Way, way_to_opposite, ways_of
from kgraph.paths.hubs import hubs_of
from kgraph.paths.steps import bundled
from kgraph.paths.values import Step

if TYPE_CHECKING:
    from kgraph.index.held_graph import HeldGraph
    from kgraph.index.question_rows import Asked
    from kgraph.index.question_steps import QuestionSteps
    from kgraph.model import Curie

_NOTES = ((ENDS_ONLY, "opposite"), (UP, "generalization"), (DOWN, "extrapolation"))


class HeldSteps:
    """Steps of one index, made when a path has them."""

    def __init__(self, graph: HeldGraph) -> None:
        self._graph, self._held = graph, graph.held
        self._assessment = Assessment(graph)
        self._ways: dict[int, list[Way]] = {}
        self._known: dict[tuple[Asked, tuple[int, int], int, tuple[int, ...]], Step] = {}

    def node(self, number: int) -> Curie:
        """The identifier of a node."""
        return self._graph.index.names.id(number)

    def step(self, steps: QuestionSteps, place: int, ends: tuple[int, int], rows: Sequence[Row], asked: Asked) -> Step:
        """The step at a place of a question, resting on some of its rows; `ends` are its nodes in the index."""
        key = (asked, ends, int(steps.out.mark[place]), tuple([steps.claim(row) for _, row in rows]))
        known = self._known.get(key)
        if known is None:
            make = self._of_claims if self._graph.typed else self._of_table
            known = self._known[key] = make(steps, place, ends, rows, asked)
        return known

    def _of_claims(
        self, steps: QuestionSteps, place: int, ends: tuple[int, int], rows: Sequence[Row], asked: Asked
    ) -> Step:
        subject, target = self.node(ends[0]), self.node(ends[1])
        mark = int(steps.out.mark[place])
        backwards = steps.is_backwards(rows[0][1])
        note = next((note for bit, note in _NOTES if mark & bit), "")
        wanted = (subject, target, sign_of(mark), kind_of(mark), note, backwards)
        group = [
            way
            for _, row in rows
            for way in self._ways_of(steps.claim(row), subject)
            if (way.subject, way.object, way.sign, way.kind, way.note, way.reversed) == wanted
        ]
        step = bundled(self._graph, group, asked.contexts, asked.elsewhere)
        if asked.hubs and ends[1] != asked.end:
            factor = hubs_of(self._graph).factor(target)
            step = replace(step, hub_factor=factor) if factor != step.hub_factor else step
        return step

    def _ways_of(self, claim: int, subject: Curie) -> list[Way]:
        if claim < 0:
            return [way_to_opposite(self._graph, self._assessment, self._graph.entities[subject])]
        known = self._ways.get(claim)
        if known is None:
            known = self._ways[claim] = list(ways_of(self._graph, self._assessment, self._held.claim(claim)))
        return known

    def _of_table(
        self, steps: QuestionSteps, place: int, ends: tuple[int, int], rows: Sequence[Row], asked: Asked
    ) -> Step:
        held, mark = self._held, int(steps.out.mark[place])
        claims = tuple([held.claim(steps.claim(row), steps.place_in_file(place, row)) for _, row in rows])
        for claim, (cost, _) in zip(claims, rows, strict=True):
            held.confidences.setdefault(claim.id, exp(-cost))
        return Step(
            self.node(ends[0]),
            self.node(ends[1]),
            claims[0].relation,
            sign_of(mark),
            kind_of(mark),
            claims,
            exp(-rows[0][0]),
            "",
            steps.is_backwards(rows[0][1]),
            elsewhere=False,
            inside=True,
            filed=kind_of(mark) != "structural" and any(claim.mechanisms for claim in claims),
        )
