"""Tables of text: every row as long as the header, no column without a name or with the name of another."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from kgraph.reading.file_limits import MAX_CELL, MAX_COLUMNS, readable
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import check_text


def read_table(data: Data) -> Iterator[dict[str, str]]:
    """The rows of a .tsv or .csv file as dicts; lines before the header that begin with # are left out.

    Raises DataError, with the line, for an empty file, a bad header, rows of another length, broken quotes, and cells
    or rows over the limits.
    """
    return (row for _, row in read_numbered_table(data))


def read_numbered_table(
    data: Data,
    *,
    short_rows: bool = False,
    quoted: bool = False,
    look_at: Callable[[Sequence[str], int], None] | None = None,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table as `read_table` gives them, each with the number of the line that it ends on.

    `look_at` is given the columns and the line of the header before any row is read, and may refuse them.

    With `short_rows` a row may end early, as programs write them that leave out empty cells at the end, and a line may
    be empty; the cells that a row lacks are not among its own, and empty ones behind the last column are left out.
    With `quoted` a cell between tabs may stand in quotes, as SSSOM has them, and then holds tabs and ends of lines.
    Raises DataError as `read_table` does.
    """
    check_text(data)
    lines = _Lines(io.TextIOWrapper(data.file, encoding="utf-8", newline=""))
    # Tab-separated text mostly has no quotes; comma-separated text has, and a bad one is an error.
    if data.suffix == ".tsv" and quoted:
        reader = csv.reader(lines, delimiter="\t", strict=True)
    elif data.suffix == ".tsv":
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
    else:
        reader = csv.reader(lines, strict=True)
    limit = csv.field_size_limit(MAX_CELL)
    header: list[str] | None = None
    try:
        for row in reader:
            if header is None:
                header = _header(data, row, lines.number)
                if look_at is not None:
                    look_at(header, lines.number)
            elif short_rows and not row:
                continue
            else:
                _check_length(data, row, header, lines.number, short=short_rows)
                yield lines.number, dict(zip(header, row, strict=False))
    except csv.Error as error:
        reason = f"a cell of more than {readable(MAX_CELL)}" if "field limit" in str(error) else str(error)
        raise data.refused(f"is not a table: {reason}", max(lines.number, 1)) from None
    finally:
        csv.field_size_limit(limit)
        # The file belongs to whoever opened it.
        lines.text.detach()
    if header is None:
        raise data.refused("is empty; a table has a header")


def _check_length(data: Data, row: list[str], header: list[str], line: int, *, short: bool) -> None:
    """Refuse a row of another length than the header; a `short` one lacks empty cells or has some more."""
    lacks, more = len(row) < len(header), row[len(header) :]
    if (lacks and not short) or (more and not (short and not any(more))):
        raise data.refused(f"{len(row)} cells where the header has {len(header)}", line)


def _header(data: Data, row: list[str], line: int) -> list[str]:
    if len(row) > MAX_COLUMNS:
        raise data.refused(f"more than {MAX_COLUMNS:,} columns", line)
    if not any(row):
        raise data.refused("a column has no name: the line of the header is empty", line)
    if len(row) == 1 and data.suffix == ".tsv" and "," in row[0]:
        raise data.refused("the header has commas and no tab; the name of a table with commas ends in .csv", line)
    if not all(name.strip() for name in row):
        raise data.refused("a column has no name", line)
    name, times = Counter(row).most_common(1)[0]
    if times > 1:
        raise data.refused(f"the column {name!r} stands {times} times", line)
    return row


class _Lines:
    """The lines of a table from its header on, and the number of the last one given out."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text, self.number = text, 0
        self._in_header = True

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        while True:
            line = next(self.text)
            self.number += 1
            if self._in_header and line.startswith("#"):
                continue
            self._in_header = False
            return line
