"""From claims to the steps that a path can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING

from kgraph.evidence import Assessment
from kgraph.model import Claim, Curie
from kgraph.paths.filters import PathFilter
from kgraph.paths.values import Step, times

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_LEAST_CONFIDENCE = 1e-9


def build_steps(
    graph: KnowledgeGraph,
    assessment: Assessment,
    kept: PathFilter,
    *,
    bundle: bool = True,
    contexts: frozenset[Curie] = frozenset(),
) -> list[Step]:
    """The steps that a filter leaves, in the order of the claims.

    With `bundle`, claims of one kind and sign between the same two entities form one step that is as strong as its
    strongest claim; without, each claim is a step of its own.  With `contexts`, claims stated for these diseases or
    for none speak before claims stated for others, however strong those are.
    """
    groups: dict[tuple[str, ...], list[Step]] = {}
    for claim in graph.claims.values():
        # Paths lead through described entities; `check` reports a claim about something that nobody described.
        if claim.subject not in graph.entities or claim.object not in graph.entities:
            continue
        for step in _claim_steps(graph, assessment, kept, claim):
            key = (step.subject, step.object, step.sign, step.kind, step.note, str(step.reversed))
            groups.setdefault(key if bundle else (*key, claim.id), []).append(step)
    factor = assessment.weights.general("elsewhere")
    steps = [_bundled(group, contexts, factor) for group in groups.values()]
    steps += _opposites(graph, assessment)
    avoided = set(kept.avoid)
    return [step for step in steps if step.subject not in avoided and step.object not in avoided]


def cost(step: Step) -> float:
    """What a step costs in the search: −log of its confidence."""
    return -log(max(step.confidence, _LEAST_CONFIDENCE))


def related_contexts(graph: KnowledgeGraph, disease: Curie) -> frozenset[Curie]:
    """A disease with its more general and more special forms; empty for what is not a disease."""
    if not _is_disease(graph, disease):
        return frozenset()
    related, waiting = {disease}, [disease]
    while waiting:
        for claim in graph.claims_by_entity.get(waiting.pop(), ()):
            pair = {claim.subject, claim.object} if claim.relation == "has_subtype" else set()
            found = {entity for entity in pair - related if _is_disease(graph, entity)}
            related |= found
            waiting += found
    return frozenset(related)


def _is_disease(graph: KnowledgeGraph, entity: Curie) -> bool:
    return entity in graph.entities and graph.entities[entity].kind == "disease"


def valence_of(graph: KnowledgeGraph, entity: Curie) -> str:
    """The valence of an entity; empty for one that is not described."""
    return graph.entities[entity].valence if entity in graph.entities else ""


def _bundled(group: list[Step], contexts: frozenset[Curie], factor: float) -> Step:
    def is_elsewhere(step: Step) -> bool:
        return bool(contexts) and step.kind != "structural" and step.claims[0].disease not in (*contexts, "")

    ranked = sorted(group, key=lambda step: (is_elsewhere(step), -step.confidence, step.claims[0].id))
    best = ranked[0]
    claims = tuple(claim for step in ranked for claim in step.claims)
    if is_elsewhere(best):
        return replace(best, claims=claims, confidence=best.confidence * factor, elsewhere=True)
    return replace(best, claims=claims)


def _claim_steps(graph: KnowledgeGraph, assessment: Assessment, kept: PathFilter, claim: Claim) -> Iterator[Step]:
    kind = graph.relations[claim.relation].kind if claim.relation in graph.relations else "descriptive"
    if kind == "structural":
        yield from _structural(graph, assessment, claim)
    elif kind in ("causal", "association") and kept.admits(claim):
        confidence = assessment.strength(claim).confidence
        if kind == "association":
            if not kept.associations:
                return
            confidence *= assessment.weights.general("association")
        if kind == "association" and not _leads_on(graph, claim):
            return
        yield Step(claim.subject, claim.object, claim.relation, claim.sign, kind, (claim,), confidence)
        if kept.undirected or (kind == "association" and _reads_backwards(graph, claim)):
            yield Step(
                claim.object, claim.subject, claim.relation, claim.sign, kind, (claim,), confidence, reversed=True
            )


def _leads_on(graph: KnowledgeGraph, claim: Claim) -> bool:
    """Whether an association can be a step at all.

    That a disease predicts a good response says whom a treatment suits, not what less of the disease would do.
    """
    subject = graph.entities.get(claim.subject)
    return claim.relation != "predicts" or subject is None or subject.kind != "disease"


def _reads_backwards(graph: KnowledgeGraph, claim: Claim) -> bool:
    """Whether an association may be walked from object to subject: not out of a result, from which nothing follows."""
    target = graph.entities.get(claim.object)
    return graph.relations[claim.relation].symmetric and (target is None or target.kind not in _RESULTS)


def _structural(graph: KnowledgeGraph, assessment: Assessment, claim: Claim) -> Iterator[Step]:
    relation, weights = graph.relations[claim.relation], assessment.weights
    certain = weights.general("structural")
    sign = relation.path_sign_when_good if claim.good_when_high and relation.path_sign_when_good else relation.path_sign
    if claim.relation == "has_subtype":
        guess = weights.general("extrapolation")
        yield Step(claim.subject, claim.object, claim.relation, sign, "structural", (claim,), guess, "extrapolation")
        wide = weights.general("generalization")
        yield Step(
            claim.object, claim.subject, claim.relation, sign, "structural", (claim,), wide, "generalization", True
        )
    else:
        yield Step(claim.subject, claim.object, claim.relation, sign, "structural", (claim,), certain)


def _opposites(graph: KnowledgeGraph, assessment: Assessment) -> list[Step]:
    certain = assessment.weights.general("structural")
    return [
        Step(entity.id, entity.opposite, "opposite", "-", "structural", (), certain, "opposite")
        for entity in graph.entities.values()
        if entity.opposite
    ]


_RESULTS = frozenset({"disease", "phenotype", "outcome", "adverse-effect"})
# Kinds of entities that are results or conditions; a path with only these between its ends explains nothing.
_NO_MECHANISM = frozenset({"disease", "phenotype", "outcome", "adverse-effect", "diet", "population", "species"})


def is_mechanistic(graph: KnowledgeGraph, step: Step, start: Curie, end: Curie) -> bool:
    """Whether a step makes a path from `start` to `end` more than outcome evidence.

    It does when it leads to something inside the body between the two ends, or when it is a later step that a source
    files under a mechanism (weight loss worsens prognosis).
    """
    target = graph.entities.get(step.object)
    if step.object != end and target is not None and target.kind not in _NO_MECHANISM:
        return True
    return step.subject != start and step.kind != "structural" and any(claim.mechanisms for claim in step.claims)


def product(steps: Iterable[Step]) -> str:
    """The sign of a chain of steps: + for an empty chain."""
    sign = "+"
    for step in steps:
        sign = times(sign, step.sign)
    return sign


def effect_of(sign: str, valence: str) -> str:
    """What a path does to its end: helps, harms, raises, lowers or unknown."""
    if sign not in ("+", "-"):
        return "unknown"
    if valence == "unwanted":
        return "harms" if sign == "+" else "helps"
    if valence == "wanted":
        return "helps" if sign == "+" else "harms"
    return "raises" if sign == "+" else "lowers"
