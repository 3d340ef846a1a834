"""What a file of the user's own costs: checked, sound or faulty in every claim, and asked for the first time and again.

Files are generated (`generate.py`), and in the faulty ones no object of a claim is described.  Each command is a
process of its own, with its processor time and the most memory that it held, between two runs of `python -c
"import click"`.  Then questions between random entities are asked of the loaded graph, in this process.  The exponent
is that of the time over the claims, from the smallest file to the largest.
Usage: python benchmarks/own_files.py CLAIMS [CLAIMS]...
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from math import log
from pathlib import Path

from generate import turtle
from table import p50, p95, show

from kgraph.graph import load

_SCRIPT = str(Path(sys.executable).with_name("kgraph"))
_CLICK = [sys.executable, "-c", "import click"]
_PAIRS = 40
_MOST_ASKED = 10_000  # claims of a graph that questions are asked of here


def cost(arguments: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """The processor time of a command in seconds, and the most memory it held, in GB.  A check may find faults."""
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)} ended with code {child.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6


def commands_on(folder: Path, claims: int) -> list[list[object]]:
    """A row for each command on a file of so many claims: seconds, in units of `import click`, ms a claim, memory."""
    sound, faulty = folder / f"sound-{claims}.ttl", folder / f"faulty-{claims}.ttl"
    text = "".join(turtle(claims))
    sound.write_text(text, encoding="utf-8")
    faulty.write_text(text.replace("rdf:object entity:", "rdf:object entity:undescribed-"), encoding="utf-8")
    ends = [f"entity:generated-{number}" for number in (1, 2)]
    runs = {
        "check": ["check", "--no-bundled", str(sound)],
        "check, every claim faulty": ["check", "--no-bundled", str(faulty)],
        "path --data, first": ["path", *ends, "--data", str(sound)],
        "path --data, again": ["path", *ends, "--data", str(sound)],
    }
    rows: list[list[object]] = []
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    time.sleep(2.5)  # a file that was written just now gets no copy
    for name, arguments in runs.items():
        before, (taken, memory), after = (cost(each, environment) for each in (_CLICK, [_SCRIPT, *arguments], _CLICK))
        rows.append([name, claims, taken, 2 * taken / (before[0] + after[0]), 1000 * taken / claims, memory])
    return rows


def questions_on(file: Path, claims: int) -> list[list[object]]:
    """How long a question in the loaded graph takes, in ms, with paths and without."""
    graph = load(file)
    chance = random.Random(5)
    names = [name for name in graph.entities if name.startswith("entity:generated-")]
    pairs = [chance.sample(names, 2) for _ in range(_PAIRS)]
    graph.paths(*pairs[0])
    found: list[float] = []
    none: list[float] = []
    for start, end in pairs[1:]:
        before = time.process_time()
        answer = graph.paths(start, end)
        (found if answer.paths or answer.outcomes else none).append(1000 * (time.process_time() - before))
    return [
        [name, claims, len(times), p50(times), p95(times), max(times)]
        for name, times in (("paths", found), ("no path, with the reason", none))
        if times
    ]


def main() -> None:
    """Print the tables."""
    sizes = [int(number) for number in sys.argv[1:]] or [1_000, 3_000, 10_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [row for size in sizes for row in commands_on(folder, size)]
        show("Whole commands", ["command", "claims", "s", "× import click", "ms a claim", "GB"], rows)
        if len(sizes) > 1:
            first, last = sizes[0], sizes[-1]
            taken = {(str(row[0]), row[1]): float(str(row[2])) for row in rows}
            growth = [
                [one, log(taken[one, last] / taken[one, first]) / log(last / first)]
                for one in dict.fromkeys(one for one, _ in taken)
            ]
            show(f"Growth from {first} to {last} claims", ["command", "exponent"], growth)
        asked = [
            row for size in sizes if size <= _MOST_ASKED for row in questions_on(folder / f"sound-{size}.ttl", size)
        ]
        show("Questions in the loaded graph", ["answer", "claims", "pairs", "p50 ms", "p95 ms", "most ms"], asked)


if __name__ == "__main__":
    main()
