"""Entities, hypotheses, open questions, sources and mechanisms, each knowing the graph it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph import model
from kgraph.graph.claims import Claim, EvidenceLine, Reference, Thing, claims_listing
from kgraph.graph.listings import Listing
from kgraph.graph.path_answer import Path

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.names import Thing as PlainThing


class Entity(Thing, model.Entity):
    """A thing that claims speak about: a diet, a molecule, a process, a disease.  Its `claims` begin or end with it."""

    __slots__ = ("_graph",)


class Hypothesis(Thing, model.Hypothesis):
    """A curated chain of claims, with what its steps add up to.  Its `claims` are its steps, in order.

    >>> import kgraph
    >>> chain = kgraph.load().hypotheses()[0]
    >>> chain.path.effect == chain.effect
    True
    """

    __slots__ = ("_graph",)

    @property
    def name(self) -> str:
        """Its label."""
        return self.label

    @property
    def path(self) -> Path:
        """The chain as a path.  Raises DataError when the steps do not lead from its start to its end."""
        from kgraph.hypotheses import evaluate

        return Path.of(self._graph, evaluate(self._graph, self).path)

    @property
    def effect(self) -> str:
        """The computed effect: helps, harms, raises, lowers or unknown.  Raises DataError as `path` does."""
        return self.path.effect

    def explain(self) -> str:
        """The arithmetic of every step, then the product; see `Step.explain`.  Raises DataError as `path` does."""
        return self.path.explain()


class OpenQuestion(Thing, model.OpenQuestion):
    """Something a source says is not known.  Its `claims` are those about the things it is about."""

    __slots__ = ("_graph",)

    @property
    def name(self) -> str:
        """The question itself."""
        return self.question

    @property
    def claims(self) -> Listing[Claim]:
        """The claims about the things it is about, each once; may be empty."""
        behind = (claim for entity in self.about for claim in self._graph.claims_by_entity.get(entity, ()))
        return claims_listing(self._graph, dict.fromkeys(behind))

    @property
    def evidence(self) -> tuple[EvidenceLine, ...]:
        """Where the sources say that it is open, and what they cite for that; may be empty."""
        return tuple(EvidenceLine.bind(self._graph, line) for line in self.plain_cell("evidence"))


class Source(Thing, model.Source):
    """A document that was curated.  Its `claims` are those it makes."""

    __slots__ = ("_graph",)

    @property
    def name(self) -> str:
        """Its title."""
        return self.title

    @property
    def claims(self) -> Listing[Claim]:
        """The claims that were curated from it, in the order of the files; may be empty."""
        return claims_listing(self._graph, (c for c in self._graph.claims.values() if c.origin == self.short))


class Term(Thing, model.Term):
    """A term of the vocabulary with its definition, and its weight if it has one.  It has no claims."""

    __slots__ = ("_graph",)

    @property
    def name(self) -> str:
        """The name of the term."""
        found: str = self.plain_cell("name")
        return found

    @property
    def claims(self) -> Listing[Claim]:
        """None: a wording or a kind of study is not what a claim is about."""
        return claims_listing(self._graph, ())


class Mechanism(Term):
    """A mechanism by which claims and hypotheses are filed.  Its `claims` are those filed under it."""

    __slots__ = ()

    @property
    def claims(self) -> Listing[Claim]:
        """The claims filed under it, in the order of the files; may be empty."""
        return claims_listing(self._graph, (c for c in self._graph.claims.values() if self.name in c.mechanisms))

    @property
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """The hypotheses filed under it, in the order of the files; may be empty."""
        mine = (one for one in self._graph.hypotheses.values() if one.mechanism == self.name)
        return tuple(Hypothesis.bind(self._graph, one) for one in mine)


_KINDS: dict[type, type[Thing]] = {
    model.Entity: Entity,
    model.Claim: Claim,
    model.Reference: Reference,
    model.Hypothesis: Hypothesis,
    model.OpenQuestion: OpenQuestion,
    model.Source: Source,
    model.Term: Term,
}


def bind_thing(graph: Contents, thing: PlainThing) -> Thing:
    """A thing that knows its graph."""
    kind = Mechanism if thing.id.startswith("mechanism:") else _KINDS[type(thing)]
    return kind.bind(graph, thing)
