"""`kgraph merge`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.errors import UsageError
from kgraph.formats.documents import Listing

if TYPE_CHECKING:
    from kgraph.formats.documents import Row
    from kgraph.model import Contents
    from kgraph.workspaces.agreement import Comparison
    from kgraph.workspaces.merged import Merger

_COLUMNS = ("state", "what", "with", "sources", "detail", "claims")
_BRIEF = ("state", "what", "with", "sources", "detail")
_JOINED, _APART, _NEAR, _RENAMED = "joined", "not joined", "near", "renamed"
_STATES = (_JOINED, _APART, _NEAR, _RENAMED, "agree", "contradict", "opposite in two diseases")


@click.command("merge")
@click.option(
    "--show",
    type=click.Choice(_STATES),
    multiple=True,
    help="Only these. May be repeated. Default: all.",
)
@data_options
@output_options("listing")
@click.pass_context
def command(ctx: click.Context, /, *, show: tuple[str, ...], data: DataFiles, output: Output) -> None:
    """How the sources of a workspace go together: what is joined, what is only near, and what they agree on.

    Things are joined by exact mappings, never by their names. What one source tells apart is not joined by another,
    and is listed as not joined; what shares a name, or has a mapping less than exact, is near. The claims of each
    source stay its own: they agree (same ends, same sign), contradict (same ends, other sign), or say the opposite in
    two diseases. Every command that takes --workspace works on the data as they are joined here; kgraph export writes
    them.

    \b
    Examples:
      kgraph merge --workspace mine
      kgraph merge --workspace mine --show contradict --show near --format tsv
    """
    if data.workspace is None:
        raise UsageError("name the workspace: --workspace DIR; kgraph import FILE --into DIR makes one.")
    from kgraph.workspaces.folder import open_workspace
    from kgraph.workspaces.merged import read_merger

    graph = data.load()
    merger = read_merger(open_workspace(data.workspace), bundled=data.bundled)
    wanted = show or _STATES
    rows = [row for row in _rows(graph, merger) if row["state"] in wanted]
    emit(Listing(rows, _COLUMNS, brief=_BRIEF), output)
    ctx.exit(0 if rows else 1)


def _rows(graph: Contents, merger: Merger) -> Iterator[Row]:
    """A row for each join, each mapping that joins nothing, each near match, and each comparison of claims."""
    from kgraph.workspaces.agreement import comparisons, near_matches

    for join in merger.joins.joined():
        yield _row(
            _JOINED,
            graph.label(join.name),
            ", ".join(dict.fromkeys(thing for thing, _ in join.members if thing != join.name)),
            sorted({source for _, source in join.members}),
            f"by {', '.join(join.by)}",
        )
    for refused in merger.joins.refused:
        labels = [graph.label(thing) for thing in refused.things]
        yield _row(_APART, labels[0], ", ".join(labels[1:]), [], f"{refused.by}: {refused.reason}")
    own = frozenset(graph.overlay.own if graph.overlay else graph.entities)
    for near in near_matches(graph, own):
        yield _row(_NEAR, graph.label(near.thing), graph.label(near.other), [], near.reason)
    for renamed in merger.renamed:
        reason = "another source uses the name for another claim"
        yield _row(_RENAMED, renamed.name, renamed.other, [renamed.source], reason, [renamed.other])
    for found in comparisons(graph, own):
        detail = "; ".join(f"{sign}: {_said(graph, found, sign)}" for sign, _ in found.signs)
        ends = graph.label(found.subject), graph.label(found.object)
        yield _row(found.state, *ends, list(found.sources), detail, [claim.id for claim in found.claims])


def _said(graph: Contents, found: Comparison, sign: str) -> str:
    """Who says a sign, and of which disease."""
    claims = next(claims for known, claims in found.signs if known == sign)
    told = dict.fromkeys(
        f"{claim.origin} in {graph.label(claim.disease)}" if claim.disease else claim.origin for claim in claims
    )
    return ", ".join(told)


def _row(state: str, what: str, other: str, sources: list[str], detail: str, claims: list[str] | None = None) -> Row:
    return {
        "state": state,
        "what": what,
        "with": other,
        "sources": sources,
        "detail": detail,
        "claims": claims or [],
    }
