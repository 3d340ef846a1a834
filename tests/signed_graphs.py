"""Random signed multigraphs as edge rows, and all their simple paths by plain recursion."""

from itertools import pairwise

import numpy as np

from kgraph.index.compile import Edges
from kgraph.index.step_flags import OF_SIGN
from kgraph.index.text_arrays import Texts
from kgraph.paths.values import times


def random_rows(random, *, most_nodes=7, most_rows=22):
    """(source, target, cost, sign): loops, parallel rows, free rows and ties among them."""
    nodes, rows = random.randint(2, most_nodes), random.randint(0, most_rows)
    costs = random.choice([[0.0, 0.5, 1.0, 1.5, 3.0], [1.0], None])
    return nodes, [
        (
            random.randrange(nodes),
            random.randrange(nodes),
            random.choice(costs) if costs else random.expovariate(1.0),
            random.choice("+-?" if random.random() < 0.8 else "++-"),
        )
        for _ in range(rows)
    ]


def edges_of(nodes, rows):
    """The same rows, ready to be compiled; nodes are called n0, n1 …, rows by their number."""
    source, target, cost, sign = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Edges(
        nodes=Texts.of(f"n{node:06}" for node in range(nodes)),
        source=np.array(source, np.int32),
        target=np.array(target, np.int32),
        cost=np.array(cost, np.float64),
        mark=np.array([OF_SIGN[s] for s in sign], np.uint8),
    )


def every_path(rows, start, end, max_hops, blocked=()):
    """All simple paths from start to end as tuples of row numbers."""
    found, leaving = [], {}
    for number, row in enumerate(rows):
        leaving.setdefault(row[0], []).append((number, row[1]))

    def walk(node, path, visited):
        if node == end:
            found.append(tuple(path))
            return
        if len(path) == max_hops:
            return
        for number, target in leaving.get(node, ()):
            if target not in visited:
                walk(target, [*path, number], visited | {target})

    if start != end and not {start, end} & set(blocked):
        walk(start, [], {start, *blocked})
    return found


def sign_of(rows, path):
    sign = "+"
    for number in path:
        sign = times(sign, rows[number][3])
    return sign


def cost_of(rows, path):
    return sum(rows[number][2] for number in path)


def bundled(rows, path, *, by_sign):
    """What makes a path another path when parallel rows form one step: its nodes, and the signs if they matter."""
    nodes = (rows[path[0]][0], *(rows[number][1] for number in path))
    return (*nodes, *(rows[number][3] for number in path)) if by_sign else nodes


def cheapest_of_each(rows, paths, *, by_sign):
    """The least cost of each bundled path, ascending."""
    least = {}
    for path in paths:
        key = bundled(rows, path, by_sign=by_sign)
        least[key] = min(least.get(key, float("inf")), cost_of(rows, path))
    return sorted(least.values())


def ascends(costs):
    return all(later >= earlier - 1e-9 for earlier, later in pairwise(costs))
