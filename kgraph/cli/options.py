"""Options that commands share, and the one way out for what they print."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from math import isfinite
from typing import IO, TYPE_CHECKING, Any

import click

from kgraph.cli.exits import ReaderGoneError
from kgraph.cli.overlay_notices import say_overlay
from kgraph.errors import UsageError
from kgraph.formats.documents import Files
from kgraph.formats.escape import for_terminal
from kgraph.formats.palette import terminal_colors
from kgraph.formats.registry import Written, format_of, names, write
from kgraph.frozen import frozen

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.formats.documents import Document
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Contents, Entity
    from kgraph.reading.passages import Passages
    from kgraph.selection import Selection

Command = Callable[..., Any]


class _File(click.Path):
    """A file that is named on the command line; commands that name none need not import pathlib."""

    def coerce_path_result(self, value: str | os.PathLike[str]) -> Path:
        from pathlib import Path

        return Path(value)


FILE = _File()
# More memory than a machine has, and more rows than a file.
MOST_MEBIBYTES, MOST_ROWS = 2**30, 10**12


@frozen
class Output:
    """Where a result goes, and in which format: the choices of --format, -o and --force.

    `kinds` are those of answers that the command gives (see `kgraph.formats.registry`).
    """

    form: str | None
    file: Path | None
    force: bool
    kinds: tuple[str, ...]

    def chosen(self, *kinds: str, default: str = "") -> str:
        """The format asked for, or that of the file's ending; else `default`, or table on a terminal and tsv elsewhere.

        Raises UsageError for a file whose ending no answer of these kinds has.
        """
        return self.form or self.by_ending(*kinds) or default or ("table" if self.on_terminal() else "tsv")

    def by_ending(self, *kinds: str) -> str:
        """The format that the ending of the file asks for; empty where it has none, or nothing is written to a file."""
        return format_of(self.file, *(kinds or self.kinds)) if self.file is not None else ""

    def on_terminal(self) -> bool:
        """Whether the output is printed for somebody who reads it now."""
        return self.file is None and sys.stdout is not None and sys.stdout.isatty()

    def width(self) -> int | None:
        """How wide the terminal is, if the output goes there."""
        if not self.on_terminal():
            return None
        import shutil

        return shutil.get_terminal_size().columns


def output_to(form: str | None, file: Path | None, *kinds: str, force: bool) -> Output:
    """Where answers of these kinds go; ``-`` is standard output.

    Raises UsageError for a file whose ending says a format that they do not have, unless a format is named.
    """
    output = Output(form, None if file is None or str(file) == "-" else file, force, kinds)
    if not form:
        output.by_ending()
    return output


def output_options(*kinds: str, unnamed: str = "") -> Callable[[Command], Command]:
    """Add --format, -o and --force for answers of these kinds; the command takes them as `output`.

    An answer of the kind `unnamed` has one format, which its file may say and nobody need choose.

    A file whose ending says another format is refused before anything is done.
    """

    def add(command: Command) -> Command:
        @wraps(command)
        def collected(*given: Any, form: str | None, output: Path | None, force: bool, **others: Any) -> Any:
            known = (*kinds, unnamed) if unnamed else kinds
            return command(*given, output=output_to(form, output, *known, force=force), **others)

        return _with(
            collected,
            click.option("--force", is_flag=True, help="Replace an existing output file."),
            click.option("-o", "--output", type=FILE, help="Write to this file instead."),
            click.option(
                "--format",
                "form",
                type=click.Choice(names(*kinds)),
                help="Output format. Default: that of the file's ending, table on a terminal, tsv when piped.",
            ),
        )

    return add


@frozen
class DataFiles:
    """Which data the command is about: the choices of --data, --workspace and --no-bundled.

    `files` are those that are named and the merged file of the workspace, `own` those that are named.
    """

    own: tuple[Path, ...]
    bundled: bool
    workspace: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files besides those of the package."""
        if self.workspace is None:
            return self.own
        from kgraph.workspaces.folder import open_workspace
        from kgraph.workspaces.merged import merged_file

        return (merged_file(open_workspace(self.workspace), bundled=self.bundled), *self.own)

    def load(self) -> KnowledgeGraph:
        """The graph of them."""
        from kgraph.graph import load

        graph = load(*self.files, bundled=self.bundled)
        if graph.overlay is not None:
            say_overlay(graph, graph.overlay)
        return graph

    def to_load(self) -> list[Path]:
        """The files of that graph, the vocabulary first."""
        from pathlib import Path

        from kgraph.reading.load import files_to_load

        return [Path(file) for file in files_to_load(*self.files, bundled=self.bundled)]


def data_options(command: Command) -> Command:
    """Add --data, --workspace and --no-bundled; the command takes them as `data`."""

    @wraps(command)
    def collected(*given: Any, data: tuple[Path, ...], workspace: Path | None, no_bundled: bool, **others: Any) -> Any:
        return command(*given, data=DataFiles(data, not no_bundled, workspace), **others)

    return _with(
        collected,
        click.option("--no-bundled", is_flag=True, help="Leave the bundled data out."),
        click.option(
            "--workspace",
            type=FILE,
            metavar="DIR",
            help="Lay what was imported into this workspace over the bundled data (kgraph import --into DIR).",
        ),
        click.option(
            "--data",
            type=FILE,
            multiple=True,
            metavar="FILE",
            help="Lay this RDF file over the bundled data. May be repeated.",
        ),
    )


@frozen
class Wanted:
    """What a listing is asked for, as it was typed: the choices of --about, --mechanism and --disease."""

    about: str
    mechanism: str
    disease: str
    details: bool

    def of(self, graph: KnowledgeGraph, *, diseases: bool = True) -> Selection:
        """The same with the names resolved; raises ChoiceError for a mechanism that there is not.

        Without `diseases` that of a disease is left to the command.
        """
        from kgraph.errors import ChoiceError
        from kgraph.selection import Selection, with_special_forms

        known = [term.name for term in graph.terms.values() if term.id.startswith("mechanism:")]
        if self.mechanism and self.mechanism not in known:
            raise ChoiceError("mechanism", self.mechanism, "a mechanism", known)
        narrowed = diseases and self.disease
        those = with_special_forms(graph, resolve(graph, self.disease).id) if narrowed else frozenset()
        return Selection(resolve(graph, self.about).id if self.about else "", self.mechanism, those)

    def brief(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The columns that people are shown; none in particular when all are asked for."""
        return () if self.details else columns


def selection_options(command: Command) -> Command:
    """Add --about, --mechanism, --disease and --details; the command takes them as `wanted`."""

    @wraps(command)
    def collected(
        *given: Any, about: str | None, mechanism: str | None, disease: str | None, details: bool, **others: Any
    ) -> Any:
        return command(*given, wanted=Wanted(about or "", mechanism or "", disease or "", details), **others)

    return _with(
        collected,
        click.option("--details", is_flag=True, help="Every column where people read it, not one line an item."),
        click.option("--disease", metavar="NAME", help="Only items of this disease or a more special form of it."),
        click.option("--mechanism", metavar="NAME", help="Only items under this mechanism."),
        click.option("--about", metavar="NAME", help="Only items that speak of this entity."),
    )


def _with(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in options:
        command = option(command)
    return command


class Seconds(click.FloatRange):
    """A time above 0 that ends: neither nan, which compares with nothing, nor infinity is one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        seconds = super().convert(value, param, ctx)
        if not isfinite(seconds):
            self.fail(f"{value} is no time in seconds.", param, ctx)
        return seconds


def say_written(output: Path, what: str = "") -> None:
    """Tell on stderr which file was written, whatever its name is made of, and what is in it."""
    click.echo(for_terminal(f"wrote {output}: {what}" if what else f"wrote {output}"), err=True)


def emit(document: Document, output: Output, *, form: str = "") -> None:
    """Print an answer, or put it in its file, in the format that was chosen."""
    form = form or output.chosen(document.kind)
    written = write(document, form, width=output.width())
    if form == "json" and isinstance(written, str):
        written = _with_corrections(written)
    put(written, output.file, force=output.force)


def _with_corrections(text: str) -> str:
    """The text of a JSON object, with the names that were read as others, as the service gives them."""
    from kgraph.corrections import corrections_so_far

    said = corrections_so_far()
    if not said or not text.startswith("{"):
        return text
    import json

    from kgraph.formats.escape import json_text

    listed = [{"given": name, "read_as": label} for name, label in said.items()]
    return json_text({**json.loads(text), "corrections": listed}, indent=2) + "\n"


def put(written: Written, file: Path | None, *, force: bool) -> None:
    """Print what was written, or put it in a file."""
    if file is None:
        _print(written)
        return
    from kgraph.formats.registry import put as put_at

    if not isinstance(written, str | bytes | Files):
        # A document of the engine; it ends its lines in its own way, and not always the last.
        content = b"".join(written)
        written = content if content.endswith(b"\n") else content + b"\n"
    put_at(written, file, force=force)
    say_written(file)


def _print(written: Written) -> None:
    if sys.stdout is None:
        raise UsageError("standard output is closed; name a file with -o.")
    try:
        if isinstance(written, str):
            _show(written)
        elif isinstance(written, Files):
            raise UsageError(f"{written.form} is several files; name a folder with -o.")
        elif isinstance(written, bytes):
            if sys.stdout.isatty():
                raise UsageError("a picture is no text for a terminal; name a file with -o.")
            sys.stdout.buffer.write(written)
        else:
            _print_pieces(written, sys.stdout.buffer)
        sys.stdout.flush()
    except BrokenPipeError:
        # Click would end with an error of its own; a reader that has seen enough (head, a pager) is none.
        raise ReaderGoneError from None


# Effects as they stand at the head of a line, with what else the line has chains for at its end; the word says all.
_EFFECT_LINE = re.compile(r"^(  )(helps|harms|raises|lowers|\?)( {2,}\S.*)$")


def _show(text: str) -> None:
    """Print a text; on a terminal effects have their colours, and what is longer than the screen goes to the pager."""
    if not sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    import shutil

    if "NO_COLOR" not in os.environ:
        text = "".join(map(_coloured, text.splitlines(keepends=True)))
    if text.count("\n") >= shutil.get_terminal_size().lines:
        os.environ.setdefault("LESS", "-FRX")
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


def _coloured(line: str) -> str:
    found = _EFFECT_LINE.match(line.rstrip("\n"))
    if found is None:
        return line
    effect = found.group(2)
    other = {"helps": "+ harms", "harms": "+ helps"}.get(effect, "\0")
    # Where the end is neither wanted nor unwanted, "raises" and "lowers" have no colour.
    colour = terminal_colors().get("both" if other in found.group(3) else {"?": "unknown"}.get(effect, effect))
    return f"{found.group(1)}{click.style(effect, fg=colour)}{found.group(3)}\n"


def _print_pieces(pieces: Iterator[bytes], out: IO[bytes]) -> None:
    """A document piece by piece, with a line end at its end."""
    last = b""
    for piece in pieces:
        out.write(piece)
        last = piece
    out.write(b"" if last.endswith(b"\n") else b"\n")
    out.flush()


def resolve(graph: KnowledgeGraph, name: str) -> Entity:
    """The entity with this name; a misspelling that was read as something else is said on stderr."""
    return graph.names.resolve(name)


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
