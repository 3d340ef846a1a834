"""What path search with Spark costs in rows and bytes, by simulation, by Spark's own counts, and by a formula.

``simulate`` walks the layers of `kgraph.spark.layers` with numpy and counts the rows of each join; ``measure`` runs
Spark on the same pairs and counts the same rows and the bytes that it shuffles; both add lines to a file of JSON lines.
``fit`` fits the formula of docs/scale.md to the smaller graphs, says how well it predicts the larger ones, which are
not used for the fit, and extrapolates.  Graphs are named by their number of edges, such as 1e6.
Usage: python benchmarks/spark_scale.py simulate|measure FILE HOPS PAIRS EDGES…, or fit FILE HOPS
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, inf, log
from pathlib import Path
from typing import Any

import numpy as np
from generated import node_names, pairs_of
from numpy.typing import NDArray
from shapes import Shape, scale_free

TOP, SEED = 10, 7
# Edges a node, as in the graph of 2.2 million edges that other figures are about.
_DEGREE = 2_250_197 / 47_031
# Graphs up to this size are fitted; larger ones are predicted.
_FITTED = 1_100_000
# The steps of the ends of all pairs: what everything else is a multiple of.
_BASE = "steps looked 1"
_CHEAPEST = {1: 2000, 2: 48, 3: 14}
_MORE, _FEW = 1.03, 1.3
_UNKNOWN = 2
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Half:
    """The steps in one direction by node and from the cheapest on."""

    first: Longs
    next: Longs
    cost: Floats
    sign: Longs


@dataclass(frozen=True, slots=True)
class States:
    """The states of a layer: node · 3 + sign, and the least cost."""

    state: Longs
    cost: Floats


def steps_of(graph: Shape) -> tuple[Half, Half]:
    """The steps of a graph, parallel ones of one sign as one, from their sources and from their targets."""
    key = (graph.source.astype(np.int64) * graph.nodes + graph.target) * 3 + graph.sign
    order = np.lexsort((graph.cost, key))
    kept = order[np.concatenate(([True], np.diff(key[order]) > 0))]
    source, target = graph.source[kept].astype(np.int64), graph.target[kept].astype(np.int64)
    cost, sign = graph.cost[kept], graph.sign[kept].astype(np.int64)

    def half(near: Longs, far: Longs) -> Half:
        by = np.lexsort((cost, near))
        first = np.searchsorted(near[by], np.arange(graph.nodes + 1))
        return Half(first, far[by], cost[by], sign[by])

    return half(source, target), half(target, source)


def layer(half: Half, last: States, ends: tuple[int, int], ceilings: Floats, cheapest: int) -> tuple[States, int, int]:
    """The next layer, how many steps were looked at, and how many of them were kept.

    `ends` are where the walk began and the other end, both of which it does not come to; see `kgraph.spark.layers`.
    """
    near, far = ends
    going = last.state // 3 != abs(far)
    node, sign, before = last.state[going] // 3, last.state[going] % 3, last.cost[going]
    size = np.minimum(half.first[node + 1] - half.first[node], cheapest)
    until = np.cumsum(size)
    places = np.repeat(half.first[node] - (until - size), size) + np.arange(until[-1] if len(until) else 0)
    origin = np.repeat(np.arange(len(node)), size)
    step = half.sign[places]
    product = np.where((sign[origin] == _UNKNOWN) | (step == _UNKNOWN), _UNKNOWN, sign[origin] ^ step)
    cost = before[origin] + half.cost[places]
    room = np.where(product == _UNKNOWN, ceilings[2], ceilings.max())
    # A negative other end is one that may be reached, and is where a path from the start ends.
    kept = (cost <= room) & (half.next[places] != near) & (half.next[places] != (far if far >= 0 else -1))
    state, cost = half.next[places][kept] * 3 + product[kept], cost[kept]
    order = np.lexsort((cost, state))
    first = np.concatenate(([True], np.diff(state[order]) > 0)) if len(order) else np.empty(0, bool)
    return States(state[order][first], cost[order][first]), len(places), len(state)


def meet(ahead: list[States], behind: list[States], end: int, ceilings: Floats) -> dict[int, list[float]]:
    """The costs of the walks by where they meet, by sign."""
    found: dict[int, list[float]] = {0: [], 1: [], 2: []}
    for states in ahead:
        at = states.state // 3 == end
        for state, cost in zip(states.state[at].tolist(), states.cost[at].tolist(), strict=True):
            found[state % 3].append(cost)
    for states in behind:
        for mine in range(3):
            for theirs in range(3):
                one, other = (some.state % 3 == sign for some, sign in ((ahead[-1], mine), (states, theirs)))
                _, here, there = np.intersect1d(
                    ahead[-1].state[one] // 3, states.state[other] // 3, assume_unique=True, return_indices=True
                )
                cost = ahead[-1].cost[one][here] + states.cost[other][there]
                whole = _UNKNOWN if _UNKNOWN in (mine, theirs) else mine ^ theirs
                found[whole] += cost[cost <= ceilings[whole]].tolist()
    return found


def simulated(graph: Shape, pairs: list[tuple[int, int]], hops: int, top: int = TOP) -> dict[str, float]:
    """Rows of each join, summed over the pairs, under the first ceilings."""
    out, into = steps_of(graph)
    sides = ((hops + 1) // 2, hops // 2)
    counts: dict[str, float] = {}
    for start, end in pairs:
        ceilings = np.full(3, inf)
        for kind, cheapest in (("guessed", _CHEAPEST[sides[0]]), ("steps", 1 << 60)):
            levels: tuple[list[States], list[States]] = ([], [])
            for hop in range(1, sides[0] + 1):
                for way, (half, origin) in enumerate(((out, start), (into, end))):
                    if hop > sides[way]:
                        continue
                    last = levels[way][-1] if levels[way] else States(np.array([origin * 3]), np.zeros(1))
                    ends = (start, -end) if way == 0 else (end, start)
                    states, looked, kept = layer(half, last, ends, ceilings, cheapest)
                    levels[way].append(states)
                    for name, count in (("looked", looked), ("kept", kept), ("states", len(states.state))):
                        counts[f"{kind} {name} {hop}"] = counts.get(f"{kind} {name} {hop}", 0) + count
            found = meet(*levels, end, ceilings)
            if kind == "guessed":
                costs = {sign: sorted(some)[: top + 1] for sign, some in found.items() if some}
                known = {sign: some[-1] * (_MORE if len(some) > top else _FEW) for sign, some in costs.items()}
                most = max(known.values(), default=inf) * _FEW
                ceilings = np.array([known.get(sign, most) for sign in range(3)])
        counts["meetings"] = counts.get("meetings", 0) + sum(map(len, found.values()))
        counts["ceiling"] = counts.get("ceiling", 0) + float(ceilings.max()) / len(pairs)
    return counts


def shape_of(edges: int) -> Shape:
    """A generated graph of so many edges, as dense as the others."""
    return scale_free(round(edges / _DEGREE), edges, seed=SEED)


def described(graph: Shape) -> dict[str, float]:
    """What the formula knows of a graph: nodes, edges, and the mean number of steps of a node that a step leads to."""
    out = np.bincount(graph.source, minlength=graph.nodes).astype(float)
    into = np.bincount(graph.target, minlength=graph.nodes).astype(float)
    return {
        "nodes": graph.nodes,
        "edges": len(graph.source),
        "onward": float((out * into).sum() / into.sum()),
        "second_moment": float((out * out).mean()),
    }


def measured(graph: Shape, pairs: list[tuple[int, int]], hops: int, top: int = TOP) -> dict[str, float]:
    """What Spark counts: rows of each join, bytes shuffled for preparing and for answering."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from kgraph.spark.pair_answers import answer_pairs, open_graph
    from kgraph.spark.session import spark_session

    names = np.array(node_names(graph.nodes))
    columns = {
        "subject": names[graph.source],
        "object": names[graph.target],
        "sign": np.array(["+", "-", "?"])[graph.sign],
        "cost": graph.cost,
    }
    with tempfile.TemporaryDirectory() as folder, spark_session("local[2]") as spark:
        pq.write_table(pa.table(columns), f"{folder}/edges.parquet")
        opened = open_graph(spark, f"{folder}/edges.parquet", f"{folder}/prepared")
        opened.ledger.counted = True
        asked = [(str(names[start]), str(names[end])) for start, end in pairs]
        numbers = opened.numbers(name for pair in asked for name in pair)
        opened.prepared.steps.count()
        before = _shuffled(spark)
        answer_pairs(opened, asked, numbers, max_hops=hops, top=top)
        counts: dict[str, float] = {"prepared_bytes": before[0], "bytes": _shuffled(spark)[0] - before[0]}
        counts["seconds_of_tasks"] = (_shuffled(spark)[1] - before[1]) / 1000
    for name, count in opened.ledger.counts:
        counts.setdefault(name, count)
    return counts


def _shuffled(spark: Any) -> tuple[int, int]:
    """Bytes written to shuffles so far, and milliseconds of tasks."""
    store = spark.sparkContext._jsc.sc().statusStore()  # noqa: SLF001  # its counts are nowhere else
    stages = store.stageList(None, False, False, _doubles(spark), None)
    listed = [stages.apply(place) for place in range(stages.size())]
    return sum(one.shuffleWriteBytes() for one in listed), sum(one.executorRunTime() for one in listed)


def _doubles(spark: Any) -> Any:
    gateway = spark.sparkContext._gateway  # noqa: SLF001
    return gateway.new_array(gateway.jvm.double, 0)


def add_lines(kind: str, file: Path, hops: int, count: int, sizes: list[int]) -> None:
    """Count for graphs of these sizes and put the counts at the end of a file."""
    for edges in sizes:
        graph = shape_of(edges)
        pairs = pairs_of(graph, "random", count, seed=SEED)
        counts = (simulated if kind == "simulate" else measured)(graph, pairs, hops)
        line = {"kind": kind, "pairs": len(pairs), "hops": hops, "top": TOP, **described(graph), "counts": counts}
        with file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of counts."""
    for text in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(text)


def fit(file: Path, hops: int) -> None:
    """Fit rows a step of the pairs' ends as a power of the number of edges, and predict larger graphs from that.

    How many steps the ends of a list of pairs have is known before anything is searched.
    """
    lines = [line for line in read_lines(file) if line["kind"] == "simulate" and line["hops"] == hops]
    counts = lines[0]["counts"]
    names = [name for name in counts if name.startswith("steps") and name != _BASE] + ["meetings"]
    worst = 0.0
    print("| rows | for each step of the ends | errors of predictions | at 10^8 | at 10^9 |")
    print("| --- | --- | --- | --- | --- |")
    for name in names:
        known = [(line["edges"], line["counts"][name] / line["counts"][_BASE]) for line in lines]
        fitted = np.array([(log(edges), log(rows)) for edges, rows in known if edges <= _FITTED])
        slope, height = np.polyfit(fitted[:, 0], fitted[:, 1], 1)
        left = fitted[:, 1] - (slope * fitted[:, 0] + height)
        spread = float(np.sqrt((left**2).sum() / max(len(left) - 2, 1)))
        errors = [exp(slope * log(edges) + height) / rows - 1 for edges, rows in known if edges > _FITTED]
        worst = max([worst, *map(abs, errors)])
        at = " | ".join(_interval(fitted, slope, height, spread, edges) for edges in (1e8, 1e9))
        told = ", ".join(f"{error:+.0%}" for error in errors)
        print(f"| {name} | {exp(height):.3g} · edges^{slope:.2f} | {told} | {at} |")
    sizes = [line["edges"] for line in lines]
    print(f"\nfitted up to {_FITTED:,} of {sizes}; largest error of a prediction: {worst:.0%}")


def _interval(fitted: NDArray[np.float64], slope: float, height: float, spread: float, edges: float) -> str:
    """A prediction with twice its standard error, as a factor."""
    x = fitted[:, 0]
    error = 2 * spread * np.sqrt(1 + 1 / len(x) + (log(edges) - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())
    return f"{exp(slope * log(edges) + height):.2g} (÷× {exp(error):.1f})"


if __name__ == "__main__":
    _, kind, place, hops, *others = sys.argv
    if kind == "fit":
        fit(Path(place), int(hops))
    else:
        add_lines(kind, Path(place), int(hops), int(others[0]), [round(float(size)) for size in others[1:]])
