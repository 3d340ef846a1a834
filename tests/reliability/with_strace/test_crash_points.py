"""kill -9 at any moment: what stands is the old content or the new, and the next run finds nothing in its way.

Two kinds of moments: each system call by which a command touches the folder it writes to, and random delays.
"""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from every_command import FILLING, RESUMING, SHARING, WRITING, filling, prepare, put_old, result_name, stands, writing
from sizes import LONG, chance, repeat, size
from traced import command_line, environment, killed_at, points
from warm import Warm
from world import World

POINTS = size("KGRAPH_CRASH_POINTS", short=18, long=210)
SNAPSHOT = "snapshot"
# The others take seconds a run, and write their files the same way.
WRITERS = [*WRITING, *SHARING, *RESUMING, *FILLING, SNAPSHOT] if LONG else ["path", "pairs", "explore", SNAPSHOT]
# They have threads or processes beside the one that writes.
SEVERAL = {*FILLING, *RESUMING, "pairs", "query"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@dataclass
class Writer:
    """One command that writes, the folder it writes to, and what a complete run leaves there."""

    name: str
    world: World
    warm: Warm
    new: dict[str, bytes]
    old: dict[str, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.world.cache / "kgraph" if self.name == SNAPSHOT else self.world.work / "out"

    @property
    def arguments(self):
        if self.name in FILLING:
            return filling(self.name, self.place)
        return ("info",) if self.name == SNAPSHOT else writing(self.name, self.place)

    @property
    def place(self) -> Path:
        return self.folder / result_name(self.name)

    def restore(self):
        """Put the old state back: an old file, an old store, or an empty cache."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        if self.name in FILLING:
            assert self.warm.run(*FILLING[self.name], self.place, "--no-bundled").code == 0
        elif self.name != SNAPSHOT:
            put_old(self.name, self.place, self.new[self.place.name])
        self.old = self.state()

    def state(self):
        """What the folder offers by name, without the hidden things that a killed process leaves.

        A store is not the same bytes twice; what it answers is its state.
        """
        if self.name in FILLING:
            return (
                {self.place.name: self.warm.run("query", COUNT, "--store", self.place).out}
                if self.place.exists()
                else {}
            )
        return {file.name: file.read_bytes() for file in self.folder.iterdir() if not file.name.startswith(".")}

    def may_be(self, state):
        """Old or new, nothing between."""
        if self.name in FILLING or self.name == SNAPSHOT:
            return state in (self.old, self.new)
        return stands(self.name, self.place, *(found[self.place.name] for found in (self.old, self.new)))

    def check(self, moment):
        """A second run succeeds as well, and leaves the new content and no litter, nor a lock."""
        state = self.state()
        assert self.may_be(state), f"{self.name} killed at {moment}: a mixture; {repeat()}"
        done = self.warm.run(*self.arguments)
        assert done.code == 0, f"{self.name} after a kill at {moment}: {done.err}; {repeat()}"
        assert self.state() == self.new, f"{self.name} after a kill at {moment}; {repeat()}"
        left = {file.name for file in self.folder.iterdir()}
        assert left == set(self.new), f"{self.name} after a kill at {moment}: {left}; {repeat()}"
        return state == self.new


@pytest.fixture(scope="module", params=WRITERS)
def writer(request, tmp_path_factory):
    world = World.under(tmp_path_factory.mktemp(request.param))
    with Warm(cwd=world.work, **world.environment, PYTHONHASHSEED="0") as warm:
        found = Writer(request.param, world, warm, {})
        if request.param != SNAPSHOT:
            assert warm.run("info").code == 0
            prepare(request.param, warm, world.work)
        found.folder.mkdir(exist_ok=True)
        assert warm.run(*found.arguments).code == 0
        found.new = found.state()
        yield found


def share(writer):
    """How many of the points fall to one writer."""
    return POINTS // len(WRITERS)


def test_kill_at_a_system_call(writer, record_property):
    """Every call that touches the folder in the long run, some of them in the short one."""
    writer.restore()
    every = [point for point, _ in points(writer.world, writer.arguments, writer.folder)]
    assert every
    if len(every) > share(writer) and LONG:
        # The snapshot is written in a hundred pieces; the ends matter more than the middle.
        ends = min(6, max(1, share(writer) // 2))
        middle = chance(writer.name).sample(every[ends:-ends], max(0, share(writer) - 2 * ends))
        every = every[:ends] + middle + every[-ends:]
    chosen = every if LONG else chance(f"calls {writer.name}").sample(every, min(len(every), max(1, share(writer) - 1)))
    new = killed = 0
    for point in chosen:
        writer.restore()
        done = killed_at(writer.world, writer.arguments, point)
        # Threads and processes of its own may come to a point another time than before, or in another's place.
        assert done.returncode in (-9, 137) or (writer.name in SEVERAL and done.returncode in (0, 1, 2)), (
            f"{point}: {done}"
        )
        killed += done.returncode in (-9, 137)
        new += writer.check(point)
    assert killed, f"{writer.name} was never killed"
    record_property(
        "kill points", f"{writer.name}: {killed} of {len(chosen)} system calls, {new} found the new content"
    )


def test_kill_after_a_random_delay(writer, record_property):
    """Moments that no system call marks."""
    draw, new, killed = chance(f"delays {writer.name}"), 0, 0
    usual = writer.warm.run(*writer.arguments).seconds + 0.4
    how_many = max(1, share(writer) // 2)
    for _ in range(how_many):
        writer.restore()
        delay = draw.uniform(0.05, usual * 1.2)
        process = subprocess.Popen(
            command_line(writer.arguments),
            cwd=writer.world.work,
            env=environment(writer.world),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.kill()
            killed += 1
        process.wait()
        new += writer.check(f"{delay:.3f} s")
    record_property("kill points", f"{writer.name}: {killed} of {how_many} delays, {new} found the new content")
