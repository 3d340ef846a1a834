"""Steps, paths and answers: what the Python API returns, the command line prints and the explorer draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from math import prod

from kgraph.evidence import is_disputed
from kgraph.frozen import frozen, replace
from kgraph.model import Claim, Curie, EvidenceLine
from kgraph.paths.reason_words import Reason, sentence
from kgraph.paths.search_options import EFFECTS, checked_choice

SIGNS = ("+", "-", "?")
# Best first; the place in this list, from 1, is the grade.  What readers are told of them stands in the ontology.
GRADES = ("people-here", "people-elsewhere", "animals-here", "animals-elsewhere", "cells", "statement", "implied")
_ELSEWHERE = ("people-elsewhere", "animals-elsewhere")
Statement = tuple[object, ...]


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

    def __repr__(self) -> str:
        return f"<Step {self.subject} {self.relation} {self.sign} {self.object}: {len(self.claims)} claims>"


@frozen
class Path:
    """A chain of steps from start to end.

    `effect` is helps, harms, raises, lowers or unknown.
    """

    steps: tuple[Step, ...]
    sign: str
    effect: str

    def __repr__(self) -> str:
        return f"<Path {self.effect}: {' → '.join(self.entities)}>"

    @property
    def confidence(self) -> float:
        """The product of the confidences of the steps, and of the factors for the hubs they pass through."""
        return prod(step.confidence * step.hub_factor for step in self.steps)

    @property
    def weakest(self) -> Step:
        """The step with the least confidence; the first one of equals."""
        return self.steps[self.weakest_number - 1]

    @property
    def weakest_number(self) -> int:
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
class Grade:
    """The grade of a step: 1 is best; `letter` is H people, A animals, C cells, S statement, I implied.

    `papers` are the independent papers of that kind that support it, none for a statement.  `claim` is the claim and
    `line` the evidence line that decide, `line` None where the source has no place for it; `statement` is the same for
    two steps that rest on one sentence or one finding.
    """

    rank: int
    letter: str
    papers: tuple[Curie, ...]
    claim: Claim
    line: EvidenceLine | None
    statement: Statement
    confidence: float

    @property
    def chip(self) -> str:
        """The letter, with the number of papers where there are any: H2, A1, S."""
        return f"{self.letter}{len(self.papers) or ''}"

    @property
    def elsewhere(self) -> bool:
        """Whether it was seen in people or animals with another disease than the one in question."""
        return self.rank in (GRADES.index(_ELSEWHERE[0]) + 1, GRADES.index(_ELSEWHERE[1]) + 1) and bool(
            self.claim.disease
        )

    @property
    def relayed(self) -> bool:
        """Whether the deciding line only relays what a paper found."""
        return self.letter in "HAC" and self.line is not None and self.line.directness == "relayed"

    @property
    def name(self) -> str:
        """The name of the grade in the vocabulary."""
        return GRADES[self.rank - 1]


@frozen
class Chain:
    """A route that leads its variants: the best graded of those that tell the same story.

    `grades` has one for each step, None where a step carries no evidence.  `mechanism` is the one it belongs to, the
    first thing it passes through where nothing is filed under one; `touches` are the others that its steps are filed
    under.
    """

    path: Path
    grades: tuple[Grade | None, ...]
    variants: tuple[Path, ...]
    mechanism: str
    touches: tuple[str, ...]

    @property
    def effect(self) -> str:
        """What the chain does to its end: helps, harms, raises, lowers or unknown."""
        return self.path.effect

    def __repr__(self) -> str:
        chips = " ".join(grade.chip for grade in self.grades if grade is not None)
        return f"<Chain {self.effect}: {' → '.join(self.path.entities)}; {chips}>"

    @property
    def weakest(self) -> Step | None:
        """The step with the worst grade, the least confident of equals; None without a grade."""
        number = self.weakest_number
        return None if number is None else self.path.steps[number - 1]

    @property
    def weakest_number(self) -> int | None:
        """The number of the step with the worst grade, from 1, the least confident of equals; None without a grade."""
        graded = [(one.rank, -one.confidence, -place) for place, one in enumerate(self.grades, 1) if one is not None]
        return -max(graded)[2] if graded else None

    @property
    def in_people(self) -> bool:
        """Whether every step that carries evidence was seen in people."""
        letters = {grade.letter for grade in self.grades if grade is not None}
        return letters == {"H"}

    @property
    def places_differ(self) -> bool:
        """Whether one step found a thing in one tissue or fluid and the next step speaks of it in another."""
        tissues = [grade.claim.tissue if grade is not None else "" for grade in self.grades]
        return any(one and other and one != other for one, other in pairwise(tissues))

    @property
    def disputed(self) -> bool:
        """Whether any of its claims is contested or disputed."""
        return any(is_disputed(claim) for step in self.path.steps for claim in step.claims)


@frozen
class MechanismEntry:
    """Everything that one mechanism has to say about a question: its chains, best first.

    `papers` are the independent papers that support a graded step of any of its routes, `human_papers` those of them
    that saw people.
    """

    mechanism: str
    chains: tuple[Chain, ...]
    papers: tuple[Curie, ...]
    human_papers: tuple[Curie, ...]

    def __repr__(self) -> str:
        return f"<MechanismEntry {self.mechanism}: {self.effect}, {len(self.chains)} chains>"

    @property
    def disputed(self) -> bool:
        """Whether any claim of a chain is contested or disputed."""
        return any(chain.disputed for chain in self.chains)

    @property
    def best(self) -> Mapping[str, Chain]:
        """The best chain of each effect, in the order helps, harms, raises, lowers, unknown."""
        found = {effect: next((c for c in self.chains if c.effect == effect), None) for effect in EFFECTS}
        return {effect: chain for effect, chain in found.items() if chain is not None}

    @property
    def effect(self) -> str:
        """The effect of the chains whose direction is known, ``mixed`` where they differ, else unknown."""
        signed = [effect for effect in self.best if effect != "unknown"]
        return signed[0] if len(signed) == 1 else "mixed" if signed else "unknown"

    @property
    def shown(self) -> Chain:
        """The best graded chain whose direction is known, or the best one where no direction is."""
        return next((chain for chain in self.chains if chain.effect != "unknown"), self.chains[0])

    @property
    def variants(self) -> int:
        """How many routes are folded into the chains, besides the chains themselves."""
        return sum(len(chain.variants) for chain in self.chains)


@frozen
class SeenInPeople:
    """One outcome, as papers on people saw it under the start of a question.

    `direction` is the sign that the papers `for_` report; those `against` report the opposite, no effect, or dispute
    it, and the `undecided` neither.  An `adverse` outcome is one that nobody wants; papers on it are all `for_`.
    `trials` are the registered trials and `advice` the advice of experts among what its claims cite; `people` is how
    many the `largest` study of it looked at, None where no number is known, and `unchanged` says that it saw no change.
    """

    outcome: Curie
    direction: str
    effect: str
    for_: tuple[Curie, ...]
    against: tuple[Curie, ...]
    undecided: tuple[Curie, ...]
    claims: tuple[Claim, ...]
    adverse: bool = False
    trials: tuple[Curie, ...] = ()
    advice: tuple[Curie, ...] = ()
    people: int | None = None
    largest: Curie = ""
    unchanged: bool = False

    @property
    def disputed(self) -> bool:
        """Whether any paper speaks against it, or any of its claims is contested."""
        return bool(self.against) or any(is_disputed(claim) for claim in self.claims)


@frozen
class Verdict:
    """What the paths between two entities say together, whatever their length.

    `says` is one of SAYS.  `one_sided` is the sign that all paths of known direction share, + or −, and empty unless
    there is one side only.  `looked` is one of LOOKED.  `unknown` tells whether paths of unknown direction may be among
    them; it is false only when that is certain.  `arcs` is how many arcs were looked at, which depends on the engine:
    verdicts that say the same are equal whatever they looked at.
    """

    says: str
    one_sided: str
    looked: str
    unknown: bool = False
    arcs: int = 0

    def __eq__(self, other: object) -> bool:
        return self._said() == other._said() if isinstance(other, Verdict) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[str, str, str, bool]:
        return (self.says, self.one_sided, self.looked, self.unknown)


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
    mechanisms: tuple[MechanismEntry, ...] = ()
    people: tuple[SeenInPeople, ...] = ()
    verdict: Verdict | None = None
    routes: tuple[tuple[str, int], ...] = ()
    counted: bool = True

    def __repr__(self) -> str:
        why = f", {self.because.code}" if self.because else ""
        return f"<PathAnswer {self.start} → {self.end}: {len(self.paths)} paths, {len(self.outcomes)} outcomes{why}>"

    def of_effect(self, *effects: str) -> tuple[Path, ...]:
        """The mechanism paths with one of these effects, best first.  Raises UsageError for what is no effect."""
        for effect in effects:
            checked_choice("effect", effect, EFFECTS)
        return tuple(path for path in self.paths if path.effect in effects)

    def only(self, *effects: str) -> PathAnswer:
        """The same answer with the paths and outcomes of these effects alone.  Raises UsageError for no effect."""
        paths, outcomes = self.of_effect(*effects), tuple(path for path in self.outcomes if path.effect in effects)
        because = self.because
        if (self.paths or self.outcomes) and not (paths or outcomes):
            others = len(self.paths) + len(self.outcomes)
            because = Reason("filter", (sentence("other-effects", effects=effects, others=others),))
        elif because and because.relaxed:
            # The counts are of the paths between the ends; nobody has looked which of them helps.
            because = because.also(sentence("every-effect"))
        return replace(self, paths=paths, outcomes=outcomes, because=because, filtered=True)
