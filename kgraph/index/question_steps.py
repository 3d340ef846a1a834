"""The steps of an index that one question may take, compiled anew in memory.

The rows that can lie on a path of the question are weighed for it and compiled like an index of their own; the search
then goes over these steps as over any others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from kgraph.index.compile import Edges, compile_edges
from kgraph.index.evidence_columns import FILED, INSIDE
from kgraph.index.parallel_rows import Row
from kgraph.index.question import Steps
from kgraph.index.question_rows import Asked, Rows, rows_of
from kgraph.index.reach import Rounds
from kgraph.index.step_flags import KIND, OF_KIND
from kgraph.index.text_arrays import Texts

if TYPE_CHECKING:
    from kgraph.index.held_claims import HeldClaims
    from kgraph.index.open_index import Content

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]

_STRUCTURAL = OF_KIND["structural"]


class QuestionSteps(Protocol):
    """The steps of one question, ready to be searched; nodes and steps may have numbers of their own here."""

    out: Steps
    into: Steps
    rounds: Rounds
    start: int
    end: int
    rules: bool
    has_unknown_signs: bool

    def members(self, step: int) -> list[Row]:
        """The rows behind a step with their costs, the cheapest first."""

    def claim(self, row: int) -> int:
        """The number of the claim of a row; -1 for a step between opposites."""

    def is_backwards(self, row: int) -> bool:
        """Whether a row is walked from the object of its claim to the subject."""

    def place_in_file(self, step: int, row: int) -> int:
        """The step of the file that a row of a step belongs to; -1 for one that no step of the file has."""

    def node_in_file(self, node: int) -> int:
        """The number of a node in the file."""

    def node_here(self, number: int) -> int:
        """The number here of a node of the file; -1 where none of these steps touches it."""

    def sources(self) -> Longs:
        """For each step that leaves, the node that it leaves."""

    def is_mechanistic(self, step: int, source: int, target: int) -> bool:
        """Whether a step makes a path more than outcome evidence."""

    def mechanistic_steps(self) -> Bools:
        """The same of every step."""

    def filed_under(self, mechanism: str) -> Bools:
        """For each step that leaves, whether a claim of it is filed under a mechanism."""


class CompiledSteps:
    """Steps that were compiled for one question."""

    def __init__(self, asked: Asked, nodes: Longs, rows: Rows, held: HeldClaims) -> None:
        self._asked, self._nodes, self._rows, self._held = asked, nodes, rows, held
        self.start, self.end = self.node_here(asked.start), self.node_here(asked.end)
        arrays, facts = compile_edges(
            Edges(
                nodes=Texts(np.zeros(len(nodes) + 1, np.int64), np.empty(0, np.uint8)),
                source=np.searchsorted(nodes, rows.source).astype(np.int32),
                target=np.searchsorted(nodes, rows.target).astype(np.int32),
                cost=rows.cost,
                mark=rows.mark,
            ),
            shadows=False,
        )
        self.out = Steps(arrays["out_start"], arrays["out_target"], arrays["out_cost"], arrays["out_mark"])
        self.into = Steps(arrays["in_start"], arrays["in_source"], arrays["in_cost"], arrays["in_mark"])
        self.rules, self.has_unknown_signs = bool(facts["rules"]), bool(facts["unknown_signs"])
        self.rounds = Rounds(self.out, self.into, len(nodes))
        self._row: Longs = arrays["row"]
        self._row_start: Longs = arrays.get("row_start", np.arange(len(self._row) + 1))
        self._mechanistic = self._find_mechanistic()

    def members(self, step: int) -> list[Row]:
        """The rows behind a step with their costs, the cheapest first."""
        rows = self._row[self._row_start[step] : self._row_start[step + 1]]
        return list(zip(self._rows.cost[rows].tolist(), rows.tolist(), strict=True))

    def claim(self, row: int) -> int:
        """The number of the claim of a row; -1 for a step between opposites."""
        return int(self._rows.claim[row])

    def is_backwards(self, row: int) -> bool:
        """Whether a row is walked from the object of its claim to the subject."""
        return bool(self._rows.backwards[row])

    def place_in_file(self, step: int, row: int) -> int:
        """The step of the file that a row of a step belongs to; -1 for one that no step of the file has."""
        return int(self._rows.place[row])

    def node_in_file(self, node: int) -> int:
        """The number of a node in the file."""
        return int(self._nodes[node])

    def node_here(self, number: int) -> int:
        """The number here of a node of the file; -1 where none of these steps touches it."""
        place = int(np.searchsorted(self._nodes, number))
        return place if place < len(self._nodes) and self._nodes[place] == number else -1

    def sources(self) -> Longs:
        """For each step that leaves, the node that it leaves."""
        found: Longs = np.repeat(np.arange(len(self._nodes)), np.diff(self.out.start))
        return found

    def is_mechanistic(self, step: int, source: int, target: int) -> bool:
        """Whether a step makes a path more than outcome evidence."""
        return bool(self._mechanistic[step])

    def mechanistic_steps(self) -> Bools:
        """The same of every step."""
        return self._mechanistic

    def filed_under(self, mechanism: str) -> Bools:
        """For each step that leaves, whether a claim of it is filed under a mechanism."""
        entries = np.array([mechanism in entry for entry in self._held.entries("filed")], np.bool_)
        claim = self._rows.claim
        filed = claim >= 0
        filed[filed] = entries[self._held.arrays["claim_filed"][claim[filed]]]
        return self._any(filed)

    def outcome_only(self) -> CompiledSteps:
        """The same without the steps that make a path mechanistic."""
        kept = np.zeros(len(self._row), np.bool_)
        kept[self._row] = ~np.repeat(self._mechanistic, np.diff(self._row_start))
        return CompiledSteps(self._asked, self._nodes, self._rows.only(kept), self._held)

    def _any(self, said: Bools) -> Bools:
        """For each step whether something is said of any of its rows."""
        step = np.repeat(np.arange(len(self.out.node)), np.diff(self._row_start))
        found = np.zeros(len(self.out.node), np.bool_)
        found[step[said[self._row]]] = True
        return found

    def _find_mechanistic(self) -> Bools:
        held, rows, target = self._held, self._rows, self.out.node
        inside = np.ones(len(target), np.bool_)
        if "node_flags" in held.arrays:
            inside = held.arrays["node_flags"][self._nodes[target]] & INSIDE != 0
        filed = (rows.claim >= 0) & (rows.mark & KIND != _STRUCTURAL)
        filed[filed] = held.arrays["claim_flags"][rows.claim[filed]] & FILED != 0
        found: Bools = ((target != self.end) & inside) | ((self.sources() != self.start) & self._any(filed))
        return found


class FileSteps:
    """The steps of an edge table as the file has them, for a question that every row may answer."""

    def __init__(self, asked: Asked, content: Content, held: HeldClaims) -> None:
        self._content, self._held = content, held
        self.start, self.end = asked.start, asked.end
        self.out, self.into, self.rounds = content.out, content.into, content.rounds
        self.rules, self.has_unknown_signs = content.rules, content.has_unknown_signs

    def members(self, step: int) -> list[Row]:
        """The rows behind a step with their costs, the cheapest first."""
        return self._content.members(step)

    def claim(self, row: int) -> int:
        """The number of the claim of a row, which is that of the row."""
        return row

    def is_backwards(self, row: int) -> bool:
        """Whether a row is walked from the object of its claim to the subject."""
        return bool(self._held.is_backwards(np.array([row]))[0])

    def place_in_file(self, step: int, row: int) -> int:
        """The step itself."""
        return step

    def node_in_file(self, node: int) -> int:
        """The number itself."""
        return node

    def node_here(self, number: int) -> int:
        """The number itself."""
        return number

    def sources(self) -> Longs:
        """For each step that leaves, the node that it leaves."""
        found: Longs = np.repeat(np.arange(len(self.out.start) - 1), np.diff(self.out.start))
        return found

    def is_mechanistic(self, step: int, source: int, target: int) -> bool:
        """Whether a step makes a path more than outcome evidence: of nodes, a table tells nothing."""
        return target != self.end or (source != self.start and self._is_filed(step))

    def _is_filed(self, step: int) -> bool:
        if int(self.out.mark[step]) & KIND == _STRUCTURAL:
            return False
        return any(int(self._held.arrays["claim_flags"][row]) & FILED for _, row in self.members(step))

    def mechanistic_steps(self) -> Bools:
        """The same of every step."""
        found: Bools = np.not_equal(self.out.node, self.end)
        for step in np.flatnonzero(~found & (self.sources() != self.start)).tolist():
            found[step] = self._is_filed(step)
        return found

    def filed_under(self, mechanism: str) -> Bools:
        """For each step that leaves, whether a claim of it is filed under a mechanism."""
        entries = np.array([mechanism in entry for entry in self._held.entries("filed")], np.bool_)
        rows, _, origin = self._content.rows_of(np.arange(len(self.out.node)))
        found = np.zeros(len(self.out.node), np.bool_)
        found[origin[entries[self._held.arrays["claim_filed"][rows]]]] = True
        return found


def steps_of(content: Content, held: HeldClaims, asked: Asked) -> CompiledSteps | FileSteps:
    """The steps of a question: those of the file where an edge table answers without a filter, else compiled anew."""
    if not held.typed and _is_plain(held, asked):
        return FileSteps(asked, content, held)
    rows = rows_of(content, held, asked)
    nodes = np.unique(np.concatenate((rows.source, rows.target, [asked.start, asked.end]))).astype(np.int64)
    return CompiledSteps(asked, nodes, rows, held)


def _is_plain(held: HeldClaims, asked: Asked) -> bool:
    """Whether every row may be a step, whatever the ends."""
    path_filter = asked.path_filter
    return held.lets_all_in(path_filter) and path_filter.associations and not path_filter.undirected and not asked.avoid
