"""`kgraph questions`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import Listing

_COLUMNS = ("question", "settled_by", "about", "mechanisms", "source", "references", "id")


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
    from kgraph.formats.references import short_names

    graph = data.load()
    rows = [
        {
            "question": question.question,
            "settled_by": question.settled_by,
            "about": [graph.label(identifier) for identifier in question.about],
            "mechanisms": list(question.mechanisms),
            "source": question.origin,
            "references": short_names(graph, (line.reference for line in question.evidence)),
            "id": question.id,
        }
        for question in graph.questions.values()
    ]
    emit(Listing(rows, _COLUMNS), output)
    ctx.exit(0 if rows else 1)
