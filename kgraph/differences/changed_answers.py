"""What two sets of data answer to one question: verdict, mechanisms, people, chains, weakest steps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from kgraph.differences.difference_values import ADDED, CHANGED, REMOVED, Conclusion
from kgraph.errors import UnknownNameError
from kgraph.model import Contents, Curie
from kgraph.names import names_of
from kgraph.paths import find_paths
from kgraph.paths.values import Chain, Path, PathAnswer, Step
from kgraph.words import Words

_ARROWS = {"+": "─+→", "-": "─−→", "0": "─0→", "?": "─?→"}
# As many paths of an effect as may be asked for.
_MOST = 1000
_Key = tuple[object, ...]


class _Side(NamedTuple):
    """One set of data with its answer; None where it does not know one of the ends."""

    graph: Contents
    answer: PathAnswer | None


def compare_answers(
    before: Contents, after: Contents, start: str, end: str, changed: Collection[Curie]
) -> Iterator[Conclusion]:
    """What is concluded otherwise about one question; `changed` are the things that are not the same in both.

    A chain is the same when it makes the same steps with the same signs.  Raises AmbiguousNameError, or
    UnknownNameError for an end that neither knows.
    """
    old, new = (_Side(graph, _answer(graph, start, end)) for graph in (before, after))
    if old.answer is None and new.answer is None:
        # Says which of the two it is, with the nearest names.
        find_paths(after, start, end)
    known = new if new.answer is not None else old
    if known.answer is None:
        return
    question = f"{known.graph.label(known.answer.start)} → {known.graph.label(known.answer.end)}"
    chains = list(_chains(question, old, new, changed))
    outcomes = list(_paths(question, old, new, changed))
    reasons = _union([*chains, *outcomes])
    yield from _verdict(question, old, new, reasons or _between(old, new, changed))
    yield from _mechanisms(question, old, new, chains)
    yield from _people(question, old, new, changed)
    yield from outcomes
    yield from chains


def _answer(graph: Contents, start: str, end: str) -> PathAnswer | None:
    try:
        ends = [names_of(graph).resolve(name).id for name in (start, end)]
    except UnknownNameError:
        return None
    return find_paths(graph, *ends, top=_MOST)


def _verdict(question: str, old: _Side, new: _Side, reasons: tuple[Curie, ...]) -> Iterator[Conclusion]:
    was, now = (_verdict_words(side) for side in (old, new))
    if was != now:
        yield Conclusion("verdict", question, "", _state(was, now), was, now, reasons)


def _verdict_words(side: _Side) -> str:
    if side.answer is None or side.answer.verdict is None:
        return ""
    verdict = side.answer.verdict
    words = {"+": "more", "-": "less"}
    towards = f", {words[verdict.one_sided]} {side.graph.label(side.answer.end)}" if verdict.one_sided else ""
    return verdict.says + towards


def _mechanisms(question: str, old: _Side, new: _Side, chains: Iterable[Conclusion]) -> Iterator[Conclusion]:
    was, now = (
        {_mechanism(side.graph, entry.mechanism): entry.effect for entry in side.answer.mechanisms}
        if side.answer
        else {}
        for side in (old, new)
    )
    for name in sorted(was.keys() | now.keys()):
        effects = was.get(name, ""), now.get(name, "")
        if effects[0] != effects[1]:
            reasons = _union(change for change in chains if f"[{name}]" in (change.before + change.after))
            yield Conclusion("mechanism", question, name, _state(*effects), *effects, reasons)


def _mechanism(graph: Contents, name: str) -> str:
    return name if f"mechanism:{name}" in graph.terms else graph.label(name)


def _people(question: str, old: _Side, new: _Side, changed: Collection[Curie]) -> Iterator[Conclusion]:
    """What was seen in people: for each outcome the direction, and how many papers speak for and against it."""
    was, now = (
        {row.outcome: row for row in side.answer.people} if side.answer is not None else {} for side in (old, new)
    )
    for outcome in sorted(was.keys() | now.keys()):
        rows = was.get(outcome), now.get(outcome)
        said = [
            f"{row.direction} {row.effect}: {len(row.for_)} for, {len(row.against)} against" if row else ""
            for row in rows
        ]
        if said[0] != said[1]:
            claims = dict.fromkeys(claim.id for row in rows if row for claim in row.claims)
            reasons = tuple(sorted(claim for claim in claims if claim in changed))
            label = (new if rows[1] else old).graph.label(outcome)
            yield Conclusion("people", question, label, _state(*said), said[0], said[1], reasons)


def _paths(question: str, old: _Side, new: _Side, changed: Collection[Curie]) -> Iterator[Conclusion]:
    """The paths with no mechanism between the ends."""
    was, now = (
        {_key(path): path for path in side.answer.outcomes} if side.answer is not None else {} for side in (old, new)
    )
    for key in sorted(was.keys() ^ now.keys(), key=str):
        side, path = (new, now[key]) if key in now else (old, was[key])
        said = ("", path.effect) if key in now else (path.effect, "")
        yield Conclusion(
            "outcome", question, chain_words(side.graph, path), _state(*said), *said, _because(path, changed)
        )


def _chains(question: str, old: _Side, new: _Side, changed: Collection[Curie]) -> Iterator[Conclusion]:
    was, now = _by_key(old), _by_key(new)
    inside_old, inside_new = _variants(old), _variants(new)
    for key in [*was, *(key for key in now if key not in was)]:
        before, after = was.get(key), now.get(key)
        if before is not None and after is not None:
            yield from _same_chain(question, (old, before), (new, after), changed)
            continue
        side, chain = (new, after) if after is not None else (old, before)
        if chain is None:
            continue
        said = _chain_said(side.graph, chain)
        reasons = set(_because(chain.path, changed))
        # A chain that another one leads or led is there all the same.
        leader = (inside_old if after is not None else inside_new).get(key)
        other = ""
        if leader is not None:
            other_side = old if after is not None else new
            other = f"a variant of {chain_words(other_side.graph, leader.path)}"
            reasons |= set(_because(leader.path, changed))
        states = (other, said) if after is not None else (said, other)
        yield Conclusion(
            "chain", question, chain_words(side.graph, chain.path), _state(*states), *states, tuple(sorted(reasons))
        )


def _same_chain(
    question: str, old: tuple[_Side, Chain], new: tuple[_Side, Chain], changed: Collection[Curie]
) -> Iterator[Conclusion]:
    """What is told of a chain that is there before and after: its weakest step, and its grades and place."""
    what = chain_words(new[0].graph, new[1].path)
    because = tuple(sorted({*_because(old[1].path, changed), *_because(new[1].path, changed)}))
    was, now = (_weakest(side.graph, chain) for side, chain in (old, new))
    if was != now:
        yield Conclusion("weakest step", question, what, CHANGED, was, now, because)
    was, now = (_chain_said(side.graph, chain) for side, chain in (old, new))
    if was != now:
        yield Conclusion("chain", question, what, CHANGED, was, now, because)


def _by_key(side: _Side) -> dict[_Key, Chain]:
    if side.answer is None:
        return {}
    return {_key(chain.path): chain for entry in side.answer.mechanisms for chain in entry.chains}


def _variants(side: _Side) -> dict[_Key, Chain]:
    """The routes that are variants, each with the chain that leads it."""
    if side.answer is None:
        return {}
    chains = (chain for entry in side.answer.mechanisms for chain in entry.chains)
    return {_key(path): chain for chain in chains for path in chain.variants}


def _key(path: Path) -> _Key:
    return tuple((step.subject, step.relation, step.sign, step.object, step.reversed) for step in path.steps)


def chain_words(graph: Contents, path: Path) -> str:
    """A path on one line: labels, with the sign of each step in its arrow and a dot in those that have none."""
    words = graph.label(path.entities[0])
    for step in path.steps:
        arrow = "─·→" if step.kind == "structural" else _ARROWS.get(step.sign, "─·→")
        words += f" {arrow} {graph.label(step.object)}"
    return words


def _chain_said(graph: Contents, chain: Chain) -> str:
    chips = " ".join(grade.chip for grade in chain.grades if grade is not None) or "no evidence"
    return f"{chain.effect}: {chips} [{_mechanism(graph, chain.mechanism)}]"


def _weakest(graph: Contents, chain: Chain) -> str:
    number = chain.weakest_number
    if number is None:
        return "none"
    step, grade = chain.path.steps[number - 1], chain.grades[number - 1]
    words = Words(graph).phrase("grade", grade.name) if grade is not None else ""
    return f"{graph.label(step.subject)} → {graph.label(step.object)} ({words})"


def _because(path: Path, changed: Collection[Curie]) -> tuple[Curie, ...]:
    """The changed claims that a path rests on; where there are none, what else changed of what its steps name."""
    claims = {claim.id for step in path.steps for claim in step.claims}.intersection(changed)
    touched = {name for step in path.steps for name in _touched(step)}
    return tuple(sorted(claims or touched.intersection(changed)))


def _touched(step: Step) -> Iterator[Curie]:
    yield step.subject
    yield step.object
    yield step.relation
    for claim in step.claims:
        yield claim.id
        yield from (target for _, target in claim.relations)
        yield from (line.reference for line in claim.evidence if line.reference)


def _between(old: _Side, new: _Side, changed: Collection[Curie]) -> tuple[Curie, ...]:
    """The changed claims on any walk between the ends, in either; a verdict holds at any length."""
    found: set[Curie] = set()
    for graph, answer in (old, new):
        if answer is None:
            continue
        claims = graph.claims.values()
        ahead = _reached({answer.start}, [(claim.subject, claim.object) for claim in claims])
        back = _reached({answer.end}, [(claim.object, claim.subject) for claim in claims])
        found |= {c.id for c in claims if c.id in changed and c.subject in ahead and c.object in back}
    return tuple(sorted(found))


def _reached(starts: set[Curie], pairs: Iterable[tuple[Curie, Curie]]) -> set[Curie]:
    leaving: dict[Curie, list[Curie]] = {}
    for one, other in pairs:
        leaving.setdefault(one, []).append(other)
    queue, seen = list(starts), set(starts)
    for node in queue:
        fresh = [other for other in leaving.get(node, ()) if other not in seen]
        seen.update(fresh)
        queue += fresh
    return seen


def _union(changes: Iterable[Conclusion]) -> tuple[Curie, ...]:
    return tuple(sorted({name for change in changes for name in change.because}))


def _state(before: str, after: str) -> str:
    return ADDED if not before else REMOVED if not after else CHANGED
