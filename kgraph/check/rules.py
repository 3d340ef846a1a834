"""The rules of the ontology, one SPARQL file per rule, and the logic of signs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.check.catalogue import catalogue
from kgraph.check.findings import FindingPositions, NotChecked, Report
from kgraph.errors import DataError
from kgraph.hypotheses import RetiredStepError, evaluate
from kgraph.sparql.run import run_query
from kgraph.sparql.table import Table
from kgraph.sparql.terms import text_of
from kgraph.vocabulary import shorten

# Rules that a claim, or a hypothesis with its steps, must keep before signs can be multiplied.
_FAULTS_OF_STEPS = frozenset(
    {
        "dangling-entity",
        "dangling-link",
        "dangling-step",
        "shape",
        "sign-missing",
        "sign-not-allowed",
        "unknown-relation",
    }
)

if TYPE_CHECKING:
    from kgraph.model import Contents


def rule_files() -> list[Path]:
    """The rule files of the ontology, by name."""
    return [rule.file for rule in catalogue().values() if rule.file]


def check_rules(graph: Contents, where: FindingPositions, report: Report) -> None:
    """Run every rule; each row of an answer is a finding about its ?subject with its ?message, at its ?value if any."""
    for rule in catalogue().values():
        if rule.file is None:
            continue
        report.checked["rules"] += 1
        answer = run_query(graph, rule.file.read_text(encoding="utf-8"))
        if not isinstance(answer, Table) or answer.columns[:2] != ("subject", "message"):
            raise DataError("a rule is a SELECT of ?subject and ?message, and ?value if it likes", file=str(rule.file))
        for row in answer.cells:
            subject, message, value = (text_of(cell) for cell in (*row, None)[:3])
            report.findings.append(where.finding(rule.name, subject, _short_names(message), value=value))


def _short_names(message: str) -> str:
    """A message of a rule with CURIEs for the IRIs of the project."""
    return " ".join(shorten(word) if "://" in word else word for word in message.split(" "))


def check_signs(graph: Contents, where: FindingPositions, report: Report) -> None:
    """Check that each hypothesis is a connected chain whose computed effect is the one its sources state.

    A chain is not judged while the report has a fault of a step that would decide about it.
    """
    faulty = {finding.subject for finding in report.findings if finding.rule in _FAULTS_OF_STEPS}
    left_out = 0
    for hypothesis in graph.hypotheses.values():
        steps = hypothesis.steps
        # A step that is not there was told by the rule for that, or could not be read.
        if not faulty.isdisjoint((hypothesis.id, *steps)) or not graph.claims.keys() >= set(steps):
            left_out += 1
            continue
        report.checked["hypotheses"] += 1
        try:
            found = evaluate(graph, hypothesis)
        except RetiredStepError as error:
            message = f"{error.reason}; the chain is shown nowhere"
            report.findings.append(where.finding("retired-step", hypothesis.id, message, value="kg:steps"))
            continue
        except DataError as error:
            report.findings.append(where.finding("broken-chain", hypothesis.id, error.reason, value="kg:steps"))
            continue
        if not found.agrees:
            message = f"the steps give {found.effect}, the stated effect is {hypothesis.stated_effect}"
            report.findings.append(where.finding("sign-logic", hypothesis.id, message, value=hypothesis.stated_effect))
    if left_out:
        report.not_checked.append(NotChecked(f"signs of {left_out} hypotheses", remark="mend their steps first"))
