"""How long whole commands take, beside `python -c "import click"` in the same run.

Commands run in turn, round by round, so that a machine that slows down slows all of them down; medians and the median
of the ratios round by round are printed, for wall time and for processor time, which a busy machine disturbs less.
All modules are compiled beforehand, as pip leaves those of click.  The bundled graph is asked cold, with an empty cache
folder and so from the Turtle files, and warm, from the snapshot.  A screen that was shown before is shown again from a
copy; *first time* is with the snapshot and without that copy.  Commands run on a pseudo-terminal of 80 columns with
colour where it says so, the reference does not.  Usage: python benchmarks/startup.py [ROUNDS]
"""

from __future__ import annotations

import compileall
import os
import pty
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

PATH = ["path", "KDT", "IESS", "--format"]
PYTHON = [sys.executable]
MODULE = [sys.executable, "-m", "kgraph"]
# What pip installs; it starts without runpy, but imports re.
SCRIPT = [str(Path(sys.executable).with_name("kgraph"))]
COMMANDS = {
    'python -c "import click"': [*PYTHON, "-c", "import click"],
    "python -m kgraph --help": [*MODULE, "--help"],
    "kgraph --help": [*SCRIPT, "--help"],
    "python -m kgraph path KDT IESS --format tsv": [*MODULE, *PATH, "tsv"],
    "kgraph path KDT IESS --format tsv": [*SCRIPT, *PATH, "tsv"],
    "kgraph path KDT IESS --format tsv, cold": [*SCRIPT, *PATH, "tsv"],
    "kgraph path KDT IESS --format table": [*SCRIPT, *PATH, "table"],
    "kgraph path KDT IESS --format json": [*SCRIPT, *PATH, "json"],
    "kgraph trace ion-channels --format json": [*SCRIPT, "trace", "ion-channels", "--format", "json"],
    "kgraph mechanisms --format tsv": [*SCRIPT, "mechanisms", "--format", "tsv"],
    "kgraph path KDT IESS, on a terminal": [*SCRIPT, "path", "KDT", "IESS"],
    "kgraph path KDT IESS, first time on a terminal": [*SCRIPT, "path", "KDT", "IESS"],
    "kgraph path KDT IESS, cold on a terminal": [*SCRIPT, "path", "KDT", "IESS"],
    "kgraph query most-cited": [*SCRIPT, "query", "most-cited"],
    "kgraph explore -o FILE": [*SCRIPT, "explore", "--force", "-o"],
    "kgraph explore -o FILE, cold": [*SCRIPT, "explore", "--force", "-o"],
    "kgraph export --to nt -o FILE": [*SCRIPT, "export", "--force", "--to", "nt", "-o"],
    "kgraph check": [*SCRIPT, "check"],
}


def seconds(arguments: list[str], cache: str, *, terminal: bool = False) -> tuple[float, float]:
    """Wall time and processor time of one run."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    if terminal:
        run_on_terminal(arguments, {**environment, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"})
    else:
        subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=environment)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run_on_terminal(arguments: list[str], environment: dict[str, str]) -> None:
    """Run a command on a pseudo-terminal of its own, and read what it prints."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(arguments[0], arguments, environment)
    with suppress(OSError):  # on Linux the end of the command is an error of reading
        while os.read(terminal, 1 << 16):
            pass
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(arguments)} failed")


def main() -> None:
    """Print a row per command: median seconds and median ratio to the reference."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    compileall.compile_dir(Path(__file__).parent.parent / "kgraph", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        warm, cold = f"{folder}/warm", f"{folder}/cold"
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
        for number in range(rounds + 1):
            for name, arguments in COMMANDS.items():
                shutil.rmtree(cold, ignore_errors=True)
                files = [f"{folder}/written"] if arguments[-1] == "-o" else []
                cache = cold if ", cold" in name else warm
                if ", first time" in name:
                    for screen in Path(warm).glob("kgraph/screen-*"):
                        screen.unlink()
                taken = seconds([*arguments, *files], cache, terminal=name.endswith("terminal"))
                if number:  # the first round makes the snapshot
                    times[name].append(taken)
    reference = next(iter(times.values()))
    print(f"{'command':<45} {'seconds':>8} {'ratio':>6} {'cpu ratio':>9}   median of {rounds} interleaved rounds")
    for name, values in times.items():
        ratios = [
            median(value[kind] / base[kind] for value, base in zip(values, reference, strict=True)) for kind in (0, 1)
        ]
        print(f"{name:<45} {median(wall for wall, _ in values):>8.3f} {ratios[0]:>6.2f} {ratios[1]:>9.2f}")


if __name__ == "__main__":
    main()
