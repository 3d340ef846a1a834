"""What a check finds, and how much it looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kgraph.vocabulary import shorten


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


class Whereabouts:
    """Where in the Turtle files the block of a subject starts."""

    _BLOCK = re.compile(r"^(<[^>]*>|[A-Za-z][\w.-]*:[^\s;,]*)\s", re.MULTILINE)

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files

    @cached_property
    def _lines(self) -> dict[str, tuple[str, int]]:
        found: dict[str, tuple[str, int]] = {}
        for file in self._files:
            for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
                match = self._BLOCK.match(line)
                if match:
                    name = match.group(1)
                    found.setdefault(shorten(name[1:-1]) if name.startswith("<") else name, (str(file), number))
        return found

    def of(self, subject: str) -> tuple[str, int]:
        """File and line of a subject's block; the last file and line 1 when it cannot be told."""
        return self._lines.get(subject, (str(self._files[-1]), 1))

    def finding(self, rule: str, subject: str, message: str, hint: str = "", severity: str = "error") -> Finding:
        """A finding about a subject, with its place."""
        file, line = self.of(subject)
        return Finding(file, line, 1, rule, subject, message, hint, severity)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without repeats, by file and line."""
    return sorted(set(findings))
