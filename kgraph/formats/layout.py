"""Positions for a layered picture that is read from left to right.

Layers, then an order within each layer that avoids crossings (barycentres; Sugiyama, Tagawa and Toda 1981), then
heights that keep neighbours level.  An arc over several layers bends through each, between the boxes that stand
there.  Nothing is random, so the same graph gives the same picture.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Arc = tuple[str, str]
Positions = dict[str, tuple[int, int]]

COLUMN, ROW = 262, 54
_SWEEPS = 12
_ROWS_PER_COLUMN = 26
_LONG_EDGES_KEPT = 4000
# A bend of a long arc needs less room than a box with a name.
_BEND = 0.5
_LINE, _PADDING = 20, 28


@dataclass(frozen=True, slots=True)
class Layout:
    """Where nodes stand, and through which points the arcs over several layers bend."""

    positions: Positions
    routes: dict[Arc, list[tuple[int, int]]]


def rows_for(label: str, *, letters: int = 14) -> float:
    """How many rows a box with this label takes, with about `letters` letters a line and at most three lines."""
    lines = min(3, max(1, len(textwrap.wrap(label, letters))))
    return (_PADDING + lines * _LINE) / ROW


def layered(
    nodes: Sequence[str],
    arcs: Iterable[Arc],
    *,
    start: str = "",
    end: str = "",
    rows: Mapping[str, float] | None = None,
) -> Layout:
    """A layout with `start` alone at the left and `end` alone at the right; other nodes by their distance.

    A node stands one layer right of the farthest node that leads to it; arcs that would close a circle are ignored
    for this.  `rows` says how high nodes are, in rows; one row without it.  No node gives an empty layout.  Linear in
    nodes and arcs but for the sorting of layers.
    """
    known = set(nodes)
    forward = _without_circles(nodes, [(a, b) for a, b in dict.fromkeys(arcs) if a in known and b in known], start)
    layers = _layers(nodes, forward)
    if end in known:
        layers[end] = max(layers.values()) + (1 if any(n != end and layers[n] >= layers[end] for n in nodes) else 0)
    if start in known:
        layers = {node: layer if node == start else max(1, layer) for node, layer in layers.items()}
    return _place(layers, forward, rows or {})


def in_columns(
    column_of: Mapping[str, int], arcs: Iterable[Arc], *, rows: Mapping[str, float] | None = None
) -> Positions:
    """Positions for nodes whose column is given; a column too long for one is set as several side by side."""
    links = [(a, b) for a, b in dict.fromkeys(arcs) if a in column_of and b in column_of and a != b]
    order, high = _ordered(column_of, links), rows or {}
    positions: Positions = {}
    x = 0
    for column in order:
        parts = [column[i : i + _ROWS_PER_COLUMN] for i in range(0, len(column), _ROWS_PER_COLUMN)]
        for part in parts:
            y = -sum(high.get(node, 1.0) for node in part) * ROW / 2
            for node in part:
                half = high.get(node, 1.0) * ROW / 2
                positions[node] = (x, round(y + half))
                y += 2 * half
            x += COLUMN
        x += COLUMN // 2
    return positions


def _without_circles(nodes: Sequence[str], arcs: list[Arc], start: str) -> list[Arc]:
    leaving: dict[str, list[str]] = {}
    for a, b in arcs:
        leaving.setdefault(a, []).append(b)
    done: set[str] = set()
    active: set[str] = set()
    kept: list[Arc] = []
    for root in ([start] if start in nodes else []) + list(nodes):
        if root in done:
            continue
        stack = [(root, iter(leaving.get(root, ())))]
        active.add(root)
        while stack:
            node, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                stack.pop()
                active.discard(node)
                done.add(node)
            elif target not in active:
                kept.append((node, target))
                if target not in done:
                    active.add(target)
                    stack.append((target, iter(leaving.get(target, ()))))
    return kept


def _layers(nodes: Sequence[str], arcs: list[Arc]) -> dict[str, int]:
    waiting = dict.fromkeys(nodes, 0)
    leaving: dict[str, list[str]] = {}
    for a, b in arcs:
        waiting[b] += 1
        leaving.setdefault(a, []).append(b)
    layers = dict.fromkeys(nodes, 0)
    ready = [node for node in nodes if not waiting[node]]
    while ready:
        node = ready.pop()
        for target in leaving.get(node, ()):
            layers[target] = max(layers[target], layers[node] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return layers


def _place(layers: dict[str, int], arcs: list[Arc], rows: Mapping[str, float]) -> Layout:
    """Heights for layered nodes; an arc over several layers reserves a place in each, so that it passes between."""
    all_layers, links, high = dict(layers), [], dict(rows)
    bends: dict[Arc, list[str]] = {}
    for number, (a, b) in enumerate(arcs):
        first, last = layers[a], layers[b]
        if last - first <= 1 or number > _LONG_EDGES_KEPT:
            links.append((a, b))
            continue
        bends[a, b] = [f"\0{number}.{layer}" for layer in range(first + 1, last)]
        all_layers.update({bend: first + 1 + place for place, bend in enumerate(bends[a, b])})
        high.update(dict.fromkeys(bends[a, b], _BEND))
        links += list(pairwise([a, *bends[a, b], b]))
    order = _ordered(all_layers, links)
    heights = _heights(order, links, high)
    at = {node: (layer * COLUMN, round(heights[node] * ROW)) for node, layer in all_layers.items()}
    routes = {arc: [at[bend] for bend in chain] for arc, chain in bends.items()}
    return Layout({node: at[node] for node in layers}, routes)


def _ordered(layer_of: Mapping[str, int], links: list[Arc]) -> list[list[str]]:
    columns: dict[int, list[str]] = {}
    for node, layer in layer_of.items():
        columns.setdefault(layer, []).append(node)
    order = [columns[layer] for layer in sorted(columns)]
    before, after = _neighbours(links)
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        near = before if downwards else after
        place = {node: index - len(column) / 2 for column in order for index, node in enumerate(column)}
        for column in order if downwards else reversed(order):
            keys = {node: _mean(near.get(node, ()), place, place[node]) for node in column}
            column.sort(key=keys.__getitem__)
            place.update({node: index - len(column) / 2 for index, node in enumerate(column)})
    return order


def _heights(order: list[list[str]], links: list[Arc], rows: Mapping[str, float]) -> dict[str, float]:
    before, after = _neighbours(links)
    heights = {node: index - (len(column) - 1) / 2 for column in order for index, node in enumerate(column)}
    for sweep in range(_SWEEPS):
        near = before if sweep % 2 == 0 else after
        for column in order:
            wanted = [_mean(near.get(node, ()), heights, heights[node]) for node in column]
            heights.update(zip(column, _apart(wanted, [rows.get(node, 1.0) for node in column]), strict=True))
    return heights


def _apart(wanted: list[float], gaps: list[float]) -> list[float]:
    """Heights near the wanted ones, in the same order, and far enough apart: blocks that touch move as one."""
    blocks: list[tuple[float, int, list[float]]] = []
    for index, height in enumerate(wanted):
        offset = 0.0
        block = (height, 1, [offset])
        while blocks:
            last, count, offsets = blocks[-1]
            reach = (gaps[index - len(block[2])] + gaps[index - len(block[2]) + 1]) / 2
            if last + offsets[-1] + reach <= block[0]:
                break
            blocks.pop()
            shift = offsets[-1] + reach
            total = count + block[1]
            mean = (last * count + (block[0] - shift) * block[1]) / total
            block = (mean, total, [*offsets, *(shift + other for other in block[2])])
        blocks.append(block)
    return [start + offset for start, _, offsets in blocks for offset in offsets]


def _neighbours(links: list[Arc]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for a, b in links:
        after.setdefault(a, []).append(b)
        before.setdefault(b, []).append(a)
    return before, after


def _mean(near: Iterable[str], place: Mapping[str, float], otherwise: float) -> float:
    values = [place[node] for node in near]
    return sum(values) / len(values) if values else otherwise


def by_kind(columns: Sequence[frozenset[str]]) -> Callable[[str], int]:
    """A function that gives the column of a kind of entity; a kind of no column stands in the middle."""
    places = {kind: place for place, kinds in enumerate(columns) for kind in kinds}
    return lambda kind: places.get(kind, len(columns) // 2)
