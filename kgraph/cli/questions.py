"""`kgraph questions`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import Listing


@click.command("questions")
@data_options
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, *, data: DataFiles, output: Output) -> None:
    """What the sources leave open, and what study would settle it.

    \b
    Example:
      kgraph questions --format md
    """
    from kgraph.formats.questions import COLUMNS, question_row

    graph = data.load()
    rows = [question_row(graph, question) for question in graph.questions.values()]
    emit(Listing(rows, COLUMNS), output)
    ctx.exit(0 if rows else 1)
