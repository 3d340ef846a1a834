"""What `kgraph path` does with an index: one question, or a whole list of pairs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from kgraph.cli.options import Output, emit
from kgraph.cli.partial_output import holds_record, partial_file, record_file
from kgraph.cli.wording import COMMAND_LINE
from kgraph.formats.documents import IndexedPathsDocument, PairDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.pair_records import PRESENTERS, Done, write_record
from kgraph.formats.registry import names
from kgraph.index.pairs import Asking, Record, answer_pairs, read_pairs
from kgraph.paths.search_options import PathOptions

# What an index can be asked; everything else is about claims, and it holds none.
_OF_INDEX = frozenset({
    "start", "end", "index", "pairs", "resume", "any_length", "avoid", "max_hops", "top", "separate", "seconds", "form",
    "output", "force", "help",
})  # fmt: skip


def answer_question(
    ctx: click.Context, file: Path, start: str, end: str, options: PathOptions, output: Output, *, any_length: bool
) -> int:
    """Answer one question from an index; the exit code."""
    from kgraph.graph import load
    from kgraph.index.answering import find_indexed_paths
    from kgraph.index.open_index import GraphIndex
    from kgraph.words import Words

    _expect_of_index(ctx)
    form = output.chosen("paths")
    if form not in names("indexed paths"):
        raise click.UsageError(f"--format {form} draws claims, and an index holds none.", ctx)
    asking = _asking(options, any_length=any_length)
    index = GraphIndex(file)
    with index.damage_told():
        answer = find_indexed_paths(
            index,
            start,
            end,
            max_hops=asking.max_hops,
            top=asking.top,
            avoid=asking.avoid,
            parallel=asking.parallel,
            seconds=asking.seconds,
        )
        emit(IndexedPathsDocument(index, answer, lambda: Words(load()), COMMAND_LINE), output, form=form)
    if answer.because:
        click.echo(for_terminal(f"kgraph: no path. {answer.because.said(COMMAND_LINE)}"), err=True)
    return 0 if answer.paths else 1


def _expect_of_index(ctx: click.Context) -> None:
    """Raise UsageError for an option that asks about claims."""
    for parameter in ctx.command.params:
        name = parameter.name or ""
        given = ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        if given and name not in _OF_INDEX:
            raise click.UsageError(
                f"{parameter.opts[0]} asks about claims, and an index holds none: leave one out.", ctx
            )


def _asking(options: PathOptions, *, any_length: bool) -> Asking:
    max_hops = None if any_length else options["max_hops"]
    avoid = tuple(options["avoid"] or ())
    return Asking(max_hops, options["top"], avoid, options["separate"], options["seconds"], COMMAND_LINE)


def answer_list(
    ctx: click.Context,
    index: Path,
    pairs: Path,
    options: PathOptions,
    output: Output,
    *,
    any_length: bool,
    resume: bool,
) -> int:
    """Write a record for every pair; the exit code."""
    _expect_of_index(ctx)
    form = output.chosen("pairs", default="jsonl")
    if form not in names("pairs"):
        raise click.UsageError(f"--pairs writes {' or '.join(names('pairs'))}, not {form}.", ctx)
    if resume and output.file is None:
        raise click.UsageError("--resume goes on with a file: name it with -o.", ctx)
    _expect_readable(index, pairs)
    asking = _asking(options, any_length=any_length)
    counts: Counter[str] = Counter()
    with record_file(output.file, form, pairs, force=output.force, resume=resume) as (write, done):
        left = (pair for pair in read_pairs(pairs) if pair.line > done.line)
        records = answer_pairs(index, left, asking, PRESENTERS[form])
        try:
            for record in _with_progress(records, pairs, done):
                if record.fault:
                    click.echo(for_terminal(f"{pairs}:{record.pair.line}:{record.column}: {record.fault}"), err=True)
                write(write_record(PairDocument(record), form))
                counts["fault" if record.fault else "found" if _has_paths(record) else "none"] += 1
        except KeyboardInterrupt:
            # The last record may be there and not be counted yet.
            if output.file is not None and holds_record(partial_file(output.file), form):
                told = f"the answers so far are in {partial_file(output.file)}; --resume goes on after them"
                click.echo(for_terminal(f"kgraph: {told}"), err=True)
            raise
    total = f"{counts.total()} pairs: {counts['found']} with paths, {counts['none']} without"
    click.echo(f"kgraph: {total}, {counts['fault']} faulty and passed over", err=True)
    return 1 if counts["fault"] or not (counts["found"] or done.line) else 0


def _expect_readable(index: Path, pairs: Path) -> None:
    """Raise DataError for a file that cannot be read, before anything is written."""
    from kgraph.index.open_index import GraphIndex

    GraphIndex(index)
    # Closed here: what the disk says to that would be lost where nobody holds the generator.
    with closing(read_pairs(pairs)) as opening:
        next(opening, None)


def _has_paths(record: Record) -> bool:
    rows = record.fields.get("rows")
    return bool(record.fields.get("paths")) or (isinstance(rows, list) and rows[0][0] != "")


def _with_progress(records: Iterator[Record], pairs: Path, done: Done) -> Iterator[Record]:
    """The records, with a bar on a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from records
        return
    count = sum(pair.line > done.line for pair in read_pairs(pairs))
    with click.progressbar(records, length=count, label="pairs", file=sys.stderr) as bar:
        yield from bar
