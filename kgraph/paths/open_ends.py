"""Questions with one end left open: what a thing leads to, what leads to a thing, and what leads back to itself.

Each row is the answer to the question with both ends, found by the same search under the same filter, so that an open
question never says of a pair what the closed one does not.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from kgraph.frozen import frozen
from kgraph.model import Curie
from kgraph.names import names_of
from kgraph.paths import find_paths
from kgraph.paths.candidate_steps import groundwork
from kgraph.paths.grades import Grading
from kgraph.paths.search_options import EFFECTS, PathOptions, read_options
from kgraph.paths.steps import build_steps, effect_of, product, related_contexts
from kgraph.paths.values import Grade, Path, PathAnswer

if TYPE_CHECKING:
    from kgraph.model import Contents

# The longest path of an open question, unless another is asked for: beyond, most things lead to most others.
OPEN_HOPS = 3


@frozen
class Reached:
    """A pair with a path between its ends, and the best one by the kinds of study behind its steps.

    `effects` are those that paths within the limit have, the most telling first; `papers` are the papers whose own
    study supports a step of the best path, `human_papers` those of them that saw people.
    """

    start: Curie
    end: Curie
    effects: tuple[str, ...]
    path: Path
    grades: tuple[Grade | None, ...]
    papers: tuple[Curie, ...]
    human_papers: tuple[Curie, ...]


@frozen
class OpenAnswer:
    """The pairs of an open question, best graded first.  `complete` is false when the time did not last for all."""

    found: tuple[Reached, ...]
    complete: bool


def downstream(graph: Contents, start: str, **options: Unpack[PathOptions]) -> OpenAnswer:
    """What `start` leads to within `max_hops` (OPEN_HOPS unless given), a row an end; empty when to nothing.

    The options are those of `find_paths`; `top` plays no part, and `seconds` is the time for all rows.  Raises what
    `find_paths` raises.
    """
    return _each_end(graph, start, options, forward=True)


def upstream(graph: Contents, end: str, **options: Unpack[PathOptions]) -> OpenAnswer:
    """What leads to `end` within `max_hops` (OPEN_HOPS unless given), a row a start; otherwise as `downstream`."""
    return _each_end(graph, end, options, forward=False)


def several(graph: Contents, start: str, ends: Sequence[str], **options: Unpack[PathOptions]) -> OpenAnswer:
    """The pairs of `start` with each of `ends` that have a path, in the order given; otherwise as `find_paths`."""
    first = names_of(graph).resolve(start).id
    pairs = [(first, names_of(graph).resolve(end).id) for end in ends]
    return _answers(graph, pairs, options)


def common_ends(
    graph: Contents, first: str, second: str, **options: Unpack[PathOptions]
) -> tuple[list[tuple[Reached, Reached]], bool]:
    """What two things both lead to, with the row of each, and whether all was looked at.

    Ends on which they act in the same way come first, then those with opposite effects, then the rest.
    """
    one, other = downstream(graph, first, **options), downstream(graph, second, **options)
    known = {row.end: row for row in other.found}
    pairs = [(row, known[row.end]) for row in one.found if row.end in known]
    order = ("same", "opposite", "")
    return sorted(pairs, key=lambda pair: order.index(agreement(*pair))), one.complete and other.complete


def agreement(first: Reached, second: Reached) -> str:
    """``same`` where both have the one effect, ``opposite`` where each has another; empty where a side has several."""
    effects = [row.effects[0] if len(row.effects) == 1 else "" for row in (first, second)]
    if "" in effects or "unknown" in effects:
        return ""
    return "same" if effects[0] == effects[1] else "opposite"


def loops(graph: Contents, through: str, **options: Unpack[PathOptions]) -> OpenAnswer:
    """What leads from a thing back to itself: a row for each first stop and sign, best graded first.

    A loop of sign + strengthens what went in, one of - weakens it; `effects` says raises or lowers.  No claim serves
    twice, so that what is only seen together leads nowhere back.
    """
    options = _with_hops(options)
    settings = read_options(graph, options)
    end = names_of(graph).resolve(through).id
    grading, deadline = Grading(graph, end), time.monotonic() + settings.seconds
    steps = build_steps(graph, settings.path_filter, contexts=related_contexts(graph, end))
    best: dict[tuple[Curie, str], Path] = {}
    complete = True
    closed: PathOptions = {**options, "max_hops": max(settings.max_hops - 1, 1), "effect": "any"}
    for step in steps:
        if step.subject != end or step.kind == "structural" or settings.max_hops == 1:
            continue
        if time.monotonic() > deadline:
            complete = False
            break
        answer = find_paths(graph, step.object, end, path_filter=settings.path_filter, **_unfiltered(closed))
        complete &= answer.complete
        for path in (*answer.paths, *answer.outcomes):
            loop = (step, *path.steps)
            claims = [claim.id for one in loop for claim in one.claims]
            if len(claims) == len(set(claims)):
                sign = product(loop)
                whole = Path(loop, sign, effect_of(sign, ""))
                known = best.get((step.object, sign))
                if known is None or grading.key(whole) < grading.key(known):
                    best[step.object, sign] = whole
    found = [_row(grading, end, end, (path.effect,), path) for path in best.values()]
    return OpenAnswer(tuple(sorted(found, key=lambda row: grading.key(row.path))), complete)


def _each_end(graph: Contents, name: str, options: PathOptions, *, forward: bool) -> OpenAnswer:
    options = _with_hops(options)
    settings = read_options(graph, options)
    fixed = names_of(graph).resolve(name).id
    others = _within(graph, fixed, settings.max_hops, forward=forward)
    pairs = [(fixed, other) if forward else (other, fixed) for other in others]
    answer = _answers(graph, pairs, options)
    open_place = -1 if forward else 0

    def order(row: Reached) -> tuple[object, ...]:
        # What is only a form of another row's end, or of its start, comes after what is seen to act.
        ranks = sorted((grade.rank for grade in row.grades if grade is not None), reverse=True)
        return (row.grades[open_place] is None, ranks, -len(row.papers), row.start, row.end)

    return OpenAnswer(tuple(sorted(answer.found, key=order)), answer.complete)


def _answers(graph: Contents, pairs: list[tuple[Curie, Curie]], options: PathOptions) -> OpenAnswer:
    settings = read_options(graph, options)
    deadline, found, complete = time.monotonic() + settings.seconds, [], True
    for start, end in pairs:
        if time.monotonic() > deadline:
            complete = False
            break
        if start == end:
            continue
        answer = find_paths(graph, start, end, path_filter=settings.path_filter, **_unfiltered(options))
        complete &= answer.complete
        row = _best_of(graph, answer)
        if row is not None:
            found.append(row)
    return OpenAnswer(tuple(found), complete)


def _unfiltered(options: PathOptions) -> PathOptions:
    """The options that are no part of a filter, which is read once."""
    plain: PathOptions = {"order": "grade"}
    for name in ("max_hops", "effect", "separate", "hub_penalty", "seconds"):
        if name in options:
            plain[name] = options[name]
    return plain


def _with_hops(options: PathOptions) -> PathOptions:
    return {**options, "max_hops": options.get("max_hops") or OPEN_HOPS}


def _best_of(graph: Contents, answer: PathAnswer) -> Reached | None:
    """The row of an answer; None without a path that any evidence stands behind."""
    grading = Grading(graph, answer.end)
    paths = [path for path in (*answer.paths, *answer.outcomes) if any(grading.grades(path))]
    if not paths:
        return None
    effects = sorted({path.effect for path in paths}, key=EFFECTS.index)
    return _row(grading, answer.start, answer.end, tuple(effects), min(paths, key=grading.key))


def _row(grading: Grading, start: Curie, end: Curie, effects: tuple[str, ...], path: Path) -> Reached:
    papers: dict[Curie, bool] = {}
    for step in path.steps:
        papers |= grading.papers(step)
    human = tuple(paper for paper, people in papers.items() if people)
    return Reached(start, end, effects, path, tuple(grading.grades(path)), tuple(papers), human)


def _within(graph: Contents, fixed: Curie, hops: int, *, forward: bool) -> list[Curie]:
    """The entities that ways lead to from a thing, or from which they lead to it, nearest first."""
    following: dict[Curie, dict[Curie, None]] = {}
    for way in groundwork(graph).ways:
        source, target = (way.subject, way.object) if forward else (way.object, way.subject)
        following.setdefault(source, {})[target] = None
    seen, front = {fixed: None}, [fixed]
    for _ in range(hops):
        front = list(dict.fromkeys(other for one in front for other in following.get(one, ()) if other not in seen))
        seen |= dict.fromkeys(front)
    return list(seen)[1:]
