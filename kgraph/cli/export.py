"""`kgraph export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, data_options, emit, output_to
from kgraph.cli.workspace_licences import heed_licences
from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.registry import names

if TYPE_CHECKING:
    from pathlib import Path

_LOST = 1


@click.command("export")
@click.option(
    "--to",
    "form",
    type=click.Choice(names("graph")),
    metavar="KIND",
    help=f"What to write: {', '.join(names('graph'))}. Default: what the file's ending says.",
)
@click.option(
    "-o", "--output", type=FILE, help="Write to this file instead; kgx, neo4j and parquet are a folder of files."
)
@click.option("--force", is_flag=True, help="Replace an existing output file, or a folder of an earlier export.")
@click.option("--strict", is_flag=True, help="Write nothing when something cannot be carried.")
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
    strict: bool,
    pass_on: bool,
    data: DataFiles,
) -> None:
    """Write the whole graph for other programs.

    What the format cannot carry is counted on stderr, a line a kind. A claim that is disputed, tentative or a negative
    finding is never written so that it looks like support.

    \b
    Examples:
      kgraph export -o claims.tsv
      kgraph export --to nt | sort | head
      kgraph export -o network.cx2
      kgraph export --to kgx -o kgx
    """
    place = output_to(form, output, "graph", force=force)
    if data.workspace is not None:
        heed_licences(data.workspace, passed_on=pass_on)
    chosen = form or place.by_ending()
    if not chosen:
        raise click.MissingParameter(ctx=ctx, param=next(one for one in ctx.command.params if one.name == "form"))
    from kgraph.formats.losses import losses

    graph = data.load()
    lost = losses(graph, chosen)
    if not (strict and lost):
        emit(GraphDocument(graph), place, form=chosen)
    for tally in lost:
        click.echo(for_terminal(f"lost {tally.what}: {tally.count:,}"), err=True)
    if strict and lost:
        click.echo("kgraph: nothing is written, because --strict is given and something is lost.", err=True)
        ctx.exit(_LOST)
