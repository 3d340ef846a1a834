"""Streams that are closed, full or left: one line or none, an honest exit code, and never a traceback."""

import os
import subprocess
import sys

import pytest
from every_command import WORK
from sizes import LONG, chance

# Not check, which prints nothing about sound data, nor index build, which writes a file: nothing of them can be lost.
PRINTING = [name for name in WORK if name not in ("check", "index")]
# Check takes seconds: in the long run only.
EVERY = list(WORK) if LONG else PRINTING


def line(name):
    return (name, *WORK[name][0])


@pytest.mark.parametrize("name", PRINTING)
def test_a_full_disk_behind_stdout_is_said(name, warm):
    """What could not be written is not called done: exit 2 and one line."""
    done = warm.run(*line(name), streams={1: "/dev/full"})
    assert done.code == 2, done
    assert done.says_one_line(), done.err
    assert "No space left on device" in done.err


@pytest.mark.parametrize("name", PRINTING)
def test_a_closed_stdout_is_said(name, warm):
    """Without a standard output there is nowhere to print: exit 2 and one line that names -o."""
    done = warm.run(*line(name), streams={1: "closed"})
    assert done.code == 2, done
    assert done.says_one_line(), done.err
    assert "standard output is closed" in done.err


@pytest.mark.parametrize("name", EVERY)
def test_a_reader_that_left_is_no_error(name, warm):
    """`kgraph … | head` ends quietly, whichever write notices."""
    done = warm.run(*line(name), streams={1: "broken"})
    assert done.code == 0, done
    assert "Broken pipe" not in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("name", EVERY)
def test_closed_stdin_and_stderr_are_not_missed(name, warm):
    """A command that asks nothing and has nothing to complain about works without them."""
    usual = warm.run(*line(name))
    done = warm.run(*line(name), streams={0: "closed", 2: "closed"})
    assert (done.code, done.out) == (usual.code, usual.out)


@pytest.mark.parametrize("end", ["/dev/full", "broken", "closed"])
def test_a_stderr_that_takes_nothing_changes_no_exit_code(end, warm):
    """The exit code speaks where words cannot."""
    assert warm.run("path", "KDT", "nobody at all", streams={2: end}).code == 1
    assert warm.run("info", "--data", "nowhere.ttl", streams={2: end}).code == 3


def test_a_query_from_a_closed_stdin_is_refused(warm):
    done = warm.run("query", "-", streams={0: "closed"})
    assert done.code == 2
    assert done.says_one_line()
    assert "standard input is closed" in done.err


@pytest.mark.parametrize("name", PRINTING if LONG else sorted(chance("streams").sample(PRINTING, 2)))
@pytest.mark.parametrize("redirection", [">&-", "<&-", "> /dev/full", "2>&-", "2> /dev/full"])
def test_the_same_holds_from_a_shell(name, redirection, world):
    """Python itself starts without the stream."""
    quoted = " ".join(f"'{word}'" for word in line(name))
    done = subprocess.run(
        ["sh", "-c", f"exec '{sys.executable}' -m kgraph {quoted} {redirection}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, **world.environment},
    )
    fails = redirection in (">&-", "> /dev/full")
    assert done.returncode == (2 if fails else 0), done.stderr
    assert "Traceback" not in done.stderr
    assert not fails or len(done.stderr.splitlines()) == 1
