"""Steps and paths of an index, as the Python API returns them."""

from __future__ import annotations

from dataclasses import dataclass

# Costs are equal when they differ by less than this part of themselves.
EQUAL = 1e-12


@dataclass(frozen=True, slots=True)
class IndexStep:
    """One step: identifiers of its two nodes, relation, sign, kind, cost, the rows of the edge table behind it.

    `keys` are the names of these rows, the cheapest first; `relation` is that of the cheapest, empty when the table has
    none.
    """

    subject: str
    object: str
    relation: str
    sign: str
    kind: str
    cost: float
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexPath:
    """A simple path: its steps, the product of their signs, and the sum of their costs from start to end."""

    steps: tuple[IndexStep, ...]
    sign: str
    cost: float

    @property
    def nodes(self) -> tuple[str, ...]:
        """The identifiers along the path, start and end included."""
        return (self.steps[0].subject, *(step.object for step in self.steps))

    @property
    def weakest_number(self) -> int:
        """The number of the costliest step, from 1; the first one of equals."""
        costs = [step.cost for step in self.steps]
        return costs.index(max(costs)) + 1
