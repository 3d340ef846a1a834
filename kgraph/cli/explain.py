"""`kgraph explain`."""

from __future__ import annotations

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options
from kgraph.errors import UsageError


@click.command("explain")
@click.argument("what")
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, what: str, **options: object) -> None:
    """How the confidence of a claim or hypothesis comes about, step by step; the weights stand in the ontology.

    \b
    Examples:
      kgraph explain claim:ketogenic-diet-therapy-activates-katp-channel
      kgraph explain "opening of KATP channels"
    """
    from kgraph.formats.explanation import COLUMNS, explanation_rows
    from kgraph.model import Claim, Hypothesis

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    thing = graph.names.find(what)
    if not isinstance(thing, Claim | Hypothesis):
        raise UsageError(f"{what!r} is neither a claim nor a hypothesis; kgraph trace {what!r} lists its claims.")
    emit_rows(explanation_rows(graph, thing), COLUMNS, o["form"], o["output"], force=o["force"])
