"""The graph as CSV files for ``neo4j-admin database import``: a node file for each table, and the relationships.

Claims, evidence lines and references are nodes, so that the whole of the evidence is there; besides, every claim is a
relationship between its entities, typed by its relation, with its sign, certainty and what disputes it as properties.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from types import MappingProxyType

from kgraph.evidence import Assessment
from kgraph.formats.documents import Files, GraphDocument
from kgraph.formats.escape import for_terminal
from kgraph.formats.graph_tables import COLUMNS, Column, Row, Value, claim_row, table
from kgraph.model import Contents, Curie

# The label of the nodes of each table; numbers have no identifiers of their own and get one from their claim.
_LABELS = MappingProxyType(
    {
        "entities": "Entity",
        "claims": "Claim",
        "lines": "EvidenceLine",
        "numbers": "Number",
        "references": "Reference",
        "sources": "Source",
        "hypotheses": "Hypothesis",
        "questions": "OpenQuestion",
    }
)
_TYPES = MappingProxyType(
    {"text": "", "texts": ":string[]", "number": ":double", "integer": ":long", "truth": ":boolean"}
)
_BETWEEN = ("disputes", "qualifies", "agrees_with", "supersedes")
_LINK = tuple[Curie, str, Curie]


def write_neo4j(document: GraphDocument, form: str) -> Files:
    """A file of nodes a table, ``claims-between-entities.csv``, and ``links.csv`` with all other relationships.

    Several values of one property are joined by ``|``, which has to be named as the delimiter of arrays.
    """
    graph = document.graph
    found = {f"{name}.csv": _csv(*_nodes(graph, name)) for name in COLUMNS}
    found["claims-between-entities.csv"] = _csv(*_relations(graph))
    known = {str(_identified(name, row)) for name in COLUMNS for row in table(graph, name)}
    links = [link for link in _links(graph) if link[0] in known and link[2] in known]
    found["links.csv"] = _csv([":START_ID", ":TYPE", ":END_ID"], links)
    return Files(form, {name: text.encode() for name, text in found.items()})


def _nodes(graph: Contents, name: str) -> tuple[list[str], Iterator[Sequence[str]]]:
    columns = [column for column in COLUMNS[name] if column.name != "id"]
    header = ["id:ID", ":LABEL", *map(_header, columns)]

    def rows() -> Iterator[Sequence[str]]:
        listed: set[str] = set()
        for row in table(graph, name):
            identifier = _identified(name, row)
            # A line that several claims share is one node.
            if identifier not in listed:
                listed.add(identifier)
                yield [identifier, _LABELS[name], *(_cell(row[column.name]) for column in columns)]
        if name == "entities":
            # An end of a claim that nothing describes is a node all the same.
            for end in graph.claims_by_entity:
                if end not in graph.entities:
                    yield [end, "Entity", *("" for _ in columns)]

    return header, rows()


def _identified(name: str, row: Row) -> Curie:
    return f"{row['claim']}#{row['place']}" if name == "numbers" else str(row["id"])


def _relations(graph: Contents) -> tuple[list[str], Iterator[Sequence[str]]]:
    columns = [column for column in COLUMNS["claims"] if column.name not in ("id", "subject", "object")]
    header = [":START_ID", ":TYPE", ":END_ID", "claim", *map(_header, columns)]
    assessment = Assessment(graph)

    def rows() -> Iterator[Sequence[str]]:
        for claim in graph.claims.values():
            row = claim_row(graph, assessment, claim)
            said = (_cell(row[column.name]) for column in columns)
            yield [claim.subject, claim.relation.upper(), claim.object, claim.id, *said]

    return header, rows()


def _links(graph: Contents) -> Iterator[_LINK]:
    """What belongs to what, as start, type and end."""
    for claim in graph.claims.values():
        yield claim.id, "HAS_SUBJECT", claim.subject
        yield claim.id, "HAS_OBJECT", claim.object
        yield claim.id, "STATED_IN", f"source:{claim.origin}"
        yield from ((f"{claim.id}#{place}", "NUMBER_OF", claim.id) for place, _ in enumerate(claim.measurements, 1))
    for row in table(graph, "claims"):
        for name in _BETWEEN:
            yield from ((str(row["id"]), name.upper(), target) for target in _several(row[name]))
    for row in table(graph, "lines"):
        yield str(row["about"]), "HAS_EVIDENCE", str(row["id"])
        yield str(row["id"]), "CITES", str(row["reference"])
    for hypothesis in graph.hypotheses.values():
        yield from ((hypothesis.id, "HAS_STEP", step) for step in dict.fromkeys(hypothesis.steps))
    for question in graph.questions.values():
        yield from ((question.id, "IS_ABOUT", entity) for entity in question.about)


def _several(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _header(column: Column) -> str:
    return f"{column.name}{_TYPES[column.holds]}"


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _TRUTH[value]
    return for_terminal("|".join(value) if isinstance(value, tuple) else str(value))


_TRUTH: Mapping[bool, str] = MappingProxyType({True: "true", False: "false"})


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
