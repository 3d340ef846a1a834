"""The claims that a path between two entities may take, found from both ends without reading the whole graph.

Each round asks for the claims that leave, or reach, the entities of one front; the smaller front goes first.  When as
many rounds were made as a path may have steps, every such path is there.  Going on until a front is empty finds all
that lies between the two ends, which is what the verdict at any length needs.  Only the ends of claims are read here;
what counts as a step under a filter is decided later, by the search, over a few claims too many.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from kgraph.endpoints.reader import Reader, values_of
from kgraph.errors import LimitError
from kgraph.model import Relation
from kgraph.vocabulary import KG, PREFIXES

_SUBJECT, _PREDICATE, _OBJECT = (f"<{PREFIXES['rdf']}{part}>" for part in ("subject", "predicate", "object"))
_OPPOSITE = KG + "opposite"
_SUBTYPE = KG + "has_subtype"
# What is read beyond the hop limit for a verdict, and for the parts of an outcome.
MOST_CLAIMS, MOST_SECONDS = 50_000, 60.0
_MOST_PARTS = 5_000


class Ends(NamedTuple):
    """The ends of a claim, or of a join of opposites, as IRIs."""

    subject: str
    relation: str
    object: str


class Neighbourhood:
    """Claims by their IRIs, as far as they were read."""

    def __init__(self, reader: Reader, relations: Mapping[str, Relation], *, both_ways: bool = False) -> None:
        self._reader = reader
        kinds = {KG + name: relation for name, relation in relations.items()}
        self._walked = {name for name, relation in kinds.items() if relation.kind != "descriptive"} | {_OPPOSITE}
        self._structural = {name for name, relation in kinds.items() if relation.kind == "structural"}
        self._reversible = {name for name, relation in kinds.items() if relation.symmetric} | {_SUBTYPE}
        if both_ways:
            self._reversible = self._walked - {_OPPOSITE}
        self.claims: dict[str, Ends] = {}
        self._touching: dict[str, dict[str, Ends]] = {}
        self._read: dict[bool, set[str]] = {True: set(), False: set()}
        # By direction: the neighbours of each entity that steps may lead to, or come from.
        self._next: dict[bool, dict[str, set[str]]] = {True: {}, False: {}}

    def expand(self, entities: Iterable[str], *, forward: bool) -> None:
        """Read the claims that leave entities, or that reach them, those that may be walked backwards included."""
        fresh = [entity for entity in dict.fromkeys(entities) if entity not in self._read[forward]]
        self._read[forward].update(fresh)
        near, far = (_SUBJECT, _OBJECT) if forward else (_OBJECT, _SUBJECT)
        of_claim = f"{_PREDICATE} ?relation"
        arriving = f"?claim {near} ?end ; {of_claim} ; {far} ?other ."
        back = f"?claim {far} ?end ; {of_claim} ; {near} ?other . {values_of(sorted(self._reversible), '?relation')}"
        join = f"?end <{_OPPOSITE}> ?other ." if forward else f"?other <{_OPPOSITE}> ?end ."
        for turned, pattern in ((False, arriving), (True, back)):
            for end, claim, relation, other in self._rows("?end ?claim ?relation ?other", pattern, fresh):
                pair = (end, other) if forward != turned else (other, end)
                self._add(claim, Ends(pair[0], relation, pair[1]))
        for end, other in self._rows("?end ?other", join, fresh):
            pair = (end, other) if forward else (other, end)
            self._join(*pair)

    def _rows(self, names: str, pattern: str, fresh: list[str]) -> Iterator[list[str]]:
        for row in self._reader.joined("end", names, pattern, fresh):
            yield [str(getattr(cell, "value", "")) for cell in row]

    def _add(self, claim: str, ends: Ends) -> None:
        self.claims[claim] = ends
        for entity in (ends.subject, ends.object):
            self._touching.setdefault(entity, {})[claim] = ends
        if ends.relation in self._walked:
            self._join(ends.subject, ends.object)
            if ends.relation in self._reversible:
                self._join(ends.object, ends.subject)

    def _join(self, source: str, target: str) -> None:
        self._next[True].setdefault(source, set()).add(target)
        self._next[False].setdefault(target, set()).add(source)

    def between(self, start: str, end: str, max_hops: int) -> bool:
        """Read all that paths of so many steps may take, then what longer ones may; whether nothing is left out.

        What lies within the limit is read whole; what lies beyond as far as MOST_CLAIMS and MOST_SECONDS go.
        """
        fronts = {True: {start}, False: {end}}
        seen = {True: {start}, False: {end}}
        deadline: float | None = None
        made = 0
        while all(fronts.values()):
            if made >= max_hops:
                deadline = deadline or time.monotonic() + MOST_SECONDS
                if len(self.claims) > MOST_CLAIMS or time.monotonic() > deadline:
                    return False
            forward = len(fronts[True]) <= len(fronts[False])
            self.expand(sorted(fronts[forward]), forward=forward)
            near = {other for entity in fronts[forward] for other in self._next[forward].get(entity, ())}
            fronts[forward] = near - seen[forward]
            seen[forward] |= near
            made += 1
        return True

    def around(self, entities: Collection[str]) -> bool:
        """Read all that is joined to entities however the arrows point; false where that is more than is read."""
        seen, front = set(entities), set(entities)
        deadline = time.monotonic() + MOST_SECONDS
        while front:
            if len(self.claims) > MOST_CLAIMS or time.monotonic() > deadline:
                return False
            for forward in (True, False):
                self.expand(sorted(front), forward=forward)
            near = {other for one in front for way in self._next.values() for other in way.get(one, ())}
            front = near - seen
            seen |= near
        return True

    def parts_of(self, end: str) -> set[str]:
        """What may be part of the outcome that an entity is: signs, aspects, special and general forms, opposites.

        Raises LimitError where that is a whole hierarchy of thousands.
        """
        return self._closed({end}, self._structural | {KG + "predicts"}, forward=False)

    def forms_of(self, entity: str) -> set[str]:
        """An entity with its more special forms."""
        return self._closed({entity}, {_SUBTYPE}, forward=True)

    def _closed(self, entities: set[str], relations: set[str], *, forward: bool) -> set[str]:
        found, front = set(entities), set(entities)
        while front:
            self.expand(sorted(front), forward=forward)
            near = {other for one in front for other in self._by_relation(one, relations, forward=forward)}
            if not forward:
                near |= {other for one in front for other in self._opposites(one)}
            front = near - found
            found |= near
            if len(found) > _MOST_PARTS:
                fact = f"{min(entities)} has more than {_MOST_PARTS:,} forms and parts at this endpoint"
                raise LimitError("parts", f"{fact}; copy its graph into a file and ask that.")
        return found

    def _by_relation(self, entity: str, relations: set[str], *, forward: bool) -> Iterator[str]:
        for ends in self._touching.get(entity, {}).values():
            if ends.relation not in relations:
                continue
            near, far = (ends.subject, ends.object) if forward else (ends.object, ends.subject)
            if near == entity:
                yield far
            elif not forward and ends.relation == _SUBTYPE:
                yield near

    def _opposites(self, entity: str) -> set[str]:
        claimed = {ends.subject for ends in self._touching.get(entity, {}).values()}
        return self._next[False].get(entity, set()) - claimed

    def entities_between(self, start: str, end: str) -> set[str]:
        """The entities that walks from start to end pass, as far as claims were read; perhaps none."""
        return self._reached(start, forward=True).keys() & self._reached(end, forward=False).keys()

    def entities_within(self, start: str, end: str, max_hops: int) -> set[str]:
        """Those of them that walks of so many steps pass."""
        away, left = self._reached(start, forward=True), self._reached(end, forward=False)
        return {entity for entity in away.keys() & left.keys() if away[entity] + left[entity] <= max_hops}

    def claims_of(self, entities: Collection[str], subjects: Collection[str]) -> list[str]:
        """The claims between two of some entities, and those about some subjects."""
        return [
            claim
            for claim, ends in self.claims.items()
            if (ends.subject in entities and ends.object in entities) or ends.subject in subjects
        ]

    def _reached(self, entity: str, *, forward: bool) -> dict[str, int]:
        """The entities that walks lead to, or come from, with the number of steps."""
        seen, front = {entity: 0}, [entity]
        for one in front:
            for other in self._next[forward].get(one, ()):
                if other not in seen:
                    seen[other] = seen[one] + 1
                    front.append(other)
        return seen
