"""Readers of other projects' files, in one registry: a new importer is one module and one row of `kinds`.

`read` is what callers need: it gives an `Imported`, typed contents (entities, claims with their evidence, references,
sources) with what was found, what is lost, what a reader should know, and the parts that could not be read.  `guess`
tells the kind of a file, and `IMPORTERS` are the kinds there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import overload

from kgraph.errors import ChoiceError, UsageError
from kgraph.importers.imported import Imported, Tally
from kgraph.importers.kinds import IMPORTERS, Importer
from kgraph.model import Contents

__all__ = ["IMPORTERS", "Imported", "Importer", "Tally", "guess", "read"]

# How much of the start of a file is looked at to tell its kind.
_HEAD = 1 << 16


def read(
    files: Sequence[Path],
    *,
    kind: str = "",
    known: Contents | None = None,
    progress: Callable[[int], object] | None = None,
) -> Imported:
    """What files of one kind say; without `kind` it is told from the first file.

    A reader that looks names up finds them in the `known` contents, or without those in the bundled data.
    No file gives empty contents when the kind is named.  `progress` is called with the number of files that are done
    each time that it grows.  Raises ChoiceError for a kind that no importer has, UsageError for no file without a kind,
    DataError for a file that is not of the kind or whose kind cannot be told.

    >>> from pathlib import Path
    >>> from kgraph.importers import read
    >>> len(read([], kind="drugmechdb").contents.claims)
    0
    """
    if not kind and not files:
        raise UsageError("name a file, or the kind of files to import.")
    importer = _named(kind) if kind else guess(files[0])
    return importer.read(_Watched(files, progress) if progress else files, known)


class _Watched(Sequence[Path]):
    """Files that say how many of them were gone through, the first time that somebody does."""

    def __init__(self, files: Sequence[Path], progress: Callable[[int], object]) -> None:
        self._files, self._progress = files, progress
        self._done = 0

    def __len__(self) -> int:
        return len(self._files)

    @overload
    def __getitem__(self, index: int) -> Path: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Path]: ...

    def __getitem__(self, index: int | slice) -> Path | Sequence[Path]:
        return self._files[index]

    def __iter__(self) -> Iterator[Path]:
        for number, file in enumerate(self._files, 1):
            yield file
            if number > self._done:
                self._done = number
                self._progress(number)


def guess(file: Path) -> Importer:
    """The importer that a file is for, by its name and content.  Raises DataError where none or several are."""
    from kgraph.reading.open_file import open_data

    with open_data(file) as data:
        head = data.file.read(_HEAD).decode("utf-8", "replace")
        fitting = [importer for importer in IMPORTERS if any(look.fits(data.suffix, head) for look in importer.looks)]
        if len(fitting) != 1:
            names = ", ".join(importer.name for importer in fitting or IMPORTERS)
            why = "could be any of" if fitting else "is of no kind that can be imported; the kinds are"
            raise data.refused(f"{why} {names}. Name the kind")
    return fitting[0]


def _named(kind: str) -> Importer:
    for importer in IMPORTERS:
        if importer.name == kind:
            return importer
    raise ChoiceError("kind", kind, "a kind of file that is imported", [importer.name for importer in IMPORTERS])
