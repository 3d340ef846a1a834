"""`kgraph compare`."""

from __future__ import annotations

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options, resolve
from kgraph.errors import UsageError

_COLUMNS = ("mechanism", "where", "first", "first_effect", "second", "second_effect")


@click.command("compare")
@click.argument("first")
@click.argument("second")
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Which mechanisms two diseases share, and which are known for one of them only.

    \b
    Example:
      kgraph compare IESS ALS
    """
    from kgraph.matrix import shared_mechanisms

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    first, second = resolve(graph, o["first"]), resolve(graph, o["second"])
    for entity in (first, second):
        if entity.kind != "disease":
            raise UsageError(f"{entity.label} is a {entity.kind}; compare takes two diseases.")
    if first == second:
        raise UsageError(f"{first.label} stands on both sides; compare takes two diseases.")
    rows = [
        {
            "mechanism": one.mechanism,
            "where": where,
            "first": first.label,
            "first_effect": one.effect,
            "second": second.label,
            "second_effect": other.effect,
        }
        for where, one, other in shared_mechanisms(graph, first.id, second.id)
    ]
    emit_rows(rows, _COLUMNS, o["form"], o["output"], force=o["force"])
    ctx.exit(0 if rows else 1)
