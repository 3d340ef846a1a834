"""What the predicate and the qualifiers of one edge say together, for an import and for the index alike.

A qualified predicate says more exactly what a predicate says; where the two, or the predicate and the direction, do not
go together, the direction is open.
"""

from __future__ import annotations

from kgraph.importers.biolink import OF_AMOUNT, OPEN, Predicate, of_another, plain_value, predicate_of

_WAYS = {"positively regulates": "increased", "negatively regulates": "decreased"} | {
    "increases": "increased", "decreases": "decreased",
}  # fmt: skip


def edge_predicate(name: str, *, qualified: str = "", aspect: str = "", direction: str = "") -> Predicate | None:
    """How an edge is carried, by its predicate and the qualifiers of its object; None where the predicate is not known.

    >>> from kgraph.importers.edge_predicates import edge_predicate
    >>> edge_predicate("affects", qualified="causes", aspect="degradation", direction="increased").sign
    '-'
    >>> edge_predicate("affects", qualified="causes").sign  # no direction is given
    '?'
    >>> edge_predicate("negatively_regulates", qualified="causes", direction="increased").sign
    '?'
    """
    aspect, direction = plain_value(aspect), plain_value(direction)
    direction = {"upregulated": "increased", "downregulated": "decreased"}.get(direction, direction)
    known, exact = predicate_of(name), predicate_of(qualified)
    if not qualified or (known and exact and known.name == exact.name):
        return _of_object(known, aspect, direction)
    if known is None:
        exact = _of_object(exact, aspect, direction)
        return exact if direction or exact is None else of_another(exact)
    if exact is None:
        return of_another(known)
    if known.name in OPEN:
        if not direction:
            return predicate_of("affects") if exact.name in OPEN else of_another(exact)
        return _of_object(exact, aspect, direction)
    if exact.name in OPEN and known.relation == "associated_with" and known.sign == "?":
        return _of_object(exact, aspect, direction) if direction else known
    if exact.name in OPEN or (exact.sign, exact.turned) == (known.sign, known.turned):
        return _of_object(known, aspect, direction)
    return of_another(known)


def _of_object(known: Predicate | None, aspect: str, direction: str) -> Predicate | None:
    """A predicate with an aspect of its object and the direction in which that goes."""
    if known is None or not (aspect or direction):
        return known
    if known.name in OPEN:
        return predicate_of(known.name if direction else "affects", aspect=aspect, direction=direction)
    if known.name in _WAYS and aspect and direction in ("", _WAYS[known.name]):
        return predicate_of("affects", aspect=aspect, direction=_WAYS[known.name])
    said = predicate_of(known.name, direction=direction)
    named = known.name.removesuffix(" of").rpartition(" ")[2] if known.name.endswith(" of") else ""
    fits = aspect == named if named and aspect else aspect in OF_AMOUNT
    return said if fits or said is None else of_another(said)
