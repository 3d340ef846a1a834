"""The SPARQL 1.1 Protocol for queries.  Queries run in processes that can be killed; updates are refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from kgraph.service.concurrency import Turnstile
from kgraph.service.negotiation import choose, ranked
from kgraph.service.problems import ProblemError
from kgraph.service.rdf import ANSWER_TYPES, GRAPHS, RDF_TYPES, describe_service
from kgraph.sparql.pool import AnswerDocument, QueryWorkers

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
_FOR_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_MOST_FIELDS = 64
_HTML = "text/html"
_AT_ONCE = 1 << 20  # bytes; a larger answer is sent piece by piece

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ProtocolQuery:
    """A query with the dataset that the protocol gives it."""

    query: str
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]


class SparqlEndpoint:
    """The endpoint over one pool of workers."""

    def __init__(self, workers: QueryWorkers, queries: Turnstile, *, root: str = "") -> None:
        self._workers, self._queries, self._root = workers, queries, root

    async def sparql(self, request: Request) -> Response:
        """The answer to a query by GET or POST; to a GET without a query the service description.

        A browser that shows the address gets the query page with the query in it.
        """
        asked = read_request(
            request.method, request.url.query, request.headers.get("content-type", ""), await request.body()
        )
        accept = request.headers.get("accept", "")
        if request.method != "POST" and choose(accept, [*ANSWER_TYPES, _HTML]) == _HTML:
            return RedirectResponse("/query" + (f"?{urlencode({'query': asked.query})}" if asked else ""), 303)
        if asked is None:
            return await self._described(request, accept)
        wanted = acceptable(request)
        outcome = await self._queries.run(
            self._workers.run,
            asked.query,
            accept=wanted,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            base_iri=self._place(request),
        )
        return answer(request, outcome)

    async def _described(self, request: Request, accept: str) -> Response:
        media_type = choose(accept, RDF_TYPES)
        if media_type is None:
            raise ProblemError(406, f"The service description comes as {', '.join(RDF_TYPES)}.")
        outcome = await self._queries.run(self._workers.run, GRAPHS, accept=["application/sparql-results+json"])
        graphs = [row["graph"] for row in json.loads(outcome.read())["results"]["bindings"]]
        names = [graph["value"] for graph in graphs if graph["type"] == "uri"]
        document = describe_service(self._place(request), media_type, names)
        # The names are an answer like any other, and may be more than the limit.
        headers = {"Vary": "Accept", **({"Kgraph-Cut": outcome.cut} if outcome.cut else {})}
        return Response(document, media_type=media_type, headers=headers)

    def _place(self, request: Request) -> str:
        """The address of the endpoint as this client knows it."""
        return f"{request.url.scheme}://{request.headers['host']}{self._root}{request.url.path}"


def acceptable(request: Request) -> list[str]:
    """The media types of answers that a request takes, best first.  Raises ProblemError when there is none."""
    wanted = ranked(request.headers.get("accept", ""), ANSWER_TYPES)
    if not wanted:
        raise ProblemError(406, f"None of those formats is offered; there are {', '.join(ANSWER_TYPES)}.")
    return wanted


def answer(request: Request, outcome: AnswerDocument) -> Response:
    """What the workers found, as it is read; a cut answer says so in a header too."""
    headers = {"Vary": "Accept", "Content-Length": str(outcome.size), "Cache-Control": "no-cache"}
    if outcome.cut:
        headers["Kgraph-Cut"] = outcome.cut
    if request.method == "HEAD":
        outcome.close()
        return Response(media_type=outcome.media_type, headers=headers)
    if outcome.size <= _AT_ONCE:
        return Response(outcome.read(), media_type=outcome.media_type, headers=headers)
    return _Streamed(outcome, headers)


class _Streamed(StreamingResponse):
    """An answer that lets go of its file also when the client leaves before it has begun to read."""

    def __init__(self, outcome: AnswerDocument, headers: dict[str, str]) -> None:
        super().__init__(outcome.chunks(), media_type=outcome.media_type, headers=headers)
        self._outcome = outcome

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._outcome.close()


def read_request(method: str, address: str, content_type: str, body: bytes) -> ProtocolQuery | None:
    """The query in a request, or None for a GET that has none.

    `address` is the query string of the address.  Raises ProblemError for what the protocol does not allow, and for
    updates.
    """
    given = _pairs(address)
    media_type = ""
    if method == "POST":
        media_type = _media_type(content_type)
        if media_type == FORM:
            given += _pairs(_decoded(body))
    if media_type == _UPDATE or any(name in _FOR_UPDATES for name, _ in given):
        raise ProblemError(403, "This service is read-only; updates are refused.")
    queries = [value for name, value in given if name == "query"]
    if media_type == DIRECT:
        queries.append(_decoded(body))
    if len(queries) > 1:
        raise ProblemError(400, f"A request has one query; this one has {len(queries)}.", parameter="query")
    if not queries and method == "POST":
        raise ProblemError(400, "The parameter query is missing.", parameter="query")
    if not queries:
        return None
    return ProtocolQuery(
        queries[0],
        [value for name, value in given if name == "default-graph-uri"],
        [value for name, value in given if name == "named-graph-uri"],
    )


def _media_type(content_type: str) -> str:
    """The media type of a body.  Raises ProblemError for one that the protocol has not, or that is not UTF-8."""
    name, *options = (part.strip().lower() for part in content_type.split(";"))
    if name not in (FORM, DIRECT, _UPDATE):
        sent = repr(name[:60]) if name else "of no type"
        raise ProblemError(415, f"POST a query as {DIRECT} or {FORM}; this is {sent}.")
    for option in options:
        key, _, value = option.partition("=")
        if key == "charset" and value.strip('"') not in ("utf-8", "utf8", "us-ascii"):
            raise ProblemError(415, f"Queries are UTF-8; this one is {value[:40]!r}.")
    return name


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(400, f"The body is not UTF-8: byte {error.start} is 0x{body[error.start]:02x}.") from None


def _pairs(text: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise ProblemError(400, "The parameters are not UTF-8.") from None
    except ValueError:
        raise ProblemError(400, f"There are more than {_MOST_FIELDS} parameters.") from None
