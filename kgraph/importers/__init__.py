"""Readers of other projects' files, in one registry: a new importer is one module and one row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from kgraph.errors import ChoiceError, UsageError
from kgraph.frozen import frozen
from kgraph.importers.imported import Imported, Tally

__all__ = ["IMPORTERS", "Imported", "Importer", "Tally", "guess", "read"]

Reader = Callable[[Sequence[Path]], Imported]
# How much of the start of a file is looked at to tell its kind.
_HEAD = 1 << 16


@frozen
class Importer:
    """A kind of file that can be imported.

    A file is of this kind when its name, without that of a packer, has one of the `endings` and each of the `signs`, a
    regular expression, is found near its start.  `reader` is ``module:function``, imported when it is needed.
    """

    name: str
    reads: str
    endings: tuple[str, ...]
    signs: tuple[str, ...]
    reader: str

    def read(self, files: Sequence[Path]) -> Imported:
        """What the files say.  Raises DataError for a file that is not of this kind at all."""
        from importlib import import_module

        module, _, function = self.reader.partition(":")
        return cast("Reader", getattr(import_module(module), function))(files)


IMPORTERS = (
    Importer(
        name="drugmechdb",
        reads="DrugMechDB paths from drugs to diseases (YAML): a record a file, or a list of records",
        endings=(".yaml", ".yml"),
        # The index of the records is recognised too, so that its reader can say why it is none of them.
        signs=(r"(?m)^[ -]*(?:disease_mesh|drug_mesh|drugbank):", r"(?m)^[ -]*(?:_?id|links|nodes):"),
        reader="kgraph.importers.drugmechdb:read_drugmechdb",
    ),
)


def read(files: Sequence[Path], *, kind: str = "") -> Imported:
    """What files of one kind say; without `kind` it is told from the first file.

    No file gives empty contents when the kind is named.  Raises ChoiceError for a kind that no importer has, UsageError
    for no file without a kind, DataError for a file that is not of the kind or whose kind cannot be told.

    >>> from pathlib import Path
    >>> from kgraph.importers import read
    >>> len(read([], kind="drugmechdb").contents.claims)
    0
    """
    if kind:
        return _named(kind).read(files)
    if not files:
        raise UsageError("name a file, or the kind of files to import.")
    return guess(files[0]).read(files)


def guess(file: Path) -> Importer:
    """The importer that a file is for, by its name and content.  Raises DataError where none or several are."""
    from kgraph.reading.open_file import open_data

    with open_data(file) as data:
        head = data.file.read(_HEAD).decode("utf-8", "replace")
        fitting = [
            importer
            for importer in IMPORTERS
            if data.suffix in importer.endings and all(re.search(sign, head) for sign in importer.signs)
        ]
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
