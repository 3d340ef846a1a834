"""The HTTP connection: uvicorn's, with a limit on how many there are and on how long the head of a request takes.

Where there are too many, the one that has waited longest for a request gives way to a new one, so that clients which
connect and say nothing keep nobody out.  Only when all of them are being answered is a new one turned away.
"""

from __future__ import annotations

import asyncio
import socket
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kgraph.service.problems import MEDIA_TYPE, problem_body
from kgraph.service.request_guard import CONTENT_POLICY, SECURITY_HEADERS
from kgraph.service.settings import ServiceLimits

_RETRY_AFTER = b"2"
# Connections that are kept a moment longer, until they can be told to come back.
_SURPLUS = 32


def guarded_protocol(limits: ServiceLimits) -> type[H11Protocol]:
    """The class of connections that keep these limits."""
    # In the order in which they began to wait: for a request, and to be told that there are too many.
    waiting: dict[H11Protocol, None] = {}
    surplus: dict[H11Protocol, None] = {}

    class GuardedConnection(H11Protocol):
        _head_timer: asyncio.TimerHandle | None = None
        _is_one_too_many = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            # Asyncio does not see that the socket is one of TCP; with the delay every answer would wait for 40 ms.
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if len(self.connections) > limits.connections and waiting:
                _close(waiting)
            self._is_one_too_many = len(self.connections) > limits.connections
            (surplus if self._is_one_too_many else waiting)[self] = None
            if len(surplus) > _SURPLUS:
                _close(surplus)
            self._expect_head()

        def data_received(self, data: bytes) -> None:
            if self.transport.is_closing():
                return
            if self._is_one_too_many:
                # Said now and not when it came: an answer to a question that was not read is lost.
                self._refuse(503, "There are too many connections; try again in a moment.", retry=True)
                return
            super().data_received(data)
            if self.conn.their_state is h11.IDLE:
                self._expect_head()
            else:
                self._drop_timer()
                waiting.pop(self, None)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if not self.transport.is_closing() and self.conn.their_state is h11.IDLE:
                waiting[self] = None

        def connection_lost(self, exc: Exception | None) -> None:
            self._drop_timer()
            waiting.pop(self, None)
            surplus.pop(self, None)
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:
            if self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete:
                self.transport.close()
                return
            self._refuse(400, "This is not a valid HTTP/1.1 request.")

        def _expect_head(self) -> None:
            """Start the clock for the head of the next request, unless it is running."""
            if self._head_timer is None:
                self._head_timer = self.loop.call_later(limits.receive_seconds, self._head_is_late)

        def _drop_timer(self) -> None:
            if self._head_timer is not None:
                self._head_timer.cancel()
                self._head_timer = None

        def _head_is_late(self) -> None:
            self._head_timer = None
            if not self.transport.is_closing() and self.conn.their_state is h11.IDLE:
                self._refuse(408, f"The head of the request took longer than {limits.receive_seconds:g} seconds.")

        def _refuse(self, status: int, detail: str, *, retry: bool = False) -> None:
            """Answer without the application, whatever state the exchange is in, and close the connection."""
            self._drop_timer()
            self._unset_keepalive_if_required()
            body = problem_body(status, detail)
            headers: list[tuple[bytes, bytes]] = [
                (b"content-type", MEDIA_TYPE.encode()),
                (b"content-length", str(len(body)).encode()),
                (b"connection", b"close"),
                *SECURITY_HEADERS,
                (b"content-security-policy", CONTENT_POLICY.encode()),
                *([(b"retry-after", _RETRY_AFTER)] if retry else []),
            ]
            lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
            lines += [name + b": " + value for name, value in headers]
            self.transport.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
            self.transport.close()

    return GuardedConnection


def _close(crowd: dict[H11Protocol, None]) -> None:
    """Close the connection that has waited longest; it no longer counts."""
    oldest = next(iter(crowd))
    del crowd[oldest]
    oldest.connections.discard(oldest)
    oldest.transport.close()


def protocol_arguments(limits: ServiceLimits) -> dict[str, Any]:
    """What uvicorn has to be told so that its connections keep the limits."""
    return {"http": guarded_protocol(limits), "h11_max_incomplete_event_size": limits.header_bytes}
