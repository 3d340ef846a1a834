"""`kgraph new`."""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.options import FILE, emit, output_to
from kgraph.formats.documents import TemplateDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.registry import names


@click.command("new")
@click.argument("what", type=click.Choice(["claims"]))
@click.option(
    "--format",
    "form",
    type=click.Choice(names("template")),
    help="Output format. Default: that of the file's ending, else tsv.",
)
@click.option("-o", "--output", type=FILE, help="Write to this file instead; its name ends in .tsv or .ttl.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
def command(what: str, *, form: str | None, output: Path | None, force: bool) -> None:
    """Write a commented template for claims of your own: a table with one row a claim, or Turtle.

    kgraph import tsv reads the table when it is filled in, and looks every name up; docs/your-own-data.md shows a whole
    file.

    \b
    Examples:
      kgraph new claims -o mine.tsv
      kgraph import tsv mine.tsv -o mine.ttl
      kgraph check mine.ttl
      kgraph path KDT seizures --data mine.ttl
    """
    place = output_to(form, output, "template", force=force)
    form = place.chosen(default="tsv")
    emit(TemplateDocument(), place, form=form)
    if place.file is not None:
        read = f"kgraph import tsv {place.file} -o FILE.ttl" if form == "tsv" else f"kgraph check {place.file}"
        click.echo(for_terminal(f"kgraph: fill it in, then: {read}"), err=True)
