"""`kgraph trace`."""

from __future__ import annotations

import click

from kgraph.cli.options import Output, data_options, emit, output_options, read_sources, source_option
from kgraph.cli.stores import Asked, store_option
from kgraph.formats.documents import TraceDocument


@click.command("trace")
@click.argument("what")
@source_option
@data_options
@store_option
@output_options("trace")
@click.pass_context
def command(ctx: click.Context, /, what: str, *, source: tuple[str, ...], asked: Asked, output: Output) -> None:
    """WHAT (a claim, hypothesis, mechanism, reference or entity) down to claims, evidence, references and passages.

    With --source and your own copy of a source the full sentences are shown.

    \b
    Examples:
      kgraph trace "KATP channel"
      kgraph trace mechanism:mTOR --format json
      kgraph trace B31 --source review=review.txt
    """
    from kgraph.trace import SourceTexts, trace

    graph, thing = asked.find(what)
    traced = trace(graph, thing)
    emit(TraceDocument(graph, traced, SourceTexts(read_sources(graph, source))), output)
    ctx.exit(0 if traced.claims else 1)
