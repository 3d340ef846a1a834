"""The flat table: one row per claim; each arm of a comparison has an outcome claim, and so a row, of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.claim_rows import COLUMNS, row_of
from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import for_tsv

if TYPE_CHECKING:
    from kgraph.model import Contents

__all__ = ["COLUMNS", "claims_table", "write_claims"]


def write_claims(document: GraphDocument, form: str) -> str:
    """The claims of a graph as the flat table."""
    return claims_table(document.graph)


def claims_table(graph: Contents) -> str:
    """The claims as tab-separated text with a header; many values in a cell are joined by ``|``."""
    lines = ["\t".join(COLUMNS)]
    for claim in graph.claims.values():
        row = row_of(graph, claim)
        lines.append("\t".join(for_tsv(row[column]) for column in COLUMNS))
    return "\n".join(lines) + "\n"
