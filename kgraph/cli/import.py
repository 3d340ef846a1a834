"""`kgraph import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.into_workspace import Into, import_files, into_options
from kgraph.cli.options import FILE, DataFiles, data_options, emit, output_to
from kgraph.cli.wording import COMMAND_LINE
from kgraph.errors import UsageError
from kgraph.formats.documents import ContentsDocument
from kgraph.formats.escape import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgraph.importers import Imported, Tally

_LOST, _UNREADABLE = 1, 3


@click.command("import")
@click.argument("words", metavar="[KIND] FILE...", nargs=-1, required=True)
@click.option("-o", "--output", type=FILE, help="Write to this file instead; its name ends in .ttl.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@click.option("--strict", is_flag=True, help="Write nothing when something cannot be carried.")
@into_options
@data_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    *,
    output: Path | None,
    force: bool,
    strict: bool,
    into: Into | None,
    data: DataFiles,
) -> None:
    """Read other projects' files, or your own table, and write claims, entities and references as Turtle, for --data.

    KIND is tsv (a table of claims, as kgraph new and kgraph export write it; names are looked up in bundled data and
    --data), rdf (our own model), kgx, dismech, drugmechdb, gpml (WikiPathways), bel (scripts and PyBEL JSON), indra,
    nanopub, physiomap, sif or sssom; without it the kind is told from the first file. What could not be carried, and
    what a reader should know, is counted on stderr with the first places. When a part of a file cannot be read nothing
    is written; exit code 3. What refutes or negates never becomes support, and a sign that a file does not give stays
    unknown.

    \b
    Examples:
      kgraph import tsv mine.tsv -o mine.ttl
      kgraph import drugmechdb paths/*.yaml -o drugmechdb.ttl
      kgraph import WP5639.gpml -o pathway.ttl
      kgraph path lorazepam "Status epilepticus" --no-bundled --data drugmechdb.ttl
      kgraph import paths/*.yaml --into mine
    """
    if into is not None:
        if output is not None or force:
            raise UsageError("--into puts the import into a workspace; leave -o and --force out.")
        kind, files = _kind_and_files(words)
        ctx.exit(import_files(files, kind, into, strict=strict, data=data))
    place = output_to(None, output, "contents", force=force)
    imported = _imported(words, data)
    for fault in imported.faults:
        click.echo(for_terminal(fault.said(COMMAND_LINE)), err=True)
    if imported.faults:
        ctx.exit(_UNREADABLE)
    if not (strict and imported.losses):
        emit(ContentsDocument(imported.contents), place, form="ttl")
    _say(imported)
    if strict and imported.losses:
        click.echo("kgraph: nothing is written, because --strict is given and something is lost.", err=True)
        ctx.exit(_LOST)


def _imported(words: tuple[str, ...], data: DataFiles) -> Imported:
    from kgraph.importers import IMPORTERS, guess, read

    kind, paths = _kind_and_files(words)
    if not kind:
        kind = guess(paths[0]).name
        click.echo(f"kgraph: reading as {kind}", err=True)
    looks_up = any(importer.name == kind and importer.looks_up for importer in IMPORTERS)
    known = data.load() if looks_up else None
    import sys

    if len(paths) == 1 or not sys.stderr.isatty():
        return read(paths, kind=kind, known=known)
    with click.progressbar(length=len(paths), label="reading", show_pos=True, file=sys.stderr) as bar:
        return read(paths, kind=kind, known=known, progress=lambda done: bar.update(done - bar.pos))


def _kind_and_files(words: tuple[str, ...]) -> tuple[str, list[Path]]:
    """The kind, empty where none is named, and the files."""
    from kgraph.importers import IMPORTERS

    kinds = {importer.name for importer in IMPORTERS}
    kind, files = (words[0], words[1:]) if words[0] in kinds else ("", words)
    if not files:
        raise UsageError(f"name the files to import as {kind}.")
    return kind, [Path(file) for file in files]


def _say(imported: Imported) -> None:
    contents = imported.contents
    made = {"claims": contents.claims, "entities": contents.entities, "references": contents.references}
    found = ", ".join(f"{tally.what}: {tally.count:,}" for tally in imported.found)
    click.echo(f"read {found or 'nothing'}", err=True)
    click.echo(f"made {', '.join(f'{what}: {len(things):,}' for what, things in made.items())}", err=True)
    _list("lost", imported.losses)
    _list("note", imported.remarks)


def _list(word: str, tallies: Iterable[Tally]) -> None:
    for tally in tallies:
        more = " …" if tally.count > len(tally.places) else ""
        where = f" ({', '.join(tally.places)}{more})" if tally.places else ""
        click.echo(for_terminal(f"{word} {tally.what}: {tally.count:,}{where}"), err=True)
