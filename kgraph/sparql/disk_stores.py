"""Stores on disk: filled in one step, read by many.

The folder holds the engine's files and a note on what they were made from.  It is filled beside its place and renamed,
so that it is there whole or not at all; one process fills it at a time.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Store

from kgraph.errors import DataError, ExistingFolderError, OutputError
from kgraph.files.locks import locked
from kgraph.sparql.loading import fill_store
from kgraph.version import __version__

_NOTE = "kgraph-store.json"
_ENGINE = "oxigraph"
_NO_STORE = "this is no store"
# Of Linux: names count from the working folder; the two names change places.
_HERE, _EXCHANGE = -100, 2
# How often and after how many seconds the remains of a filling are tried to be removed.
_TRIES, _PAUSE = 200, 0.01


def open_folder(folder: Path) -> Store:
    """A store on disk, opened for reading only, so that any number of processes may.

    The folder is one that `fill_folder` made, or one of Oxigraph's own.  Raises DataError for anything else.
    """
    # The engine opens its files by name, one after the other.  When the folder is replaced meanwhile, some are of the
    # old store and some of the new; then all is opened once more.
    while True:
        try:
            place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
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
    folder = folder.absolute()
    try:
        with locked(folder):
            _check_place(folder, force=force)
            _sweep(folder)
            new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-", suffix=".new"))
            try:
                count = _fill(new, files)
                new.chmod(0o755)
                _put_in_place(new, folder)
            finally:
                _remove(new)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}; what was there is unchanged.") from None
    return count


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


def _put_in_place(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    if _exchanged(new, folder):
        # What stood there is now where the new store was filled, and goes the way of everything there.
        return
    # Without that, a process that is killed between the two renamings leaves the old store to the next fill.
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-", suffix=".old"))
    folder.rename(old / folder.name)
    try:
        new.rename(folder)
    except BaseException:
        (old / folder.name).rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _remove(folder: Path) -> None:
    """Remove a folder, to which threads of the engine may still write when a filling has failed."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two names in one step; false where the system cannot.  Only Linux has the call, and not for every disk."""
    try:
        import ctypes

        swap = ctypes.CDLL(None).renameat2
    except (ImportError, OSError, AttributeError):
        return False
    return bool(swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _sweep(folder: Path) -> None:
    """Remove what a process left that was killed while it filled the store."""
    for ending in ("new", "old"):
        for left in folder.parent.glob(f".{folder.name}-*.{ending}"):
            kept = left / folder.name
            if ending == "old" and kept.is_dir() and not folder.exists():
                kept.rename(folder)
            shutil.rmtree(left, ignore_errors=True)
