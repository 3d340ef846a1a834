"""What a check finds, and how much it looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kgraph.engines import places


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem: where, which rule, about what, and what to do.  `severity` is error or warning."""

    file: str
    line: int
    column: int
    rule: str
    subject: str
    message: str
    hint: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        about = f"{self.subject}: " if self.subject else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.rule}: {about}{self.message}{hint}"


@dataclass
class Report:
    """The findings of a check, and a count of what was checked, by kind."""

    findings: list[Finding] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)


class Whereabouts(places.Whereabouts):
    """The places of subjects, and findings about them."""

    def finding(self, rule: str, subject: str, message: str, hint: str = "", severity: str = "error") -> Finding:
        """A finding about a subject, with its place."""
        file, line = self.of(subject)
        return Finding(file, line, 1, rule, subject, message, hint, severity)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without repeats, by file and line."""
    return sorted(set(findings))
