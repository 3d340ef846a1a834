"""`kgraph compare`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options, resolve
from kgraph.errors import UsageError
from kgraph.formats.documents import Listing

_COLUMNS = ("mechanism", "where", "first", "first_effect", "second", "second_effect")


@click.command("compare")
@click.argument("first")
@click.argument("second")
@data_options
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, first: str, second: str, *, data: DataFiles, output: Output) -> None:
    """Which mechanisms two diseases share, and which are known for one of them only.

    \b
    Example:
      kgraph compare IESS ALS
    """
    from kgraph.matrix import shared_mechanisms

    graph = data.load()
    left, right = resolve(graph, first), resolve(graph, second)
    for entity in (left, right):
        if entity.kind != "disease":
            raise UsageError(f"{entity.label} is a {entity.kind}; compare takes two diseases.")
    if left == right:
        raise UsageError(f"{left.label} stands on both sides; compare takes two diseases.")
    rows = [
        {
            "mechanism": one.mechanism,
            "where": where,
            "first": left.label,
            "first_effect": one.effect,
            "second": right.label,
            "second_effect": other.effect,
        }
        for where, one, other in shared_mechanisms(graph, left.id, right.id)
    ]
    emit(Listing(rows, _COLUMNS), output)
    ctx.exit(0 if rows else 1)
