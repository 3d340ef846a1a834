"""`kgraph debates`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import Listing


@click.command("debates")
@click.option(
    "--kind",
    multiple=True,
    type=click.Choice(["contested", "disputed", "number", "opposing", "slip"]),
    help="Only this kind. May be repeated.",
)
@data_options
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, *, kind: tuple[str, ...], data: DataFiles, output: Output) -> None:
    """What is in doubt: contested claims, disputing evidence, disputed numbers, opposing paths, slips of the sources.

    \b
    Examples:
      kgraph debates
      kgraph debates --kind number --format md
    """
    from kgraph.debates import debates
    from kgraph.formats.debates import COLUMNS, debate_row

    graph = data.load()
    rows = [debate_row(graph, debate) for debate in debates(graph) if not kind or debate.kind in kind]
    emit(Listing(rows, COLUMNS), output)
    ctx.exit(0 if rows else 1)
