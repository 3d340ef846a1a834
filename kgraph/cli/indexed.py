"""What `kgraph path` does with an index: one question, or a whole list of pairs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from kgraph.cli.options import Output, emit
from kgraph.cli.partial_output import holds_record, partial_file, record_file
from kgraph.cli.wording import COMMAND_LINE
from kgraph.formats.documents import IndexedPathsDocument, PairDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.pair_records import PRESENTERS, Done, write_record
from kgraph.formats.registry import names
from kgraph.index.pairs import Asking, Record, answer_pairs, read_pairs
from kgraph.paths.search_options import PathOptions, resolved_names

if TYPE_CHECKING:
    from kgraph.index.open_index import GraphIndex
    from kgraph.model import Contents, Curie
    from kgraph.paths import PathAnswer

# What an index without evidence can be asked; everything else is about claims, and it holds none.
_OF_INDEX = frozenset({
    "start", "end", "index", "pairs", "resume", "any_length", "avoid", "max_hops", "top", "separate", "seconds", "form",
    "output", "force", "help",
})  # fmt: skip
# What an index with evidence cannot be asked, besides what it can do nothing about.
_OF_DATA = ("data", "workspace", "no_bundled", "store")


def answer_question(
    ctx: click.Context,
    file: Path,
    ends: tuple[str, str],
    options: PathOptions,
    output: Output,
    *,
    any_length: bool,
    every: bool,
    explain: bool,
) -> int:
    """Answer one question from an index; the exit code."""
    from kgraph.index.open_index import GraphIndex

    index = GraphIndex(file)
    with index.damage_told():
        if index.has_evidence:
            return _answer_with_evidence(ctx, index, ends, options, output, any_length, every, explain)
        return _answer_by_cost(ctx, index, ends, options, output, any_length=any_length)


def _answer_with_evidence(
    ctx: click.Context,
    index: GraphIndex,
    ends: tuple[str, str],
    options: PathOptions,
    output: Output,
    any_length: bool,  # noqa: FBT001
    every: bool,  # noqa: FBT001
    explain: bool,  # noqa: FBT001
) -> int:
    """The answer that `kgraph path` gives without an index, from the claims that the index holds."""
    from kgraph.cli.print_paths import answer_paths
    from kgraph.index.evidence_paths import graph_of
    from kgraph.names import names_of
    from kgraph.paths import find_paths

    expect_of_evidence(ctx)
    if explain and output.chosen("paths") != "table":
        raise click.UsageError("--explain prints the arithmetic in words: add --format table.", ctx)
    graph = graph_of(index, any_length=any_length)
    if explain and not graph.typed:
        raise click.UsageError(
            "--explain shows how claims are weighed; the confidences of this index are its table's.", ctx
        )
    names = names_of(graph)
    options = resolved_names(options, lambda _, name: names.resolve(name).id)
    first, last = (names.resolve(name).id for name in ends)

    def paths(start: Curie, end: Curie, /, **options: Unpack[PathOptions]) -> tuple[Contents, PathAnswer]:
        return graph, find_paths(graph, start, end, **options)

    return answer_paths(paths, (first, last), options, output, every=every, explain=explain)


def expect_of_evidence(ctx: click.Context) -> None:
    """Raise UsageError for an option that lays data over those of the index."""
    for parameter in ctx.command.params:
        if (parameter.name or "") in _OF_DATA and _is_given(ctx, parameter):
            raise click.UsageError(
                f"{parameter.opts[0]} is about data that are read, and an index has its own: leave one out.", ctx
            )


def _is_given(ctx: click.Context, parameter: click.Parameter) -> bool:
    return ctx.get_parameter_source(parameter.name or "") is click.core.ParameterSource.COMMANDLINE


def _answer_by_cost(
    ctx: click.Context,
    index: GraphIndex,
    ends: tuple[str, str],
    options: PathOptions,
    output: Output,
    *,
    any_length: bool,
) -> int:
    """The cheapest paths of an index without evidence."""
    from kgraph.graph import load
    from kgraph.index.answering import find_indexed_paths
    from kgraph.words import Words

    _expect_of_index(ctx)
    form = output.chosen("paths")
    if form not in names("indexed paths"):
        raise click.UsageError(f"--format {form} draws claims, and this index holds none.", ctx)
    asking = _asking(options, any_length=any_length)
    answer = find_indexed_paths(
        index,
        *ends,
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
        if name not in _OF_INDEX and _is_given(ctx, parameter):
            raise click.UsageError(
                f"{parameter.opts[0]} asks about claims, and this index holds none: leave one out.", ctx
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
    form = output.chosen("pairs", default="jsonl")
    if form not in names("pairs"):
        raise click.UsageError(f"--pairs writes {' or '.join(names('pairs'))}, not {form}.", ctx)
    if resume and output.file is None:
        raise click.UsageError("--resume goes on with a file: name it with -o.", ctx)
    asking = _asking_of(ctx, _expect_readable(index, pairs), options, any_length=any_length)
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


def _asking_of(ctx: click.Context, index: GraphIndex, options: PathOptions, *, any_length: bool) -> Asking:
    """What is asked of every pair: of an index with evidence what `path` asks, by product unless told otherwise."""
    asking = _asking(options, any_length=any_length)
    if not index.has_evidence:
        _expect_of_index(ctx)
        return asking
    from kgraph.index.held_graph import HeldGraph
    from kgraph.names import names_of

    expect_of_evidence(ctx)
    for parameter in ctx.command.params:
        if parameter.name in ("every", "explain", "to") and _is_given(ctx, parameter):
            raise click.UsageError(f"{parameter.opts[0]} is for one question, not for a list of --pairs.", ctx)
    order = next(one for one in ctx.command.params if one.name == "order")
    ranked: PathOptions = options if _is_given(ctx, order) else {**options, "order": "product"}
    with index.damage_told():
        known = names_of(HeldGraph(index))
        ranked = resolved_names(ranked, lambda _, name: known.resolve(name).id)
    return replace(asking, options=ranked)


def _expect_readable(index: Path, pairs: Path) -> GraphIndex:
    """The index.  Raises DataError for a file that cannot be read, before anything is written."""
    from kgraph.index.open_index import GraphIndex

    opened = GraphIndex(index)
    # Closed here: what the disk says to that would be lost where nobody holds the generator.
    with closing(read_pairs(pairs)) as opening:
        next(opening, None)
    return opened


def _has_paths(record: Record) -> bool:
    rows = record.fields.get("rows")
    if isinstance(rows, list):
        return bool(rows[0][0] != "")
    return bool(record.fields.get("paths") or record.fields.get("outcomes"))


def _with_progress(records: Iterator[Record], pairs: Path, done: Done) -> Iterator[Record]:
    """The records, with a bar on a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from records
        return
    count = sum(pair.line > done.line for pair in read_pairs(pairs))
    with click.progressbar(records, length=count, label="pairs", file=sys.stderr) as bar:
        yield from bar
