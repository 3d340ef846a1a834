"""`kgraph report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import ReportDocument

if TYPE_CHECKING:
    from pathlib import Path


@click.command("report")
@click.argument("what", metavar="HYPOTHESIS|MECHANISM|START")
@click.argument("end", required=False, default="", metavar="[END]")
@data_options
@click.option("--style", type=FILE, help="References in this citation style (.csl); needs the extra report.")
@output_options("report")
@click.pass_context
def command(ctx: click.Context, /, *, what: str, end: str, data: DataFiles, style: Path | None, output: Output) -> None:
    """A sheet on a hypothesis, on a mechanism, or on how START may act on END.

    Question, verdict, picture, the chain in sentences, evidence, what disputes it, species and compartments, the
    weakest step and what would settle it, open questions, references, and how to make it again. As html or md without
    more; pdf and docx need the extra report. Not medical advice.

    \b
    Examples:
      kgraph report "opening of KATP channels" -o katp.pdf
      kgraph report mechanism:ion-channels -o channels.docx
      kgraph report KDT IESS -o kdt-iess.html
      kgraph report KDT ALS --format md
      kgraph report KDT ALS --style nature.csl -o kdt-als.docx
    """
    from kgraph.reading.citation_styles import read_citation_style
    from kgraph.report import report_on

    read = read_citation_style(style) if style else None
    graph = data.load()
    content = report_on(graph, what, end)
    emit(ReportDocument(graph, content, read), output, form=output.chosen("report", default="md"))
    ctx.exit(0 if any(content.chains) else 1)
