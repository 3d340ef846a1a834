"""What a search is about, and the steps that it goes over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of an index in one direction: of each node, from the cheapest, with the node at the other side."""

    start: NDArray[np.int64]
    node: NDArray[np.int32]
    cost: NDArray[np.float64]
    mark: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Question:
    """What a search is about.

    `max_hops` 0 means any length; `mode` is ``unsigned``, ``parity`` (paths of sign + or −) or ``unknown``; `blocked`
    nodes are on no path.  With `apart`, steps of any sign count each for itself in unsigned paths.
    """

    start: int
    end: int
    max_hops: int
    mode: str
    blocked: tuple[int, ...] = ()
    rules: bool = False
    apart: bool = False

    @property
    def width(self) -> int:
        """How many states a node has; a state is node · width + what is owed."""
        return 1 if self.mode == "unsigned" else 2
