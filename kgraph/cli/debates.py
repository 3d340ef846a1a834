"""`kgraph debates`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import Listing

_COLUMNS = ("kind", "what", "supporting", "disputing", "printed", "primary", "note", "claim")


@click.command("debates")
@click.option(
    "--kind",
    multiple=True,
    type=click.Choice(["contested", "disputed", "number", "opposing", "slip"]),
    help="Only this kind. May be repeated.",
)
@data_options
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, *, kind: tuple[str, ...], data: DataFiles, output: Output) -> None:
    """What is in doubt: contested claims, disputing evidence, disputed numbers, opposing paths, slips of the sources.

    \b
    Examples:
      kgraph debates
      kgraph debates --kind number --format md
    """
    from kgraph.debates import debates
    from kgraph.formats.references import short_names

    graph = data.load()
    found = [debate for debate in debates(graph) if not kind or debate.kind in kind]
    rows = [
        {
            "kind": debate.kind,
            "what": debate.what,
            "supporting": short_names(graph, debate.supporting),
            "disputing": short_names(graph, debate.disputing)
            + [identifier for identifier in debate.disputing if identifier not in graph.references],
            "printed": debate.printed,
            "primary": debate.primary,
            "note": debate.note,
            "claim": debate.claim,
        }
        for debate in found
    ]
    emit(Listing(rows, _COLUMNS), output)
    ctx.exit(0 if rows else 1)
