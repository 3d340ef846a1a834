"""What `kgraph path --engine spark` does: one question, or a whole list of pairs, from an edge table."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

import click

from kgraph.cli.options import Output, emit
from kgraph.cli.partial_output import record_file
from kgraph.cli.spark_options import OPTIONS, SparkAsked
from kgraph.cli.wording import COMMAND_LINE
from kgraph.errors import ExistingFileError, UnknownNameError, UsageError
from kgraph.formats.documents import IndexedPathsDocument, PairDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.pair_records import PRESENTERS, write_record
from kgraph.formats.registry import names
from kgraph.index.pairs import Pair, Record, read_pairs
from kgraph.paths.search_options import PathOptions

if TYPE_CHECKING:
    from kgraph.index.answering import IndexAnswer
    from kgraph.index.open_index import GraphIndex
    from kgraph.spark.pair_answers import SparkGraph

# What an edge table can be asked; everything else is about claims, or about a search that ends before all is found.
_OF_SPARK = frozenset({
    "start", "end", "engine", "edges", "master", "checkpoint", "batch", "pairs", "resume", "avoid", "max_hops", "top",
    "separate", "form", "output", "force", "help",
})  # fmt: skip
# Lists are written as rows first, which an interrupted run can go on with.
_ROWS = ".rows"


def answer_with_spark(
    ctx: click.Context,
    asked: SparkAsked,
    start: str | None,
    end: tuple[str, ...],
    pairs: Path | None,
    options: PathOptions,
    output: Output,
    *,
    resume: bool,
) -> int:
    """Answer one question, or every pair of a file; the exit code."""
    _expect_spark(ctx, asked)
    if pairs is None:
        if resume:
            raise click.UsageError("--resume goes on with a list of --pairs.", ctx)
        if start is None or len(end) != 1:
            raise click.UsageError("--engine spark answers START and one END, or --pairs a list.", ctx)
        return _answer_question(ctx, asked, (start, end[0]), options, output)
    if start is not None:
        raise click.UsageError("START and END come from --pairs: leave one or the other out.", ctx)
    form = output.chosen("pairs", "pair table", default="jsonl")
    if form not in (*names("pairs"), "parquet"):
        raise click.UsageError(f"--pairs writes {' or '.join((*names('pairs'), 'parquet'))}, not {form}.", ctx)
    if output.file is None and (resume or form == "parquet"):
        what = "--resume goes on with a file" if resume else "--format parquet makes a file"
        raise click.UsageError(f"{what}: name it with -o.", ctx)
    return _answer_list(asked, pairs, options, output, form, resume=resume)


def _expect_spark(ctx: click.Context, asked: SparkAsked) -> None:
    """Raise UsageError for options of Spark without it, and with it for those that it does not take."""
    for parameter in ctx.command.params:
        name = parameter.name or ""
        if ctx.get_parameter_source(name) is not click.core.ParameterSource.COMMANDLINE:
            continue
        if asked.engine is None and name in OPTIONS:
            raise click.UsageError(f"{parameter.opts[0]} needs --engine spark.", ctx)
        if name not in _OF_SPARK:
            raise click.UsageError(
                f"{parameter.opts[0]} is nothing that --engine spark takes: an edge table holds no claims, "
                "and every path within --max-hops is looked at.",
                ctx,
            )
    if asked.edges is None:
        raise click.UsageError("--engine spark needs --edges, an edge table in Parquet.", ctx)


@contextmanager
def _opened(asked: SparkAsked, say: Callable[[str], None]) -> Iterator[SparkGraph]:
    """The graph of the edge table, with what was done about hubs told."""
    from kgraph.spark.pair_answers import open_graph, spread_hubs
    from kgraph.spark.session import spark_session

    with TemporaryDirectory(prefix="kgraph-spark-") as place, spark_session(asked.master or "") as spark:
        if not asked.checkpoint and not spark.sparkContext.master.startswith("local"):
            raise UsageError("a cluster needs --checkpoint: a folder or address that all its machines see.")
        say("the edge table")
        graph = open_graph(spark, asked.edges or "", asked.checkpoint or place, say=say)
        hubs = spread_hubs(graph.facts)
        if hubs:
            say("")
            click.echo(f"kgraph: {hubs}", err=True)
        yield graph


def _answer_question(
    ctx: click.Context, asked: SparkAsked, ends: tuple[str, str], options: PathOptions, output: Output
) -> int:
    from kgraph.graph import load
    from kgraph.words import Words

    form = output.chosen("paths")
    if form not in names("indexed paths"):
        raise click.UsageError(f"--format {form} draws claims, and an edge table holds none.", ctx)
    progress = _Progress()
    with _opened(asked, progress.say) as graph:
        numbers = graph.numbers(ends)
        for name in ends:
            if name not in numbers:
                progress.say("")
                raise UnknownNameError(
                    name, where=str(asked.edges), fact=f"nothing is called {name!r} in {asked.edges}."
                )
        (answer,) = _answers(graph, [ends], numbers, options, verdict=False)
        progress.say("")
        # The writers ask for names and facts alone, which this has as an index has them.
        emit(
            IndexedPathsDocument(cast("GraphIndex", graph), answer, lambda: Words(load()), COMMAND_LINE),
            output,
            form=form,
        )
    if answer.because:
        click.echo(for_terminal(f"kgraph: no path. {answer.because.said(COMMAND_LINE)}"), err=True)
    return 0 if answer.paths else 1


def _answers(
    graph: SparkGraph, ends: Sequence[tuple[str, str]], numbers: dict[str, int], options: PathOptions, *, verdict: bool
) -> list[IndexAnswer]:
    from kgraph.spark.pair_answers import answer_pairs

    return answer_pairs(
        graph,
        ends,
        numbers,
        max_hops=options["max_hops"],
        top=options["top"],
        avoid=tuple(options["avoid"] or ()),
        parallel=options["separate"],
        verdict=verdict,
    )


def _answer_list(
    asked: SparkAsked, pairs: Path, options: PathOptions, output: Output, form: str, *, resume: bool
) -> int:
    whole = list(read_pairs(pairs))
    place, file, written = output.file, output.file, "tsv" if form == "parquet" else form
    if form == "parquet" and place is not None:
        if place.exists() and not (output.force or resume):
            raise ExistingFileError(str(place))
        file = place.with_name(place.name + _ROWS)
    counts: Counter[str] = Counter()
    with record_file(file, written, pairs, force=output.force, resume=resume) as (write, done):
        waiting = iter([pair for pair in whole if pair.line > done.line])
        progress = _Progress(len(whole), sum(pair.line <= done.line for pair in whole))
        with _opened(asked, progress.say) as graph:
            while batch := list(islice(waiting, asked.batch)):
                for record in _records(graph, batch, options, PRESENTERS[written]):
                    if record.fault:
                        progress.say("")
                        told = f"{pairs}:{record.pair.line}:{record.column}: {record.fault}"
                        click.echo(for_terminal(told), err=True)
                    write(write_record(PairDocument(record), written))
                    counts["fault" if record.fault else "found" if _has_paths(record) else "none"] += 1
                progress.batch_done(len(batch))
    if form == "parquet" and place is not None and file is not None:
        from kgraph.formats.pair_tables import write_pair_table

        write_pair_table(file, place, force=True)
        file.unlink()
    total = f"{counts.total()} pairs: {counts['found']} with paths, {counts['none']} without"
    click.echo(f"kgraph: {total}, {counts['fault']} faulty and passed over", err=True)
    return 1 if counts["fault"] or not (counts["found"] or done.line) else 0


def _records(
    graph: SparkGraph, batch: Sequence[Pair], options: PathOptions, present: Callable[..., dict[str, object]]
) -> Iterator[Record]:
    """The record of each pair, in order; all that can be asked are asked in one job."""
    numbers = graph.numbers(name for pair in batch if not pair.fault for name in (pair.start, pair.end))
    sound = [pair for pair in batch if not pair.fault and pair.start in numbers and pair.end in numbers]
    ends = [(pair.start, pair.end) for pair in sound]
    answers = dict(
        zip((pair.line for pair in sound), _answers(graph, ends, numbers, options, verdict=True), strict=True)
    )
    for pair in batch:
        if pair.line in answers:
            yield Record(pair, present(graph, answers[pair.line], COMMAND_LINE))
            continue
        fault, column = pair.fault, 1
        if not fault:
            absent = next(name for name in (pair.start, pair.end) if name not in numbers)
            fault = UnknownNameError(absent).said(COMMAND_LINE)
            column = 1 if absent == pair.start else len(pair.start) + 2
        yield Record(pair, {}, fault, column)


def _has_paths(record: Record) -> bool:
    rows = record.fields.get("rows")
    return bool(record.fields.get("paths")) or (isinstance(rows, list) and rows[0][0] != "")


class _Progress:
    """One line on standard error: what is worked out, and how many pairs are done; without a terminal, the latter."""

    def __init__(self, pairs: int = 0, done: int = 0) -> None:
        self._pairs, self._done, self._shown = pairs, done, 0
        self._terminal = sys.stderr is not None and sys.stderr.isatty()

    def say(self, doing: str) -> None:
        """Show what is being worked out; nothing clears the line."""
        if not self._terminal:
            return
        count = f"{self._done} of {self._pairs} pairs · " if self._pairs else ""
        line = f"{count}{doing}" if doing else ""
        click.echo(f"\r{line:<{self._shown}}" + ("\r" if not line else ""), nl=False, err=True)
        self._shown = len(line)

    def batch_done(self, pairs: int) -> None:
        """Count pairs as done."""
        self._done += pairs
        self.say("")
        click.echo(f"kgraph: {self._done} of {self._pairs} pairs are answered", err=True)
