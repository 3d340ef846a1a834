"""What is the outcome of a question itself, which no path may pass through and leave again.

That a diet lowers seizures, and seizures harm neurons, says nothing about how it lowers the disease that the seizures
are a sign of: a path that leaves the outcome goes round in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kgraph.model import Curie
from kgraph.paths.candidate_steps import RESULTS, Way, groundwork
from kgraph.paths.values import Step

if TYPE_CHECKING:
    from kgraph.model import Contents


def outcome_of(graph: Contents, end: Curie) -> frozenset[Curie]:
    """The end with its signs, aspects, special and general forms and opposites, and the results that predict them.

    For a disease these are its signs and what they are a form of (epileptic spasms, seizures), its prognosis, and the
    treatment efficacy that predicts it.  A process that belongs to a disease (mitochondrial dysfunction) is a mechanism
    and no outcome: beside opposites, only diseases, phenotypes, outcomes and adverse effects join.  Nothing joins an
    end without any of these, which is then alone.
    """
    return _closed(end, parts_of_outcomes(graph))


def parts_of_outcomes(graph: Contents) -> Mapping[Curie, set[Curie]]:
    """For each entity those that belong to the outcome that it is part of; kept with the graph."""
    known: Mapping[Curie, set[Curie]] | None = graph.derived.get("parts of outcomes")
    if known is None:
        ways = (way for way in groundwork(graph).ways if way.note == "opposite" or _belongs(graph, way))
        known = graph.derived["parts of outcomes"] = _grouped((way.object, way.subject) for way in ways)
    return known


def _grouped(pairs: Iterable[tuple[Curie, Curie]]) -> dict[Curie, set[Curie]]:
    found: dict[Curie, set[Curie]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found


def _closed(entity: Curie, leading: Mapping[Curie, set[Curie]]) -> frozenset[Curie]:
    """An entity with all that it leads to."""
    found, fresh = {entity}, [entity]
    while fresh:
        more = leading.get(fresh.pop(), set()) - found
        found |= more
        fresh.extend(more)
    return frozenset(found)


def leaves_outcome(step: Step, outcome: frozenset[Curie]) -> bool:
    """Whether a step goes on from the outcome, out of it or to another result that follows.

    Steps that only say what belongs to what, as from a sign to its disease, do not.
    """
    return step.subject in outcome and (step.kind != "structural" or step.object not in outcome)


def special_forms(graph: Contents, entity: Curie) -> frozenset[Curie]:
    """An entity with every more special form of it that a claim names; the entity alone when there is none."""
    return _closed(entity, special_forms_of_each(graph))


def general_forms(graph: Contents, entity: Curie) -> frozenset[Curie]:
    """An entity with every more general thing that it is a form of; the entity alone when there is none."""
    known: Mapping[Curie, set[Curie]] | None = graph.derived.get("general forms")
    if known is None:
        pairs = ((one, general) for general, some in special_forms_of_each(graph).items() for one in some)
        known = graph.derived["general forms"] = _grouped(pairs)
    return _closed(entity, known)


def special_forms_of_each(graph: Contents) -> Mapping[Curie, set[Curie]]:
    """For each general entity its next more special forms; kept with the graph."""
    known: Mapping[Curie, set[Curie]] | None = graph.derived.get("special forms")
    if known is None:
        ways = (way for way in groundwork(graph).ways if way.relation == "has_subtype" and not way.reversed)
        known = graph.derived["special forms"] = _grouped((way.subject, way.object) for way in ways)
    return known


def _belongs(graph: Contents, way: Way) -> bool:
    """Whether a way makes its subject part of the outcome that its object is part of."""
    kind = graph.entities[way.subject].kind if way.subject in graph.entities else ""
    if way.kind == "structural":
        return kind in RESULTS
    # A measured result that predicts another measures the same; a sign or a disease that does is a circumstance of it.
    return way.relation == "predicts" and not way.reversed and kind == "outcome"
