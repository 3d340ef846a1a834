"""One writer at a time: locks that the system frees when their holder ends, however it ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kgraph.errors import FileBusyError, OutputError
from kgraph.files.flags import CHANGE, GOES_WITH_HOLDER

# None on Windows, where a file that is open can be neither removed nor replaced by others, which is lock enough.
_flock: Callable[[int], None] | None = None
with suppress(ImportError):
    import fcntl

    def _flock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LONGEST_PID = 20


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """Hold the lock of a file or folder that takes long to write; for as long as the block runs nobody else does.

    The lock is a file beside `place`, ``.NAME.lock``, which holds the process id of its holder and goes away with it.
    Raises FileBusyError, with that id, when another process holds it, and OutputError when it cannot be made.  A lock
    whose holder was killed is free.
    """
    name = place.parent / f".{place.name}.lock"
    handle = _take(name, place)
    try:
        _sign(handle, place)
        yield
    finally:
        # Removed while it is still held: who waits for the old file sees that the name means another one.
        with suppress(OSError):
            os.unlink(name)
        # What was done under the lock is done, and it is gone all the same.
        with suppress(OSError):
            os.close(handle)


def _sign(handle: int, place: Path) -> None:
    try:
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
    except OSError as error:
        raise OutputError(f"cannot lock {place}: {error.strerror}. Choose another place.") from None


def _take(name: Path, place: Path) -> int:
    while True:
        try:
            handle = os.open(name, CHANGE | os.O_CREAT | (0 if _flock else os.O_EXCL | GOES_WITH_HOLDER), 0o600)
        except FileExistsError:
            raise FileBusyError(str(place), None) from None
        except OSError as error:
            raise OutputError(f"cannot lock {place}: {error.strerror}. Choose another place.") from None
        if not try_lock(handle):
            holder = _holder(handle)
            os.close(handle)
            raise FileBusyError(str(place), holder)
        if holds(handle, name):
            return handle
        os.close(handle)


def _holder(handle: int) -> int | None:
    with suppress(OSError, ValueError):
        os.lseek(handle, 0, os.SEEK_SET)
        return int(os.read(handle, _LONGEST_PID))
    return None


def try_lock(handle: int) -> bool:
    """Lock an open file for this process, if nobody else has it."""
    if _flock is None:
        return True
    try:
        _flock(handle)
    except BlockingIOError:
        return False
    except OSError:
        # Some network folders know no locks; a write there is atomic all the same.
        return True
    return True


def holds(handle: int, name: str | os.PathLike[str]) -> bool:
    """Whether a name still means the open file."""
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(name))
    except OSError:
        return False
