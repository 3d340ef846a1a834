"""Where in RDF files the description of a subject starts, and where in it a value stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kgraph.errors import DataError
from kgraph.reading.open_file import open_data
from kgraph.reading.positions import Mention
from kgraph.reading.text_files import whole_text
from kgraph.vocabulary import expand

Place = tuple[str, int, int]

_XML = (".rdf", ".owl", ".xml")
_JSON = (".jsonld", ".json")


@dataclass(slots=True)
class _Described:
    """Where a file begins to describe a subject, and where each value stands first."""

    file: Path
    line: int
    column: int
    values: dict[str, tuple[int, int]] = field(default_factory=dict)


class SubjectPositions:
    """The places of subjects in some files, read when first asked for.

    A subject is where the last file that describes it does so: what lies on top is what its owner can change.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files

    @cached_property
    def _described(self) -> dict[str, _Described]:
        found: dict[str, _Described] = {}
        for file in self._files:
            of_file = _of_file(file)
            # What has no name is written somewhere in the file: lists of steps, in syntaxes without brackets.
            nobody = of_file.pop("", None)
            self._nameless[file] = nobody.values if nobody else {}
            found |= of_file
        return found

    @cached_property
    def _nameless(self) -> dict[Path, dict[str, tuple[int, int]]]:
        return {}

    def of(self, subject: str) -> Place:
        """File, line and column of a subject's description; the start of the last file when it has none."""
        described = self._described.get(expand(subject))
        if described is None:
            return (str(self._files[-1]), 1, 1)
        return (str(described.file), described.line, described.column)

    def of_value(self, subject: str, *values: str) -> Place:
        """The place of the first of some values that is in the description of a subject; else that of the subject.

        A value is an IRI, written out or as a CURIE, or a text.  A subject without a name is the empty text.
        """
        described = self._described.get(expand(subject))
        if not subject:
            return self._of_nameless(values)
        if described is None:
            return self.of(subject)
        nameless = self._nameless[described.file]
        for value in values:
            for written in (expand(value), value):
                place = described.values.get(written) or _as_number(written, described.values) or nameless.get(written)
                if value and place:
                    return (str(described.file), *place)
        return self.of(subject)

    def _of_nameless(self, values: Sequence[str]) -> Place:
        for file, places in reversed(self._nameless.items()):
            for value in values:
                if expand(value) in places:
                    return (str(file), *places[expand(value)])
        return (str(self._files[-1]), 1, 1)


def _of_file(file: Path) -> dict[str, _Described]:
    """What a file describes, by the IRI of the subject."""
    found: dict[str, _Described] = {}
    for mention in _mentions(file):
        described = found.get(mention.subject)
        if described is None:
            found[mention.subject] = described = _Described(file, mention.line, mention.column)
        if mention.value != mention.subject:
            described.values.setdefault(mention.value, (mention.line, mention.column))
    return found


def _mentions(file: Path) -> Iterator[Mention]:
    """The mentions in a file; none when it cannot be held in memory."""
    with suppress(DataError), open_data(file) as data:
        yield from mentions_in(whole_text(data), data.suffix)


def _as_number(value: str, places: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    """The place of a number that is written in another way: 7.0 for 7."""
    with suppress(ValueError):
        number = float(value)
        for written, place in places.items():
            with suppress(ValueError):
                if float(written) == number:
                    return place
    return None


def mentions_in(text: str, suffix: str) -> Iterator[Mention]:
    """Every mention in a text, in its order; `suffix` is that of its format, and any other has the mentions of Turtle.

    Costs some seconds for the largest texts that are read, so it is for saying where a problem is.
    """
    # Imported here, because each of them is needed for one kind of file only.
    if suffix in _XML:
        from kgraph.reading.positions_xml import xml_mentions

        return xml_mentions(text)
    if suffix in _JSON:
        from kgraph.reading.positions_json import json_mentions

        return json_mentions(text)
    from kgraph.reading.positions_turtle import turtle_mentions

    return turtle_mentions(text)
