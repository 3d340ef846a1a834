"""`kgraph outcomes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import (
    FILE,
    DataFiles,
    Output,
    Wanted,
    data_options,
    emit,
    output_options,
    put,
    resolve,
    selection_options,
)
from kgraph.formats.documents import OutcomesDocument
from kgraph.formats.registry import format_of, write

if TYPE_CHECKING:
    from pathlib import Path

_PICTURES = ("svg", "png", "pdf")


@click.command("outcomes")
@click.option("--comparator", metavar="NAME", help="Only comparisons with this arm.")
@click.option("--diet", metavar="NAME", help="Only rows about this diet.")
@click.option("--plot", type=FILE, metavar="FILE", help="Draw the shares too: FILE.svg, .png or .pdf.")
@selection_options
@data_options
@output_options("outcomes")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    comparator: str | None,
    diet: str | None,
    plot: Path | None,
    wanted: Wanted,
    data: DataFiles,
    output: Output,
) -> None:
    """Clinical numbers as printed, arms side by side, with who was treated, time point, sample size and dispute flag.

    --plot draws the shares: arms of one paper below each other, a point as large as its arm, an interval where events
    and patients are counted, a dotted line to the number of the paper itself where another was printed.

    \b
    Examples:
      kgraph outcomes --disease IESS
      kgraph outcomes --comparator ACTH --format md
      kgraph outcomes -o outcomes.svg
    """
    from kgraph.formats.outcomes import BRIEF
    from kgraph.outcomes import outcomes, side_by_side

    drawn = _picture(plot) if plot else ""
    form = output.chosen()
    graph = data.load()
    given = {"disease": wanted.disease, "comparator": comparator, "diet": diet}
    numbers = outcomes(graph, **{name: resolve(graph, text).id if text else "" for name, text in given.items()})
    selection = wanted.of(graph, diseases=False)
    numbers = [number for number in numbers if selection.takes(number.claim) or number.arm == selection.about != ""]
    found = numbers if form in _PICTURES else side_by_side(numbers)
    if not found and form in _PICTURES:
        click.echo("kgraph: there are no such outcomes, so there is nothing to draw.", err=True)
        ctx.exit(1)
    if plot and found:
        put(write(OutcomesDocument(graph, numbers), drawn), plot, force=output.force)
    emit(OutcomesDocument(graph, found, wanted.brief(BRIEF)), output)
    ctx.exit(0 if found else 1)


def _picture(file: Path) -> str:
    """The format of a plot, by the ending of its file."""
    form = format_of(file, "outcomes")
    if form not in _PICTURES:
        raise click.BadParameter(f"a plot ends in .{', .'.join(_PICTURES)}, and {file} does not.", param_hint="--plot")
    return form
