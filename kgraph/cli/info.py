"""`kgraph info`."""

from __future__ import annotations

from collections import Counter

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options
from kgraph.version import __version__


@click.command("info")
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """What is in the graph: version, files, counts.

    \b
    Example:
      kgraph info --format json
    """
    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    claims = graph.claims.values()
    rows: list[dict[str, object]] = [{"what": "version", "value": __version__}]
    rows += [{"what": "file", "value": str(file)} for file in graph.files]
    for name in ("entities", "claims", "references", "hypotheses", "questions", "sources"):
        rows.append({"what": name, "value": len(getattr(graph, name))})
    rows.append({"what": "evidence lines", "value": sum(len(claim.evidence) for claim in claims)})
    rows.append({"what": "uncited claims", "value": sum(claim.uncited for claim in claims)})
    for field in ("origin", "certainty", "study_kind", "relation"):
        counts = Counter(getattr(claim, field) for claim in claims)
        rows += [
            {"what": f"claims, {field.replace('_', ' ')} {name}", "value": n} for name, n in sorted(counts.items())
        ]
    rows.append({"what": "notice", "value": "Not medical advice. Code MIT, data CC BY 4.0."})
    emit_rows(rows, ("what", "value"), o["form"], o["output"], force=o["force"], notice=False)
