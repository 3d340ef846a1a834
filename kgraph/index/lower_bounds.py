"""Lower bounds on what is still to come, as a search looks them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fall:
    """States, in order, whose cost fell in one round: what it is now, and what it was before if anyone will ask."""

    states: Longs
    costs: Floats
    before: Floats


class Bounds(Protocol):
    """The least cost from states to the end within some hops, for every state on a path within a ceiling.

    `complete` says that the ceiling kept nothing out; `touched` is how many steps were looked at.
    """

    complete: bool
    touched: int

    def at_least(self, states: Longs) -> Floats:
        """The least costs, whatever the hops; infinite where no path within the ceiling goes."""

    def of(self, states: Longs, hops: int) -> Floats:
        """The least costs within at most `hops` steps; infinite where no path within the ceiling goes."""


class AnyLength:
    """Bounds of paths of any length: those of a ball around the end, and those laid over it outside."""

    def __init__(self, inside: Floats, outside: Floats, *, complete: bool, touched: int) -> None:
        self.complete, self.touched, self._inside, self._outside = complete, touched, inside, outside

    def at_least(self, states: Longs) -> Floats:
        """The least costs; infinite where no path within the ceiling goes."""
        return np.minimum(self._inside[states], self._outside[states])

    def of(self, states: Longs, hops: int) -> Floats:
        """The same, however many hops are left."""
        return self.at_least(states)


class WithinHops:
    """Bounds by the number of hops that are left.

    `falls` are those of rounds 0, 1, 2 …; `least` holds the least cost for each state whatever the hops.
    """

    def __init__(self, falls: Sequence[Fall], least: Floats, *, complete: bool, touched: int) -> None:
        self.complete, self.touched, self._least = complete, touched, least
        self._falls = [(fall.states, fall.costs) for fall in falls]

    def at_least(self, states: Longs) -> Floats:
        """The least costs, whatever the hops; infinite where no path within the ceiling goes."""
        return self._least[states]

    def of(self, states: Longs, hops: int) -> Floats:
        """The least costs within at most `hops` steps; infinite where no path within the ceiling goes."""
        found, left = np.full(len(states), inf), np.arange(len(states))
        # The last round that lowered a state says its cost.
        for lowered, costs in reversed(self._falls[: hops + 1]):
            if not len(left) or not len(lowered):
                continue
            place = np.searchsorted(lowered, states[left])
            place[place == len(lowered)] = 0
            hit = lowered[place] == states[left]
            found[left[hit]] = costs[place[hit]]
            left = left[~hit]
        return found
