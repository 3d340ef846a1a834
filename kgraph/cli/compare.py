"""`kgraph compare`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options, resolve
from kgraph.formats.documents import Listing


@click.command("compare")
@click.argument("first")
@click.argument("second")
@data_options
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, first: str, second: str, *, data: DataFiles, output: Output) -> None:
    """Which mechanisms two diseases share, which are opposite, and which are known for one of them only.

    \b
    Example:
      kgraph compare IESS ALS
    """
    from kgraph.formats.matrix import COMPARISON_COLUMNS, comparison_brief, comparison_row
    from kgraph.matrix import shared_mechanisms

    graph = data.load()
    found = shared_mechanisms(graph, resolve(graph, first).id, resolve(graph, second).id)
    rows = [comparison_row(graph, compared) for compared in found]
    emit(Listing(rows, COMPARISON_COLUMNS, brief=comparison_brief(graph, found)), output)
    ctx.exit(0 if rows else 1)
