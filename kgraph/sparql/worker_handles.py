"""The processes behind a pool, seen from its side: the holder of the store, and the workers it forks."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from kgraph.errors import DataError, KgraphError, NotAcceptableError, QueryError, QueryLimitError, WorkerError
from kgraph.sparql.document import AnswerDocument, answer_file
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.worker_messages import receive, send

_MEBIBYTE = 1024 * 1024
_LAST_STREAM = 2  # standard error
# A fork takes milliseconds; a process that is stopped or hangs is replaced.
_ANSWER_SECONDS = 5.0
# This very copy of the package, whichever one is installed; beside it may lie what it needs.
_START = """
import sys, importlib, importlib.util as util
sys.path.append(sys.argv[1])
place = sys.argv[1] + "/kgraph"
spec = util.spec_from_file_location("kgraph", place + "/__init__.py", submodule_search_locations=[place])
sys.modules["kgraph"] = package = util.module_from_spec(spec)
spec.loader.exec_module(package)
importlib.import_module("kgraph.sparql." + sys.argv[2]).main(*sys.argv[3:])
"""
_PACKAGE = str(Path(__file__).parents[2])


def start(module: str, *words: str, **given: Any) -> subprocess.Popen[bytes]:
    """Start the `main` of a module beside this one in a process that says nothing of its own."""
    return subprocess.Popen(  # noqa: S603  # this Python, and words of our own
        [sys.executable, "-P", "-c", _START, _PACKAGE, module, *words], stderr=subprocess.DEVNULL, **given
    )


@dataclass(frozen=True, slots=True)
class StoreSource:
    """Where workers find their statements: RDF files, to which the derived edges are added, or a store on disk."""

    files: tuple[Path, ...] = ()
    folder: Path | None = None


class Holder:
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
            self._process = start(
                "worker",
                str(theirs.fileno()),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._channel = ours
        self._end = weakref.finalize(self, _end, self._process, ours)
        send(ours, {"files": [str(file.absolute()) for file in self._source.files], "folder": self._folder()})

    def _folder(self) -> str | None:
        return str(self._source.folder.absolute()) if self._source.folder else None

    def ready(self) -> None:
        """Wait until the store is loaded.  Raises DataError when it cannot be."""
        with self._lock:
            if self._loaded:
                return
            try:
                reply, _ = receive(self._channel)
            except (EOFError, OSError):
                raise WorkerError(self._why_lost()) from None
            if "error" in reply:
                raise DataError(**reply["error"])
            self._channel.settimeout(_ANSWER_SECONDS)
            self._loaded = True

    def _why_lost(self) -> str:
        """What became of the process that did not come to an answer; afterwards it is gone."""
        self._end()
        status = self._process.wait()
        if status >= 0:
            return f"the process that holds the store ended with code {status} before it was loaded."
        hint = "; the system does so when memory runs out" if status == -signal.SIGKILL else ""
        return f"the process that holds the store was ended by signal {-status} before it was loaded{hint}."

    def answers(self) -> bool:
        """Whether the process is loaded and answers; one that does not is ended, and the next query starts another."""
        if not self._lock.acquire(timeout=1):
            return False
        try:
            if self._closed or not self._loaded:
                return False
            send(self._channel, {"answers": True})
            receive(self._channel)
        except (EOFError, OSError):
            self._give_up()
            return False
        else:
            return True
        finally:
            self._lock.release()

    def _give_up(self) -> None:
        """End a process that does not answer, whatever state it is in."""
        self._loaded = False
        self._process.kill()
        self._end()

    def fork(self) -> Worker:
        """A new worker."""
        ours, theirs = _pair()
        try:
            with theirs:
                reply = self._ask({"fork": True}, theirs.fileno())
        except BaseException:
            ours.close()
            raise
        return Worker(reply["pid"], ours, self)

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
                if self._process.poll() is not None and not self._closed:
                    self._start()
                self.ready()
                try:
                    send(self._channel, message, *files)
                    return receive(self._channel)[0]
                except (EOFError, OSError):
                    self._give_up()
                    if last or self._closed or "reap" in message:
                        break
        raise WorkerError("the process that holds the store is gone.")

    def close(self) -> None:
        """End the holder and every worker, whoever waits for an answer of theirs."""
        self._closed = True
        if not self._lock.acquire(timeout=1):
            # Who waits has the answer that there will be none.
            self._process.kill()
            self._lock.acquire()
        try:
            self._end()
        finally:
            self._lock.release()


def _pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection that do not take the place of a closed standard stream."""
    ours, theirs = socket.socketpair()
    return _clear_of_streams(ours), _clear_of_streams(theirs)


def _clear_of_streams(end: socket.socket) -> socket.socket:
    if end.fileno() > _LAST_STREAM:
        return end
    import fcntl

    with end:
        return socket.socket(fileno=fcntl.fcntl(end.fileno(), fcntl.F_DUPFD_CLOEXEC, _LAST_STREAM + 1))


def _end(process: subprocess.Popen[bytes], channel: socket.socket) -> None:
    channel.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Worker:
    """A process that answers one query at a time."""

    def __init__(self, pid: int, channel: socket.socket, holder: Holder) -> None:
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

    def run(self, request: dict[str, Any], limits: QueryLimits) -> AnswerDocument:
        """The answer to a query; the worker is ended when it goes over a limit."""
        started = time.monotonic()
        body = answer_file()
        try:
            reply = self._ask(request, body, limits)
            if "error" in reply:
                raise_again(reply["error"], limits)
        except BaseException:
            body.close()
            raise
        return AnswerDocument.of(reply, body, started)

    def _ask(self, request: dict[str, Any], body: IO[bytes], limits: QueryLimits) -> dict[str, Any]:
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

    def _loss(self, limits: QueryLimits) -> KgraphError:
        status = self.kill()
        if status == -signal.SIGSEGV:
            return QueryError("the query is nested too deeply for the engine; write it in a simpler way.")
        if status == -signal.SIGABRT:
            return _out_of_memory(limits)
        if status == -signal.SIGKILL:
            return WorkerError("the worker was ended from outside; the system does so when memory runs out; ask again.")
        return WorkerError("the worker ended before it answered; ask again.")


def raise_again(error: dict[str, Any], limits: QueryLimits) -> NoReturn:
    """Raise what a worker said of a query."""
    if error["class"] == "limit":
        raise QueryLimitError(error["limit"], error["message"])
    if error["class"] == "format":
        raise NotAcceptableError(error["asked"], error["offered"])
    if error["class"] == "memory":
        raise _out_of_memory(limits)
    raise QueryError(error["message"])


def _out_of_memory(limits: QueryLimits) -> QueryLimitError:
    limit = "" if limits.memory is None else f" ({limits.memory // _MEBIBYTE:,} MiB)"
    return QueryLimitError("memory", f"the query needed more memory than the limit{limit} and was stopped.")
