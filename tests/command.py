"""Running the command line as a user would."""

import atexit
import os
import subprocess
import sys
from functools import cache
from tempfile import gettempdir

from warm import Warm

# What Python reads when it starts, which a process that runs already does not hear.
_AT_START = ("PYTHON", "LC_", "LANG")


def kgraph(*arguments, given=None, cwd=None, **environment):
    """Run kgraph in a process of its own; returns exit code, stdout and stderr.

    It is a fork of one that has started Python and imported the libraries already; what starting and importing do has
    tests that start Python.
    """
    if any(name.startswith(_AT_START) for name in environment):
        return started_anew(*arguments, given=given, cwd=cwd, **environment)
    done = _warm(_start()).run(
        *arguments,
        given=given or "",
        cwd=cwd or os.getcwd(),
        environment={**os.environ, **environment},
        seconds=120.0,
    )
    assert "Traceback" not in done.err
    assert done.code >= 0, f"ended by signal {-done.code}: {arguments}"
    return done.code, _text(done.out.decode("utf-8")), _text(done.err)


def started_anew(*arguments, given=None, cwd=None, **environment):
    """The same by a Python that is started for it."""
    done = subprocess.run(
        [sys.executable, "-m", "kgraph", *map(str, arguments)],
        input=given,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "error", **environment},
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def _start():
    return tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith(_AT_START)))


@cache
def _warm(_start):
    process = Warm(cwd=gettempdir())
    atexit.register(process.__exit__)
    return process


def _text(output):
    """A text as one that is read has it: with one kind of line end."""
    return output.replace("\r\n", "\n").replace("\r", "\n")
