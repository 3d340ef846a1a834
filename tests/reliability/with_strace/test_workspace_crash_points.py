"""kill -9 at the system calls by which an import writes a workspace: each import is there whole, or not at all."""

import shutil

import pytest
from every_command import RECORD
from sizes import chance, repeat, size
from traced import environment, killed_at, points
from warm import Warm
from world import World

from kgraph.workspaces.folder import open_workspace

POINTS = size("KGRAPH_CRASH_POINTS", short=2, long=210)
MOMENT = {"SOURCE_DATE_EPOCH": "1700000000"}


class Dated(World):
    """A world in which it is always the same moment, so that two imports of a file have the same bytes."""

    @property
    def environment(self):
        return {**super().environment, **MOMENT}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return Dated.under(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def records(world):
    """Two files that are not alike."""
    with open(RECORD, encoding="utf-8") as file:
        text = file.read()
    files = [world.work / f"records-{number}.yaml" for number in range(2)]
    for number, file in enumerate(files):
        file.write_text(f"{text}# {number}\n", encoding="utf-8")
    return files


def tree(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_an_import_that_is_killed_at_a_system_call_leaves_whole_imports(world, records, record_property):
    """What is recorded can be read byte for byte, and the same command completes the workspace."""
    place = world.work / "out"
    arguments = ("import", *records, "--into", place)
    with Warm(cwd=world.work, **environment(world)) as warm:
        # What fills the cache asks the system for more than what finds it filled.
        assert warm.run(*arguments).code == 0
        shutil.rmtree(place)
        every = [point for point, _ in points(world, arguments, place)]
        whole = tree(place)
        assert len([name for name in whole if name.startswith("imports/")]) == len(records)
        chosen = chance("workspace calls").sample(every, min(POINTS, len(every)))
        for point in chosen:
            shutil.rmtree(place, ignore_errors=True)
            done = killed_at(world, arguments, point)
            assert done.returncode in (-9, 137), f"{point}: {done}"
            where = f"killed at {point}; {repeat('KGRAPH_CRASH_POINTS')}"
            if (place / "kgraph-workspace.json").is_file():
                workspace = open_workspace(place)
                for record in workspace.records:
                    found = workspace.place_of(record.name).read_bytes()
                    assert found == whole[f"imports/{record.name}.nq"], where
            again = warm.run(*arguments)
            assert again.code == 0, f"{again.err} {where}"
            assert tree(place) == whole, where
    record_property("kill points", f"import: {len(chosen)} of {len(every)} system calls")
