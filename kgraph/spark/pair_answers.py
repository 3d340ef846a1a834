"""The answers of Spark to pairs of names, as an index of the same table gives them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kgraph.errors import UnknownNameError
from kgraph.index.answering import IndexAnswer, beyond_the_limit
from kgraph.index.index_values import IndexPath, IndexStep
from kgraph.index.parallel_rows import each_choice
from kgraph.index.search import Found as StepPath
from kgraph.index.step_flags import kind_of, sign_of
from kgraph.index.ties import first_paths
from kgraph.paths.reason_words import Reason, sentence
from kgraph.paths.search_options import check_number
from kgraph.paths.values import SIGNS, Verdict, times
from kgraph.paths.verdict import CUT_SHORT, MOST_ARCS, NOT_DECIDED, judge
from kgraph.spark.layers import Ledger, literal_rows
from kgraph.spark.prepared import Prepared, prepare
from kgraph.spark.rounds import Found, NumberedPath, cheapest_paths
from kgraph.spark.shortest_ways import Reach, reaches

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Pair = tuple[str, str]
_StepKey = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row behind a step."""

    cost: float
    key: str
    relation: str


class PlainNames:
    """The names of an edge table, which has identifiers and no labels."""

    def label(self, identifier: str) -> str:
        """The identifier itself."""
        return identifier


@dataclass(slots=True)
class SparkGraph:
    """An edge table that Spark answers from; `names` and `facts` are what the writers of answers ask for.

    `ledger` counts what was worked out; `avoided` are nodes that no path passes.
    """

    spark: SparkSession
    prepared: Prepared
    avoided: tuple[int, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    names: PlainNames = field(default_factory=PlainNames)

    @property
    def facts(self) -> dict[str, Any]:
        """Counts of nodes, steps and hubs, and what the costs are."""
        return self.prepared.facts

    def numbers(self, names: Iterable[str]) -> dict[str, int]:
        """The numbers of the nodes that are there, by their identifiers."""
        from pyspark.sql import functions as F  # noqa: N812

        wanted = literal_rows(self.spark, [(name,) for name in sorted(set(names))], "id string")
        found = self.prepared.nodes.join(F.broadcast(wanted), "id")
        return {row["id"]: row["node"] for row in found.collect()}

    def without(self, avoid: Collection[str]) -> SparkGraph:
        """The graph whose paths pass none of these nodes.  Raises UnknownNameError."""
        if not avoid:
            return self
        from pyspark.sql import functions as F  # noqa: N812

        numbers = self.numbers(avoid)
        for name in avoid:
            if name not in numbers:
                raise UnknownNameError(name)
        avoided = tuple(sorted(numbers.values()))
        kept = ~F.col("node").isin(*avoided) & ~F.col("next").isin(*avoided)
        prepared = replace(self.prepared, steps=self.prepared.steps.where(kept))
        return replace(self, prepared=prepared, avoided=avoided)


def open_graph(
    spark: SparkSession, place: str, folder: str, *, say: Callable[[str], None] = lambda _: None, **options: int
) -> SparkGraph:
    """The graph of an edge table in Parquet, prepared in `folder`; `say` is told of what is being worked out.

    Raises DataError and UsageError, as `kgraph.spark.prepared.prepare` does.
    """
    return SparkGraph(spark, prepare(spark, place, folder, **options), ledger=Ledger(say=say))


def answer_pairs(
    graph: SparkGraph,
    pairs: Sequence[Pair],
    numbers: Mapping[str, int],
    *,
    max_hops: int,
    top: int,
    avoid: Sequence[str] = (),
    parallel: bool = False,
    verdict: bool = False,
) -> list[IndexAnswer]:
    """The answer to each pair, in one job for all of them; every name is in `numbers`.

    They are those of `kgraph.index.answering.find_indexed_paths` for the same table, and always complete.  Raises
    UsageError for a number that is none, and UnknownNameError for a node to avoid that is not there.
    """
    check_number("max_hops", max_hops)
    check_number("top", top)
    around = graph.without(avoid)
    ends = {
        number: (numbers[start], numbers[end])
        for number, (start, end) in enumerate(pairs)
        if start != end and not {numbers[start], numbers[end]} & set(around.avoided)
    }
    found = cheapest_paths(graph.spark, around.prepared, ends, max_hops=max_hops, top=top, ledger=graph.ledger)
    steps = _Steps(graph, [path for one in found.values() for path in one.paths])
    answers = []
    for number, (start, end) in enumerate(pairs):
        paths: list[IndexPath] = []
        more = False
        for sign, _ in enumerate(SIGNS):
            here = found.get((number, sign), Found())
            first, beyond = first_paths(steps.paths(here.paths, parallel=parallel), top)
            paths += first
            more = more or here.more or beyond
        answers.append(IndexAnswer(start, end, tuple(paths), complete=True, more=more))
    return list(_explained(graph, around, answers, ends, numbers, max_hops=max_hops, avoid=avoid, verdict=verdict))


class _Steps:
    """The steps of some paths as they are shown."""

    def __init__(self, graph: SparkGraph, paths: Sequence[NumberedPath]) -> None:
        from pyspark.sql import functions as F  # noqa: N812

        keys = sorted({key for path in paths for key in _keys(path)})
        self._place = {key: place for place, key in enumerate(keys)}
        self._rows: list[list[_Row]] = [[] for _ in keys]
        self._ids: dict[int, str] = {}
        if not keys:
            return
        confidences = graph.facts["costs"] == "confidence"
        wanted = F.broadcast(literal_rows(graph.spark, keys, "src long, dst long, mark int"))
        for row in graph.prepared.rows.join(wanted, ["src", "dst", "mark"]).collect():
            # As an index has them: to the last place, which Java's logarithm may differ in.
            values = np.array([member["value"] for member in row["members"]], np.float64)
            costs = (-np.log(values) + 0.0 if confidences else values).tolist()
            known = zip(costs, row["members"], strict=True)
            ordered = sorted(known, key=lambda one: (one[0], one[1]["turned"], one[1]["row"]))
            rows = [_Row(cost, member["key"] or "", member["relation"] or "") for cost, member in ordered]
            self._rows[self._place[row["src"], row["dst"], row["mark"]]] = rows
        nodes = literal_rows(graph.spark, sorted({(node,) for path in paths for node in path.nodes}), "node long")
        named = graph.prepared.nodes.join(F.broadcast(nodes), "node")
        self._ids = {row["node"]: row["id"] for row in named.collect()}

    def paths(self, numbered: Sequence[NumberedPath], *, parallel: bool) -> Iterator[IndexPath]:
        """The paths from the cheapest on; with `parallel`, every row of a step is one of its own."""
        known = sorted((self._costed(path) for path in numbered), key=lambda one: one[0].cost)
        marks = {found.steps + found.nodes: path.marks for found, path in known}
        if not parallel:
            for found, path in known:
                yield self._shown(found, path.marks, [self._rows[step] for step in found.steps], found.cost)
            return
        for cost, found, taken in each_choice((found for found, _ in known), self._choices):
            rows = [[self._rows[step][row]] for step, (_, row) in zip(found.steps, taken, strict=True)]
            yield self._shown(found, marks[found.steps + found.nodes], rows, cost)

    def _choices(self, step: int) -> list[tuple[float, int]]:
        return [(row.cost, place) for place, row in enumerate(self._rows[step])]

    def _costed(self, path: NumberedPath) -> tuple[StepPath, NumberedPath]:
        places = tuple(self._place[key] for key in _keys(path))
        cost = 0.0
        for place in places:
            cost += self._rows[place][0].cost
        return StepPath(places, path.nodes, cost), path

    def _shown(self, found: StepPath, marks: Sequence[int], rows: Sequence[Sequence[_Row]], cost: float) -> IndexPath:
        steps = []
        sign = "+"
        for source, target, mark, behind in zip(found.nodes, found.nodes[1:], marks, rows, strict=False):
            keys = tuple(row.key for row in behind)
            first = behind[0]
            names = (self._ids[source], self._ids[target])
            steps.append(IndexStep(*names, first.relation, sign_of(mark), kind_of(mark), first.cost, keys))
            sign = times(sign, sign_of(mark))
        return IndexPath(tuple(steps), sign, cost)


def _keys(path: NumberedPath) -> list[_StepKey]:
    return list(zip(path.nodes, path.nodes[1:], path.marks, strict=False))


def _explained(
    graph: SparkGraph,
    around: SparkGraph,
    answers: Sequence[IndexAnswer],
    ends: Mapping[int, tuple[int, int]],
    numbers: Mapping[str, int],
    *,
    max_hops: int,
    avoid: Sequence[str],
    verdict: bool,
) -> Iterator[IndexAnswer]:
    """The answers with reasons where there is no path, and with verdicts if wanted."""
    signs = {number: {path.sign for path in answer.paths} for number, answer in enumerate(answers)}
    judged = {number for number in ends if verdict and not {"+", "-"} <= signs[number]}
    asked = {number: pair for number, pair in ends.items() if not signs[number] or number in judged}
    reached: Mapping[int, Reach] = {}
    if asked:
        reached = reaches(graph.spark, around.prepared, asked, arcs_of=judged, most=MOST_ARCS, ledger=graph.ledger)
    free: Mapping[int, Reach] = {}
    if avoid:
        shut = {
            number: (numbers[one.start], numbers[one.end])
            for number, one in enumerate(answers)
            if one.start != one.end and not one.paths and reached.get(number, Reach()).shortest is None
        }
        if shut:
            free = reaches(graph.spark, graph.prepared, shut, arcs_of=(), most=0, ledger=graph.ledger)
    for number, answer in enumerate(answers):
        here = reached.get(number, Reach(arcs={}))
        because = None
        if not answer.paths:
            because = _reason(answer, here.shortest, free.get(number, Reach()).shortest, max_hops)
        says = _verdict(graph, ends.get(number), here, signs[number]) if verdict else None
        yield replace(answer, because=because, verdict=says)


def _reason(answer: IndexAnswer, shortest: int | None, free: int | None, max_hops: int) -> Reason:
    """Why there is no path; `free` is the least number of steps when nothing is avoided."""
    if answer.start == answer.end:
        return Reason("same", (sentence("both-ends", name=answer.start),))
    if shortest is not None:
        return Reason("hop-limit", (beyond_the_limit(shortest, max_hops),), shortest)
    if free is None:
        return Reason("unreachable", (sentence("no-step-leads-on", start=answer.start, end=answer.end),))
    too_long = (beyond_the_limit(free, max_hops),) if free > max_hops else ()
    return Reason("filter", (sentence("avoided"), *too_long), free)


def _verdict(graph: SparkGraph, ends: tuple[int, int] | None, here: Reach, found: Collection[str]) -> Verdict:
    if ends is None:
        return judge({}, "", "")
    start, end = map(str, ends)
    if {"+", "-"} <= set(found):
        return judge({}, start, end, found=found)
    if here.arcs is None:
        return Verdict(NOT_DECIDED, "", CUT_SHORT, unknown=bool(graph.facts["unknown_signs"]))
    return judge(here.arcs, start, end, found=found, most=MOST_ARCS)


def spread_hubs(facts: Mapping[str, Any]) -> str:
    """What was done about hubs, in words; empty when there are none."""
    if not facts["hubs"]:
        return ""
    return (
        f"{facts['hubs']:,} times a node has more than {facts['hub_steps']:,} steps one way; "
        f"they are spread over {facts['hubs'] + facts['hub_parts']:,} parts, and none is left out"
    )
