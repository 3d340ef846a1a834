"""What can go wrong, named for the situation.

Every message says what happened, with which value, and what to try.  `exit_code` is what the command line
returns for it: 1 nothing found or problems found, 2 wrong usage, 3 data unreadable.
"""

from __future__ import annotations

from collections.abc import Sequence


class KgraphError(Exception):
    """Root of all errors that kgraph raises on purpose."""

    exit_code = 1


class UnknownNameError(KgraphError):
    """A name that fits nothing in the graph; carries the nearest names."""

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        hint = f" Did you mean {_either(self.suggestions)}?" if self.suggestions else " Try: kgraph search TEXT"
        super().__init__(f"nothing is called {name!r}.{hint}")


class AmbiguousNameError(KgraphError):
    """A name that fits several things; carries them all, because guessing would answer another question."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(f"{name!r} could be any of: {'; '.join(self.candidates)}. Use one of these names.")


class UsageError(KgraphError):
    """An option or argument that makes no sense, alone or with the others."""

    exit_code = 2


class DataError(KgraphError):
    """Data that cannot be read; says where as ``file:line:column``.

    A reader that knows only the subject in question gives its name as `file`; whoever knows the files puts the place.
    """

    exit_code = 3

    def __init__(self, reason: str, *, file: str, line: int | None = None, column: int | None = None) -> None:
        self.reason, self.file, self.line, self.column = reason, file, line, column
        place = ":".join(str(part) for part in (file, line, column) if part is not None)
        super().__init__(f"{place}: {reason}")

    def __reduce__(self) -> tuple[object, ...]:
        # So that it comes whole out of another process.
        return _data_error, (self.reason, self.file, self.line, self.column)


def _data_error(reason: str, file: str, line: int | None, column: int | None) -> DataError:
    return DataError(reason, file=file, line=line, column=column)


class QueryError(KgraphError):
    """A SPARQL query that is not valid or not allowed."""

    exit_code = 2


class QueryLimitError(KgraphError):
    """A query that went over a limit; `limit` is its name in `Limits` (seconds, memory, length, nesting, parts)."""

    def __init__(self, limit: str, message: str) -> None:
        self.limit = limit
        super().__init__(message)


class NotAcceptableError(QueryError):
    """An answer that has none of the formats asked for; carries those it has, as media types."""

    def __init__(self, asked: Sequence[str], offered: Sequence[str]) -> None:
        self.asked, self.offered = tuple(asked), tuple(offered)
        super().__init__(f"this query's answer has no format {', '.join(self.asked)}; use one of {', '.join(offered)}.")


class WorkersBusyError(KgraphError):
    """All workers are busy and enough queries wait already; another try a little later may succeed."""

    def __init__(self, workers: int, waiting: int) -> None:
        super().__init__(f"all {workers} workers are busy and {waiting} queries wait; try again in a moment.")


class ExistingFileError(KgraphError):
    """A file that stands in the way of output and may be wanted."""

    exit_code = 2

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} exists. Give --force to replace it, or another name with -o.")


class BusyError(KgraphError):
    """A file or folder that another process is writing; carries its process id when it is known."""

    exit_code = 2

    def __init__(self, place: str, holder: int | None) -> None:
        self.place, self.holder = place, holder
        who = f"process {holder}" if holder else "another process"
        super().__init__(f"{place} is being written by {who}. Wait until it is done, or end it.")


class ExistingFolderError(KgraphError):
    """A folder that stands in the way of a store and may be wanted."""

    exit_code = 2


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it; nothing is wrong, and nobody is left to tell."""


def _either(names: Sequence[str]) -> str:
    return " or ".join(f"{name!r}" for name in names)
