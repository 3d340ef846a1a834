"""What `kgraph path` does with an index: one question, or a whole list of pairs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from kgraph.cli.options import chosen_format, emit, noticed
from kgraph.cli.partial_output import holds_record, partial_file, record_file
from kgraph.cli.wording import COMMAND_LINE
from kgraph.formats.escape import for_terminal
from kgraph.formats.pair_records import FORMATS, PRESENTERS, Done, record_text
from kgraph.index.pairs import Asking, Record, answer_pairs, read_pairs

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
    from kgraph.graph import load
    from kgraph.index.answering import find_indexed_paths
    from kgraph.index.open_index import GraphIndex
    from kgraph.words import Words

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
        text = render_indexed_paths(index, answer, form, lambda: Words(load()), door=COMMAND_LINE)
    # A table says it at its beginning.
    emit(noticed(text, form) if form == "md" else text, o["output"], force=o["force"])
    if answer.because:
        click.echo(for_terminal(f"kgraph: no path. {answer.because.said(COMMAND_LINE)}"), err=True)
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
    _expect_readable(o["index"], pairs)
    max_hops = None if o["any_length"] else o["max_hops"]
    asking = Asking(max_hops, o["top"], o["avoid"], o["separate"], o["seconds"], COMMAND_LINE)
    counts: Counter[str] = Counter()
    with record_file(output, form, pairs, force=o["force"], resume=o["resume"]) as (write, done):
        left = (pair for pair in read_pairs(pairs) if pair.line > done.line)
        records = answer_pairs(o["index"], left, asking, PRESENTERS[form])
        try:
            for record in _with_progress(records, pairs, done):
                if record.fault:
                    click.echo(for_terminal(f"{pairs}:{record.pair.line}:{record.column}: {record.fault}"), err=True)
                write(record_text(record, form))
                counts["fault" if record.fault else "found" if _has_paths(record) else "none"] += 1
        except KeyboardInterrupt:
            # The last record may be there and not be counted yet.
            if output is not None and holds_record(partial_file(output), form):
                told = f"the answers so far are in {partial_file(output)}; --resume goes on after them"
                click.echo(for_terminal(f"kgraph: {told}"), err=True)
            raise
    total = f"{counts.total()} pairs: {counts['found']} with paths, {counts['none']} without"
    click.echo(f"kgraph: {total}, {counts['fault']} faulty and passed over", err=True)
    return 1 if counts["fault"] or not (counts["found"] or done.line) else 0


def _expect_readable(index: Path, pairs: Path) -> None:
    """Raise DataError for a file that cannot be read, before anything is written."""
    from kgraph.index.open_index import GraphIndex

    GraphIndex(index)
    next(read_pairs(pairs), None)


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
