"""What a worker does with one request, whichever way it came: writes the answer, or the error for the pool."""

from __future__ import annotations

from dataclasses import asdict
from typing import IO, Any

from pyoxigraph import Store

from kgraph.errors import KgraphError, NotAcceptableError, QueryLimitError
from kgraph.sparql.evaluation import evaluate, failure
from kgraph.sparql.query_guard import guard
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.results import Result, write_answer


def write_reply(store: Store, request: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
    """Write the answer to a request, as `QueryWorkers.run` makes them, to `out`; what there is to say of it.

    Raises the KgraphError that the query deserves, and MemoryError.
    """
    limits = QueryLimits(**request["limits"])
    query = guard(request["query"], limits)

    def ask() -> Result:
        return evaluate(
            store,
            query,
            bindings=request["bindings"],
            default_graphs=request["default_graphs"],
            named_graphs=request["named_graphs"],
            base_iri=request.get("base_iri"),
        )

    result = ask()
    try:
        return asdict(write_answer(result, out, request["accept"], limits, again=ask))
    except (ValueError, OSError, RuntimeError) as error:
        raise failure(error) from None


def as_message(error: KgraphError) -> dict[str, Any]:
    """An error as the pool raises it again."""
    if isinstance(error, QueryLimitError):
        return {"class": "limit", "limit": error.limit, "message": str(error)}
    if isinstance(error, NotAcceptableError):
        return {"class": "format", "asked": error.asked, "offered": error.offered}
    return {"class": "query", "message": str(error)}
