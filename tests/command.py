"""Running the command line as a user would."""

import os
import subprocess
import sys


def kgraph(*arguments, given=None, cwd=None, **environment):
    """Run kgraph in a process of its own; returns exit code, stdout and stderr."""
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
