"""`kgraph show`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import RecordDocument


@click.command("show")
@click.argument("what")
@data_options
@output_options("record")
def command(what: str, *, data: DataFiles, output: Output) -> None:
    """Everything about WHAT: an entity, claim, reference, hypothesis, mechanism, question or source.

    \b
    Examples:
      kgraph show KDT
      kgraph show B31
      kgraph show claim:acetoacetate-decreases-seizure --format json
    """
    graph = data.load()
    emit(RecordDocument(graph, graph.names.find(what)), output)
