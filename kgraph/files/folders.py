"""Putting a whole folder at a place so that a reader finds the old one or the new, and never half of either."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kgraph.errors import OutputError
from kgraph.files.locks import locked

# Of Linux: names count from the working folder; the two names change places.
_HERE, _EXCHANGE = -100, 2
# How often and after how many seconds the remains of a filling are tried to be removed.
_TRIES, _PAUSE = 200, 0.01


@contextmanager
def new_folder(folder: Path, refuse: Callable[[Path], None]) -> Iterator[Path]:
    """A folder to fill, which takes the place of `folder` when the block ends well, and goes away when it does not.

    `refuse` is called with the place, and raises where something stands there that may not be replaced.  One process
    fills a place at a time; what one that was killed left beside it is removed.  Raises FileBusyError, and OutputError
    when the place cannot be written; what was there is then unchanged.
    """
    folder = folder.absolute()
    try:
        with locked(folder):
            refuse(folder)
            _sweep(folder)
            new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-", suffix=".new"))
            try:
                yield new
                new.chmod(0o755)
                _put_in_place(new, folder)
            finally:
                _remove(new)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}; what was there is unchanged.") from None


def _put_in_place(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    if _exchanged(new, folder):
        # What stood there is now where the new folder was filled, and goes the way of everything there.
        return
    # Without that, a process that is killed between the two renamings leaves the old folder to the next fill.
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
    """Remove a folder, to which threads of an engine may still write when a filling has failed."""
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
    """Remove what a process left that was killed while it filled the folder."""
    for ending in ("new", "old"):
        for left in folder.parent.glob(f".{folder.name}-*.{ending}"):
            kept = left / folder.name
            if ending == "old" and kept.is_dir() and not folder.exists():
                kept.rename(folder)
            shutil.rmtree(left, ignore_errors=True)
