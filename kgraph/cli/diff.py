"""`kgraph diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import Output, emit, output_options
from kgraph.formats.documents import DifferencesDocument

if TYPE_CHECKING:
    from kgraph.model import Contents

BUNDLED = "bundled"


@click.command("diff")
@click.argument("first", metavar="[A]")
@click.argument("second", metavar="B", required=False)
@click.option(
    "--between",
    nargs=2,
    multiple=True,
    metavar="START END",
    help="Compare the answers to this question, in place of those of the curated hypotheses. May be repeated.",
)
@click.option("--no-queries", is_flag=True, help="Leave the named questions of kgraph query out, which take seconds.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when anything differs.")
@output_options("differences")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    first: str,
    second: str | None,
    *,
    between: tuple[tuple[str, str], ...],
    no_queries: bool,
    exit_code: bool,
    output: Output,
) -> None:
    """What differs from A to B: claims added, removed and changed, and the conclusions that changed because of them.

    Each is an RDF file or a workspace, laid over the bundled data; a folder with the data of another version (a
    checkout, or the Turtle files alone); or the word bundled. With one of them, it is B, and A are the bundled data.
    Compared are verdicts, mechanisms, what was seen in people, chains and their weakest steps, the curated hypotheses,
    and the rows of the named questions; behind each stands which changed claims it rests on.

    \b
    Examples:
      kgraph diff mine.ttl
      kgraph diff ../kgraph-0.1 bundled -o review.md
      kgraph diff old.ttl new.ttl --between KDT ALS --format json
    """
    from kgraph.differences import compare

    names = (BUNDLED, first) if second is None else (first, second)
    before, after = (_read(name) for name in names)
    found = compare(before, after, questions=between, queries=not no_queries, names=names)
    emit(DifferencesDocument(found), output, form=output.chosen("differences", default="text"))
    ctx.exit(1 if exit_code and found else 0)


def _read(name: str) -> Contents:
    """The data that a word of the command line stands for."""
    from kgraph.reading.load import load_contents, load_version

    if name == BUNDLED:
        return load_contents()
    place = Path(name)
    if not place.is_dir():
        return load_contents(place)
    from kgraph.workspaces.folder import is_workspace, open_workspace
    from kgraph.workspaces.merged import merged_file

    return load_contents(merged_file(open_workspace(place))) if is_workspace(place) else load_version(place)
