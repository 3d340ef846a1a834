"""`kgraph explain`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.errors import UsageError
from kgraph.formats.documents import Listing


@click.command("explain")
@click.argument("what")
@data_options
@output_options("listing")
def command(what: str, *, data: DataFiles, output: Output) -> None:
    """How the confidence of a claim or hypothesis comes about, step by step; the weights stand in the ontology.

    \b
    Examples:
      kgraph explain claim:ketogenic-diet-therapy-activates-katp-channel
      kgraph explain "opening of KATP channels"
    """
    from kgraph.formats.explanation import COLUMNS, explanation_rows
    from kgraph.model import Claim, Hypothesis

    graph = data.load()
    thing = graph.names.find(what)
    if not isinstance(thing, Claim | Hypothesis):
        raise UsageError(f"{what!r} is neither a claim nor a hypothesis; kgraph trace {what!r} lists its claims.")
    emit(Listing(explanation_rows(graph, thing), COLUMNS), output)
