"""Opening a file that may be a trap: a pipe that never ends, a device, a file of any size."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kgraph.errors import DataError
from kgraph.files.flags import READ
from kgraph.reading.file_limits import MAX_FILE, readable

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class Data:
    """An open file: its content from the start, its name as the user wrote it, and the suffix of what is inside."""

    file: BinaryIO
    name: str
    suffix: str

    def refused(self, reason: str, line: int = 1, column: int = 1) -> DataError:
        """The error that says why this file is not read, and where."""
        return DataError(reason, file=self.name, line=line, column=column)


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """A regular file, open for reading bytes; a link to one is followed.

    Raises DataError for folders, pipes, sockets and devices, for what cannot be read, and for files over MAX_FILE.
    Never waits: a pipe without a writer is refused like one with.
    """
    try:
        # Looked at before it is opened, because opening some devices does something; and again afterwards, because
        # the name may mean something else by then.
        _refuse(path, os.stat(path))
        handle = os.open(path, READ)
    except OSError as error:
        raise DataError(error.strerror or str(error), file=str(path), line=1, column=1) from None
    except ValueError:
        raise DataError("a file name holds no NUL character", file=str(path), line=1, column=1) from None
    with os.fdopen(handle, "rb") as file:
        _refuse(path, os.fstat(handle))
        try:
            # Some files of the system are regular by their mode and cannot be read, or not without waiting.
            os.read(handle, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        except OSError as error:
            raise DataError(error.strerror or str(error), file=str(path), line=1, column=1) from None
        yield file


def refuse_special(path: Path) -> None:
    """Raise DataError for a folder, pipe, socket or device, before a library that opens files by name waits for it.

    For files of any size.  What cannot be looked at is left to whoever opens it.
    """
    with suppress(OSError, ValueError):
        _refuse_kind(path, os.stat(path))


def _refuse_kind(path: Path, status: os.stat_result) -> None:
    for test, name in _KINDS:
        if test(status.st_mode):
            raise DataError(f"is {name}, not a file", file=str(path), line=1, column=1)


def _refuse(path: Path, status: os.stat_result) -> None:
    _refuse_kind(path, status)
    if status.st_size > MAX_FILE:
        reason = f"has {status.st_size:,} bytes; files of at most {readable(MAX_FILE)} are read. Split it"
        raise DataError(reason, file=str(path), line=1, column=1)
