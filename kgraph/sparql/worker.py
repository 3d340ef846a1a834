"""The processes behind a pool: one that holds the store, and its forks that answer queries.

The holder loads the store once and then only forks, so that a worker that had to be killed is replaced in a moment and
shares the memory of the store.  A worker may use so much memory and no more, can open no file and no socket, and dies
with the holder, which goes when the pool does.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kgraph.errors import DataError, KgraphError
from kgraph.sparql.disk_stores import open_folder
from kgraph.sparql.loading import load_store
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.worker_answers import as_message, write_reply
from kgraph.sparql.worker_messages import receive, send

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def main(handle: str) -> None:
    """Hold a store for the pool at the other end of the socket with this file number."""
    pool = socket.socket(fileno=int(handle))
    try:
        setup, _ = receive(pool)
        folder = Path(setup["folder"]) if setup["folder"] else None
        # An engine with threads of its own cannot be forked: every worker opens a store on disk for itself.
        store = load_store([Path(file) for file in setup["files"]]) if folder is None else None
        if folder is not None:
            _try_in_a_fork(folder)
    except DataError as error:
        send(pool, {"error": error.as_data()})
        return
    send(pool, {"ready": True})
    _hold(pool, store, folder)


def _try_in_a_fork(folder: Path) -> None:
    """Raise DataError when a store on disk cannot be opened; the engine's threads stay out of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            open_folder(folder)
        except DataError as error:
            os.write(writing, json.dumps(error.as_data()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as answer:
        fault = answer.read()
    os.waitpid(child, 0)
    if fault:
        raise DataError(**json.loads(fault))


def _hold(pool: socket.socket, store: Store | None, folder: Path | None) -> None:
    """Fork a worker for every request that brings a socket, and collect those that ended."""
    die_with_parent = _prctl()
    gc.collect()
    gc.freeze()
    workers: set[int] = set()
    while True:
        try:
            request, files = receive(pool)
        except (EOFError, OSError):
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
            return
        if "answers" in request:
            send(pool, {"ready": True})
            continue
        if "reap" in request:
            workers.discard(request["reap"])
            _, status = os.waitpid(request["reap"], 0)
            send(pool, {"status": os.waitstatus_to_exitcode(status)})
            continue
        worker = os.fork()
        if worker == 0:
            try:
                pool.close()
                die_with_parent()
                # An empty store counts as false.
                own = store if folder is None or store is not None else open_folder(folder)
                if own is not None:
                    _work(socket.socket(fileno=files[0]), own, in_memory=store is not None)
            finally:
                os._exit(0)
        os.close(files[0])
        workers.add(worker)
        send(pool, {"pid": worker})


def _work(pool: socket.socket, store: Store, *, in_memory: bool) -> None:
    """Answer queries until the pool closes the socket."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = _Memory()
    if in_memory:
        # One number is left for open files, and each answer's file takes it: there is none for a socket.
        free = os.open(os.devnull, os.O_RDONLY)
        os.close(free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, free + 1))
    with suppress(EOFError, OSError):
        while True:
            request, files = receive(pool)
            try:
                reply = _answer(store, request, files[0], memory)
            except KgraphError as error:
                reply = {"error": as_message(error)}
            except MemoryError:
                limit = request["limits"]["memory"]
                reply = {"error": {"class": "memory", "message": f"{limit}"}}
            finally:
                os.close(files[0])
            send(pool, {**reply, "address_space": memory.in_use})


def _answer(store: Store, request: dict[str, Any], file: int, memory: _Memory) -> dict[str, Any]:
    memory.limit(QueryLimits(**request["limits"]).memory)
    with open(file, "rb+", buffering=128 * 1024, closefd=False) as out:
        return write_reply(store, request, out)


class _Memory:
    """The address space of this process; its file stays open, because later none can be opened."""

    def __init__(self) -> None:
        try:
            self._pages = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:
            self._pages = -1

    @property
    def in_use(self) -> int:
        """Bytes; 0 where the system does not tell."""
        return int(os.pread(self._pages, 64, 0).split()[0]) * resource.getpagesize() if self._pages >= 0 else 0

    def limit(self, more: int | None) -> None:
        """Let the process use so many bytes more than now, where the system tells what that is."""
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = self.in_use + more if more is not None and self._pages >= 0 else hard
        # Who started kgraph may have set a lower one.
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _prctl() -> Any:
    """A function that asks Linux to end its caller with this process; elsewhere the closed socket does it later."""
    try:
        import ctypes

        call = ctypes.CDLL(None).prctl
    except (ImportError, OSError, AttributeError):
        return lambda: None
    parent = os.getpid()

    def ask() -> None:
        call(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return ask
