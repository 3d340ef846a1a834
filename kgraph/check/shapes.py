"""SHACL shapes: what parts claims, lines, places, references and numbers have, and how to mend one that lacks them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kgraph.check.findings import Finding, FindingPositions, Report
from kgraph.errors import DataError
from kgraph.files.bundled import bundled
from kgraph.reading.rdf_files import new_store, parse_file
from kgraph.reading.rdflib_literals import quiet_rdflib
from kgraph.sparql.loading import store_of
from kgraph.vocabulary import RDF_TYPE, shorten

if TYPE_CHECKING:
    import rdflib

    from kgraph.model import Contents

_SH = "http://www.w3.org/ns/shacl#"
_MOST_NAMED = 12
# Statements that may be copied into rdflib's own memory, where each takes about a kilobyte.
_FEW = 100_000
_WITHOUT_QUOTES = {
    "xsd:integer": "a whole number",
    "xsd:boolean": "true or false",
    "xsd:decimal": "a number such as 7.5",
}


def check_shapes(graph: Contents, where: FindingPositions, report: Report) -> None:
    """Validate the statements of the files against the SHACL shapes."""
    import rdflib
    from oxrdflib import OxigraphStore
    from pyshacl import validate
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    class Statements(rdflib.Graph):
        """A graph whose statements are counted once; pyshacl asks with every fault whether there are any."""

        _count: int | None = None

        def __len__(self) -> int:
            if self._count is None:
                self._count = super().__len__()
            return self._count

    # Both sides come through Oxigraph, so that plain texts carry their datatype on both and compare as equal; without
    # the name of the default graph rdflib would look into a named graph, where there is nothing.
    stores = new_store(parse_file(bundled("ontology", "shapes.ttl"))), store_of(graph)
    asked: list[rdflib.Graph] = [
        Statements(store=OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID) for store in stores
    ]
    sh = rdflib.Namespace(_SH)
    with quiet_rdflib():
        # pyshacl asks the same statements many times, and Oxigraph makes them anew each time.
        shapes = _in_memory(asked[0], Statements())
        data = _in_memory(asked[1], Statements()) if len(stores[1]) <= _FEW else asked[1]
        _, results, _ = validate(data, shacl_graph=shapes, inference="none", inplace=True)
        report.checked["shapes"] += len(set(shapes.subjects(rdflib.RDF.type, sh.NodeShape)))
        for result in results.subjects(rdflib.RDF.type, sh.ValidationResult):
            report.findings.append(_Result(data, shapes, results, result).finding(where))


def _in_memory(stored: rdflib.Graph, held: rdflib.Graph) -> rdflib.Graph:
    """A graph with the statements of a stored one."""
    held += stored
    return held


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


class _Result:
    """One result of the validation, read."""

    def __init__(self, data: rdflib.Graph, shapes: rdflib.Graph, results: rdflib.Graph, result: Any) -> None:
        import rdflib

        sh = rdflib.Namespace(_SH)
        self._data, self._shapes, self._sh = data, shapes, sh
        self._focus, self._path = results.value(result, sh.focusNode), results.value(result, sh.resultPath)
        self._message, self._value = results.value(result, sh.resultMessage), results.value(result, sh.value)
        self._shape = results.value(result, sh.sourceShape)
        self._kind = str(results.value(result, sh.sourceConstraintComponent)).removeprefix(_SH)

    def finding(self, where: FindingPositions) -> Finding:
        """The finding: at the value, or where the property stands, or where the subject is described."""
        path, value = shorten(str(self._path)), self._value
        found = [value] if value is not None else []
        if self._kind == "MaxCountConstraintComponent":
            # By what is written: some values cannot be compared.
            found = sorted(self._data.objects(self._focus, self._path), key=str)
        given = f" Found: {', '.join(shorten(str(one)) for one in found)}" if found else ""
        at = path if value is None else shorten(str(value))
        return where.finding(
            "shape", shorten(str(self._focus)), f"{self._message}{given}", value=at, repair=self._hint(path)
        )

    def _hint(self, path: str) -> str:
        kind = self._kind.removesuffix("ConstraintComponent")
        if kind == "MinCount":
            return f"add {path}"
        if kind == "MaxCount":
            return f"keep one {path}"
        if kind == "NodeKind":
            return "name an IRI, without quotes"
        if kind == "In":
            return f"write one of {' '.join(self._allowed())}"
        if kind == "Class":
            return self._of_class(self._parameter("class"))
        if kind == "Datatype":
            return self._of_datatype(shorten(str(self._parameter("datatype"))))
        if kind == "Pattern":
            return self._of_pattern(str(self._parameter("pattern")))
        return f"correct {path}"

    def _parameter(self, name: str) -> Any:
        return self._shapes.value(self._shape, self._sh[name])

    def _allowed(self) -> list[str]:
        from rdflib.collection import Collection

        return [f'"{member}"' for member in Collection(self._shapes, self._parameter("in"))]

    def _of_class(self, wanted: Any) -> str:
        import rdflib

        members = sorted(shorten(str(one)) for one in self._data.subjects(rdflib.URIRef(RDF_TYPE), wanted))
        if len(members) <= _MOST_NAMED:
            return f"use one of {', '.join(members)}"
        return f"name a described {shorten(str(wanted))}"

    def _of_datatype(self, wanted: str) -> str:
        if wanted == "xsd:duration":
            return 'write a text such as "P3M"^^xsd:duration'
        return f"write {_WITHOUT_QUOTES.get(wanted, wanted)} without quotes"

    def _of_pattern(self, pattern: str) -> str:
        """What of the value fits the pattern, if that is a word of it: an identifier behind its prefix."""
        bare = pattern.removeprefix("^").removesuffix("$")
        inside = re.search(rf"(?<![0-9A-Za-z]){bare}(?![0-9A-Za-z])", str(self._value))
        return f'write "{inside.group()}"' if inside else "read it again in the source"
