"""The licences that the data sets of a graph say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgraph.sparql.loading import store_of
from kgraph.vocabulary import PREFIXES, RDF_TYPE

if TYPE_CHECKING:
    from kgraph.model import Contents

_DATASET = NamedNode("http://www.w3.org/ns/dcat#Dataset")
_LICENCE = NamedNode(PREFIXES["dct"] + "license")


def licences(graph: Contents) -> tuple[str, ...]:
    """The licences of the data sets in the graph, as IRIs or texts, sorted; empty where none says one.

    >>> import kgraph
    >>> licences(kgraph.load())
    ('https://creativecommons.org/licenses/by/4.0/',)
    """
    store = store_of(graph)
    sets = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(RDF_TYPE), _DATASET)}
    found = (quad.object for one in sets for quad in store.quads_for_pattern(one, _LICENCE, None))
    return tuple(sorted({str(getattr(value, "value", value)) for value in found}))
