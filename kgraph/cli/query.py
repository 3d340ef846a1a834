"""`kgraph query`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kgraph.cli.options import chosen_format, data_options, emit, emit_rows, load_graph, output_options
from kgraph.errors import UsageError

_LONGEST_NAME = 250


@click.command("query")
@click.argument("query", metavar="QUERY|FILE|-")
@data_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, query: str, **options: object) -> None:
    """Run a SPARQL query, given as text, as a file, or - for standard input.

    The prefixes kg:, entity:, claim: and the usual ones are known. The plain triples of the edge layer are there, so
    naive queries work; kg:raises and kg:lowers carry the sign. CONSTRUCT and DESCRIBE give Turtle.

    \b
    Examples:
      kgraph query "SELECT ?x { entity:ketogenic-diet-therapy kg:raises ?x }"
      kgraph query question.rq --format csv
    """
    from kgraph.query import Table, text_of

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    answer = graph.sparql(_read_query(query))
    if not isinstance(answer, Table):
        emit(answer.serialize(), o["output"], force=o["force"])
        ctx.exit(0 if answer.statements else 1)
    if chosen_format(o["form"], o["output"]) == "json":
        emit(answer.to_json() + "\n", o["output"], force=o["force"])
    else:
        rows = [dict(zip(answer.columns, map(text_of, row), strict=True)) for row in answer.cells]
        emit_rows(rows, answer.columns, o["form"], o["output"], force=o["force"])
    ctx.exit(0 if answer.cells and answer.boolean is not False else 1)


def _read_query(given: str) -> str:
    from kgraph.engines.oxigraph import read_text

    if given == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed; give the query as text or as a file.")
        return sys.stdin.read()
    if "{" in given:
        return given
    file = Path(given[:_LONGEST_NAME])
    if len(given) > _LONGEST_NAME or not file.is_file():
        raise UsageError(f"{given[:60]!r} is neither a query nor a file; a query has braces, as in SELECT ?x {{ … }}.")
    return read_text(file)
