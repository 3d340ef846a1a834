"""`kgraph export`."""

from __future__ import annotations

import click

from kgraph.cli.options import FILE, data_options, emit, load_graph

_FORMATS = ("claims-tsv", "ttl", "nt")


@click.command("export")
@click.option("--to", "form", type=click.Choice(_FORMATS), required=True, help="What to write.")
@click.option("-o", "--output", type=FILE, help="Write to this file instead.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@data_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Write the graph: the flat table of claims, or RDF with the derived edges (Turtle, N-Triples).

    \b
    Examples:
      kgraph export --to claims-tsv -o claims.tsv
      kgraph export --to nt | sort | head
    """
    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    if o["form"] == "claims-tsv":
        from kgraph.formats.claims_table import claims_table

        text = claims_table(graph)
    else:
        from kgraph.formats.turtle import graph_as_rdf

        text = graph_as_rdf(graph, o["form"])
    emit(text, o["output"], force=o["force"])
