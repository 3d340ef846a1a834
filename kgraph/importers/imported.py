"""What an importer gives back: typed contents, what could not be carried, and what was wrong, with places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.model import Claim, Contents, Curie, Entity, Reference, Source

_Thing = TypeVar("_Thing", Entity, Claim, Reference, Source)
_SHOWN = 3


@frozen
class Tally:
    """Something that happened `count` times, and the first few places where it did, as ``file:line``."""

    what: str
    count: int
    places: tuple[str, ...] = ()


@frozen
class Imported:
    """What files of one kind say, in the model of kgraph.

    `contents` hold entities, claims, references and sources; relations and terms are those of the ontology and are not
    repeated.  `found` counts what the files hold, so that the counts can be compared with those of another program.
    `losses` are what the contents lack; `remarks` are what a reader of them should know.  `faults` are parts of files
    that could not be read; nothing of such a part is in the contents.  `licences` are those that the files say they
    have, as they word them.
    """

    kind: str
    files: tuple[str, ...]
    contents: Contents
    found: tuple[Tally, ...]
    losses: tuple[Tally, ...]
    remarks: tuple[Tally, ...]
    faults: tuple[DataError, ...]
    licences: tuple[str, ...] = ()

    def count(self, what: str) -> int:
        """How often something was found, lost or remarked, by its words; 0 when it was not."""
        return sum(tally.count for tally in (*self.found, *self.losses, *self.remarks) if tally.what == what)


class Tallies:
    """Counts of what happens while files are read."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._places: dict[str, list[str]] = {}

    def add(self, what: str, place: str = "", *, times: int = 1) -> None:
        """Count something; its first places are kept."""
        if not times:
            return
        self._counts[what] = self._counts.get(what, 0) + times
        places = self._places.setdefault(what, [])
        if place and len(places) < _SHOWN:
            places.append(place)

    def all(self) -> tuple[Tally, ...]:
        """What was counted, by its words."""
        return tuple(Tally(what, count, tuple(self._places[what])) for what, count in sorted(self._counts.items()))


def contents_of(
    *, entities: Iterable[Entity], claims: Iterable[Claim], references: Iterable[Reference], sources: Iterable[Source]
) -> Contents:
    """Contents without relations, terms, hypotheses and questions, everything in the order of the identifiers."""
    return Contents(
        entities=_by_id(entities),
        claims=_by_id(claims),
        references=_by_id(references),
        hypotheses={},
        questions={},
        sources=_by_id(sources),
        relations={},
        terms={},
    )


def _by_id(things: Iterable[_Thing]) -> dict[Curie, _Thing]:
    return {thing.id: thing for thing in sorted(things, key=lambda thing: thing.id)}
