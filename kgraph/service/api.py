"""The JSON API: one route for each operation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kgraph.service.concurrency import Turnstile
from kgraph.service.operation import Operation
from kgraph.service.parameters import read_arguments
from kgraph.service.problems import json_body

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

Endpoint = Callable[[Request], Awaitable[Response]]


def json_response(
    value: Any, *, status: int = 200, media_type: str = "application/json", headers: dict[str, str] | None = None
) -> Response:
    """A value as JSON; see `json_body`."""
    return Response(json_body(value), status_code=status, media_type=media_type, headers=headers)


def endpoint(graph: KnowledgeGraph, operation: Operation, searches: Turnstile) -> Endpoint:
    """The endpoint of one operation."""

    async def answer(request: Request) -> Response:
        arguments = read_arguments(operation.parameters, request.query_params.multi_items())

        def run() -> Response:
            return json_response(operation.answer(graph, arguments))

        if operation.quick:
            return run()
        return await (searches.run(run) if operation.slow else run_in_threadpool(run))

    return answer
