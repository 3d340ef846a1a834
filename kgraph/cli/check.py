"""`kgraph check`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, Output, data_options, emit, output_to, read_sources, source_option
from kgraph.cli.wording import COMMAND_LINE
from kgraph.errors import UsageError
from kgraph.formats.documents import FindingsDocument
from kgraph.formats.registry import names
from kgraph.frozen import frozen

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.check.findings import Report

_UNREADABLE = 3


@frozen
class _Beside:
    """What a check compares the data with: the reader's copies of sources, lists of retractions, own mappings."""

    sources: tuple[str, ...]
    retractions: Path | None
    mappings: tuple[Path, ...]


@click.command("check")
@click.argument("files", nargs=-1, type=FILE, metavar="[FILE]...")
@click.option("--syntax-only", is_flag=True, help="Only read the files, each by itself, in any format.")
@click.option("--base", metavar="IRI", help="With --syntax-only: resolve relative IRIs against this one.")
@source_option
@click.option("--retractions", type=FILE, metavar="FILE", help="Retracted papers: PubMed ids, DOIs, Retraction Watch.")
@click.option("--mappings", type=FILE, multiple=True, metavar="FILE", help="Identifiers you confirmed: an SSSOM table.")
@click.option("--strict", is_flag=True, help="Warnings count as problems.")
@click.option(
    "--format",
    "form",
    type=click.Choice(names("findings")),
    help="Output format. Default: that of the file's ending, else text.",
)
@click.option("-o", "--output", type=FILE, help="Write the findings to this file.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@data_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    *,
    syntax_only: bool,
    base: str | None,
    source: tuple[str, ...],
    retractions: Path | None,
    mappings: tuple[Path, ...],
    strict: bool,
    form: str | None,
    output: Path | None,
    force: bool,
    data: DataFiles,
) -> None:
    """Check data offline: syntax, shapes, rules, references, identifiers, signs; with --source locators and coverage.

    Each FILE is laid over the bundled data; without one those are checked alone. A finding is one line,
    file:line:column: rule: message, with a hint how to repair it; docs/checking.md explains every rule. What was
    checked is counted on stderr. Exit code 1 when there are problems, 3 when a file cannot be read.

    \b
    Examples:
      kgraph check
      kgraph check mine.ttl -o mine.sarif
      kgraph check --source review=review.txt --source als-page=als.txt --retractions retraction_watch.csv
      kgraph check --syntax-only --base https://example.org/ any.rdf other.ttl.gz
    """
    if base is not None and not syntax_only:
        raise UsageError("--base goes with --syntax-only; data for the graph have full IRIs or prefixes.")
    beside = {"source": source, "retractions": retractions, "mappings": mappings}
    unused = [name for name, given in beside.items() if syntax_only and given]
    if unused:
        raise UsageError(f"--{unused[0]} has no part in --syntax-only; leave one of them out.")
    place = output_to(form, output, "findings", force=force)
    given = (*files, *data.files)
    report = _read(given, base) if given or syntax_only else None
    if report is None or not (report.errors or syntax_only):
        report = _check(given, _Beside(source, retractions, mappings), report, bundled_too=data.bundled)
    _present(report, place, bundled_too=data.bundled)
    unreadable = any(finding.rule == "syntax" for finding in report.findings)
    problems = report.errors + (report.warnings if strict else 0)
    ctx.exit(_UNREADABLE if unreadable else 1 if problems else 0)


def _read(files: Sequence[Path], base: str | None) -> Report:
    """The report on the syntax of the files, or of the bundled ones when none is given."""
    from kgraph.check.whole_check import check_files
    from kgraph.files.bundled import bundled_data

    _refuse_bad_base(base)
    return check_files(files or bundled_data(), base_iri=base)


def _refuse_bad_base(base: str | None) -> None:
    if base is None:
        return
    from pyoxigraph import RdfFormat, parse

    try:
        list(parse("", format=RdfFormat.TURTLE, base_iri=base))
    except ValueError:
        raise UsageError(f"--base {base!r} is not an absolute IRI; give one like https://example.org/.") from None


def _check(files: Sequence[Path], beside: _Beside, read: Report | None, *, bundled_too: bool) -> Report:
    from kgraph.check.findings import NotChecked
    from kgraph.check.whole_check import check_laid_over
    from kgraph.reading.syntax import is_rdf

    report = check_laid_over(
        files,
        bundled=bundled_too,
        read_sources=lambda graph: read_sources(graph, beside.sources),
        retractions=beside.retractions,
        mappings=beside.mappings,
    )
    report.not_checked += [
        NotChecked(f"the content of {file}", remark="no RDF: its syntax alone was checked")
        for file in files
        if not is_rdf(file)
    ]
    if read is not None:
        report.checked = read.checked + report.checked
    return report


_READ = "statements, rows and documents"


def _present(report: Report, output: Output, *, bundled_too: bool) -> None:
    from kgraph.formats.findings import line_of

    unreadable = [finding for finding in report.findings if finding.rule == "syntax"]
    form = output.chosen(default="text")
    if unreadable and form == "text" and output.file is None:
        # A file that cannot be read is an error, not an answer: one line each on stderr, as for every other command.
        for finding in unreadable:
            click.echo(line_of(finding, COMMAND_LINE), err=True)
        return
    emit(FindingsDocument(report, COMMAND_LINE), output, form=form)
    counted = ", ".join(f"{number} {what}" for what, number in report.checked.items())
    # The counts of the files are of these alone, those of things are of all that was checked together.
    counted = counted.replace(f"{_READ}, ", f"{_READ}, and with the bundled data " if bundled_too else f"{_READ}, ")
    lesser = (("warnings", report.warnings), ("notes", report.notes))
    found = ", ".join([f"{report.errors} problems", *(f"{number} {what}" for what, number in lesser if number)])
    click.echo(f"checked {counted}: {found}", err=True)
    if report.not_checked:
        click.echo(f"not checked: {', '.join(one.said(COMMAND_LINE) for one in report.not_checked)}", err=True)
