"""The views that a page offers ready made: questions with their paths, and mechanisms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kgraph.explorer.first_view import Opening
from kgraph.explorer.lane_rows import Lanes
from kgraph.explorer.page_words import PAGE
from kgraph.formats.arrows import Arrow, evidence_counts
from kgraph.formats.path_flags import translation_gap
from kgraph.formats.path_json import disease_contexts, step_json
from kgraph.hypotheses import evaluate_all
from kgraph.matrix import mechanism_matrix
from kgraph.model import Curie
from kgraph.paths import find_paths
from kgraph.paths.values import Path, PathAnswer, Step

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_QUESTIONS = 8
_EFFECTS = ("helps", "harms", "raises", "lowers", "unknown")


class Views:
    """Makes the views of one graph; entities, arrows and claims are referred to by their numbers in the payload."""

    def __init__(self, graph: KnowledgeGraph, arrows: Sequence[Arrow]) -> None:
        self._graph = graph
        self._arrows = arrows
        self._entity = {entity: number for number, entity in enumerate(graph.entities)}
        self._claim = {claim: number for number, claim in enumerate(graph.claims)}
        self._arrow_of = {claim.id: number for number, arrow in enumerate(arrows) for claim in arrow.claims}
        self._opposites = {
            frozenset((arrow.subject, arrow.object)): number
            for number, arrow in enumerate(arrows)
            if arrow.kind == "opposite"
        }
        self._evaluated = evaluate_all(graph)
        self._answers: list[PathAnswer] = []
        self._steps: dict[str, list[Any]] = {}
        self._step_number: dict[str, int] = {}

    def steps(self) -> list[list[Any]]:
        """The steps of all paths made so far, each once; paths hold their numbers."""
        return list(self._steps.values())

    def questions(self, opening: Opening) -> list[dict[str, Any]]:
        """The question of the opening first, then those that the curated hypotheses answer."""
        asked = [(opening.start, opening.end)] if opening.start else []
        pairs = dict.fromkeys([*asked, *((h.start, h.end) for h in self._graph.hypotheses.values())])
        return [self._question(start, end) for start, end in list(pairs)[:_QUESTIONS]]

    def answers(self) -> list[PathAnswer]:
        """The answers to the questions, in their order."""
        return self._answers

    def _question(self, start: Curie, end: Curie) -> dict[str, Any]:
        answer = find_paths(self._graph, start, end)
        self._answers.append(answer)
        lanes = Lanes(self._graph, answer, self._entity, self._step)
        rows = lanes.rows()
        # The page numbers paths as the command line does: side by side by effect, best first.
        ranked = [path for effect in dict.fromkeys((*_EFFECTS, *_effects(answer))) for path in answer.of_effect(effect)]
        return {
            "start": self._entity[start],
            "end": self._entity[end],
            "lanes": rows,
            "found": dict(answer.routes),
            "chains": lanes.chains(),
            "grades": lanes.grades(),
            "paths": [self._path(path) for path in ranked],
            "outcomes": [self._path(path) for path in answer.outcomes],
            "hypotheses": [
                number
                for number, e in enumerate(self._evaluated)
                if (e.hypothesis.start, e.hypothesis.end) == (start, end)
            ],
            "because": answer.because.said(PAGE) if answer.because else "",
            "shared": list(answer.shared),
            "more": answer.more,
            "complete": answer.complete,
        }

    def hypotheses(self) -> list[dict[str, Any]]:
        """The curated chains, evaluated, in the order of the files."""
        return [
            {
                "id": e.hypothesis.id,
                "label": e.hypothesis.label,
                "mechanism": e.hypothesis.mechanism,
                "status": e.hypothesis.status,
                "start": self._entity[e.hypothesis.start],
                "end": self._entity[e.hypothesis.end],
                "notes": list(e.hypothesis.notes),
                **self._path(e.path),
            }
            for e in self._evaluated
        ]

    def matrix(self) -> list[dict[str, Any]]:
        """A record per mechanism and disease that has hypotheses."""
        number = {e.hypothesis.id: place for place, e in enumerate(self._evaluated)}
        return [
            {
                "mechanism": cell.mechanism,
                "disease": self._entity[cell.disease],
                "effect": cell.effect,
                "papers": cell.papers,
                "claims": len(cell.claims),
                "evidence": evidence_counts(cell.claims),
                "disputed": cell.disputed,
                "hypotheses": [number[e.hypothesis.id] for e in cell.hypotheses],
            }
            for cell in mechanism_matrix(self._graph)
            if cell.hypotheses
        ]

    def mechanisms(self) -> list[dict[str, Any]]:
        """The mechanisms in the order of the vocabulary, each with the arrows of its claims and chains."""
        return [self._mechanism(name) for name in self._graph.names.mechanisms]

    def _mechanism(self, name: str) -> dict[str, Any]:
        term = self._graph.terms.get(f"mechanism:{name}")
        chains = [e for e in self._evaluated if e.hypothesis.mechanism == name]
        arrows = {
            number
            for number, arrow in enumerate(self._arrows)
            if any(name in claim.mechanisms for claim in arrow.claims)
        }
        arrows |= {self._arrow(step) for e in chains for step in e.path.steps}
        return {"name": name, "definition": term.definition if term else "", "arrows": sorted(arrows)}

    def _path(self, path: Path) -> dict[str, Any]:
        return {
            "effect": path.effect,
            "sign": path.sign,
            "confidence": round(path.confidence, 6),
            "weakest": path.weakest_number,
            "gap": translation_gap(path),
            "contexts": disease_contexts(self._graph, path),
            "steps": [self._step(step) for step in path.steps],
        }

    def _step(self, step: Step) -> int:
        row = self._step_row(step)
        key = json.dumps(row)
        self._steps.setdefault(key, row)
        return self._step_number.setdefault(key, len(self._step_number))

    def _step_row(self, step: Step) -> list[Any]:
        record = step_json(self._graph, step)
        flags = [name for name in ("unsupported", "disputed", "implied") if record[name]]
        if step.kind != "structural" and record["uncited"]:
            flags.insert(0, "uncited")
        flags += [name.replace("_", "-") for name in ("laboratory_only", "relayed_only") if record[name]]
        return [
            self._arrow(step),
            int(step.reversed),
            round(step.confidence, 6),
            step.note,
            flags,
            [self._claim[claim.id] for claim in step.claims],
            self._entity[step.subject],
            self._entity[step.object],
            step.sign,
        ]

    def _arrow(self, step: Step) -> int:
        if step.claims:
            return self._arrow_of[step.claims[0].id]
        return self._opposites[frozenset((step.subject, step.object))]


def _effects(answer: PathAnswer) -> list[str]:
    return [path.effect for path in answer.paths]
