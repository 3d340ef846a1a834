"""`kgraph report`."""

from __future__ import annotations

import click

from kgraph.cli.options import DataFiles, Output, data_options, emit, output_options
from kgraph.formats.documents import ReportDocument


@click.command("report")
@click.argument("what", metavar="HYPOTHESIS|MECHANISM|START")
@click.argument("end", required=False, default="", metavar="[END]")
@data_options
@output_options("report")
@click.pass_context
def command(ctx: click.Context, /, *, what: str, end: str, data: DataFiles, output: Output) -> None:
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
    """
    from kgraph.report import report_on

    graph = data.load()
    content = report_on(graph, what, end)
    emit(ReportDocument(graph, content), output, form=output.chosen("report", default="md"))
    ctx.exit(0 if any(content.chains) else 1)
