"""`kgraph hypotheses`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, Wanted, data_options, emit, output_options, selection_options
from kgraph.formats.documents import CitedDocument, Listing


@click.command("hypotheses")
@selection_options
@data_options
@output_options("cited listing")
@click.pass_context
def command(ctx: click.Context, /, *, wanted: Wanted, data: DataFiles, output: Output) -> None:
    """Curated chains with what follows from their steps: effect and weakest step, and with --details everything else.

    \b
    Examples:
      kgraph hypotheses
      kgraph hypotheses --about "KATP channel" --details
      kgraph hypotheses --disease ALS --format json
    """
    from kgraph.formats.bibliography import references_of
    from kgraph.formats.hypotheses import BRIEF, COLUMNS, FOR_READERS, hypothesis_row
    from kgraph.hypotheses import evaluate_all

    graph = data.load()
    selection = wanted.of(graph)
    evaluated = evaluate_all(graph)
    broken = len(graph.hypotheses) - len(evaluated)
    if broken:
        click.echo(f"kgraph: {broken} broken chains are left out; kgraph check says why.", err=True)
    chosen = [
        found
        for found in evaluated
        if selection.takes_all(
            (end for claim in found.claims for end in (claim.subject, claim.object)),
            (found.hypothesis.mechanism,),
            (found.hypothesis.end,),
        )
    ]
    columns = FOR_READERS if output.chosen("cited listing") in ("table", "md") else COLUMNS
    listing = Listing([hypothesis_row(graph, found) for found in chosen], columns, brief=wanted.brief(BRIEF))
    cited = references_of(graph, (claim for found in chosen for claim in found.claims))
    emit(CitedDocument(graph, listing, cited), output)
    ctx.exit(0 if chosen else 1)
