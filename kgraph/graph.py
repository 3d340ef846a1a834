"""The knowledge graph: the contents of the files, with every question that can be asked of them as a method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from os import PathLike
from typing import TYPE_CHECKING

from kgraph.model import Contents, Curie
from kgraph.names import Names, names_of
from kgraph.reading.load import load_contents

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import Store

    from kgraph.sparql import Answer
    from kgraph.sparql.query_limits import QueryLimits

__all__ = ["KnowledgeGraph", "load"]


class KnowledgeGraph(Contents):
    """Claims, evidence, entities, references and hypotheses as frozen values, with a SPARQL and a networkx view.

    Made by `load`.  All collections map identifiers (``claim:…``) to values and keep the order of the files.
    """

    def __init__(self, contents: Contents) -> None:
        super().__init__(
            contents.entities,
            contents.claims,
            contents.references,
            contents.hypotheses,
            contents.questions,
            contents.sources,
            contents.relations,
            contents.terms,
            files=contents.file_names,
            recall=contents.recall,
        )

    @property
    def names(self) -> Names:
        """Names, synonyms and identifiers, for looking things up."""
        return names_of(self)

    @property
    def store(self) -> Store:
        """The statements of the files and the derived edges in an Oxigraph store."""
        from kgraph.sparql.loading import store_of

        return store_of(self)

    def network(self) -> nx.MultiDiGraph[Curie]:
        """The claim network: a node per entity, an edge per claim, with the values under ``entity`` and ``claim``."""
        from kgraph.network import claim_network

        return claim_network(self)

    def sparql(
        self, query: str, *, bindings: Mapping[str, object] | None = None, limits: QueryLimits | None = None
    ) -> Answer:
        """Run a SPARQL query on the files and the derived edges.

        A SELECT or ASK gives a `Table`, whose rows are read as they are asked for, a CONSTRUCT or DESCRIBE a `Graph`.
        `bindings` are terms of rdflib or plain values for variables that the query selects.  The query runs in this
        process, for as long as it takes; with `limits` it runs in a process of its own that can be stopped.  Raises
        QueryError for a query that is not valid or that would reach outside the store, QueryLimitError over a limit.

        >>> import kgraph
        >>> graph = kgraph.load()
        >>> graph.sparql("SELECT ?c { ?c a kg:Claim } LIMIT 1").columns
        ('c',)
        """
        return _query_runner()(self, query, bindings=bindings, limits=limits)


@cache
def _query_runner() -> Callable[..., Answer]:
    """`run_query`, imported when it is first needed and once: an import statement takes as long as reading a row."""
    from kgraph.sparql import run_query

    return run_query


def load(*files: str | PathLike[str], bundled: bool = True) -> KnowledgeGraph:
    """Read the bundled graph, with the user's own files laid over it.

    With ``bundled=False`` only the vocabulary comes from the package.  Raises DataError, with file, line and column,
    when a file cannot be read.

    >>> import kgraph
    >>> kgraph.load().names.resolve("KDT").label
    'ketogenic diet therapy'
    """
    return KnowledgeGraph(load_contents(*files, bundled=bundled))
