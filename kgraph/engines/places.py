"""Where in RDF files the block of a subject starts, and where in the block a value stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from kgraph.errors import DataError
from kgraph.parsing.opening import open_data
from kgraph.parsing.texts import whole_text
from kgraph.vocabulary import expand, shorten

Place = tuple[str, int, int]

# A subject begins a line, and the line before it ends a statement or opens a graph.
_SUBJECT = re.compile(r"[ \t]*(<[^>]*>|[A-Za-z][\w.-]*:[^\s;,]*|:[^\s;,]+)\s")
_PREFIX = re.compile(r"\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_NAMED = re.compile(r"""(?:"@id"\s*:\s*|rdf:(?:about|ID)\s*=\s*)["']([^"']*)["']""")
_TURTLE = (".ttl", ".trig", ".nt", ".nq", ".n3")


class Whereabouts:
    """The places of subjects in some files, read when first asked for."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files

    @cached_property
    def _lines(self) -> dict[str, tuple[Path, int]]:
        """The last file that has a block of a subject, and its first line there."""
        found: dict[str, tuple[Path, int]] = {}
        for file in self._files:
            inside: dict[str, tuple[Path, int]] = {}
            for name, number in self._subjects(file):
                inside.setdefault(name, (file, number))
            # What lies on top is what its owner can change.
            found |= inside
        return found

    def _text(self, file: Path) -> tuple[str, list[str]]:
        """The suffix of what is in a file, and its lines; none when it cannot be held in memory."""
        try:
            with open_data(file) as data:
                return data.suffix, whole_text(data).split("\n")
        except DataError:
            return file.suffix.lower(), []

    def _subjects(self, file: Path) -> Iterator[tuple[str, int]]:
        suffix, lines = self._text(file)
        prefixes: dict[str, str] = {}
        between = True
        for number, line in enumerate(lines, 1):
            if suffix not in _TURTLE:
                for match in _NAMED.finditer(line):
                    yield shorten(expand(match.group(1))), number
                continue
            declared = _PREFIX.match(line)
            if declared:
                prefixes[declared.group(1)] = declared.group(2)
            begun = _SUBJECT.match(line) if between and not declared else None
            if begun:
                yield shorten(_full(begun.group(1), prefixes)), number
            text = line.strip()
            if text and not text.startswith("#"):
                between = text.endswith((".", "{", "}")) or declared is not None

    def of(self, subject: str) -> tuple[str, int]:
        """File and line of a subject's block; the last file and line 1 when it cannot be told."""
        file, line = self._lines.get(subject, (self._files[-1], 1))
        return str(file), line

    def of_value(self, subject: str, value: str) -> Place:
        """File, line and column of a value in the block of a subject; those of the block when it is not there."""
        if subject not in self._lines:
            return (str(self._files[-1]), 1, 1)
        file, first = self._lines[subject]
        wanted = [value, f"<{expand(value)}>", f'"{value}"'] if value else []
        names = [re.compile(rf"(?<![\w:.-]){re.escape(name)}(?![\w-])") for name in wanted]
        for number, line in enumerate(self._block(file, first), first):
            # The first line begins with the subject itself, which is not what is looked for.
            start = len(subject) if number == first else 0
            places = [match.start() for name in names for match in [name.search(line, start)] if match]
            if places:
                return (str(file), number, min(places) + 1)
        return (str(file), first, 1)

    def _block(self, file: Path, first: int) -> list[str]:
        """The lines of a block, to the full stop that ends it."""
        if file not in self._kept:
            self._kept[file] = self._text(file)[1]
        lines = self._kept[file][first - 1 :]
        end = next((place for place, line in enumerate(lines) if line.rstrip().endswith(".")), len(lines))
        return lines[: end + 1]

    @cached_property
    def _kept(self) -> dict[Path, list[str]]:
        """The lines of the files in which something was looked for."""
        return {}


def _full(name: str, prefixes: dict[str, str]) -> str:
    """The IRI of a name as it stands in a file with these prefixes."""
    if name.startswith("<"):
        return name[1:-1]
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else expand(name)
