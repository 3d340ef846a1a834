"""`kgraph path`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kgraph.cli.options import FILE, chosen_format, data_options, drawing_options, emit, load_graph, noticed, resolve
from kgraph.cli.wording import COMMAND_LINE
from kgraph.formats.escape import for_terminal
from kgraph.formats.paths import render_paths
from kgraph.paths import HUB_PENALTY, LARGE_GRAPH, MAX_HOPS, MOST_WAYPOINTS, SECONDS, TOP, PathFilter, find_paths
from kgraph.vocabulary import CERTAINTIES, DIRECTNESS, STUDY_KINDS, TENTATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kgraph.graph import KnowledgeGraph
    from kgraph.paths import PathAnswer

_EFFECTS = {"helps": ("helps",), "harms": ("harms",), "any": ()}
_TENTATIVE = sorted(TENTATIVE)


@click.command("path")
@click.argument("start", required=False)
@click.argument("end", required=False)
@click.option("--via", multiple=True, metavar="NAME", help="Only paths through this entity. May be repeated.")
@click.option("--avoid", multiple=True, metavar="NAME", help="No paths through this entity. May be repeated.")
@click.option("--mechanism", metavar="NAME", help="Only paths of this mechanism.")
@click.option("--max-hops", type=click.IntRange(1, 12), default=MAX_HOPS, show_default=True, help="Longest path.")
@click.option("--top", type=click.IntRange(1, 1000), default=TOP, show_default=True, help="Paths per sign.")
@click.option("--effect", type=click.Choice(list(_EFFECTS)), default="any", help="Show only this side.")
@click.option("--evidence", type=click.Choice(["human", "animal", "any"]), default="any", help="Evidence of each step.")
@click.option(
    "--study", multiple=True, type=click.Choice(STUDY_KINDS), help="Study kind of each step. May be repeated."
)
@click.option("--species", metavar="NAME", help="Only steps seen in this species.")
@click.option("--disease", metavar="NAME", help="Only steps stated for this disease, or for none.")
@click.option("--source", help="Only steps from this source: review, als-page, primary, or one of your own.")
@click.option("--primary-only", is_flag=True, help="Only steps that a primary paper supports.")
@click.option("--include", multiple=True, type=click.Choice(_TENTATIVE), help="Let in claims of this certainty.")
@click.option("--certainty", multiple=True, type=click.Choice(CERTAINTIES), help="Only steps of this certainty.")
@click.option("--directness", multiple=True, type=click.Choice(DIRECTNESS), help="Only steps with such support.")
@click.option("--no-associations", is_flag=True, help="Leave associations out.")
@click.option("--undirected", is_flag=True, help="Walk causal steps backwards too, to explore.")
@click.option("--separate", is_flag=True, help="Keep parallel claims apart as steps of their own.")
@click.option(
    "--hub-penalty",
    type=click.Choice(list(HUB_PENALTY)),
    default="auto",
    help=f"Rank paths through generic hubs lower; auto: on beyond {LARGE_GRAPH:,} claims.",
)
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=SECONDS, show_default=True, help="Search time."
)
@click.option("--explain", is_flag=True, help="Print the arithmetic of each confidence.")
@click.option("--index", type=FILE, metavar="FILE", help="Answer from this compiled index (kgraph index build).")
@click.option("--any-length", is_flag=True, help="With --index: no limit of hops.")
@click.option("--pairs", type=FILE, metavar="FILE", help="With --index: answer every pair of a list, START tab END.")
@click.option("--resume", is_flag=True, help="With --pairs: go on with the file of an interrupted run.")
@data_options
@drawing_options("svg", "mermaid", "dot")
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Ranked signed paths from START to END, each step with its references, its sign and its strength.

    Helpful, harmful and unknown paths are searched apart. A path with no mechanism between its ends is shown as
    outcome evidence.

    \b
    Examples:
      kgraph path KDT IESS
      kgraph path acetoacetate seizures --explain
      kgraph path KDT ALS --effect harms --format json
      kgraph path KDT IESS --top 3 --format svg -o paths.svg
      kgraph path KDT IESS --index bundled.index
      kgraph path --pairs pairs.tsv --index large.index -o answers.jsonl --resume
    """
    o = ctx.params
    _expect_ends(ctx)
    if o["index"] is not None:
        from kgraph.cli.indexed import answer_from_index

        answer_from_index(ctx)
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    path_filter = _filter(graph, o)
    start, end = resolve(graph, o["start"]), resolve(graph, o["end"])
    answer = find_paths(
        graph,
        start.id,
        end.id,
        path_filter=path_filter,
        max_hops=o["max_hops"],
        top=o["top"],
        bundle=not o["separate"],
        seconds=o["seconds"],
        hub_penalty=HUB_PENALTY[o["hub_penalty"]],
    )
    if _EFFECTS[o["effect"]]:
        answer = answer.only(*_EFFECTS[o["effect"]])
    output: Path | None = o["output"]
    form = chosen_format(o["form"], output)
    if o["explain"] and form != "table":
        raise click.UsageError("--explain prints the arithmetic in words: add --format table.", ctx)
    if form in ("svg", "mermaid", "dot"):
        from kgraph.formats.figures import path_figure

        text = path_figure(graph, answer, form)
    else:
        text = render_paths(graph, answer, form, explain=o["explain"], door=COMMAND_LINE)
        # A table says it at its beginning.
        text = noticed(text, form) if form == "md" else text
    emit(text, output, force=o["force"])
    for note in _notes(answer, form):
        click.echo(for_terminal(f"kgraph: {note}"), err=True)
    ctx.exit(0 if answer.paths or answer.outcomes else 1)


def _expect_ends(ctx: click.Context) -> None:
    """Both ends are given, or a list of pairs in their place; what is for an index alone comes with one."""
    o = ctx.params
    for name, option in (("pairs", "--pairs"), ("any_length", "--any-length")):
        if o[name] and o["index"] is None:
            raise click.UsageError(f"{option} needs --index FILE; kgraph index build makes one.", ctx)
    if o["resume"] and o["pairs"] is None:
        raise click.UsageError("--resume goes on with a list of --pairs.", ctx)
    if o["pairs"] is not None:
        if o["start"] is not None:
            raise click.UsageError("START and END come from --pairs: leave one or the other out.", ctx)
        return
    for name in ("start", "end"):
        if o[name] is None:
            raise click.MissingParameter(ctx=ctx, param=next(p for p in ctx.command.params if p.name == name))


def _filter(graph: KnowledgeGraph, o: Mapping[str, Any]) -> PathFilter:
    return PathFilter(
        via=_waypoints(graph, o["via"]),
        avoid=tuple(resolve(graph, name).id for name in o["avoid"]),
        mechanism=_mechanism(graph, o["mechanism"]) if o["mechanism"] else "",
        evidence=o["evidence"],
        primary_only=o["primary_only"],
        include=frozenset(o["include"]),
        certainties=frozenset(o["certainty"]),
        directness=frozenset(o["directness"]),
        study_kinds=frozenset(o["study"]),
        species=resolve(graph, o["species"]).id if o["species"] else "",
        disease=resolve(graph, o["disease"]).id if o["disease"] else "",
        source=_source(graph, o["source"]) if o["source"] else "",
        associations=not o["no_associations"],
        undirected=o["undirected"],
    )


def _notes(answer: PathAnswer, form: str) -> Iterator[str]:
    """What has to be said beside the result; a table and JSON say most of it themselves."""
    if answer.because:
        yield f"no path. {answer.because.said(COMMAND_LINE)}"
    if form not in ("table", "json"):
        yield from answer.shared
        if answer.more:
            yield "there are more paths: --top N shows them."
        if not answer.complete and not answer.because:
            yield "the search was cut by its limits; better paths may be missing."


def _waypoints(graph: KnowledgeGraph, names: tuple[str, ...]) -> tuple[str, ...]:
    """The entities to go through, each once; they have a limit."""
    found = tuple(dict.fromkeys(resolve(graph, name).id for name in names))
    if len(found) > MOST_WAYPOINTS:
        raise click.BadParameter(f"{len(found)} are too many; at most {MOST_WAYPOINTS}.", param_hint="--via")
    return found


def _mechanism(graph: KnowledgeGraph, name: str) -> str:
    known = graph.names.mechanism(name)
    if known is None:
        raise click.BadParameter(f"{name!r} is none of {', '.join(graph.names.mechanisms)}.", param_hint="--mechanism")
    return known


def _source(graph: KnowledgeGraph, name: str) -> str:
    if name not in graph.origins:
        raise click.BadParameter(f"{name!r} is none of {', '.join(graph.origins)}.", param_hint="--source")
    return name
