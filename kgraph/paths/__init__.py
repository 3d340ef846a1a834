"""Signed, ranked paths between two entities, with both sides and the reason when there is none."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kgraph.names import names_of
from kgraph.paths.filters import PathFilter
from kgraph.paths.finding import Found, PathSearch
from kgraph.paths.search import SearchBudget
from kgraph.paths.steps import related_contexts
from kgraph.paths.values import SIGNS, Path, PathAnswer, Reason, Step

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.paths.hubs import Hubs

__all__ = ["Path", "PathAnswer", "PathFilter", "Reason", "Step", "find_paths"]

MAX_HOPS = 6
TOP = 5
SECONDS = 20.0
# Entities to go through: every one of them doubles the work.
MOST_WAYPOINTS = 5
# With more claims than this a graph counts as a large merge, where generic hubs cost something unless told otherwise.
LARGE_GRAPH = 10_000
# What users call the choices of `hub_penalty`.
HUB_PENALTY = {"auto": None, "on": True, "off": False}


def find_paths(
    graph: Contents,
    start: str,
    end: str,
    *,
    path_filter: PathFilter | None = None,
    max_hops: int = MAX_HOPS,
    top: int = TOP,
    bundle: bool = True,
    seconds: float = SECONDS,
    hub_penalty: bool | None = None,
) -> PathAnswer:
    """The `top` best paths of each sign from `start` to `end`, by confidence; outcome evidence apart.

    Names are resolved as on the command line.  Helpful, harmful and unknown paths are searched separately, so that
    none hides another.  With nothing found, `because` says why.  `hub_penalty` makes passing through generic hubs cost
    something; None turns that on for more than LARGE_GRAPH claims.  Raises UnknownNameError and AmbiguousNameError.

    >>> import kgraph
    >>> answer = kgraph.find_paths(kgraph.load(), "acetoacetate", "seizures")
    >>> answer.paths[0].effect
    'helps'
    """
    path_filter = path_filter or PathFilter()
    first, last = names_of(graph).resolve(start).id, names_of(graph).resolve(end).id
    penalised = len(graph.claims) > LARGE_GRAPH if hub_penalty is None else hub_penalty
    hubs = _hubs(graph) if penalised else None
    search = PathSearch(graph, path_filter, bundle=bundle, contexts=related_contexts(graph, last), hubs=hubs)
    # Each sign has a budget of its own for each block, so that a costly one leaves the others theirs.
    budgets = [{sign: SearchBudget(seconds=seconds / 6) for sign in SIGNS} for _ in range(2)]
    mechanism_paths, more = _best(search.mechanism_paths(first, last, max_hops, budgets[0]), top)
    outcomes, more_outcomes = _best(search.outcome_paths(first, last, max_hops, budgets[1]), top)
    cut = any(limits.hit for budget in budgets for limits in budget.values())
    mechanism_paths.sort(key=_rank)
    outcomes.sort(key=_rank)
    because = None
    if not mechanism_paths and not outcomes:
        from kgraph.paths.reasons import explain_absence

        because = explain_absence(graph, path_filter, first, last, max_hops=max_hops, bundle=bundle, cut=cut)
    return PathAnswer(
        first,
        last,
        tuple(mechanism_paths),
        tuple(outcomes),
        complete=not cut,
        filtered=path_filter != PathFilter(),
        more=more or more_outcomes,
        because=because,
        shared=_shared_steps(graph, mechanism_paths),
        hub_penalty=hubs is not None,
    )


def _hubs(graph: Contents) -> Hubs:
    from kgraph.paths.hubs import hubs_of

    return hubs_of(graph)


def _best(paths: Found, top: int) -> tuple[list[Path], bool]:
    """The first `top` paths of each sign, and whether there are more."""
    found = {sign: list(islice(of_sign, top + 1)) for sign, of_sign in paths.items()}
    return [path for some in found.values() for path in some[:top]], any(len(some) > top for some in found.values())


def _rank(path: Path) -> tuple[float, int, tuple[str, ...]]:
    return (-path.confidence, len(path.steps), path.entities)


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
