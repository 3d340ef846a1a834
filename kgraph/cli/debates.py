"""`kgraph debates`."""

from __future__ import annotations

import click

from kgraph.cli.options import data_options, emit_rows, load_graph, output_options

_COLUMNS = ("kind", "what", "supporting", "disputing", "printed", "primary", "note", "claim")


@click.command("debates")
@click.option(
    "--kind",
    multiple=True,
    type=click.Choice(["contested", "disputed", "number", "opposing", "slip"]),
    help="Only this kind. May be repeated.",
)
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """What is in doubt: contested claims, disputing evidence, disputed numbers, opposing paths, slips of the sources.

    \b
    Examples:
      kgraph debates
      kgraph debates --kind number --format md
    """
    from kgraph.debates import debates
    from kgraph.formats.references import short_names

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    found = [debate for debate in debates(graph) if not o["kind"] or debate.kind in o["kind"]]
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
    emit_rows(rows, _COLUMNS, o["form"], o["output"], force=o["force"])
    ctx.exit(0 if rows else 1)
