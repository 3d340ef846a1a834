"""Running the service: the socket, the signals, and the end."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

import uvicorn

from kgraph.errors import UsageError
from kgraph.service.app import service
from kgraph.service.connections import protocol_arguments
from kgraph.service.settings import ServiceLimits, Settings
from kgraph.sparql.pool import QueryWorkers, StoreSource

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_BACKLOG = 512
# Connections that are taken in at a time, before any of them can be seen to be one too many.
_TAKEN_AT_ONCE = 64
_MOST_FILES = 4096
# For workers, their answers and what Python opens for itself.
_OTHER_FILES = 128
_KEEP_ALIVE_SECONDS = 15
_GRACE_SECONDS = 5
_MINUTE = 60
_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_SWITCH_SECONDS = 0.0005


def listen(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say.  Raises UsageError with what to try when it cannot."""
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        if error.errno == errno.EADDRINUSE:
            raise UsageError(f"{place} is in use. Try another --port, or --port 0 for any that is free.") from None
        raise UsageError(f"cannot listen on {place}: {_reason(error)}. Try --host 127.0.0.1.") from None
    except UnicodeError:
        raise UsageError(f"{host[:100]!r} is no host name. Try --host 127.0.0.1.") from None
    except OverflowError:
        raise UsageError(f"{settings.port} is no port; ports go up to 65535.") from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).partition(" (while")[0]


def address(listening: socket.socket, settings: Settings) -> str:
    """The address of a listening socket as a browser takes it."""
    host, port = settings.host.strip("[]"), listening.getsockname()[1]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(graph: KnowledgeGraph, settings: Settings, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is under way and return; `ready` is called once it answers.

    No process is left behind.  Raises DataError when the store of the settings cannot be read.
    """
    limits = _within_descriptors(settings.limits)
    source = StoreSource(folder=settings.store) if settings.store else StoreSource(files=graph.files)
    workers = QueryWorkers(source, limits=settings.query, size=settings.workers, patience=limits.query_wait_seconds / 2)
    config = uvicorn.Config(
        service(graph, settings, workers),
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="on",
        backlog=_TAKEN_AT_ONCE,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        **protocol_arguments(limits),
    )
    server = _Server(config, ready)
    # A query changes threads a dozen times on its way to a worker and back, and each time waits at most so long for the
    # thread that serves the other requests.
    sys.setswitchinterval(_SWITCH_SECONDS)
    with listening, workers:
        asyncio.run(server.serve(sockets=[listening]))


def _within_descriptors(limits: ServiceLimits) -> ServiceLimits:
    """The limits with no more connections than there are file descriptors for; more of those are asked for first."""
    try:
        import resource
    except ImportError:
        # Windows sets no such limit.
        return limits
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    if soft == resource.RLIM_INFINITY:
        return limits
    # A connection that is closed gives its descriptor back a moment later.
    room = soft - _OTHER_FILES - 2 * _TAKEN_AT_ONCE
    return replace(limits, connections=max(min(limits.connections, room), 1))


class _Failures:
    """What asyncio says went wrong in its loop: a lack of file descriptors is told once a minute."""

    _told = -inf

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, OSError) or error.errno not in _EXHAUSTED:
            loop.default_exception_handler(context)
            return
        if loop.time() - self._told >= _MINUTE:
            self._told = loop.time()
            sys.stderr.write(f"kgraph: no connection can be taken in: {error.strerror}; see ulimit -n\n")


class _Server(uvicorn.Server):
    """Uvicorn's server, which ends on a signal as if it had been asked to, and says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(_Failures())
        await super().startup(sockets=sockets)
        for listening in sockets or ():
            # As many as before may wait to be taken in.
            listening.listen(_BACKLOG)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            # Windows has no handlers in its loops; there the signal is heard when something next happens.
            try:
                loop.add_signal_handler(number, self._stop)
            except NotImplementedError:
                signal.signal(number, lambda *_: self._stop())
        yield

    def _stop(self) -> None:
        if self.should_exit:
            self.force_exit = True
        else:
            sys.stderr.write("kgraph: stopping\n")
        self.should_exit = True
