"""How long whole commands take, beside `python -c "import click"` in the same run.

Commands run in turn, round by round, so that a machine that slows down slows all of them down; medians and the median
of the ratios round by round are printed.  Usage: python benchmarks/startup.py [ROUNDS]
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

REFERENCE = ["-c", "import click"]
COMMANDS = {
    'python -c "import click"': REFERENCE,
    "kgraph --help": ["-m", "kgraph", "--help"],
    "kgraph path KDT IESS --format tsv": ["-m", "kgraph", "path", "KDT", "IESS", "--format", "tsv"],
    "kgraph path KDT IESS --format table": ["-m", "kgraph", "path", "KDT", "IESS", "--format", "table"],
    "kgraph trace mTOR --format json": ["-m", "kgraph", "trace", "mTOR", "--format", "json"],
    "kgraph check": ["-m", "kgraph", "check"],
}


def seconds(arguments: list[str]) -> float:
    """Wall time of one run of python with these arguments."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print a row per command: median seconds and median ratio to the reference."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    for arguments in COMMANDS.values():
        seconds(arguments)  # warm the caches, and make the snapshot of the bundled graph
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, arguments in COMMANDS.items():
            times[name].append(seconds(arguments))
    reference = next(iter(times.values()))
    print(f"{'command':<40} {'seconds':>8} {'ratio':>6}   median of {rounds} interleaved rounds")
    for name, values in times.items():
        ratio = median(value / base for value, base in zip(values, reference, strict=True))
        print(f"{name:<40} {median(values):>8.3f} {ratio:>6.2f}")


if __name__ == "__main__":
    main()
