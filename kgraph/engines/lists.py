"""Lists that two files hold alike, as when a copy of the data is laid over them."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Quad, QuerySolutions, Store

from kgraph.engines.measures import REST
from kgraph.vocabulary import PREFIXES

_HEADS = "SELECT ?thing ?property ?head { ?head rdf:rest ?rest . ?thing ?property ?head FILTER(isIRI(?thing)) }"


def merge_equal_lists(store: Store) -> None:
    """Leave one of the lists that the same property of the same thing has with the same members in the same order.

    The nodes of a list have no names, so that in every file it is another list, and a thing would seem to have two.
    """
    answer = store.query(_HEADS, prefixes=dict(PREFIXES))
    seen: set[tuple[object, ...]] = set()
    for thing, property_, head in list(answer) if isinstance(answer, QuerySolutions) else []:
        said = (thing, property_, *_said(store, head))
        if said in seen:
            store.remove(Quad(thing, property_, head))
            _let_go(store, head)
        seen.add(said)


def _said(store: Store, head: BlankNode) -> Iterator[tuple[tuple[object, object], ...]]:
    """What each node of a list has beside the next one, in a fixed order; a circle ends where it began."""
    passed: set[object] = set()
    node: object = head
    while isinstance(node, BlankNode) and node not in passed:
        passed.add(node)
        found = list(store.quads_for_pattern(node, None, None))
        yield tuple(sorted(((quad.predicate, quad.object) for quad in found if quad.predicate != REST), key=str))
        node = next((quad.object for quad in found if quad.predicate == REST), None)


def _let_go(store: Store, node: object) -> None:
    """Remove the nodes of a list, up to the first that something else still has."""
    while isinstance(node, BlankNode) and not any(store.quads_for_pattern(None, None, node)):
        found = list(store.quads_for_pattern(node, None, None))
        for quad in found:
            store.remove(quad)
        node = next((quad.object for quad in found if quad.predicate == REST), None)
