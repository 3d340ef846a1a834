"""SHACL shapes: what parts claims, lines, places, references and numbers have, and how to mend one that lacks them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kgraph.check.findings import Finding, FindingPositions, Report
from kgraph.check.shape_language import ShapedData, Violation, read_shapes, violations
from kgraph.errors import DataError
from kgraph.files.bundled import bundled
from kgraph.sparql.loading import store_of
from kgraph.vocabulary import shorten

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kgraph.model import Contents

_MOST_NAMED = 12
_WITHOUT_QUOTES = {"integer": "a whole number", "boolean": "true or false", "decimal": "a number such as 7.5"}


def check_shapes(graph: Contents, where: FindingPositions, report: Report) -> None:
    """Validate the statements of the files against the SHACL shapes."""
    shapes = read_shapes(bundled("ontology", "shapes.ttl"))
    report.checked["shapes"] += len(shapes)
    data = ShapedData(store_of(graph))
    hints = _Hints(data)
    for violation in violations(data, shapes):
        report.findings.append(_finding(violation, where, hints))


def _finding(violation: Violation, where: FindingPositions, hints: _Hints) -> Finding:
    """The finding: at the value, or where the property stands, or where the subject is described."""
    path, value = shorten(violation.shape.path.value), violation.value
    found = [value] if value is not None else []
    if violation.constraint == "maxCount":
        found = sorted(violation.values, key=lambda one: one.value)
    given = f" Found: {', '.join(shorten(one.value) for one in found)}" if found else ""
    at = path if value is None else shorten(value.value)
    message = f"{violation.shape.message}{given}"
    return where.finding("shape", shorten(violation.focus.value), message, value=at, repair=hints.repair(violation))


class _Hints:
    """How to mend what breaks a shape."""

    def __init__(self, data: ShapedData) -> None:
        self._data = data
        self._members: dict[NamedNode, list[str]] = {}

    def repair(self, violation: Violation) -> str:
        """What to write instead."""
        path, given = shorten(violation.shape.path.value), violation.shape.constraints[violation.constraint]
        match violation.constraint:
            case "minCount":
                return f"add {path}"
            case "maxCount":
                return f"keep one {path}"
            case "nodeKind":
                return "name an IRI, without quotes"
            case "in":
                allowed = " ".join(f'"{one.value}"' for one in given)
                return f"write one of {allowed}"
            case "class":
                return self._of_class(given)
            case "datatype" if given == "duration":
                return 'write a text such as "P3M"^^xsd:duration'
            case "datatype":
                return f"write {_WITHOUT_QUOTES[given]} without quotes"
            case "pattern":
                return _of_pattern(given, violation.value.value if violation.value else "")
        return f"correct {path}"

    def _of_class(self, wanted: NamedNode) -> str:
        if wanted not in self._members:
            self._members[wanted] = sorted(shorten(one.value) for one in self._data.instances(wanted))
        members = self._members[wanted]
        return (
            f"use one of {', '.join(members)}"
            if len(members) <= _MOST_NAMED
            else f"name a described {shorten(wanted.value)}"
        )


def _of_pattern(pattern: re.Pattern[str], value: str) -> str:
    """What of the value fits the pattern, if that is a word of it: an identifier behind its prefix."""
    bare = pattern.pattern.removeprefix("^").removesuffix("$")
    inside = re.search(rf"(?<![0-9A-Za-z]){bare}(?![0-9A-Za-z])", value)
    return f'write "{inside.group()}"' if inside else "read it again in the source"


def check_readable(faults: Iterable[DataError], where: FindingPositions, report: Report) -> None:
    """Report what could not be read as a value, if no shape has said so at its line."""
    said = {(finding.subject, finding.file, finding.line) for finding in report.findings if finding.rule == "shape"}
    for fault in faults:
        # The reason names the property, or quotes the value.
        named = re.findall(r"\b(?:kg|rdf):\w+|(?<=')[^']+(?=')", fault.reason)
        nameless = ":" not in fault.file
        subject, value = ("", "kg:Claim") if nameless else (fault.file, named[-1] if named else "")
        finding = where.finding("shape", subject, fault.reason, value=value)
        if (finding.subject, finding.file, finding.line) not in said:
            report.findings.append(finding)


def without_followers(findings: Sequence[Finding]) -> list[Finding]:
    """Findings without those of shapes that say of a dangling link once more that it leads nowhere."""
    told = {(f.subject, f.file, f.line, f.column) for f in findings if f.rule == "dangling-link"}
    return [f for f in findings if f.rule != "shape" or (f.subject, f.file, f.line, f.column) not in told]
