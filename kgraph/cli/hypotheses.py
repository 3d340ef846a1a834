"""`kgraph hypotheses`."""

from __future__ import annotations

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options

_COLUMNS = (
    "hypothesis", "mechanism", "end", "status", "effect", "stated", "sign", "confidence", "weakest_step", "evidence",
    "translation_gap", "uncited_steps", "disputed", "references", "steps", "id",
)  # fmt: skip


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
    from kgraph.formats.references import supporting
    from kgraph.hypotheses import evaluate_all

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    end = resolve(graph, o["disease"]).id if o["disease"] else ""
    rows = []
    evaluated = evaluate_all(graph)
    broken = len(graph.hypotheses) - len(evaluated)
    if broken:
        click.echo(f"kgraph: {broken} broken chains are left out; kgraph check says why.", err=True)
    for found in evaluated:
        hypothesis, path = found.hypothesis, found.path
        if end and hypothesis.end != end:
            continue
        weakest = path.steps[path.weakest - 1]
        rows.append(
            {
                "hypothesis": hypothesis.label,
                "mechanism": hypothesis.mechanism,
                "end": graph.label(hypothesis.end),
                "status": hypothesis.status,
                "effect": found.effect,
                "stated": hypothesis.stated_effect,
                "sign": path.sign,
                "confidence": path.confidence,
                "weakest_step": f"{graph.label(weakest.subject)} → {graph.label(weakest.object)}",
                "evidence": [f"{kind} {count}" for kind, count in found.profile],
                "translation_gap": found.translation_gap,
                "uncited_steps": found.uncited_steps,
                "disputed": found.disputed,
                "references": supporting(graph, found.claims),
                "steps": list(hypothesis.steps),
                "id": hypothesis.id,
            }
        )
    emit_rows(rows, _COLUMNS, o["form"], o["output"], force=o["force"])
    ctx.exit(0 if rows else 1)
