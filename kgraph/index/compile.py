"""What an index is compiled from, and the compiling: steps sorted both ways, parallel rows kept behind each step.

Rows that join the same two nodes with the same sign, kind and rules form one step.  The cheapest row gives the step
its cost; every other stays behind it, in order of cost, and can be had back as a path of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kgraph.errors import UsageError
from kgraph.index.step_flags import OF_SIGN, RULES, SHADOWED, SIGN
from kgraph.index.text_arrays import Texts

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

MOST_NODES = 1 << 28
MOST_ROWS = (1 << 31) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Rows of an edge table: numbers of nodes, costs (finite, not negative), marks, and what each row is called.

    `nodes` are in the order of their UTF-8 bytes, and `source` and `target` count in it.  `keys` names each row, or is
    None where the row number does; beside an array `row_claim` they name its claims.  `relation` counts in `relations`.
    `names` are (normalised name, node, rank), in the order of the names; rank 0 is a preferred name, 1 a synonym.
    `ends_only` are nodes that are no stepping stones.  `evidence` holds the arrays of
    `kgraph.index.evidence_columns`.  `facts` go into the header as they are.
    """

    nodes: Texts
    source: Ints
    target: Ints
    cost: Floats
    mark: NDArray[np.uint8]
    keys: Texts | None = None
    relation: Ints | None = None
    relations: Texts = field(default_factory=lambda: Texts.of(()))
    labels: Texts | None = None
    names: tuple[Texts, Ints, NDArray[np.uint8]] | None = None
    ends_only: Ints | None = None
    evidence: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


def compile_edges(edges: Edges, *, shadows: bool = True) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """The arrays and facts of an index, ready for `write_arrays`; the same edges give the same arrays.

    Without `shadows`, the steps that only searches without signs pass over are not marked.
    Raises UsageError beyond 268 million nodes or two thousand million rows.
    """
    count, rows = len(edges.nodes), len(edges.source)
    if count > MOST_NODES or rows > MOST_ROWS:
        raise UsageError(f"{count} nodes and {rows} rows do not fit one index: at most {MOST_NODES} and {MOST_ROWS}.")
    by_cost = np.argsort(edges.cost, kind="stable").astype(np.int32)
    bundle_key = edges.source.astype(np.uint64)
    bundle_key *= np.uint64(count)
    bundle_key += edges.target.astype(np.uint64)
    bundle_key <<= np.uint64(8)
    bundle_key |= edges.mark
    # Ranks by cost break ties within a bundle: a stable sort of the rows in order of cost.
    bundle_key = bundle_key[by_cost]
    grouped = np.argsort(bundle_key, kind="stable").astype(np.int32)
    bundle_key = bundle_key[grouped]
    first = (
        np.flatnonzero(np.concatenate(([True], bundle_key[1:] != bundle_key[:-1]))) if rows else np.empty(0, np.int64)
    )
    pair = bundle_key[first] >> np.uint64(8)
    del bundle_key
    rank = grouped[first]
    best = by_cost[rank]
    source, target, cost = edges.source[best], edges.target[best], edges.cost[best]
    mark = edges.mark[best]
    if shadows:
        mark = mark | _shadowed(pair, rank, mark)
    del pair
    out = _order(source, rank, rows)
    arrays: dict[str, NDArray[Any]] = {
        "out_start": _starts(source, count),
        "out_target": target[out],
        "out_cost": cost[out],
        "out_mark": mark[out],
    }
    inward = _order(target, rank, rows)
    arrays |= {
        "in_start": _starts(target, count),
        "in_source": source[inward],
        "in_cost": cost[inward],
        "in_mark": mark[inward],
    }
    del inward, source, target, mark, cost, best, rank
    arrays |= _members(edges, by_cost, grouped, first, out)
    del by_cost, grouped
    facts = {
        **edges.facts,
        "nodes": count,
        "rows": rows,
        "steps": len(first),
        "unknown_signs": int((edges.mark & SIGN == OF_SIGN["?"]).sum()),
        "rules": bool(rows and (edges.mark & RULES).any()) or edges.ends_only is not None,
    }
    return arrays | _texts(edges) | dict(edges.evidence), facts


def _shadowed(pair: NDArray[np.uint64], rank: Ints, mark: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The shadow bit of every step whose two nodes a cheaper step joins; steps under rules have no part in it."""
    if not len(pair):
        return np.empty(0, np.uint8)
    plain = (mark & RULES) == 0
    heads = np.concatenate(([True], pair[1:] != pair[:-1]))
    group = np.cumsum(heads) - 1
    least = np.minimum.reduceat(np.where(plain, rank, MOST_ROWS), np.flatnonzero(heads))
    return np.where(plain & (rank != least[group]), SHADOWED, 0).astype(np.uint8)


def _order(node: Ints, rank: Ints, rows: int) -> Ints:
    """The steps by node, then by cost: one sort of numbers, because ranks are all different."""
    place = np.empty(rows, np.int32)
    place[rank] = np.arange(len(rank), dtype=np.int32)
    packed = node.astype(np.uint64)
    packed <<= np.uint64(32)
    packed |= rank.astype(np.uint64)
    packed.sort()
    packed &= np.uint64(0xFFFF_FFFF)
    return place[packed.astype(np.int32)]


def _starts(node: Ints, count: int) -> NDArray[np.int64]:
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(node, minlength=count), out=starts[1:])
    return starts


def _members(
    edges: Edges, by_cost: Ints, grouped: Ints, first: NDArray[np.int64], out: Ints
) -> dict[str, NDArray[Any]]:
    """The rows behind each step, in the order of the steps that leave, cheapest first."""
    rows = len(grouped)
    if len(first) == rows:
        return {"row": by_cost[grouped][out]}
    size = np.diff(np.append(first, rows))[out]
    starts = np.zeros(len(out) + 1, np.int64)
    np.cumsum(size, out=starts[1:])
    places = np.repeat(first[out] - starts[:-1], size) + np.arange(rows)
    row = by_cost[grouped[places]]
    return {"row_start": starts, "row": row, "row_cost": edges.cost[row]}


def _texts(edges: Edges) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}

    def store(name: str, texts: Texts) -> None:
        arrays[f"{name}_start"], arrays[f"{name}_text"] = texts.arrays

    store("node", edges.nodes)
    if edges.labels is not None:
        store("label", edges.labels)
    if edges.names is not None:
        store("name", edges.names[0])
        arrays["name_node"], arrays["name_rank"] = edges.names[1:]
    if edges.keys is not None:
        store("key", edges.keys)
    if edges.relation is not None:
        store("relation", edges.relations)
        arrays["row_relation"] = edges.relation
    if edges.ends_only is not None:
        arrays["ends_only"] = edges.ends_only
    return arrays
