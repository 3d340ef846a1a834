"""A Spark session: one that spark-submit has prepared, one on a cluster that is named, or one on this machine."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING
from warnings import filterwarnings

from kgraph.errors import DataError, MissingExtraError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_LEAST_JAVA = 17
_LONGEST_REASON = 300
# Bytes of a table for each part of it.
_PART = 32 * 2**20
# Set by spark-submit, which has started Java already.
_SUBMITTED = "PYSPARK_GATEWAY_PORT"


@contextmanager
def spark_session(master: str = "") -> Iterator[SparkSession]:
    """A session on `master`, or on what spark-submit or the configuration says, else on all cores of this machine.

    It is stopped at the end.  Raises MissingExtraError without pyspark, and UsageError without Java 17 or later, or
    when the master cannot be reached.
    """
    # Of what pyspark says about versions of pandas nothing concerns us.
    filterwarnings("ignore", category=FutureWarning, module=r"pyspark\b")
    try:
        from pyspark import SparkConf
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtraError("the engine spark needs pyspark", "pyspark") from None
    submitted = _SUBMITTED in os.environ
    if not submitted:
        _expect_java()
    # What spark-submit sets is known to Java alone, which a plain SparkConf would start before it is configured.
    conf = SparkConf() if submitted else SparkConf(loadDefaults=False)
    place = master or ("" if submitted else "local[*]")
    if place:
        conf.setMaster(place)
    for name, value in _settings(conf.get("spark.master", place) or place).items():
        if not conf.contains(name):
            conf.set(name, value)
    try:
        session = SparkSession.builder.config(conf=conf).getOrCreate()
    except Exception as error:  # noqa: BLE001  # py4j gives what Java throws as errors of many kinds
        raise UsageError(f"Spark does not start on {place or 'this cluster'}: {reason_of(error)}") from None
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    except PySparkException as error:
        raise DataError(reason_of(error), file="spark") from None
    finally:
        session.stop()


def reason_of(error: BaseException) -> str:
    """The first line of what Java says, without the names of its classes."""
    java = getattr(error, "java_exception", None)
    text = str(java.getMessage() if java is not None and java.getMessage() else error)
    first = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
    return re.sub(r"^((java|org|py4j)[.\w$]+(Exception|Error)?:\s*)+", "", first)[:_LONGEST_REASON]


def _settings(master: str) -> dict[str, str]:
    log = Path(str(files("kgraph.spark"))) / "log4j2.properties"
    found = {
        "spark.app.name": "kgraph",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={log.as_uri()}",
        "spark.sql.maxPlanStringLength": "4000",
        # Cached steps stay in the parts that joins find them in.
        "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning": "false",
    }
    if master.startswith("local"):
        found |= {
            "spark.driver.memory": f"{_gibibytes()}g",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
        }
    return found


def _gibibytes() -> int:
    """A third of the memory of this machine, and at most 16."""
    try:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 1
    return max(1, min(16, size // 3 // 2**30))


def choose_parts(spark: SparkSession, size: int) -> None:
    """Cut what is shuffled into twice as many parts as there are cores, or more for a table of many bytes.

    An uneven part hardly matters then.  What somebody has configured stays.
    """
    name = "spark.sql.shuffle.partitions"
    if not spark.sparkContext.getConf().contains(name):
        spark.conf.set(name, str(max(2 * spark.sparkContext.defaultParallelism, size // _PART)))


def _expect_java() -> None:
    """Raise UsageError when no Java is found that Spark runs on."""
    home = os.environ.get("JAVA_HOME", "")
    java = str(Path(home, "bin", "java")) if home else which("java")
    wanted = f"the engine spark needs Java {_LEAST_JAVA} or later"
    advice = "put it on the PATH, or name its folder in JAVA_HOME."
    if java is None:
        raise UsageError(f"{wanted}, and no java was found: {advice}")
    try:
        done = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603  # Java, as found
    except OSError as error:
        raise UsageError(f"{wanted}, and {java} does not start ({error.strerror}): {advice}") from None
    found = re.search(r'version "(?:1\.)?(\d+)', done.stderr)
    if found is None or int(found[1]) < _LEAST_JAVA:
        raise UsageError(f"{wanted}, and {java} is {found[1] if found else 'of no known version'}: {advice}")
