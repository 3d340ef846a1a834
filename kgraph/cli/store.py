"""`kgraph store`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, data_options, say_written

if TYPE_CHECKING:
    from pathlib import Path


@click.command("store")
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--force", is_flag=True, help="Replace a store that is there.")
@data_options
def command(folder: Path, *, force: bool, data: DataFiles) -> None:
    """Make a store on disk of the graph, with the derived edges, for kgraph query --store DIR.

    Worth it for graphs that take long to load. Many can read it at once. It is filled beside its place and put there
    whole; a folder that is not such a store is never replaced.

    \b
    Examples:
      kgraph store graph.store
      kgraph store big.store --no-bundled --data claims.nt --force
      kgraph query "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }" --store graph.store
    """
    from kgraph.sparql.disk_stores import fill_folder

    count = fill_folder(folder, data.to_load(), force=force)
    say_written(folder, f"{count:,} statements")
