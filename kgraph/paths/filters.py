"""Which claims a path may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kgraph.evidence import HUMAN_STUDIES, study_kinds
from kgraph.frozen import frozen, replace
from kgraph.model import Claim, Curie
from kgraph.vocabulary import TENTATIVE


@frozen
class PathFilter:
    """What steps and paths must fulfil.  The default keeps claims that are asserted or suggested, of any evidence.

    `via` and `avoid` are entities; `mechanism`, `disease`, `source` and `species` are names; `evidence` is human,
    animal or any; `include` names certainties (``contested``) that are let in besides, `certainties` the only ones that
    are; `directness` names what a supporting line must be (``primary``).
    """

    via: tuple[Curie, ...] = ()
    avoid: tuple[Curie, ...] = ()
    mechanism: str = ""
    evidence: str = "any"
    primary_only: bool = False
    directness: frozenset[str] = frozenset()
    certainties: frozenset[str] = frozenset()
    study_kinds: frozenset[str] = frozenset()
    species: Curie = ""
    disease: Curie = ""
    source: str = ""
    associations: bool = True
    include: frozenset[str] = frozenset()
    undirected: bool = False

    def admits(self, claim: Claim) -> bool:
        """Whether a claim may be a step."""
        if claim.sign == "0" or not self.lets_in(claim.certainty):
            return False
        return all(test(self, claim) for test in TESTS.values())

    def lets_in(self, certainty: str) -> bool:
        """Whether a claim worded with this certainty may be a step, as far as its wording goes."""
        if self.certainties:
            return certainty in self.certainties or certainty in self.include
        return certainty not in TENTATIVE or certainty in self.include

    @property
    def looks_at_claims(self) -> bool:
        """Whether more of a claim than its certainty decides if it may be a step."""
        plain = PathFilter()
        return any(getattr(self, name) != getattr(plain, name) for name in _LOOKING)

    def relaxed(self) -> Iterator[tuple[str, PathFilter]]:
        """The filter with one restriction lifted at a time, after the name of that restriction, which is its field."""
        plain = PathFilter()
        for name in _RESTRICTIONS:
            if getattr(self, name) != getattr(plain, name):
                yield name, replace(self, **{name: getattr(plain, name)})


def _of_mechanism(path_filter: PathFilter, claim: Claim) -> bool:
    # Claims of no mechanism (seizures, prognosis) lead on from any of them.
    return not path_filter.mechanism or not claim.mechanisms or path_filter.mechanism in claim.mechanisms


def _of_evidence(path_filter: PathFilter, claim: Claim) -> bool:
    if path_filter.evidence == "any":
        return True
    kinds = study_kinds(claim)
    return bool(kinds & HUMAN_STUDIES) if path_filter.evidence == "human" else "animal" in kinds


def _primary(path_filter: PathFilter, claim: Claim) -> bool:
    return not path_filter.primary_only or any(
        line.directness == "primary" and line.direction == "supports" for line in claim.evidence
    )


def _of_directness(path_filter: PathFilter, claim: Claim) -> bool:
    return not path_filter.directness or any(
        line.directness in path_filter.directness and line.direction == "supports" and line.counts
        for line in claim.evidence
    )


def _of_study(path_filter: PathFilter, claim: Claim) -> bool:
    return not path_filter.study_kinds or bool(study_kinds(claim) & path_filter.study_kinds)


def _of_species(path_filter: PathFilter, claim: Claim) -> bool:
    lines = (species for line in claim.evidence for species in line.species)
    return not path_filter.species or path_filter.species in claim.species or path_filter.species in lines


def _of_disease(path_filter: PathFilter, claim: Claim) -> bool:
    return not path_filter.disease or claim.disease in ("", path_filter.disease)


def _of_source(path_filter: PathFilter, claim: Claim) -> bool:
    return not path_filter.source or claim.origin == path_filter.source


# What is asked of a claim, by the cell that it is asked for; its certainty and sign are looked at first.
TESTS: dict[str, Callable[[PathFilter, Claim], bool]] = {
    "mechanism": _of_mechanism,
    "evidence": _of_evidence,
    "primary_only": _primary,
    "directness": _of_directness,
    "study_kinds": _of_study,
    "species": _of_species,
    "disease": _of_disease,
    "source": _of_source,
}
# The restrictions that cannot be judged by a claim's certainty alone.
_LOOKING = tuple(TESTS)
# All that keep paths out; the other cells let more in.
_RESTRICTIONS = tuple(name for name in PathFilter.__match_args__ if name not in ("include", "undirected"))
