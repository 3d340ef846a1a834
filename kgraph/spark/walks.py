"""Every simple path within the ceilings: the halves that lead through a meeting, put together where they fit.

From each meeting the steps of the layers are gone back over to both ends.  What the rest of a half costs at least is
known exactly from its layer, so only halves that belong to a walk within the ceiling are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.spark.layers import CEILINGS, Layer, Ledger, ceiling_of, halves, layers, meetings, product, together
from kgraph.spark.prepared import AHEAD, BEHIND, Prepared

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# How much further equal costs may lie from each other when they were added in another order.
_ROUNDING = 1e-12
# How many of the cheapest steps of each node are enough for a guess, by the number of steps from one end.
CUT = -1
_CHEAPEST = {1: 2000, 2: 48, 3: 14, 4: 8, 5: 5, 6: 4}


def guessed(prepared: Prepared, asked: DataFrame, max_hops: int, wanted: int, ledger: Ledger) -> DataFrame:
    """What the `wanted`-th cheapest path of each sign may cost: q, whole, cost, found (how many walks there were).

    A row with CUT as its sign says that some steps of the pair were not looked at.
    Only the cheapest steps of each node are looked at, and walks are not looked at for nodes that they pass twice: it
    is a guess.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    cheapest = _CHEAPEST[halves(max_hops)[0]]
    found = layers(prepared, asked, max_hops, ledger, cheapest=cheapest)
    met = meetings(asked, found, max_hops).select("q", "whole", (F.col("cost") + F.col("end_cost")).alias("cost"))
    order = Window.partitionBy("q", "whole").orderBy("cost")
    ranked = met.withColumn("number", F.row_number().over(order)).where(F.col("number") <= wanted)
    costs = ranked.groupBy("q", "whole").agg(F.max("cost").alias("cost"), F.max("number").alias("found"))
    last = together([layer.steps.where(F.col("rank") == cheapest - 1).select("q") for layer in found]).distinct()
    nothing = {"whole": F.lit(CUT), "cost": F.lit(0.0), "found": F.lit(0)}
    return costs.unionByName(last.withColumns(nothing))


def paths_within(prepared: Prepared, asked: DataFrame, max_hops: int, top: int, ledger: Ledger) -> DataFrame:
    """The `top` cheapest simple paths of each pair and sign within the ceilings, one more, and what equals the last.

    Columns: q, whole, cost, nodes and marks in order, and number, which is how many within the ceiling there are.
    """
    from pyspark.sql import functions as F  # noqa: N812

    ahead, behind = halves(max_hops)
    found = layers(prepared, asked, max_hops, ledger)
    met = ledger.settle("meetings", meetings(asked, found, max_hops))
    ceiling = ceiling_of(F.col("whole"))
    room = (ceiling - F.col("end_cost")).alias("room")
    targets = met.select(F.lit(AHEAD).alias("side"), "q", "node", "sign", "hops", room)
    if behind:
        room = (ceiling - F.col("cost")).alias("room")
        named = (F.col("end_sign").alias("sign"), F.col("end_hops").alias("hops"))
        seconds = met.where(F.col("end_hops") > 0)
        targets = targets.unionByName(seconds.select(F.lit(BEHIND).alias("side"), "q", "node", *named, room))
    traced = _traced(targets, found, ledger)
    firsts = traced.where(F.col("side") == AHEAD).drop("side")
    at_end = firsts.join(F.broadcast(asked), "q").where(F.col("tail") == F.col("end"))
    whole = [at_end.select("q", F.col("sign").alias("whole"), "cost", "nodes", "marks")]
    if behind:
        seconds = traced.where(F.col("side") == BEHIND).select(
            "q",
            "tail",
            F.col("sign").alias("end_sign"),
            F.col("cost").alias("end_cost"),
            F.reverse(F.slice("nodes", 1, F.size("nodes") - 1)).alias("end_nodes"),
            F.reverse("marks").alias("end_marks"),
        )
        both = firsts.where(F.col("hops") == ahead).join(seconds, ["q", "tail"])
        joined = both.where(~F.arrays_overlap("nodes", "end_nodes")).select(
            "q",
            product(F.col("sign"), F.col("end_sign")).alias("whole"),
            (F.col("cost") + F.col("end_cost")).alias("cost"),
            F.concat("nodes", "end_nodes").alias("nodes"),
            F.concat("marks", "end_marks").alias("marks"),
        )
        whole.append(joined)
    within = together(whole).join(F.broadcast(asked), "q").where(F.col("cost") <= ceiling)
    return _first(within.drop("start", "end", *CEILINGS), top)


def _traced(targets: DataFrame, levels: list[Layer], ledger: Ledger) -> DataFrame:
    """The simple walks that reach states within their room, back to where the layers began.

    `targets` has side, q, node, sign, hops and room.  Columns: side, q, tail (the node that was reached), sign, hops,
    cost, nodes and marks in the order of the layers, the tail included.
    """
    from pyspark.sql import functions as F  # noqa: N812

    best = targets.groupBy("side", "q", "node", "sign", "hops").agg(F.max("room").alias("room"))
    begun = best.select(
        "side",
        "q",
        F.col("node").alias("tail"),
        "sign",
        "hops",
        "room",
        F.col("node").alias("head"),
        F.col("sign").alias("head_sign"),
        F.lit(0.0).alias("cost"),
        F.array("node").alias("nodes"),
        F.array().cast("array<int>").alias("marks"),
    )
    begun = ledger.settle("ends", begun)
    walks = begun.where(F.col("hops") == len(levels))
    for hop in range(len(levels), 0, -1):
        steps = levels[hop - 1].steps.select(
            "side",
            "q",
            F.col("node").alias("from"),
            F.col("sign").alias("from_sign"),
            "before",
            F.col("next").alias("head"),
            F.col("next_sign").alias("head_sign"),
            F.col("cost").alias("step"),
            F.col("mark").cast("int").alias("mark"),
        )
        longer = walks.join(steps, ["side", "q", "head", "head_sign"])
        # The least that the rest costs is exact, and a little is left for rounding.
        needs = F.col("before") + F.col("step") + F.col("cost")
        longer = longer.where((needs <= F.col("room") + _ROUNDING) & ~F.array_contains("nodes", F.col("from")))
        walks = longer.select(
            "side",
            "q",
            "tail",
            "sign",
            "hops",
            "room",
            F.col("from").alias("head"),
            F.col("from_sign").alias("head_sign"),
            (F.col("step") + F.col("cost")).alias("cost"),
            F.concat(F.array("from"), "nodes").alias("nodes"),
            F.concat(F.array("mark"), "marks").alias("marks"),
        )
        if hop > 1:
            walks = walks.unionByName(begun.where(F.col("hops") == hop - 1))
        walks = ledger.settle(f"walks {hop}", walks)
    return walks.drop("head", "head_sign", "room")


def _first(paths: DataFrame, top: int) -> DataFrame:
    """Of each pair and sign the `top` cheapest and one more, and of those that equal the last as many again.

    Those that equal the last are taken in the order of ties: fewer steps, nodes, signs and kinds.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    group = Window.partitionBy("q", "whole")
    numbered = paths.withColumn("place", F.row_number().over(group.orderBy("cost")))
    last = F.max(F.when(F.col("place") == top, F.col("cost"))).over(group)
    numbered = numbered.withColumn("last", last).withColumn("number", F.count("*").over(group))
    equal = F.lit(2 * _ROUNDING) * F.greatest(F.lit(1.0), F.col("last"))
    numbered = numbered.withColumn("late", F.coalesce(F.col("cost") > F.col("last") - equal, F.lit(False)))
    kind = F.transform("marks", lambda mark: mark.bitwiseAND(3) * 4 + F.shiftright(mark, 2))
    order = (F.col("cost") > F.col("last") + equal, F.size("marks"), "nodes", kind)
    within = Window.partitionBy("q", "whole", "late").orderBy(*order)
    ranked = numbered.withColumn("rank", F.row_number().over(within))
    return ranked.where(~F.col("late") | (F.col("rank") <= top + 1)).select(
        "q", "whole", "cost", "nodes", "marks", "number"
    )
