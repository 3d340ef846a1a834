"""Labels and synonyms of nodes, and the sorted list of names in which they are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kgraph.errors import DataError, UsageError
from kgraph.index.columns import column_names, delimiter_of, some_of
from kgraph.index.faults import lines_of
from kgraph.index.texts import Texts
from kgraph.lookup import normalise

Names = tuple[Texts, NDArray[np.int32], NDArray[np.uint8]]

_ID = ("id", ":ID", "node", "identifier")
_LABEL = ("name", "label")
_SYNONYM = ("synonym", "synonyms")


def read_labels(path: Path, nodes: Texts) -> tuple[Texts, Names]:
    """The label of every node, empty where the table has none, and all names, from a table like KGX nodes.

    Columns: id, name or label, and perhaps synonym, several with | between.  Lines about other nodes are passed over.
    Raises DataError when the file cannot be read, and UsageError without these columns.
    """
    numbers = {identifier: number for number, identifier in enumerate(nodes)}
    labels: dict[int, str] = {}
    synonyms: dict[int, list[str]] = {}
    header, rows = _cells(path)
    identifier, label, synonym = (
        next((header.index(name) for name in usual if name in header), None) for usual in (_ID, _LABEL, _SYNONYM)
    )
    if identifier is None or label is None:
        raise UsageError(f"{path} needs the columns id and name; it has {some_of(header)}.")
    for cells in rows:
        node = numbers.get(cells[identifier]) if len(cells) > max(identifier, label) else None
        if node is None:
            continue
        labels.setdefault(node, cells[label])
        if synonym is not None and len(cells) > synonym:
            synonyms.setdefault(node, []).extend(filter(None, cells[synonym].split("|")))
    return Texts.of(labels.get(node, "") for node in range(len(nodes))), name_list(labels, synonyms)


def _cells(path: Path) -> tuple[list[str], Iterable[list[str]]]:
    # Looks at how many columns there are, and at what a Parquet file promises.
    column_names(path)
    if delimiter_of(path) is None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            table = pq.read_table(path)
            table.validate(full=True)
        except (OSError, pa.ArrowException) as error:
            raise DataError(" ".join(str(error).split()), file=str(path)) from None
        columns = [[("" if value is None else str(value)) for value in column.to_pylist()] for column in table.columns]
        return table.column_names, map(list, zip(*columns, strict=True))
    lines = lines_of(path)
    _, header = next(lines, (1, []))
    return header, (cells for _, cells in lines)


def name_list(labels: Mapping[int, str], synonyms: Mapping[int, Iterable[str]]) -> Names:
    """Normalised names in the order of their bytes, with the node of each and 0 for a label or 1 for a synonym."""
    entries = {(normalise(label).encode(), 0, node) for node, label in labels.items()}
    entries |= {(normalise(name).encode(), 1, node) for node, names in synonyms.items() for name in names}
    ordered = sorted(entry for entry in entries if entry[0])
    return (
        Texts.of(name.decode() for name, _, _ in ordered),
        np.array([node for _, _, node in ordered], np.int32),
        np.array([rank for _, rank, _ in ordered], np.uint8),
    )
