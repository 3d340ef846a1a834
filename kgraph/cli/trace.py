"""`kgraph trace`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, Output, data_options, emit, output_options, read_sources, source_option
from kgraph.cli.stores import Asked, store_option
from kgraph.formats.documents import TraceDocument

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.model import Contents
    from kgraph.names import Thing


@click.command("trace")
@click.argument("what")
@source_option
@click.option("--index", type=FILE, metavar="FILE", help="Look in this compiled index (kgraph index build).")
@data_options
@store_option
@output_options("trace")
@click.pass_context
def command(
    ctx: click.Context, /, what: str, *, source: tuple[str, ...], index: Path | None, asked: Asked, output: Output
) -> None:
    """WHAT (a claim, hypothesis, mechanism, reference or entity) down to claims, evidence, references and passages.

    With --source and your own copy of a source the full sentences are shown.

    \b
    Examples:
      kgraph trace "KATP channel"
      kgraph trace mechanism:mTOR --format json
      kgraph trace B31 --source review=review.txt
      kgraph trace c17 --index large.index
    """
    if index is None:
        ctx.exit(_traced(*asked.find(what), source, output))
    from kgraph.cli.indexed import expect_of_evidence
    from kgraph.index.held_graph import HeldGraph
    from kgraph.index.open_index import GraphIndex
    from kgraph.names import names_of

    expect_of_evidence(ctx)
    opened = GraphIndex(index)
    with opened.damage_told():
        graph = HeldGraph(opened)
        ctx.exit(_traced(graph, names_of(graph).find(what), source, output))


def _traced(graph: Contents, thing: Thing, source: tuple[str, ...], output: Output) -> int:
    """Print what is behind a thing; the exit code."""
    from kgraph.trace import SourceTexts, trace

    traced = trace(graph, thing)
    emit(TraceDocument(graph, traced, SourceTexts(read_sources(graph, source))), output)
    return 0 if traced.claims else 1
