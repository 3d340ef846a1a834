"""Ctrl-C at any moment: one word, exit 130, and files as they were or as they should be; the same for a polite kill."""

import signal
import subprocess
import sys

import pytest
from every_command import RESUMING, SHARING, WORK, WRITING, prepare, put_old, result_name, stands, writing
from sizes import LONG, chance, repeat, size

# So many moments for each command.
MOMENTS = size("KGRAPH_INTERRUPTS", short=1, long=20)
# Seconds each: in the long run only.
SLOW = set() if LONG else {"check", "export"}


@pytest.mark.parametrize("name", [name for name in WORK if name not in SLOW])
def test_an_interrupted_command_says_so(name, warm):
    """Either it was done already, or it ends with 130 and one line; it never ends with a traceback."""
    line, draw = (name, *WORK[name][0]), chance(f"interrupts {name}")
    usual = warm.run(*line)
    for _ in range(MOMENTS):
        delay = draw.uniform(0.0, usual.seconds)
        done = warm.run(*line, signal_after=(signal.SIGINT, delay))
        where = f"after {delay:.4f} s: {done.code} {done.err!r}; {repeat('KGRAPH_INTERRUPTS')}"
        assert "Traceback" not in done.err, where
        if done.code == usual.code:
            assert done.out == usual.out, where
        else:
            assert done.code == 130, where
            assert done.err.splitlines()[-1] == "kgraph: interrupted", where
            assert usual.out.startswith(done.out), where


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if LONG else [])], ids=lambda number: number.name
)
@pytest.mark.parametrize(
    "name", [*WRITING, *SHARING, *RESUMING] if LONG else [n for n in WRITING if WRITING[n][0] not in SLOW]
)
def test_an_interrupted_write_leaves_old_or_new(name, number, warm, world):
    """Whatever the signal and the moment, the file is whole."""
    folder = world.work / f"{name}-{number.name}"
    folder.mkdir()
    file, draw = folder / result_name(name), chance(f"writes {name} {number}")
    prepare(name, warm, world.work)
    line = writing(name, file)
    usual = warm.run(*line)
    assert usual.code == 0
    new = file.read_bytes()
    for _ in range(MOMENTS):
        old = put_old(name, file, new)
        # Most of what could go wrong lies near the end.
        delay = usual.seconds * draw.choice([draw.uniform(0, 1), draw.uniform(0.8, 1.05)])
        done = warm.run(*line, signal_after=(number, delay))
        where = f"after {delay:.4f} s: {done.code} {done.err!r}; {repeat('KGRAPH_INTERRUPTS')}"
        assert "Traceback" not in done.err, where
        assert done.code in (0, 130, -number), where
        assert stands(name, file, old, new), where
        assert done.code != 0 or file.read_bytes() == new, where
    # What an interrupt at the very moment of its making left is hidden, and the next write clears it.
    assert warm.run(*line).code == 0
    assert file.read_bytes() == new
    assert [other.name for other in folder.iterdir()] == [file.name]


# Ctrl-C comes while the first library is looked for, before there is anything that could hear it.
_EARLY = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
sys.argv = [sys.argv[1], "info"]
from kgraph.cli.main import main
main()
"""


@pytest.mark.parametrize("program", ["/usr/bin/kgraph", "kgraph/__main__.py"])
def test_an_interrupt_while_the_program_is_loaded_is_no_traceback(program):
    """It ends by the signal, as a program does that has not begun."""
    done = subprocess.run([sys.executable, "-c", _EARLY, program], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_a_program_that_only_imports_the_command_line_keeps_its_own_way():
    """Ctrl-C stays what it was in a program that is not kgraph."""
    done = subprocess.run([sys.executable, "-c", _EARLY, "mine"], capture_output=True, timeout=60, check=False)
    assert b"KeyboardInterrupt" in done.stderr
