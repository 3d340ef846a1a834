"""The cheapest paths of many pairs, exactly: under ceilings that are guessed, and raised where they were too low."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from kgraph.spark.layers import CEILINGS, Ledger, literal_rows
from kgraph.spark.prepared import Prepared
from kgraph.spark.walks import CUT, guessed, paths_within

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# A guess is taken with so much more, for walks that pass a node twice.
_MORE = 1.03
# Where there were too few walks to guess from, the rest is thought to cost so much more.
_FEW = 1.3
# A ceiling that was too low is raised by this once; after that everything is looked at.
_GROWTH = 2.0
_ROUNDS = 2
# Sums of costs differ in the last places; a ceiling is believed to this part of itself.
_CERTAIN = 1 - 1e-9
_NOTHING = -1.0


@dataclass(frozen=True, slots=True)
class NumberedPath:
    """A path by the numbers of its nodes and the marks of its steps, with its cost to within rounding."""

    cost: float
    nodes: tuple[int, ...]
    marks: tuple[int, ...]


@dataclass(slots=True)
class Found:
    """The cheapest paths of a pair and sign, with those that equal the last, and whether there are others."""

    paths: list[NumberedPath] = field(default_factory=list)
    more: bool = False


Ends = Mapping[int, tuple[int, int]]


def cheapest_paths(
    spark: SparkSession, prepared: Prepared, ends: Ends, *, max_hops: int, top: int, ledger: Ledger
) -> dict[tuple[int, int], Found]:
    """For each pair (by its number) and sign (0 +, 1 −, 2 unknown) the `top` cheapest simple paths.

    `ends` are the numbers of two different nodes.  A pair and sign without a path has no entry.
    """
    highest = max_hops * prepared.facts["highest_cost"]
    ceilings = _guessed(spark, prepared, ends, max_hops, top, ledger) if ends else {}
    answered: dict[tuple[int, int], Found] = {}
    signs = (0, 1, 2) if prepared.facts["unknown_signs"] else (0, 1)
    waiting = {(pair, sign): ceilings[pair][sign] for pair in ends for sign in signs}
    rounds = 0
    while waiting:
        rounds += 1
        waiting = {key: inf if cost >= highest or rounds > _ROUNDS else cost for key, cost in waiting.items()}
        asked = _asked(spark, ends, waiting)
        found: dict[tuple[int, int], Found] = {}
        for row in paths_within(prepared, asked, max_hops, top, ledger).collect():
            one = found.setdefault((row["q"], row["whole"]), Found())
            one.paths.append(NumberedPath(row["cost"], tuple(row["nodes"]), tuple(row["marks"])))
            one.more = row["number"] > top
        left = {}
        for key, ceiling in waiting.items():
            here = found.get(key, Found())
            here.paths.sort(key=lambda path: path.cost)
            if ceiling == inf or (here.more and here.paths[top - 1].cost <= ceiling * _CERTAIN):
                if here.paths:
                    answered[key] = here
            else:
                left[key] = ceiling * _GROWTH or inf
        waiting = left
    return answered


def _asked(spark: SparkSession, ends: Ends, waiting: Mapping[tuple[int, int], float]) -> DataFrame:
    """The pairs that are still asked about, with a ceiling for each sign; nothing is below the least of them."""
    pairs = sorted({pair for pair, _ in waiting})
    rows = [(pair, *ends[pair], *(float(waiting.get((pair, sign), _NOTHING)) for sign in range(3))) for pair in pairs]
    return literal_rows(spark, rows, "q int, start long, end long, " + ", ".join(f"{name} double" for name in CEILINGS))


def _guessed(
    spark: SparkSession, prepared: Prepared, ends: Ends, max_hops: int, top: int, ledger: Ledger
) -> dict[int, list[float]]:
    """The first ceiling of each pair and sign; infinite where nothing is known of the pair."""
    everything = {(pair, sign): inf for pair in ends for sign in range(3)}
    rows = guessed(prepared, _asked(spark, ends, everything), max_hops, top + 1, ledger).collect()
    known: dict[int, dict[int, float]] = {}
    # Where every step was looked at there are few of them, and no more to be gained by a ceiling.
    cut = {row["q"] for row in rows if row["whole"] == CUT}
    for row in rows:
        more = _MORE if row["found"] > top else _FEW
        if row["whole"] != CUT:
            known.setdefault(row["q"], {})[row["whole"]] = row["cost"] * more
    return {pair: list(_filled(known.get(pair, {}) if pair in cut else {})) for pair in ends}


def _filled(costs: Mapping[int, float]) -> Iterator[float]:
    most = max(costs.values(), default=inf) * _FEW
    for sign in range(3):
        yield costs.get(sign, most)
