"""The derived edge layer, read from the claims of a store.

One plain triple per claim that is firm enough, and ``kg:raises`` or ``kg:lowers`` where it is signed, so that naive
SPARQL works.  Nothing is built per claim but its edges, so that a million claims take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from kgraph.vocabulary import KG, PREFIXES, TENTATIVE

_DIRECTION = {"+": NamedNode(KG + "raises"), "-": NamedNode(KG + "lowers")}
_COMPARED = NamedNode(KG + "compared_with")
_FIRM = f"""
SELECT ?subject ?relation ?object ?sign {{
  ?claim a kg:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object .
  OPTIONAL {{ ?claim kg:sign ?sign }}
  OPTIONAL {{ ?claim kg:certainty ?certainty }}
  FILTER (!BOUND(?sign) || ?sign != "0")
  FILTER (!BOUND(?certainty) || ?certainty NOT IN ({", ".join(f"certainty:{name}" for name in sorted(TENTATIVE))}))
  FILTER (isIRI(?subject) && isIRI(?relation) && isIRI(?object))
}}"""


def add_edges(store: Store) -> None:
    """Add the edges of all claims in the default graph to it."""
    store.bulk_extend(edges_of(store))


def edges_of(store: Store) -> Iterator[Quad]:
    """The edges of all claims in the default graph; an edge comes once for every claim that makes it."""
    rows = store.query(_FIRM, prefixes=dict(PREFIXES))
    if not isinstance(rows, QuerySolutions):
        return
    for subject, relation, target, sign in rows:
        if isinstance(subject, NamedNode) and isinstance(relation, NamedNode) and isinstance(target, NamedNode):
            yield Quad(subject, relation, target)
            direction = _DIRECTION.get(sign.value) if sign is not None and relation != _COMPARED else None
            if direction is not None:
                yield Quad(subject, direction, target)
