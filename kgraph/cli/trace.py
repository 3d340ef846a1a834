"""`kgraph trace`."""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.options import (
    chosen_format,
    data_options,
    emit,
    load_graph,
    noticed,
    output_options,
    read_sources,
    source_option,
)


@click.command("trace")
@click.argument("what")
@source_option
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, what: str, **options: object) -> None:
    """WHAT (a claim, hypothesis, mechanism, reference or entity) down to claims, evidence, references and passages.

    With --source and your own copy of a source the full sentences are shown.

    \b
    Examples:
      kgraph trace "KATP channel"
      kgraph trace mTOR --format json
      kgraph trace B31 --source review=review.txt
    """
    from kgraph.formats.trace import render_trace
    from kgraph.trace import SourceTexts, trace

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    traced = trace(graph, graph.names.find(what))
    output: Path | None = o["output"]
    texts = SourceTexts(read_sources(graph, o["source"]))
    form = chosen_format(o["form"], output)
    emit(noticed(render_trace(graph, traced, form, texts), form), output, force=o["force"])
    ctx.exit(0 if traced.claims else 1)
