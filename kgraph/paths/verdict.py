"""Whether the paths between two entities point one way, at any length.

A *walk* may pass an entity twice, a *path* may not.  Which signs walks have is told by one search over entity × sign,
in time linear in the arcs; without a walk of a sign there is no path of it.  The reverse does not hold: with − on every
arc a path of sign + is one of even length, and whether one exists is NP-complete in directed graphs (LaPaugh and
Papadimitriou 1984, The even-path problem for graphs and digraphs).  So where walks of a sign exist, a path of it is
searched depth first, only into what a walk around the path so far still completes, and within a budget of arcs looked
at.  A budget that is spent leaves the question open, and what is open never counts as one side.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from kgraph.names import names_of
from kgraph.paths.filters import PathFilter
from kgraph.paths.finding import PathSearch
from kgraph.paths.search import Network, lacks_walk
from kgraph.paths.steps import related_contexts
from kgraph.paths.values import SIGNS, Verdict

if TYPE_CHECKING:
    from kgraph.model import Contents

ONE_SIDE = "one side only"
BOTH_SIDES = "both sides"
UNKNOWN_ONLY = "unknown directions only"
NONE = "none"
NOT_DECIDED = "not decided"
SAYS = (ONE_SIDE, BOTH_SIDES, UNKNOWN_ONLY, NONE, NOT_DECIDED)

# How it was found out: there is no walk of what is missing, no path of it, a path of each side, or the search was cut.
EVERY_WALK = "every walk"
EVERY_PATH = "every path"
A_PATH_EACH = "a path of each side"
CUT_SHORT = "until the budget was spent"
LOOKED = (EVERY_WALK, EVERY_PATH, A_PATH_EACH, CUT_SHORT)

# Arcs that a verdict may look at beyond one search of each sign over walks; half a second or so.
MOST_ARCS = 500_000

# What is known of the paths of one sign.
_PRESENT, _NO_WALK, _NO_PATH, _OPEN = "present", "no walk", "no path", "open"


def find_verdict(
    graph: Contents,
    start: str,
    end: str,
    *,
    path_filter: PathFilter | None = None,
    most: int = MOST_ARCS,
    found: Collection[str] = (),
) -> Verdict:
    """The verdict on the steps that `find_paths` takes between two entities, without its hop limit.

    Nothing passes through the outcome and leaves it again (see `kgraph.paths.outcome_rule`).  Outcome evidence counts
    like a path through a mechanism, unless the filter asks for an entity or a mechanism between the ends.  `most` and
    `found` are those of `judge`.  Raises UnknownNameError and AmbiguousNameError.

    >>> import kgraph
    >>> find_verdict(kgraph.load(), "acetoacetate", "IESS").says in SAYS
    True
    """
    path_filter = path_filter or PathFilter()
    names = names_of(graph)
    first, last = names.resolve(start).id, names.resolve(end).id
    if "+" in found and "-" in found:
        return judge({}, first, last, found=found)
    asks_between = bool(path_filter.via or path_filter.mechanism)
    search = PathSearch(graph, path_filter, contexts=related_contexts(graph, last), through_outcome=False)
    nearby, _ = search.nearby(first, last, mechanistic=asks_between or None)
    lacking = [sign for sign in SIGNS if sign not in found and lacks_walk(nearby, first, last, sign)]
    if first != last and {*found, *lacking} == {*SIGNS}:
        return judge({}, first, last, found=found)
    arcs, marks = search.network(first, last, mechanistic=asks_between or None)
    return judge(arcs, first, last, marks=marks, most=most, found=found)


def judge(
    arcs: Network, start: str, end: str, *, marks: int = 0, most: int = MOST_ARCS, found: Collection[str] = ()
) -> Verdict:
    """The verdict on all simple paths from `start` to `end`, of any length, that collect every bit of `marks`.

    `arcs` maps a node to the arcs that leave it; what a path may do is what it may in `cheapest_paths`.  `most` arcs
    are looked at beyond one search of each sign over walks: less only turns a verdict into *not decided*.  `found` are
    signs of which the caller has paths, which are then not searched.  Start and end alike, or unknown: none.

    >>> from kgraph.paths.search import Arc
    >>> arcs = {"diet": [Arc("diet", "ketone", 1.0, "+")], "ketone": [Arc("ketone", "seizure", 1.0, "-")]}
    >>> verdict = judge(arcs, "diet", "seizure")
    >>> verdict.says, verdict.one_sided, verdict.looked
    ('one side only', '-', 'every walk')
    >>> judge({"diet": [Arc("diet", "weight", 1.0, "?")]}, "diet", "weight").says
    'unknown directions only'
    """
    if "+" in found and "-" in found:
        return Verdict(BOTH_SIDES, "", A_PATH_EACH, unknown=True)
    if start == end:
        return Verdict(NONE, "", EVERY_WALK)
    search = _Search(arcs, start, end, marks, most)
    states = {sign: _PRESENT if sign in found else search.paths_of(sign) for sign in ("+", "-")}
    sides = [sign for sign, state in states.items() if state == _PRESENT]
    if len(sides) == len(states):
        return Verdict(BOTH_SIDES, "", A_PATH_EACH, unknown=True, arcs=search.looked)
    # The budget is for the sides: whether unknown directions come besides is asked with what is left of it.
    states["?"] = _PRESENT if "?" in found else search.paths_of("?")
    unknown = states["?"] in (_PRESENT, _OPEN)
    needed = [state for sign, state in states.items() if sign != "?" or not sides]
    if _OPEN in needed:
        return Verdict(NOT_DECIDED, "", CUT_SHORT, unknown, search.looked)
    says = ONE_SIDE if sides else UNKNOWN_ONLY if unknown else NONE
    looked = EVERY_PATH if _NO_PATH in needed else EVERY_WALK
    return Verdict(says, "".join(sides), looked, unknown, search.looked)


class _Way(NamedTuple):
    """An arc between numbered nodes, with the bit that it adds to a label; see `_Search`."""

    source: int
    target: int
    bit: int
    marks: int
    leaves: str
    enters: str


class _Head(NamedTuple):
    """Where a path has come to: its last node, its label, its marks, and what its last arc left."""

    node: int
    label: int
    marks: int
    leaves: str


class _Rest(NamedTuple):
    """What a walk from a node to the end still gives: label and marks, and what its first arc enters."""

    node: int
    label: int
    marks: int
    enters: str


class _Search:
    """Searches for simple paths of each sign between two nodes.

    A label is one bit.  To look for + or −, arcs of unknown sign are left out and every − turns the bit; to look for ?,
    all arcs are taken and every ? sets it.
    """

    def __init__(self, arcs: Network, start: str, end: str, marks: int, most: int) -> None:
        numbers = {node: number for number, node in enumerate(_between(arcs, start, end))}
        self._start, self._end = numbers.get(start, -1), numbers.get(end, -1)
        self._arcs = [
            (numbers[node], numbers[arc.target], arc)
            for node in numbers
            if node != end
            for arc in arcs.get(node, ())
            if arc.target in numbers and arc.target != start
        ]
        self._marks, self._left = marks, most
        self.looked = 0

    def paths_of(self, sign: str) -> str:
        """Whether there is a simple path of a sign, or else no walk or no path; open when the budget was spent."""
        if self._start < 0:
            return _NO_WALK
        self._lay_out(sign)
        wanted = 0 if sign == "+" else 1
        first = _Head(self._start, 0, 0, "")
        nodes = {first.node}
        found, onward = self._look_on(first, wanted, nodes)
        if not found and not onward:
            return _NO_WALK
        # Depth first: the heads of the path so far, and for each the heads that are still to be tried after it.
        path, pending = [first], [onward]
        while pending and not found:
            if not pending[-1]:
                pending.pop()
                nodes.remove(path.pop().node)
                continue
            if self._left <= 0:
                return _OPEN
            head = pending[-1].pop()
            nodes.add(head.node)
            before = self.looked
            found, onward = self._look_on(head, wanted, nodes)
            self._left -= self.looked - before
            path.append(head)
            pending.append(onward)
        return _PRESENT if found else _NO_PATH

    def _lay_out(self, sign: str) -> None:
        """Lay the arcs that count for a sign out by source and by target."""
        self._unknown = sign == "?"
        turning = "?" if self._unknown else "-"
        ways = [
            _Way(source, target, int(arc.sign == turning), arc.marks & self._marks, arc.leaves, arc.enters)
            for source, target, arc in self._arcs
            if arc.sign in ("+", "-") or (self._unknown and arc.sign == "?")
        ]
        self._leaving: dict[int, list[_Way]] = {}
        self._coming: dict[int, list[_Way]] = {}
        for way in dict.fromkeys(ways):
            self._leaving.setdefault(way.source, []).append(way)
            self._coming.setdefault(way.target, []).append(way)

    def _joined(self, label: int, other: int) -> int:
        return label | other if self._unknown else label ^ other

    def _look_on(self, head: _Head, wanted: int, nodes: set[int]) -> tuple[bool, list[_Head]]:
        """Whether a shortest walk on from a head completes a path, and else the heads to try next, the best one last.

        Worth trying is a head from which a walk around `nodes`, those of the path so far, gives what is wanted.
        """
        after = self._rests(nodes)
        at: dict[int, list[_Rest]] = {}
        for rest in after:
            at.setdefault(rest.node, []).append(rest)
        hops = _hops(after)
        onward: dict[_Head, int] = {}
        for way in self._leaving.get(head.node, ()):
            if way.target in nodes or (head.leaves and head.leaves == way.enters):
                continue
            next_head = _Head(way.target, self._joined(head.label, way.bit), head.marks | way.marks, way.leaves)
            for rest in at.get(way.target, ()):
                if (
                    self._joined(next_head.label, rest.label) == wanted
                    and not self._marks & ~(next_head.marks | rest.marks)
                    and not (way.leaves and way.leaves == rest.enters)
                ):
                    if _is_simple(rest, after):
                        return True, []
                    onward[next_head] = min(hops[rest], onward.get(next_head, hops[rest]))
        return False, sorted(onward, key=lambda one: -onward[one])

    def _rests(self, nodes: set[int]) -> dict[_Rest, _Rest | None]:
        """What walks to the end that touch none of `nodes` can give, each with the rest after its first arc.

        Breadth first, so that each comes with a shortest walk.
        """
        after: dict[_Rest, _Rest | None] = {_Rest(self._end, 0, 0, ""): None}
        queue = list(after)
        for rest in queue:
            coming = self._coming.get(rest.node, ())
            self.looked += len(coming)
            for way in coming:
                if way.source in nodes or (way.leaves and way.leaves == rest.enters):
                    continue
                longer = _Rest(way.source, self._joined(way.bit, rest.label), way.marks | rest.marks, way.enters)
                if longer not in after:
                    after[longer] = rest
                    queue.append(longer)
        return after


def _between(arcs: Network, start: str, end: str) -> list[str]:
    """The nodes on walks from start to end, from the end backwards; none when there are no walks."""
    reached = _reached({node: [arc.target for arc in leaving] for node, leaving in arcs.items() if node != end}, start)
    coming: dict[str, list[str]] = {}
    for node in reached:
        if node != end:
            for arc in arcs.get(node, ()):
                coming.setdefault(arc.target, []).append(node)
    return list(_reached(coming, end)) if end in reached else []


def _reached(leaving: dict[str, list[str]], start: str) -> dict[str, None]:
    reached = {start: None}
    queue = [start]
    for node in queue:
        for target in leaving.get(node, ()):
            if target not in reached:
                reached[target] = None
                queue.append(target)
    return reached


def _hops(after: dict[_Rest, _Rest | None]) -> dict[_Rest, int]:
    """The number of arcs of each rest's walk."""
    hops: dict[_Rest, int] = {}
    for rest, following in after.items():
        hops[rest] = 0 if following is None else hops[following] + 1
    return hops


def _is_simple(rest: _Rest, after: dict[_Rest, _Rest | None]) -> bool:
    """Whether the walk of a rest passes no node twice."""
    nodes: set[int] = set()
    on: _Rest | None = rest
    while on is not None:
        if on.node in nodes:
            return False
        nodes.add(on.node)
        on = after[on]
    return True
