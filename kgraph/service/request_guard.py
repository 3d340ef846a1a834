"""The outermost layer: what is checked before a request is routed, and what every answer carries."""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from typing import Any
from urllib.parse import unquote

from kgraph.formats.escape import for_terminal
from kgraph.service.hosts import Doorkeeper, split_target, values_of
from kgraph.service.problems import RETRY, ProblemError, problem_response
from kgraph.service.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Left to each answer, because the explorer has a policy of its own.
_POLICY = b"content-security-policy"
SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_EXPOSED = b"kgraph-cut, link, retry-after"
_CLOSE = {"Connection": "close"}
_THROWN_AWAY = 8


class _ClientGoneError(Exception):
    """The client has left, or does not read its answer."""


class Guard:
    """An ASGI application around another that keeps the limits, adds the security headers and writes the log."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._limits, self._root = settings.limits, settings.root_path.encode()
        self._door = Doorkeeper(settings.allowed_hosts, settings.cors)
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass on what is none."""
        if scope["type"] != "http":
            await self._app(scope, _until_stopped(receive), send)
            return
        answer = _Answer(scope, send, self._cors(scope), self._limits.send_seconds, self._root)
        try:
            await self._answer(scope, receive, answer)
        except _ClientGoneError:
            answer.abandoned = True
        finally:
            answer.log()

    async def _answer(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        """Answer one request, whatever happens, unless its client is gone."""
        try:
            self._check(scope)
            if self._is_preflight(scope):
                await answer.preflight()
                return
            body = await self._body(scope, receive)
            await self._run(scope, _replayed(body, receive), answer.send)
        except ProblemError as problem:
            await problem_response(problem)(scope, receive, answer.send)
        except _ClientGoneError:
            raise
        except asyncio.CancelledError:
            # The service stops, and the time to finish what is under way has run out.
            if not answer.started:
                stopping = ProblemError(503, "The service is stopping.", headers={**RETRY, **_CLOSE})
                await problem_response(stopping)(scope, receive, answer.send)
        except Exception:  # noqa: BLE001  # the service goes on; what happened is in the log
            sys.stderr.writelines(f"{for_terminal(line)}\n" for line in traceback.format_exc().splitlines())
            if not answer.started:
                failed = ProblemError(500, "The service failed; its log says how. Please report it.")
                await problem_response(failed)(scope, receive, answer.send)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._running >= self._limits.requests:
            raise ProblemError(503, "There are too many requests; try again in a moment.", headers=RETRY)
        self._running += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._running -= 1

    def _check(self, scope: Scope) -> None:
        limits, headers = self._limits, scope["headers"]
        authority, path = split_target(scope["raw_path"])
        refused = self._door.refusal(headers, authority)
        if refused:
            raise ProblemError(*refused)
        # A proxy may leave the path at which it has the service on, or take it off.
        inside = path[len(self._root) :] or b"/" if (path + b"/").startswith(self._root + b"/") else path
        if authority is not None or inside != path:
            scope["raw_path"], scope["path"] = inside, unquote(inside.decode("latin-1"))
        length = len(scope["raw_path"]) + len(scope["query_string"])
        if length > limits.url:
            raise ProblemError(414, f"The address has {length} bytes; at most {limits.url} are taken. POST the query.")
        if len(headers) > limits.headers:
            raise ProblemError(431, f"The request has {len(headers)} headers; at most {limits.headers} are taken.")

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        """The body of a request, within its limits of size and time."""
        limits = self._limits
        size = 0
        chunks: list[bytes] = []
        try:
            async with asyncio.timeout(limits.receive_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _ClientGoneError
                    piece = message.get("body", b"")
                    size += len(piece)
                    if size <= limits.body:
                        chunks.append(piece)
                    # A client that is still sending does not see an answer, so some more is read and thrown away.
                    if not message.get("more_body") or size > _THROWN_AWAY * limits.body:
                        break
        except TimeoutError:
            late = f"The body of the request took longer than {limits.receive_seconds:g} seconds."
            raise ProblemError(408, late, headers=_CLOSE) from None
        if size > limits.body:
            raise ProblemError(413, f"The body is too large; at most {limits.body} bytes are taken.", headers=_CLOSE)
        return b"".join(chunks)

    def _cors(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        origins = values_of(scope["headers"], b"origin")
        if len(origins) != 1 or not self._door.may_read(origins[0]):
            return [(b"vary", b"Origin")]
        return [
            (b"vary", b"Origin"),
            (b"access-control-allow-origin", origins[0].encode("latin-1")),
            (b"access-control-expose-headers", _EXPOSED),
        ]

    @staticmethod
    def _is_preflight(scope: Scope) -> bool:
        asked = values_of(scope["headers"], b"access-control-request-method")
        return scope["method"] == "OPTIONS" and bool(asked)


def _until_stopped(receive: Receive) -> Receive:
    """A receiver for which being cancelled is the end of the service, and no failure of it."""

    async def told() -> Message:
        try:
            return await receive()
        except asyncio.CancelledError:
            return {"type": "lifespan.shutdown"}

    return told


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A receiver that gives out the body that was read, and then whatever comes."""
    waiting = [body]

    async def replay() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replay


def _below(root: bytes, headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Headers whose addresses within the service begin with its root."""
    for name, value in headers:
        if name in {b"location", b"content-location"} and value.startswith(b"/"):
            yield name, root + value
        else:
            yield name, value.replace(b"</", b"<" + root + b"/") if name == b"link" else value


class _Answer:
    """The way out of one request: adds headers, gives up on clients that do not read, and counts for the log."""

    def __init__(self, scope: Scope, send: Send, cors: list[tuple[bytes, bytes]], seconds: float, root: bytes) -> None:
        self._scope, self._send, self._cors, self._seconds, self._root = scope, send, cors, seconds, root
        self._target = scope["raw_path"]
        self._begun = time.monotonic()
        self._status = self._size = 0
        self.abandoned = False

    @property
    def started(self) -> bool:
        """Whether the head of the answer is out."""
        return bool(self._status)

    async def send(self, message: Message) -> None:
        """Pass a message on, with the headers that every answer carries."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = [*_below(self._root, message.get("headers", ())), *SECURITY_HEADERS, *self._cors]
            if not any(name.lower() == _POLICY for name, _ in headers):
                headers.append((_POLICY, CONTENT_POLICY.encode()))
            message = {**message, "headers": headers}
        else:
            self._size += len(message.get("body", b""))
        try:
            async with asyncio.timeout(self._seconds):
                await self._send(message)
        except TimeoutError:
            raise _ClientGoneError from None

    async def preflight(self) -> None:
        """Answer the question of a browser whether a page may ask; the CORS headers say it."""
        headers = [
            (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
            (b"access-control-allow-headers", b"accept, content-type"),
            (b"access-control-max-age", b"600"),
        ]
        await self.send({"type": "http.response.start", "status": 204, "headers": headers})
        await self.send({"type": "http.response.body", "body": b""})

    def log(self) -> None:
        """One line on standard error, in which a request cannot move the cursor or start a line of its own."""
        scope = self._scope
        client = scope["client"][0] if scope.get("client") else "-"
        target = self._target.decode("latin-1")
        if scope["query_string"]:
            target += "?" + scope["query_string"].decode("latin-1")
        milliseconds = (time.monotonic() - self._begun) * 1000
        ending = " client gone" if self.abandoned else ""
        line = f'{client} "{scope["method"]} {target[:500]}" {self._status or "-"} {self._size} {milliseconds:.0f}ms'
        sys.stderr.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S')} {for_terminal(line)}{ending}\n")
