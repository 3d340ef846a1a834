"""The lowest versions of the dependencies that pyproject.toml allows give the same bytes as those of today.

They are in an environment of their own, `lowest`, which `make test-engines` makes from tests/engines/readers/lowest.txt.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import kgraph

ROOT = Path(kgraph.__file__).parent.parent
LOWEST = Path(os.environ["KGRAPH_READERS"]).absolute() / "lowest" / "bin" / "python"
EXTRAS = ("dataframe", "service", "mcp", "index", "parquet")
QUESTIONS = (
    ("path", "KDT", "IESS", "--format", "tsv"),
    ("path", "KDT", "ALS", "--effect", "harms", "--format", "json"),
    ("debates", "--format", "md"),
    ("outcomes", "--format", "csv"),
    ("show", "KATP channel", "--format", "json"),
    ("trace", "KATP channel", "--format", "json"),
    ("search", "ketogneic diet", "--format", "json"),
    ("query", "two-step-paths", "--start", "KDT", "--end", "seizure", "--format", "csv"),
    ("explore", "--from", "KDT", "--to", "IESS", "-o", "-"),
    ("export", "--to", "trig", "-o", "-"),
    ("export", "--to", "graphml", "-o", "-"),
    ("check", "FOLDER/mine.ttl", "--format", "json"),
    ("path", "A", "C", "--index", "FOLDER/edges.index", "--format", "json"),
)
# Asked in one process: a program that starts anew for each question would mostly wait.
ASK = """
import hashlib, json, sys
from click.testing import CliRunner
from kgraph.cli.main import cli

found = []
for question in json.loads(sys.argv[1]):
    answer = CliRunner().invoke(cli, question)
    found.append([answer.exit_code, hashlib.sha256(answer.stdout_bytes).hexdigest(), answer.stderr[:500]])
print(json.dumps(found))
"""
OTHERS = """
import asyncio, hashlib, json, sys
import kgraph, pyarrow.parquet
import kgraph.service.mcp_server

graph = kgraph.load()
graph.save(sys.argv[1], to="parquet")
tables = {name: pyarrow.parquet.read_table(f"{sys.argv[1]}/{name}.parquet").to_pylist() for name in ("claims", "lines")}
frame = graph.outcomes().to_df()
print(json.dumps([hashlib.sha256(repr(tables).encode()).hexdigest(), frame.shape, list(map(str, frame.dtypes))]))
"""
SERVED = """
import json, subprocess, sys, urllib.request

server = subprocess.Popen([sys.executable, "-m", "kgraph", "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
for line in server.stderr:
    if "serving on " in line:
        address = line.partition("serving on ")[2].split()[0].rstrip("/")
        break
print(json.dumps(json.load(urllib.request.urlopen(address + "/api/paths?start=acetoacetate&end=seizure"))))
server.terminate()
server.wait(60)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A file of claims, and an index."""
    place = tmp_path_factory.mktemp("asked")
    (place / "mine.ttl").write_text(
        "@prefix kg: <https://w3id.org/kgraph/> . @prefix entity: <https://w3id.org/kgraph/entity/> .\n"
        'entity:mine a kg:Process ; <http://www.w3.org/2004/02/skos/core#prefLabel> "mine"@en .\n',
        encoding="utf-8",
    )
    (place / "edges.tsv").write_text(
        "subject\trelation\tobject\tsign\nA\tincreases\tB\t+\nB\tdecreases\tC\t-\n", encoding="utf-8"
    )
    asked(sys.executable, ASK, json.dumps([
        ["index", "build", f"{place}/edges.tsv", "--unit-cost", "-o", f"{place}/edges.index"]
    ]))  # fmt: skip
    return place


def asked(python, program, *arguments):
    """What a program prints last, started with the checkout on its path and away from it."""
    done = subprocess.run(
        [python, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=ROOT / "tests",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": ""},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_environment_has_the_lowest_versions_that_are_allowed():
    """Each dependency of the package is pinned to its lower bound, so the bounds are what was tried."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *(one for extra in EXTRAS for one in project["optional-dependencies"][extra])]
    text = (ROOT / "tests/engines/readers/lowest.in").read_text(encoding="utf-8")
    pinned = {name: Version(version) for name, version in re.findall(r"^([\w-]+)==(\S+)$", text, re.MULTILINE)}
    bounds = {}
    for requirement in map(Requirement, declared):
        (bound,) = [one.version for one in requirement.specifier if one.operator in (">=", "==")]
        bounds[requirement.name] = Version(bound)
    assert pinned == bounds


def test_the_lowest_versions_give_the_same_bytes(folder):
    """Paths, tables, pages, exports, SPARQL, a check and an index, byte for byte."""
    questions = json.dumps([[part.replace("FOLDER", str(folder)) for part in question] for question in QUESTIONS])
    here, there = asked(sys.executable, ASK, questions), asked(LOWEST, ASK, questions)
    for question, ours, theirs in zip(QUESTIONS, here, there, strict=True):
        assert theirs == ours, question
        assert ours[0] in (0, 1), question


def test_the_lowest_versions_write_the_same_tables(tmp_path):
    """Parquet holds the same rows, and data frames have the same columns and types; the assistants' server is there."""
    assert asked(LOWEST, OTHERS, tmp_path / "lowest")[:2] == asked(sys.executable, OTHERS, tmp_path / "newest")[:2]


def test_the_lowest_versions_serve_the_same_answer():
    """The service starts, answers as that of today does, and ends."""
    assert asked(LOWEST, SERVED) == asked(sys.executable, SERVED)
