"""`kgraph questions`."""

from __future__ import annotations

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options

_COLUMNS = ("question", "settled_by", "about", "mechanisms", "source", "references", "id")


@click.command("questions")
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """What the sources leave open, and what study would settle it.

    \b
    Example:
      kgraph questions --format md
    """
    from kgraph.formats.references import short_names

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
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
    emit_rows(rows, _COLUMNS, o["form"], o["output"], force=o["force"])
    ctx.exit(0 if rows else 1)
