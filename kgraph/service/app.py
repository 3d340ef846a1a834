"""The application: its routes, and what becomes of errors."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kgraph.errors import KgraphError
from kgraph.release import parts
from kgraph.service.api import endpoint, json_response
from kgraph.service.concurrency import Turnstile
from kgraph.service.explorer_page import ExplorerPage
from kgraph.service.named_questions import NamedQuestions
from kgraph.service.negotiation import choose
from kgraph.service.openapi import openapi_document
from kgraph.service.operations import OPERATIONS
from kgraph.service.pages import Pages
from kgraph.service.problems import MEDIA_TYPE, ProblemError, problem_response
from kgraph.service.query_pages import QueryPages
from kgraph.service.request_guard import Guard
from kgraph.service.settings import Settings
from kgraph.service.sparql_protocol import SparqlEndpoint
from kgraph.service.static import static_file
from kgraph.service.thing_pages import ThingPages
from kgraph.service.things import KINDS
from kgraph.service.view_columns import VIEWS, View
from kgraph.service.view_pages import ViewPages
from kgraph.sparql.pool import QueryWorkers
from kgraph.version import __version__

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

Handler = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]

_READ = ["GET", "HEAD"]
_THREADS = 6


def service(graph: KnowledgeGraph, settings: Settings, workers: QueryWorkers) -> Guard:
    """The ASGI application of one graph, with the workers that answer queries."""
    # Who waits inside the pool is handed a worker from thread to thread, which takes no turns of a busy event loop.
    queries = Turnstile(workers.size + workers.waiting, settings.limits.query_wait_seconds / 2)
    questions = NamedQuestions(graph, workers, queries, elsewhere=settings.store is not None)
    pages = Pages(graph, root=settings.root_path)
    asking = QueryPages(graph, pages, questions, workers, queries)
    views = ViewPages(graph, pages)
    searches = Turnstile(settings.limits.searches, settings.limits.wait_seconds)
    things = ThingPages(graph, pages)
    explorer = ExplorerPage(graph)
    endpoint_pages = SparqlEndpoint(workers, queries, root=settings.root_path)
    openapi = openapi_document(OPERATIONS, root=settings.root_path)
    release = {part.name: {"version": part.version, "sha256": part.sha256} for part in parts(graph.files)}

    def health(request: Request) -> Response:
        counts = {"claims": len(graph.claims), "entities": len(graph.entities), "references": len(graph.references)}
        answers = workers.answers()
        state = {"status": "ok" if answers else "degraded", "queries": "answered" if answers else "not answered"}
        held = {**state, "version": __version__, **counts, "release": release}
        return json_response(held, status=200 if answers else 503, headers={"Cache-Control": "no-store"})

    routes = [
        _route("/", pages.home),
        _route("/path", _in_turn(pages.paths, searches, at_once=_has_no_question)),
        _route("/search", pages.search),
        _route("/query", asking.editor),
        _route("/query/{name}", asking.named),
        _route("/labels", asking.labels),
        *[_route(f"/{view.name}", _in_turn(_view(views, view), searches)) for view in VIEWS],
        *[Route(path, endpoint_pages.sparql, methods=[*_READ, "POST"]) for path in ("/sparql", "/sparql/")],
        _route("/explore", _in_turn(explorer.explore, searches)),
        _route("/api", pages.api),
        *[_route(f"/api/{operation.name}", endpoint(graph, operation, searches)) for operation in OPERATIONS],
        _route("/api/queries", questions.listing),
        _route("/api/queries/{name}", questions.ask),
        _route("/openapi.json", lambda _: json_response(openapi)),
        _route("/health", health),
        _route("/static/{name}", static_file),
        *[_route(f"/{kind}/{{name:path}}", _of_kind(things, kind)) for kind in KINDS],
    ]
    problems = _Problems(pages)
    handlers: Any = dict.fromkeys((ProblemError, KgraphError, HTTPException, Exception), problems)
    return Guard(Starlette(routes=routes, exception_handlers=handlers, lifespan=_warmed(graph, workers)), settings)


def _route(path: str, handler: Handler) -> Route:
    return Route(path, handler, methods=_READ)


def _of_kind(things: ThingPages, kind: str) -> Callable[[Request], Response]:
    def thing(request: Request) -> Response:
        request.path_params["kind"] = kind
        return things.thing(request)

    return thing


def _view(views: ViewPages, view: View) -> Callable[[Request], Response]:
    return lambda request: views.show(view, request)


def _has_no_question(request: Request) -> bool:
    return not request.query_params


def _in_turn(
    handler: Callable[[Request], Response],
    searches: Turnstile,
    *,
    at_once: Callable[[Request], bool] = lambda _: False,
) -> Callable[[Request], Awaitable[Response]]:
    """A page that takes a while, of which only a few are made at a time; those that need no search `at_once`."""

    async def waiting(request: Request) -> Response:
        if at_once(request):
            return await run_in_threadpool(handler, request)
        return await searches.run(handler, request)

    return waiting


def _warmed(graph: KnowledgeGraph, workers: QueryWorkers) -> Callable[[Starlette], Any]:
    """What takes a while is done before the first request comes."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        # The workers' own process loads at the same time.
        await run_in_threadpool(lambda: (graph.store, graph.names.search("ketone"), graph.claims_by_entity))
        await run_in_threadpool(workers.ready)
        # Python runs one thread at a time; more of them only wait for each other.
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        # What was loaded stays, and need not be searched for garbage again and again.
        gc.collect()
        gc.freeze()
        yield

    return lifespan


class _Problems:
    """Turns errors into problem details, or into a page for a browser that asked for one."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    async def __call__(self, request: Request, error: Exception) -> Response:
        problem = _problem_of(error, request)
        if problem.status == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "OPTIONS":
            return Response(status_code=204, headers=problem.headers)
        wanted = request.headers.get("accept", "")
        is_page = not request.url.path.startswith(("/api/", "/sparql"))
        if not is_page:
            return problem_response(problem)
        problem.headers = {**problem.headers, "Vary": "Accept"}
        if choose(wanted, [MEDIA_TYPE, "text/html"]) == "text/html":
            return self._pages.problem(problem)
        return problem_response(problem)


def _problem_of(error: Exception, request: Request) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, KgraphError):
        return ProblemError.of(error)
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.NOT_FOUND:
            return ProblemError(404, f"There is nothing at {request.url.path[:200]!r}; /api lists what there is.")
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return ProblemError(405, f"{request.method[:20]} is not possible here.", headers=headers)
        return ProblemError(error.status_code, error.detail, headers=headers)
    return ProblemError(500, "The service failed; its log says how. Please report it.")
