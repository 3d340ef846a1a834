"""Reading a store in pieces that it gives whole: in batches of names, and page by page where one name has much.

Each answer brings the number of its rows with it, counted by the store, so that an answer that was cut on the way is
found out whatever the store says about it, and less is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from kgraph.endpoints.solutions import Row, Solutions, TooMuchError
from kgraph.errors import DataError

# Names in one query at first and at most: servers refuse long queries, and each costs a round trip.
_FIRST_BATCH, MOST_NAMES = 100, 400
_FIRST_PAGE = 5_000
# A batch that took less than so many seconds may be larger next time.
_QUICK = 2.0


class Reader:
    """Rows of one store.  `batch` and `page` shrink where the store cannot give as much, and say what it could."""

    def __init__(self, solutions: Solutions) -> None:
        self.solutions = solutions
        self.batch, self.page, self._most = _FIRST_BATCH, _FIRST_PAGE, MOST_NAMES

    def joined(self, name: str, names: str, pattern: str, values: Iterable[str]) -> Iterator[Row]:
        """The distinct rows of a pattern for IRIs as the values of ``?name``, which is the first of the `names`.

        What stands in `names` are variables with their question marks.  A value with more rows than the store gives at
        once is read page by page over the second name.
        """
        left = list(dict.fromkeys(values))
        place = 0
        while place < len(left):
            batch = left[place : place + self.batch]
            wanted = f"VALUES ?{name} {{ {' '.join(map(_iri, batch))} }} {pattern}"
            started = time.monotonic()
            try:
                rows = self._whole(names, wanted)
            except TooMuchError as error:
                if len(batch) > 1:
                    self.batch = self._most = max(1, len(batch) // 2)
                    continue
                rows = self._pages(names, wanted, names.split()[1], error)
            else:
                if time.monotonic() - started < _QUICK:
                    self.batch = min(self._most, self.batch * 2)
            yield from rows
            place += len(batch)

    def listed(self, names: str, pattern: str) -> list[Row]:
        """All distinct rows of a pattern, page by page over the first name, whose values are IRIs, where needed."""
        try:
            return self._whole(names, pattern)
        except TooMuchError as error:
            return self._pages(names, pattern, names.split(maxsplit=1)[0], error)

    def count(self, name: str, pattern: str) -> int:
        """How many distinct values a variable has.  Raises DataError when the store does not say."""
        try:
            rows = self.solutions.rows(f"SELECT (COUNT(DISTINCT {name}) AS ?rows) WHERE {{ {pattern} }}")
        except TooMuchError as error:
            raise error.reason from None
        return self._number(rows[0][0] if rows else None)

    def holds(self, pattern: str) -> bool:
        """Whether a pattern fits anything."""
        try:
            return bool(self.solutions.rows(f"SELECT * WHERE {{ {pattern} }} LIMIT 1"))
        except TooMuchError as error:
            raise error.reason from None

    def _whole(self, names: str, pattern: str) -> list[Row]:
        """All rows in one answer.  Raises TooMuchError when it has not as many as the store counts."""
        inner = f"SELECT DISTINCT {names} WHERE {{ {pattern} }}"
        counted = f"{{ SELECT (COUNT(*) AS ?rows) WHERE {{ {inner} }} }}"
        rows = self.solutions.rows(f"SELECT ?rows {names} WHERE {{ {counted} UNION {{ {inner} }} }}")
        total = [row[0] for row in rows if row[0] is not None]
        found = [row[1:] for row in rows if row[0] is None]
        if len(total) == 1 and self._number(total[0]) == len(found):
            return found
        said = f"{self._number(total[0]):,}" if total else "more"
        fact = f"gave {len(found):,} of {said} rows, so its answers are cut; ask its owner for a higher limit"
        raise TooMuchError(DataError(fact, file=self.solutions.shown))

    def _pages(self, names: str, pattern: str, by: str, reason: TooMuchError) -> list[Row]:
        """The rows in the order of one variable, a page at a time; as many as the store counts."""
        place = names.split().index(by)
        total = self._total(names, pattern)
        found: list[Row] = []
        last = ""
        while len(found) < total:
            after = f"FILTER(STR({by}) > {Literal(last)})" if last else ""
            query = f"SELECT DISTINCT {names} WHERE {{ {pattern} {after} }} ORDER BY STR({by}) LIMIT {self.page}"
            try:
                rows = self.solutions.rows(query)
            except TooMuchError:
                if self.page <= 1:
                    raise reason.reason from None
                self.page = max(1, self.page // 4)
                continue
            ends = [_text(row[place]) for row in rows]
            if len(found) + len(rows) < total and ends and ends[0] != ends[-1]:
                # The last one may go on in the next page.
                rows = [row for row, end in zip(rows, ends, strict=True) if end != ends[-1]]
            if not rows:
                break
            found += rows
            last = _text(rows[-1][place])
        if len(found) != total:
            raise reason.reason
        return found

    def _total(self, names: str, pattern: str) -> int:
        query = f"SELECT (COUNT(*) AS ?rows) WHERE {{ SELECT DISTINCT {names} WHERE {{ {pattern} }} }}"
        try:
            rows = self.solutions.rows(query)
        except TooMuchError as error:
            raise error.reason from None
        return self._number(rows[0][0] if rows else None)

    def _number(self, cell: object) -> int:
        try:
            return int(getattr(cell, "value", ""))
        except ValueError:
            raise DataError("does not say how many rows there are", file=self.solutions.shown) from None


def values_of(names: Sequence[str], variable: str) -> str:
    """A VALUES block for a variable."""
    return f"VALUES {variable} {{ {' '.join(map(_iri, names))} }}"


def is_iri(text: str) -> bool:
    """Whether a text may stand in a query as an IRI."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _iri(name: str) -> str:
    return str(NamedNode(name))


def _text(cell: object) -> str:
    return str(getattr(cell, "value", ""))
