"""How long whole commands take, beside `python -c "import click"` in the same run.

Commands run in turn, round by round, so that a machine that slows down slows all of them down; medians and the median
of the ratios round by round are printed, for wall time and for processor time, which a busy machine disturbs less.
All modules are compiled beforehand, as pip leaves those of click.  The bundled graph is asked cold, with an empty cache
folder and so from the Turtle files, and warm, from the snapshot.  Usage: python benchmarks/startup.py [ROUNDS]
"""

from __future__ import annotations

import compileall
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
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
    "kgraph trace mTOR --format json": [*SCRIPT, "trace", "mTOR", "--format", "json"],
    "kgraph mechanisms --format tsv": [*SCRIPT, "mechanisms", "--format", "tsv"],
}


def seconds(arguments: list[str], cache: str) -> tuple[float, float]:
    """Wall time and processor time of one run."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=environment)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


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
                taken = seconds(arguments, cold if name.endswith("cold") else warm)
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
