"""The mechanisms of an answer as rows: the numbers that the page draws them from.

Steps are numbered by the payload.  A grade belongs to a step of one question, because it depends on the disease.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kgraph.evidence import Assessment
from kgraph.explorer.answer_sheet import landing, order_of_lanes
from kgraph.formats.answer_words import mechanism_name
from kgraph.formats.mechanism_json import marks
from kgraph.formats.path_flags import is_disputed
from kgraph.paths.grades import Grading
from kgraph.words import Words, capital

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie
    from kgraph.paths.values import Chain, MechanismEntry, Path, PathAnswer, Step

_STUDY = {"H": "human", "A": "animal", "C": "cells", "S": "statement", "I": "implied"}


class Lanes:
    """Makes the rows of one answer; `number` gives a step its number, `entities` are numbered as in the payload."""

    def __init__(
        self, graph: Contents, answer: PathAnswer, entities: Mapping[Curie, int], number: Callable[[Step], int]
    ) -> None:
        self._graph = graph
        self._answer = answer
        self._entities = entities
        self._number = number
        self._grading = Grading(graph, answer.end)
        self._assessment = Assessment(graph)
        self._words = Words(graph)
        self._entries = order_of_lanes(answer, self._grading)
        self._grades: dict[int, list[Any]] = {}

    def rows(self) -> list[dict[str, Any]]:
        """A row for each mechanism, with its best chain of each effect, in the order in which they are drawn."""
        return [self._row(entry) for entry in self._entries]

    def grades(self) -> dict[int, list[Any]]:
        """For each step that a row or a chain has so far: kind of study, chip, its words, disputed, inconclusive."""
        return self._grades

    def chains(self) -> list[list[Any]]:
        """Every chain: number of its row, effect, steps, weakest step, marks, then its variants as lists of steps."""
        return [
            [place, *self._chain(one), [self._steps(variant) for variant in one.variants]]
            for place, entry in enumerate(self._entries)
            for one in entry.chains
        ]

    def _row(self, entry: MechanismEntry) -> dict[str, Any]:
        return {
            "mechanism": entry.mechanism,
            "label": capital(mechanism_name(self._graph, entry.mechanism)),
            "papers": len(entry.papers),
            "human": len(entry.human_papers),
            "disputed": int(entry.disputed),
            "chains": len(entry.chains),
            "variants": entry.variants,
            "shown": list(entry.best).index(entry.shown.effect),
            "landing": self._entities[landing(entry.shown)],
            "best": [self._chain(one) for one in entry.best.values()],
        }

    def _chain(self, one: Chain) -> list[Any]:
        return [one.effect, self._steps(one.path), one.weakest_number or 0, marks(self._graph, one)]

    def _steps(self, path: Path) -> list[int]:
        return [self._step(step) for step in path.steps]

    def _step(self, step: Step) -> int:
        number = self._number(step)
        grade = self._grading.grade(step)
        if grade is not None and number not in self._grades:
            words = self._words.phrase("grade", grade.name)
            undecided = any(self._assessment.papers(claim, "inconclusive") for claim in step.claims)
            self._grades[number] = [_STUDY[grade.letter], grade.chip, words, int(is_disputed(step)), int(undecided)]
        return number
