"""Files of other projects, of which a check understands nothing: it says so, and as what they can be imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kgraph.check.catalogue import rule_named
from kgraph.check.findings import Finding
from kgraph.errors import DataError
from kgraph.reading.syntax import is_rdf

_OWN = "rdf"


def import_advice(file: Path) -> str:
    """As what a file can be imported, after a semicolon; empty for one of no kind that is known.

    A file that is in the terms of kgraph already needs no import.
    """
    from kgraph.importers import guess

    try:
        kind = guess(file).name
    except (DataError, OSError):
        return ""
    return "" if kind == _OWN else f"; it can be imported as {kind}"


def foreign_findings(files: Sequence[Path]) -> list[Finding]:
    """A finding for each file that is no RDF: whatever it holds, no rule looked at it."""
    rule = rule_named("nothing-understood")
    advice = {file: import_advice(file) for file in files if not is_rdf(file)}
    return [
        Finding(
            str(file), 1, 1, rule.name, "",
            f"read, nothing understood{words or '; no kind that can be imported looks like it'}",
            rule.repair, rule.severity,
        )
        for file, words in advice.items()
    ]  # fmt: skip
