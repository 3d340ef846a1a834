"""`kgraph pull`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, Seconds, say_written

if TYPE_CHECKING:
    from pathlib import Path


@click.command("pull")
@click.argument("address", metavar="ADDRESS")
@click.option("-o", "--output", type=FILE, required=True, help="Write to this file; its name ends in .nt.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@click.option("--graph", metavar="IRI", default="", help="Of this named graph. Default: the default graph.")
@click.option("--seconds", type=Seconds(min=0, min_open=True), default=60.0, show_default=True, help="For one request.")
def command(*, address: str, output: Path, force: bool, graph: str, seconds: float) -> None:
    """Copy all statements of a SPARQL 1.1 endpoint into a file, which every command takes with --data.

    What comes is counted: an endpoint that cuts its answers gives an error and no file. A name and password are read
    from your netrc file, a token from KGRAPH_STORE_TOKEN.

    \b
    Examples:
      kgraph pull http://localhost:7878/query -o theirs.nt
      kgraph path KDT IESS --no-bundled --data theirs.nt
    """
    from dataclasses import replace

    from pyoxigraph import RdfFormat, serialize

    from kgraph.files.writing import refuse_place, write_file
    from kgraph.sparql.query_limits import LOCAL
    from kgraph.sparql.transfer import fetch

    if output.suffix.lower() != ".nt":
        raise click.BadParameter(f"{output} does not end in .nt; what is copied is N-Triples.", param_hint="'-o'")
    refuse_place(output, force=force)
    triples = fetch(address, graph=graph, limits=replace(LOCAL, seconds=seconds))
    write_file(output, serialize(triples, format=RdfFormat.N_TRIPLES) or b"", force=force)
    say_written(output, f"{len(triples):,} statements")
