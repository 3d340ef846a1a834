"""`kgraph explore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, data_options, emit, output_to
from kgraph.formats.documents import TextDocument

if TYPE_CHECKING:
    from pathlib import Path


@click.command("explore")
@click.option("--from", "start", metavar="NAME", default="", help="Where the paths start. Default: KDT.")
@click.option("--to", "end", metavar="NAME", default="", help="Where the paths end. Default: IESS.")
@click.option("--mechanism", metavar="NAME", default="", help="Open on this mechanism instead.")
@click.option("--hypothesis", metavar="NAME", default="", help="Open on this curated hypothesis instead.")
@click.option("--all", "everything", is_flag=True, help="Open on the whole graph instead.")
@click.option("-o", "--output", type=FILE, required=True, help="The HTML file to write. - for stdout.")
@click.option("--open", "show", is_flag=True, help="Show the file in the browser afterwards.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@data_options
def command(
    *,
    start: str,
    end: str,
    mechanism: str,
    hypothesis: str,
    everything: bool,
    output: Path,
    show: bool,
    force: bool,
    data: DataFiles,
) -> None:
    """Write the interactive graph as one HTML file that needs no network.

    It opens on the paths of a question; a click on an arrow opens the papers and passages behind it. Not medical
    advice.

    \b
    Examples:
      kgraph explore -o explorer.html --open
      kgraph explore --from KDT --to ALS -o als.html
      kgraph explore --mechanism ion-channels -o channels.html
      kgraph explore --all --data mine.ttl -o all.html --force
    """
    from kgraph.explorer import Explorer

    place = output_to(None, output, "page", force=force)
    page = Explorer(
        data.load(), start=start, end=end, mechanism=mechanism, hypothesis=hypothesis, everything=everything
    )
    emit(TextDocument("page", page.html), place, form="html")
    if show and place.file is not None:
        click.launch(place.file.resolve().as_uri())
