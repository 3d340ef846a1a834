"""A row of a table of claims while it is typed: what is wrong with each cell, as soon as it is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kgraph.errors import DataError
from kgraph.importers.claim_table_rows import ClaimRow
from kgraph.importers.claims_tsv import TableReader
from kgraph.model import Claim, Contents


class TypedRows:
    """Rows that are typed for a file, against what is known."""

    def __init__(self, file: Path, known: Contents) -> None:
        self._file, self._known = file, known

    def fault(self, cells: Mapping[str, str], column: str) -> str:
        """What is wrong with a cell of a row, beside the cells that it belongs to; empty where nothing is."""
        reader = TableReader(self._known)
        try:
            reader.check_cell(self._row(cells), column)
        except DataError as error:
            return error.reason
        return ""

    def claim(self, cells: Mapping[str, str]) -> tuple[Claim, Contents]:
        """The claim that a whole row makes, and contents that know its ends.

        Raises DataError for a row with a fault.
        """
        reader = TableReader(self._known)
        reader.take([self._row(cells)])
        imported = reader.imported((str(self._file),))
        for fault in imported.faults:
            raise fault
        (claim,) = imported.contents.claims.values()
        entities = {**self._known.entities, **imported.contents.entities}
        return claim, self._known.replace(entities=entities)

    def _row(self, cells: Mapping[str, str]) -> ClaimRow:
        return ClaimRow(str(self._file), 1, cells, {})
