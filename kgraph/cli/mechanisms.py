"""`kgraph mechanisms`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import MatrixDocument


@click.command("mechanisms")
@data_options
@output_options("matrix")
@click.pass_context
def command(ctx: click.Context, /, *, data: DataFiles, output: Output) -> None:
    """The matrix: mechanism by disease, with the effect of its chains, their evidence, and whether it is disputed.

    \b
    Examples:
      kgraph mechanisms
      kgraph mechanisms --format md
      kgraph mechanisms -o mechanisms.svg
    """
    from kgraph.matrix import mechanism_matrix

    graph = data.load()
    cells = mechanism_matrix(graph)
    emit(MatrixDocument(graph, cells), output)
    ctx.exit(0 if cells else 1)
