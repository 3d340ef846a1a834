"""What is marked on steps and paths: laboratory evidence, relays, missing citations, disputes."""

from __future__ import annotations

from kgraph.evidence import is_disputed as is_disputed_claim
from kgraph.evidence import is_laboratory_only, is_relayed_only, is_unsupported
from kgraph.paths.values import Path, Step


def translation_gap(path: Path) -> bool:
    """Whether any evidenced step is known from animals or cells only."""
    return any(is_laboratory(step) for step in path.steps)


def is_laboratory(step: Step) -> bool:
    """Whether the step is known from animals, cells or slices and from no human study."""
    return step.kind != "structural" and is_laboratory_only(step.claims)


def is_relayed(step: Step) -> bool:
    """Whether all that supports the step is relayed by a source; a claim that nothing supports changes nothing."""
    backed = [claim for claim in step.claims if not is_unsupported(claim)]
    return step.kind != "structural" and bool(backed) and all(is_relayed_only(claim) for claim in backed)


def is_disputed(step: Step) -> bool:
    """Whether any claim of the step is contested or disputed."""
    return any(is_disputed_claim(claim) for claim in step.claims)


def is_uncited(step: Step) -> bool:
    """Whether the step needs evidence and its text sources cite nothing for it."""
    return step.kind != "structural" and is_uncited_in_source(step)


def is_against_the_arrow(step: Step) -> bool:
    """Whether a causal step is walked from the effect to the cause, which only an undirected search does."""
    return step.kind == "causal" and step.reversed


def is_uncited_in_source(step: Step) -> bool:
    """Whether every text source that makes the step cites nothing for it; papers of their own do not change that."""
    told = [claim for claim in step.claims if claim.origin != "primary"]
    return bool(told) and all(claim.uncited for claim in told)


# What is said of single steps at the head of a path, by the name under which their numbers are listed.
MARKS = {
    "laboratory_steps": is_laboratory,
    "relayed_steps": is_relayed,
    "uncited_steps": is_uncited,
    "disputed_steps": is_disputed,
    "against_steps": is_against_the_arrow,
}
# The same lists with the flag of the vocabulary that readers are told.
FLAGS = {
    "against_steps": "against-arrow",
    "laboratory_steps": "laboratory-only",
    "relayed_steps": "relayed-only",
    "disputed_steps": "disputed",
    "uncited_steps": "uncited",
}
