"""Steps, paths and answers: what the Python API returns, the command line prints and the explorer draws."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from kgraph.frozen import frozen, replace
from kgraph.model import Claim, Curie

SIGNS = ("+", "-", "?")


def times(first: str, second: str) -> str:
    """The product of two signs; an unknown sign makes it unknown, 0 makes it 0."""
    if "?" in (first, second):
        return "?"
    if "0" in (first, second):
        return "0"
    return "+" if first == second else "-"


@frozen
class Step:
    """One step of a path: all claims of the same kind and sign that lead from one entity to the next.

    `kind` is causal, association or structural; `note` names what is special about a structural step
    (``extrapolation``, ``opposite``).  `claims` is empty only for a step between opposites.  `elsewhere` says that its
    claims are all stated for other diseases than the one in question, for which the confidence was lowered, `inside`
    that it leads to something inside the body, and `filed` that a source files one of its claims under a mechanism.
    `hub_factor` is what passing on through its object multiplies the path by, when that is a generic hub.
    """

    subject: Curie
    object: Curie
    relation: str
    sign: str
    kind: str
    claims: tuple[Claim, ...]
    confidence: float
    note: str = ""
    reversed: bool = False
    elsewhere: bool = False
    inside: bool = False
    filed: bool = False
    hub_factor: float = 1.0


@frozen
class Path:
    """A chain of steps from start to end.

    `effect` is helps, harms, raises, lowers or unknown; `weakest` counts steps from 1.
    """

    steps: tuple[Step, ...]
    sign: str
    effect: str

    @property
    def confidence(self) -> float:
        """The product of the confidences of the steps, and of the factors for the hubs they pass through."""
        return prod(step.confidence * step.hub_factor for step in self.steps)

    @property
    def weakest(self) -> int:
        """The number of the step with the least confidence, from 1; the first one of equals."""
        values = [step.confidence for step in self.steps]
        return values.index(min(values)) + 1

    def places(self, test: Callable[[Step], bool]) -> list[int]:
        """The numbers, from 1, of the steps that pass a test."""
        return [place for place, step in enumerate(self.steps, 1) if test(step)]

    @property
    def entities(self) -> tuple[Curie, ...]:
        """The entities along the path, start and end included."""
        return (self.steps[0].subject, *(step.object for step in self.steps))


@frozen
class Relaxed:
    """What changing one option would give: so many paths, or at least so many when counting was stopped."""

    option: str
    paths: int
    at_least: bool = False


@frozen
class Gap:
    """The claim that is missing: from an entity that the start reaches to one that reaches the end."""

    subject: Curie
    object: Curie
    relation_kinds: tuple[str, ...]


@frozen
class Reason:
    """Why there is no path: ``unreachable``, ``same``, ``filter``, ``hop-limit`` or ``cut``, and what would help.

    `shortest` is the number of steps of the shortest path beyond the hop limit, `relaxed` what other options would
    give, and `missing` the claim that would come closest to joining the ends.
    """

    code: str
    message: str
    shortest: int | None = None
    relaxed: tuple[Relaxed, ...] = ()
    missing: Gap | None = None


@frozen
class PathAnswer:
    """The paths between two entities: mechanism paths by effect, outcome evidence apart.

    `complete` is false when a limit of time or count ended the search; `more` tells of paths beyond those asked for;
    `filtered` that a filter or a choice of effects may have kept some out; `hub_penalty` that generic hubs cost
    something.
    """

    start: Curie
    end: Curie
    paths: tuple[Path, ...]
    outcomes: tuple[Path, ...]
    complete: bool = True
    more: bool = False
    because: Reason | None = None
    filtered: bool = False
    shared: tuple[str, ...] = ()
    hub_penalty: bool = False

    def of_effect(self, *effects: str) -> tuple[Path, ...]:
        """The mechanism paths with one of these effects, best first."""
        return tuple(path for path in self.paths if path.effect in effects)

    def only(self, *effects: str) -> PathAnswer:
        """The same answer with the paths and outcomes of these effects alone."""
        paths, outcomes = self.of_effect(*effects), tuple(path for path in self.outcomes if path.effect in effects)
        because = self.because
        if (self.paths or self.outcomes) and not (paths or outcomes):
            others = len(self.paths) + len(self.outcomes)
            there = "1 is shown" if others == 1 else f"{others} are shown"
            because = Reason("filter", f"None of the paths {' or '.join(effects)}; without --effect {there}.")
        elif because and because.relaxed:
            # The counts are of the paths between the ends; nobody has looked which of them helps.
            because = replace(because, message=f"{because.message} The counts are of paths of every effect.")
        return replace(self, paths=paths, outcomes=outcomes, because=because, filtered=True)
