"""The steps of an edge table with numbered nodes, made once and kept in a folder for later runs.

Nodes are numbered in the order of their bytes.  Rows that join the same two nodes with the same sign and kind form one
step, as in an index.  Each step has its rank by cost among the steps that leave its source, and among those that reach
its target, from 0; the steps of a hub are cut into parts by rank, so that no task gets a hub alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kgraph.errors import DataError
from kgraph.spark.edge_rows import read_rows, table_address
from kgraph.spark.session import choose_parts, reason_of
from kgraph.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# A node with more steps than this is a hub: its steps are spread over parts of so many.
HUB_STEPS = 10_000
_LAYOUT = 1


# The two directions of a walk: from the start along the steps, and from the end against them.
AHEAD, BEHIND = 0, 1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared table.

    `nodes` has id and node; `rows` the rows behind each step (src, dst, mark, members).  `steps` has every step once
    for each direction: side, node (where it is taken from), part, next (where it leads), cost, mark, rank.  `hubs` has
    side, node and parts, for the nodes whose steps are in several.  `facts` are counts, what the costs are, and what
    was done about hubs.
    """

    nodes: DataFrame
    rows: DataFrame
    steps: DataFrame
    hubs: DataFrame
    facts: dict[str, Any]


def prepare(spark: SparkSession, place: str, folder: str, *, hub_steps: int = HUB_STEPS) -> Prepared:
    """The prepared table from `folder`, which is made unless it holds this very table.

    Raises what `read_rows` raises, and DataError for a folder that cannot be written.
    """
    folder = table_address(folder).rstrip("/")
    known = _identity(spark, place, hub_steps)
    choose_parts(spark, sum(size for _, size, _ in known["files"]))
    facts = _read_facts(spark, f"{folder}/facts.json")
    if facts is None or facts.get("table") != known:
        facts = _make(spark, place, folder, hub_steps) | {"table": known}
        _write_facts(spark, f"{folder}/facts.json", facts)
    table = spark.read.parquet(f"{folder}/steps")
    steps, hubs = _both_sides(table)
    nodes, rows = spark.read.parquet(f"{folder}/nodes"), table.select("src", "dst", "mark", "members")
    return Prepared(nodes, rows, steps, hubs, facts)


def _both_sides(table: DataFrame) -> tuple[DataFrame, DataFrame]:
    from pyspark import StorageLevel
    from pyspark.sql import functions as F  # noqa: N812

    sides = []
    for side, node, following, way in ((AHEAD, "src", "dst", "out"), (BEHIND, "dst", "src", "in")):
        columns = {node: "node", f"{way}_part": "part", following: "next", f"{way}_rank": "rank"}
        named = (F.col(name).alias(called) for name, called in columns.items())
        sides.append(table.select(F.lit(side).alias("side"), "cost", "mark", *named))
    steps = sides[0].unionByName(sides[1]).repartition("side", "node", "part").persist(StorageLevel.MEMORY_AND_DISK)
    hubs = steps.where(F.col("part") > 0).groupBy("side", "node").agg((F.max("part") + 1).alias("parts"))
    return steps, hubs.persist(StorageLevel.MEMORY_AND_DISK)


def _make(spark: SparkSession, place: str, folder: str, hub_steps: int) -> dict[str, Any]:
    from pyspark.errors import PySparkException
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    edges = read_rows(spark, place)
    rows = edges.frame
    try:
        ids = rows.select(F.col("subject").alias("id")).union(rows.select(F.col("object").alias("id"))).distinct()
        # Spark compares texts by their bytes; the numbers ascend with them, and need not be without gaps.
        nodes = ids.orderBy("id").withColumn("node", F.monotonically_increasing_id())
        nodes.write.mode("overwrite").parquet(f"{folder}/nodes")
        nodes = spark.read.parquet(f"{folder}/nodes")
        for end, number in (("subject", "src"), ("object", "dst")):
            named = nodes.withColumnsRenamed({"id": end, "node": number})
            rows = rows.join(named, end).drop(end)
        member = F.struct("cost", "turned", "row", "key", "relation", "value")
        steps = rows.groupBy("src", "dst", "mark").agg(F.sort_array(F.collect_list(member)).alias("members"))
        steps = steps.withColumn("cost", F.col("members")[0]["cost"])
        for node, way in (("src", "out"), ("dst", "in")):
            first = F.col("members")[0]
            order = Window.partitionBy(node).orderBy("cost", first["turned"], first["row"])
            steps = steps.withColumn(f"{way}_rank", F.row_number().over(order) - 1)
            steps = steps.withColumn(f"{way}_part", F.floor(F.col(f"{way}_rank") / hub_steps).cast("int"))
        steps.write.mode("overwrite").parquet(f"{folder}/steps")
        steps = spark.read.parquet(f"{folder}/steps")
        unknown = F.count_if(F.col("mark").bitwiseAND(3) == 2)  # noqa: PLR2004
        is_hub_part = (F.col("out_rank") % hub_steps == 0) & (F.col("out_part") > 0)
        is_hub = (F.col("out_rank") == hub_steps) | (F.col("in_rank") == hub_steps)
        counts = steps.agg(
            F.count("*").alias("steps"),
            F.coalesce(F.max("cost"), F.lit(0.0)).alias("highest_cost"),
            unknown.alias("unknown_signs"),
            F.count_if(is_hub).alias("hubs"),
            F.count_if(is_hub_part | ((F.col("in_rank") % hub_steps == 0) & (F.col("in_part") > 0))).alias("hub_parts"),
        ).first()
        return {**edges.facts, **(counts.asDict() if counts else {}), "nodes": nodes.count(), "hub_steps": hub_steps}
    except PySparkException as error:
        raise DataError(reason_of(error), file=folder) from None


def _identity(spark: SparkSession, place: str, hub_steps: int) -> dict[str, Any]:
    """What tells a table from another one: where it is, and of its files how many, how long and how old."""
    from pyspark.errors import PySparkException

    address = table_address(place)
    found = []
    try:
        for name in sorted(spark.read.parquet(address).inputFiles()):
            path = _java(spark).Path(_java(spark).URI(name))
            status = path.getFileSystem(_configuration(spark)).getFileStatus(path)
            found.append([name, status.getLen(), status.getModificationTime()])
    except PySparkException as error:
        raise DataError(reason_of(error), file=place) from None
    return {"address": address, "files": found, "hub_steps": hub_steps, "layout": _LAYOUT, "version": __version__}


class _Java:
    """The classes of Hadoop and Java by which files are reached wherever they are."""

    def __init__(self, spark: SparkSession) -> None:
        jvm = spark.sparkContext._jvm  # noqa: SLF001  # there is no other way to Hadoop's files
        self.Path, self.URI = jvm.org.apache.hadoop.fs.Path, jvm.java.net.URI
        self.texts = jvm.org.apache.commons.io.IOUtils


def _java(spark: SparkSession) -> _Java:
    return _Java(spark)


def _configuration(spark: SparkSession) -> Any:
    return spark.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001


def _read_facts(spark: SparkSession, place: str) -> dict[str, Any] | None:
    """What a folder says it holds; None when it says nothing."""
    java = _java(spark)
    path = java.Path(place)
    system = path.getFileSystem(_configuration(spark))
    if not system.exists(path):
        return None
    stream = system.open(path)
    try:
        facts: dict[str, Any] = json.loads(java.texts.toString(stream, "UTF-8"))
    except ValueError:
        return None
    finally:
        stream.close()
    return facts


def _write_facts(spark: SparkSession, place: str, facts: dict[str, Any]) -> None:
    java = _java(spark)
    path = java.Path(place)
    stream = path.getFileSystem(_configuration(spark)).create(path, True)
    stream.write(bytearray(json.dumps(facts, sort_keys=True).encode()))
    stream.close()
