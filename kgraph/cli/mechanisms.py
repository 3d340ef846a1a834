"""`kgraph mechanisms`."""

from __future__ import annotations

import click

from kgraph.cli.options import data_options, drawing_options, emit, emit_rows, load_graph


@click.command("mechanisms")
@data_options
@drawing_options("svg")
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """The matrix: mechanism by disease, with the effect of its hypotheses, their evidence, and whether it is disputed.

    \b
    Examples:
      kgraph mechanisms
      kgraph mechanisms --format md
      kgraph mechanisms --format svg -o mechanisms.svg
    """
    from kgraph.formats.matrix import COLUMNS, cell_row
    from kgraph.matrix import mechanism_matrix

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    cells = mechanism_matrix(graph)
    if o["form"] == "svg":
        from kgraph.formats.figures import matrix_figure

        emit(matrix_figure(graph, cells), o["output"], force=o["force"])
        return
    rows = [cell_row(graph, cell) for cell in cells]
    emit_rows(rows, COLUMNS, o["form"], o["output"], force=o["force"])
    ctx.exit(0 if rows else 1)
