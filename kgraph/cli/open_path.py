"""`kgraph path` with an end left open, with several ends, or with one thing at both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import Output, emit
from kgraph.formats.documents import Listing
from kgraph.formats.escape import for_terminal
from kgraph.formats.notices import CUT_SEARCH
from kgraph.formats.reached_rows import COMMON_COLUMNS, common_row, open_listing
from kgraph.formats.registry import names
from kgraph.paths.open_ends import OPEN_HOPS, OpenAnswer, common_ends, downstream, loops, several, upstream
from kgraph.paths.search_options import PathOptions

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Entity


def answer_open(
    ctx: click.Context,
    graph: KnowledgeGraph,
    ends: tuple[Sequence[Entity], Sequence[Entity]],
    options: PathOptions,
    output: Output,
    *,
    every: bool,
) -> int:
    """Print what a start leads to, what leads to an end, what each of several ends gets, or the loops; the exit code.

    `ends` are the starts, at most one, and the ends, of which there may be none or several.
    """
    form = output.chosen("paths")
    if form not in names("listing"):
        drawn = f"{form} shows START and one END; with another number of ends there are rows"
        raise click.UsageError(f"{drawn}: {', '.join(names('listing'))}.", ctx)
    kind, answer = _asked(ctx, graph, ends, options)
    hint = "" if every or form not in ("table", "md") else "--all lists them"
    emit(open_listing(graph, answer.found, kind, complete=answer.complete, hint=hint), output, form=form)
    reached = {row.end for row in answer.found}
    if kind == "several" and (without := [end.label for end in ends[1] if end.id not in reached]):
        click.echo(for_terminal(f"kgraph: no path to {', '.join(without)}; kgraph path START END says why"), err=True)
    elif not answer.found:
        click.echo("kgraph: no path within the limit of steps; --max-hops sets it.", err=True)
    elif not answer.complete and form not in ("table", "md"):
        click.echo(f"kgraph: {CUT_SEARCH}", err=True)
    return 0 if answer.found else 1


def _asked(
    ctx: click.Context, graph: KnowledgeGraph, ends: tuple[Sequence[Entity], Sequence[Entity]], options: PathOptions
) -> tuple[str, OpenAnswer]:
    starts, found = ([entity.id for entity in some] for some in ends)
    if len(found) > 1:
        return "several", several(graph, starts[0], found, **options)
    if ctx.get_parameter_source("max_hops") is click.core.ParameterSource.DEFAULT:
        options = {**options, "max_hops": OPEN_HOPS}
    if not starts:
        return "upstream", upstream(graph, found[0], **options)
    if not found:
        return "downstream", downstream(graph, starts[0], **options)
    return "loops", loops(graph, starts[0], **options)


def common_listing(graph: KnowledgeGraph, first: str, second: str) -> Listing:
    """What two things that are no diseases both lead to."""
    pairs, complete = common_ends(graph, first, second)
    brief = ("end", graph.label(first), graph.label(second), "agreement")
    rows = [common_row(graph, pair) for pair in pairs]
    return Listing(rows, COMMON_COLUMNS, brief=brief, remark="" if complete else CUT_SEARCH)
