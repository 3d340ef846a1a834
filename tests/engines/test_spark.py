"""Spark answers from an edge table exactly as an index of the table does: on this machine, on a cluster, and resumed."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

READERS = Path(os.environ["KGRAPH_READERS"]).absolute()
# pyspark stands alone in its environment, and is laid over that of the tests.
PACKAGES = next((READERS / "spark").glob("lib/python3*/site-packages"))
SPARK = {
    **os.environ,
    "PYTHONPATH": str(PACKAGES),
    "SPARK_HOME": str(PACKAGES / "pyspark"),
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_PYTHON": sys.executable,
    # Small tables are done long before Java has found out what is worth compiling well.
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
KGRAPH = (sys.executable, "-m", "kgraph")
WAIT = 400


def run(*arguments, program=KGRAPH):
    """Exit code, standard output and standard error of a command that may use Spark."""
    done = subprocess.run(
        [*program, *map(str, arguments)], capture_output=True, text=True, timeout=WAIT, check=False, env=SPARK
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A table with hubs, ties, parallel rows, rows that are no steps and relations that hold both ways; and its index."""
    folder = tmp_path_factory.mktemp("spark")
    random = np.random.default_rng(5)
    nodes, rows = 300, 2500
    ends = (nodes * random.random((2, rows)) ** 2).astype(int)
    table = {
        "subject": [f"X:{number}" for number in ends[0]],
        "object": [f"X:{number}" for number in ends[1]],
        "sign": random.choice(["+", "-", "?", "0", ""], rows, p=[0.5, 0.35, 0.05, 0.05, 0.05]),
        # Few different values, and so many ties.
        "confidence": random.choice([0.0, 0.3, 0.5, 0.6, 0.75, 0.8, 0.9, 1.0], rows),
        "relation": random.choice(["increases", "binds", "part_of", "does not affect", "links"], rows),
    }
    # Apart from the others: paths of one side, and of unknown sign alone.
    for row in (("Y:0", "Y:1", "+", 0.9), ("Y:1", "Y:2", "-", 0.9), ("Y:0", "Y:3", "?", 0.5)):
        for column, cell in zip(table, (*row, "increases"), strict=True):
            table[column] = [*table[column], cell]
    pq.write_table(pa.table(table), folder / "edges.parquet")
    names = [f"X:{number}" for number in (0, 1, 3, 17, 60, 120, 200, 298)]
    pairs = [*product(names[:5], names[3:]), ("X:0", "nobody"), ("X:0", "X:1", "X:2")]
    pairs += [("Y:0", "Y:2"), ("Y:2", "Y:0"), ("Y:0", "Y:3")]
    (folder / "pairs.tsv").write_text("".join("\t".join(pair) + "\n" for pair in pairs))
    assert run("index", "build", folder / "edges.parquet", "-o", folder / "edges.index")[0] == 0
    return folder


@contextmanager
def started(folder, name, *arguments):
    """A process of a standalone cluster, which is stopped at the end."""
    program = [PACKAGES / "pyspark" / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *map(str, arguments)]
    with (
        (folder / f"{name}.log").open("ab") as log,
        subprocess.Popen(program, env=SPARK, stdout=log, stderr=log) as one,
    ):
        try:
            yield
        finally:
            one.terminate()
            one.wait(WAIT)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="module")
def cluster(folder):
    """The address of a standalone master with two workers of one core each, on loopback."""
    port = free_port()
    address, host = f"spark://127.0.0.1:{port}", ("--host", "127.0.0.1")
    worker = (*host, "--cores", 1, "--memory", "1g", "--webui-port", 0, "--work-dir", folder / "work", address)
    with (
        started(folder, "master.Master", *host, "--port", port, "--webui-port", 0),
        started(folder, "worker.Worker", *worker),
        started(folder, "worker.Worker", *worker),
    ):
        for _ in range(WAIT):
            if (folder / "master.Master.log").read_text(errors="replace").count("Registering worker") == 2:
                break
            time.sleep(1)
        else:
            raise AssertionError((folder / "master.Master.log").read_text(errors="replace"))
        yield address


def asked(folder, *options):
    """A question about all pairs: of the index, and of Spark with its own options."""
    about = ("path", "--pairs", folder / "pairs.tsv", "--max-hops", 3, "--top", 3)
    by_spark = (*about, "--engine", "spark", "--edges", folder / "edges.parquet", *options)
    return (*about, "--index", folder / "edges.index"), by_spark


def test_a_cluster_gives_the_answers_of_the_index(folder, cluster):
    """A master with two workers writes the table of the index byte for byte, faulty pairs and verdicts included."""
    shorter = ("--max-hops", 2)
    by_index, by_spark = asked(folder, "--master", cluster, "--checkpoint", folder / "cluster", *shorter)
    local, spark = folder / "local.tsv", folder / "cluster.tsv"
    code, _, told = run(*by_index, *shorter, "-o", local)
    by_cluster = run(*by_spark, "-o", spark)
    assert (code, by_cluster[0]) == (1, 1)
    assert by_cluster[2].splitlines()[-1] == told.splitlines()[-1]
    assert spark.read_bytes() == local.read_bytes()
    verdicts = {line.split("\t")[15] for line in local.read_text().splitlines()}
    assert {"both sides", "one side only", "unknown directions only", "none", ""} <= verdicts


def test_a_killed_run_resumes(folder):
    """Killed after its first jobs, it goes on with --resume, prepares nothing anew, and ends with the same records."""
    by_index, by_spark = asked(folder, "--master", "local[2]", "--checkpoint", folder / "kept", "--batch", 9)
    assert run(*by_index, "-o", folder / "local.jsonl")[0] == 1
    out = folder / "killed.jsonl"
    command = [*KGRAPH, *map(str, (*by_spark, "-o", out))]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=SPARK) as process:
        for line in process.stderr:
            if "9 of 30 pairs are answered" in line:
                process.kill()
                break
    partial = out.with_name("killed.jsonl.partial")
    records = partial.read_text().splitlines()
    assert 9 <= len(records) < 30
    prepared = (folder / "kept" / "facts.json").stat().st_mtime_ns
    code, _, told = run(*by_spark, "-o", out, "--resume")
    assert code == 1, told
    assert (folder / "kept" / "facts.json").stat().st_mtime_ns == prepared
    assert out.read_bytes() == (folder / "local.jsonl").read_bytes()
    assert not partial.exists()


def test_spark_submit_answers_too(folder):
    """Through spark-submit: --separate, --avoid and a shorter limit as Parquet, with the rows of the index."""
    options = ("--separate", "--avoid", "X:1", "--max-hops", 2)
    by_index, by_spark = asked(folder, "--checkpoint", folder / "kept")
    submit = (PACKAGES / "pyspark" / "bin" / "spark-submit", "--master", "local[2]")
    script = Path(
        run("-c", "import kgraph.cli.submitted as it; print(it.__file__)", program=(sys.executable,))[1].strip()
    )
    out = folder / "answers.parquet"
    code, _, told = run(script, *by_spark, *options, "--format", "parquet", "-o", out, program=submit)
    assert code == 1, told
    assert run(*by_index, *options, "-o", folder / "few.tsv")[0] == 1
    cells = [line.split("\t") for line in (folder / "few.tsv").read_text().splitlines()]
    table = pq.read_table(out)
    assert table.column_names == cells[0]
    assert [row["nodes"] for row in table.to_pylist()] == [row[9] for row in cells[1:]]
    assert [row["cost"] for row in table.to_pylist()] == [float(row[5]) if row[5] else None for row in cells[1:]]
    assert {row["because"] for row in table.to_pylist()} > {""}


def test_one_question_has_the_paths_of_its_pair(folder):
    """START and END give the paths that a list gives for them, and a fault of the edge table is told with its row."""
    by_index, _ = asked(folder)
    records = map(json.loads, run(*by_index, "--format", "jsonl")[1].splitlines())
    expected = next(one for one in records if (one["start"], one["end"]) == ("X:0", "X:60"))
    about = ("path", "X:0", "X:60", "--format", "json", "--top", 3, "--max-hops", 3)
    spark = ("--engine", "spark", "--checkpoint", folder / "kept", "--edges")
    code, out, told = run(*about, *spark, folder / "edges.parquet")
    assert code == 0, told
    assert json.loads(out)["paths"] == expected["paths"]
    rows = {"subject": ["a", "b"], "object": ["b", "c"], "confidence": [0.5, 1.5]}
    pq.write_table(pa.table(rows), folder / "faulty.parquet")
    code, out, told = run(*about, "--engine", "spark", "--edges", folder / "faulty.parquet")
    assert (code, out) == (3, "")
    fault = "row 2, column confidence: the confidence 1.5 is not from 0 to 1"
    assert told.splitlines()[-1] == f"{folder / 'faulty.parquet'}: {fault}"
