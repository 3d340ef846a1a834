"""Is a file what its name says, in any of the formats that kgraph reads?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from kgraph.reading.archives import PACKED
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data
from kgraph.reading.rdf_files import RDF_SUFFIXES, read_quads
from kgraph.reading.sandbox import count_apart
from kgraph.reading.text_tables import read_table
from kgraph.reading.yaml_files import read_yaml

_TABLES = (".tsv", ".csv")
_YAML = (".yaml", ".yml")
SUFFIXES = (*RDF_SUFFIXES, *_YAML, *_TABLES)


def check_syntax(path: Path, *, base_iri: str | None = None) -> int:
    """How many statements, rows or documents a file holds.

    Reads the whole file, in a process apart, and keeps nothing of it.  Raises DataError, with line and column, at the
    first thing wrong.
    """
    return count_apart(partial(count_parts, base_iri=base_iri), path)


def count_parts(path: Path, *, base_iri: str | None = None) -> int:
    """What `check_syntax` says, found out in this process."""
    with open_data(path) as data:
        return sum(1 for _ in _parts(data, base_iri))


def _parts(data: Data, base_iri: str | None) -> Iterable[object]:
    if data.suffix in _YAML:
        return read_yaml(data)
    if data.suffix in _TABLES:
        return read_table(data)
    if data.suffix in RDF_SUFFIXES:
        return read_quads(data, base_iri=base_iri)
    raise data.refused(
        f"cannot tell the format from the name; use one of {', '.join(SUFFIXES)}, or {', '.join(PACKED)}"
    )


def is_rdf(path: Path) -> bool:
    """Whether a file name promises RDF; of an archive the name inside may decide, so it counts as RDF."""
    suffix = path.suffix.lower()
    if suffix in PACKED:
        suffix = Path(path.stem).suffix.lower()
    return suffix not in (*_YAML, *_TABLES)
