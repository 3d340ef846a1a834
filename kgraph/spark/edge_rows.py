"""The rows of an edge table in Parquet as Spark reads them, with the same readings as an index of the table.

What the columns say in words (signs, relations, qualifiers, negations) is read once for each combination that occurs,
by the functions that read tables for an index, and joined to the rows: nothing of kgraph runs on the cluster.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.errors import DataError, UsageError
from kgraph.index.edge_readings import (
    UNKNOWN,
    WITH_PREDICATE,
    effect_of,
    is_negated,
    is_symmetric,
    kind_of_predicate,
    sign_of_edge,
)
from kgraph.index.edge_tables import DIRECTION, NO, QUALIFIER, YES, columns_of
from kgraph.index.step_flags import LEFT_OUT, OF_KIND, OF_SIGN, SIGNS, sign_code
from kgraph.index.table_faults import fault_of
from kgraph.reading.file_limits import MAX_CELL
from kgraph.reading.missing_marks import MARKS, is_missing
from kgraph.spark.session import reason_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_MOST_READINGS = 100_000
_NUMBERS = ("confidence", "cost")
_ENDS = ("subject", "object")


@dataclass(frozen=True, slots=True)
class EdgeRows:
    """The rows that are steps.

    Columns of `frame`: subject, object, value (the confidence or cost), cost, mark, turned (1 for the way back of a row
    that holds both ways), row (from 0), key, relation.  `facts` say what the costs are and how many rows were left out.
    """

    frame: DataFrame
    facts: dict[str, Any]


def table_address(place: str) -> str:
    """How Spark is told of a table: what is a file here by its whole path, anything else as it is."""
    # Hadoop takes the text as it is: nothing in it is escaped.
    return f"file://{Path(place).absolute()}" if "://" not in place and Path(place).exists() else place


def read_rows(spark: SparkSession, place: str) -> EdgeRows:
    """The rows of a Parquet file, or of a folder of them in the order of their names.

    Raises DataError for a table that cannot be read, with row and column where a value is wrong, and UsageError when a
    needed column is not there.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F  # noqa: N812  # Spark's own name for them

    if place.lower().endswith((".csv", ".tsv", ".gz")):
        raise UsageError(f"{place}: Spark reads edge tables in Parquet; an index is built from CSV and TSV too.")
    try:
        table = spark.read.parquet(table_address(place))
        parts = columns_of(place, table.columns, {})
        number = next(part for part in _NUMBERS if part in parts)
        frame = table.select(
            *(_text(name).alias(part) for part, name in parts.items() if part not in _NUMBERS),
            F.expr(f"try_cast({_quoted(parts[number])} as double)").alias("value"),
            *_row_place(table),
        )
        frame = _numbered(frame)
        said = [part for part in parts if part in ("sign", "negated", "relation") or part in _besides(parts)]
        fine = _is_fine(number)
        found = (
            frame.groupBy(*(F.coalesce(part, F.lit("")).alias(part) for part in said))
            .agg(F.count("*").alias("rows"), F.min(F.when(~fine, F.col("row"))).alias("fault"))
            .limit(_MOST_READINGS + 1)
            .collect()
        )
        faults = [one["fault"] for one in found if one["fault"] is not None]
        if faults:
            raise _located(table, frame, place, parts, min(faults))
    except PySparkException as error:
        raise DataError(reason_of(error), file=place) from None
    if len(found) > _MOST_READINGS:
        raise UsageError(f"{place} has more than {_MOST_READINGS:,} combinations of {', '.join(said)}; simplify them.")
    readings = [(tuple(one[part] for part in said), *_reading(place, parts, one)) for one in found]
    counts: dict[str, int] = {}
    for one, (_, _, _, _, reason) in zip(found, readings, strict=True):
        if reason:
            counts[reason] = counts.get(reason, 0) + one["rows"]
    costs = "confidence" if number == "confidence" else "cost"
    rows = _joined(spark, frame, said, readings)
    value = F.col("value")
    # Adding nothing makes of a negative zero a plain one.
    cost = (-F.log(value) + F.lit(0.0)) if costs == "confidence" else value
    key = F.col("key") if "key" in parts else (F.col("row") + 1).cast("string")
    rows = rows.where(value > 0) if costs == "confidence" else rows
    rows = rows.select(*_ENDS, "value", cost.alias("cost"), "mark", "both", "row", key.alias("key"), "relation")
    ways = rows.drop("both").withColumn("turned", F.lit(0))
    if any(both for _, _, both, _, _ in readings):
        back = rows.where(F.col("both") & (F.col("subject") != F.col("object"))).drop("both")
        others = (F.col(name) for name in back.columns if name not in _ENDS)
        ends = (F.col("object").alias("subject"), F.col("subject").alias("object"))
        back = back.select(*ends, *others, F.lit(1).alias("turned"))
        ways = ways.unionByName(back)
    return EdgeRows(ways, {"costs": costs, "rows_read": sum(one["rows"] for one in found), **counts})


def _besides(parts: Mapping[str, str]) -> list[str]:
    """Parts that say something beside sign, negation and relation."""
    return [part for part in parts if part == "relation else" or part.startswith(QUALIFIER)]


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _text(name: str) -> Any:
    from pyspark.sql import functions as F  # noqa: N812

    return F.col(_quoted(name)).cast("string")


def _row_place(table: DataFrame) -> list[Any]:
    from pyspark.sql import functions as F  # noqa: N812

    place = [F.col("_metadata.row_index").alias("row")]
    return [*place, F.col("_metadata.file_path").alias("file")] if len(table.inputFiles()) > 1 else place


def _numbered(frame: DataFrame) -> DataFrame:
    """The rows of several files counted through, in the order of the files' names."""
    from pyspark.sql import functions as F  # noqa: N812

    if "file" not in frame.columns:
        return frame
    counts = sorted((one["file"], one["count"]) for one in frame.groupBy("file").count().collect())
    before, offsets = 0, []
    for file, count in counts:
        offsets.append((file, before))
        before += count
    first = frame.sparkSession.createDataFrame(offsets, "file string, before long")
    return frame.join(F.broadcast(first), "file").withColumn("row", F.col("row") + F.col("before")).drop("before")


def _is_fine(number: str) -> Any:
    """Whether the two ends and the number of a row can be used."""
    from pyspark.sql import functions as F  # noqa: N812

    value = F.col("value")
    fine = value.isNotNull() & ~F.isnan(value) & (value >= 0)
    fine &= (value <= 1) if number == "confidence" else (value < float("inf"))
    for end in _ENDS:
        text = F.col(end)
        fine &= text.isNotNull() & ~F.trim(text).isin(sorted(MARKS)) & ~text.contains("\0")
        fine &= F.octet_length(text) <= MAX_CELL
    return F.coalesce(fine, F.lit(False))


def _located(table: DataFrame, frame: DataFrame, place: str, parts: Mapping[str, str], row: int) -> DataError:
    """The error that says what is wrong in a row."""
    from pyspark.sql import functions as F  # noqa: N812

    cells = frame.where(F.col("row") == row).first()
    for part in (*_ENDS, *_NUMBERS):
        if part not in parts:
            continue
        value = cells["value" if part in _NUMBERS else part]
        fault = fault_of(part, "" if value is None else str(value))
        if fault:
            return DataError(f"row {row + 1}, column {parts[part]}: {fault}", file=place)
    return DataError(f"row {row + 1} cannot be used", file=place)


def _reading(place: str, parts: Mapping[str, str], cells: Any) -> tuple[int, bool, str, str]:
    """What a combination of words makes of a row: mark, whether it holds both ways, relation, why it is no step."""
    first = cells["relation"] if "relation" in parts else ""
    relation = "" if is_missing(first) else first
    if "relation else" in parts:
        relation = next((text for text in (first, cells["relation else"]) if not is_missing(text)), "")
    sign = OF_SIGN["?"]
    if "sign" in parts:
        known = sign_code(cells["sign"])
        if known is None:
            raise DataError(f"column {parts['sign']}: {fault_of('sign', cells['sign'])}", file=place)
        sign = known
    worded = parts.get("sign", DIRECTION) == DIRECTION
    if worded and sign != LEFT_OUT:
        said = {parts[part]: cells[part] for part in _besides(parts) if part.startswith(QUALIFIER)}
        with_predicate = tuple((column, value) for column, value in said.items() if column in WITH_PREDICATE)
        others = [effect_of(column, value)[0] for column, value in said.items() if column not in WITH_PREDICATE]
        known_sign = sign_of_edge(relation, SIGNS[sign], with_predicate)
        sign = OF_SIGN["?" if UNKNOWN in others else known_sign]
    reason = "no_effect" if sign == LEFT_OUT else ""
    negated = "relation" in parts and is_negated(relation)
    if "negated" in parts:
        plain = "" if is_missing(cells["negated"]) else cells["negated"].strip().lower()
        if plain and plain not in YES | NO and parts["negated"].startswith("neg"):
            column = parts["negated"]
            raise DataError(f"{plain!r} is neither true nor false in the column {column}", file=place)
        negated = negated or plain in YES
    reason = reason or ("negated" if negated else "")
    kind = OF_KIND[kind_of_predicate(relation)] if "relation" in parts else OF_KIND["edge"]
    both = "relation" in parts and is_symmetric(relation, SIGNS[sign] if worded and not reason else "?")
    return sign | kind, both, relation, reason


def _joined(
    spark: SparkSession, frame: DataFrame, said: Sequence[str], readings: Sequence[tuple[Any, ...]]
) -> DataFrame:
    """The rows with what their words say, without those that are no steps."""
    from pyspark.sql import functions as F  # noqa: N812

    names = [f"said_{number}" for number in range(len(said))]
    kept = [(*words, mark, both, relation) for words, mark, both, relation, reason in readings if not reason]
    types = ", ".join([*(f"{name} string" for name in names), "mark int, both boolean, meant string"])
    known = F.broadcast(spark.createDataFrame(kept, types))
    alike = F.lit(True)
    for part, name in zip(said, names, strict=True):
        alike &= F.coalesce(F.col(_quoted(part)), F.lit("")) == F.col(name)
    joined = frame.join(known, alike) if said else frame.crossJoin(known)
    return joined.drop("relation", *names).withColumnRenamed("meant", "relation")
