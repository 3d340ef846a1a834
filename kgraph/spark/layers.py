"""The cheapest walks from both ends of many pairs, a step at a time: one layer of states for each number of steps.

A state is a pair, a node, and the sign of the walk so far (0 +, 1 −, 2 unknown).  A layer keeps the least cost of each
state, and the steps that led to it, for the search to go back over.  What cannot be part of a path within the ceilings
of its pair is left out at once.  A ceiling is the most that a path of a sign may cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kgraph.spark.prepared import AHEAD, BEHIND, Prepared

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

# Frames of at most so many rows are given to every task whole.
_FEW = 200_000
# How others are joined: looked up in parts, so that nothing is sorted.
_HASHED = "shuffle_hash"
UNKNOWN = 2
_ORIGINS = ((AHEAD, "start"), (BEHIND, "end"))
CEILINGS = ("ceiling_0", "ceiling_1", "ceiling_2")


@dataclass(slots=True)
class Ledger:
    """What was worked out, and how many rows each part of it has.

    With `counted`, steps that were joined are counted as well, which takes a pass over them.
    """

    counted: bool = False
    counts: list[tuple[str, int]] = field(default_factory=list)
    say: Callable[[str], None] = lambda _: None

    def keep(self, frame: DataFrame) -> DataFrame:
        """The frame, kept once it is worked out, without what it came from: plans would grow with every step.

        A job that loses a machine with such a frame ends, and is begun again with its unfinished pairs.
        """
        return frame.localCheckpoint(eager=False)

    def settle(self, name: str, frame: DataFrame) -> DataFrame:
        """The frame, worked out now; one of few rows is given to all tasks in joins."""
        from pyspark.sql import functions as F  # noqa: N812

        kept = self.keep(frame)
        count = kept.count()
        self.counts.append((name, count))
        self.say(name)
        return F.broadcast(kept) if count <= _FEW else kept.hint(_HASHED)

    def count(self, name: str, frame: DataFrame) -> None:
        """Count what was joined, where that is wanted."""
        if self.counted:
            self.counts.append((name, frame.count()))


@dataclass(frozen=True, slots=True)
class Layer:
    """The states after one more step, and the steps to them.

    `states` has side, q, node, sign, cost; `steps` has side, q, node and sign (where it was taken from), before (the
    cost up to there), next, next_sign, cost, mark and rank.
    """

    states: DataFrame
    steps: DataFrame


def product(one: Column, other: Column) -> Column:
    """The sign of what has two signs."""
    from pyspark.sql import functions as F  # noqa: N812

    unknown = (one == UNKNOWN) | (other == UNKNOWN)
    return F.when(unknown, F.lit(UNKNOWN)).otherwise(one.bitwiseXOR(other))


def ceiling_of(sign: Column) -> Column:
    """The ceiling of paths of a sign."""
    from pyspark.sql import functions as F  # noqa: N812

    return F.when(sign == 0, F.col(CEILINGS[0])).when(sign == 1, F.col(CEILINGS[1])).otherwise(F.col(CEILINGS[2]))


def layers(
    prepared: Prepared, asked: DataFrame, max_hops: int, ledger: Ledger, *, cheapest: int | None = None
) -> list[Layer]:
    """The layers from both ends of each pair, which together are as many steps as a path may have.

    `asked` has q, start, end and the ceilings.  With `cheapest`, only so many steps of each node are taken.
    """
    from pyspark.sql import functions as F  # noqa: N812

    ends = [asked.select(F.lit(side).alias("side"), "q", F.col(name).alias("node")) for side, name in _ORIGINS]
    states = ends[0].unionByName(ends[1]).withColumns({"sign": F.lit(0), "cost": F.lit(0.0)})
    found = []
    ahead, behind = halves(max_hops)
    for hop in range(1, ahead + 1):
        if hop > behind:
            states = states.where(F.col("side") == AHEAD)
        steps = ledger.keep(_taken(prepared, asked, states, cheapest))
        reached = steps.groupBy("side", "q", F.col("next").alias("node"), F.col("next_sign").alias("sign"))
        states = reached.agg(F.min(F.col("before") + F.col("cost")).alias("cost"))
        states = ledger.settle(f"{'guess' if cheapest else 'states'} {hop}", states)
        ledger.count(f"{'guessed' if cheapest else 'steps'} {hop}", steps)
        found.append(Layer(states, steps))
    return found


def halves(max_hops: int) -> tuple[int, int]:
    """How many steps are taken from the start and from the end."""
    return (max_hops + 1) // 2, max_hops // 2


def _taken(prepared: Prepared, asked: DataFrame, states: DataFrame, cheapest: int | None) -> DataFrame:
    """The steps on from states, as far as they may be part of a path within the ceilings."""
    from pyspark.sql import functions as F  # noqa: N812

    onward = F.col("side") == AHEAD
    near = F.when(onward, F.col("start")).otherwise(F.col("end"))
    far = F.when(onward, F.col("end")).otherwise(F.col("start"))
    # Nothing goes on from the end.
    going = states.join(F.broadcast(asked), "q").where(F.col("node") != far)
    going = in_parts(going, prepared).withColumnRenamed("cost", "before")
    steps = prepared.steps if cheapest is None else prepared.steps.where(F.col("rank") < cheapest)
    joined = going.join(steps, ["side", "node", "part"])
    sign = F.col("mark").bitwiseAND(3).cast("int")
    joined = joined.withColumn("next_sign", product(F.col("sign"), sign))
    # Once a step of unknown sign is taken, the sign stays unknown.
    room = F.when(F.col("next_sign") == UNKNOWN, F.col(CEILINGS[2])).otherwise(F.greatest(*CEILINGS))
    allowed = (F.col("before") + F.col("cost") <= room) & (F.col("next") != near) & (onward | (F.col("next") != far))
    columns = ("side", "q", "node", "sign", "before", "next", "next_sign", "cost", "mark", "rank")
    return joined.where(allowed).select(*columns)


def in_parts(going: DataFrame, prepared: Prepared) -> DataFrame:
    """States once for each part of the steps of their node, so that the steps of a hub are taken in several tasks."""
    from pyspark.sql import functions as F  # noqa: N812

    spread = going.join(F.broadcast(prepared.hubs), ["side", "node"], "left")
    last = F.coalesce(F.col("parts"), F.lit(1)).cast("int") - 1
    return spread.withColumn("part", F.explode(F.sequence(F.lit(0), last))).drop("parts")


def meetings(asked: DataFrame, found: list[Layer], max_hops: int) -> DataFrame:
    """Where walks from both ends meet within the ceilings.

    Columns: q, node, sign and hops (those of the walk from the start), cost, end_sign, end_hops and end_cost (those of
    the walk to the end; 0 hops where the walk from the start has arrived), whole (the sign of both), and those of
    `asked`.
    """
    from pyspark.sql import functions as F  # noqa: N812

    about = F.broadcast(asked)
    ahead, behind = halves(max_hops)
    firsts = [layer.states.where(F.col("side") == AHEAD).drop("side") for layer in found]
    met = []
    for hops, states in enumerate(firsts, 1):
        arrived = states.join(about, "q").where(F.col("node") == F.col("end"))
        nothing = {"end_sign": F.lit(0), "end_hops": F.lit(0), "end_cost": F.lit(0.0), "hops": F.lit(hops)}
        met.append(arrived.withColumns({**nothing, "whole": F.col("sign")}))
    seconds = [
        layer.states.where(F.col("side") == BEHIND).drop("side").withColumn("end_hops", F.lit(hops))
        for hops, layer in enumerate(found[:behind], 1)
    ]
    if seconds:
        theirs = together(seconds).withColumnsRenamed({"sign": "end_sign", "cost": "end_cost"})
        both = firsts[-1].join(theirs, ["q", "node"]).join(about, "q").withColumn("hops", F.lit(ahead))
        met.append(both.withColumn("whole", product(F.col("sign"), F.col("end_sign"))))
    return together(met).where(F.col("cost") + F.col("end_cost") <= ceiling_of(F.col("whole")))


def together(frames: Sequence[DataFrame]) -> DataFrame:
    """Frames with the same columns as one."""
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.unionByName(frame)
    return whole


def literal_rows(spark: Any, rows: list[tuple[Any, ...]], columns: str) -> DataFrame:
    """A small frame of rows that are known here, as one part."""
    frame: DataFrame = spark.createDataFrame(rows, columns).coalesce(1)
    return frame
