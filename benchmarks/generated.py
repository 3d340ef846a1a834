"""Indexes of generated graphs, made once and kept in a folder, and questions to ask of them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from shapes import SHAPES, Shape, merged_mechanisms, scale_free

from kgraph.index.compile import Edges, compile_edges
from kgraph.index.file_layout import write_arrays
from kgraph.index.open_index import GraphIndex
from kgraph.index.text_arrays import Texts

FOLDER = Path(os.environ.get("KGRAPH_BENCHMARKS", Path(tempfile.gettempdir()) / "kgraph-benchmarks"))
_HUBS = 100
_CLAIMS = {"100k": (20_000, 100_000), "1m": (200_000, 1_000_000)}


def shape(name: str) -> Shape:
    """The generated graph of a name: one of SHAPES, ``100k``, ``1m``, or ``merge-N`` for N merged mechanistic paths."""
    if name.startswith("merge-"):
        return merged_mechanisms(int(name.removeprefix("merge-")))
    nodes, edges = (SHAPES | _CLAIMS)[name]
    return scale_free(nodes, edges)


def node_names(count: int) -> list[str]:
    """Identifiers of nodes, in the order of their bytes."""
    width = len(str(count - 1))
    return [f"X:{number:0{width}}" for number in range(count)]


def opened(name: str, graph: Shape | None = None) -> GraphIndex:
    """The index of a generated graph; compiled when there is none yet."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    place = FOLDER / f"{name}.index"
    if not place.exists():
        graph = graph or shape(name)
        edges = Edges(
            nodes=Texts.of(node_names(graph.nodes)),
            source=graph.source,
            target=graph.target,
            cost=graph.cost,
            mark=graph.sign,
            facts={"costs": "confidence"},
        )
        write_arrays(place, *compile_edges(edges))
    return GraphIndex(place)


def cheapest_edges(graph: Shape) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Of parallel edges the cheapest, whatever their signs: what peers without parallel edges are given."""
    key = graph.source.astype(np.int64) * graph.nodes + graph.target
    order = np.lexsort((graph.cost, key))
    first = order[np.concatenate(([True], np.diff(key[order]) > 0))]
    return graph.source[first], graph.target[first], graph.cost[first]


def pairs_of(graph: Shape, kind: str, count: int, *, seed: int = 1) -> list[tuple[int, int]]:
    """Pairs of different nodes: ``hubs``, both ends among the 100 best connected; ``random``, with steps out and in."""
    random = np.random.default_rng(seed)
    out = np.bincount(graph.source, minlength=graph.nodes)
    into = np.bincount(graph.target, minlength=graph.nodes)
    if kind == "hubs":
        choice = np.argsort(-(out + into), kind="stable")[:_HUBS]
        return [tuple(random.choice(choice, 2, replace=False).tolist()) for _ in range(count)]  # type: ignore[misc]
    starts, ends = np.flatnonzero(out), np.flatnonzero(into)
    found: list[tuple[int, int]] = []
    while len(found) < count:
        start, end = int(random.choice(starts)), int(random.choice(ends))
        if start != end:
            found.append((start, end))
    return found
