"""Running a query on a graph, in this process or in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kgraph.sparql.evaluation import evaluate, failure
from kgraph.sparql.loading import store_of
from kgraph.sparql.pool import AnswerDocument, QueryWorkers, StoreSource
from kgraph.sparql.query_guard import GuardedQuery, guard
from kgraph.sparql.query_limits import IN_PROCESS, QueryLimits
from kgraph.sparql.table import Answer, Graph, Table
from kgraph.sparql.terms import to_json_term

if TYPE_CHECKING:
    from kgraph.model import Contents


def run_query(
    graph: Contents,
    query: str,
    *,
    bindings: Mapping[str, object] | None = None,
    limits: QueryLimits | None = None,
    table: type[Table] = Table,
) -> Answer:
    """Run a query with the project's prefixes in place; what a SELECT or ASK gives is a `table`.

    Without `limits` it runs in this process, for as long as it takes.  With them it runs in a process of its own, which
    is ended when it goes over one.  Raises QueryError for a bad or refused query, QueryLimitError for one over a limit.
    """
    terms = {name: to_json_term(value) for name, value in bindings.items()} if bindings else {}
    if limits is not None:
        with QueryWorkers(StoreSource(graph.files), limits=limits, size=1) as workers:
            accept = ["application/sparql-results+json", "application/n-triples"]
            return read_outcome(workers.run(query, accept=accept, bindings=terms), table=table)
    guarded = _guarded(query)
    result = evaluate(store_of(graph), guarded, bindings=terms)
    if isinstance(result, QueryTriples):
        try:
            return Graph(tuple(result))
        except (ValueError, OSError, RuntimeError) as error:
            raise failure(error) from None
    # The form of a query does not change, so the next answer is a table too.
    return table(result, lambda: evaluate(store_of(graph), guarded, bindings=terms))  # type: ignore[arg-type,return-value]


@lru_cache(maxsize=64)
def _guarded(query: str) -> GuardedQuery:
    return guard(query, IN_PROCESS)


def read_outcome(outcome: AnswerDocument, *, table: type[Table] = Table) -> Answer:
    """What a worker wrote as SPARQL JSON or N-Triples, as a table or a graph."""
    document = outcome.read()
    if outcome.kind == "graph":
        quads = parse(document, RdfFormat.N_TRIPLES)
        return Graph(tuple(Triple(*quad.triple) for quad in quads), cut=outcome.cut)

    def parsed() -> QuerySolutions | QueryBoolean:
        return parse_query_results(document, QueryResultsFormat.JSON)

    return table(parsed(), parsed, cut=outcome.cut)
