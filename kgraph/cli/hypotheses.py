"""`kgraph hypotheses`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options, resolve
from kgraph.formats.documents import Listing


@click.command("hypotheses")
@click.option("--disease", metavar="NAME", help="Only chains that end here.")
@data_options
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, *, disease: str | None, data: DataFiles, output: Output) -> None:
    """Curated chains with what follows from their steps: sign, effect, weakest step, evidence, references.

    \b
    Examples:
      kgraph hypotheses
      kgraph hypotheses --disease ALS --format json
    """
    from kgraph.formats.hypotheses import COLUMNS, hypothesis_row
    from kgraph.hypotheses import evaluate_all

    graph = data.load()
    end = resolve(graph, disease).id if disease else ""
    evaluated = evaluate_all(graph)
    broken = len(graph.hypotheses) - len(evaluated)
    if broken:
        click.echo(f"kgraph: {broken} broken chains are left out; kgraph check says why.", err=True)
    rows = [hypothesis_row(graph, found) for found in evaluated if not end or found.hypothesis.end == end]
    emit(Listing(rows, COLUMNS), output)
    ctx.exit(0 if rows else 1)
