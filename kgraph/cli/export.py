"""`kgraph export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, data_options, emit, output_to
from kgraph.cli.workspace_licences import heed_licences
from kgraph.formats.documents import GraphDocument
from kgraph.formats.registry import names

if TYPE_CHECKING:
    from pathlib import Path


@click.command("export")
@click.option(
    "--to", "form", type=click.Choice(names("graph")), help="What to write. Default: what the file's ending says."
)
@click.option("-o", "--output", type=FILE, help="Write to this file instead.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@click.option(
    "--for-myself", "pass_on", flag_value=False, default=True, help="Write what may not be passed on; keep it to you."
)
@data_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    form: str | None,
    output: Path | None,
    force: bool,
    pass_on: bool,
    data: DataFiles,
) -> None:
    """Write the graph: the flat table of claims, or RDF with the derived edges (Turtle, N-Triples).

    \b
    Examples:
      kgraph export -o claims.tsv
      kgraph export --to nt | sort | head
    """
    place = output_to(form, output, "graph", force=force)
    if data.workspace is not None:
        heed_licences(data.workspace, passed_on=pass_on)
    chosen = form or place.by_ending()
    if not chosen:
        raise click.MissingParameter(ctx=ctx, param=next(one for one in ctx.command.params if one.name == "form"))
    emit(GraphDocument(data.load()), place, form=chosen)
