"""What `kgraph path` does with an index: one question, or a whole list of pairs."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import click

from kgraph.cli.options import chosen_format, emit, noticed
from kgraph.errors import BusyError, ReaderGoneError, UsageError
from kgraph.formats.cells import for_terminal
from kgraph.formats.pair_records import FORMATS, PRESENTERS, Done, opening_text, read_done, record_text
from kgraph.index.pairs import Asking, Pair, Record, answer_pairs, read_pairs
from kgraph.locks import try_lock

# What an index can be asked; everything else is about claims, and it holds none.
_OF_INDEX = frozenset({
    "start", "end", "index", "pairs", "resume", "any_length", "avoid", "max_hops", "top", "separate", "seconds", "form",
    "output", "force", "help",
})  # fmt: skip


def answer_from_index(ctx: click.Context) -> None:
    """Answer one question, or those of --pairs, from the index that --index names."""
    o = ctx.params
    for parameter in ctx.command.params:
        name = parameter.name or ""
        given = ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        if given and name not in _OF_INDEX:
            raise click.UsageError(
                f"{parameter.opts[0]} asks about claims, and an index holds none: leave one out.", ctx
            )
    if o["pairs"] is not None:
        ctx.exit(_answer_pairs(ctx))
    from kgraph.formats.index_paths import render_indexed_paths
    from kgraph.index.answers import find_indexed_paths
    from kgraph.index.opened import GraphIndex

    form = chosen_format(o["form"], o["output"])
    if form in ("svg", "mermaid", "dot"):
        raise click.UsageError(f"--format {form} draws claims, and an index holds none.", ctx)
    index = GraphIndex(o["index"])
    with index.damage_told():
        answer = find_indexed_paths(
            index,
            o["start"],
            o["end"],
            max_hops=None if o["any_length"] else o["max_hops"],
            top=o["top"],
            avoid=o["avoid"],
            parallel=o["separate"],
            seconds=o["seconds"],
        )
        text = render_indexed_paths(index, answer, form)
    # A table says it at its beginning.
    emit(noticed(text, form) if form == "md" else text, o["output"], force=o["force"])
    if answer.because:
        click.echo(for_terminal(f"kgraph: no path. {answer.because.message}"), err=True)
    ctx.exit(0 if answer.paths else 1)


def _answer_pairs(ctx: click.Context) -> int:
    """Write a record for every pair; the exit code."""
    o = ctx.params
    pairs: Path = o["pairs"]
    output: Path | None = None if o["output"] is None or str(o["output"]) == "-" else o["output"]
    form = o["form"] or ("tsv" if output is not None and output.suffix == ".tsv" else "jsonl")
    if form not in FORMATS:
        raise click.UsageError(f"--pairs writes {' or '.join(FORMATS)}, not {form}.", ctx)
    if o["resume"] and output is None:
        raise click.UsageError("--resume goes on with a file: name it with -o.", ctx)
    done = read_done(output, form) if output is not None and o["resume"] and output.exists() else Done(0, "", "", 0)
    _expect_same_pairs(pairs, done, output)
    asking = Asking(None if o["any_length"] else o["max_hops"], o["top"], o["avoid"], o["separate"], o["seconds"])
    counts: Counter[str] = Counter()
    left = _readable(o["index"], (pair for pair in read_pairs(pairs) if pair.line > done.line))
    with _opened(output, done, force=o["force"], resume=o["resume"]) as file:
        if not done.size:
            file.write(opening_text(form).encode())
        records = answer_pairs(o["index"], left, asking, PRESENTERS[form])
        try:
            for record in _with_progress(records, pairs, done):
                if record.fault:
                    click.echo(for_terminal(f"{pairs}:{record.pair.line}:{record.column}: {record.fault}"), err=True)
                counts["fault" if record.fault else "found" if _has_paths(record) else "none"] += 1
                _write(file, record_text(record, form), output)
        except KeyboardInterrupt:
            if output is not None:
                click.echo(f"kgraph: {counts.total()} pairs answered; --resume goes on after them", err=True)
            raise
    total = f"{counts.total()} pairs: {counts['found']} with paths, {counts['none']} without"
    click.echo(f"kgraph: {total}, {counts['fault']} faulty and passed over", err=True)
    return 1 if counts["fault"] or not (counts["found"] or done.line) else 0


def _readable(index: Path, pairs: Iterator[Pair]) -> Iterator[Pair]:
    """The pairs, once both files are known to be readable, so that a wrong name leaves no output behind."""
    from kgraph.index.opened import GraphIndex

    GraphIndex(index)
    return chain(list(islice(pairs, 1)), pairs)


def _has_paths(record: Record) -> bool:
    rows = record.kept.get("rows")
    return bool(record.kept.get("paths")) or (isinstance(rows, list) and rows[0][0] != "")


def _expect_same_pairs(pairs: Path, done: Done, output: Path | None) -> None:
    """Raise UsageError when an output was not made from these pairs."""
    if not done.line:
        return
    there = next((pair for pair in read_pairs(pairs) if pair.line == done.line), Pair(0, "", ""))
    if (there.start, there.end) != (done.start, done.end):
        raise UsageError(
            f"{output} was made from other pairs: its last record is {done.start} to {done.end}, "
            f"and line {done.line} of {pairs} is something else."
        )


@contextmanager
def _opened(output: Path | None, done: Done, *, force: bool, resume: bool) -> Iterator[BinaryIO]:
    """Where records go: a new file, an old one cut after its last whole record, or standard output.

    Raises BusyError for a file that another run is writing to, which is then unchanged.
    """
    if output is None:
        if sys.stdout is None:
            raise UsageError("standard output is closed; name a file with -o.")
        file: BinaryIO = open(sys.stdout.fileno(), "wb", closefd=False)  # noqa: SIM115  # closed below, whatever happens
    else:
        file = _open(output, done, replace=force or resume)
    try:
        yield file
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    with _told(output):
        file.flush()
        if output is not None and output.is_file():
            os.fsync(file.fileno())
        file.close()


def _open(output: Path, done: Done, *, replace: bool) -> BinaryIO:
    try:
        if output.exists() and not replace:
            raise UsageError(f"{output} exists. Give --resume to go on with it, or --force to replace it.")
        file = output.open("r+b" if output.is_file() else "wb")
        if not try_lock(file.fileno()):
            file.close()
            raise BusyError(str(output), None)
        if output.is_file():
            file.truncate(done.size)
            file.seek(done.size)
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror}. Choose another place with -o.") from None
    return file


def _write(file: BinaryIO, text: str, output: Path | None) -> None:
    """A record at once, so that whoever reads along, or goes on later, finds whole ones."""
    with _told(output):
        file.write(text.encode("utf-8"))
        file.flush()


@contextmanager
def _told(output: Path | None) -> Iterator[None]:
    """Say what it means when a record cannot be written; a reader that left is told nothing."""
    try:
        yield
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        place, rest = (
            (output, "; --resume goes on after the last whole record in it") if output else ("the answers", "")
        )
        raise UsageError(f"cannot write {place}: {error.strerror}{rest}.") from None


def _with_progress(records: Iterator[Record], pairs: Path, done: Done) -> Iterator[Record]:
    """The records, with a bar on a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from records
        return
    count = sum(pair.line > done.line for pair in read_pairs(pairs))
    with click.progressbar(records, length=count, label="pairs", file=sys.stderr) as bar:
        yield from bar
