"""Finding the nodes of an index by identifier, label or synonym."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from kgraph.errors import AmbiguousNameError, UnknownNameError
from kgraph.index.texts import Texts
from kgraph.lookup import normalise

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

    def label(self, identifier: str) -> str:
        """The label of a node, or the identifier itself when it has none."""
        node = self._ids.first_from(identifier)
        if self._labels is None or node == len(self._ids) or self._ids[node] != identifier:
            return identifier
        return self._labels[node] or identifier

    def resolve(self, name: str, *, suggest: bool = True) -> int:
        """The one node with this identifier, label or synonym; labels in any case, hyphens as blanks.

        Raises UnknownNameError, with the nearest names if `suggest` asks for them, or AmbiguousNameError with the
        identifiers that share it.
        """
        node = self._ids.first_from(name)
        if node < len(self._ids) and self._ids[node] == name:
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
