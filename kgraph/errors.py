"""What can go wrong, named for the situation, in a tree whose branches can be caught by kind.

====================  ==================================================================================
`UsageError`          a call that makes no sense: `ChoiceError`, `UnknownParameterError`, `MissingExtraError`,
                      and `QueryError` with `NotAcceptableError`
`DataError`           data that cannot be read, with its place
`NotFoundError`       no one thing of that name: `UnknownNameError`, `AmbiguousNameError`
`LimitError`          more than a limit allows: `QueryLimitError`
`BusyError`           somebody else is at it; later it may work: `FileBusyError`, `WorkersBusyError`
`OutputError`         output that finds no place: `ExistingFileError`, `ExistingFolderError`
`WorkerError`         a process that worked for this one is gone
====================  ==================================================================================

``str(error)`` is a sentence that says what happened, with which value, and what to try in terms of Python; `said` says
it in the words of another door.  An error carries what it is about as attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from kgraph.door_words import PYTHON, DoorWords
from kgraph.installation import install_command


class KgraphError(Exception):
    """Root of all errors that kgraph raises on purpose.

    `choices` are those of the call that the text of what happened names in braces, for each door to write in its way.
    `hint` is the code of what to try (see `DoorWords`), and `data` what that is about.
    """

    code: ClassVar[str] = "error"
    _joint: ClassVar[str] = " "

    def __init__(self, fact: str, *, choices: Sequence[str] = (), hint: str = "", **data: object) -> None:
        self._text, self.choices, self.hint, self.data = fact, tuple(choices), hint, data
        super().__init__(self.said())

    @property
    def fact(self) -> str:
        """What happened, without what to try."""
        return self._fact(PYTHON)

    def said(self, door: DoorWords = PYTHON) -> str:
        """The sentence in the words of a door."""
        fact, hint = self._fact(door), self._hint(door)
        return f"{fact}{self._joint}{hint}" if hint else fact

    def _fact(self, door: DoorWords) -> str:
        if not self.choices:
            return self._text
        return self._text.format(**{name: door.choice(name) for name in self.choices})

    def _hint(self, door: DoorWords) -> str:
        return door.hint(self.hint, **self.data) if self.hint else ""

    def __reduce__(self) -> tuple[object, ...]:
        # So that every error comes whole out of another process, whatever it is made from.
        return _remade, (type(self), self.args, self.__dict__)


def _remade(kind: type[KgraphError], args: tuple[object, ...], state: dict[str, object]) -> KgraphError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class UsageError(KgraphError):
    """A call that makes no sense: a choice that is none, alone or with the others."""

    code = "usage"


class ChoiceError(UsageError):
    """A value that a choice does not take; carries the name of the `choice`, the `value` and what is `possible`.

    `wanted` says what the value is not, as in "a whole number"; `possible` is empty when that says it all.
    """

    code = "choice"

    def __init__(self, choice: str, value: object, wanted: str, possible: Sequence[str] = ()) -> None:
        self.choice, self.value, self.wanted, self.possible = choice, value, wanted, tuple(possible)
        super().__init__("")

    def _fact(self, door: DoorWords) -> str:
        listed = f"; use one of {', '.join(self.possible)}" if self.possible else ""
        return f"{door.choice(self.choice)} {self.value!r} is not {self.wanted}{listed}."


class UnknownParameterError(UsageError):
    """A parameter that a named question has not; carries the question, the parameter and those that it has."""

    code = "unknown-parameter"

    def __init__(self, question: str, parameter: str, known: Sequence[str]) -> None:
        self.question, self.parameter, self.known = question, parameter, tuple(known)
        super().__init__("")

    def _fact(self, door: DoorWords) -> str:
        from difflib import get_close_matches

        what = f"{self.question} has no parameter {door.choice(self.parameter)}"
        close = get_close_matches(self.parameter, self.known, n=1)
        if close:
            return f"{what}. Did you mean {door.choice(close[0])}?"
        return f"{what}; it has {', '.join(map(door.choice, self.known)) or 'none'}."


class MissingExtraError(UsageError):
    """What is asked for needs an extra that is not installed; carries its name and how pip adds it."""

    code = "missing-extra"

    def __init__(self, what: str, extra: str) -> None:
        self.extra, self.command = extra, install_command(extra)
        super().__init__(f"{what}: {self.command}")


class QueryError(UsageError):
    """A SPARQL query that is not valid or not allowed."""

    code = "query"


class NotAcceptableError(QueryError):
    """An answer that has none of the formats asked for; carries those it has, as media types."""

    code = "not-acceptable"

    def __init__(self, asked: Sequence[str], offered: Sequence[str]) -> None:
        self.asked, self.offered = tuple(asked), tuple(offered)
        super().__init__(f"this query's answer has no format {', '.join(asked)}; use one of {', '.join(offered)}.")


class DataError(KgraphError):
    """Data that cannot be read; says where as ``file:line:column``.

    A reader that knows only the subject in question gives its name as `file`; whoever knows the files puts the place.
    """

    code = "data"
    _joint = "; "

    def __init__(
        self, reason: str, *, file: str, line: int | None = None, column: int | None = None, hint: str = ""
    ) -> None:
        self.file, self.line, self.column = file, line, column
        super().__init__(reason, hint=hint)

    @property
    def reason(self) -> str:
        """What is wrong there, without the place."""
        hint = self._hint(PYTHON)
        return f"{self._text}{self._joint}{hint}" if hint else self._text

    def as_data(self) -> dict[str, Any]:
        """What it is made from again, in another process."""
        return {
            "reason": self._text, "file": self.file, "line": self.line, "column": self.column, "hint": self.hint,
        }  # fmt: skip

    def _fact(self, door: DoorWords) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {super()._fact(door)}"


class NotFoundError(KgraphError):
    """A name that means no one thing: nothing at all, or several things."""

    code = "not-found"


class UnknownNameError(NotFoundError):
    """A name that fits nothing in the graph; carries the nearest names.

    `where` says what was looked through; `fact` is said in place of "nothing is called …" where more is known.
    """

    code = "unknown-name"

    def __init__(self, name: str, suggestions: Sequence[str] = (), *, where: str = "", fact: str = "") -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        near = f" Did you mean {' or '.join(map(repr, self.suggestions))}?" if self.suggestions else ""
        absent = f" {name!r} is not in {where}." if where and name.strip() else ""
        super().__init__(
            fact or f"nothing is called {name!r}.{near}{absent}", hint="" if near or fact else "search-names"
        )


class AmbiguousNameError(NotFoundError):
    """A name that fits several things; carries them all, because guessing would answer another question."""

    code = "ambiguous-name"

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(f"{name!r} could be any of: {'; '.join(self.candidates)}. Use one of these names.")


class LimitError(KgraphError):
    """More than a limit allows; `limit` is the name of that limit."""

    code = "limit"

    def __init__(self, limit: str, fact: str) -> None:
        self.limit = limit
        super().__init__(fact)


class QueryLimitError(LimitError):
    """A query that went over a limit of `QueryLimits`: seconds, memory, length, nesting or parts."""

    code = "query-limit"


class BusyError(KgraphError):
    """Somebody else is at it; another try later may succeed."""

    code = "busy"


class FileBusyError(BusyError):
    """A file or folder that another process is writing; carries its process id when it is known."""

    code = "file-busy"

    def __init__(self, place: str, holder: int | None) -> None:
        self.place, self.holder = place, holder
        who = f"process {holder}" if holder else "another process"
        super().__init__(f"{place} is being written by {who}. Wait until it is done, or end it.")


class WorkersBusyError(BusyError):
    """All workers are busy and enough queries wait already; another try a little later may succeed."""

    code = "workers-busy"

    def __init__(self, workers: int, waiting: int) -> None:
        self.workers, self.waiting = workers, waiting
        super().__init__(f"all {workers} workers are busy and {waiting} queries wait; try again in a moment.")


class OutputError(KgraphError):
    """Output that cannot be put where it should go; what was there is unchanged."""

    code = "output"


class ExistingFileError(OutputError):
    """A file that stands in the way of output and may be wanted."""

    code = "existing-file"

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(f"{file} exists.", hint="replace-file")


class ExistingFolderError(OutputError):
    """A folder that stands in the way of a store and may be wanted."""

    code = "existing-folder"


class WorkerError(KgraphError):
    """A process that worked for this one ended before it had answered."""

    code = "worker"
