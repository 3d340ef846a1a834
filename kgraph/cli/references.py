"""`kgraph references`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, DataFiles, Output, data_options, emit, output_options, output_to
from kgraph.cli.wording import COMMAND_LINE
from kgraph.errors import UsageError
from kgraph.formats.documents import CitedDocument, ContentsDocument, FindingsDocument, Listing, RecordDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.registry import names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kgraph.graph import KnowledgeGraph
    from kgraph.importers.numbered_references import ResolvedNumber

_LISTED = ("bibtex", "ris", "csl-json")


@click.group("references")
def command() -> None:
    """What the claims rest on: the sources, the numbers of their lists, and papers.

    \b
    Examples:
      kgraph references list --unused
      kgraph references show "Dahlin 2005"
      kgraph references export "KATP channel" -o katp.bib
      kgraph references resolve article.xml -o numbers.ttl
      kgraph references check --retractions retraction_watch.csv
    """


@command.command("list")
@click.argument("what", nargs=-1)
@click.option("--unused", is_flag=True, help="Only references behind no arrow.")
@click.option("--details", is_flag=True, help="Every column where people read it, not one line an item.")
@data_options
@output_options("cited listing")
@click.pass_context
def list_references(
    ctx: click.Context, /, what: tuple[str, ...], *, unused: bool, details: bool, data: DataFiles, output: Output
) -> None:
    """Every reference, or those behind each WHAT: a claim, hypothesis, mechanism, entity or reference.

    The sources come first, then the numbers of their lists, then papers by name. A number whose title was not seen
    says so, with the paper that it probably is.

    \b
    Examples:
      kgraph references list
      kgraph references list "KATP channel" --details
      kgraph references list --unused --format json
    """
    from kgraph.formats.reference_list import all_references

    if unused and what:
        raise click.UsageError("--unused lists what is behind no arrow at all; leave the names out.", ctx)
    graph = data.load()
    chosen = _behind(graph, what) if what else all_references(graph, unused=unused)
    emit(_document(graph, chosen, details=details), output)
    ctx.exit(0 if chosen else 1)


@command.command("show")
@click.argument("what")
@data_options
@output_options("record")
def show(what: str, *, data: DataFiles, output: Output) -> None:
    """Everything about one reference: "Dahlin 2005", "Wang 2024, ref. 28" or B28, a DOI, a PubMed number.

    \b
    Examples:
      kgraph references show B28
      kgraph references show 10.1016/j.neuron.2010.09.002
    """
    from kgraph.model import Reference

    graph = data.load()
    thing = graph.names.find(what)
    if not isinstance(thing, Reference):
        raise UsageError(f"{what!r} is no reference. Try: kgraph references list {what!r}")
    emit(RecordDocument(graph, thing), output)


@command.command("export")
@click.argument("what", nargs=-1)
@click.option("--format", "form", type=click.Choice(_LISTED), help="Default: that of the file's ending, else bibtex.")
@click.option("-o", "--output", type=FILE, help="Write to this file instead: .bib, .ris or .csl.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@data_options
@click.pass_context
def export(
    ctx: click.Context,
    /,
    what: tuple[str, ...],
    *,
    form: str | None,
    output: Path | None,
    force: bool,
    data: DataFiles,
) -> None:
    """A bibliography of every reference, or of those behind each WHAT, for a reference manager.

    \b
    Examples:
      kgraph references export > kgraph.bib
      kgraph references export mechanism:ion-channels -o ion-channels.ris
    """
    place = output_to(form, output, "cited listing", force=force)
    chosen_form = form or place.by_ending() or "bibtex"
    if chosen_form not in _LISTED:
        raise click.UsageError(f"a bibliography is .bib, .ris or .csl; kgraph references list writes {output}.", ctx)
    from kgraph.formats.reference_list import all_references

    graph = data.load()
    chosen = _behind(graph, what) if what else all_references(graph)
    emit(_document(graph, chosen), place, form=chosen_form)
    ctx.exit(0 if chosen else 1)


@command.command("resolve")
@click.argument("file", required=False, type=FILE)
@click.option("--of", "source_name", default="review", show_default=True, help="The source whose list is filled.")
@click.option("--online", is_flag=True, help="Ask api.crossref.org for the list of the article, in place of FILE.")
@click.option("-o", "--output", type=FILE, help="Write what the numbers are to this file (.ttl), for --data.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@click.option("--format", "form", type=click.Choice(names("listing")), help="Format of the comparison.")
@data_options
@click.pass_context
def resolve(
    ctx: click.Context,
    /,
    file: Path | None,
    *,
    source_name: str,
    online: bool,
    output: Path | None,
    force: bool,
    form: str | None,
    data: DataFiles,
) -> None:
    """Fill the numbers of the review's list from its own JATS file, or from the record of the article at Crossref.

    FILE is the XML or JSON. Each number is listed with its work, and how that agrees with the paper that was taken to
    be it. With -o all numbers are written at once, to be laid over the bundled data with --data; when the article is
    another one, the list renumbered, or a number missing, nothing is written.

    \b
    Examples:
      kgraph references resolve fped-12-1472982.xml
      kgraph references resolve works.json -o numbers.ttl
      kgraph references list --data numbers.ttl
    """
    from kgraph.importers.numbered_references import resolve_numbers, resolved_contents
    from kgraph.model import Source
    from kgraph.reading.cited_works import read_cited_works
    from kgraph.reading.crossref import fetch_cited_works

    if (file is None) != online:
        raise click.UsageError("name the article's JATS or Crossref FILE, or ask for it with --online.", ctx)
    place, shown = output_to(None, output, "contents", force=force), output_to(form, None, "listing", force=False)
    graph = data.load()
    source = graph.names.find(source_name)
    if not isinstance(source, Source):
        raise UsageError(f"{source_name!r} is no source.")
    entry = graph.references.get(source.entry)
    listed = read_cited_works(file) if file is not None else fetch_cited_works(entry.doi if entry else "")
    resolved = resolve_numbers(graph, source, listed)
    if place.file is not None:
        emit(ContentsDocument(resolved_contents(resolved)), place, form="ttl")
    emit(Listing([_resolved_row(one) for one in resolved], _RESOLVED, notice=False), shown)
    counts = {one.agreement: sum(two.agreement == one.agreement for two in resolved) for one in resolved}
    told = ", ".join(f"{count} {agreement}" for agreement, count in sorted(counts.items()))
    click.echo(f"resolved {len(resolved)} of {len(resolved)} numbers: {told}", err=True)


@command.command("check")
@click.option("--retractions", type=FILE, metavar="FILE", help="Retracted papers: PubMed ids, DOIs, Retraction Watch.")
@data_options
@output_options("findings")
@click.pass_context
def check(ctx: click.Context, /, *, retractions: Path | None, data: DataFiles, output: Output) -> None:
    """Check what is said of the references, and with --retractions whether a paper was retracted, doubted or corrected.

    A retracted paper is an error, an expression of concern a warning, a correction a note. Exit code 1 for errors.

    \b
    Examples:
      kgraph references check
      kgraph references check --retractions retraction_watch.csv
    """
    from kgraph.check.retraction_lists import read_notices
    from kgraph.check.whole_check import check_references

    graph = data.load()
    report = check_references(graph, notices=read_notices(retractions) if retractions else None)
    emit(FindingsDocument(report, COMMAND_LINE), output, form=output.chosen(default="text"))
    counted = ", ".join(f"{number} {what}" for what, number in report.checked.items())
    found = f"{report.errors} problems, {report.warnings} warnings, {report.notes} notes"
    click.echo(f"checked {counted}: {found}", err=True)
    for one in report.not_checked:
        click.echo(f"not checked: {one.said(COMMAND_LINE)}", err=True)
    ctx.exit(1 if report.errors else 0)


def _behind(graph: KnowledgeGraph, what: Sequence[str]) -> Sequence[str]:
    """The references behind several things, or the things themselves where they are references."""
    from kgraph.formats.bibliography import in_reading_order, references_of
    from kgraph.model import Reference
    from kgraph.trace import trace

    found: dict[str, None] = {}
    for name in what:
        thing = graph.names.find(name)
        if isinstance(thing, Reference):
            found[thing.id] = None
        else:
            claims = [item.claim for item in trace(graph, thing).claims]
            found.update(dict.fromkeys(references_of(graph, claims)))
            if not claims:
                click.echo(for_terminal(f"kgraph: no claim rests on {name!r}."), err=True)
    return in_reading_order(graph, found)


def _document(graph: KnowledgeGraph, chosen: Sequence[str], *, details: bool = False) -> CitedDocument:
    from kgraph.formats.reference_list import BRIEF, COLUMNS, reference_rows

    listing = Listing(reference_rows(graph, chosen), COLUMNS, notice=False, brief=() if details else BRIEF)
    return CitedDocument(graph, listing, chosen)


_RESOLVED = ("number", "agreement", "title", "authors", "year", "journal", "doi", "pmid", "candidates", "same_as")


def _resolved_row(found: ResolvedNumber) -> dict[str, object]:
    work = found.work
    return {
        "number": found.reference.number,
        "agreement": found.agreement,
        "title": work.title,
        "authors": work.authors,
        "year": work.year,
        "journal": work.journal,
        "doi": work.doi,
        "pmid": work.pmid,
        "candidates": list(found.reference.candidates),
        "same_as": [paper.short for paper in found.same_as],
    }
