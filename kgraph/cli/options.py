"""Options that commands share, and the one way out for what they print."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

import click

from kgraph.cli.exits import ReaderGoneError
from kgraph.errors import UsageError
from kgraph.formats.escape import for_terminal
from kgraph.formats.listing import FORMATS, Row, render
from kgraph.formats.notices import NOT_ADVICE

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Contents, Entity
    from kgraph.reading.passages import Passages

Command = Callable[..., Any]


class _File(click.Path):
    """A file that is named on the command line; commands that name none need not import pathlib."""

    def coerce_path_result(self, value: str | os.PathLike[str]) -> Path:
        from pathlib import Path

        return Path(value)


FILE = _File()


def output_options(command: Command) -> Command:
    """Add --format, -o and --force."""
    return drawing_options()(command)


def drawing_options(*pictures: str) -> Callable[[Command], Command]:
    """Add --format, -o and --force, with picture formats among the formats."""

    def add(command: Command) -> Command:
        for option in (
            click.option("--force", is_flag=True, help="Replace an existing output file."),
            click.option("-o", "--output", type=FILE, help="Write to this file instead."),
            click.option(
                "--format",
                "form",
                type=click.Choice([*FORMATS, *pictures]),
                help="Output format. Default: that of the file's ending, table on a terminal, tsv when piped.",
            ),
        ):
            command = option(command)
        return command

    return add


def data_options(command: Command) -> Command:
    """Add --data and --no-bundled."""
    for option in (
        click.option("--no-bundled", is_flag=True, help="Leave the bundled data out."),
        click.option(
            "--data",
            type=FILE,
            multiple=True,
            metavar="FILE",
            help="Lay this RDF file over the bundled data. May be repeated.",
        ),
    ):
        command = option(command)
    return command


def load_graph(data: Sequence[Path], *, no_bundled: bool) -> KnowledgeGraph:
    """The graph that the data options ask for."""
    from kgraph.graph import load

    return load(*data, bundled=not no_bundled)


def chosen_format(form: str | None, output: Path | None) -> str:
    """The format asked for, or that of the file's ending; by default a table on a terminal and tsv otherwise."""
    if form:
        return form
    if output is not None:
        ending = output.suffix.lower().removeprefix(".")
        return ending if ending in FORMATS else "tsv"
    return "table" if _on_terminal() else "tsv"


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def say_written(output: Path, what: str = "") -> None:
    """Tell on stderr which file was written, whatever its name is made of, and what is in it."""
    click.echo(for_terminal(f"wrote {output}: {what}" if what else f"wrote {output}"), err=True)


def emit(text: str, output: Path | None, *, force: bool) -> None:
    """Print a result, or put it in a file."""
    if output is None or str(output) == "-":
        if sys.stdout is None:
            raise UsageError("standard output is closed; name a file with -o.")
        try:
            click.echo(text, nl=False)
            sys.stdout.flush()
        except BrokenPipeError:
            # Click would end with an error of its own; a reader that has seen enough (head, a pager) is none.
            raise ReaderGoneError from None
        return
    from kgraph.files.writing import write_file

    write_file(output, text, force=force)
    say_written(output)


def emit_document(chunks: Iterator[bytes], output: Path | None, *, force: bool) -> None:
    """Print a document piece by piece, with a line end at its end, or put it in a file."""
    if output is not None and str(output) != "-":
        from kgraph.files.writing import write_file

        document = b"".join(chunks)
        write_file(output, document if document.endswith(b"\n") else document + b"\n", force=force)
        say_written(output)
        return
    if sys.stdout is None:
        raise UsageError("standard output is closed; name a file with -o.")
    out: IO[bytes] = sys.stdout.buffer
    last = b""
    try:
        for chunk in chunks:
            out.write(chunk)
            last = chunk
        out.write(b"" if last.endswith(b"\n") else b"\n")
        out.flush()
    except BrokenPipeError:
        raise ReaderGoneError from None


def emit_rows(
    rows: Sequence[Row],
    columns: Sequence[str],
    form: str | None,
    output: Path | None,
    *,
    force: bool,
    notice: bool = True,
) -> None:
    """Print or write a listing in the chosen format; `notice` is for what tells of claims."""
    form = chosen_format(form, output)
    text = render(rows, columns, form, width=width_of(output))
    emit(noticed(text, form) if notice else text, output, force=force)


def noticed(text: str, form: str) -> str:
    """What people read ends with what it is not; what programs read is left as it is."""
    return f"{text}\n{NOT_ADVICE}\n" if form in ("table", "md") else text


def width_of(output: Path | None) -> int | None:
    """How wide the terminal is, if the output goes there."""
    if output is not None or not _on_terminal():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def resolve(graph: KnowledgeGraph, name: str) -> Entity:
    """The entity with this name; says on stderr when a misspelling was read as something else."""
    entity = graph.names.resolve(name)
    if not graph.names.is_exact(name):
        click.echo(f"kgraph: reading {name!r} as {entity.label!r}", err=True)
    return entity


def source_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --source NAME=FILE."""
    option = click.option(
        "--source", multiple=True, metavar="NAME=FILE", help="Your copy of a source: review=FILE, als-page=FILE."
    )
    return option(command)


def read_sources(graph: Contents, given: Sequence[str]) -> dict[str, Passages]:
    """The passages of the given copies by source name.

    Raises BadParameter for a name that is no source, and DataError for a file that cannot be read.
    """
    from pathlib import Path

    from kgraph.reading.passages import Passages
    from kgraph.reading.text_files import read_text

    known = {source.short: source for source in graph.sources.values() if source.sha256}
    passages = {}
    for item in given:
        name, equals, file = item.partition("=")
        if not equals or name not in known:
            raise click.BadParameter(f"{item!r} should be NAME=FILE with NAME one of {', '.join(known)}.")
        passages[name] = Passages.from_text(read_text(Path(file)))
    return passages
