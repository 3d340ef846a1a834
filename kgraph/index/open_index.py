"""What an index holds, as a search and its answers need it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kgraph.errors import DataError, KgraphError, UsageError
from kgraph.files.cache import Cache
from kgraph.index.file_layout import VERSION, IndexFile
from kgraph.index.index_values import IndexPath, IndexStep
from kgraph.index.node_names import IndexNames
from kgraph.index.parallel_rows import Row, each_choice
from kgraph.index.question import Question, Steps
from kgraph.index.reach import OutOfTimeError, Rounds
from kgraph.index.search import EXPECTED, Found, IndexPathSpace
from kgraph.index.short_paths import ShortPaths
from kgraph.index.shortest_walk import shortest_walk
from kgraph.index.step_flags import kind_of, sign_of
from kgraph.index.steps_between import arcs_between
from kgraph.index.text_arrays import Texts
from kgraph.paths.search import SearchBudget
from kgraph.paths.search_options import MAX_HOPS
from kgraph.paths.values import Verdict, times
from kgraph.paths.verdict import CUT_SHORT, MOST_ARCS, NOT_DECIDED, judge


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

    def rows_of(self, steps: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
        """The rows behind some steps with their costs, and for each row the place of its step among those given."""
        found = self._arrays
        if "row_start" not in found:
            return found["row"][steps].astype(np.int64), self.out.cost[steps], np.arange(len(steps))
        low = found["row_start"][steps]
        size = found["row_start"][steps + 1] - low
        until = np.cumsum(size)
        places = np.repeat(low - (until - size), size) + np.arange(until[-1] if len(until) else 0)
        return found["row"][places].astype(np.int64), found["row_cost"][places], np.repeat(np.arange(len(steps)), size)

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
        claim = int(self._arrays["row_claim"][row]) if "row_claim" in self._arrays else row
        if claim < 0:
            return ""
        return self._keys[claim] if self._keys is not None else str(row + 1)

    def _texts(self, name: str) -> Texts | None:
        starts = self._arrays.get(f"{name}_start")
        return None if starts is None else Texts(starts, self._arrays[f"{name}_text"])


MOST_HOPS = 30
_OWED = {"+": 0, "-": 1, "?": 1, "": 0}
_MODE = {"+": "parity", "-": "parity", "?": "unknown", "": "unsigned"}

# The name of the note that a file was found whole.
_VERIFIED = "verified-index"


class GraphIndex:
    """A compiled index, mapped into memory and shared with every other process that has it open.

    The first opening compares the whole content with its checksum, which takes a second or so a gigabyte; while the
    file stays as it is, later ones read the header only, as all do with `verified` false, for who asks about the header
    alone.  Raises DataError for a file that is no index, or a damaged or outdated one.
    An index may be used by several threads, each with generators of its own.
    """

    def __init__(self, path: str | PathLike[str], *, verified: bool = True) -> None:
        self._name = str(path)
        self._file = IndexFile(Path(path))
        if verified:
            self._verify_once(Path(path))
        with self.damage_told():
            self._content = Content(self._file.arrays, self._file.facts)

    def _verify_once(self, path: Path) -> None:
        """Verify the content unless that was done since the file last changed."""
        cache = Cache([str(path.absolute())])
        if cache.read(_VERIFIED) is None:
            self.verify()
            cache.write(_VERIFIED, b"")

    @property
    def facts(self) -> dict[str, Any]:
        """What the header says: counts of nodes, rows and steps, what the index was built from."""
        return self._file.facts

    @property
    def name(self) -> str:
        """The name of the file."""
        return self._name

    @property
    def has_evidence(self) -> bool:
        """Whether it holds claims with their evidence, and confidences to weigh them by."""
        return bool(self.facts.get("evidence")) and self.facts["costs"] == "confidence"

    @property
    def content(self) -> Content:
        """The arrays under their meanings."""
        return self._content

    @property
    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """The arrays as the file has them; those of the evidence are described in `kgraph.index.evidence_columns`."""
        return self._file.arrays

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return self._file.size

    @property
    def layout(self) -> int:
        """The version of the layout of the file."""
        return VERSION

    def verify(self) -> None:
        """Compare the whole content with its checksum, which takes a second or so a gigabyte.  Raises DataError."""
        self._file.verify()

    @contextmanager
    def damage_told(self) -> Iterator[None]:
        """Inside of it, what goes wrong because the content is damaged raises DataError, as `verify` does."""
        try:
            yield
        except KgraphError:
            raise
        except (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError):
            self.verify()
            # A forged header can have checksums that fit.
            reason = "the index is damaged: its header makes no sense"
            raise DataError(reason, file=self._name, hint="rebuild-index") from None

    @property
    def names(self) -> IndexNames:
        """Identifiers, labels and synonyms of the nodes."""
        return self._content.names

    def paths(
        self,
        start: str,
        end: str,
        *,
        sign: str = "",
        max_hops: int | None = MAX_HOPS,
        avoid: Sequence[str] = (),
        parallel: bool = False,
        limits: SearchBudget | None = None,
    ) -> Iterator[IndexPath]:
        """Simple paths between two nodes, named as on the command line, cheapest first, as far as one reads on.

        `sign` is +, - or ?; empty for paths of any sign, of which the cheapest step between two nodes stands for all
        that join them.  `max_hops` None means any length.  With `parallel`, every row of the table is a step of its
        own.  Costs are sums of doubles; they ascend to within rounding, and equal ones come in a fixed order.  Nothing
        comes out when there is no path; `limits.hit` tells afterwards whether time or size cut the search.
        Raises UnknownNameError, AmbiguousNameError, and UsageError for a sign or number of hops that is none.
        """
        search = self.between(start, end, max_hops=max_hops, avoid=avoid, parallel=parallel)
        return search.cheapest(sign, limits or SearchBudget())

    def between(
        self,
        start: str,
        end: str,
        *,
        max_hops: int | None = MAX_HOPS,
        avoid: Sequence[str] = (),
        parallel: bool = False,
    ) -> Search:
        """The search between two nodes, to be asked for several signs; see `paths`."""
        if max_hops is not None and not 1 <= max_hops <= MOST_HOPS:
            raise UsageError(f"{max_hops} hops: give 1 to {MOST_HOPS}, or none for any length.")
        first, last = self.names.resolve(start), self.names.resolve(end)
        return Search(self._content, first, last, max_hops or 0, self._blocked(first, last, avoid), parallel=parallel)

    def verdict(
        self, start: str, end: str, *, avoid: Sequence[str] = (), found: Collection[str] = (), most: int = MOST_ARCS
    ) -> Verdict:
        """Whether all paths between two nodes point one way, at any length; see `kgraph.paths.verdict.judge`.

        `found` are signs of which there are paths for certain.  With more than `most` steps between the nodes, and
        with `most` arcs looked at, it is not decided.  An index does not know what is the outcome of a question, so
        paths through it count.  Raises UnknownNameError and AmbiguousNameError.
        """
        first, last = self.names.resolve(start), self.names.resolve(end)
        blocked = self._blocked(first, last, avoid)
        if "+" in found and "-" in found:
            return judge({}, str(first), str(last), found=found)
        if first == last or first in blocked or last in blocked:
            return judge({}, str(first), str(last))
        arcs = arcs_between(self._content.out, self._content.into, first, last, blocked=blocked, most=most)
        if arcs is None:
            return Verdict(NOT_DECIDED, "", CUT_SHORT, unknown=self._content.has_unknown_signs)
        return judge(arcs, str(first), str(last), found=found, most=most)

    def shortest(
        self, start: str, end: str, *, avoid: Sequence[str] = (), limits: SearchBudget | None = None
    ) -> int | None:
        """The least number of steps from one node to another, whatever their signs, or None for no way at all.

        None decides nothing when `limits.hit` afterwards.  In a typed graph, rules about general and special concepts
        can make every path longer than this; see `has_rules`.  Raises UnknownNameError and AmbiguousNameError.
        """
        first, last = self.names.resolve(start), self.names.resolve(end)
        content, blocked = self._content, self._blocked(first, last, avoid)
        question = Question(first, last, 0, "unsigned", blocked, rules=content.rules)
        with suppress(OutOfTimeError):
            return shortest_walk(content.out, content.into, question, limits or SearchBudget())
        return None

    @property
    def has_rules(self) -> bool:
        """Whether some of the steps may not follow others, so that the shortest walk may be no path."""
        return self._content.rules

    def _blocked(self, first: int, last: int, avoid: Sequence[str]) -> tuple[int, ...]:
        """The nodes that no path between two nodes passes."""
        avoided = {self.names.resolve(name) for name in avoid}
        return tuple(sorted(avoided | (self._content.ends_only - {first, last})))


class Search:
    """All paths between two nodes of an index; what was worked out for one sign serves the others."""

    def __init__(
        self, content: Content, start: int, end: int, max_hops: int, blocked: tuple[int, ...], *, parallel: bool
    ) -> None:
        self._content, self._parallel = content, parallel
        self._about = (start, end, max_hops)
        self._blocked = blocked
        self._spaces: dict[str, IndexPathSpace] = {}
        self._short: ShortPaths | None = None

    def cheapest(self, sign: str, limits: SearchBudget, *, expected: int = EXPECTED) -> Iterator[IndexPath]:
        """The paths of one sign, or of any for an empty text, cheapest first; see `GraphIndex.paths`.

        `expected` is how many will probably be read; a good guess saves work, and any number is right.
        """
        if sign not in _OWED:
            raise UsageError(f"{sign!r} is no sign of a path: give +, - or ?, or nothing for any.")
        if sign == "?" and not self._content.has_unknown_signs:
            return iter(())
        mode = _MODE[sign]
        if mode not in self._spaces:
            start, end, max_hops = self._about
            question = Question(
                start, end, max_hops, mode, self._blocked, rules=self._content.rules, apart=self._parallel
            )
            content = self._content
            # Short walks are made once for all signs.
            short = self._short if mode != "unsigned" else None
            space = IndexPathSpace(content.rounds, content.out, content.into, question, short)
            self._spaces[mode] = space
            self._short = space.short if mode != "unsigned" else self._short
        found = self._spaces[mode].cheapest(_OWED[sign], limits, expected=expected)
        return self._apart(found) if self._parallel else map(self._whole, found)

    def _whole(self, found: Found) -> IndexPath:
        return self._path(found, [self._content.members(step) for step in found.steps], found.cost)

    def _apart(self, found: Iterator[Found]) -> Iterator[IndexPath]:
        for cost, path, rows in each_choice(found, self._content.members):
            yield self._path(path, [[row] for row in rows], cost)

    def _path(self, found: Found, rows: Sequence[Sequence[Row]], cost: float) -> IndexPath:
        steps = tuple(
            self._content.step(place, subject, target, behind)
            for place, subject, target, behind in zip(found.steps, found.nodes, found.nodes[1:], rows, strict=False)
        )
        sign = "+"
        for step in steps:
            sign = times(sign, step.sign)
        return IndexPath(steps, sign, cost)
