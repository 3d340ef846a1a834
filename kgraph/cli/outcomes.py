"""`kgraph outcomes`."""

from __future__ import annotations

import click

from kgraph.cli.options import FILE, data_options, emit_rows, load_graph, output_options, resolve, say_written


@click.command("outcomes")
@click.option("--disease", metavar="NAME", help="Only outcomes stated for this disease.")
@click.option("--comparator", metavar="NAME", help="Only comparisons with this arm.")
@click.option("--diet", metavar="NAME", help="Only rows about this diet.")
@click.option("--plot", type=FILE, metavar="FILE", help="Draw the shares as FILE.svg or FILE.png.")
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Clinical numbers as printed, arms side by side, with time point, sample size, design and dispute flag.

    \b
    Examples:
      kgraph outcomes --disease IESS
      kgraph outcomes --comparator ACTH --format md
      kgraph outcomes --plot outcomes.svg
    """
    from kgraph.formats.outcomes import COLUMNS, outcome_row
    from kgraph.outcomes import outcomes

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    wanted = {name: resolve(graph, o[name]).id if o[name] else "" for name in ("disease", "comparator", "diet")}
    found = outcomes(graph, **wanted)
    if o["plot"] and found:
        from kgraph.files.writing import write_file
        from kgraph.formats.outcome_plot import plot_outcomes

        write_file(o["plot"], plot_outcomes(graph, found, o["plot"].suffix.lower()), force=o["force"])
        say_written(o["plot"])
    emit_rows([outcome_row(graph, row) for row in found], COLUMNS, o["form"], o["output"], force=o["force"])
    ctx.exit(0 if found else 1)
