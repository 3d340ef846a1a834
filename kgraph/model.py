"""The values that kgraph works with: plain, frozen, without input or output.

Identifiers are CURIEs of the project's own namespaces (``claim:…``, ``entity:…``, ``reference:…``).
A missing text is the empty string, a missing collection is empty, a missing number is None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kgraph.cited import Curie, Locator, Reference, Source
from kgraph.frozen import frozen
from kgraph.overlaid import Overlaid

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

__all__ = [
    "CONTEXT",
    "PARTS",
    "Claim",
    "Contents",
    "Curie",
    "Entity",
    "EvidenceLine",
    "Hypothesis",
    "Locator",
    "Measurement",
    "OpenQuestion",
    "Overlaid",
    "Recall",
    "Reference",
    "Relation",
    "Source",
    "Term",
]


@frozen
class Entity:
    """A thing that claims speak about.  `valence` is ``wanted``, ``unwanted`` or empty.

    `misprints` are wordings that a source prints by a slip, or people use who write no papers; they are found by search
    and never shown as synonyms.
    A `germline` disorder is inborn: nothing that is done later lowers it.  `ends_here` is the reason why no claim leads
    on from an entity, where that is no gap.
    `plural` says that the label is plural, so that verbs agree with it; `individuals` is what several of a species are
    called.
    """

    id: Curie
    label: str
    kind: str
    synonyms: tuple[str, ...] = ()
    definition: str = ""
    valence: str = ""
    opposite: Curie = ""
    misprints: tuple[str, ...] = ()
    mappings: tuple[tuple[str, Curie], ...] = ()  # relation (exactMatch …), CURIE
    germline: bool = False
    ends_here: str = ""
    plural: bool = False
    individuals: str = ""

    def __repr__(self) -> str:
        return f"<Entity {self.id} {self.label!r}>"


@frozen
class Relation:
    """A relation of the closed list.  `kind` is causal, association, structural or descriptive.

    `path_sign` is what a structural relation lends to a path; `path_sign_when_good` replaces it where a high value
    of the subject is good.  A symmetric association may be walked both ways.  The phrases are what readers are told;
    a reversed one is read from the object to the subject, a plural one follows a plural label.
    """

    name: str
    label: str
    kind: str
    allowed_signs: tuple[str, ...] = ()
    path_sign: str = ""
    path_sign_when_good: str = ""
    symmetric: bool = False
    phrase: str = ""
    phrase_plural: str = ""
    phrase_reversed: str = ""
    phrase_reversed_plural: str = ""


@frozen
class Term:
    """A term of a vocabulary (certainty, study kind, directness, mechanism …) with its weight, if it has one.

    The phrases and the mark are what readers are told and shown in place of its name.  A phrase of species belongs to
    a study kind, and so does the basis, the name of what a claim rests on when that kind of study is behind it.
    """

    id: Curie
    name: str
    definition: str
    weight: float | None = None
    reason: str = ""
    phrase: str = ""
    phrase_plural: str = ""
    phrase_short: str = ""
    phrase_reversed: str = ""
    phrase_of_species: str = ""
    phrase_of_species_plural: str = ""
    mark: str = ""
    basis: str = ""


@frozen
class EvidenceLine:
    """What one reference, at one place, says about a claim.  `reference` is empty where the source cites nothing."""

    id: Curie
    reference: Curie
    direction: str
    directness: str
    study_kinds: tuple[str, ...]
    attachment: str = ""
    species: tuple[Curie, ...] = ()
    locator: Locator | None = None
    marker: Locator | None = None
    row: str = ""
    candidates: tuple[Curie, ...] = ()
    primary_value: str = ""
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        where = f" at {self.locator.source} {self.locator.section}/{self.locator.sentence}" if self.locator else ""
        return f"<EvidenceLine {self.reference or 'without a reference'} {self.direction}{where}>"

    @property
    def counts(self) -> bool:
        """Whether the line cites something and is tied to the claim closely enough to count."""
        return bool(self.reference) and self.attachment != "near"


@frozen
class Measurement:
    """A number as printed, with unit (UCUM), time point (xsd:duration), arm and sample size.

    `disputed` says why the printed number is in doubt, `primary_value` what the paper itself gives.  `population` says
    of whom the number is where that is not the population of its claim.
    """

    printed: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    comparator: str = ""
    approximate: bool = False
    unit: str = ""
    time_point: str = ""
    sample_size: int | None = None
    events: int | None = None
    arm: Curie = ""
    comparator_arm: Curie = ""
    measure: str = ""
    disputed: str = ""
    primary_value: str = ""
    population: str = ""


# What a claim says in words of the circumstances it holds under; each is a property of the ontology and a cell below.
CONTEXT = ("population", "condition", "dose", "regimen", "timing", "age")


@frozen
class Claim:
    """One statement of a source.  `sign` is +, -, 0 or ?, and empty for relations that have none.

    A `definitional` claim holds by the meaning of its words (what the diet makes of the microbiota is made by the
    diet); it is a step without evidence.  `dose`, `regimen`, `timing` and `age` are what the context says of them.
    `retired` says how and by what a claim was taken back: ("retracts", a source or claim), ("supersedes", a claim) or
    ("deprecated", a file or nothing).  Such a claim stays on record and carries no path.
    """

    id: Curie
    subject: Curie
    relation: str
    object: Curie
    sign: str
    certainty: str
    study_kind: str
    origin: str
    evidence: tuple[EvidenceLine, ...]
    mechanisms: tuple[str, ...] = ()
    disease: Curie = ""
    species: tuple[Curie, ...] = ()
    population: str = ""
    tissue: Curie = ""
    condition: str = ""
    outcome: Curie = ""
    implied: bool = False
    uncited: bool = False
    good_when_high: bool = False
    printed_subject: str = ""
    printed_object: str = ""
    slip: str = ""
    notes: tuple[str, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    relations: tuple[tuple[str, Curie], ...] = ()
    definitional: bool = False
    dose: str = ""
    regimen: str = ""
    timing: str = ""
    age: str = ""
    deprecated: bool = False
    retired: tuple[tuple[str, Curie], ...] = ()

    @property
    def context(self) -> dict[str, str]:
        """The circumstances it holds under, by name in the order of CONTEXT; those that no source says are left out."""
        return {name: said for name in CONTEXT if (said := getattr(self, name))}

    def __repr__(self) -> str:
        return f"<Claim {self.id}: {self.subject} {self.relation}{f' {self.sign}' if self.sign else ''} {self.object}>"


@frozen
class Hypothesis:
    """An ordered chain of claims; its stated effect is helps, harms or unknown, or unstated where no source has one."""

    id: Curie
    label: str
    mechanism: str
    start: Curie
    end: Curie
    steps: tuple[Curie, ...]
    status: str
    stated_effect: str
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Hypothesis {self.id} {self.label!r}: {len(self.steps)} steps>"


@frozen
class OpenQuestion:
    """Something a source says is not known, what it is about, and what would settle it."""

    id: Curie
    question: str
    settled_by: str
    origin: str
    evidence: tuple[EvidenceLine, ...] = ()
    about: tuple[Curie, ...] = ()
    mechanisms: tuple[str, ...] = ()
    disease: Curie = ""

    def __repr__(self) -> str:
        return f"<OpenQuestion {self.id} {self.question!r}>"


class Contents:
    """Everything that was read, by identifier and in the order of the files; read-only.

    `files` are the files it was read from.  `derived` holds what higher floors worked out about these contents and do
    not want to work out again; `recall` finds such work of an earlier process, where somebody stores it.  Where files
    were laid over the bundled ones, `overlay` says what came of that.  Where the steps of paths are compiled elsewhere,
    `finder` finds paths in them (`kgraph.paths.finder`).
    """

    overlay: Overlaid | None = None
    finder: Any = None

    def __init__(
        self,
        entities: Mapping[Curie, Entity],
        claims: Mapping[Curie, Claim],
        references: Mapping[Curie, Reference],
        hypotheses: Mapping[Curie, Hypothesis],
        questions: Mapping[Curie, OpenQuestion],
        sources: Mapping[Curie, Source],
        relations: Mapping[str, Relation],
        terms: Mapping[Curie, Term],
        *,
        files: Sequence[str | PathLike[str]] = (),
        recall: Recall | None = None,
    ) -> None:
        self.entities: Mapping[Curie, Entity] = MappingProxyType(entities)
        self.claims: Mapping[Curie, Claim] = MappingProxyType(claims)
        self.references: Mapping[Curie, Reference] = MappingProxyType(references)
        self.hypotheses: Mapping[Curie, Hypothesis] = MappingProxyType(hypotheses)
        self.questions: Mapping[Curie, OpenQuestion] = MappingProxyType(questions)
        self.sources: Mapping[Curie, Source] = MappingProxyType(sources)
        self.relations: Mapping[str, Relation] = MappingProxyType(relations)
        self.terms: Mapping[Curie, Term] = MappingProxyType(terms)
        self.file_names = tuple(files)
        self.recall = recall
        self.derived: dict[object, Any] = {}

    def replace(self, **parts: Mapping[Any, Any]) -> Contents:
        """The same contents with other mappings in place of those named; nothing derived is taken over."""
        known = {name: getattr(self, name) for name in PARTS}
        changed = Contents(**{**known, **parts}, files=self.file_names)
        changed.overlay = self.overlay
        return changed

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The files that were read, in order."""
        from pathlib import Path

        return tuple(Path(file) for file in self.file_names)

    @cached_property
    def claims_by_entity(self) -> Mapping[Curie, tuple[Claim, ...]]:
        """The claims that have an entity as subject or object."""
        found: dict[Curie, list[Claim]] = {}
        for claim in self.claims.values():
            for entity in {claim.subject: None, claim.object: None}:
                found.setdefault(entity, []).append(claim)
        return {entity: tuple(claims) for entity, claims in found.items()}

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """The names of the sources that the claims come from, sorted."""
        return tuple(sorted({claim.origin for claim in self.claims.values()}))

    def label(self, identifier: Curie) -> str:
        """The preferred label of an entity, or the identifier itself when it is none."""
        entity = self.entities.get(identifier)
        return entity.label if entity else identifier

    def derive(self, name: str, work: Callable[[], Any], *, modules: Sequence[str]) -> Any:
        """What `work` gives, as JSON reads it; found again where an earlier process stored it.

        `modules` are the files of the package that the result depends on, besides the data.  What comes from a copy is
        of the right shape only as far as its checksum tells, so callers look before they use it.
        """
        if name not in self.derived:
            self.derived[name] = self.recall(name, work, modules) if self.recall else work()
        return self.derived[name]


Recall = Callable[[str, Callable[[], Any], Sequence[str]], Any]

PARTS = ("entities", "claims", "references", "hypotheses", "questions", "sources", "relations", "terms")
