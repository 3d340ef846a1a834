"""What an index holds, as a search and its answers need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from numpy.typing import NDArray

from kgraph.index.marks import kind_of, sign_of
from kgraph.index.members import Row
from kgraph.index.names import IndexNames
from kgraph.index.question import Steps
from kgraph.index.reach import Rounds
from kgraph.index.texts import Texts
from kgraph.index.values import IndexStep


class Content:
    """The arrays of an index under their meanings; nothing is read before it is asked for."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> None:
        self._arrays = arrays
        self.out = Steps(arrays["out_start"], arrays["out_target"], arrays["out_cost"], arrays["out_mark"])
        self.into = Steps(arrays["in_start"], arrays["in_source"], arrays["in_cost"], arrays["in_mark"])
        self.rounds = Rounds(self.out, self.into, facts["nodes"])
        self.rules = bool(facts["rules"])
        self.has_unknown_signs = bool(facts["unknown_signs"])
        self.names = IndexNames(arrays)
        self._keys = self._texts("key")
        self._relations = self._texts("relation")

    @cached_property
    def ends_only(self) -> frozenset[int]:
        """Nodes that are ends of questions, and no stepping stones of others."""
        return frozenset(self._arrays["ends_only"].tolist()) if "ends_only" in self._arrays else frozenset()

    def members(self, step: int) -> list[Row]:
        """The rows behind a step with their costs, the cheapest first."""
        found = self._arrays
        if "row_start" not in found:
            return [(float(found["out_cost"][step]), int(found["row"][step]))]
        low, high = int(found["row_start"][step]), int(found["row_start"][step + 1])
        return list(zip(found["row_cost"][low:high].tolist(), found["row"][low:high].tolist(), strict=True))

    def step(self, place: int, subject: int, target: int, rows: Sequence[Row]) -> IndexStep:
        """A step as it is shown, resting on these of its rows."""
        mark = int(self.out.mark[place])
        cost, row = rows[0]
        relation = self._relations[int(self._arrays["row_relation"][row])] if self._relations is not None else ""
        keys = tuple(self._key(row) for _, row in rows)
        return IndexStep(
            self.names.id(subject), self.names.id(target), relation, sign_of(mark), kind_of(mark), cost, keys
        )

    def _key(self, row: int) -> str:
        return self._keys[row] if self._keys is not None else str(row + 1)

    def _texts(self, name: str) -> Texts | None:
        starts = self._arrays.get(f"{name}_start")
        return None if starts is None else Texts(starts, self._arrays[f"{name}_text"])
