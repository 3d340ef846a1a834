"""A copy of the typed values of a graph, so that most commands need no RDF library.

Each value is a JSON array of its cells.  In front of them all stands an index: for each kind of values their
identifiers and the lengths of their arrays.  Values come back hollow and read their cells when they are looked at,
because a command looks at few of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate, pairwise
from typing import Any, TypeVar

from kgraph.errors import DataError
from kgraph.frozen import hollow
from kgraph.model import (
    Claim,
    Contents,
    Entity,
    EvidenceLine,
    Hypothesis,
    Locator,
    Measurement,
    OpenQuestion,
    Reference,
    Relation,
    Source,
    Term,
)
from kgraph.overlaid import Overlaid

_Value = TypeVar("_Value")
_KINDS: dict[str, type] = {
    "entities": Entity,
    "claims": Claim,
    "references": Reference,
    "hypotheses": Hypothesis,
    "questions": OpenQuestion,
    "sources": Source,
    "relations": Relation,
    "terms": Term,
}
_OVERLAY = "overlay"
_LENGTH = 8  # digits in front that say how long the index is
_STR = frozenset({str})
_NOT_A_CELL = "a cell of the wrong kind"
# What a damaged or forged copy can lead to when it is taken apart.
_DAMAGE = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)


def write_snapshot(contents: Contents) -> bytes:
    """The contents as the bytes of a snapshot."""
    rows = {name: [_packed(_row(value)) for value in getattr(contents, name).values()] for name in _KINDS}
    sections = {name: [list(getattr(contents, name)), [len(row) for row in rows[name]]] for name in _KINDS}
    overlay = contents.overlay
    laid = None if overlay is None else [sorted(overlay.own), *(_plain(part) for part in _parts(overlay)[1:])]
    index = _packed({**sections, _OVERLAY: laid})
    return b"".join([b"%08d" % len(index), index, *(row for section in rows.values() for row in section)])


def read_snapshot(body: memoryview, truth: Callable[[], Contents]) -> Contents | None:
    """The contents of a snapshot, or None when it is none.

    A value whose cells turn out to be damaged is taken from `truth`, which reads the files.
    """
    sections: dict[str, Any] = {}
    try:
        start = _LENGTH + int(bytes(body[:_LENGTH]))
        index = json.loads(bytes(body[_LENGTH:start]))
        for name, kind in _KINDS.items():
            keys, lengths = index[name]
            ends = list(accumulate(lengths, initial=start))
            places = dict(zip(keys, pairwise(ends), strict=True))
            sections[name] = hollow(kind, keys, _Section(name, kind, body, places, truth).cells)
            start = ends[-1]
        overlay = _overlaid(index[_OVERLAY])
    except _DAMAGE:
        return None
    if start != len(body):
        return None
    contents = Contents(**sections)
    contents.overlay = overlay
    return contents


def write_value(value: Any) -> bytes:
    """One value of the model, as it stands in a snapshot."""
    return _packed(_row(value))


def read_value(kind: type[_Value], raw: bytes) -> _Value:
    """The value that `write_value` wrote.  Raises ValueError for what is none of this kind."""
    try:
        return kind(*_cells(kind, json.loads(raw)))
    except _DAMAGE as error:
        raise ValueError(str(error)) from None


_OVERLAY_PARTS = ("own", "set_aside", "not_understood", "borrowed", "deprecated", "edges", "imports")


def _parts(overlay: Overlaid) -> tuple[Any, ...]:
    return tuple(getattr(overlay, name) for name in _OVERLAY_PARTS)


def _overlaid(raw: Any) -> Overlaid | None:
    """What came of the overlay, or None where there was none; a raw value of another shape raises one of _DAMAGE."""
    if raw is None:
        return None
    own, aside, empty, borrowed, deprecated, edges, imports = raw
    return Overlaid(
        frozenset(_texts(own)),
        tuple([(file, subject, predicate, value) for file, subject, predicate, value in map(_texts, _listed(aside))]),
        tuple([(_text(file), _whole(count)) for file, count in _listed(empty)]),
        tuple([(one, short, owner) for one, short, owner in map(_texts, _listed(borrowed))]),
        tuple([(claim, file) for claim, file in map(_texts, _listed(deprecated))]),
        tuple([(file, subject, relation, end) for file, subject, relation, end in map(_texts, _listed(edges))]),
        tuple([(file, subject, target) for file, subject, target in map(_texts, _listed(imports))]),
    )


def _whole(cell: Any) -> Any:
    return _one_of(int)(cell)


class _Section:
    """The values of one kind: where the cells of each are."""

    def __init__(
        self,
        name: str,
        kind: type,
        body: memoryview,
        places: Mapping[str, tuple[int, int]],
        truth: Callable[[], Contents],
    ) -> None:
        self._name, self._kind, self._body, self._places, self._truth = name, kind, body, places, truth

    def cells(self, key: str) -> Sequence[Any]:
        """The cells of one value; the identifier is the first."""
        with suppress(*_DAMAGE):
            start, end = self._places[key]
            cells = _cells(self._kind, json.loads(bytes(self._body[start:end])))
            if cells[0] == key:
                return cells
        value = getattr(self._truth(), self._name).get(key)
        if value is None:
            raise DataError("the files changed while they were in use; try again", file=key)
        return [getattr(value, name) for name in value.__match_args__]


def _packed(part: Any) -> bytes:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()


def _row(value: Any) -> list[Any]:
    return [_plain(getattr(value, name)) for name in value.__match_args__]


def _plain(cell: Any) -> Any:
    if isinstance(cell, tuple):
        return [_plain(item) for item in cell]
    return _row(cell) if hasattr(cell, "__match_args__") else cell


def _cells(kind: type, row: Any) -> list[Any]:
    readers = _READERS.get(kind) or _READERS.setdefault(kind, [_reader(name) for name in kind.__annotations__.values()])
    return [reader(cell) for reader, cell in zip(readers, _listed(row), strict=True)]


def _text(cell: Any) -> Any:
    if type(cell) is not str:
        raise TypeError(_NOT_A_CELL)
    return cell


def _texts(cell: Any) -> Any:
    if type(cell) is not list or not _STR.issuperset(map(type, cell)):
        raise TypeError(_NOT_A_CELL)
    return tuple(cell)


def _listed(cell: Any) -> list[Any]:
    if type(cell) is not list:
        raise TypeError(_NOT_A_CELL)
    return cell


def _pairs(cell: Any) -> Any:
    return tuple([(_text(first), _text(second)) for first, second in _listed(cell)])


def _one_of(*types: type) -> Callable[[Any], Any]:
    def read(cell: Any) -> Any:
        if type(cell) not in types:
            raise TypeError(_NOT_A_CELL)
        return cell

    return read


def _value(kind: type) -> Callable[[Any], Any]:
    return lambda row: kind(*_cells(kind, row))


def _reader(annotation: str) -> Callable[[Any], Any]:
    """What checks and rebuilds a cell of this type; the types are those that the model uses."""
    return {
        "str": _text,
        "Curie": _text,
        "bool": _one_of(bool),
        "int": _one_of(int),
        "int | None": _one_of(int, type(None)),
        "float | None": _one_of(float, int, type(None)),
        "tuple[str, ...]": _texts,
        "tuple[Curie, ...]": _texts,
        "tuple[tuple[str, Curie], ...]": _pairs,
        "Locator | None": lambda row: None if row is None else _value(Locator)(row),
        "tuple[EvidenceLine, ...]": lambda rows: tuple([_value(EvidenceLine)(row) for row in _listed(rows)]),
        "tuple[Measurement, ...]": lambda rows: tuple([_value(Measurement)(row) for row in _listed(rows)]),
    }[annotation]


_READERS: dict[type, list[Callable[[Any], Any]]] = {}
