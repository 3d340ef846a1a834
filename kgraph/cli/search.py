"""`kgraph search`."""

from __future__ import annotations

import click

from kgraph.cli.options import Output, data_options, emit, output_options
from kgraph.cli.stores import Asked, store_option
from kgraph.formats.documents import Listing

_COLUMNS = ("id", "label", "kind", "matched", "score")


@click.command("search")
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Most results shown.")
@data_options
@store_option
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, text: str, *, limit: int, asked: Asked, output: Output) -> None:
    """Find entities, hypotheses, mechanisms and references by name, synonym, identifier or misspelling.

    \b
    Examples:
      kgraph search ketone
      kgraph search MONDO:0018097
    """
    hits = asked.search(text, limit=limit + 1)
    shown = hits[:limit]
    rows = [{name: getattr(hit, name) for name in _COLUMNS} for hit in shown]
    if not shown and output.chosen("listing") != "json":
        asked.search(text, limit=0)
    emit(Listing(rows, _COLUMNS, notice=False), output)
    if len(hits) > len(shown):
        click.echo(f"kgraph: cut at {limit} results; --limit N shows more.", err=True)
    ctx.exit(0 if shown else 1)
