"""Everything that a store says about claims and other things, as statements that are read like those of a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kgraph.endpoints.reader import Reader, is_iri, values_of
from kgraph.endpoints.solutions import Row
from kgraph.files.bundled import bundled_data_names
from kgraph.model import Contents
from kgraph.reading.contents import ENTITY_KINDS, read_contents
from kgraph.reading.rdf_files import parse_files
from kgraph.vocabulary import CLAIM_RELATIONS, KG, PART_PREDICATES, PREFIXES, RDF_FIRST, RDF_REST, RDF_TYPE

ENTITIES = tuple(KG + name for name in ENTITY_KINDS)
_TERMS = tuple(KG + name for name in ("Mechanism", "StudyKind", "Certainty"))
_TYPE = f"<{RDF_TYPE}>"
# What a claim, its evidence or a reference names, and cannot be shown without.
_NAMED = frozenset(
    {KG + name for name in (
        "reference", "candidate", "inListOf", "listedAs", "diseaseContext", "species", "tissue", "outcome", "arm",
        "comparatorArm", "opposite",
    )} | {PREFIXES["rdf"] + name for name in ("subject", "object")} | set(PART_PREDICATES)
)  # fmt: skip
# By whom a claim is spoken against or taken back.
_AGAINST = tuple(KG + name for name in ("disputes", "supersedes", "retracts"))


class FetchedStatements:
    """What was read of a store; nothing is asked for twice."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.grounded = False
        self._known: set[str] = set()
        self._asked_listed: set[str] = set()
        self._asked_against: set[str] = set()
        self._quads: dict[Quad, None] = {}
        self._vocabulary = parse_files([Path(file) for file in bundled_data_names()[:1]])

    def describe(self, names: Iterable[str], *, deep: bool = True) -> None:
        """Read what is said about things; when `deep`, also about what that names and about the parts of claims."""
        front = [name for name in dict.fromkeys(names) if is_iri(name)]
        while front:
            fresh = [name for name in front if name not in self._known]
            self._known.update(fresh)
            named = []
            for row in self.reader.joined("thing", "?thing ?property ?value", "?thing ?property ?value .", fresh):
                quad = self._keep(row)
                if deep and quad is not None and quad.predicate.value in _NAMED:
                    named.append(getattr(quad.object, "value", ""))
            front = [name for name in dict.fromkeys(named) if is_iri(name)]

    def describe_claims(self, names: Iterable[str]) -> None:
        """Read claims with their evidence, and with the claims that they are at odds with, or that took them back."""
        front = list(dict.fromkeys(names))
        first = True
        while front:
            self.describe(front)
            fresh = [name for name in front if name not in self._asked_against]
            self._asked_against.update(fresh)
            # Whether a rival stands matters, but not who else disputes it.
            speaking = _AGAINST if first else _AGAINST[1:]
            pattern = f"?other ?property ?claim . {values_of(speaking, '?property')} ?other {_TYPE} <{KG}Claim> ."
            rows = self.reader.joined("claim", "?claim ?other", pattern, fresh)
            against = [str(getattr(row[1], "value", "")) for row in rows]
            front = [*against, *(self._related(front) if first else ())]
            front = [name for name in dict.fromkeys(front) if name not in self._asked_against]
            first = False

    def _related(self, claims: Iterable[str]) -> list[str]:
        relations, wanted = {KG + name for name in CLAIM_RELATIONS}, set(claims)
        return [
            quad.object.value
            for quad in self._quads
            if quad.predicate.value in relations
            and isinstance(quad.object, NamedNode)
            and getattr(quad.subject, "value", "") in wanted
        ]

    @property
    def size(self) -> int:
        """How many statements were read."""
        return len(self._quads)

    def describe_listed(self) -> None:
        """Read what the articles list under the numbers that are cited."""
        cited = {
            quad.object.value
            for quad in self._quads
            if quad.predicate.value == KG + "reference" and isinstance(quad.object, NamedNode)
        }
        fresh = sorted(cited - self._asked_listed)
        self._asked_listed.update(fresh)
        rows = self.reader.joined("reference", "?reference ?other", f"?other <{KG}listedAs> ?reference .", fresh)
        self.describe(str(getattr(row[1], "value", "")) for row in list(rows))

    def of_classes(self, classes: Iterable[str]) -> list[str]:
        """The IRIs of all things of some classes, sorted; perhaps none."""
        rows = self.reader.listed("?thing", f"{values_of(list(classes), '?class')} ?thing {_TYPE} ?class .")
        return sorted(str(getattr(row[0], "value", "")) for row in rows if isinstance(row[0], NamedNode))

    def describe_hypotheses(self) -> None:
        """Read the hypotheses with the lists of their steps."""
        names = self.of_classes([KG + "Hypothesis"])
        self.describe(names, deep=False)
        # Nodes of lists have names only within an answer, so each list comes in one.
        steps = f"<{KG}steps>"
        path = f"?hypothesis {steps} ?head . ?hypothesis {steps}/<{RDF_REST}>* ?node . "
        pattern = f"{path} ?node <{RDF_FIRST}> ?first ; <{RDF_REST}> ?rest ."
        for row in self.reader.joined("hypothesis", "?hypothesis ?head ?node ?first ?rest", pattern, names):
            hypothesis, head, node, member, rest = row
            if isinstance(node, BlankNode | NamedNode) and isinstance(hypothesis, NamedNode):
                for predicate, value in ((RDF_FIRST, member), (RDF_REST, rest)):
                    self._quads[Quad(node, NamedNode(predicate), value)] = None  # type: ignore[arg-type]
                self._quads[Quad(hypothesis, NamedNode(KG + "steps"), head)] = None  # type: ignore[arg-type]

    def describe_own_terms(self) -> None:
        """Read the mechanisms and other terms that the store has and the vocabulary of this version has not."""
        there = {getattr(quad.subject, "value", "") for quad in self._vocabulary}
        self.describe((name for name in self.of_classes(_TERMS) if name not in there), deep=False)

    def contents(self) -> Contents:
        """What was read so far, with the vocabulary of this version, as typed values in the order of their names."""
        ordered = sorted(self._quads, key=lambda quad: getattr(quad.subject, "value", ""))
        return read_contents([*self._vocabulary, *ordered])

    def _keep(self, row: Row) -> Quad | None:
        """A row as a statement; None where it leads to a node without a name, which has one in its answer only."""
        thing, predicate, value = row
        if not isinstance(thing, NamedNode) or not isinstance(predicate, NamedNode):
            return None
        if not isinstance(value, NamedNode | Literal):
            return None
        quad = Quad(thing, predicate, value)
        self._quads[quad] = None
        return quad
