"""Is every identifier of a public vocabulary confirmed in the mapping table?"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.curation.findings import Report, Whereabouts

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph


def read_mappings(path: Path) -> list[dict[str, str]]:
    """The rows of an SSSOM table, without its commented head."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def check_identifiers(graph: KnowledgeGraph, table: Path, where: Whereabouts, report: Report) -> None:
    """Check that each mapping of an entity is a row of an SSSOM table, and that each row says where it was seen."""
    rows = read_mappings(table)
    confirmed = {(row["subject_id"], row["predicate_id"].removeprefix("skos:"), row["object_id"]) for row in rows}
    for row in rows:
        if not row["source"].strip():
            message = f"{row['object_id']} names no source in the mapping table"
            report.findings.append(where.finding("unconfirmed-identifier", row["subject_id"], message))
    for entity in graph.entities.values():
        for relation, target in entity.mappings:
            report.checked["identifiers"] += 1
            if (entity.id, relation, target) not in confirmed:
                message = f"{relation} {target} is not in the mapping table"
                report.findings.append(where.finding("unconfirmed-identifier", entity.id, message, value=target))
