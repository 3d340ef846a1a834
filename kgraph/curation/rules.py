"""The rules of the ontology: one SPARQL file per rule, SHACL shapes, and the logic of signs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.curation.catalogue import catalogue
from kgraph.curation.findings import Report, Whereabouts
from kgraph.engines.oxigraph import new_store, parse_file
from kgraph.errors import DataError
from kgraph.hypotheses import evaluate
from kgraph.query import Table, run_query, text_of
from kgraph.resources import bundled
from kgraph.vocabulary import shorten

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph


def rule_files() -> list[Path]:
    """The rule files of the ontology, by name."""
    return [rule.file for rule in catalogue().values() if rule.file]


def check_rules(graph: KnowledgeGraph, where: Whereabouts, report: Report) -> None:
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
        focus, path = results.value(result, sh.focusNode), results.value(result, sh.resultPath)
        message, value = results.value(result, sh.resultMessage), results.value(result, sh.value)
        given = f" Found: {shorten(str(value))}" if value is not None else ""
        place = shorten(str(path if value is None else value))
        report.findings.append(where.finding("shape", shorten(str(focus)), f"{message}{given}", value=place))


def check_signs(graph: KnowledgeGraph, where: Whereabouts, report: Report) -> None:
    """Check that each hypothesis is a connected chain whose computed effect is the one its sources state."""
    for hypothesis in graph.hypotheses.values():
        report.checked["hypotheses"] += 1
        try:
            found = evaluate(graph, hypothesis)
        except DataError as error:
            report.findings.append(where.finding("broken-chain", hypothesis.id, error.reason))
            continue
        if not found.agrees:
            message = f"the steps give {found.effect}, the stated effect is {hypothesis.stated_effect}"
            report.findings.append(where.finding("sign-logic", hypothesis.id, message, value=hypothesis.stated_effect))
