"""`kgraph questions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import DataFiles, Output, Wanted, data_options, emit, output_options, selection_options
from kgraph.formats.documents import Listing

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie, OpenQuestion


@click.command("questions")
@selection_options
@data_options
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, *, wanted: Wanted, data: DataFiles, output: Output) -> None:
    """What the sources leave open, and what study would settle it (--details).

    \b
    Examples:
      kgraph questions --about IGF-1 --details
      kgraph questions --format md
    """
    from kgraph.formats.questions import BRIEF, COLUMNS, question_row

    graph = data.load()
    selection = wanted.of(graph)
    rows = [
        question_row(graph, question)
        for question in graph.questions.values()
        if selection.takes_all(about := _about(graph, question), question.mechanisms, about)
    ]
    emit(Listing(rows, COLUMNS, brief=wanted.brief(BRIEF)), output)
    ctx.exit(0 if rows else 1)


def _about(graph: Contents, question: OpenQuestion) -> list[Curie]:
    """What a question is about, with the ends and the disease of the claims that it is about."""
    claims = [graph.claims[one] for one in question.about if one in graph.claims]
    return [*question.about, *(end for claim in claims for end in (claim.subject, claim.object, claim.disease))]
