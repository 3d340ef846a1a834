"""An index as the contents of a graph: what its answers name can be looked up, and nothing else is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from kgraph.errors import AmbiguousNameError, DataError, UnknownNameError
from kgraph.evidence import Assessment, Strength, Weights
from kgraph.index.evidence_columns import FLAGS
from kgraph.index.held_claims import HeldClaims
from kgraph.index.open_index import GraphIndex
from kgraph.model import Claim, Contents, Curie, Entity
from kgraph.names import Names
from kgraph.paths.candidate_steps import Groundwork, Way, ways_of
from kgraph.paths.hubs import Hubs

Value = TypeVar("Value")
_RETIRED = 1 << FLAGS.index("retired")
# Up to so many nodes, names are looked for as in a graph that was read, misspelt ones too.
_FEW_NODES = 20_000


class _Found(Mapping[str, Value]):
    """A mapping whose values are looked up one by one."""

    def __init__(
        self, look_up: Callable[[str], Value | None], names: Callable[[], Iterator[str]], count: Callable[[], int]
    ) -> None:
        self._look_up, self._names, self._count = look_up, names, count

    def __getitem__(self, name: str) -> Value:
        found = self._look_up(name)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._look_up(name) is not None

    def __iter__(self) -> Iterator[str]:
        return self._names()

    def __len__(self) -> int:
        return self._count()


class HeldGraph(Contents):
    """The contents of an index with evidence; see `kgraph.index.evidence_paths.graph_of`.

    Claims, entities and references are made when somebody looks at them.  An index of an edge table has a claim a row,
    whose confidence is that of the table.  Raises DataError for an index that holds no evidence.
    """

    def __init__(self, index: GraphIndex) -> None:
        facts, arrays = index.facts, index.arrays
        if not index.has_evidence:
            raise DataError("the index holds costs and no evidence", file=index.name, hint="rebuild-index")
        self.index, self.typed = index, facts["evidence"] == "typed graph"
        self.held = HeldClaims(arrays, typed=self.typed)
        held, few = self.held, self._few(arrays)
        entities = _Found(self._entity, lambda: map(held.node, range(facts["nodes"])), lambda: facts["nodes"])
        claims = _Found(self._claim, lambda: map(held.key, range(held.count)), lambda: held.count)
        references = _Found(held.reference, held.references, lambda: sum(1 for _ in held.references()))
        super().__init__(
            entities, claims, references, few.hypotheses, few.questions, few.sources, few.relations, few.terms
        )
        self.overlay = few.overlay
        self._entities: dict[int, Entity] = {}
        self._nodes: dict[Curie, int | None] = {}
        self.derived["names of"] = _HeldNames(self)
        self._take(arrays)

    def _few(self, arrays: Mapping[str, Any]) -> Contents:
        """What there is little of: hypotheses, questions, sources, and the vocabulary."""
        if not self.typed:
            from kgraph.reading.load import load_contents

            return load_contents(bundled=False)
        from kgraph.reading.snapshot import read_snapshot

        def damaged() -> Contents:
            raise ValueError

        few = read_snapshot(memoryview(arrays["held"]), damaged)
        if few is None:
            raise ValueError
        return few

    def _take(self, arrays: Mapping[str, Any]) -> None:
        """Put in place what was worked out from all claims when the index was built."""
        work = json.loads(bytes(arrays["worked_out"])) if self.typed else {}
        for name in ("parts of outcomes", "special forms"):
            self.derived[name] = {entity: set(others) for entity, others in work.get(name, {}).items()}
        self.derived["disputes"] = work.get("disputes", {})
        self.derived["hubs"] = Hubs(Weights(self), _Degrees(self), len(self.entities))
        self.derived["claims by subject"] = _BySubject(self)
        self.derived["groundwork"] = Groundwork(
            _OfHypotheses(self),  # type: ignore[arg-type]
            work.get("elsewhere", 1.0),
            frozenset(work.get("diseases", ())),
            tuple((general, special) for general, special in work.get("subtypes", ())),
            tuple(work.get("silent", ())),
        )
        if not self.typed:
            self.derived["assessment"] = {"": _TableAssessment(self)}

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """The names of the sources that the claims come from, sorted."""
        return tuple(sorted({entry["origin"] for entry in self.held.entries("wording")}))

    @cached_property
    def claims_by_entity(self) -> Mapping[Curie, tuple[Claim, ...]]:
        """The claims that have an entity as subject or object."""
        return _Found(self._about, lambda: iter(self.entities), lambda: len(self.entities))

    @cached_property
    def whole(self) -> Contents:
        """The same contents read to the end, for what asks about all claims."""
        for number in range(self.held.count):
            # A claim that is at hand is found by its name without a scan of all names.
            self.held.claim(number)
        return Contents(
            {name: self.entities[name] for name in self.entities},
            {name: self.claims[name] for name in self.claims},
            {name: self.references[name] for name in self.references},
            self.hypotheses,
            self.questions,
            self.sources,
            self.relations,
            self.terms,
        )

    def node(self, name: str) -> int | None:
        """The number of a node by its identifier; None when there is none."""
        known = self._nodes.get(name, -1)
        if known == -1:
            known = self._nodes[name] = self.index.names.number(name)
        return known

    def number(self, name: str) -> int:
        """The number of a node that is there.  Raises UnknownNameError."""
        found = self.node(name)
        if found is None:
            raise UnknownNameError(name, ())
        return found

    def _entity(self, name: str) -> Entity | None:
        node = self.node(name)
        if node is None:
            return None
        known = self._entities.get(node)
        if known is None:
            known = self._entities[node] = self.held.entity(node, self.index.names.label(name))
        return known

    def _claim(self, name: str) -> Claim | None:
        number = self.held.number(name)
        return None if number is None else self.held.claim(number)

    def _about(self, name: str) -> tuple[Claim, ...] | None:
        node = self.node(name)
        if node is None:
            return None
        return tuple(self.held.claim(number) for number in self._numbers_about(node))

    def _numbers_about(self, node: int) -> list[int]:
        arrays = self.held.arrays
        if self.typed:
            about = (arrays["claim_subject"] == node) | (arrays["claim_object"] == node)
            return [int(number) for number in np.flatnonzero(about)]
        low, high = arrays["out_start"][node : node + 2]
        leaving = np.arange(low, high)
        coming = np.flatnonzero(arrays["out_target"] == node)
        return sorted({row for step in (*leaving, *coming) for _, row in self.index.content.members(int(step))})


class _OfHypotheses:
    """The ways of the claims that hypotheses name to be steps; all others stand compiled in the index."""

    def __init__(self, graph: HeldGraph) -> None:
        self._graph = graph

    def __iter__(self) -> Iterator[Way]:
        graph, assessment = self._graph, Assessment(self._graph)
        named = dict.fromkeys(step for hypothesis in graph.hypotheses.values() for step in hypothesis.steps)
        numbers = sorted(number for step in named if (number := graph.held.number(step)) is not None)
        return (way for number in numbers for way in ways_of(graph, assessment, graph.held.claim(number)))


class _Degrees(Mapping[Curie, int]):
    """How many others each node is joined to, as the index has it; of a table counted when asked for."""

    def __init__(self, graph: HeldGraph) -> None:
        self._graph = graph
        self._known: dict[Curie, int] = {}

    def __getitem__(self, entity: Curie) -> int:
        known = self._known.get(entity)
        if known is None:
            known = self._known[entity] = self._counted(entity)
        return known

    def _counted(self, entity: Curie) -> int:
        node, arrays = self._graph.node(entity), self._graph.held.arrays
        if node is None:
            raise KeyError(entity)
        if "node_degree" in arrays:
            return int(arrays["node_degree"][node])
        sides = (("out_start", "out_target"), ("in_start", "in_source"))
        joined = [arrays[other][arrays[start][node] : arrays[start][node + 1]] for start, other in sides]
        return len(np.unique(np.concatenate(joined)))

    def __iter__(self) -> Iterator[Curie]:
        return iter(self._graph.entities)

    def __len__(self) -> int:
        return len(self._graph.entities)


class _BySubject:
    """The names of the claims of each subject that were not taken back."""

    def __init__(self, graph: HeldGraph) -> None:
        self._graph = graph

    def get(self, subject: Curie, default: tuple[Curie, ...] = ()) -> tuple[Curie, ...] | list[Curie]:
        node, held = self._graph.node(subject), self._graph.held
        if node is None or not self._graph.typed:
            return default
        arrays = held.arrays
        found = (arrays["claim_subject"] == node) & (arrays["claim_flags"] & _RETIRED == 0)
        return [held.key(int(number)) for number in np.flatnonzero(found)]


class _TableAssessment(Assessment):
    """Strengths as an edge table gives them; what its lines cite counts for the grades alone."""

    def __init__(self, graph: HeldGraph) -> None:
        super().__init__(graph)
        self._held = graph.held

    def strength(self, claim: Claim) -> Strength:
        """The confidence of the row, with the papers that its lines cite."""
        found = super().strength(claim)
        confidence = self._held.confidences.get(claim.id, found.confidence)
        return Strength(confidence, found.supporting, found.disputing, found.inconclusive, found.parts, found.factors)


class _HeldNames(Names):
    """The names of an index: looked for in the file; in a small one as in a graph that was read."""

    def __init__(self, graph: HeldGraph) -> None:
        super().__init__(graph)
        self._held = graph
        self._few = len(graph.entities) <= _FEW_NODES and graph.typed

    def resolve(self, name: str) -> Entity:
        """The one node with this name; see `Names.resolve`."""
        if self._few:
            return super().resolve(name)
        names = self._held.index.names
        if names.number(name) is None and name in self._held.held.context_names:
            # A table may tell species and diseases of its rows that are no nodes themselves.
            return Entity(name, name, "other")
        return self._held.entities[names.id(names.resolve(name))]

    def find(self, name: str) -> Any:
        """The node, claim, reference, hypothesis, mechanism or source with this name; see `Names.find`."""
        if self._few:
            return super().find(name)
        known = self._by_identifier(name) or self._held.claims.get(name)
        if known is not None:
            return known
        try:
            return self.resolve(name)
        except (UnknownNameError, AmbiguousNameError):
            mechanism = self.mechanism(name)
            if mechanism is None:
                raise
            return self._held.terms[f"mechanism:{mechanism}"]
