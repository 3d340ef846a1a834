"""Which of many names are worth comparing with a text."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence

_FEW = 2_500
_MOST_LOOKED_AT = 8_000
_MOST_COMPARED = 150


class Resemblance:
    """An index over names that are normalised already."""

    def __init__(self, names: Sequence[str]) -> None:
        self._count = len(names)
        self._places: dict[str, array[int]] = {}
        self._exact: dict[str, list[int]] = {}
        if self._count > _FEW:
            for place, name in enumerate(names):
                self._exact.setdefault(name, []).append(place)
                for group in _groups(name):
                    self._places.setdefault(group, array("L")).append(place)

    def candidates(self, wanted: str) -> Sequence[int]:
        """The places of the names to compare with a text: all of few, else those most alike by groups of letters.

        A name that is the text itself is among them.  May be empty.
        """
        if self._count <= _FEW:
            return range(self._count)
        rarest = sorted((self._places[group] for group in _groups(wanted) if group in self._places), key=len)
        counts: Counter[int] = Counter()
        looked_at = 0
        for places in rarest:
            if looked_at and looked_at + len(places) > _MOST_LOOKED_AT:
                break
            counts.update(places[:_MOST_LOOKED_AT])
            looked_at += len(places)
        best = [place for place, _ in counts.most_common(_MOST_COMPARED)]
        return list(dict.fromkeys([*self._exact.get(wanted, ()), *best]))


def _groups(name: str) -> set[str]:
    """Groups of three letters, with a blank at both ends of each word, and the first letter of each word."""
    return {group for word in name.split() for group in _groups_of(word)}


def _groups_of(word: str) -> Iterator[str]:
    padded = f" {word} "
    yield padded[:2]
    yield from (padded[place : place + 3] for place in range(len(padded) - 2))
