"""One table in every format that has rows: table, tsv, csv, json, jsonl, md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kgraph.formats.documents import Listing, Row, TextDocument
from kgraph.formats.escape import for_markdown, for_spreadsheet, for_terminal, for_tsv, json_text, plain, visible
from kgraph.formats.notices import NOT_ADVICE

if TYPE_CHECKING:
    from rich.table import Table

_FOR_READING = ("table", "md")
_WIDTH = 120  # of a table that goes to no terminal
_GAP = 2  # between two columns
# Longer ones may be broken: words into pieces that can still be read, identifiers into few enough to be copied.
_LONG_WORD, _LONG_IDENTIFIER = 10, 40
_SHARE = 16  # of a column beside the one that says what an item is


def write_listing(listing: Listing, form: str) -> str:
    """The rows with a final line end, and what has to be said beside them where people read it.

    An empty table keeps its header in table, tsv, csv and md; it is ``[]`` in json and nothing in jsonl.
    """
    if listing.brief and form == "table" and (lines := _one_line_an_item(listing)) is not None:
        text = lines
    else:
        columns = listing.brief if listing.brief and form in _FOR_READING else listing.columns
        text = _rows(listing.rows, columns, form, listing.width)
    if form in _FOR_READING and listing.remark:
        text += f"\n{for_terminal(listing.remark)}\n"
    return noticed(text, form) if listing.notice else text


def noticed(text: str, form: str) -> str:
    """What people read ends with what it is not; what programs read is left as it is."""
    return f"{text}\n{NOT_ADVICE}\n" if form in _FOR_READING else text


def write_text(document: TextDocument, form: str) -> str:
    """A text that is whole already."""
    return document.text


def _rows(rows: Sequence[Row], columns: Sequence[str], form: str, width: int | None) -> str:
    if form in ("json", "jsonl"):
        return _json(rows, columns, form)
    between = ", " if form == "table" else "|"
    cells = [[plain(row.get(column), between) for column in columns] for row in rows]
    if form == "tsv":
        return "".join("\t".join(for_tsv(cell) for cell in line) + "\n" for line in [list(columns), *cells])
    if form == "csv":
        return _csv(columns, cells)
    if form == "md":
        lines = [
            [for_markdown(column.replace("_", " ")) for column in columns],
            ["---"] * len(columns),
            *[[for_markdown(cell) for cell in line] for line in cells],
        ]
        return "".join("| " + " | ".join(line) + " |\n" for line in lines)
    return _table(columns, cells, width)


def _one_line_an_item(listing: Listing) -> str | None:
    """Each row in one line, with what does not fit cut to an ellipsis; None where that would leave too little of it."""
    from rich.cells import cell_len, set_cell_size

    columns = [one for one in listing.brief if not listing.rows or any(plain(row.get(one)) for row in listing.rows)]
    names = [for_terminal(column.replace("_", " ")) for column in columns]
    lines = [[for_terminal(plain(row.get(column), ", ")) for column in columns] for row in listing.rows]
    natural = [max(map(cell_len, column)) for column in zip(names, *lines, strict=True)]
    room = (listing.width or _WIDTH) - _GAP * (len(columns) - 1)
    widths = _shared_out(natural, room)
    if any(width < min(own, _LONG_WORD) for width, own in zip(widths, natural, strict=True)):
        return None
    text = ""
    for line in (names, *lines):
        cut = [
            cell if cell_len(cell) <= width else f"{set_cell_size(cell, width - 1).rstrip()}…"
            for cell, width in zip(line, widths, strict=True)
        ]
        filled = (set_cell_size(cell, width) for cell, width in zip(cut, widths, strict=True))
        text += (" " * _GAP).join(filled).rstrip() + "\n"
    return text + ("" if widths == natural else "\nWhat ends in … is cut; the details have it in full.\n")


def _shared_out(natural: Sequence[int], room: int) -> list[int]:
    """The widths of columns that together take no more than there is.

    Where not all fit, the widest, which says what an item is, has what others leave that are cut first; those get back
    what is over.
    """
    widest = max(range(len(natural)), key=lambda one: natural[one])
    widths = [own if place == widest else min(own, _SHARE) for place, own in enumerate(natural)]
    widths[widest] = max(min(natural[widest], room - sum(widths) + widths[widest]), 0)
    over = room - sum(widths)
    for place in sorted(range(len(natural)), key=lambda one: natural[one]):
        given = min(natural[place] - widths[place], max(over, 0))
        widths[place] += given
        over -= given
    return widths


def _json(rows: Sequence[Row], columns: Sequence[str], form: str) -> str:
    if form == "json":
        return json_text([_kept(row, columns) for row in rows], indent=2) + "\n"
    return "".join(json_text(_kept(row, columns)) + "\n" for row in rows)


def _kept(row: Row, columns: Sequence[str]) -> dict[str, object]:
    return {column: row.get(column) for column in columns}


def _csv(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([for_spreadsheet(visible(cell)) for cell in line] for line in cells)
    return out.getvalue()


def _table(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int | None) -> str:
    import io

    from rich.console import Console

    lines = [[for_terminal(cell) for cell in line] for line in cells]
    # Columns of a comparison are called as the data call what is compared.
    names = [for_terminal(column.replace("_", " ")) for column in columns]
    out = io.StringIO()
    # Colour is left to the terminal's owner; the text is the same on a screen and in a file.
    console = Console(file=out, width=width or _WIDTH, no_color=True, highlight=False)
    if _fits([names, *lines], console.width):
        console.print(_grid(lines, names))
    else:
        for number, line in enumerate(lines):
            # One cell under the other; an empty one says nothing there.
            filled = [(name, cell) for name, cell in zip(names, line, strict=True) if cell]
            console.print(*["\n"] * (number > 0), _grid(filled), sep="", end="")
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _fits(lines: Sequence[Sequence[str]], width: int) -> bool:
    """Whether there is room for every column without breaking words, but for long ones."""
    needed = [
        max((_room(word) for cell in column for word in cell.split()), default=0) for column in zip(*lines, strict=True)
    ]
    return sum(needed) + _GAP * (len(needed) - 1) <= width


def _room(word: str) -> int:
    from rich.cells import cell_len

    return min(cell_len(word), _LONG_IDENTIFIER if ":" in word else _LONG_WORD)


def _grid(lines: Iterable[Sequence[str]], names: Sequence[str] = ("", "")) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", show_header=any(names))
    for name in names:
        table.add_column(name, overflow="fold")
    for line in lines:
        table.add_row(*[Text(cell) for cell in line])
    return table
