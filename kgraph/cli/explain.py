"""`kgraph explain`."""

from __future__ import annotations

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options
from kgraph.errors import UsageError

_COLUMNS = ("step", "claim", "arithmetic")


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
    from kgraph.formats.explanation import explain_claim, explain_path, explain_step
    from kgraph.hypotheses import evaluate
    from kgraph.model import Claim, Hypothesis

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    thing = graph.names.find(what)
    rows: list[dict[str, object]]
    if isinstance(thing, Claim):
        rows = [{"step": 1, "claim": thing.id, "arithmetic": line} for line in explain_claim(graph, thing)]
    elif isinstance(thing, Hypothesis):
        path = evaluate(graph, thing).path
        rows = [
            {"step": place, "claim": step.claims[0].id, "arithmetic": line}
            for place, step in enumerate(path.steps, 1)
            for line in explain_step(graph, step)
        ]
        rows.append({"step": "all", "claim": thing.id, "arithmetic": explain_path(path)})
    else:
        raise UsageError(f"{what!r} is neither a claim nor a hypothesis; kgraph trace {what!r} lists its claims.")
    emit_rows(rows, _COLUMNS, o["form"], o["output"], force=o["force"])
