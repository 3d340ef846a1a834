"""Lower bounds on what is still to come, as a search looks them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fall:
    """States whose cost fell in one round: what it is now, and what it was before."""

    states: Longs
    costs: Floats
    before: Floats


class Bounds:
    """The least cost from states to the end within some hops, for every state on a path within a ceiling.

    `falls` are those of rounds 0, 1, 2 …; with `max_hops` 0 the number of hops does not matter.  `least` holds the
    least cost for each state whatever the hops.  `complete` says that the ceiling kept nothing out; `touched` is how
    many steps were looked at.
    """

    def __init__(self, falls: Sequence[Fall], least: Floats, max_hops: int, *, complete: bool, touched: int) -> None:
        self.complete, self.touched, self._least = complete, touched, least
        self._stride = max_hops + 1
        if max_hops:
            keys = np.concatenate([fall.states * self._stride + h for h, fall in enumerate(falls)])
            order = np.argsort(keys)  # all different
            self._keys, self._costs = keys[order], np.concatenate([fall.costs for fall in falls])[order]

    def at_least(self, states: Longs) -> Floats:
        """The least costs, whatever the hops; infinite where no path within the ceiling goes."""
        return self._least[states]

    def of(self, states: Longs, hops: int) -> Floats:
        """The least costs within at most `hops` steps; infinite where no path within the ceiling goes."""
        if self._stride == 1:
            return self._least[states]
        first = states * self._stride
        place = np.searchsorted(self._keys, first + hops, side="right") - 1
        # The first key is at least 0, so a place of −1 is before all of them, and is found not to fit.
        found = (place >= 0) & (self._keys[place] >= first)
        return np.where(found, self._costs[place], inf)
