"""`kgraph search`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import Listing

_COLUMNS = ("id", "label", "kind", "matched", "score")


@click.command("search")
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Most results shown.")
@data_options
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, text: str, *, limit: int, data: DataFiles, output: Output) -> None:
    """Find entities, hypotheses, mechanisms and references by name, synonym, identifier or misspelling.

    \b
    Examples:
      kgraph search ketone
      kgraph search MONDO:0018097
    """
    graph = data.load()
    hits = graph.names.search(text, limit=limit + 1)
    shown = hits[:limit]
    rows = [{name: getattr(hit, name) for name in _COLUMNS} for hit in shown]
    if not shown and output.chosen("listing") != "json":
        raise graph.names.unknown(text)
    emit(Listing(rows, _COLUMNS, notice=False), output)
    if len(hits) > len(shown):
        click.echo(f"kgraph: cut at {limit} results; --limit N shows more.", err=True)
    ctx.exit(0 if shown else 1)
