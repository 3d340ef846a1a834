"""`kgraph search`."""

from __future__ import annotations

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options

_COLUMNS = ("id", "label", "kind", "matched", "score")


@click.command("search")
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Most results shown.")
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, text: str, **options: object) -> None:
    """Find entities, hypotheses, mechanisms and references by name, synonym, identifier or misspelling.

    \b
    Examples:
      kgraph search ketone
      kgraph search MONDO:0018097
    """
    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    hits = graph.names.search(text, limit=o["limit"] + 1)
    shown = hits[: o["limit"]]
    rows = [{name: getattr(hit, name) for name in _COLUMNS} for hit in shown]
    emit_rows(rows, _COLUMNS, o["form"], o["output"], force=o["force"], notice=False)
    if len(hits) > len(shown):
        click.echo(f"kgraph: cut at {o['limit']} results; --limit N shows more.", err=True)
    ctx.exit(0 if shown else 1)
