"""One limit of time for a whole exchange with a server: connecting, heads, body, however slowly they come in."""

from __future__ import annotations

import http.client
import socket
import threading
import urllib.request
from contextlib import suppress
from types import TracebackType
from typing import Any, Self


class Deadline:
    """After so many seconds the connections that were made under it are shut, and `passed` is true.

    None means never.  A time-out of a socket would begin anew with every byte that comes.
    """

    def __init__(self, seconds: float | None) -> None:
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._pass) if seconds is not None else None
        if self._timer is not None:
            self._timer.daemon = True

    def __enter__(self) -> Self:
        if self._timer is not None:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def watch(self, connection: socket.socket) -> None:
        """Shut this connection too when the time has passed."""
        with self._lock:
            self._sockets.append(connection)
            if self.passed:
                _shut(connection)

    def _pass(self) -> None:
        with self._lock:
            self.passed = True
            for connection in self._sockets:
                _shut(connection)

    def handlers(self) -> list[urllib.request.BaseHandler]:
        """What makes urllib open its connections under this deadline."""
        deadline = self

        class Plain(http.client.HTTPConnection):
            def connect(self) -> None:
                super().connect()
                deadline.watch(self.sock)

        class Secure(http.client.HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                deadline.watch(self.sock)

        class PlainHandler(urllib.request.HTTPHandler):
            def http_open(self, req: urllib.request.Request) -> Any:
                return self.do_open(Plain, req)

        class SecureHandler(urllib.request.HTTPSHandler):
            def https_open(self, req: urllib.request.Request) -> Any:
                return self.do_open(Secure, req)

        return [PlainHandler(), SecureHandler()]


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        # Under TLS too it is the connection itself that is shut.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
