"""A reason why there is no path: its code and its parts as data, and its sentences in the words of any door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kgraph.door_words import PYTHON, DoorWords
from kgraph.frozen import frozen, replace
from kgraph.model import Curie


@frozen
class Relaxed:
    """What changing one choice would give: so many paths, or at least so many when counting was stopped.

    `choice` names the field of `PathFilter` that is given up, or is ``include``, with the certainty let in as `value`.
    """

    choice: str
    paths: int
    at_least: bool = False
    value: str | None = None

    def written(self, door: DoorWords = PYTHON) -> str:
        """The choice as a door writes it."""
        return door.choice(self.choice, self.value)


@frozen
class Gap:
    """The claim that is missing: from an entity that the start reaches to one that reaches the end."""

    subject: Curie
    object: Curie
    relation_kinds: tuple[str, ...]


@frozen
class Sentence:
    """One sentence of a reason: its code, and what stands in it."""

    code: str
    data: tuple[tuple[str, Any], ...] = ()


def sentence(code: str, **data: Any) -> Sentence:
    """A sentence of this code, with labels and numbers for its gaps."""
    return Sentence(code, tuple(data.items()))


@frozen
class Reason:
    """Why there is no path: ``unreachable``, ``same``, ``filter``, ``hop-limit`` or ``cut``, and what would help.

    `sentences` say it in parts; `shortest` is the number of steps of the shortest path beyond the hop limit, `relaxed`
    what other choices would give, and `missing` the claim that would come closest to joining the ends.
    """

    code: str
    sentences: tuple[Sentence, ...]
    shortest: int | None = None
    relaxed: tuple[Relaxed, ...] = ()
    missing: Gap | None = None

    @property
    def message(self) -> str:
        """The sentences in terms of Python."""
        return self.said(PYTHON)

    def said(self, door: DoorWords) -> str:
        """The sentences in the words of a door."""
        return " ".join(SENTENCES[part.code](door, **dict(part.data)) for part in self.sentences)

    def also(self, *sentences: Sentence) -> Reason:
        """The same reason with more sentences."""
        return replace(self, sentences=(*self.sentences, *sentences))


def _both_ends(_: DoorWords, *, name: str) -> str:
    return f"{name} is both ends; name two different things."


def _search_cut(door: DoorWords) -> str:
    return f"The search reached its limit of time or size before it found a path: {door.hint('less-search')}."


def _reason_cut(_: DoorWords) -> str:
    return "There is no path under these limits and filters; finding out why took too long."


def _shortest_too_long(door: DoorWords, *, shortest: int, limit: int) -> str:
    return f"The shortest path has {shortest} steps and the limit is {limit}: try {door.choice('max_hops', shortest)}."


def _longer_than_any_limit(door: DoorWords, *, shortest: int, limit: int) -> str:
    return f"The shortest path has {shortest} steps and the limit is {limit}: {door.hint('any-length')}."


def _given_up(door: DoorWords, *, relaxed: Sequence[Relaxed]) -> str:
    names = " and ".join(one.written(door) for one in relaxed)
    counts = _count("without it", relaxed[0]) if len(relaxed) == 1 else _counts(door, "without", relaxed)
    if not all(one.paths for one in relaxed):
        return f"{names} may be to blame: {counts}."
    each = "keeps" if len(relaxed) == 1 else "each keep"
    return f"{names} {each} every path out: {counts}."


def _let_in(door: DoorWords, *, relaxed: Sequence[Relaxed]) -> str:
    lead = "lead" if any(one.paths for one in relaxed) else "may lead"
    counts = _counts(door, "with", relaxed)
    return f"Claims that their source calls contested or unsettled {lead} there: {counts}."


def _counts(door: DoorWords, how: str, relaxed: Iterable[Relaxed]) -> str:
    return ", ".join(_count(f"{how} {one.written(door)}", one) for one in relaxed)


def _count(how: str, one: Relaxed) -> str:
    if not one.paths:
        return f"{how} counting takes too long"
    verb, noun = ("is", "path") if one.paths == 1 else ("are", "paths")
    return f"{how} there {verb} {'at least ' if one.at_least else ''}{one.paths} {noun}"


def _no_single_choice(_: DoorWords, *, shortest: int, limit: int | None = None) -> str:
    beyond = "" if limit is None else f" and the limit is {limit}"
    return f"No single option is to blame: with every claim let in, the shortest path has {shortest} steps{beyond}."


def _avoided(door: DoorWords) -> str:
    return f"{door.choice('avoid')} keeps every path out."


def _other_effects(door: DoorWords, *, effects: Sequence[str], others: int) -> str:
    there = "1 is shown" if others == 1 else f"{others} are shown"
    return f"None of the paths {' or '.join(effects)}; without {door.choice('effect')} {there}."


def _every_effect(_: DoorWords) -> str:
    return "The counts are of paths of every effect."


def _leads_nowhere(_: DoorWords, *, start: str, end: str) -> str:
    return f"No claim leads on from {start} to {end}."


def _no_step_leads_on(_: DoorWords, *, start: str, end: str) -> str:
    return f"No step leads on from {start} to {end}, in any number of steps."


def _nothing_starts(_: DoorWords, *, start: str) -> str:
    return f"Nothing at all starts at {start}."


def _no_simple_path(_: DoorWords, *, start: str, end: str) -> str:
    return (
        f"Steps lead from {start} to {end}, but only twice through one entity, or up to a general thing and down to "
        "another special form of it; neither is a path."
    )


def _too_far(_: DoorWords, *, start: str, end: str, steps: int, longest: int) -> str:
    return f"Steps lead from {start} to {end}, but at least {steps} of them, and paths are searched up to {longest}."


def _nothing_joined(_: DoorWords) -> str:
    return "Nothing within its reach is joined to the goal in any direction."


def _nothing_proposed(_: DoorWords) -> str:
    return (
        "No claim is proposed to join them: it would turn a known arrow round, come out of an outcome or lead into an "
        "intervention."
    )


def _nearest_miss(_: DoorWords, *, name: str) -> str:
    return f"Nearest miss: {name}."


_KINDS = {
    "causal": "a causal claim (increases, decreases, affects …)",
    "association": "an association",
    "structural": "a structural one (manifestation of, aspect of)",
}


def _missing_claim(_: DoorWords, *, subject: str, target: str, kinds: Sequence[str], onward: int = 0) -> str:
    named = [_KINDS[kind] for kind in kinds]
    leads = f", which leads on to the goal in {onward} step{'' if onward == 1 else 's'}" if onward else ""
    return (
        f"What would join them is {', '.join(named[:-1])} or {named[-1]} with the subject {subject!r} and the object "
        f"{target!r}{leads}."
    )


def _other_way(_: DoorWords, *, subject: str, relation: str, target: str) -> str:
    return f"So far the arrow runs the other way: {subject} {relation} {target}."


# The words of every sentence that a reason may have; a door fills in how its choices are written.
SENTENCES: dict[str, Any] = {
    "both-ends": _both_ends,
    "search-cut": _search_cut,
    "reason-cut": _reason_cut,
    "shortest-too-long": _shortest_too_long,
    "longer-than-any-limit": _longer_than_any_limit,
    "given-up": _given_up,
    "let-in": _let_in,
    "no-single-choice": _no_single_choice,
    "avoided": _avoided,
    "other-effects": _other_effects,
    "every-effect": _every_effect,
    "leads-nowhere": _leads_nowhere,
    "no-step-leads-on": _no_step_leads_on,
    "nothing-starts": _nothing_starts,
    "no-simple-path": _no_simple_path,
    "too-far": _too_far,
    "nothing-joined": _nothing_joined,
    "nothing-proposed": _nothing_proposed,
    "nearest-miss": _nearest_miss,
    "missing-claim": _missing_claim,
    "other-way": _other_way,
}
