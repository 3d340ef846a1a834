"""A pool of processes that answer untrusted queries within limits and can be killed.

Used by the command line and the service alike.  This side needs no RDF library.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NoReturn, Self

from kgraph.engines.limits import Limits
from kgraph.engines.messages import receive, send
from kgraph.errors import (
    DataError,
    KgraphError,
    NotAcceptableError,
    QueryError,
    QueryLimitError,
    WorkersBusyError,
)

_CHUNK = 1024 * 1024
_MEBIBYTE = 1024 * 1024
_LAST_STREAM = 2  # standard error
_START = "import sys; sys.path.append(sys.argv[1]); from kgraph.engines.worker import main; main(int(sys.argv[2]))"
_PACKAGE = str(Path(__file__).parents[2])


@dataclass(frozen=True, slots=True)
class StoreSource:
    """Where workers find their statements: RDF files, to which the derived edges are added, or a store on disk."""

    files: tuple[Path, ...] = ()
    folder: Path | None = None


@dataclass(slots=True)
class Outcome:
    """An answer.  `kind` is select, ask or graph; `rows` counts rows or triples, and 1 for a yes.

    `cut` is empty, or says in a few words what was cut and by which limit; the document is valid either way.  `columns`
    are the variables of a SELECT.  The document is read once, by `read` or `chunks`, both of which close it.
    """

    kind: str
    media_type: str
    columns: tuple[str, ...]
    rows: int
    cut: str
    size: int
    seconds: float
    body: IO[bytes] = field(repr=False)

    def read(self) -> bytes:
        """The whole document."""
        with self.body:
            return self.body.read()

    def chunks(self, size: int = _CHUNK) -> Iterator[bytes]:
        """The document, piece by piece."""
        with self.body:
            while chunk := self.body.read(size):
                yield chunk

    def close(self) -> None:
        """Let go of the document unread."""
        self.body.close()


class QueryWorkers:
    """Worker processes over one store.  Safe to use from several threads.

    `size` queries run at once; up to `waiting` more wait for `patience` seconds.  Use it in a ``with`` block, or call
    `close`; the processes also end when this process does.
    """

    def __init__(
        self,
        source: StoreSource,
        *,
        limits: Limits | None = None,
        size: int = 2,
        waiting: int = 16,
        patience: float = 10.0,
    ) -> None:
        self.source, self.limits, self.size, self.waiting, self.patience = (
            source,
            limits or Limits(),
            size,
            waiting,
            patience,
        )
        self._idle: list[_Worker] = []
        self._busy = self._queue = 0
        self._closed = False
        self._turn = threading.Condition()
        self._holder = _Holder(source)

    def __enter__(self) -> Self:
        self.ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ready(self) -> None:
        """Wait until the store is loaded.  Raises DataError when it cannot be."""
        self._holder.ready()

    def close(self) -> None:
        """End all processes."""
        with self._turn:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()
        self._holder.close()

    def run(
        self,
        query: str,
        *,
        accept: Sequence[str] = (),
        bindings: Mapping[str, Mapping[str, str]] | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
        limits: Limits | None = None,
    ) -> Outcome:
        """The answer to a query, in the first media type of `accept` that fits its kind (any, when empty).

        `bindings` gives terms, as in SPARQL JSON results (``{"type": "uri", "value": …}``), to variables that the query
        selects.  `base_iri` is what relative IRIs are relative to.  Raises QueryError for a query that is wrong or
        refused, NotAcceptableError for formats it does not have, QueryLimitError for one that went over a limit,
        WorkersBusyError when too many wait.
        """
        limits = limits or self.limits
        request = {
            "query": query,
            "accept": list(accept),
            "bindings": {name: dict(term) for name, term in (bindings or {}).items()},
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "base_iri": base_iri,
            "limits": asdict(limits),
        }
        with self._worker() as worker:
            return worker.run(request, limits)

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        """A worker for one query; afterwards it goes back, unless it ended or grew."""
        self._take_turn()
        worker: _Worker | None = None
        try:
            worker = self._awake() or self._holder.fork()
            yield worker
        finally:
            with self._turn:
                keep = worker is not None and worker.fit and not self._closed
                if worker is not None and keep:
                    self._idle.append(worker)
                self._busy -= 1
                self._turn.notify()
            if worker is not None and not keep:
                worker.kill()

    def _awake(self) -> _Worker | None:
        """An idle worker that still lives; those that ended meanwhile are put away."""
        while True:
            with self._turn:
                worker = self._idle.pop() if self._idle else None
            if worker is None or worker.lives():
                return worker
            worker.kill()

    def _take_turn(self) -> None:
        with self._turn:
            if self._busy >= self.size:
                if self._queue >= self.waiting:
                    raise WorkersBusyError(self.size, self._queue)
                self._queue += 1
                try:
                    if not self._turn.wait_for(lambda: self._busy < self.size, self.patience):
                        raise WorkersBusyError(self.size, self._queue)
                finally:
                    self._queue -= 1
            self._busy += 1


class _Holder:
    """The process that holds the store and forks workers, started again when it is lost."""

    def __init__(self, source: StoreSource) -> None:
        self._source = source
        self._lock = threading.RLock()
        self._loaded = self._closed = False
        self._start()

    def _start(self) -> None:
        ours, theirs = _pair()
        self._loaded = False
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # this Python, and words of our own
                [sys.executable, "-P", "-c", _START, _PACKAGE, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._channel = ours
        self._end = weakref.finalize(self, _end, self._process, ours)
        send(ours, {"files": [str(file.absolute()) for file in self._source.files], "folder": self._folder()})

    def _folder(self) -> str | None:
        return str(self._source.folder.absolute()) if self._source.folder else None

    def ready(self) -> None:
        with self._lock:
            if self._loaded:
                return
            try:
                reply, _ = receive(self._channel)
            except (EOFError, OSError):
                self._end()
                raise KgraphError(
                    "the process that holds the store ended before it was loaded: out of memory?"
                ) from None
            if "error" in reply:
                raise DataError(**reply["error"])
            self._loaded = True

    def fork(self) -> _Worker:
        ours, theirs = _pair()
        try:
            with theirs:
                reply = self._ask({"fork": True}, theirs.fileno())
        except BaseException:
            ours.close()
            raise
        return _Worker(reply["pid"], ours, self)

    def reap(self, pid: int) -> int:
        """How a worker ended: its exit code, or minus the signal that ended it; 0 when nobody knows."""
        with suppress(KgraphError), self._lock:
            if not self._closed and self._process.poll() is None:
                status: int = self._ask({"reap": pid})["status"]
                return status
        return 0

    def _ask(self, message: dict[str, Any], *files: int) -> dict[str, Any]:
        with self._lock:
            for last in (False, True):
                self.ready()
                try:
                    send(self._channel, message, *files)
                    return receive(self._channel)[0]
                except (EOFError, OSError):
                    self._end()
                    if last or self._closed or "reap" in message:
                        break
                    self._start()
        raise KgraphError("the process that holds the store is gone.")

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._end()


def _pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection that do not take the place of a closed standard stream."""
    ours, theirs = socket.socketpair()
    return _clear_of_streams(ours), _clear_of_streams(theirs)


def _clear_of_streams(end: socket.socket) -> socket.socket:
    if end.fileno() > _LAST_STREAM:
        return end
    with end:
        return socket.socket(fileno=fcntl.fcntl(end.fileno(), fcntl.F_DUPFD_CLOEXEC, _LAST_STREAM + 1))


def _end(process: subprocess.Popen[bytes], channel: socket.socket) -> None:
    channel.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class _Worker:
    """A process that answers one query at a time."""

    def __init__(self, pid: int, channel: socket.socket, holder: _Holder) -> None:
        self._pid, self._channel, self._holder = pid, channel, holder
        self._first_size: int | None = None
        self._alive = self.fit = True

    def lives(self) -> bool:
        """Whether the process is still there."""
        try:
            self._channel.settimeout(0)
            return bool(self._channel.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def kill(self) -> int:
        """End it; how it ended, if by itself."""
        if not self._alive:
            return 0
        self._alive = self.fit = False
        self._channel.close()
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        return self._holder.reap(self._pid)

    def run(self, request: dict[str, Any], limits: Limits) -> Outcome:
        started = time.monotonic()
        body = _answer_file()
        try:
            reply = self._ask(request, body, limits)
            if "error" in reply:
                _raise(reply["error"], limits)
        except BaseException:
            body.close()
            raise
        size = body.seek(0, os.SEEK_END)
        body.seek(0)
        return Outcome(
            kind=reply["kind"],
            media_type=reply["media_type"],
            columns=tuple(reply["columns"]),
            rows=reply["rows"],
            cut=reply["cut"],
            size=size,
            seconds=time.monotonic() - started,
            body=body,
        )

    def _ask(self, request: dict[str, Any], body: IO[bytes], limits: Limits) -> dict[str, Any]:
        try:
            self._channel.settimeout(limits.seconds)
            send(self._channel, request, body.fileno())
            reply, _ = receive(self._channel)
        except TimeoutError:
            self.kill()
            raise QueryLimitError(
                "seconds", f"the query ran longer than {limits.seconds:g} seconds, the limit, and was stopped."
            ) from None
        except (EOFError, OSError):
            raise self._loss(limits) from None
        except BaseException:
            # An interrupt leaves the worker in the middle of a query.
            self.kill()
            raise
        grown = reply["address_space"]
        self._first_size = self._first_size or grown
        # What earlier queries left behind must not count against later ones.
        self.fit = limits.memory is None or grown - self._first_size < limits.memory // 4
        return reply

    def _loss(self, limits: Limits) -> KgraphError:
        status = self.kill()
        if status == -signal.SIGSEGV:
            return QueryError("the query is nested too deeply for the engine; write it in a simpler way.")
        if status in {-signal.SIGABRT, -signal.SIGKILL}:
            return _out_of_memory(limits)
        return KgraphError("the worker ended before it answered; ask again.")


def _raise(error: dict[str, Any], limits: Limits) -> NoReturn:
    if error["class"] == "limit":
        raise QueryLimitError(error["limit"], error["message"])
    if error["class"] == "format":
        raise NotAcceptableError(error["asked"], error["offered"])
    if error["class"] == "memory":
        raise _out_of_memory(limits)
    raise QueryError(error["message"])


def _out_of_memory(limits: Limits) -> QueryLimitError:
    limit = "" if limits.memory is None else f" ({limits.memory // _MEBIBYTE:,} MiB)"
    return QueryLimitError("memory", f"the query needed more memory than the limit{limit} and was stopped.")


def _answer_file() -> IO[bytes]:
    """A file without a name, in memory where the system has that."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("answer"), "rb+")
    return tempfile.TemporaryFile()
