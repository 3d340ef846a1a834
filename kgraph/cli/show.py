"""`kgraph show`."""

from __future__ import annotations

import click

from kgraph.cli.options import Output, data_options, emit, output_options
from kgraph.cli.stores import Asked, store_option
from kgraph.formats.documents import RecordDocument


@click.command("show")
@click.argument("what")
@data_options
@store_option
@output_options("record")
def command(what: str, *, asked: Asked, output: Output) -> None:
    """Everything about WHAT: an entity, claim, reference, hypothesis, mechanism, question or source.

    \b
    Examples:
      kgraph show KDT
      kgraph show B31
      kgraph show claim:acetoacetate-decreases-seizure --format json
    """
    graph, thing = asked.find(what)
    emit(RecordDocument(graph, thing), output)
