"""What `kgraph path --engine spark` says where it cannot answer; what it answers is tested with Spark in tests/engines."""

import sys

import pytest
from click.testing import CliRunner

from kgraph.cli.main import cli
from kgraph.errors import MissingExtraError
from kgraph.installation import install_command


def told(*arguments):
    """The exit code and the last line on standard error."""
    done = CliRunner().invoke(cli, ["path", *map(str, arguments)])
    return done.exit_code, done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("a", "b", "--edges", "e.parquet"), "--edges needs --engine spark."),
        (("a", "b", "--engine", "spark"), "--engine spark needs --edges, an edge table in Parquet."),
        (
            ("a", "--engine", "spark", "--edges", "e.parquet"),
            "--engine spark answers START and one END, or --pairs a list.",
        ),
        (
            ("a", "b", "--engine", "spark", "--edges", "e.parquet", "--resume"),
            "--resume goes on with a list of --pairs.",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(arguments, expected):
    """Options of Spark without it, and half a question, are one line each."""
    code, line = told(*arguments)
    assert (code, line.removeprefix("Error: ").removeprefix("kgraph: ")) == (2, expected)


@pytest.mark.parametrize("option", [("--seconds", "3"), ("--any-length",), ("--via", "KDT"), ("--index", "x.index")])
def test_what_an_edge_table_cannot_be_asked_is_refused(option):
    """Options about claims, and about a search that ends early, are named in the refusal."""
    code, line = told("a", "b", "--engine", "spark", "--edges", "e.parquet", *option)
    assert code == 2
    assert f"{option[0]} is nothing that --engine spark takes" in line


def test_without_pyspark_it_says_what_to_install(monkeypatch):
    """One line with the command that installs the extra, before anything else is looked at."""
    monkeypatch.setitem(sys.modules, "pyspark", None)
    done = CliRunner().invoke(cli, ["path", "a", "b", "--engine", "spark", "--edges", "e.parquet"])
    assert isinstance(done.exception, MissingExtraError)
    assert str(done.exception) == f"the engine spark needs pyspark: {install_command('pyspark')}"
