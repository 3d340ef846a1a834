"""`kgraph outcomes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, Output, data_options, emit, output_options, put, resolve
from kgraph.formats.documents import OutcomesDocument
from kgraph.formats.registry import format_of, write

if TYPE_CHECKING:
    from pathlib import Path

_PICTURES = ("svg", "png", "pdf")


@click.command("outcomes")
@click.option("--disease", metavar="NAME", help="Only outcomes stated for this disease.")
@click.option("--comparator", metavar="NAME", help="Only comparisons with this arm.")
@click.option("--diet", metavar="NAME", help="Only rows about this diet.")
@click.option("--plot", type=FILE, metavar="FILE", help="Draw the shares too: FILE.svg, .png or .pdf.")
@data_options
@output_options("outcomes")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    disease: str | None,
    comparator: str | None,
    diet: str | None,
    plot: Path | None,
    data: DataFiles,
    output: Output,
) -> None:
    """Clinical numbers as printed, arms side by side, with time point, sample size, design and dispute flag.

    \b
    Examples:
      kgraph outcomes --disease IESS
      kgraph outcomes --comparator ACTH --format md
      kgraph outcomes -o outcomes.svg
    """
    from kgraph.outcomes import outcomes

    drawn = _picture(plot) if plot else ""
    form = output.chosen()
    graph = data.load()
    wanted = {"disease": disease, "comparator": comparator, "diet": diet}
    found = outcomes(graph, **{name: resolve(graph, given).id if given else "" for name, given in wanted.items()})
    if not found and form in _PICTURES:
        click.echo("kgraph: there are no such outcomes, so there is nothing to draw.", err=True)
        ctx.exit(1)
    document = OutcomesDocument(graph, found)
    if plot and found:
        put(write(document, drawn), plot, force=output.force)
    emit(document, output)
    ctx.exit(0 if found else 1)


def _picture(file: Path) -> str:
    """The format of a plot, by the ending of its file."""
    form = format_of(file, "outcomes")
    if form not in _PICTURES:
        raise click.BadParameter(f"a plot ends in .{', .'.join(_PICTURES)}, and {file} does not.", param_hint="--plot")
    return form
