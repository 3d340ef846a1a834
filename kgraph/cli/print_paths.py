"""The answer of `kgraph path` to one question, printed, with what has to be said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Unpack

import click

from kgraph.cli.options import Output, put
from kgraph.cli.wording import COMMAND_LINE
from kgraph.corrections import report_correction
from kgraph.formats.documents import PathsDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.registry import write
from kgraph.names import names_of
from kgraph.paths import PathOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kgraph.cli.shown_before import Screen
    from kgraph.formats.registry import Written
    from kgraph.model import Contents, Curie
    from kgraph.paths import PathAnswer

    Keep = Callable[[str, Sequence[str], int], None]


class FindPaths(Protocol):
    """What gives the paths between two entities, and the graph that they lead through."""

    def __call__(self, start: Curie, end: Curie, /, **options: Unpack[PathOptions]) -> tuple[Contents, PathAnswer]:
        """Both."""
        ...


def answer_paths(
    paths: FindPaths,
    ends: tuple[Curie, Curie],
    options: PathOptions,
    output: Output,
    *,
    every: bool,
    explain: bool,
    keep: Keep | None = None,
) -> int:
    """Print how the first of two entities may act on the other; the exit code.

    A text that no limit of time cut short is handed to `keep`, with the notes beside it and the code.
    """
    form = output.chosen("paths")
    (graph, answer), view = paths(*ends, **options), "paths" if every else "answer"
    opened = options.get("mechanism")
    if form == "table" and opened and not (every or explain):
        # A mechanism is opened as the whole answer has it; only what it has not is looked for by the filter.
        whole: PathOptions = {**options, "mechanism": None}
        graph, found = paths(*ends, **whole)
        view = names_of(graph).mechanism(opened) or opened
        answer = found if any(entry.mechanism == view for entry in found.mechanisms) else answer
    written = write(PathsDocument(graph, answer, explain, COMMAND_LINE, view), form, width=output.width())
    notes, code = tuple(_notes(answer, form)), 0 if answer.paths or answer.outcomes else 1
    show(written, notes, output)
    if keep is not None and answer.complete and isinstance(written, str):
        keep(written, notes, code)
    return code


def show(written: Written, notes: Sequence[str], output: Output) -> None:
    """Print what was written, or put it in its file, and say what has to be said beside it."""
    put(written, output.file, force=output.force)
    for note in notes:
        click.echo(for_terminal(f"kgraph: {note}"), err=True)


def show_again(screen: Screen, output: Output) -> int:
    """Print a screen that was shown before, with all that was said beside it; the exit code."""
    for name, read_as in screen.corrections:
        report_correction(name, read_as)
    show(screen.text, screen.notes, output)
    return screen.code


def _notes(answer: PathAnswer, form: str) -> Iterator[str]:
    """What has to be said beside the result; a table and JSON say most of it themselves."""
    if answer.because and form != "table":
        yield f"no path. {answer.because.said(COMMAND_LINE)}"
    if form not in ("table", "json"):
        yield from answer.shared
        if answer.more:
            yield "there are more paths: --top N shows them."
        if not answer.complete and not answer.because:
            yield "the search was cut by its limits; better paths may be missing."
