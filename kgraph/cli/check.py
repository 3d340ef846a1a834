"""`kgraph check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import data_options, emit, load_graph
from kgraph.cli.sources import read_sources, source_option

if TYPE_CHECKING:
    from kgraph.curation.findings import Report
    from kgraph.curation.passages import Passages
    from kgraph.graph import KnowledgeGraph


@click.command("check")
@source_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the findings to this file.")
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@data_options
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> None:
    """Check the data offline: rules, shapes, identifiers, sign logic; with --source also locators and coverage.

    A finding is one line, file:line:column: rule: message. What was checked is counted on stderr. Exit code 1 when
    there are errors.

    \b
    Examples:
      kgraph check
      kgraph check --source review=review.txt --source als-page=als.txt
      kgraph check --data mine.ttl --format json
    """
    o = ctx.params
    graph = load_graph(o["data"], no_bundled=o["no_bundled"])
    report = _check(graph, read_sources(graph, o["source"]), with_coverage=not o["data"] and not o["no_bundled"])
    if o["form"] == "json":
        findings = [{name: getattr(finding, name) for name in finding.__slots__} for finding in report.findings]
        text = json.dumps({"checked": dict(report.checked), "findings": findings}, ensure_ascii=False, indent=2) + "\n"
    else:
        text = "".join(f"{finding}\n" for finding in report.findings)
    emit(text, o["output"], force=o["force"])
    counted = ", ".join(f"{number} {what}" for what, number in report.checked.items())
    click.echo(f"checked {counted}: {report.errors} problems", err=True)
    ctx.exit(1 if report.errors else 0)


def _check(graph: KnowledgeGraph, sources: dict[str, Passages], *, with_coverage: bool) -> Report:
    from kgraph.curation.coverage import check_coverage
    from kgraph.curation.findings import Report, Whereabouts, in_order
    from kgraph.curation.identifiers import check_identifiers
    from kgraph.curation.locators import check_locators
    from kgraph.curation.rules import check_rules, check_shapes, check_signs
    from kgraph.resources import bundled

    where, report = Whereabouts(graph.files), Report()
    report.checked["claims"] = len(graph.claims)
    check_rules(graph, where, report)
    check_shapes(graph, where, report)
    check_identifiers(graph, where, report)
    check_signs(graph, where, report)
    if sources:
        check_locators(graph, sources, where, report)
        if with_coverage:
            check_coverage(graph, sources, bundled("data", "coverage.tsv"), report)
    report.findings = in_order(report.findings)
    return report
