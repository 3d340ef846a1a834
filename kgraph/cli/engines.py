"""`kgraph engines`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, Output, data_options, emit, output_options
from kgraph.cli.wording import COMMAND_LINE
from kgraph.formats.documents import Listing

if TYPE_CHECKING:
    from pathlib import Path

_BRIEF = ("engine", "available", "version", "chosen", "why")


@click.command("engines")
@click.option("--store", metavar="DIR|URL", envvar="KGRAPH_STORE", help="The store that would be asked.")
@click.option("--index", type=FILE, metavar="FILE", help="The compiled index that would be asked.")
@click.option("--edges", metavar="FILE|URL", help="The edge table that Spark would read.")
@data_options
@output_options("listing")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    store: str | None,
    index: Path | None,
    edges: str | None,
    data: DataFiles,
    output: Output,
) -> None:
    """What can answer questions here, with versions and limits, and which would answer for the data that are named.

    JSON has every column. The exit code is 1 when nothing that is available takes the data.

    \b
    Examples:
      kgraph engines
      kgraph engines --store https://example.org/sparql
      kgraph engines --index large.index --format json
    """
    from kgraph.engines import COLUMNS, GivenData, engine_rows

    given = GivenData(
        tuple(map(str, data.files)), data.bundled, store or "", str(index) if index is not None else "", edges or ""
    )
    rows = engine_rows(given, COMMAND_LINE)
    emit(Listing(rows, COLUMNS, notice=False, brief=_BRIEF), output)
    ctx.exit(0 if any(row["chosen"] for row in rows) else 1)
