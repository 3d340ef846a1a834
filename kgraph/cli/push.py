"""`kgraph push`."""

from __future__ import annotations

import sys

import click

from kgraph.cli.options import DataFiles, Seconds, data_options
from kgraph.formats.escape import for_terminal


@click.command("push")
@click.argument("address", metavar="ADDRESS")
@click.option("--query-at", metavar="ADDRESS", default="", help="Where the server answers queries, if elsewhere.")
@click.option("--graph", metavar="IRI", default="", help="Put them into this named graph. Default: the default graph.")
@click.option("--seconds", type=Seconds(min=0, min_open=True), default=60.0, show_default=True, help="For one request.")
@data_options
def command(*, address: str, query_at: str, graph: str, seconds: float, data: DataFiles) -> None:
    """Put claims and derived edges into a SPARQL 1.1 endpoint, in batches that arrive whole or not at all.

    The endpoint holds nothing yet, or the beginning of the same data: then an interrupted copy goes on. A name and
    password are read from your netrc file, a token from KGRAPH_STORE_TOKEN.

    \b
    Examples:
      kgraph push http://localhost:7878/update --query-at http://localhost:7878/query
      kgraph push https://example.org/sparql --graph https://example.org/mine --no-bundled --data mine.ttl
    """
    from dataclasses import replace

    from kgraph.sparql.loading import load_store
    from kgraph.sparql.query_limits import LOCAL
    from kgraph.sparql.transfer import push

    triples = [quad.triple for quad in load_store(data.to_load())]
    limits = replace(LOCAL, seconds=seconds)

    def told(arrived: int) -> None:
        if sys.stderr is not None and sys.stderr.isatty():
            click.echo(f"\r{arrived:,} of {len(triples):,} statements", err=True, nl=arrived == len(triples))

    def noted(difference: str) -> None:
        click.echo(for_terminal(f"kgraph: {difference}"), err=True)

    before = push(triples, address, ask_at=query_at, graph=graph, limits=limits, told=told, noted=noted)
    went_on = f", {before:,} of them before" if before else ""
    click.echo(for_terminal(f"kgraph: {len(triples):,} statements are there{went_on}"), err=True)
