"""`kgraph index`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, Output, data_options, emit, output_options, say_written
from kgraph.formats.documents import Listing

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = (
    "subject", "object", "sign", "cost", "confidence", "relation", "key", "negated", "publications", "disputing",
    "disputed", "study", "certainty", "agent", "origin", "mechanisms", "implied", "disease", "species", "tissue",
    "population",
)  # fmt: skip


@click.group("index")
def command() -> None:
    """Compile a graph of any size into one file that opens at once, and see what is in it.

    An index answers `kgraph path START END --index FILE` and whole lists of pairs with --pairs.

    \b
    Examples:
      kgraph index build -o bundled.index
      kgraph index build edges.tsv --names nodes.tsv -o large.index
      kgraph index info large.index --verify
    """


@command.command("build")
@click.argument("source", required=False, type=FILE)
@click.option("-o", "--output", required=True, type=FILE, help="The index to write.")
@click.option("--names", type=FILE, metavar="TABLE", help="Labels of the nodes: a table with id, name and synonym.")
@click.option("--column", "columns", multiple=True, metavar="PART=NAME", help="What a column of the table is called.")
@click.option("--unit-cost", is_flag=True, help="Count every step as 1: the shortest paths come first.")
@click.option("--force", is_flag=True, help="Replace an existing index.")
@data_options
def build(
    source: Path | None,
    *,
    output: Path,
    names: Path | None,
    columns: tuple[str, ...],
    unit_cost: bool,
    force: bool,
    data: DataFiles,
) -> None:
    """Compile SOURCE: an edge table (csv, tsv, parquet), an RDF file, a store on disk.

    Without SOURCE it is the bundled graph, with --data laid over it. A table has the columns subject, object, and
    confidence (from 0 to 1) or cost; sign (+, -, ?, 0), relation and key if it has them. KGX edges are read as they
    are.

    \b
    Examples:
      kgraph index build -o bundled.index
      kgraph index build edges.parquet -o large.index
      kgraph index build edges.tsv --column confidence=score --names nodes.tsv -o large.index
    """
    from kgraph.index.build import build_index

    facts = build_index(
        output,
        source,
        data=data.files,
        bundled=data.bundled,
        names=names,
        columns=dict(_renamed(column) for column in columns),
        unit_cost=unit_cost,
        force=force,
    )
    counts = f"{facts['nodes']} nodes, {facts['rows']} rows, {facts['steps']} steps, {facts['bytes']} bytes"
    say_written(output, counts)
    for reason, words in _LEFT_OUT.items():
        if facts.get(reason):
            click.echo(f"kgraph: {facts[reason]} rows left out: {words}", err=True)
    if facts.get("both_ways"):
        click.echo(f"kgraph: {facts['both_ways']} rows hold both ways, and are walked both ways", err=True)
    for reading in facts.get("readings", ()):
        click.echo(f"kgraph: {reading}", err=True)


_LEFT_OUT = {
    "no_effect": "their sign is 0, which is no step",
    "negated": "they are negated",
    "no_confidence": "their confidence is 0",
}


def _renamed(column: str) -> tuple[str, str]:
    part, equals, name = column.partition("=")
    if not equals or not name or part not in _PARTS:
        raise click.BadParameter(f"{column!r} is not PART=NAME with one of {', '.join(_PARTS)}.", param_hint="--column")
    return part, name


@command.command("info")
@click.argument("file", type=FILE)
@click.option("--verify", is_flag=True, help="Read the whole file and compare it with its checksum.")
@output_options("listing")
def info(file: Path, *, verify: bool, output: Output) -> None:
    """What is in an index, from its header; with --verify its content is checked too.

    \b
    Example:
      kgraph index info large.index --verify
    """
    from kgraph.index.open_index import GraphIndex

    index = GraphIndex(file, verified=False)
    if verify:
        index.verify()
    facts = {
        **index.facts,
        "readings": "; ".join(index.facts.get("readings", ())),
        "bytes": index.size,
        "layout": index.layout,
    }
    with index.damage_told():
        if facts["rows"]:
            facts["bytes_per_row"] = round(index.size / facts["rows"], 1)
    facts["content"] = "verified" if verify else "not verified"
    rows = [{"what": name.replace("_", " "), "value": value} for name, value in facts.items()]
    emit(Listing(rows, ("what", "value"), notice=False), output)
