"""`kgraph engines` says what is there, and which engine the data would get."""

import json

import pytest
from click.testing import CliRunner

from kgraph.cli.main import cli
from kgraph.engines import COLUMNS, ENGINES, GivenData, engine_rows


def chosen(**given):
    """The names of the engines that these data would get."""
    return [row["engine"] for row in engine_rows(GivenData(**given)) if row["chosen"]]


def test_every_engine_says_everything():
    """Each has a name of its own, a version where it is there, limits and a reason."""
    rows = engine_rows(GivenData())
    assert len({row["engine"] for row in rows}) == len(ENGINES) == len(rows)
    for row in rows:
        assert set(row) == set(COLUMNS)
        assert row["limits"] and row["why"]
        assert row["version"] or not row["available"]


@pytest.mark.parametrize(
    ("given", "name"),
    [({}, "bundled snapshot"), ({"bundled": False}, "memory"), ({"files": ("mine.ttl",)}, "memory")],
)
def test_files_are_answered_in_this_process(given, name):
    """From the snapshot where nothing is laid over it."""
    assert chosen(**given) == [name]


def test_what_is_not_there_takes_nothing(tmp_path):
    """A store or an index that does not exist is not chosen, and the command says so by its exit code."""
    assert chosen(store=str(tmp_path / "none.store")) == []
    assert chosen(index=str(tmp_path / "none.index")) == []
    done = CliRunner().invoke(cli, ["engines", "--store", str(tmp_path / "none.store"), "--format", "json"])
    assert done.exit_code == 1
    [row] = [row for row in json.loads(done.output) if row["engine"] == "store on disk"]
    assert "no store" in row["why"]
