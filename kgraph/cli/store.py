"""`kgraph store`."""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.options import FILE, data_options, say_written


@click.command("store")
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--force", is_flag=True, help="Replace a store that is there.")
@data_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Make a store on disk of the graph, with the derived edges, for kgraph query --store DIR.

    Worth it for graphs that take long to load. Many can read it at once. It is filled beside its place and put there
    whole; a folder that is not such a store is never replaced.

    \b
    Examples:
      kgraph store graph.store
      kgraph store big.store --no-bundled --data claims.nt --force
      kgraph query "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }" --store graph.store
    """
    from kgraph.reading.load import files_to_load
    from kgraph.sparql.disk_stores import fill_folder

    o = ctx.params
    files = [Path(file) for file in files_to_load(*o["data"], bundled=not o["no_bundled"])]
    count = fill_folder(o["folder"], files, force=o["force"])
    say_written(o["folder"], f"{count:,} statements")
