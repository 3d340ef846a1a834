"""One table in every output format: table, tsv, csv, json, jsonl, md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kgraph.formats.cells import for_markdown, for_spreadsheet, for_terminal, for_tsv, json_text, plain, visible

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "md")

Row = Mapping[str, object]


def render(rows: Sequence[Row], columns: Sequence[str], form: str, *, width: int | None = None) -> str:
    """The rows in one of FORMATS, with a final line end.

    An empty table keeps its header in table, tsv, csv and md; it is ``[]`` in json and nothing in jsonl.
    """
    if form in ("json", "jsonl"):
        return _json(rows, columns, form)
    cells = [[plain(row.get(column)) for column in columns] for row in rows]
    if form == "tsv":
        return "".join("\t".join(for_tsv(cell) for cell in line) + "\n" for line in [list(columns), *cells])
    if form == "csv":
        return _csv(columns, cells)
    if form == "md":
        lines = [list(columns), ["---"] * len(columns), *[[for_markdown(cell) for cell in line] for line in cells]]
        return "".join("| " + " | ".join(line) + " |\n" for line in lines)
    return _table(columns, cells, width)


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
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for line in cells:
        table.add_row(*[Text(for_terminal(cell)) for cell in line])
    out = io.StringIO()
    # Colour is left to the terminal's owner; the text is the same on a screen and in a file.
    Console(file=out, width=width or 120, no_color=True, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
