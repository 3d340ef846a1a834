"""The whole check, in order: syntax of every file first, then what the data say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.check.findings import NotChecked, Report, in_order, syntax_finding
from kgraph.check.foreign_files import foreign_findings, import_advice
from kgraph.errors import DataError
from kgraph.files.bundled import bundled as bundled_file
from kgraph.reading.syntax import check_syntax, is_rdf

if TYPE_CHECKING:
    from kgraph.check.retraction_lists import Notices
    from kgraph.model import Contents
    from kgraph.reading.passages import Passages


def check_files(files: Sequence[Path], *, base_iri: str | None = None) -> Report:
    """Check the syntax of files; a finding for each one that cannot be read, and a count of what the others hold."""
    report = Report()
    for file in files:
        report.checked["files"] += 1
        try:
            report.checked["statements, rows and documents"] += check_syntax(file, base_iri=base_iri)
        except DataError as error:
            # Another project's format is no syntax that is checked, but one that may be imported.
            advice = import_advice(file) if error.line == 1 and is_rdf(file) else ""
            found = syntax_finding(error)
            report.findings.append(replace(found, message=f"{found.message}{advice}"))
    return report


def check_laid_over(
    files: Sequence[Path],
    *,
    bundled: bool,
    read_sources: Callable[[Contents], Mapping[str, Passages]],
    retractions: Path | None,
    mappings: Sequence[Path],
) -> Report:
    """Check what files say, laid over the bundled data or, without `bundled`, over its vocabulary alone.

    Files of them that are no RDF have no part in it, and a finding says so.  `read_sources` gives the copies that the
    reader has of sources.
    """
    from kgraph.check.identifiers import read_own_mappings
    from kgraph.check.literals import literal_findings
    from kgraph.check.retraction_lists import read_notices
    from kgraph.reading.load import load_to_check

    graph, faults = load_to_check(*(file for file in files if is_rdf(file)), bundled=bundled)
    report = check_graph(
        graph,
        sources=read_sources(graph),
        retracted=frozenset(),
        notices=read_notices(retractions) if retractions else None,
        coverage=None if files or not bundled else bundled_file("data", "coverage.tsv"),
        mappings=[row for table in mappings for row in read_own_mappings(table)],
        faults=faults,
    )
    said = {(finding.file, finding.line, finding.column) for finding in report.findings}
    # Of a value that a shape refuses, the shape says what is to be written.
    values = [one for one in literal_findings(filter(is_rdf, files)) if (one.file, one.line, one.column) not in said]
    report.findings = in_order([*report.findings, *values, *foreign_findings(files)])
    return report


_OF_REFERENCES = frozenset({"duplicate-reference", "unfindable-reference", "number-of-another-list", "shape"})


def check_references(graph: Contents, *, notices: Notices | None) -> Report:
    """Check the references alone: that each can be found and stands once, and against a list of retractions if given.

    What is wrong with other things is not in the report.
    """
    from kgraph.check.findings import FindingPositions
    from kgraph.check.retractions import check_notices, check_retractions
    from kgraph.check.rules import check_rules
    from kgraph.check.shapes import check_shapes

    where, whole, report = FindingPositions(graph.files), Report(), Report()
    check_rules(graph, where, whole)
    check_shapes(graph, where, whole)
    report.checked["references"] = len(graph.references)
    report.findings = [one for one in whole.findings if one.rule in _OF_REFERENCES and one.subject in graph.references]
    if notices is None:
        report.not_checked.append(NotChecked("retractions", "retractions"))
    else:
        check_retractions(graph, notices.retracted, where, report)
        check_notices(graph, notices, where, report)
    report.findings = in_order(report.findings)
    return report


def check_graph(
    graph: Contents,
    *,
    sources: Mapping[str, Passages],
    retracted: AbstractSet[str],
    coverage: Path | None,
    mappings: Sequence[dict[str, str]] = (),
    faults: Sequence[DataError] = (),
    notices: Notices | None = None,
) -> Report:
    """Check everything that can be checked of a graph, offline.

    Locators need `sources`, retractions need identifiers of `retracted` papers; coverage needs sources and the table of
    sentences that are left out.  What was not given is named in the report.  `mappings` are rows of
    the user's own tables of identifiers, `faults` what `load_to_check` left out of the graph.  `notices` are a list
    of papers that were retracted, doubted or corrected, in place of `retracted`.
    """
    from kgraph.check.coverage import check_coverage
    from kgraph.check.dead_ends import check_dead_ends
    from kgraph.check.findings import FindingPositions
    from kgraph.check.identifiers import check_identifiers
    from kgraph.check.locators import check_locators, named_sources
    from kgraph.check.overlays import check_overlay
    from kgraph.check.retractions import check_notices, check_retractions
    from kgraph.check.rules import check_rules, check_signs
    from kgraph.check.shapes import check_readable, check_shapes, without_followers

    where, report = FindingPositions(graph.files), Report()
    for what in ("claims", "entities", "references"):
        report.checked[what] = len(getattr(graph, what))
    check_rules(graph, where, report)
    check_shapes(graph, where, report)
    check_readable(faults, where, report)
    check_overlay(graph, where, report)
    check_identifiers(graph, bundled_file("ontology", "mappings.sssom.tsv"), where, report, own=mappings)
    check_signs(graph, where, report)
    check_dead_ends(graph, where, report)
    if sources:
        check_locators(graph, sources, where, report)
        others = sorted(named_sources(graph) - set(sources))
        if others:
            report.not_checked.append(NotChecked(f"locators in {', '.join(others)}", "source"))
    else:
        report.not_checked.append(NotChecked("locators", "source"))
    if sources and coverage:
        check_coverage(graph, sources, coverage, report)
    else:
        report.not_checked.append(NotChecked("coverage", "source", "with the bundled data alone"))
    if notices is not None:
        check_retractions(graph, notices.retracted, where, report)
        check_notices(graph, notices, where, report)
    elif retracted:
        check_retractions(graph, retracted, where, report)
    else:
        report.not_checked.append(NotChecked("retractions", "retractions"))
    report.findings = in_order(without_followers(report.findings))
    return report
