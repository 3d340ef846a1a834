"""The search over an index beside embedded databases that join edges with edges, one thread each, pair by pair in turn.

    python benchmarks/against_joins.py SHAPE [PAIRS] [HOPS] [PEER]...

Signed, k = 10 of each sign, at most HOPS hops (4).  Peers are DuckDB, ladybug and Cozo (`join_peers.py`), those named
or all that are installed; each has twenty seconds a question.  kgraph is timed through its public API, names in, paths
with their steps and keys out.  ``random`` pairs have steps out and in; ``far`` ones are four steps or more apart.
Times are of the processor; a mismatch is a cost that differs; a question that a peer was not done with counts by the
time it took.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import islice
from math import isclose

from generated import node_names, opened, pairs_of, shape
from join_peers import PEERS, SIGNS, Costs, K
from shapes import Shape
from table import p50, p95, show

from kgraph.index.open_index import GraphIndex
from kgraph.paths.search import SearchBudget

_FAR = 4


def kgraph_peer(index: GraphIndex, names: list[str], hops: int) -> Callable[[int, int], Costs]:
    """The three searches for +, − and ?."""

    def ask(start: int, end: int) -> Costs:
        search = index.between(names[start], names[end], max_hops=hops)
        return {
            sign: [path.cost for path in islice(search.cheapest(sign, SearchBudget(), expected=K), K)] for sign in SIGNS
        }

    return ask


def _same(found: Costs, others: Costs) -> bool:
    return all(
        len(found[sign]) == len(others[sign])
        and all(isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a, b in zip(found[sign], others[sign], strict=True))
        for sign in SIGNS
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
    ours = kgraph_peer(index, names, hops)
    rows: list[tuple[object, ...]] = []
    for peer in sys.argv[4:] or PEERS:
        try:
            theirs = PEERS[peer](graph, hops)
        except ImportError as error:
            print(f"{peer} has no part in it: {error}", file=sys.stderr)
            continue
        for kind in ("random", "far", "hubs"):
            pairs = far_pairs(index, names, graph, count) if kind == "far" else pairs_of(graph, kind, count, seed=4)
            times, mismatches, cut = [], 0, 0
            for start, end in pairs:
                begin = time.process_time()
                found = ours(start, end)
                middle = time.process_time()
                others = theirs(start, end)
                times.append((1e3 * (middle - begin), 1e3 * (time.process_time() - middle)))
                cut += others is None
                mismatches += others is not None and not _same(found, others)
            if not times:
                continue
            mine, other = [a for a, _ in times], [b for _, b in times]
            ratios = [b / a for a, b in times]
            cells = (p50(mine), p95(mine), max(mine), p50(other), p95(other), max(other))
            rows.append((kind, peer, len(pairs), *cells, p50(ratios), min(ratios), mismatches, cut))
    columns = (
        "pairs", "peer", "count", "kgraph p50 ms", "p95", "most", "peer p50 ms", "p95", "most",
        "median ratio", "least ratio", "mismatches", "not done",
    )  # fmt: skip
    show(f"{name}: {graph.nodes} nodes, {len(graph.source)} edges, + − ?, ≤ {hops} hops, k = {K} each", columns, rows)


if __name__ == "__main__":
    main()
