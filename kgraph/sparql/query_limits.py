"""What a query may cost, and how much of an answer is given."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.errors import ChoiceError

_MEBIBYTE = 1024 * 1024
# What clocks and counters of the system take.
_MOST_SECONDS = 1_000_000_000
_MOST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLimits:
    """The limits of one query.  None means no limit.

    `seconds` is time on the clock from the start of the query to the end of its answer. `memory` is what the query may
    use on top of the store, in bytes. An answer is cut, and says so, after `rows` rows (or triples), or at the last
    whole row before `size` bytes. A query with more than `length` characters, `nesting` brackets inside each other, or
    `parts` operators and patterns is refused before it runs, because the engine recurses over them.
    """

    seconds: float | None = 10.0
    memory: int | None = 512 * _MEBIBYTE
    rows: int | None = 10_000
    size: int | None = 16 * _MEBIBYTE
    length: int | None = 100_000
    nesting: int = 100
    parts: int = 2_000

    def __post_init__(self) -> None:
        """Raise ChoiceError for a number that limits nothing."""
        # What is no number is neither above nor below another.
        if self.seconds is not None and not 0 < self.seconds <= _MOST_SECONDS:
            raise ChoiceError("seconds", self.seconds, f"a number above 0 and up to {_MOST_SECONDS:,}")
        for name in ("memory", "rows", "size", "length", "nesting", "parts"):
            value = getattr(self, name)
            # No row at all can be asked for, to learn whether there is one.
            least = 0 if name in ("rows", "size") else 1
            if value is not None and not least <= value <= _MOST:
                raise ChoiceError(name, value, f"a whole number from {least} to {_MOST:,}")


# For a user at their own machine: generous, and nothing is cut.
LOCAL = QueryLimits(seconds=60.0, memory=2048 * _MEBIBYTE, rows=None, size=None, length=10_000_000)
# For a query that runs in the caller's own process, where neither time nor memory can be limited.
IN_PROCESS = QueryLimits(seconds=None, memory=None, rows=None, size=None, length=None)
