"""The search over an index beside libraries, pair by pair in turn, with equal costs checked.

    python benchmarks/against_peers.py any-length hetionet [PAIRS]   scipy's Yen, igraph
    python benchmarks/against_peers.py hops hetionet [PAIRS]         rustworkx: enumerate up to 3 and 4 hops, keep k
    python benchmarks/against_peers.py small [PAIRS]                 100 000 edges: networkx, SPARQL and all the others

Unsigned, k = 10.  Peers get the cheapest of parallel edges, in the form that suits each best, made before the clock
starts.  Ratios are peer / kgraph for the same pair, medians over pairs; a mismatch is a cost that differs.  Times are
of the processor, which others on the machine disturb least; all of the contestants use one core.
"""

from __future__ import annotations

import heapq
import sys
import time
from collections.abc import Callable
from itertools import islice, pairwise
from math import isclose

import numpy as np
from generated import cheapest_edges, node_names, opened, pairs_of, shape
from shapes import Shape
from table import p50, show

K = 10
Costs = list[float]
Peer = Callable[[int, int], Costs]


def kgraph_peer(name: str, graph: Shape, hops: int | None) -> Peer:
    """The public API: names in, paths with their steps and keys out."""
    index, names = opened(name, graph), node_names(graph.nodes)
    return lambda s, t: [path.cost for path in islice(index.paths(names[s], names[t], max_hops=hops), K)]


def scipy_peer(graph: Shape) -> Peer:
    """scipy.sparse.csgraph.yen on a CSR matrix."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import yen

    source, target, cost = cheapest_edges(graph)
    matrix = csr_array((cost, (source, target)), shape=(graph.nodes, graph.nodes))
    return lambda s, t: yen(matrix, s, t, K, directed=True).tolist()


def igraph_peer(graph: Shape) -> Peer:
    """Igraph's get_k_shortest_paths, weights as a list, paths as edges."""
    import igraph

    source, target, cost = cheapest_edges(graph)
    made = igraph.Graph(n=graph.nodes, edges=np.column_stack((source, target)), directed=True)
    weights = cost.tolist()

    def ask(s: int, t: int) -> Costs:
        found = made.get_k_shortest_paths(s, to=t, k=K, mode="out", weights=weights, output="epath")
        return [sum(weights[edge] for edge in path) for path in found]

    return ask


def rustworkx_peer(graph: Shape, hops: int) -> Peer:
    """rustworkx: every simple path of at most so many hops, of which the cheapest are kept."""
    import rustworkx

    source, target, cost = cheapest_edges(graph)
    made = rustworkx.PyDiGraph()
    made.add_nodes_from(range(graph.nodes))
    made.add_edges_from(list(zip(source.tolist(), target.tolist(), cost.tolist(), strict=True)))
    costs = dict(zip(zip(source.tolist(), target.tolist(), strict=True), cost.tolist(), strict=True))

    def ask(s: int, t: int) -> Costs:
        found = rustworkx.all_simple_paths(made, s, t, cutoff=hops + 1)
        return heapq.nsmallest(K, (sum(costs[step] for step in pairwise(path)) for path in found))

    return ask


def networkx_peers(graph: Shape, hops: int) -> dict[str, tuple[int | None, Peer]]:
    """networkx: shortest_simple_paths as it comes, all_simple_paths up to a cutoff with the cheapest kept."""
    import networkx as nx

    source, target, cost = cheapest_edges(graph)
    made = nx.DiGraph()
    made.add_weighted_edges_from(zip(source.tolist(), target.tolist(), cost.tolist(), strict=True))

    def total(path: list[int]) -> float:
        return sum(made[a][b]["weight"] for a, b in pairwise(path))

    def shortest(s: int, t: int) -> Costs:
        try:
            return [total(path) for path in islice(nx.shortest_simple_paths(made, s, t, weight="weight"), K)]
        except nx.NetworkXNoPath:
            return []

    def every(s: int, t: int) -> Costs:
        return heapq.nsmallest(K, map(total, nx.all_simple_paths(made, s, t, cutoff=hops)))

    return {"networkx shortest_simple_paths": (None, shortest), f"networkx all_simple_paths ≤ {hops}": (hops, every)}


def sparql_peer(graph: Shape, hops: int) -> Peer:
    """pyoxigraph: joins of 1, 2 … hops over plain triples, simple paths kept, costs added in Python."""
    from pyoxigraph import NamedNode, Quad, Store

    source, target, cost = cheapest_edges(graph)
    step, names = NamedNode("x:step"), [NamedNode(f"x:{number}") for number in range(graph.nodes)]
    store = Store()
    store.bulk_extend(Quad(names[s], step, names[t]) for s, t in zip(source.tolist(), target.tolist(), strict=True))
    costs = dict(zip(zip(source.tolist(), target.tolist(), strict=True), cost.tolist(), strict=True))

    def ask(s: int, t: int) -> Costs:
        totals = []
        for length in range(1, hops + 1):
            inner = [f"?v{number}" for number in range(1, length)]
            ends = [f"<x:{s}>", *inner, f"<x:{t}>"]
            pattern = " . ".join(f"{a} <x:step> {b}" for a, b in pairwise(ends))
            for row in store.query(f"SELECT {' '.join(inner) or '*'} WHERE {{ {pattern} }}"):
                path = [s, *(int(row[name[1:]].value[2:]) for name in inner), t]
                if len(set(path)) == len(path):
                    totals.append(sum(costs[edge] for edge in pairwise(path)))
        return heapq.nsmallest(K, totals)

    return ask


def sparql_reach_peer(graph: Shape) -> Callable[[int, int], bool]:
    """pyoxigraph: a property path, which says whether there is a way, and not which."""
    from pyoxigraph import NamedNode, Quad, Store

    source, target, _ = cheapest_edges(graph)
    step, names = NamedNode("x:step"), [NamedNode(f"x:{number}") for number in range(graph.nodes)]
    store = Store()
    store.bulk_extend(Quad(names[s], step, names[t]) for s, t in zip(source.tolist(), target.tolist(), strict=True))
    return lambda s, t: bool(store.query(f"ASK {{ <x:{s}> <x:step>+ <x:{t}> }}"))


def compare(
    title: str, name: str, graph: Shape, peers: dict[str, tuple[int | None, Peer]], pairs: list[tuple[int, int]]
) -> None:
    """Ask all peers about each pair in turn and print medians of ratios; unreachable pairs are passed over."""
    ours = {hops: kgraph_peer(name, graph, hops) for hops in {hops for hops, _ in peers.values()}}
    times: dict[str, list[tuple[float, float]]] = {peer: [] for peer in peers}
    mismatches = dict.fromkeys(peers, 0)
    for start, end in pairs:
        for peer, (hops, ask) in peers.items():
            begin = time.process_time()
            expected = ours[hops](start, end)
            middle = time.process_time()
            if not expected:
                continue
            found = sorted(ask(start, end))
            times[peer].append((middle - begin, time.process_time() - middle))
            same = len(found) == len(expected) and all(
                isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a, b in zip(found, expected, strict=True)
            )
            mismatches[peer] += not same
    rows = [
        (
            peer,
            len(took),
            1e3 * p50([mine for mine, _ in took]),
            1e3 * p50([theirs for _, theirs in took]),
            p50([theirs / mine for mine, theirs in took]),
            mismatches[peer],
        )
        for peer, took in times.items()
        if took
    ]
    show(title, ("peer", "pairs", "kgraph ms", "peer ms", "median ratio", "mismatches"), rows)


def main() -> None:
    """Run the part that the first argument names."""
    part, name, count = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "hetionet", int((sys.argv[3:] or ["5"])[0])  # noqa: PLR2004
    if part == "small":
        name, count = "100k", int((sys.argv[2:] or ["10"])[0])
    graph = shape(name)
    pairs = pairs_of(graph, "random", count)
    label = f"{name}: {graph.nodes} nodes, {len(graph.source)} edges, random pairs, k = {K}, unsigned"
    if part == "any-length":
        compare(
            f"{label}, any length",
            name,
            graph,
            {"scipy yen": (None, scipy_peer(graph)), "igraph": (None, igraph_peer(graph))},
            pairs,
        )
    elif part == "hops":
        compare(label, name, graph, {"rustworkx ≤ 3": (3, rustworkx_peer(graph, 3))}, pairs)
        compare(label, name, graph, {"rustworkx ≤ 4": (4, rustworkx_peer(graph, 4))}, pairs[: max(3, count // 4)])
    elif part == "small":
        compare(
            label,
            name,
            graph,
            {
                "scipy yen": (None, scipy_peer(graph)),
                "igraph": (None, igraph_peer(graph)),
                "rustworkx ≤ 4": (4, rustworkx_peer(graph, 4)),
                "SPARQL joins ≤ 3 (pyoxigraph)": (3, sparql_peer(graph, 3)),
                **networkx_peers(graph, 4),
            },
            pairs,
        )
        reach = sparql_reach_peer(graph)
        times = []
        for start, end in pairs:
            begin = time.process_time()
            reach(start, end)
            times.append(1e3 * (time.process_time() - begin))
        show("SPARQL property path (pyoxigraph): is there a way at all?", ("pairs", "ms"), [(len(times), p50(times))])
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
