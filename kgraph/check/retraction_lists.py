"""Lists of papers that were retracted, doubted or corrected: identifiers, one a line, or a table with such columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from kgraph.reading.file_limits import MAX_CELL, readable
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import check_text

_PMID = re.compile(r"(?:PMID|PubMed)?\s*:?\s*0*([1-9][0-9]{0,9})(?:\.0)?", re.IGNORECASE | re.ASCII)
_PUBMED = re.compile(
    r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/0*([1-9][0-9]{0,9})/?",
    re.IGNORECASE | re.ASCII,
)
_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE | re.ASCII)
_ADDRESS = re.compile(r"https?://[^?#]+", re.IGNORECASE)
# Invisible characters, and dashes that print as the hyphen of an identifier.
_PLAIN = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "") | dict.fromkeys("‐‑‒–—−", "-"))
# Further cells behind a DOI, in a line that no delimiter was found in; a few DOIs have these characters themselves.
_FURTHER_CELLS = re.compile(r"[;|].*$")
# Column names, in small letters and without anything but letters, best first.
_PMID_COLUMNS = ("originalpaperpubmedid", "pmid", "pubmedid", "pubmed")
_DOI_COLUMNS = ("originalpaperdoi", "doi")
_NATURE_COLUMN = "retractionnature"
_RETRACTION, _REINSTATEMENT = "retraction", "reinstatement"
_CONCERN, _CORRECTION = "expression of concern", "correction"
_KNOWN_NATURES = frozenset({_REINSTATEMENT, _CONCERN, _CORRECTION})
_WITHOUT = "rows without an identifier"
_DELIMITERS = (";", "|", "\t")
_NOTHING = frozenset({"", "0", "-", "na", "n/a", "none", "unavailable"})
_SHOWN = 40
# What stands around an identifier in a sentence or a cell and is no part of it.
_AROUND = " \t\"'“”‘’«»<>.,;"
_BRACKETS = (("(", ")"), ("[", "]"))


@dataclass(frozen=True, slots=True)
class Notices:
    """The identifiers of papers that were retracted, that an expression of concern doubts, and that were corrected."""

    retracted: frozenset[str]
    doubted: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()
    without: int = 0  # rows that gave no identifier


def read_retractions(path: Path) -> frozenset[str]:
    """The identifiers of retracted papers in a list: `read_notices(path).retracted`."""
    return read_notices(path).retracted


def read_notices(path: Path) -> Notices:
    """The papers of a list by what became of them: PubMed identifiers without leading zeros, DOIs in small letters.

    A list has an identifier at the start of each line, before a tab, or in the first column of a .csv file; # begins a
    comment, and a first line may be a title; its papers are retracted.  A table says in its header in which columns
    they stand, as the one that Retraction Watch publishes does; its rows may be retractions, expressions of concern and
    corrections, any other notice is a retraction.  A paper that was reinstated is in none of them.  It may be packed.

    Raises DataError for a line of a list that begins with something else, and for a file without any identifier.
    """
    with open_data(path) as data:
        check_text(data)
        text = io.TextIOWrapper(data.file, encoding="utf-8", newline="")
        try:
            found = _identifiers(data, _rows(data, text))
        finally:
            # The file belongs to whoever opened it.
            text.detach()
    if not any(identifiers for nature, identifiers in found.items() if nature != _WITHOUT):
        raise data.refused("holds no PubMed identifier and no DOI; give one a line")
    without = len(found.pop(_WITHOUT, ()))
    back = found.get(_REINSTATEMENT, set())
    retracted, doubted, corrected = (
        frozenset(found.get(kind, set()) - back) for kind in (_RETRACTION, _CONCERN, _CORRECTION)
    )
    return Notices(retracted, doubted, corrected, without)


def _rows(data: Data, text: io.TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty and no comments, with the line on which each ends."""
    start = text.tell()
    first = text.readline(MAX_CELL)
    text.seek(start)
    # As spreadsheets write where the comma is the decimal mark, and as databases do.
    others = [mark for mark in _DELIMITERS if mark in first]
    if "," not in first and len(others) == 1 and (others[0] != "\t" or data.suffix == ".csv"):
        reader = csv.reader(text, delimiter=others[0], strict=True)
    elif data.suffix == ".csv":
        reader = csv.reader(text, strict=True)
    else:
        reader = csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
    limit = csv.field_size_limit(MAX_CELL)
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not row[0].lstrip().startswith("#"):
                yield reader.line_num, row
    except csv.Error as error:
        reason = f"a cell of more than {readable(MAX_CELL)}" if "field limit" in str(error) else str(error)
        raise data.refused(f"is not a table: {reason}", max(reader.line_num, 1)) from None
    finally:
        csv.field_size_limit(limit)


def _identifiers(data: Data, rows: Iterator[tuple[int, list[str]]]) -> dict[str, set[str]]:
    """The identifiers by the nature of the notice."""
    found: dict[str, set[str]] = {}
    columns: _Columns | None = None
    for count, (line, row) in enumerate(rows):
        if count == 0 and not _identifier(row[0].strip()):
            columns = _Columns.of_header(row)
            if columns:
                continue
        if columns:
            odd = columns.odd_cell_of(row)
            if odd:
                raise data.refused(f"{odd[:_SHOWN]!r} is neither a PubMed identifier nor a DOI", line)
            given = columns.identifiers_of(row)
            nature = columns.nature_of(row)
            found.setdefault(nature if nature in _KNOWN_NATURES else _RETRACTION, set()).update(given)
            if not given:
                found.setdefault(_WITHOUT, set()).add(str(line))
            continue
        first = row[0].strip()
        identifier = _identifier(first)
        if identifier:
            found.setdefault(_RETRACTION, set()).update({identifier, _identifier(_FURTHER_CELLS.sub("", first))} - {""})
            others = [_identifier(cell) for cell in row if cell.strip()]
            # A row of DOIs alone is a list that goes on behind the first one.
            found[_RETRACTION].update(others if all("/" in one for one in others) else ())
        elif count > 0 and first:
            raise data.refused(f"{first[:_SHOWN]!r} is neither a PubMed identifier nor a DOI", line)
    return found


def _identifier(text: str) -> str:
    """A PubMed identifier or a DOI as it is compared; the empty text for anything else."""
    text = text.translate(_PLAIN).strip(_AROUND)
    for opening, closing in _BRACKETS:
        if text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip(_AROUND)
    if address := _ADDRESS.match(text):
        text = unquote(address.group())
    if match := _PMID.fullmatch(text) or _PUBMED.fullmatch(text) or _DOI.fullmatch(text):
        return match.group(1).lower().rstrip(_AROUND)
    return ""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where in the rows of a table identifiers and the nature of a notice stand."""

    identifiers: tuple[int, ...]
    nature: int | None

    @classmethod
    def of_header(cls, header: Sequence[str]) -> _Columns | None:
        """The columns that a first row names; None when it names none, and so is no header."""
        names = [re.sub(r"[^a-z]", "", name.lower()) for name in header]
        wanted = (
            next((names.index(name) for name in choices if name in names), None)
            for choices in (_PMID_COLUMNS, _DOI_COLUMNS)
        )
        found = tuple(place for place in wanted if place is not None)
        return cls(found, names.index(_NATURE_COLUMN) if _NATURE_COLUMN in names else None) if found else None

    def odd_cell_of(self, row: Sequence[str]) -> str:
        """A cell that should hold an identifier and holds something else; "" when there is none.

        What Retraction Watch has typed is taken as it is, odd cells among tens of thousands too.
        """
        cells = (row[place].strip() for place in self.identifiers if place < len(row) and self.nature is None)
        return next((cell for cell in cells if cell.lower() not in _NOTHING and not _identifier(cell)), "")

    def nature_of(self, row: Sequence[str]) -> str:
        """What kind of notice a row is, in small letters; empty where the table does not say."""
        return row[self.nature].strip().lower() if self.nature is not None and self.nature < len(row) else ""

    def identifiers_of(self, row: Sequence[str]) -> set[str]:
        """The identifiers of a row; a paper without one has words such as "unavailable" in their place."""
        cells = (row[place].strip() for place in self.identifiers if place < len(row))
        given = [each for cell in cells for each in (cell, _FURTHER_CELLS.sub("", cell))]
        return {identifier for identifier in map(_identifier, given) if identifier}
