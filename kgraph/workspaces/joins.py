"""Which identifiers stand for one thing: by exact mappings, and never by label.

An exact mapping joins two things.  Two things that one source tells apart are not joined by what another one says of
them, but for the bundled mappings, each of which was confirmed, and for tables of mappings, which are imported to say
just that; an identifier that one source gives for several things joins none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kgraph.frozen import frozen
from kgraph.model import Curie

BUNDLED = "bundled"
# Sources that tell nothing apart, and whose word joins what others tell apart.
TABLES = frozenset({"sssom"})


@frozen
class Join:
    """One thing under the name that it has in the merged data.

    `members` are the things that sources describe, each with the name of the source, that of the merged data among
    them; `by` are the identifiers that joined them.
    """

    name: Curie
    members: tuple[tuple[Curie, str], ...]
    by: tuple[Curie, ...]


@frozen
class RefusedJoin:
    """An exact mapping that joins nothing, with the things that it would have made one, and why it does not."""

    by: Curie
    things: tuple[Curie, ...]
    reason: str


class Joins:
    """The things of several sources, joined where an exact mapping says that they are the same.

    `described` maps a thing to the sources that describe it; `exact` are the mappings: a source, its thing, and what it
    says is the same.
    """

    def __init__(self, described: Mapping[Curie, Iterable[str]], exact: Iterable[tuple[str, Curie, Curie]]) -> None:
        self._described = {thing: frozenset(sources) for thing, sources in described.items()}
        self._parents: dict[Curie, Curie] = {}
        # For each class, by its root, the thing of each source in it.
        self._things: dict[Curie, dict[str, Curie]] = {}
        self.refused: list[RefusedJoin] = []
        # What made one of two classes that both hold things that are described.
        self._by: dict[Curie, list[Curie]] = {}
        pairs = sorted(set(exact))
        shared = self._given_for_several(pairs)
        # Mappings of the bundled data come first: they were confirmed.
        ranked = sorted(pairs, key=lambda pair: (pair[0] != BUNDLED, pair[0] not in TABLES, pair))
        for source, thing, other in ranked:
            if (source, other) not in shared:
                self._join(source, thing, other)
        self._names = self._named()

    def name_of(self, thing: Curie) -> Curie:
        """The name that a thing has in the merged data; its own where nothing joins it."""
        return self._names.get(thing, thing)

    @property
    def names(self) -> Mapping[Curie, Curie]:
        """For every identifier that has another name in the merged data, that name."""
        return self._names

    def joined(self) -> tuple[Join, ...]:
        """The things that several descriptions were joined to, by name."""
        classes: dict[Curie, list[Curie]] = {}
        for thing in self._parents:
            classes.setdefault(self._root(thing), []).append(thing)
        found = []
        for members in classes.values():
            described = sorted((one, source) for one in members for source in self._described.get(one, ()))
            if len({one for one, _ in described}) > 1:
                by = tuple(sorted(dict.fromkeys(self._by[self._root(members[0])])))
                found.append(Join(self.name_of(members[0]), tuple(described), by))
        return tuple(sorted(found, key=lambda join: join.name))

    def _given_for_several(self, pairs: Iterable[tuple[str, Curie, Curie]]) -> set[tuple[str, Curie]]:
        """The identifiers that one source gives for several of its things."""
        given: dict[tuple[str, Curie], list[Curie]] = {}
        for source, thing, other in pairs:
            given.setdefault((source, other), []).append(thing)
        for (source, other), things in given.items():
            if len(things) > 1 and source not in TABLES:
                self.refused.append(RefusedJoin(other, tuple(things), f"{source} gives it for {len(things)} things"))
        return {key for key, things in given.items() if len(things) > 1 and key[0] not in TABLES}

    def _join(self, says: str, thing: Curie, other: Curie) -> None:
        one, two = (self._root(self._begun(name)) for name in (thing, other))
        if one == two:
            return
        mine, theirs = self._things[one], self._things[two]
        # Whoever says that they are the same does not tell them apart.
        known = set() if says == BUNDLED or says in TABLES else (mine.keys() & theirs.keys()) - {says} - TABLES
        for source in sorted(known):
            if mine[source] != theirs[source]:
                reason = f"{source} tells {mine[source]} and {theirs[source]} apart"
                self.refused.append(RefusedJoin(other, (thing, theirs[source]), reason))
                return
        if mine and theirs:
            self._by.setdefault(one, []).append(other)
        self._parents[two] = one
        self._by.setdefault(one, []).extend(self._by.pop(two, ()))
        self._things[one] = {**self._things.pop(two), **mine}

    def _begun(self, thing: Curie) -> Curie:
        if thing not in self._parents:
            self._parents[thing] = thing
            self._things[thing] = dict.fromkeys(self._described.get(thing, ()), thing)
        return thing

    def _root(self, thing: Curie) -> Curie:
        while (parent := self._parents[thing]) != thing:
            self._parents[thing] = thing = self._parents[parent]
        return thing

    def _named(self) -> dict[Curie, Curie]:
        """The name of every joined identifier that has another one: that of the bundled thing, or the first.

        A public identifier comes before a name that a source made up.
        """
        best: dict[Curie, Curie] = {}
        for thing in sorted(self._described, key=self._rank):
            if thing in self._parents:
                best.setdefault(self._root(thing), thing)
        names = ((thing, best.get(self._root(thing), thing)) for thing in list(self._parents))
        return {thing: name for thing, name in names if thing != name}

    def _rank(self, thing: Curie) -> tuple[bool, bool, Curie]:
        return BUNDLED not in self._described[thing], thing.startswith("entity:"), thing
