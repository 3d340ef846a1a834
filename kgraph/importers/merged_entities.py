"""Entities put together from many records that name the same identifier, not always in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kgraph.importers.imported import Tallies
from kgraph.importers.known_curies import kind_by_namespace
from kgraph.model import Curie, Entity

_UNWANTED = "disease"


class Things:
    """What records say of each thing: its names, its kinds, its identifiers elsewhere."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._names: dict[Curie, Counter[str]] = {}
        self._kinds: dict[Curie, Counter[str]] = {}
        self._same: dict[Curie, set[Curie]] = {}
        self._close: dict[Curie, set[Curie]] = {}
        self._broad: dict[Curie, set[Curie]] = {}
        self._definitions: dict[Curie, str] = {}

    def add(self, thing: Curie, *, name: str = "", kind: str = "", other_names: tuple[str, ...] = ()) -> None:
        """A record's words for a thing.  The name given most often becomes the label, all others synonyms."""
        names = self._names.setdefault(thing, Counter())
        names.update({other: 0 for other in other_names if other})
        if name:
            names[name] += 1
        if kind:
            self._kinds.setdefault(thing, Counter())[kind] += 1

    def describe(self, thing: Curie, definition: str) -> None:
        """Words of our own for what a thing is, where its name does not say it."""
        self._definitions[thing] = definition

    def knows(self, thing: Curie) -> bool:
        """Whether a record has said what kind of thing it is."""
        return thing in self._kinds

    def same(self, thing: Curie, other: Curie) -> None:
        """A record says that another identifier stands for the very thing."""
        self._same.setdefault(thing, set()).add(other)

    def close(self, thing: Curie, other: Curie) -> None:
        """A record gives another identifier for a thing, perhaps of something wider or narrower."""
        self._close.setdefault(thing, set()).add(other)

    def broad(self, thing: Curie, other: Curie) -> None:
        """A record gives the identifier of something wider that a thing is a kind of."""
        self._broad.setdefault(thing, set()).add(other)

    def entities(self, used: set[Curie], remarks: Tallies) -> Iterator[Entity]:
        """The things in use.

        Two that share a label get their identifiers into it.  An identifier that is given for two things, or one of
        several that are given for one, is no exact match, and is said to be a close one.
        """
        labels = {thing: self.label(thing) for thing in used}
        shared = Counter(label.lower() for label in labels.values())
        owners = Counter(other for others in self._same.values() for other in others)
        for thing in sorted(used):
            kinds = self._kinds.get(thing) or Counter({kind_by_namespace(thing): 1})
            if len(kinds) > 1:
                remarks.add("things of which records give two kinds; the more frequent one is taken", thing)
            label, kind = labels[thing], min(kinds, key=lambda name: (-kinds[name], name))
            same = self._same.get(thing, set())
            exact = {other for other in same if len(same) == 1 and owners[other] == 1}
            if same - exact:
                remarks.add("things whose identifier elsewhere is not one to one, carried as a close match", thing)
            close = (same - exact) | self._close.get(thing, set())
            unique = label if shared[label.lower()] == 1 else f"{label} ({thing})"
            others = {name.lower(): name for name in sorted(self._names.get(thing, ()), reverse=True)}
            yield Entity(
                id=thing,
                label=unique,
                kind=kind,
                synonyms=tuple(sorted(name for low, name in others.items() if low != unique.lower())),
                definition=self._definitions.get(thing)
                or f"What {self._project} calls {label} ({kind}) and identifies as {thing}.",
                valence="unwanted" if kind == _UNWANTED else "",
                mappings=(
                    *(("exactMatch", other) for other in sorted(exact)),
                    *(("closeMatch", other) for other in sorted(close - exact)),
                    *(("broadMatch", other) for other in sorted(self._broad.get(thing, set()) - close - exact)),
                ),
            )

    def label(self, thing: Curie) -> str:
        """The name given most often so far; the identifier where nothing gives it one."""
        names = self._names.get(thing)
        if not names:
            # Nothing gives it a name.
            return thing
        return min(names, key=lambda name: (-names[name], name.lower(), name))
