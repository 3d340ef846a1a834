"""The prefixes of the project as a map from prefix to namespace, as `curies` and others read it."""

from __future__ import annotations

from kgraph.formats.documents import GraphDocument
from kgraph.formats.escape import json_text
from kgraph.vocabulary import PREFIXES


def write_prefixes(document: GraphDocument, form: str) -> str:
    """Every prefix that identifiers of the graph are written with, and its namespace, as one JSON object, sorted."""
    return json_text(dict(sorted(PREFIXES.items())), indent=2) + "\n"
