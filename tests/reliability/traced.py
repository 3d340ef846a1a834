"""Command lines under strace: what they ask of the system, and what happens when the system fails or kills them."""

import functools
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

CALLS = ("openat", "write", "pwrite64", "fchmod", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "link",
         "linkat", "symlinkat", "mkdir", "ftruncate", "flock", "close")  # fmt: skip
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)")


@functools.cache
def strace_works():
    """Whether strace is there and may trace; in some containers it may not."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


# On one core a list of pairs is answered in the process itself, so that no other gets a fault meant for it.
_ON_ONE_CORE = (
    "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); from kgraph.cli.main import main; main()"
)


def command_line(arguments, *, alone=False):
    start = ["-c", _ON_ONE_CORE] if alone else ["-m", "kgraph"]
    return [sys.executable, "-P", *start, *map(str, arguments)]


def environment(world):
    """Fixed hashes and no bytecode files, so that two runs ask the system for the same in the same order."""
    return {**os.environ, **world.environment, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True, slots=True)
class Point:
    """The n-th time that a thread makes a system call."""

    call: str
    count: int

    def __str__(self):
        return f"{self.call}#{self.count}"


def strace(world, arguments, *options, log=os.devnull, seconds=300, alone=False):
    """Run a command line under strace with these options, in the world's working folder."""
    return subprocess.run(
        ["strace", "-f", "-qq", "-o", str(log), *options, *command_line(arguments, alone=alone)],
        cwd=world.work,
        env=environment(world),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="backslashreplace",
        timeout=seconds,
        check=False,
    )


def points(world, arguments, folder, *, alone=False):
    """Every system call by which a command line touches a folder, from the first to the last, in order.

    Strace counts the calls of each thread by themselves, and these are those of the first; what its threads and its
    other processes do there is met by random delays.
    """
    log = world.root / "points.log"
    done = strace(
        world,
        arguments,
        *("-y", "-s", "4096", "-e", f"trace={','.join(f'?{name}' for name in CALLS)}"),
        log=log,
        alone=alone,
    )
    assert done.returncode == 0, done.stderr
    counts, found, first = {}, [], None
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _CALL.match(line)
        if match:
            thread, call, rest = match.groups()
            first = first or thread
            if thread != first:
                continue
            counts[call] = counts.get(call, 0) + 1
            if str(folder) in rest.partition(" = ")[0] or str(folder) in line.rpartition(" = ")[2]:
                found.append((Point(call, counts[call]), line))
    log.unlink()
    return found


def killed_at(world, arguments, point):
    """Run a command line that is killed when it comes to a point."""
    return strace(
        world, arguments, "-e", f"trace={point.call}", "-e", f"inject={point.call}:signal=KILL:when={point.count}"
    )


def failing_at(world, arguments, point, error, *, alone=False):
    """Run a command line whose system call fails at a point."""
    return strace(
        world,
        arguments,
        *("-e", f"trace={point.call}", "-e", f"inject={point.call}:error={error}:when={point.count}"),
        alone=alone,
    )
