"""Is every sentence of the sources accounted for, and does every reference number stand behind a claim?"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.check.catalogue import rule_named
from kgraph.check.findings import Finding, Report
from kgraph.model import Claim, OpenQuestion
from kgraph.reading.passages import Passages

if TYPE_CHECKING:
    from kgraph.model import Contents

_COLUMNS = ["source", "section", "sentence", "reason"]


def check_coverage(graph: Contents, sources: Mapping[str, Passages], table: Path, report: Report) -> None:
    """Check that each sentence has a claim or question, or a reason in the table, and each number a claim.

    Adds findings to the report and counts sentences and reference occurrences.
    """
    owners: list[Claim | OpenQuestion] = [*graph.claims.values(), *graph.questions.values()]
    lines = [line for owner in owners for line in owner.evidence]
    told = {(p.source, p.section, p.sentence) for line in lines for p in [line.locator] if p}
    listed = _listed(table, report)
    for name, passages in sources.items():
        for sentence in passages.sentences:
            key = (name, sentence.section, sentence.number)
            report.checked["sentences"] += 1
            if key in told and key in listed:
                _add(report, table, listed[key], f"{_place(key)} is listed as left out, and has a claim")
            elif key not in told and key not in listed:
                _add(report, table, 1, f"{_place(key)} has neither a claim nor a reason")
        used = {
            (line.marker.start, graph.references[line.reference].number)
            for claim in graph.claims.values()
            for line in claim.evidence
            if line.marker and line.marker.source == name and line.counts
        }
        for marker in passages.markers:
            report.checked["reference occurrences"] += len(marker.numbers)
            left = [str(number) for number in marker.numbers if (marker.start, number) not in used]
            if left:
                sentence_at = passages.sentence_at(marker.start)
                where = f"{sentence_at.section}/{sentence_at.number}" if sentence_at else str(marker.start)
                words = f"numbers {', '.join(left)} support" if len(left) > 1 else f"number {left[0]} supports"
                _add(report, table, 1, f"{name} {where}: {words} no claim")
    for key, line_number in listed.items():
        if key[0] in sources and sources[key[0]].find(key[1], key[2]) is None:
            _add(report, table, line_number, f"{_place(key)} does not exist")


def _listed(table: Path, report: Report) -> dict[tuple[str, str, int], int]:
    """The sentences that the table leaves out, with the line of each."""
    listed: dict[tuple[str, str, int], int] = {}
    with table.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t"), 1):
            if number == 1:
                if row != _COLUMNS:
                    _add(report, table, 1, f"the columns should be {', '.join(_COLUMNS)}")
            elif len(row) != len(_COLUMNS) or not row[2].isdigit() or not row[3].strip():
                _add(report, table, number, "a row needs a source, a section, a sentence number and a reason")
            else:
                listed[(row[0], row[1], int(row[2]))] = number
    return listed


def _place(key: tuple[str, str, int]) -> str:
    return f"sentence {key[0]} {key[1]}/{key[2]}"


def _add(report: Report, table: Path, line: int, message: str) -> None:
    known = rule_named("coverage")
    report.findings.append(Finding(str(table), line, 1, known.name, "", message, known.repair, known.severity))
