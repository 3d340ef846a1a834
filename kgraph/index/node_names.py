"""Labels and synonyms of nodes, and the sorted list of names in which they are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kgraph.errors import AmbiguousNameError, DataError, UnknownNameError, UsageError
from kgraph.index.columns import column_names, some_of
from kgraph.index.table_faults import delimiter_of, lines_of
from kgraph.index.text_arrays import Texts
from kgraph.spelling import normalise

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


_SUGGESTIONS = 3
# Identifiers that are kept once decoded; hubs are on most paths.
_MOST_SEEN = 4096
_SUGGESTION_SCORE = 60


class IndexNames:
    """The nodes by name; a name is looked for in the file, so a million of them cost no memory."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._ids = Texts(arrays["node_start"], arrays["node_text"])
        self._labels = Texts(arrays["label_start"], arrays["label_text"]) if "label_start" in arrays else None
        self._names = Texts(arrays["name_start"], arrays["name_text"]) if "name_start" in arrays else None
        self._seen: dict[int, str] = {}
        self._nodes, self._ranks = arrays.get("name_node"), arrays.get("name_rank")

    def id(self, node: int) -> str:
        """The identifier of a node."""
        known = self._seen.get(node)
        if known is None:
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            known = self._seen[node] = self._ids[node]
        return known

    def number(self, identifier: str) -> int | None:
        """The number of the node with this identifier; None when there is none."""
        node = self._ids.first_from(identifier)
        return node if node < len(self._ids) and self._ids[node] == identifier else None

    def label(self, identifier: str) -> str:
        """The label of a node, or the identifier itself when it has none."""
        node = self.number(identifier) if self._labels is not None else None
        return identifier if node is None or self._labels is None else self._labels[node] or identifier

    def resolve(self, name: str, *, suggest: bool = True) -> int:
        """The one node with this identifier, label or synonym; labels in any case, hyphens as blanks.

        Raises UnknownNameError, with the nearest names if `suggest` asks for them, or AmbiguousNameError with the
        identifiers that share it.
        """
        node = self.number(name)
        if node is not None:
            return node
        found = self._named(normalise(name))
        if not found:
            raise UnknownNameError(name, self._nearest(name) if suggest else ())
        if len(found) > 1:
            raise AmbiguousNameError(name, [self._ids[node] for node in found])
        return found[0]

    def _named(self, wanted: str) -> list[int]:
        """The nodes with a name, those whose preferred name it is before others."""
        if self._names is None or self._nodes is None or self._ranks is None:
            return []
        place = self._names.first_from(wanted)
        found: dict[int, dict[int, None]] = {}
        while place < len(self._names) and self._names[place] == wanted:
            found.setdefault(int(self._ranks[place]), {})[int(self._nodes[place])] = None
            place += 1
        return list(found[min(found)]) if found else []

    def _nearest(self, name: str) -> list[str]:
        from rapidfuzz import fuzz, process

        if self._names is None or self._nodes is None:
            hits = process.extract(
                name, self._ids, scorer=fuzz.ratio, score_cutoff=_SUGGESTION_SCORE, limit=_SUGGESTIONS
            )
            return [found for found, _, _ in hits]
        hits = process.extract(
            normalise(name), self._names, scorer=fuzz.ratio, score_cutoff=_SUGGESTION_SCORE, limit=4 * _SUGGESTIONS
        )
        nodes = dict.fromkeys(int(self._nodes[place]) for _, _, place in hits)
        return [self.label(self._ids[node]) for node in nodes][:_SUGGESTIONS]
