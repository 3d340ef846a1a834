"""Reading a file in a process apart, so that what a parser does to its process it does not do to this one.

An engine that overflows its stack, or a short file that unfolds into gigabytes of names, ends the other process, and
is reported like any other bad file.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kgraph.errors import DataError
from kgraph.reading.file_limits import MAX_MEMORY, MAX_SECONDS, readable


def count_apart(count: Callable[[Path], int], path: Path) -> int:
    """What `count` says of a file, found out by a child process with limits on memory and time.

    Raises the DataError that `count` raises, or one that says that reading the file took too much or broke the reader.
    On systems without fork it is called here.
    """
    if not hasattr(os, "fork"):
        return count(path)
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(count, path, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        status = _wait(child)
    except BaseException:
        # Interrupted: nobody will read the answer any more.
        with suppress(OSError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        raise
    return _understood(answer, status, path)


def _answer(count: Callable[[Path], int], path: Path, pipe: int) -> None:
    """In the child: read, say what was found, and end without any of the parent's clean-up."""
    try:
        try:
            _limit()
            answer: dict[str, object] = {"count": count(path)}
        except DataError as error:
            answer = error.as_data()
        except MemoryError:
            answer = {"memory": True}
        except (OSError, ImportError) as error:
            # Of this process, not of the file: too many open files, say, of which a module may be one.
            words = str(error).rpartition(": ")[2] if isinstance(error, ImportError) else error.strerror
            answer = {"reason": f"cannot be read: {words}", "file": str(path), "line": 1, "column": 1}
        with os.fdopen(pipe, "wb") as out:
            out.write(json.dumps(answer).encode())
    finally:
        os._exit(0)


def _limit() -> None:
    """Limit memory and time, and let nothing that a dying parser prints get between the lines of the report."""
    faulthandler.disable()
    quiet = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    import resource

    for name, limit in (("RLIMIT_DATA", MAX_MEMORY), ("RLIMIT_CPU", MAX_SECONDS), ("RLIMIT_CORE", 0)):
        with suppress(OSError, ValueError):
            kind = getattr(resource, name)
            _, most = resource.getrlimit(kind)
            resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


def _wait(child: int) -> int:
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _understood(answer: bytes, status: int, path: Path) -> int:
    found = json.loads(answer) if answer else {}
    if "count" in found:
        return int(found["count"])
    if "reason" in found:
        raise DataError(**found)
    if status == -signal.SIGXCPU:
        reason = f"reading it took more than {MAX_SECONDS} seconds; split it"
    elif "memory" in found or status == -signal.SIGABRT:
        reason = f"reading it took more than {readable(MAX_MEMORY)} of memory; split it"
    else:
        reason = "the parser broke on it; nothing of it was used"
    raise DataError(reason, file=str(path), line=1, column=1)
