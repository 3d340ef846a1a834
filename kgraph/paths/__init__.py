"""Signed, ranked paths between two entities, with both sides and the reason when there is none.

The explorer's page finds them by a second implementation, viz/src/paths: what changes a path, its rank, the verdict or
a reason changes both, and tests/browser/test_explorer_search.py compares them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Unpack

from kgraph.model import Curie
from kgraph.names import names_of
from kgraph.paths.chains import Folding
from kgraph.paths.filters import PathFilter
from kgraph.paths.finder import Searching, finder_of
from kgraph.paths.finding import Found, PathSearch
from kgraph.paths.people import seen_in_people
from kgraph.paths.reason_words import Reason
from kgraph.paths.search import SearchBudget
from kgraph.paths.search_options import LARGE_GRAPH, PathOptions, read_options
from kgraph.paths.steps import related_contexts
from kgraph.paths.values import (
    SIGNS,
    Chain,
    MechanismEntry,
    Path,
    PathAnswer,
    SeenInPeople,
    Step,
    Verdict,
)

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.paths.hubs import Hubs

__all__ = [
    "Chain", "MechanismEntry", "Path", "PathAnswer", "PathFilter", "PathOptions", "Reason", "SeenInPeople", "Step",
    "Verdict", "find_paths",
]  # fmt: skip

# So many routes of a sign are ranked; beyond, the most confident ones of them.
RANKED = 2000
# Confidences that differ by less are equal.
_EQUAL = 1 - 1e-9


def find_paths(
    graph: Contents,
    start: str,
    end: str,
    *,
    path_filter: PathFilter | None = None,
    **options: Unpack[PathOptions],
) -> PathAnswer:
    """The `top` best paths of each effect from `start` to `end`, with the answer by mechanism and the verdict.

    The options are those of `kgraph.paths.search_options`, which are the options of every door: via, avoid, mechanism,
    max_hops, top, effect, evidence, study, species, disease, source, primary_only, include, certainty, directness,
    associations, undirected, separate, hub_penalty, order and seconds.  A filter that is made already may be given
    whole.  Names are resolved as on the command line.  Helpful, harmful and unknown paths are searched separately, so
    that none hides another.  Nothing passes through the outcome and leaves it again (`kgraph.paths.outcome_rule`).  By
    `order` ``grade``, all routes within `max_hops` are ranked by the kind of study behind their steps
    (`kgraph.paths.grades`) and folded into chains; where there are more than RANKED of a sign, the most confident ones
    are, and `counted` is false.  By ``product``, paths are ranked by the product of the confidences of their steps,
    unfolded, and there is no answer by mechanism.  Outcome evidence stands apart.  With nothing found, `because` says
    why.  Raises UsageError, with what is possible, for a value that an option does not take, UnknownNameError and
    AmbiguousNameError.

    >>> import kgraph
    >>> answer = kgraph.find_paths(kgraph.load(), "acetoacetate", "seizures", top=3)
    >>> answer.paths[0].effect
    'helps'
    """
    settings = read_options(graph, options, path_filter)
    path_filter, max_hops, top, order = settings.path_filter, settings.max_hops, settings.top, settings.order
    bundle = not settings.separate
    first, last = names_of(graph).resolve(start).id, names_of(graph).resolve(end).id
    most = RANKED if order == "grade" else top
    finder, contexts = finder_of(graph), related_contexts(graph, last)
    penalised = len(graph.claims) > LARGE_GRAPH if settings.hub_penalty is None else settings.hub_penalty
    search: Searching
    if finder is None:
        hubs = _hubs(graph) if penalised else None
        search = PathSearch(graph, path_filter, bundle=bundle, contexts=contexts, hubs=hubs, through_outcome=False)
    else:
        penalised = penalised and finder.has_hubs
        search = finder.searching(path_filter, bundle=bundle, contexts=contexts, hubs=penalised, expected=most)
    # Each sign has a budget of its own for each block, so that a costly one leaves the others theirs.
    budgets = [{sign: SearchBudget(seconds=settings.seconds / 6) for sign in SIGNS} for _ in range(2)]
    tied = order != "grade"
    routes, more_routes = _best(search.mechanism_paths(first, last, max_hops, budgets[0]), most, tied=tied)
    outcomes, more_outcomes = _best(search.outcome_paths(first, last, max_hops, budgets[1]), most, tied=tied)
    cut = any(limits.hit for budget in budgets for limits in budget.values())
    chains: list[Chain] = []
    mechanism_paths = routes
    folding = Folding(graph, first, last, separate=settings.separate)
    if order == "grade":
        if not (path_filter.via or path_filter.mechanism):
            routes, plain = folding.told_apart(routes)
            outcomes += plain
        chains = folding.chains(routes)
        mechanism_paths, more = _first_of_each([chain.path for chain in chains], top)
        outcomes, more_outcomes = _first_of_each(sorted(outcomes, key=folding.grading.key), top)
    else:
        more = more_routes
        mechanism_paths.sort(key=_rank)
        outcomes.sort(key=_rank)
    because = None
    if not mechanism_paths and not outcomes:
        from kgraph.paths.reasons import explain_absence

        explain = partial(explain_absence, graph) if finder is None else finder.absence
        because = explain(path_filter, first, last, max_hops=max_hops, bundle=bundle, cut=cut)
    answer = PathAnswer(
        first,
        last,
        tuple(mechanism_paths),
        tuple(outcomes),
        complete=not cut,
        filtered=path_filter != PathFilter(),
        more=more or more_outcomes,
        because=because,
        shared=_shared_steps(graph, mechanism_paths),
        hub_penalty=penalised,
        mechanisms=tuple(folding.entries(chains)),
        people=tuple(seen_in_people(graph, first, last)) if order == "grade" else (),
        verdict=_verdict(graph, path_filter, first, last, [*mechanism_paths, *outcomes]) if order == "grade" else None,
        routes=tuple(Counter(route.effect for route in routes).items()) if order == "grade" else (),
        counted=not (order == "grade" and more_routes),
    )
    return answer if settings.effect == "any" else answer.only(settings.effect)


def _verdict(graph: Contents, path_filter: PathFilter, start: Curie, end: Curie, found: list[Path]) -> Verdict:
    from kgraph.paths.verdict import MOST_ARCS, find_verdict

    finder, signs = finder_of(graph), {path.sign for path in found}
    if finder is not None:
        return finder.verdict(start, end, path_filter=path_filter, found=signs, most=MOST_ARCS)
    return find_verdict(graph, start, end, path_filter=path_filter, found=signs)


def _first_of_each(paths: list[Path], top: int) -> tuple[list[Path], bool]:
    """The first `top` paths of each effect, in the order of the list, and whether there are more."""
    taken: Counter[str] = Counter()
    chosen = []
    for path in paths:
        taken[path.effect] += 1
        if taken[path.effect] <= top:
            chosen.append(path)
    return chosen, any(count > top for count in taken.values())


def _hubs(graph: Contents) -> Hubs:
    from kgraph.paths.hubs import hubs_of

    return hubs_of(graph)


def _best(paths: Found, top: int, *, tied: bool) -> tuple[list[Path], bool]:
    """The first `top` paths of each sign, and whether there are more.

    With `tied`, of paths as confident as the last of them those with fewer steps come first, then by the names of the
    entities, in whatever order they were found.
    """
    found = {sign: list(islice(of_sign, top + 1)) for sign, of_sign in paths.items()}
    more = any(len(some) > top for some in found.values())
    if tied:
        for sign, some in found.items():
            if len(some) > top:
                found[sign] = sorted([*some, *_ties(paths[sign], some[top - 1 :])], key=_rank)
    return [path for some in found.values() for path in some[:top]], more


def _ties(paths: Iterator[Path], last: Sequence[Path]) -> Iterator[Path]:
    """The paths to come that are as confident as the first of the last ones, when all of these are."""
    least = last[0].confidence * _EQUAL
    if last[-1].confidence >= least:
        yield from takewhile(lambda path: path.confidence >= least, islice(paths, RANKED))


def _rank(path: Path) -> tuple[float, int, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    # Confidences are products of doubles in some order: what differs in the last places alone is the same.
    confidence = float(f"{path.confidence:.9g}")
    return (-confidence, len(path.steps), path.entities, tuple(_told(step) for step in path.steps))


def _told(step: Step) -> tuple[str, ...]:
    return (step.kind, step.relation, step.sign, *(claim.id for claim in step.claims))


def _shared_steps(graph: Contents, paths: list[Path]) -> tuple[str, ...]:
    """What helpful and harmful paths have in common at their first or last step, in words."""
    notes = []
    for name, index in (("first", 0), ("last", -1)):
        ends = {
            effect: {(p.steps[index].subject, p.steps[index].object): None for p in paths if p.effect == effect}
            for effect in ("helps", "harms")
        }
        for subject, target in ends["helps"]:
            if (subject, target) in ends["harms"]:
                step = f"{graph.label(subject)} → {graph.label(target)}"
                notes.append(f"Helpful and harmful paths share their {name} step: {step}.")
    return tuple(notes)
