"""The options of `kgraph path` with Spark."""

from __future__ import annotations

from functools import wraps
from typing import Any

import click

from kgraph.cli.options import Command
from kgraph.frozen import frozen

# So many pairs at a time take little more than one of them.
_BATCH = 100
OPTIONS = ("engine", "edges", "master", "checkpoint", "batch")


@frozen
class SparkAsked:
    """The choices of --engine, --edges, --master, --checkpoint and --batch; false where none of them is made."""

    engine: str | None = None
    edges: str | None = None
    master: str | None = None
    checkpoint: str | None = None
    batch: int = _BATCH

    def __bool__(self) -> bool:
        return self != SparkAsked()


def spark_options(command: Command) -> Command:
    """Add the options of Spark; the command takes them as `spark`."""

    @wraps(command)
    def collected(*given: Any, **others: Any) -> Any:
        return command(*given, spark=SparkAsked(*(others.pop(name) for name in OPTIONS)), **others)

    engine = click.Choice(["spark"])
    added: Command = collected
    for option in (
        click.option(
            "--batch",
            type=click.IntRange(1, 100_000),
            default=_BATCH,
            show_default=True,
            help="With --engine spark: so many pairs in one job.",
        ),
        click.option(
            "--checkpoint", metavar="DIR|URL", help="With --engine spark: keep the prepared table here, and use it."
        ),
        click.option(
            "--master", metavar="URL", help="With --engine spark: the cluster. Default: all cores of this machine."
        ),
        click.option(
            "--edges", metavar="FILE|URL", help="With --engine spark: the edge table, Parquet, also hdfs:// or s3a://."
        ),
        click.option("--engine", type=engine, help="Answer with Spark, from the edge table of --edges."),
    ):
        added = option(added)
    return added
