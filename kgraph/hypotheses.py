"""Hypotheses with everything that follows from their steps: sign, effect, weakest step, evidence, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from kgraph.errors import DataError
from kgraph.evidence import is_disputed, is_laboratory_only, study_kinds
from kgraph.frozen import frozen
from kgraph.model import Claim, Curie, Hypothesis
from kgraph.paths.filters import PathFilter
from kgraph.paths.steps import build_steps, effect_of, product, related_contexts, valence_of
from kgraph.paths.values import Path, Step
from kgraph.vocabulary import TENTATIVE
from kgraph.words import Words

if TYPE_CHECKING:
    from kgraph.model import Contents


@frozen
class EvaluatedHypothesis:
    """A hypothesis and what its steps add up to."""

    hypothesis: Hypothesis
    path: Path
    claims: tuple[Claim, ...]
    profile: tuple[tuple[str, int], ...]

    @property
    def effect(self) -> str:
        """The computed effect: helps, harms, raises, lowers or unknown."""
        return self.path.effect

    @property
    def agrees(self) -> bool:
        """Whether the computed effect is the one that the sources state; true where none states one."""
        if self.hypothesis.stated_effect == "unstated":
            return True
        computed = self.effect if self.effect in ("helps", "harms") else "unknown"
        return computed == self.hypothesis.stated_effect

    @property
    def translation_gap(self) -> bool:
        """Whether any evidenced step is known from animals or cells only."""
        return any(is_laboratory_only(step.claims[:1]) for step in self.path.steps if step.kind != "structural")

    @property
    def disputed(self) -> bool:
        """Whether its source contests it, or any step is disputed."""
        return self.hypothesis.status == "contested" or any(is_disputed(claim) for claim in self.claims)

    @property
    def uncited_steps(self) -> int:
        """How many evidenced steps are uncited in their source."""
        return sum(claim.uncited for claim in self.claims)


class RetiredStepError(DataError):
    """A hypothesis that leads over a claim which was taken back."""

    code = "retired-step"


def evaluate(graph: Contents, hypothesis: Hypothesis) -> EvaluatedHypothesis:
    """Compute what a hypothesis adds up to.

    Raises DataError when a step is missing, cannot be part of a path, or does not start where the last one ended, and
    RetiredStepError for one that was taken back.
    """
    by_claim = _steps_by_claim(graph, related_contexts(graph, hypothesis.end))
    steps: list[Step] = []
    place = hypothesis.start
    for claim_id in hypothesis.steps:
        step = next((s for s in by_claim.get(claim_id, ()) if s.subject == place), None)
        if step is None and claim_id in graph.claims and graph.claims[claim_id].retired:
            words = " and ".join(Words(graph).retired(graph.claims[claim_id]))
            raise RetiredStepError(f"step {claim_id} is {words}", file=hypothesis.id)
        if step is None:
            raise DataError(f"step {claim_id} does not lead on from {graph.label(place)}", file=hypothesis.id)
        steps.append(step)
        place = step.object
    if place != hypothesis.end or not steps:
        raise DataError(f"the steps end at {graph.label(place)}, not at the stated end", file=hypothesis.id)
    sign = product(steps)
    path = Path(tuple(steps), sign, effect_of(sign, valence_of(graph, hypothesis.end)))
    claims = tuple(step.claims[0] for step in steps)
    kinds = Counter(kind for step in steps if step.kind != "structural" for kind in study_kinds(step.claims[0]))
    return EvaluatedHypothesis(hypothesis, path, claims, tuple(sorted(kinds.items())))


def evaluate_all(graph: Contents) -> list[EvaluatedHypothesis]:
    """Every hypothesis of the graph that is a connected chain, evaluated, in the order of the files.

    A broken chain is left out here and reported by `check`.
    """
    return _connected(graph, graph.hypotheses.values())


def hypotheses_between(graph: Contents, start: Curie, end: Curie) -> list[EvaluatedHypothesis]:
    """The curated chains from one entity to another, evaluated, most confident first; may be empty."""
    chosen = [h for h in graph.hypotheses.values() if (h.start, h.end) == (start, end)]
    return sorted(_connected(graph, chosen), key=lambda one: (-one.path.confidence, one.hypothesis.id))


def _connected(graph: Contents, hypotheses: Iterable[Hypothesis]) -> list[EvaluatedHypothesis]:
    found = []
    for hypothesis in hypotheses:
        # One broken chain must not keep everything else from being shown; `check` says what is wrong with it.
        with suppress(DataError):
            found.append(evaluate(graph, hypothesis))
    return found


def _steps_by_claim(graph: Contents, contexts: frozenset[Curie]) -> dict[Curie, list[Step]]:
    """For each claim the steps it can be, weighed for an end in these disease contexts; kept with the graph."""
    cached = graph.derived.get(("steps by claim", contexts))
    if cached is None:
        cached = {}
        everything = PathFilter(include=TENTATIVE)
        for step in build_steps(graph, everything, bundle=False, contexts=contexts):
            for claim in step.claims:
                cached.setdefault(claim.id, []).append(step)
        graph.derived[("steps by claim", contexts)] = cached
    return cached
