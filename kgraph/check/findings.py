"""What a check finds, and how much it looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kgraph.check.catalogue import rule_named
from kgraph.door_words import PYTHON, DoorWords
from kgraph.errors import DataError
from kgraph.reading import subject_positions as places


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem: where, which rule, about what, and what to do.  `severity` is error, warning or note."""

    file: str
    line: int
    column: int
    rule: str
    subject: str
    message: str
    hint: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class NotChecked:
    """What a check did not look at: the `choice` that would have it looked at, or a `remark`."""

    what: str
    choice: str = ""
    remark: str = ""

    def said(self, door: DoorWords = PYTHON) -> str:
        """It in the words of a door."""
        needed = ", ".join(filter(None, (self.choice and door.choice(self.choice), self.remark)))
        return f"{self.what} ({needed})"


@dataclass
class Report:
    """The findings of a check, a count of what was checked, by kind, and what was not, with what it would need."""

    findings: list[Finding] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    not_checked: list[NotChecked] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def problems(self) -> tuple[Finding, ...]:
        """The findings that are errors, in order; empty when nothing is wrong."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(finding.severity == "warning" for finding in self.findings)

    @property
    def notes(self) -> int:
        """How many findings are notes, which are no problems."""
        return sum(finding.severity == "note" for finding in self.findings)


class FindingPositions(places.SubjectPositions):
    """The places of subjects, and findings about them."""

    def finding(
        self,
        rule: str,
        subject: str,
        message: str,
        *,
        at: str = "",
        value: str = "",
        repair: str = "",
        severity: str = "",
    ) -> Finding:
        """A finding about a subject, where it is described, or at a value there; or `at` a part with a name of its own.

        `repair` and `severity` are those of the rule when none are given.
        """
        known = rule_named(rule)
        place = self.of_value(at or subject, value)
        return Finding(*place, rule, subject, message, repair or known.repair, severity or known.severity)


def syntax_finding(error: DataError) -> Finding:
    """The finding that a file cannot be read."""
    known = rule_named("syntax")
    return Finding(error.file, error.line or 1, error.column or 1, "syntax", "", error.reason, severity=known.severity)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without repeats, by file and line."""
    return sorted(set(findings))
