"""`kgraph hypotheses`."""

from __future__ import annotations

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options


@click.command("hypotheses")
@click.option("--disease", metavar="NAME", help="Only chains that end here.")
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Curated chains with what follows from their steps: sign, effect, weakest step, evidence, references.

    \b
    Examples:
      kgraph hypotheses
      kgraph hypotheses --disease ALS --format json
    """
    from kgraph.cli.options import resolve
    from kgraph.formats.hypotheses import COLUMNS, hypothesis_row
    from kgraph.hypotheses import evaluate_all

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    end = resolve(graph, o["disease"]).id if o["disease"] else ""
    evaluated = evaluate_all(graph)
    broken = len(graph.hypotheses) - len(evaluated)
    if broken:
        click.echo(f"kgraph: {broken} broken chains are left out; kgraph check says why.", err=True)
    rows = [hypothesis_row(graph, found) for found in evaluated if not end or found.hypothesis.end == end]
    emit_rows(rows, COLUMNS, o["form"], o["output"], force=o["force"])
    ctx.exit(0 if rows else 1)
