"""What a check found, as lines, as JSON, and as SARIF 2.1.0 for editors and code hosts."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from kgraph.check.catalogue import Rule, catalogue
from kgraph.check.findings import Finding, Report
from kgraph.door_words import PYTHON, DoorWords
from kgraph.formats.documents import FindingsDocument
from kgraph.formats.escape import for_terminal, json_text
from kgraph.version import __version__

_HOME = "https://w3id.org/kgraph/"


def write_findings(document: FindingsDocument, form: str) -> str:
    """The findings as lines, JSON or SARIF, in the words of a door.

    Text without findings is empty, the others say so as a document.
    """
    report, door = document.report, document.door
    if form == "json":
        return json_text(_as_json(report, door), indent=2) + "\n"
    if form == "sarif":
        return json_text(_as_sarif(report, door), indent=2) + "\n"
    return "".join(f"{line_of(finding, door)}\n" for finding in report.findings)


def line_of(finding: Finding, door: DoorWords = PYTHON) -> str:
    """A finding on one line that an editor can jump to; a warning or a note says that it is one."""
    place = f"{finding.file}:{finding.line}:{finding.column}"
    mark = "" if finding.severity == "error" else f"{finding.severity}: "
    about = f"{finding.subject}: " if finding.subject else ""
    hint = f" ({_hint(finding, door)})" if finding.hint else ""
    return for_terminal(f"{place}: {mark}{finding.rule}: {about}{finding.message}{hint}")


def _hint(finding: Finding, door: DoorWords) -> str:
    rule = catalogue().get(finding.rule)
    return rule.repair_said(door) if rule and finding.hint == rule.repair else finding.hint


def _as_json(report: Report, door: DoorWords) -> dict[str, object]:
    findings = [
        {name: getattr(finding, name) for name in finding.__slots__} | {"hint": _hint(finding, door)}
        for finding in report.findings
    ]
    return {
        "version": __version__,
        "checked": dict(report.checked),
        "not_checked": [one.said(door) for one in report.not_checked],
        "errors": report.errors,
        "warnings": report.warnings,
        "notes": report.notes,
        "findings": findings,
    }


def _as_sarif(report: Report, door: DoorWords) -> dict[str, object]:
    rules, not_checked = list(catalogue().values()), [one.said(door) for one in report.not_checked]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kgraph",
                        "version": __version__,
                        "informationUri": _HOME,
                        "rules": [_rule(rule, door) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder in which the check ran."}}},
                "results": [_result(finding, rules, door) for finding in report.findings],
                "properties": {
                    "checked": dict(report.checked),
                    "notChecked": not_checked,
                },
            }
        ],
    }


def _rule(rule: Rule, door: DoorWords) -> dict[str, object]:
    words = {"id": rule.name, "shortDescription": {"text": rule.demand}}
    help_text = {"help": {"text": f"To repair: {rule.repair_said(door)}."}} if rule.repair else {}
    return {**words, **help_text, "defaultConfiguration": {"level": rule.severity}}


def _result(finding: Finding, rules: Sequence[Rule], door: DoorWords) -> dict[str, object]:
    about = f"{finding.subject}: " if finding.subject else ""
    hint = f" ({_hint(finding, door)})" if finding.hint else ""
    same = f"{finding.rule}\n{finding.subject}\n{finding.message}"
    return {
        "ruleId": finding.rule,
        "ruleIndex": [rule.name for rule in rules].index(finding.rule),
        "level": finding.severity,
        "message": {"text": _sarif_text(f"{about}{finding.message}{hint}")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(finding.file),
                    "region": {"startLine": finding.line, "startColumn": finding.column},
                }
            }
        ],
        # The same finding on another line is the same finding.
        "partialFingerprints": {"finding/v1": hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()},
    }


def _sarif_text(text: str) -> str:
    """Text in which no reader of SARIF sees a placeholder or a link (section 3.11 of SARIF 2.1.0)."""
    text = text.replace("{", "{{").replace("}", "}}")
    return re.sub(r"(\\*)\]\(", lambda match: f"{match[1] * 2}\\](", text)


def _artifact(file: str) -> dict[str, str]:
    """Where a file lies: relative to the folder of the run when it is inside, else its whole path."""
    path = Path(os.path.abspath(file))
    here = Path.cwd()
    if path.is_relative_to(here):
        return {"uri": _quoted(path.relative_to(here).as_posix()), "uriBaseId": "SRCROOT"}
    return {"uri": "file://" + _quoted(path.as_posix())}


def _quoted(path: str) -> str:
    return quote(os.fsencode(path))
