"""Reading and writing an answer of a stranger in a process of its own, within the limits of the query."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict

from kgraph.errors import DataError, NotAcceptableError, QueryLimitError
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.results import Written

_MEBIBYTE = 1024 * 1024


def render_apart(render: Callable[[], Written], limits: QueryLimits, deadline: float | None, shown: str) -> Written:
    """What `render` gives, which writes to a file that this process has open; `deadline` is on the monotonic clock.

    Raises what it raises, of the errors that are expected of it, and QueryLimitError when time or memory run out.
    On systems without fork it is called here, without limits of its own.
    """
    if not hasattr(os, "fork"):
        return render()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(render, limits, writing)
    os.close(writing)
    try:
        answer = _read(reading, deadline)
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if answer is None:
        raise QueryLimitError("seconds", f"{shown} took longer than {limits.seconds:g} seconds, the limit.")
    return _understood(answer, limits, shown)


def _answer(render: Callable[[], Written], limits: QueryLimits, pipe: int) -> None:
    """In the child: work, say what came of it, and end without any of the parent's clean-up."""
    try:
        try:
            # What a dying engine prints is no message of ours.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            _limit_memory(limits.memory)
            answer: dict[str, object] = {"written": asdict(render())}
        except DataError as error:
            answer = {"data": error.as_data()}
        except NotAcceptableError as error:
            answer = {"asked": error.asked, "offered": error.offered}
        except QueryLimitError as error:
            answer = {"limit": error.limit, "fact": str(error)}
        except MemoryError:
            answer = {}
        with os.fdopen(pipe, "wb") as out:
            out.write(json.dumps(answer).encode())
    finally:
        os._exit(0)


def _limit_memory(more: int | None) -> None:
    """Let this process use so many bytes more than now, where the system tells what that is."""
    if more is None:
        return
    import resource

    with suppress(OSError), open("/proc/self/statm", "rb") as pages:
        wanted = int(pages.read().split()[0]) * resource.getpagesize() + more
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(pipe: int, deadline: float | None) -> bytes | None:
    """What the child says; None when the time has passed before it has said it."""
    said = bytearray()
    while True:
        left = None if deadline is None else max(deadline - time.monotonic(), 0)
        if not select.select([pipe], [], [], left)[0]:
            return None
        piece = os.read(pipe, 65536)
        if not piece:
            return bytes(said)
        said += piece


def _understood(answer: bytes, limits: QueryLimits, shown: str) -> Written:
    found = json.loads(answer) if answer else {}
    if "written" in found:
        found["written"]["columns"] = tuple(found["written"]["columns"])
        return Written(**found["written"])
    if "asked" in found:
        raise NotAcceptableError(found["asked"], found["offered"])
    if "limit" in found:
        raise QueryLimitError(found["limit"], found["fact"])
    if "data" in found:
        raise DataError(**found["data"])
    limit = "" if limits.memory is None else f" ({limits.memory // _MEBIBYTE:,} MiB)"
    raise QueryLimitError("memory", f"the answer of {shown} needed more memory than the limit{limit}; add a LIMIT.")
