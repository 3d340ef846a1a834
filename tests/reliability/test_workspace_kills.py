"""A process that is killed while it imports into a workspace: each import is there whole or not at all."""

import signal

import pytest
from every_command import RECORD
from sizes import chance, repeat, size
from warm import Warm

from kgraph.reading.load import load_contents
from kgraph.workspaces.folder import open_workspace

MOMENTS = size("KGRAPH_INTERRUPTS", short=2, long=40)
# So many files, each with the records under other names.
FILES = 6


@pytest.fixture(scope="module")
def records(world):
    """Files that are not alike."""
    folder = world.work / "records"
    folder.mkdir()
    with open(RECORD, encoding="utf-8") as file:
        text = file.read()
    for number in range(FILES):
        (folder / f"records-{number}.yaml").write_text(f"{text}# {number}\n", encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def dated(world):
    """A process for which it is always the same moment, so that two imports of a file have the same bytes."""
    with Warm(cwd=world.work, SOURCE_DATE_EPOCH="1700000000", **world.environment) as process:
        yield process


def tree(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=lambda number: number.name)
def test_a_killed_import_leaves_whole_imports(number, dated, world, records):
    """What is there can be read, nothing else lies beside it, and the same command makes it the whole workspace."""
    draw = chance(f"workspace {number}")
    whole = world.work / f"whole-{number.name}"
    usual = dated.run("import", *records, "--into", whole)
    assert usual.code == 0, usual.err
    for moment in range(MOMENTS):
        place = world.work / f"killed-{number.name}-{moment}"
        delay = usual.seconds * draw.uniform(0.1, 1.0)
        done = dated.run("import", *records, "--into", place, signal_after=(number, delay))
        where = f"after {delay:.4f} s: {done.code} {done.err!r}; {repeat('KGRAPH_INTERRUPTS')}"
        assert "Traceback" not in done.err, where
        if (place / "kgraph-workspace.json").is_file():
            workspace = open_workspace(place)
            names = {file.name for file in (whole / "imports").iterdir()}
            there = {file.name for file in (place / "imports").iterdir() if not file.name.startswith(".")}
            assert there <= names, where
            for record in workspace.records:
                assert workspace.place_of(record.name).read_bytes() == tree(whole)[f"imports/{record.name}.nq"], where
                assert load_contents(workspace.place_of(record.name), bundled=False).claims, where
        again = dated.run("import", *records, "--into", place)
        assert again.code == 0, f"{again.err} {where}"
        assert tree(place) == tree(whole), where
