"""`kgraph outcomes`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options, resolve

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.outcomes import Outcome

_COLUMNS = (
    "arm", "comparator", "outcome", "sign", "value", "lower", "upper", "unit", "timepoint", "n", "events", "measure",
    "printed", "design", "disease", "references", "source", "disputed", "dispute", "claim",
)  # fmt: skip


@click.command("outcomes")
@click.option("--disease", metavar="NAME", help="Only outcomes stated for this disease.")
@click.option("--comparator", metavar="NAME", help="Only comparisons with this arm.")
@click.option("--diet", metavar="NAME", help="Only rows about this diet.")
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw the shares as FILE.svg or FILE.png."
)
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Clinical numbers as printed, arms side by side, with time point, sample size, design and dispute flag.

    \b
    Examples:
      kgraph outcomes --disease IESS
      kgraph outcomes --comparator ACTH --format md
      kgraph outcomes --plot outcomes.svg
    """
    from kgraph.outcomes import outcomes

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    wanted = {name: resolve(graph, o[name]).id if o[name] else "" for name in ("disease", "comparator", "diet")}
    found = outcomes(graph, **wanted)
    if o["plot"] and found:
        from kgraph.formats.outcome_plot import plot_outcomes
        from kgraph.writing import write_file

        write_file(o["plot"], plot_outcomes(graph, found, o["plot"].suffix.lower()), force=o["force"])
        click.echo(f"wrote {o['plot']}", err=True)
    emit_rows([_row(graph, row) for row in found], _COLUMNS, o["form"], o["output"], force=o["force"])
    ctx.exit(0 if found else 1)


def _row(graph: KnowledgeGraph, row: Outcome) -> dict[str, object]:
    from kgraph.formats.references import supporting

    claim, number = row.claim, row.measurement
    primary = "; ".join(line.primary_value for line in claim.evidence if line.primary_value)
    dispute = number.disputed if number else ""
    primary = (number.primary_value if number else "") or primary
    return {
        "arm": graph.label(row.arm),
        "comparator": graph.label(row.comparator) if row.comparator else "",
        "outcome": graph.label(row.outcome) if row.outcome else "",
        "sign": claim.sign,
        "value": number.value if number else None,
        "lower": number.lower if number else None,
        "upper": number.upper if number else None,
        "unit": number.unit if number else "",
        "timepoint": number.time_point if number else "",
        "n": number.sample_size if number else None,
        "events": number.events if number else None,
        "measure": number.measure if number else "",
        "printed": number.printed if number else "",
        "design": claim.study_kind,
        "disease": graph.label(claim.disease) if claim.disease else "",
        "references": supporting(graph, [claim]),
        "source": claim.origin,
        "disputed": row.disputed,
        "dispute": "; ".join(filter(None, (dispute, primary and f"primary paper: {primary}"))),
        "claim": claim.id,
    }
