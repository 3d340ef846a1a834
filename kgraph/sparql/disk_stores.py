"""Stores on disk: filled in one step, read by many.

The folder holds the engine's files and a note on what they were made from.  It is filled beside its place and renamed,
so that it is there whole or not at all; one process fills it at a time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Store

from kgraph.errors import DataError, ExistingFolderError
from kgraph.files.flags import FOLDER
from kgraph.files.folders import new_folder
from kgraph.sparql.loading import fill_store
from kgraph.version import __version__

_NOTE = "kgraph-store.json"
_ENGINE = "oxigraph"
_NO_STORE = "this is no store"


def open_folder(folder: Path) -> Store:
    """A store on disk, opened for reading only, so that any number of processes may.

    The folder is one that `fill_folder` made, or one of Oxigraph's own.  Raises DataError for anything else.
    """
    # The engine opens its files by name, one after the other.  When the folder is replaced meanwhile, some are of the
    # old store and some of the new; then all is opened once more.
    while os.name != "nt":
        try:
            place = os.open(folder, FOLDER)
        except (FileNotFoundError, NotADirectoryError):
            raise DataError(_NO_STORE, file=str(folder), hint="make-store") from None
        except OSError as error:
            raise DataError(f"the store cannot be opened: {error.strerror}", file=str(folder)) from None
        try:
            store = _open(folder)
        except DataError:
            if _means(folder, place):
                raise
        else:
            if _means(folder, place):
                return store
        finally:
            os.close(place)
    # Windows opens no folders, and replaces none that is in use.
    return _open(folder)


def _means(folder: Path, place: int) -> bool:
    """Whether a name still means the open folder."""
    try:
        return os.path.samestat(os.stat(folder), os.fstat(place))
    except OSError:
        return False


def _open(folder: Path) -> Store:
    engine = folder / _ENGINE if (folder / _ENGINE).is_dir() else folder
    if not (engine / "CURRENT").is_file():
        raise DataError(_NO_STORE, file=str(folder), hint="make-store")
    try:
        return Store.read_only(str(engine))
    except (OSError, ValueError, RuntimeError) as error:
        # A damaged store is a RuntimeError, of several lines at times.
        reason = " ".join(str(error).split())
        raise DataError(f"the store cannot be opened: {reason}", file=str(folder)) from None


def fill_folder(folder: Path, files: Sequence[Path], *, force: bool = False) -> int:
    """Make a store on disk of the statements of the files with the derived edges; how many statements it holds.

    Raises ExistingFolderError for a folder that is there, unless `force` is given and it is a store of kgraph;
    FileBusyError while another process fills it; DataError for a file that cannot be read; OutputError for a place that
    cannot be written.  Whatever is raised, what was there is unchanged.
    """
    with new_folder(folder, lambda place: _check_place(place, force=force)) as new:
        return _fill(new, files)


def _fill(new: Path, files: Sequence[Path]) -> int:
    store = Store(str(new / _ENGINE))
    try:
        fill_store(store, files)
    except DataError as error:
        # The engine must let go of the folder before it is removed, or it writes into it once more; the frames of the
        # error hold it.
        del store
        raise error.with_traceback(None) from None
    store.optimize()
    store.flush()
    # Those of named graphs are in the default graph too.
    named = sum(1 for name in store.named_graphs() for _ in store.quads_for_pattern(None, None, None, name))
    count = len(store) - named
    # The engine writes its last files when it lets go of the folder.
    del store
    note = {"kgraph": __version__, "statements": count, "files": [str(file) for file in files]}
    (new / _NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    return count


def _check_place(folder: Path, *, force: bool) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    if not (folder / _NOTE).is_file():
        raise ExistingFolderError(f"{folder} is there and is not a store of kgraph; choose another place.")
    if not force:
        raise ExistingFolderError(f"{folder} is there.", hint="replace-store")
