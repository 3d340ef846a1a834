"""The folder of a workspace: its mark, its imports, and how one is put there or takes the place of another.

An import is there whole or not at all: its file is written beside its place and renamed.  One process writes at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse, serialize

from kgraph.errors import DataError, OutputError
from kgraph.files.locks import locked
from kgraph.files.writing import clear_abandoned, new_file, write_file
from kgraph.frozen import frozen
from kgraph.reading.plain_files import Data, open_regular
from kgraph.version import __version__
from kgraph.workspaces.import_records import IMPORT, ImportRecord, read_record

MARK = "kgraph-workspace.json"
_LAYOUT = 1
_IMPORTS = "imports"
_ENDING = ".nq"
_UNFINISHED_MARK, _UNFINISHED = f".{MARK}-", ".new"


@frozen
class Workspace:
    """A folder of imports; made by `open_workspace` or, where there may be none yet, by `Workspace` itself."""

    folder: Path

    def __repr__(self) -> str:
        return f"<Workspace {self.folder}>"

    @property
    def import_files(self) -> tuple[Path, ...]:
        """The files of the imports that are in force, by name; those that a later version replaced are left out."""
        records = {record.name: record for record in self.records}
        replaced = {record.replaces for record in records.values()}
        return tuple(self.place_of(name) for name in records if name not in replaced)

    @property
    def records(self) -> tuple[ImportRecord, ...]:
        """What is known of each import, by name."""
        return tuple(self.record(file.name.removesuffix(_ENDING)) for file in self._all_files())

    def record(self, name: str) -> ImportRecord:
        """What is known of one import.  Raises DataError for one that is not there or cannot be read."""
        end = f"<{IMPORT}{name}/provenance> .\n".encode()
        head = b""
        # Its provenance is written first, so that little has to be read.
        with open_regular(self.place_of(name)) as file:
            while (line := file.readline()).endswith(end):
                head += line
            place = Data(file, str(self.place_of(name)), _ENDING)
            try:
                return read_record(name, parse(head, format=RdfFormat.N_QUADS))
            except (ValueError, SyntaxError):
                raise place.refused("the provenance of an import is damaged; import its file again") from None

    def holds(self, name: str) -> bool:
        """Whether there is an import of this name."""
        return self.place_of(name).is_file()

    def place_of(self, name: str) -> Path:
        """Where the file of an import is or would be."""
        return self.folder / _IMPORTS / f"{name}{_ENDING}"

    def _all_files(self) -> list[Path]:
        return sorted(file for file in (self.folder / _IMPORTS).glob(f"*{_ENDING}") if not file.name.startswith("."))

    def put(self, record: ImportRecord, statements: Iterable[Quad]) -> None:
        """Put an import there; its statements come in its named graph.

        The caller holds the lock (`writing`).  Raises OutputError when it cannot be written; then nothing is changed.
        """
        self._begin()
        with new_file(self.place_of(record.name), force=True) as file:
            # One after the other: a graph of a million edges has more statements than memory holds.
            serialize(chain(record.quads(), statements), file, format=RdfFormat.N_QUADS)
        if record.replaces:
            # Until this is done the new one says that it is in the place of the old one.
            self.place_of(record.replaces).unlink(missing_ok=True)

    def _begin(self) -> None:
        """Make the folder, when there is none."""
        try:
            (self.folder / _IMPORTS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot make {self.folder}: {error.strerror}.") from None
        if not (self.folder / MARK).is_file():
            note = {"kgraph": __version__, "workspace": _LAYOUT}
            write_file(self.folder / MARK, json.dumps(note, indent=2) + "\n", force=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one that writes.  Raises FileBusyError while another process does, OutputError where nobody can."""
        refuse_other_folder(self.folder)
        with locked(self.folder.absolute()):
            clear_abandoned(self.folder, _UNFINISHED_MARK, _UNFINISHED)
            clear_abandoned(self.folder / _IMPORTS, ".", _UNFINISHED)
            yield


def is_workspace(folder: Path) -> bool:
    """Whether a folder is a workspace."""
    return (folder / MARK).is_file()


def open_workspace(folder: Path) -> Workspace:
    """The workspace in a folder.  Raises DataError for a folder that is none, or of a later layout."""
    if not is_workspace(folder):
        raise DataError("this is no workspace", file=str(folder), hint="make-workspace")
    try:
        layout = json.loads((folder / MARK).read_text(encoding="utf-8"))["workspace"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise DataError("the mark of the workspace cannot be read", file=str(folder / MARK)) from None
    if layout != _LAYOUT:
        raise DataError(f"a workspace of layout {layout}; this version reads layout {_LAYOUT}", file=str(folder))
    return Workspace(folder)


def refuse_other_folder(folder: Path) -> None:
    """Raise OutputError where something stands that is no workspace; an empty folder may become one."""
    if is_workspace(folder):
        open_workspace(folder)
        return
    # What a process left that was killed while it made the folder is as good as empty.
    if folder.is_dir() and all(map(_is_nothing, folder.iterdir())):
        return
    if folder.exists() or folder.is_symlink():
        raise OutputError(f"{folder} is there and is no workspace of kgraph; choose another place.")


def _is_nothing(entry: Path) -> bool:
    """Whether an entry of a folder is an empty folder for imports, or a mark that was never finished."""
    unfinished = entry.name.startswith(_UNFINISHED_MARK) and entry.name.endswith(_UNFINISHED)
    return unfinished or (entry.name == _IMPORTS and entry.is_dir() and not any(entry.iterdir()))
