"""Claims, their evidence and what it cites, each knowing the graph it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kgraph import model
from kgraph.graph.bound import Bound
from kgraph.graph.listings import Listing
from kgraph.model import Curie

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.names import Thing as PlainThing

CLAIM_COLUMNS = (
    "claim", "subject", "relation", "sign", "object", "certainty", "study_kind", "references", "cited_as", "confidence",
    "disease", "species", "tissue", "population", "condition", "numbers", "uncited", "implied", "disputed",
    "source",
)  # fmt: skip


class Thing(Bound):
    """Anything that has a name in the graph, as ``kg["name"]`` gives it: an entity, a claim, a reference …

    Printed, it says everything that the graph knows of it.

    >>> import kgraph
    >>> kgraph.load()["KATP channel"]
    <Entity entity:katp-channel 'KATP channel'>
    """

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def id(self) -> Curie:
            """The identifier, as ``entity:…`` or ``claim:…``."""

    @property
    def name(self) -> str:
        """What people call it."""
        return self._graph.label(self.id)

    @property
    def claims(self) -> Listing[Claim]:
        """The claims about it, those with a passage to show first, else in the order of the files; may be empty.

        Of a hypothesis they are the steps, in their order.
        """
        from kgraph.trace import claims_behind

        behind = claims_behind(self._graph, self._plain())
        if isinstance(self, model.Hypothesis):
            return claims_listing(self._graph, behind)
        return claims_listing(self._graph, sorted(behind, key=lambda claim: not any(map(_place, claim.evidence))))

    @property
    def evidence(self) -> tuple[EvidenceLine, ...]:
        """The lines of evidence of its claims, each once; may be empty."""
        return tuple(dict.fromkeys(line for claim in self.claims for line in claim.evidence))

    @property
    def references(self) -> tuple[Reference, ...]:
        """What its evidence cites, each once, in the order of the evidence; may be empty."""
        known = (self._graph.references.get(line.reference) for line in self.evidence if line.reference)
        return tuple(Reference.bind(self._graph, found) for found in dict.fromkeys(known) if found is not None)

    def __str__(self) -> str:
        from kgraph.formats.documents import RecordDocument
        from kgraph.formats.record import write_record

        return write_record(RecordDocument(self._graph, self._plain()), "table").removesuffix("\n")

    def _repr_html_(self) -> str:
        from kgraph.formats.notebook import record_html
        from kgraph.formats.record import describe

        return record_html(describe(self._graph, self._plain()))

    def _plain(self) -> PlainThing:
        thing: PlainThing = self._plain_class(*self.plain_cells())
        return thing


class Locator(model.Locator):
    """A place in a source, and the few words there.  It is false where a line of evidence names no place.

    Then its texts are empty and its numbers 0; sentences count from 1, and positions are code points, end exclusive.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return bool(self.source)


_NOWHERE = Locator("", "", 0, 0, 0, "")


class EvidenceLine(Bound, model.EvidenceLine):
    """What one reference, at one place, says about a claim; `cites` is the reference itself."""

    __slots__ = ("_graph",)

    @property
    def locator(self) -> Locator:
        """Where its source says so; false for a line that names no place, such as a paper read as a whole."""
        return _located(self.plain_cell("locator"))

    @property
    def marker(self) -> Locator:
        """Where its source prints the number of the reference; false where it prints none."""
        return _located(self.plain_cell("marker"))

    @property
    def cites(self) -> Reference | None:
        """The reference, or None where the source cites nothing."""
        found = self._graph.references.get(self.reference)
        return Reference.bind(self._graph, found) if found else None


def _place(line: model.EvidenceLine) -> bool:
    return bool(line.locator)


def _located(place: model.Locator | None) -> Locator:
    if place is None:
        return _NOWHERE
    return Locator(place.source, place.section, place.sentence, place.start, place.end, place.quote)


class Claim(Thing, model.Claim):
    """One statement of a source, with its evidence.  Its `claims` are itself."""

    __slots__ = ("_graph",)

    @property
    def name(self) -> str:
        """The claim as a short sentence with its sign."""
        from kgraph.formats.trace import claim_words

        return claim_words(self._graph, self)

    @property
    def evidence(self) -> tuple[EvidenceLine, ...]:
        """Its lines of evidence, those against it included, those first that name a passage; may be empty."""
        lines = sorted(self.plain_cell("evidence"), key=lambda line: not _place(line))
        return tuple(EvidenceLine.bind(self._graph, line) for line in lines)

    @property
    def confidence(self) -> float:
        """How strong the evidence is, from 0 to 1; `explain` shows the arithmetic.  No probability of an effect."""
        from kgraph.evidence import Assessment

        return Assessment(self._graph).strength(self).confidence

    def explain(self) -> str:
        """How the confidence comes about, a line each step, so that it can be redone by hand."""
        from kgraph.formats.escape import for_terminal
        from kgraph.formats.explanation import explain_claim

        return "\n".join(map(for_terminal, explain_claim(self._graph, self)))


class Reference(Thing, model.Reference):
    """Something cited: a number of the review or a paper of its own.  Its `claims` are those that cite it."""

    __slots__ = ("_graph",)

    @property
    def name(self) -> str:
        """Its title, or the short name that tables print."""
        return self.title or self.short

    @property
    def evidence(self) -> tuple[EvidenceLine, ...]:
        """The lines of evidence that cite it; may be empty."""
        return tuple(line for claim in self.claims for line in claim.evidence if line.reference == self.id)

    @property
    def references(self) -> tuple[Reference, ...]:
        """Itself."""
        return (self,)


def bind_claims(graph: Contents, claims: Iterable[model.Claim]) -> Iterator[Claim]:
    """The claims, each knowing its graph."""
    return (Claim.bind(graph, claim) for claim in claims)


def claims_listing(graph: Contents, claims: Iterable[model.Claim]) -> Listing[Claim]:
    """Claims in a row, with their references and what strength they have."""

    def row(claim: Claim) -> dict[str, object]:
        from kgraph.evidence import supporting, supporting_codes
        from kgraph.formats.trace import claim_json
        from kgraph.trace import SourceTexts, TracedClaim

        record = claim_json(graph, TracedClaim(claim, ()), SourceTexts({}))
        return {**record, "references": supporting_codes(graph, [claim]), "cited_as": supporting(graph, [claim])}

    return Listing(tuple(bind_claims(graph, claims)), CLAIM_COLUMNS, row)
