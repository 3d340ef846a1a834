"""The claims behind the rows of an index, made whole when somebody looks at them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kgraph.index.evidence_columns import BACKWARDS
from kgraph.index.step_flags import KIND, OF_KIND, sign_of
from kgraph.index.text_arrays import Texts
from kgraph.model import Claim, Curie, Entity, EvidenceLine, Reference
from kgraph.paths.filters import TESTS, PathFilter

Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]
Value = TypeVar("Value")

# Which column decides each test of a filter.
OF_COLUMN: Mapping[str, tuple[str, ...]] = {
    "wording": ("source",),
    "filed": ("mechanism",),
    "context": ("species", "disease"),
    "support": ("evidence", "primary_only", "directness", "study_kinds"),
}


class HeldClaims:
    """The claims of an index by their numbers; `arrays` are those of the file."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], *, typed: bool) -> None:
        self.arrays, self.typed = arrays, typed
        self.count = len(arrays["claim_flags"])
        self._keys = self._texts("key")
        self._nodes = self._texts("node")
        self._references = self._texts("reference")
        self._relations = self._texts("relation")
        self._known: dict[int, Claim] = {}
        self._numbers: dict[str, int] = {}
        self._entries: dict[str, list[Any]] = {}
        self._told: dict[tuple[str, int], dict[str, Any]] = {}
        self._single: dict[tuple[str, int], Any] = {}
        # What was looked up; of an edge table, what the claims cite that were looked at.
        self.cited: dict[Curie, Reference] = {}
        # Of an edge table: the confidences of the claims that were looked at.
        self.confidences: dict[Curie, float] = {}

    def _texts(self, name: str) -> Texts | None:
        starts = self.arrays.get(f"{name}_start")
        return None if starts is None else Texts(starts, self.arrays[f"{name}_text"])

    def entries(self, name: str) -> list[Any]:
        """The entries of a dictionary, read."""
        known = self._entries.get(name)
        if known is None:
            known = self._entries[name] = [json.loads(text) for text in self._texts(name) or ()]
        return known

    def _entry(self, name: str, claim: int) -> Any:
        """The entry of one claim; of a long dictionary no more is read."""
        number = int(self.arrays[f"claim_{name}"][claim])
        if name not in self._entries and (name, number) not in self._single:
            texts = self._texts(name)
            self._single[name, number] = json.loads(texts[number]) if texts is not None else {}
        return self._entries[name][number] if name in self._entries else self._single[name, number]

    def key(self, number: int) -> str:
        """The name of a claim: its identifier, or what the edge table calls the row."""
        return self._keys[number] if self._keys is not None else str(number + 1)

    def number(self, key: str) -> int | None:
        """The number of the first claim with this name; None when there is none."""
        if self._keys is None:
            return int(key) - 1 if key.isdecimal() and 1 <= int(key) <= self.count else None
        if key not in self._numbers and key:
            starts, content = self._keys.arrays
            # A scan of what is mapped costs no memory and nothing when the file is opened.
            for found in re.finditer(re.escape(key.encode()), content.data):
                place = int(np.searchsorted(starts, found.start(), side="right")) - 1
                if starts[place] == found.start() and starts[place + 1] == found.end():
                    self._numbers[key] = place
                    break
        return self._numbers.get(key)

    def of_rows(self, rows: Longs) -> Longs:
        """The numbers of the claims of rows; -1 for a step between opposites."""
        claims = self.arrays.get("row_claim")
        return rows if claims is None else claims[rows].astype(np.int64)

    def is_backwards(self, rows: Longs) -> Bools:
        """Whether rows are walked from the object of their claim to the subject."""
        ways = self.arrays.get("row_way")
        return np.zeros(len(rows), np.bool_) if ways is None else ways[rows] & BACKWARDS != 0

    def admitted(self, path_filter: PathFilter, claims: Longs) -> Bools:
        """Whether a filter lets in each of these claims, as a causal step or an association."""
        fits = self._fitting("wording", lambda claim: path_filter.lets_in(claim.certainty), claims)
        for column, tests in OF_COLUMN.items():
            asked = [TESTS[name] for name in tests if getattr(path_filter, name) != getattr(_PLAIN, name)]
            for test in asked:
                fits &= self._fitting(column, partial(test, path_filter), claims)
        return fits

    def lets_all_in(self, path_filter: PathFilter) -> bool:
        """Whether a filter keeps no claim out, as its certainty and other cells tell."""
        return not path_filter.looks_at_claims and all(
            path_filter.lets_in(entry["certainty"]) for entry in self.entries("wording")
        )

    def _fitting(self, column: str, test: Callable[[Claim], bool], claims: Longs) -> Bools:
        each = np.array([test(self._alike(column, entry)) for entry in self.entries(column)], np.bool_)
        found: Bools = each[self.arrays[f"claim_{column}"][claims]]
        return found

    def _alike(self, column: str, entry: Any) -> Claim:
        """A claim that says no more than one entry of one dictionary."""
        return Claim("", "", "", "", "?", **self._cells(column, entry))

    def _cells(self, column: str, entry: Any) -> dict[str, Any]:
        cells = _NOTHING
        if column == "wording":
            return {**cells, "certainty": entry["certainty"], "origin": entry["origin"]}
        if column == "filed":
            return {**cells, "mechanisms": tuple(entry)}
        if column == "context":
            said = {name: entry.get(name, "") for name in ("disease", "tissue", "population")}
            return {**cells, **said, "species": tuple(entry.get("species", ()))}
        lines = tuple(_line("", "cited" if line[0] else "", line) for line in entry["lines"])
        return {**cells, "study_kind": entry["study_kind"], "evidence": lines}

    @cached_property
    def context_names(self) -> frozenset[Curie]:
        """The diseases and species that claims are stated for."""
        entries = self.entries("context")
        return frozenset(
            name for entry in entries for name in (entry.get("disease", ""), *entry.get("species", ())) if name
        )

    def diseases_of(self, claims: Longs) -> NDArray[np.integer[Any]]:
        """For each claim the number of the context it is stated in; see `contexts`."""
        found: NDArray[np.integer[Any]] = self.arrays["claim_context"][claims]
        return found

    def contexts(self, test: Callable[[Curie], bool]) -> Bools:
        """For each context whether its disease passes a test."""
        return np.array([test(entry.get("disease", "")) for entry in self.entries("context")], np.bool_)

    def claim(self, number: int, step: int | None = None) -> Claim:
        """A claim, whole; `step` is one that it is a row of, if that is known."""
        known = self._known.get(number)
        if known is None:
            if self.typed:
                known = _read(Claim, self._texts("claim_cells"), number)
            else:
                known = self._of_table(number, self._step(number) if step is None else step)
            self._known[number] = known
            # Names are looked for by a scan, which a claim that is at hand needs not.
            self._numbers.setdefault(known.id, number)
        return known

    def _of_table(self, number: int, step: int) -> Claim:
        """The claim that a row of an edge table makes, in the words of the table."""
        arrays, key = self.arrays, self.key(number)
        wording, support = self._entry("wording", number), self._entry("support", number)
        cells = {
            **_NOTHING,
            **self._said("filed", number),
            **self._said("context", number),
            "certainty": wording["certainty"],
            "origin": wording["origin"],
            "study_kind": support["study_kind"],
        }
        low, high = (int(place) for place in arrays["line_start"][number : number + 2])
        cited, lines = iter(arrays["line_reference"][low:high].tolist()), []
        for place, said in enumerate(support["lines"], 1):
            reference = self._reference(next(cited)) if said[0] else ""
            lines.append(_line(f"evidence:{key}-{place}", reference, said, notes=tuple(wording.get("notes", ()))))
        subject, target, sign = self._ends(number, step)
        uncited = not any(line.reference and line.direction == "supports" for line in lines)
        cells |= {"evidence": tuple(lines), "uncited": uncited, "implied": bool(support.get("implied"))}
        return Claim(key, subject, self.relation(number).removeprefix("biolink:"), target, sign, **cells)

    def _said(self, column: str, claim: int) -> dict[str, Any]:
        """The cells of a claim that one column tells, without those that it leaves empty."""
        key = (column, int(self.arrays[f"claim_{column}"][claim]))
        known = self._told.get(key)
        if known is None:
            cells = self._cells(column, self._entry(column, claim))
            known = self._told[key] = {name: cell for name, cell in cells.items() if cell}
        return known

    def _step(self, row: int) -> int:
        """The step that a row is part of."""
        place = int(np.flatnonzero(self.arrays["row"] == row)[0])
        starts = self.arrays.get("row_start")
        return place if starts is None else int(np.searchsorted(starts, place, "right")) - 1

    def _ends(self, number: int, step: int) -> tuple[Curie, Curie, str]:
        """Subject, object and sign of the row of a table, which the steps hold."""
        arrays = self.arrays
        source = int(np.searchsorted(arrays["out_start"], step, "right")) - 1
        ends = (source, int(arrays["out_target"][step]))
        if self.is_backwards(np.array([number]))[0]:
            ends = ends[::-1]
        mark = int(arrays["out_mark"][step])
        sign = "" if mark & KIND == OF_KIND["structural"] else sign_of(mark)
        return self.node(ends[0]), self.node(ends[1]), sign

    def node(self, number: int) -> Curie:
        """The identifier of a node."""
        assert self._nodes is not None  # noqa: S101  # every index has nodes
        return self._nodes[number]

    def relation(self, row: int) -> str:
        """What a row says, as the table has it; empty when it says nothing."""
        return "" if self._relations is None else self._relations[int(self.arrays["row_relation"][row])]

    def _reference(self, number: int) -> Curie:
        from kgraph.importers.citations import reference_of

        assert self._references is not None  # noqa: S101  # a line that cites has it
        found = reference_of(self._references[number], origin="table")
        self.cited[found.id] = found
        return found.id

    def reference(self, identifier: Curie) -> Reference | None:
        """What is cited under a name, None for nothing; in an index of a table, what its claims looked at cite."""
        known = self.cited.get(identifier)
        if known is None and self.typed and (number := self._reference_numbers.get(identifier)) is not None:
            # One paper is cited by many claims, and each time a claim is weighed.
            known = self.cited[identifier] = _read(Reference, self._texts("reference_cells"), number)
        return known

    @cached_property
    def _reference_numbers(self) -> dict[Curie, int]:
        return {name: number for number, name in enumerate(self._references or ())}

    def references(self) -> Iterator[Curie]:
        """The names of what can be looked up by `reference`."""
        return iter(self._reference_numbers if self.typed else self.cited)

    def entity(self, node: int, label: str) -> Entity:
        """What a node stands for."""
        cells = self._texts("node_cells")
        return _read(Entity, cells, node) if cells is not None else Entity(self.node(node), label, "other")


_PLAIN = PathFilter()
_NOTHING: Mapping[str, Any] = MappingProxyType({"certainty": "", "study_kind": "", "origin": "", "evidence": ()})


def _line(identifier: Curie, reference: Curie, said: Any, *, notes: tuple[str, ...] = ()) -> EvidenceLine:
    _, direction, directness, attachment, kinds = said
    return EvidenceLine(identifier, reference, direction, directness, tuple(kinds), attachment, notes=notes)


def _read(kind: type[Value], cells: Texts | None, number: int) -> Value:
    from kgraph.reading.snapshot import read_value

    assert cells is not None  # noqa: S101  # an index of a typed graph has them
    return read_value(kind, cells.raw(number))
