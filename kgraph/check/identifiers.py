"""Is every identifier of a public vocabulary confirmed in the mapping table?"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.check.findings import FindingPositions, Report
from kgraph.reading.open_file import open_data
from kgraph.reading.text_tables import read_table
from kgraph.vocabulary import expand, shorten

if TYPE_CHECKING:
    from kgraph.model import Contents


_COLUMNS = ("subject_id", "predicate_id", "object_id")
# What tables call the page or file in which a mapping was seen.
_SEEN = ("source", "see_also", "mapping_source", "mapping_provider")


def read_mappings(path: Path) -> list[dict[str, str]]:
    """The rows of an SSSOM table, without its commented head."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def read_own_mappings(path: Path) -> list[dict[str, str]]:
    """The rows of a user's SSSOM table, with CURIEs of the project, and where each was seen under ``source``.

    Raises DataError for what is no table, and for one without the columns of a mapping.
    """
    rows = []
    with open_data(path) as data:
        for row in read_table(data):
            missing = [name for name in _COLUMNS if name not in row]
            seen = [row[name] for name in _SEEN if name in row]
            if missing or not seen:
                needed = ", ".join(missing) or f"{_SEEN[0]}, where the mapping was seen"
                raise data.refused(f"is no table of mappings: it has no column {needed}")
            if row.get("predicate_modifier", "").strip().lower() == "not":
                # It says that the two are not the same, which confirms nothing.
                continue
            ids = {name: shorten(expand(row[name])) for name in _COLUMNS}
            rows.append({**ids, "source": " ".join(seen)})
    return rows


def check_identifiers(
    graph: Contents, table: Path, where: FindingPositions, report: Report, *, own: Sequence[dict[str, str]] = ()
) -> None:
    """Check that each mapping of an entity is a row of an SSSOM table, and that each row says where it was seen.

    `own` are rows of the user's tables.
    """
    rows = [*read_mappings(table), *own]
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
