"""How a command ends: the exit code of each kind of error."""

from __future__ import annotations

from kgraph.errors import DataError, FileBusyError, KgraphError, OutputError, UsageError, WorkerError

NOTHING = 1  # nothing found, or problems found
USAGE = 2
UNREADABLE = 3
INTERRUPTED = 130

# An error has the code of the nearest class above it.
EXIT_CODES: dict[type, int] = {
    KgraphError: NOTHING,
    UsageError: USAGE,
    OutputError: USAGE,
    FileBusyError: USAGE,
    WorkerError: USAGE,
    DataError: UNREADABLE,
}


def exit_code(error: KgraphError) -> int:
    """The exit code that an error of the library gives."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it; nothing is wrong, and nobody is left to tell."""
