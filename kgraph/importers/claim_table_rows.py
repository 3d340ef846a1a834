"""Rows of a table of claims, each cell with its place; comments and empty rows are passed over."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from kgraph.claim_rows import COLUMNS
from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.reading.file_limits import MAX_COLUMNS
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import bounded_lines, check_text

# What somebody who writes claims may say beside the columns of the flat table, with what it is.
OWN_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "directness": "how the references are known: primary (read in the paper itself), relayed, inferred",
        "quote": "a few words of the source file, from which the place is found",
        "source_file": "the text that was read, beside the table; needed for quotes",
        "source_title": "the title of the source",
        "source_link": "the web address of the source",
        "row": "where the line stands elsewhere: P and three digits, or a record, a slash and a number",
        "subject_definition": "what a new subject is, in a sentence of your own",
        "object_definition": "what a new object is, in a sentence of your own",
    }
)
_PLACE = re.compile(r" \S+ \S+/\d+$")
_NEEDED = (("subject", "subject_id"), ("relation",), ("object", "object_id"), ("certainty",), ("study_kind",))


@frozen
class ClaimRow:
    """A row: the file and the line it stands in, its cells by column, and where each begins, in bytes from 1."""

    file: str
    line: int
    cells: Mapping[str, str]
    places: Mapping[str, int]

    def get(self, column: str) -> str:
        """The text of a cell; empty where the table has no such column."""
        return self.cells.get(column, "")

    def items(self, column: str) -> tuple[str, ...]:
        """The parts of a cell between ``|``; none of an empty one."""
        return tuple(part for part in map(str.strip, self.get(column).split("|")) if part)

    def codes_of_lines(self) -> Iterator[str]:
        """What each line of an exported row cites, in the order in which the cell `evidence` tells lines apart."""
        for said in self.items("evidence"):
            code = said.split(" ", 2)[2] if said.count(" ") > 1 else ""
            # Behind it stands the place, where there is one: a source, a section and the sentence in it.
            yield _PLACE.sub("", code)

    def refused(self, column: str, reason: str) -> DataError:
        """The error that says what is wrong with a cell, and where; a column that is not there is the whole row."""
        return DataError(reason, file=self.file, line=self.line, column=self.places.get(column, 1))

    @property
    def place(self) -> str:
        """The file and the line, for counts of what happened."""
        return f"{self.file}:{self.line}"


def read_claim_rows(data: Data, faults: list[DataError]) -> Iterator[ClaimRow]:
    """The rows of an open table of claims; one with too many or too few cells is a fault, and is left out.

    Raises DataError for a file that is no UTF-8 text, has no header, or a header without what every claim needs.
    """
    check_text(data)
    # Lines end as they do for other programs; what else Unicode calls an end stays in the cell.
    text = io.TextIOWrapper(data.file, encoding="utf-8", newline=None)
    try:
        yield from _rows(data, text, faults)
    finally:
        # Whoever opened the file closes it.
        text.detach()


def _rows(data: Data, text: io.TextIOWrapper, faults: list[DataError]) -> Iterator[ClaimRow]:
    columns: Sequence[str] = ()
    for number, line in enumerate(bounded_lines(text, data.name), 1):
        cells = line.rstrip("\n").split("\t")
        if line.startswith("#") or not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = _header(data, number, [cell.strip() for cell in cells])
            continue
        # Editors and spreadsheets drop empty cells at the end of a row.
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            faults.append(data.refused(f"{len(cells)} cells where the header has {len(columns)}", number))
            continue
        places, start = {}, 1
        for column, cell in zip(columns, cells, strict=False):
            places[column] = start
            start += len(cell.encode()) + 1
        yield ClaimRow(data.name, number, dict(zip(columns, map(_unquoted, cells), strict=False)), places)
    if not columns:
        raise data.refused("is empty: a table of claims begins with a header")


def _header(data: Data, number: int, columns: list[str]) -> list[str]:
    known = (*COLUMNS, *OWN_COLUMNS)
    if len(columns) > MAX_COLUMNS:
        raise data.refused(f"more than {MAX_COLUMNS} columns", number)
    for place, column in enumerate(columns):
        start = len("\t".join(columns[:place]).encode()) + 1 + bool(place)
        if column in columns[:place]:
            raise data.refused(f"the column {column!r} stands twice", number, start)
        if column not in known:
            near = get_close_matches(column.lower(), known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"the columns are {', '.join(known)}"
            raise data.refused(f"no column of a table of claims is called {column!r}; {hint}", number, start)
    for names in _NEEDED:
        if not any(name in columns for name in names):
            raise data.refused(f"the header has no column {' or '.join(map(repr, names))}", number)
    return columns


def _unquoted(cell: str) -> str:
    """A cell without the quotation marks that programs put round one that begins with such a mark."""
    cell = cell.strip()
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell
