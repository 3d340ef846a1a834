"""What an index costs: hub-to-hub questions beside dense sweeps, latency, opening, memory, building.

    python benchmarks/large_graphs.py hubs SHAPE [PAIRS]      signed, at most 6 hops, beside dense numpy sweeps
    python benchmarks/large_graphs.py latency SHAPE [PAIRS]   k = 10 and 100 at 4, 5, 6 hops, signed and unsigned
    python benchmarks/large_graphs.py memory SHAPE            opening, private memory, peak of a query
    python benchmarks/large_graphs.py build SHAPE             from Parquet and CSV, beside pyarrow's reading and sorting

SHAPE is hetionet, primekg, million (10^7 edges), 100k, 1m or merge-N (N merged mechanistic paths).  Questions go
through the public API, by name, until the paths are in hand with their rows.  A signed question is the three searches
for +, − and ?.  Times are of the processor, which others on the machine disturb least; building is timed on the wall.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tracemalloc
from itertools import islice
from pathlib import Path

import numpy as np
from generated import FOLDER, node_names, opened, pairs_of, shape
from shapes import Shape
from table import p50, p95, show

from kgraph.index.open_index import GraphIndex
from kgraph.paths.search import SearchBudget

_LIMIT_PAIRS = 40


def ask(index: GraphIndex, start: str, end: str, *, hops: int | None, k: int, signed: bool) -> tuple[int, bool]:
    """How many paths one question found, and whether a limit cut it."""
    search, found, cut = index.between(start, end, max_hops=hops), 0, False
    for sign in ("+", "-", "?") if signed else ("",):
        limits = SearchBudget()
        found += sum(1 for _ in islice(search.cheapest(sign, limits, expected=k), k))
        cut = cut or limits.hit
    return found, cut


class DenseSweep:
    """One relaxation of every edge: gather, add, minimum.reduceat over edges sorted by node."""

    def __init__(self, graph: Shape) -> None:
        order = np.argsort(graph.target, kind="stable")
        self._source, self._cost = graph.source[order], graph.cost[order]
        self._heads = np.flatnonzero(np.concatenate(([True], np.diff(graph.target[order]) > 0)))
        self._values = np.random.default_rng(0).random(graph.nodes)

    def seconds(self) -> float:
        """The time of one sweep."""
        begin = time.process_time()
        np.minimum.reduceat(self._values[self._source] + self._cost, self._heads)
        return time.process_time() - begin


def hubs(name: str, count: int) -> None:
    """Hub to hub and random pairs in units of dense sweeps, a sweep timed before each question."""
    graph = shape(name)
    index, names, dense = opened(name, graph), node_names(graph.nodes), DenseSweep(graph)
    rows = []
    for kind in ("hubs", "random"):
        sweeps, times, cut = [], [], 0
        for start, end in pairs_of(graph, kind, count):
            sweeps.append(dense.seconds())
            begin = time.process_time()
            _, hit = ask(index, names[start], names[end], hops=6, k=10, signed=True)
            times.append(time.process_time() - begin)
            cut += hit
        unit, half, most = p50(sweeps), p50(times), p95(times)
        rows.append(
            (
                kind,
                count,
                1e3 * unit,
                1e3 * half,
                half / unit,
                1e3 * most,
                most / half,
                cut,
            )
        )
    columns = ("pairs", "count", "sweep ms", "p50 ms", "p50 in sweeps", "p95 ms", "p95 / p50", "cut")
    show(
        f"{name}: {graph.nodes} nodes, {len(graph.source)} edges, + − ? together, ≤ 6 hops, k = 10 each", columns, rows
    )


def latency(name: str, count: int) -> None:
    """Milliseconds for k, hops and signs."""
    graph = shape(name)
    index, names = opened(name, graph), node_names(graph.nodes)
    rows = []
    for kind in ("hubs", "random"):
        pairs = pairs_of(graph, kind, count, seed=2)
        for signed in (True, False):
            for k in (10, 100):
                row: list[object] = [kind, "+ − ?" if signed else "unsigned", k]
                for hops in (4, 5, 6, None):
                    times = []
                    for start, end in pairs:
                        begin = time.process_time()
                        ask(index, names[start], names[end], hops=hops, k=k, signed=signed)
                        times.append(1e3 * (time.process_time() - begin))
                    row.append(f"{p50(times):.3g} / {p95(times):.3g}")
                rows.append(row)
    facts = index.facts
    label = f"{name}: {facts['nodes']} nodes, {facts['rows']} edges, {index.size / facts['rows']:.1f} bytes an edge"
    show(f"{label}; p50 / p95 in ms, {count} pairs", ("pairs", "signs", "k", "≤ 4", "≤ 5", "≤ 6", "any length"), rows)


_OPENING = """
import json, sys, time
import numpy
from kgraph.index.open_index import GraphIndex

def private():
    with open("/proc/self/smaps_rollup") as file:
        fields = dict(line.split(":") for line in file if line.count(":") == 1)
    return int(fields["Anonymous"].split()[0]) * 1024

GraphIndex(sys.argv[1])  # code and file are warm afterwards
before, begin = private(), time.perf_counter()
index = GraphIndex(sys.argv[1])
print(json.dumps([time.perf_counter() - begin, private() - before]))
"""
_IMPORT = """
import sys, time
import numpy
begin = time.perf_counter()
from kgraph.index.open_index import GraphIndex
GraphIndex(sys.argv[1])
print(time.perf_counter() - begin)
"""


def _child(script: str, *arguments: str) -> str:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def memory(name: str) -> None:
    """Opening in processes of its own; the peak of single questions, as the allocator counts it."""
    graph = shape(name)
    index, names = opened(name, graph), node_names(graph.nodes)
    place = str(FOLDER / f"{name}.index")
    tries = [json.loads(_child(_OPENING, place)) for _ in range(9)]
    imports = [float(_child(_IMPORT, place)) for _ in range(9)]
    peaks = []
    for kind in ("hubs", "random"):
        for start, end in pairs_of(graph, kind, 6, seed=3):
            for hops in (6, None):
                fresh = GraphIndex(place)
                tracemalloc.start()
                ask(fresh, names[start], names[end], hops=hops, k=10, signed=True)
                peaks.append(tracemalloc.get_traced_memory()[1] / len(graph.source))
                tracemalloc.stop()
    rows = [
        (
            f"{index.size / 1e6:.0f} MB",
            1e3 * p50([seconds for seconds, _ in tries]),
            1e3 * p50(imports),
            p50([size for _, size in tries]) / 1e3,
            p50(peaks),
            max(peaks),
        )
    ]
    columns = ("file", "open ms", "import and open ms", "private kB", "peak bytes an edge, p50", "worst")
    show(f"{name}: opening with numpy imported; memory of a question (≤ 6 hops and any length)", columns, rows)


_BUILD = """
import resource, sys, time
from pathlib import Path
import pyarrow, numpy
from kgraph.index.build import build_index
begin = time.perf_counter()
build_index(Path(sys.argv[2]), Path(sys.argv[1]), force=True)
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
_SORT = """
import resource, sys, time
import pyarrow.csv, pyarrow.parquet
begin = time.perf_counter()
read = pyarrow.csv.read_csv if sys.argv[1].endswith(".csv") else pyarrow.parquet.read_table
table = read(sys.argv[1]).sort_by([("subject", "ascending"), ("object", "ascending")])
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def _table_of(name: str, ending: str) -> Path:
    """The edge table of a generated graph: subject, object, sign, confidence, key."""
    place = FOLDER / f"{name}.{ending}"
    if not place.exists():
        import pyarrow as pa
        from pyarrow import csv, parquet

        graph = shape(name)
        names = pa.array(node_names(graph.nodes))
        table = pa.table(
            {
                "subject": names.take(pa.array(graph.source)),
                "object": names.take(pa.array(graph.target)),
                "sign": pa.array(["+", "-", "?"]).take(pa.array(graph.sign)),
                "confidence": np.exp(-graph.cost),
                "key": pa.array(np.arange(len(graph.source))).cast(pa.string()),
            }
        )
        if ending == "csv":
            csv.write_csv(table, place)
        else:
            parquet.write_table(table, place)
    return place


def build(name: str) -> None:
    """Building in turn with pyarrow's reading and sorting of the same file, each in a process of its own."""
    rows = []
    for ending in ("parquet", "csv"):
        table = str(_table_of(name, ending))
        ours, theirs = [], []
        for _ in range(3):
            theirs.append([float(value) for value in _child(_SORT, table).split()])
            ours.append([float(value) for value in _child(_BUILD, table, str(FOLDER / "built.index")).split()])
        ratio = p50([mine[0] / other[0] for mine, other in zip(ours, theirs, strict=True)])
        size = (FOLDER / "built.index").stat().st_size
        edges = len(shape(name).source)
        rows.append(
            (
                ending,
                p50([t for t, _ in ours]),
                p50([t for t, _ in theirs]),
                ratio,
                max(m for _, m in ours) / 1e9,
                size / edges,
            )
        )
    columns = ("table", "build s", "pyarrow read and sort s", "ratio", "peak GB", "bytes an edge")
    show(f"{name}: building from a table with keys", columns, rows)


def main() -> None:
    """Run the part that the first argument names."""
    part, name = sys.argv[1:3] if len(sys.argv) > 2 else ("", "")  # noqa: PLR2004
    count = int((sys.argv[3:] or [str(_LIMIT_PAIRS)])[0])
    if part in ("hubs", "latency"):
        {"hubs": hubs, "latency": latency}[part](name, count)
    elif part in ("memory", "build"):
        {"memory": memory, "build": build}[part](name)
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
