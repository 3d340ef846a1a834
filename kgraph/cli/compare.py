"""`kgraph compare`."""

from __future__ import annotations

import click

from kgraph.cli.options import Output, data_options, emit, output_options, resolve
from kgraph.cli.stores import Asked, store_option
from kgraph.formats.documents import Listing


@click.command("compare")
@click.argument("first")
@click.argument("second")
@data_options
@store_option
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, first: str, second: str, *, asked: Asked, output: Output) -> None:
    """Which mechanisms two diseases share, which are opposite, and which are known for one of them only.

    Of two things that are no diseases, what both lead to in at most three steps, and where their effects differ.

    \b
    Examples:
      kgraph compare IESS ALS
      kgraph compare glutamate GABA
    """
    from kgraph.formats.matrix import COMPARISON_COLUMNS, comparison_brief, comparison_row
    from kgraph.matrix import shared_mechanisms

    graph = asked.whole()
    one, other = resolve(graph, first), resolve(graph, second)
    if one != other and "disease" not in (one.kind, other.kind):
        from kgraph.cli.open_path import common_listing

        listing = common_listing(graph, one.id, other.id)
        emit(listing, output)
        ctx.exit(0 if listing.rows else 1)
    found = shared_mechanisms(graph, one.id, other.id)
    rows = [comparison_row(graph, compared) for compared in found]
    emit(Listing(rows, COMPARISON_COLUMNS, brief=comparison_brief(graph, found)), output)
    ctx.exit(0 if rows else 1)
