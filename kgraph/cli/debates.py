"""`kgraph debates`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, Wanted, data_options, emit, output_options, selection_options
from kgraph.formats.documents import Listing


@click.command("debates")
@click.option(
    "--kind",
    multiple=True,
    type=click.Choice(["contested", "disputed", "contradiction", "number", "opposing", "slip", "retired"]),
    help="Only this kind. May be repeated.",
)
@click.option("--clear", is_flag=True, help="The pairs of claims that were compared and agree, instead.")
@selection_options
@data_options
@output_options("listing")
@click.pass_context
def command(
    ctx: click.Context, /, *, kind: tuple[str, ...], clear: bool, wanted: Wanted, data: DataFiles, output: Output
) -> None:
    """What is in doubt: contested claims, disputing evidence, disputed numbers, opposing paths, slips of the sources,
    claims that were taken back, and claims of your files that contradict others.

    A line says what is claimed, with its sign, outcome and condition, how many papers and claims speak for it, against
    it, and for neither side, and what differs between the sides where both say it.

    \b
    Examples:
      kgraph debates
      kgraph debates --about "beta-hydroxybutyrate" --details
      kgraph debates --kind number --format md
      kgraph debates --clear --mechanism gut-microbiota
    """
    from kgraph.debates import agreements, debates
    from kgraph.formats.debates import BRIEF, COLUMNS, debate_row

    if clear and kind:
        raise click.UsageError("--clear lists what agrees, --kind what is in doubt; give one of them.")
    graph = data.load()
    selection = wanted.of(graph)
    found = agreements(graph, selection) if clear else debates(graph, selection)
    rows = [debate_row(graph, debate) for debate in found if not kind or debate.kind in kind]
    emit(Listing(rows, COLUMNS, brief=wanted.brief(BRIEF)), output)
    ctx.exit(0 if rows else 1)
