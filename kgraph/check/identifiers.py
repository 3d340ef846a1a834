"""Is every identifier of a public vocabulary confirmed in the mapping table?"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.check.findings import FindingPositions, Report
from kgraph.check.sssom_heads import NO_TERM, is_denied, read_head
from kgraph.reading.missing_marks import is_missing
from kgraph.reading.open_file import open_data
from kgraph.reading.text_tables import read_table

if TYPE_CHECKING:
    from kgraph.model import Contents


_COLUMNS = ("subject_id", "predicate_id", "object_id")
# What tables call the page or file in which a mapping was seen.
_OURS = "object_source_version"
_SEEN = ("see_also", "mapping_source", "mapping_provider", "source", _OURS)


def read_mappings(path: Path) -> list[dict[str, str]]:
    """The rows of the SSSOM table of the project, without its commented head; ``source`` is where each was seen."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return [{**row, "source": row.get(_OURS) or row.get("source", "")} for row in rows]


def read_own_mappings(path: Path) -> list[dict[str, str]]:
    """The rows of a user's SSSOM table, with CURIEs of the project, and where each was seen under ``source``.

    Prefixes are those of the table's curie_map, or of the metadata beside it, and of the project.  What the head says
    of all rows holds for those that are silent; rows that say *not* are left out.  Raises DataError, with the line, for
    what is no table, for one without the columns of a mapping, and for a prefix that nobody explains.
    """
    rows: list[dict[str, str]] = []
    with open_data(path) as data:
        head = read_head(data, path)
        given = tuple(name for name in _SEEN if head.slots.get(name))
        for number, row in enumerate(read_table(data), start=head.lines + 2):
            missing = [name for name in _COLUMNS if name not in row]
            cells = {name: "" if is_missing(row.get(name, "")) else row[name] for name in _SEEN}
            seen = [cells[name] or head.slots.get(name, "") for name in _SEEN]
            if missing:
                raise data.refused(f"is no table of mappings: it has no column {', '.join(missing)}", head.lines + 1)
            if not given and not any(name in row for name in _SEEN):
                needed = "see_also, mapping_source or mapping_provider (where the mapping was seen)"
                raise data.refused(f"is no table of mappings: it has no column {needed}", head.lines + 1)
            if is_denied(row, data, number) or NO_TERM in (row["subject_id"], row["object_id"]):
                # It says that the two are not the same, or that there is none, which confirms nothing.
                continue
            for name in _COLUMNS:
                if (prefix := head.unknown_prefix(row[name])) is not None:
                    raise data.refused(f"{name} is {row[name]!r}: the prefix {prefix}: is not in the curie_map", number)
            rows.append({**{name: head.curie(row[name]) for name in _COLUMNS}, "source": " ".join(filter(None, seen))})
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
