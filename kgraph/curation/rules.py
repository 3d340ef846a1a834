"""The rules of the ontology: one SPARQL file per rule, SHACL shapes, and the logic of signs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.curation.findings import Report, Whereabouts
from kgraph.engines.oxigraph import new_store, parse_file
from kgraph.errors import DataError
from kgraph.hypotheses import evaluate
from kgraph.query import Table, run_query, text_of
from kgraph.resources import bundled
from kgraph.vocabulary import shorten

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_SUFFIX = "-violation.rq"


def rule_files() -> list[Path]:
    """The rule files of the ontology, by name."""
    return sorted(bundled("ontology", "rules").glob(f"*{_SUFFIX}"))


def check_rules(graph: KnowledgeGraph, where: Whereabouts, report: Report) -> None:
    """Run every rule; each row of an answer is a finding about its ?subject with its ?message."""
    for file in rule_files():
        report.checked["rules"] += 1
        rule = file.name.removesuffix(_SUFFIX)
        answer = run_query(graph, file.read_text(encoding="utf-8"))
        if not isinstance(answer, Table):
            raise DataError("a rule is a SELECT of ?subject and ?message", file=str(file))
        for subject, message in answer.cells:
            report.findings.append(where.finding(rule, text_of(subject), text_of(message)))


def check_shapes(graph: KnowledgeGraph, where: Whereabouts, report: Report) -> None:
    """Validate the statements of the files against the SHACL shapes."""
    import rdflib
    from oxrdflib import OxigraphStore
    from pyshacl import validate
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    # Both sides come through Oxigraph, so that plain texts carry their datatype on both and compare as equal; without
    # the name of the default graph rdflib would look into a named graph, where there is nothing.
    shapes, data = (
        rdflib.Graph(store=OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)
        for store in (new_store(parse_file(bundled("ontology", "shapes.ttl"))), graph.store)
    )
    _, results, _ = validate(data, shacl_graph=shapes, inference="none", inplace=True)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    report.checked["shapes"] += len(set(shapes.subjects(rdflib.RDF.type, sh.NodeShape)))
    for result in results.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus = results.value(result, sh.focusNode)
        message = results.value(result, sh.resultMessage)
        value = results.value(result, sh.value)
        given = f" Found: {shorten(str(value))}" if value is not None else ""
        report.findings.append(where.finding("shape", shorten(str(focus)), f"{message}{given}"))


def check_signs(graph: KnowledgeGraph, where: Whereabouts, report: Report) -> None:
    """Check that each hypothesis is a connected chain whose computed effect is the one its sources state."""
    for hypothesis in graph.hypotheses.values():
        report.checked["hypotheses"] += 1
        try:
            found = evaluate(graph, hypothesis)
        except DataError as error:
            report.findings.append(where.finding("broken-chain", hypothesis.id, error.reason, "mend its kg:steps"))
            continue
        if not found.agrees:
            report.findings.append(
                where.finding(
                    "sign-logic",
                    hypothesis.id,
                    f"the steps give {found.effect}, the stated effect is {hypothesis.stated_effect}",
                    "one of the signs, or kg:statedEffect, is wrong",
                )
            )
