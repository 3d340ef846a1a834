"""`kgraph show`."""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.options import chosen_format, data_options, emit, load_graph, noticed, output_options


@click.command("show")
@click.argument("what")
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, what: str, **options: object) -> None:
    """Everything about WHAT: an entity, claim, reference, hypothesis, mechanism, question or source.

    \b
    Examples:
      kgraph show KDT
      kgraph show B31
      kgraph show claim:acetoacetate-decreases-seizure --format json
    """
    from kgraph.formats.escape import json_text
    from kgraph.formats.listing import render
    from kgraph.formats.record import describe, describe_in_words, record_words

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    thing = graph.names.find(what)
    record = describe(graph, thing)
    output: Path | None = o["output"]
    form = chosen_format(o["form"], output)
    if form == "json":
        text = json_text(record, indent=2) + "\n"
    elif form == "jsonl":
        text = json_text(record) + "\n"
    elif form == "table":
        text = record_words(describe_in_words(graph, thing))
    else:
        rows = [{"property": name, "value": value} for name, value in record.items()]
        text = render(rows, ("property", "value"), form)
    emit(noticed(text, form), output, force=o["force"])
