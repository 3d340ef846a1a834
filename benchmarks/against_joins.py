"""The search over an index beside plain self-joins in DuckDB, on one thread each, pair by pair in turn.

    python benchmarks/against_joins.py SHAPE [PAIRS] [HOPS]

Signed, k = 10 of each sign, at most HOPS hops (4).  DuckDB holds the cheapest of parallel edges of one sign in a table
that is sorted by source, and answers one prepared statement: a join for each number of hops, simple paths kept, signs
multiplied, the cheapest of each sign taken.  kgraph is timed through its public API, names in, paths with their steps
and keys out.  ``random`` pairs have steps out and in; ``far`` ones are four steps or more apart.  Times are of the
processor; a mismatch is a cost that differs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import combinations, islice, pairwise
from math import isclose

import numpy as np
from generated import node_names, opened, pairs_of, shape
from shapes import Shape
from table import p50, p95, show

from kgraph.index.open_index import GraphIndex
from kgraph.paths.search import SearchBudget

K = 10
_FAR = 4
_SIGNS = "+-?"
Costs = dict[str, list[float]]


def statement(hops: int) -> str:
    """The join of every number of hops, and the cheapest of each sign of all of them."""
    lengths = " UNION ALL ".join(_of_length(length) for length in range(1, hops + 1))
    ranked = f"SELECT sign, cost, row_number() OVER (PARTITION BY sign ORDER BY cost) AS place FROM ({lengths})"
    return f"SELECT sign, cost FROM ({ranked}) WHERE place <= {K} ORDER BY sign, cost"


def _of_length(length: int) -> str:
    steps = [f"e{number}" for number in range(1, length + 1)]
    joined = " ".join(f"JOIN edges {b} ON {a}.target = {b}.source" for a, b in pairwise(steps))
    inner = [f"{step}.target" for step in steps[:-1]]
    apart = [f"{a} <> {b}" for a, b in combinations(["$start", "$end", *inner], 2) if a != "$start" or b != "$end"]
    where = " AND ".join([f"{steps[0]}.source = $start", f"{steps[-1]}.target = $end", *apart])
    unknown = " OR ".join(f"{step}.sign = 2" for step in steps)
    sign = f"CASE WHEN {unknown} THEN 2 ELSE ({' + '.join(f'{step}.sign' for step in steps)}) % 2 END"
    cost = " + ".join(f"{step}.cost" for step in steps)
    return f"SELECT {sign} AS sign, {cost} AS cost FROM edges e1 {joined} WHERE {where}"


def duckdb_peer(graph: Shape, hops: int) -> Callable[[int, int], Costs]:
    """DuckDB on one thread, its table sorted by source."""
    import duckdb
    import pyarrow as pa

    rows = pa.table(
        {"source": graph.source, "target": graph.target, "cost": graph.cost, "sign": graph.sign.astype(np.int32)}
    )
    made = duckdb.connect()
    made.execute("SET threads = 1")
    made.register("rows", rows)
    made.execute(
        "CREATE TABLE edges AS SELECT source, target, sign, min(cost) AS cost FROM rows "
        "GROUP BY source, target, sign ORDER BY source, target, sign"
    )
    text = statement(hops)

    def ask(start: int, end: int) -> Costs:
        found: Costs = {sign: [] for sign in _SIGNS}
        for sign, cost in made.execute(text, {"start": start, "end": end}).fetchall():
            found[_SIGNS[sign]].append(cost)
        return found

    return ask


def kgraph_peer(index: GraphIndex, names: list[str], hops: int) -> Callable[[int, int], Costs]:
    """The three searches for +, − and ?."""

    def ask(start: int, end: int) -> Costs:
        search = index.between(names[start], names[end], max_hops=hops)
        return {
            sign: [path.cost for path in islice(search.cheapest(sign, SearchBudget(), expected=K), K)]
            for sign in _SIGNS
        }

    return ask


def _same(found: Costs, others: Costs) -> bool:
    return all(
        len(found[sign]) == len(others[sign])
        and all(isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a, b in zip(found[sign], others[sign], strict=True))
        for sign in _SIGNS
    )


def far_pairs(index: GraphIndex, names: list[str], graph: Shape, count: int) -> list[tuple[int, int]]:
    """Pairs of which no path has fewer than four steps."""
    found = (
        (start, end)
        for start, end in pairs_of(graph, "random", 40 * count, seed=5)
        if (index.shortest(names[start], names[end]) or 0) >= _FAR
    )
    return list(islice(found, count))


def main() -> None:
    """Print the table for the graph that the first argument names."""
    name, count, hops = sys.argv[1], int((sys.argv[2:] or ["20"])[0]), int((sys.argv[3:] or ["4"])[0])
    graph = shape(name)
    index, names = opened(name, graph), node_names(graph.nodes)
    ours, theirs = kgraph_peer(index, names, hops), duckdb_peer(graph, hops)
    rows: list[tuple[object, ...]] = []
    for kind in ("random", "far", "hubs"):
        pairs = far_pairs(index, names, graph, count) if kind == "far" else pairs_of(graph, kind, count, seed=4)
        times, mismatches = [], 0
        for start, end in pairs:
            begin = time.process_time()
            found = ours(start, end)
            middle = time.process_time()
            others = theirs(start, end)
            times.append((1e3 * (middle - begin), 1e3 * (time.process_time() - middle)))
            mismatches += not _same(found, others)
        if not times:
            continue
        mine, other = [a for a, _ in times], [b for _, b in times]
        ratios = [b / a for a, b in times]
        cells = (p50(mine), p95(mine), max(mine), p50(other), p95(other), max(other))
        rows.append((kind, len(pairs), *cells, p50(ratios), min(ratios), mismatches))
    columns = (
        "pairs", "count", "kgraph p50 ms", "p95", "most", "DuckDB p50 ms", "p95", "most",
        "median ratio", "least ratio", "mismatches",
    )  # fmt: skip
    show(f"{name}: {graph.nodes} nodes, {len(graph.source)} edges, + − ?, ≤ {hops} hops, k = {K} each", columns, rows)


if __name__ == "__main__":
    main()
