"""Generated graphs in the shape of well-known ones: as many nodes and edges, with the same kind of hubs.

Both ends of an edge are drawn from a heavy-tailed popularity, so that a few nodes have tens of thousands of neighbours
and most have some tens.  Costs are −log of confidences between 0.05 and 1.  One edge in twelve repeats the two nodes of
an earlier one with a confidence and sign of its own: a parallel claim.  Same seed, same graph.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHAPES = {
    "hetionet": (47_031, 2_250_197),
    "primekg": (129_375, 8_100_498),
    "million": (1_000_000, 10_000_000),
}
_SIGNS = (0.45, 0.35, 0.20)  # + − ?
_FLAT_TOP = 10  # the best connected share the top
_EVENLY = 0.4


@dataclass(frozen=True, slots=True)
class Shape:
    """An edge list: numbers of nodes, costs, and signs (0 for +, 1 for −, 2 for unknown)."""

    nodes: int
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    cost: NDArray[np.float64]
    sign: NDArray[np.uint8]


def scale_free(nodes: int, edges: int, *, seed: int = 0) -> Shape:
    """A directed signed multigraph with hubs, without loops."""
    random = np.random.default_rng(seed)
    popularity = 1.0 / (np.arange(nodes, dtype=np.float64) + _FLAT_TOP)
    popularity /= popularity.sum()
    edges_of = np.cumsum(popularity)
    names = random.permutation(nodes).astype(np.int32)

    def drawn(count: int) -> NDArray[np.int32]:
        return names[np.minimum(np.searchsorted(edges_of, random.random(count)), nodes - 1)]

    source, target = drawn(edges), drawn(edges)
    # Some ends are drawn evenly, so that few nodes are left without edges.
    evenly = random.random(edges) < _EVENLY
    source = np.where(evenly, random.integers(0, nodes, edges, dtype=np.int32), source)
    evenly = random.random(edges) < _EVENLY
    target = np.where(evenly, random.integers(0, nodes, edges, dtype=np.int32), target)
    repeated = np.flatnonzero(random.random(edges) < 1 / 12)
    earlier = random.integers(0, edges, len(repeated))
    source[repeated], target[repeated] = source[earlier], target[earlier]
    target = np.where(source == target, (target + 1) % nodes, target).astype(np.int32)
    confidence = random.uniform(0.05, 1.0, edges)
    sign = random.choice(3, edges, p=_SIGNS).astype(np.uint8)
    return Shape(nodes, source.astype(np.int32), target, -np.log(confidence), sign)


def merged_mechanisms(paths: int, *, seed: int = 0) -> Shape:
    """A merge of short mechanistic paths from drugs to diseases that share hubs in the middle, as DrugMechDB has them.

    Each path has 2 to 6 steps, all of them signed, through proteins and processes that few drugs and many drugs share.
    """
    random = np.random.default_rng(seed)
    drugs, diseases, middle = paths // 3 + 1, paths // 7 + 1, paths + 1
    hops = random.integers(2, 7, paths)
    inner = hops - 1
    owner = np.repeat(np.arange(paths), inner)
    popular = (middle * random.random(len(owner)) ** 3).astype(np.int32)
    first = np.concatenate(([0], np.cumsum(inner)[:-1]))
    last = np.cumsum(inner) - 1
    drug = random.integers(0, drugs, paths).astype(np.int32) + middle
    disease = random.integers(0, diseases, paths).astype(np.int32) + middle + drugs
    within = np.flatnonzero(owner[1:] == owner[:-1])
    source = np.concatenate((drug, popular[within], popular[last]))
    target = np.concatenate((popular[first], popular[within + 1], disease))
    kept = source != target
    source, target = source[kept], target[kept]
    confidence = random.uniform(0.3, 1.0, len(source))
    sign = random.choice(2, len(source), p=(0.6, 0.4)).astype(np.uint8)
    nodes = middle + drugs + diseases
    return Shape(nodes, source.astype(np.int32), target.astype(np.int32), -np.log(confidence), sign)
