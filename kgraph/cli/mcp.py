"""`kgraph mcp`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, data_options
from kgraph.errors import MissingExtraError


@click.command("mcp")
@data_options
def command(*, data: DataFiles) -> None:
    """Serve the graph to an assistant over standard input and output (Model Context Protocol).

    The tools search, paths, trace, claim and query are read-only, and their answers carry the references of every
    mechanism. Not medical advice.

    \b
    Examples:
      kgraph mcp
      kgraph mcp --data mine.ttl
    """
    try:
        from kgraph.service.mcp_server import run
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("kgraph"):
            raise
        raise MissingExtraError("mcp needs the extra 'mcp'. Try", "mcp") from None
    run(data.load())
