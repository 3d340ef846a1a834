"""What differs between two sets of data: things, and what is concluded from them."""

from __future__ import annotations

from kgraph.frozen import frozen
from kgraph.model import Curie

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
STATES = (ADDED, REMOVED, CHANGED)
# Kinds of conclusions, in the order in which they are told.
CONCLUSIONS = ("verdict", "mechanism", "people", "outcome", "chain", "weakest step", "hypothesis", "expected answer")


@frozen
class FieldChange:
    """One field of a thing as it was and as it is, in words; empty where there was or is nothing."""

    name: str
    before: str
    after: str


@frozen
class ThingChange:
    """A claim, entity, reference … that was added, removed or changed.

    `part` is the collection it belongs to and `label` what it says in words.  `fields` are those that changed; there
    are none for a thing that was added or removed.
    """

    part: str
    id: Curie
    state: str
    label: str
    fields: tuple[FieldChange, ...] = ()


@frozen
class Conclusion:
    """Something concluded that is not as it was.

    `kind` is one of CONCLUSIONS and `question` what is asked, in words.  `what` names the chain, mechanism, hypothesis
    or row in question; `before` and `after` say how it stood and how it stands.  `because` are the changed things that
    it rests on; empty when it rests on none itself, as a chain that another one displaced.
    """

    kind: str
    question: str
    what: str
    state: str
    before: str
    after: str
    because: tuple[Curie, ...] = ()


@frozen
class Difference:
    """All that differs from one set of data to another, with how much was compared.

    `compared` counts what was looked at on either side: things by collection, questions, hypotheses, named queries.
    """

    before: str
    after: str
    things: tuple[ThingChange, ...]
    conclusions: tuple[Conclusion, ...]
    compared: tuple[tuple[str, int], ...]

    @property
    def claims(self) -> tuple[ThingChange, ...]:
        """The claims that were added, removed or changed, in the order of their identifiers."""
        return tuple(change for change in self.things if change.part == "claims")

    def __bool__(self) -> bool:
        return bool(self.things or self.conclusions)
