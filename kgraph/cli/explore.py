"""`kgraph explore`."""

from __future__ import annotations

from pathlib import Path

import click

from kgraph.cli.options import FILE, data_options, emit, load_graph, say_written


@click.command("explore")
@click.option("--from", "start", metavar="NAME", default="", help="Where the paths start. Default: KDT.")
@click.option("--to", "end", metavar="NAME", default="", help="Where the paths end. Default: IESS.")
@click.option("--mechanism", metavar="NAME", default="", help="Open on this mechanism instead.")
@click.option("--hypothesis", metavar="NAME", default="", help="Open on this curated hypothesis instead.")
@click.option("--all", "everything", is_flag=True, help="Open on the whole graph instead.")
@click.option("-o", "--output", type=FILE, required=True, help="The HTML file to write. - for stdout.")
@click.option("--open", "show", is_flag=True, help="Show the file in the browser afterwards.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@data_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Write the interactive graph as one HTML file that needs no network.

    It opens on the paths of a question; a click on an arrow opens the papers and passages behind it. Not medical
    advice.

    \b
    Examples:
      kgraph explore -o explorer.html --open
      kgraph explore --from KDT --to ALS -o als.html
      kgraph explore --mechanism ion-channels -o channels.html
      kgraph explore --all --data mine.ttl -o all.html --force
    """
    from kgraph.explorer import Explorer

    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    page = Explorer(
        graph,
        start=o["start"],
        end=o["end"],
        mechanism=o["mechanism"],
        hypothesis=o["hypothesis"],
        everything=o["everything"],
    )
    output: Path = o["output"]
    if str(output) == "-":
        emit(page.html, None, force=False)
        return
    page.write(output, force=o["force"])
    say_written(output)
    if o["show"]:
        click.launch(output.resolve().as_uri())
