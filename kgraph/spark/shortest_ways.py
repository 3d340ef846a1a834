"""What leads from one node to another in any number of steps, for many pairs: the least number, and the steps between.

Breadth-first from both ends, a round at a time.  A pair is done with once both ends have come to all that they reach,
or once what is asked about it is known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.index.step_flags import sign_of
from kgraph.paths.search import Arc
from kgraph.spark.layers import Ledger, in_parts, literal_rows
from kgraph.spark.prepared import AHEAD, BEHIND, Prepared

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# With more nodes than this between two others the steps are counted before all are known.
_MANY = 2000
Ends = Mapping[int, tuple[int, int]]


@dataclass(slots=True)
class Reach:
    """What is known of a pair: the least number of steps, None for no way; its arcs, None when they are too many."""

    shortest: int | None = None
    arcs: dict[str, list[Arc]] | None = None


def reaches(
    spark: SparkSession, prepared: Prepared, ends: Ends, *, arcs_of: Collection[int], most: int, ledger: Ledger
) -> dict[int, Reach]:
    """The least number of steps of each pair, and for those of `arcs_of` the arcs on walks from start to end.

    Arcs come in the order of an index: by their source, then from the cheapest on.  `most` is how many of them are
    taken; one more, and there are none.  `ends` are different nodes.
    """
    found = {pair: Reach() for pair in ends}
    waiting, too_many = set(ends), set[int]()
    # Steps between few nodes are counted once all of them are known.
    many = _MANY if prepared.facts["steps"] > most else prepared.facts["nodes"]
    roots = [(side, q, pair[side], 0) for q, pair in ends.items() for side in (AHEAD, BEHIND)]
    last = seen = literal_rows(spark, roots, "side int, q int, node long, depth int")
    depth = 0
    while waiting:
        depth += 1
        asked = literal_rows(spark, [(q, *ends[q]) for q in sorted(waiting)], "q int, start long, end long")
        last = ledger.settle(f"reached {depth}", _onward(prepared, asked, last, seen, depth))
        seen = seen.unionByName(last)
        fresh, shared = _progress(last, seen, found)
        exhausted = waiting - (fresh[AHEAD] & fresh[BEHIND])
        whole = waiting - (fresh[AHEAD] | fresh[BEHIND])
        wanted = {q for q in waiting & set(arcs_of) if shared.get(q, 0) > (0 if q in whole else many)}
        if wanted:
            between = _between(spark, prepared, seen, ends, wanted)
            counts = {row["q"]: row["count"] for row in between.groupBy("q").count().collect()}
            too_many |= {q for q, count in counts.items() if count > most}
        # An end that has come to everything it reaches, and has met nothing, proves that there is no way.
        done = {q for q in exhausted if found[q].shortest is None} | whole | too_many
        done |= {q for q in waiting - set(arcs_of) if found[q].shortest is not None}
        for q in done & waiting & set(arcs_of):
            found[q].arcs = None if q in too_many else {}
        _collect(spark, prepared, seen, ends, found, {q for q in done & wanted if q not in too_many})
        waiting -= done
    return found


def _progress(
    last: DataFrame, seen: DataFrame, found: Mapping[int, Reach]
) -> tuple[dict[int, set[int]], dict[int, int]]:
    """The pairs that got on at each end, and how many nodes both ends of a pair have reached.

    The least numbers of steps are put down.
    """
    from pyspark.sql import functions as F  # noqa: N812

    nothing = {"least": F.lit(0), "nodes": F.lit(0)}
    got_on = last.select("side", "q").distinct().withColumns(nothing)
    met = _met(seen).groupBy("q").agg(F.min("hops").alias("least"), F.count("*").cast("int").alias("nodes"))
    fresh: dict[int, set[int]] = {AHEAD: set(), BEHIND: set()}
    shared = {}
    for row in got_on.unionByName(met.withColumn("side", F.lit(-1))).collect():
        if row["side"] in fresh:
            fresh[row["side"]].add(row["q"])
        else:
            found[row["q"]].shortest, shared[row["q"]] = row["least"], row["nodes"]
    return fresh, shared


def _onward(prepared: Prepared, asked: DataFrame, last: DataFrame, seen: DataFrame, depth: int) -> DataFrame:
    """The nodes one step on that were not seen before; nothing goes on from the other end."""
    from pyspark.sql import functions as F  # noqa: N812

    far = F.when(F.col("side") == AHEAD, F.col("end")).otherwise(F.col("start"))
    going = in_parts(last.join(F.broadcast(asked), "q").where(F.col("node") != far), prepared)
    steps = prepared.steps.select("side", "node", "part", "next")
    reached = going.select("side", "q", "node", "part").join(steps, ["side", "node", "part"])
    reached = reached.select("side", "q", F.col("next").alias("node")).distinct()
    return reached.join(seen, ["side", "q", "node"], "left_anti").withColumn("depth", F.lit(depth))


def _met(seen: DataFrame) -> DataFrame:
    """The nodes that both ends have reached, with how many steps lead through each: q, node, hops."""
    from pyspark.sql import functions as F  # noqa: N812

    ahead = seen.where(F.col("side") == AHEAD).drop("side")
    behind = seen.where(F.col("side") == BEHIND).drop("side").withColumnRenamed("depth", "rest")
    both = ahead.join(behind, ["q", "node"])
    return both.select("q", "node", (F.col("depth") + F.col("rest")).alias("hops"))


def _between(
    spark: SparkSession, prepared: Prepared, seen: DataFrame, ends: Ends, wanted: Collection[int]
) -> DataFrame:
    """The steps between nodes that both ends have reached: q, node, next, mark, rank."""
    from pyspark.sql import functions as F  # noqa: N812

    asked = F.broadcast(literal_rows(spark, [(q, *ends[q]) for q in sorted(wanted)], "q int, start long, end long"))
    shared = _met(seen).select("q", "node")
    edges = literal_rows(spark, [(q, node) for q in sorted(wanted) for node in ends[q]], "q int, node long")
    nodes = shared.unionByName(edges).distinct().join(asked, "q")
    sources = nodes.where(F.col("node") != F.col("end"))
    targets = nodes.where(F.col("node") != F.col("start")).select("q", F.col("node").alias("next"))
    steps = prepared.steps.where(F.col("side") == AHEAD).select("node", "next", "mark", "rank")
    return sources.join(steps, "node").join(targets, ["q", "next"]).select("q", "node", "next", "mark", "rank")


def _collect(
    spark: SparkSession,
    prepared: Prepared,
    seen: DataFrame,
    ends: Ends,
    found: Mapping[int, Reach],
    wanted: Collection[int],
) -> None:
    """Fetch the arcs of these pairs."""
    if not wanted:
        return
    between = _between(spark, prepared, seen, ends, wanted)
    for row in between.orderBy("q", "node", "rank").toLocalIterator():
        source, target = str(row["node"]), str(row["next"])
        arcs = found[row["q"]].arcs
        if arcs is not None:
            arcs.setdefault(source, []).append(Arc(source, target, 1.0, sign_of(row["mark"]), 0, "", ""))
