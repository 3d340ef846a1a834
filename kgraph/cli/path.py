"""`kgraph path`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, Output, data_options, output_options
from kgraph.cli.path_options import path_options
from kgraph.cli.print_paths import answer_paths, show_again
from kgraph.cli.shown_before import ShownBefore
from kgraph.cli.spark_options import SparkAsked, spark_options
from kgraph.cli.stores import Asked, store_option
from kgraph.corrections import heard_corrections
from kgraph.paths import PathOptions
from kgraph.paths.search_options import resolved_names

if TYPE_CHECKING:
    from pathlib import Path


@click.command("path")
@click.argument("start", required=False)
@click.argument("end", nargs=-1)
@path_options
@click.option("--all", "every", is_flag=True, help="List every chain, ranked, in place of one line a mechanism.")
@click.option("--explain", is_flag=True, help="Print the arithmetic of each confidence.")
@click.option("--to", metavar="NAME", help="In place of START and END: what leads to this.")
@click.option("--index", type=FILE, metavar="FILE", help="Answer from this compiled index (kgraph index build).")
@click.option("--any-length", is_flag=True, help="With --index: no limit of hops.")
@click.option(
    "--pairs", type=FILE, metavar="FILE", help="With --index or Spark: answer every pair of a list, START tab END."
)
@click.option("--resume", is_flag=True, help="With --pairs: go on with the file of an interrupted run.")
@spark_options
@data_options
@store_option
@output_options("paths", "pair table")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    start: str | None,
    end: tuple[str, ...],
    *,
    options: PathOptions,
    every: bool,
    explain: bool,
    to: str | None,
    index: Path | None,
    any_length: bool,
    pairs: Path | None,
    resume: bool,
    spark: SparkAsked,
    asked: Asked,
    output: Output,
) -> None:
    """How START may act on END, by mechanism and on both sides: what was seen in people, then the best chains.

    One line a mechanism, its best chain, and the kind of study behind each step: H people, A animals, C cells with the
    number of papers, S authors' statement, I implied. --mechanism opens one, --all lists every chain with its
    references. Piped, and with --format, the ranked paths are given as rows or JSON.

    With START alone, what it leads to in at most three steps, a line an end; with --to alone, what leads there; with
    several ENDs, a line an end; with one thing as START and END, its feedback loops.

    \b
    Examples:
      kgraph path KDT IESS
      kgraph path KDT IESS --mechanism ion-channels
      kgraph path KDT ALS --all
      kgraph path acetoacetate seizures --explain
      kgraph path KDT ALS --effect harms --format json
      kgraph path KDT IESS --top 3 -o paths.svg
      kgraph path butyrate
      kgraph path --to mTOR
      kgraph path glutamate IESS ALS
      kgraph path KDT IESS --index bundled.index
      kgraph path KDT IESS --store https://example.org/sparql
      kgraph path --pairs pairs.tsv --index large.index -o answers.jsonl --resume
      kgraph path --pairs pairs.tsv --engine spark --edges edges.parquet -o answers.tsv
    """
    if spark:
        from kgraph.cli.sparked import answer_with_spark

        ctx.exit(answer_with_spark(ctx, spark, start, end, pairs, options, output, resume=resume))
    _expect_index(ctx, index, any_length=any_length, pairs=pairs, resume=resume)
    if index is not None and pairs is not None:
        from kgraph.cli.indexed import answer_list

        if start is not None:
            raise click.UsageError("START and END come from --pairs: leave one or the other out.", ctx)
        ctx.exit(answer_list(ctx, index, pairs, options, output, any_length=any_length, resume=resume))
    if to is not None and start is not None:
        raise click.UsageError("--to asks what leads there: leave START and END out, or write END in place of it.", ctx)
    if start is None and to is None:
        raise click.MissingParameter(ctx=ctx, param=next(p for p in ctx.command.params if p.name == "start"))
    if index is not None:
        from kgraph.cli.indexed import answer_question

        if start is None or len(end) != 1:
            raise click.UsageError(
                "--index answers START and one END, or --pairs a list; open ends need the graph.", ctx
            )
        shown = {"every": every, "explain": explain}
        ctx.exit(answer_question(ctx, index, (start, end[0]), options, output, any_length=any_length, **shown))
    form = output.chosen("paths")
    if explain and form != "table":
        raise click.UsageError("--explain prints the arithmetic in words: add --format table.", ctx)
    before = None
    if asked.is_bundled() and output.on_terminal() and form == "table":
        before = ShownBefore(start, end, to, options, every, explain, output.width())
        screen = before.read()
        if screen is not None:
            ctx.exit(show_again(screen, output))
    with heard_corrections() as corrections:
        options = resolved_names(options, lambda _, name: asked.resolve(name).id)
        starts = [asked.resolve(start)] if start is not None else []
        found = [asked.resolve(name) for name in ((to,) if to is not None else end)]
        ends = list({one.id: one for one in found}.values())
    if len(starts) != 1 or len(ends) != 1 or starts == ends:
        from kgraph.cli.open_path import answer_open

        ctx.exit(answer_open(ctx, asked.whole(), (starts, ends), options, output, every=every))
    (first,), (last,) = starts, ends
    keep = partial(before.write, corrections) if before else None
    ctx.exit(answer_paths(asked.paths, (first.id, last.id), options, output, every=every, explain=explain, keep=keep))


def _expect_index(
    ctx: click.Context, index: Path | None, *, any_length: bool, pairs: Path | None, resume: bool
) -> None:
    if resume and pairs is None:
        raise click.UsageError("--resume goes on with a list of --pairs.", ctx)
    for given, option in ((pairs, "--pairs"), (any_length, "--any-length")):
        if given and index is None:
            raise click.UsageError(f"{option} needs --index FILE; kgraph index build makes one.", ctx)
