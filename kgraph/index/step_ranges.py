"""Runs of steps, each sorted by cost: what of them lies within a cost, and all their places as one array."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


def places_between(low: Longs, high: Longs) -> tuple[Longs, Longs]:
    """The places from `low` up to before `high` of each run, and for each place the number of its run."""
    size = high - low
    until = np.cumsum(size)
    places = np.repeat(low - (until - size), size) + np.arange(until[-1] if len(until) else 0)
    return places, np.repeat(np.arange(len(size)), size)


def first_beyond(cost: Floats, low: Longs, high: Longs, room: Floats) -> Longs:
    """For each run, sorted by cost, where the first stands that costs more than there is room for."""
    high, low = high.copy(), low.copy()
    for _ in range(int((high - low).max(initial=0)).bit_length()):
        middle = (low + high) >> 1
        fits = (low < high) & (cost[np.minimum(middle, len(cost) - 1)] <= room)
        low = np.where(fits, middle + 1, low)
        high = np.where(fits, high, np.minimum(middle, high))
    return low


def distinct(numbers: Longs) -> Longs:
    """Each number once, in order."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered
