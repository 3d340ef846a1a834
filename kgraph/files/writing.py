"""Writing files so that a reader finds the old content or the new, and never half of either."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kgraph.errors import ExistingFileError, OutputError
from kgraph.files.flags import CHANGE
from kgraph.files.locks import holds, try_lock

_SUFFIX = ".new"
_SHOWN = 32


def write_file(path: Path, content: str | bytes, *, force: bool = False) -> None:
    """Put `content` at `path` in one step; see `new_file`."""
    with new_file(path, force=force) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def new_file(path: Path, *, force: bool = False, private: bool = False) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when the block ends well, and goes away when it does not.

    The new content is written beside it, flushed to disk, and renamed; a link that stands at `path` is replaced and
    not followed.  What writers that were killed left beside it is cleared away.  Raises ExistingFileError unless
    `force` is given, and OutputError when the place cannot be written; the old content stays in both cases.  Others
    cannot read what is `private`.
    """
    try:
        refuse_place(path, force=force)
        clear_abandoned(path.parent, _prefix(path), _SUFFIX)
        file, name = _beside(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}.", hint="other-place") from None
    try:
        yield file
        put_in_place(file, name, path, private=private)
    except OSError as error:
        _drop(file, name)
        raise OutputError(f"cannot write {path}: {error.strerror}; what was there is unchanged.") from None
    except BaseException:
        _drop(file, name)
        raise


def put_in_place(file: BinaryIO, name: str | os.PathLike[str], path: Path, *, private: bool = False) -> None:
    """Let the open file `name`, which is whole, take the place of `path` in the same folder, and close it.

    It is on disk before it is renamed.  A file that is replaced hands on its permissions; a new one gets the usual
    ones.  Raises OSError when that fails; then `path` is what it was, and the file is open under its own name.
    """
    file.flush()
    os.chmod(file.fileno() if os.chmod in os.supports_fd else name, 0o600 if private else _mode(path))
    os.fsync(file.fileno())
    if os.name == "nt":
        # There no open file can be renamed.
        file.close()
    os.replace(name, path)
    # The content is in place, which neither a file that cannot be closed nor a folder that cannot be synced undoes.
    # Closed only now: until then a lock on the file tells others that its writer lives.
    with suppress(OSError):
        file.close()
    with suppress(OSError):
        _sync_folder(path.parent)


def refuse_place(path: Path, *, force: bool) -> None:
    """Raise OutputError where no file can be, and ExistingFileError where one stands unless `force` is given."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it.")
    if path.exists() and not path.is_file():
        raise OutputError(f"{path} is a device or pipe; print to standard output instead.")
    if not force and (path.exists() or path.is_symlink()):
        raise ExistingFileError(str(path))


def _prefix(path: Path) -> str:
    return f".{path.name[:_SHOWN]}-"


def _beside(path: Path) -> tuple[BinaryIO, str]:
    """A locked file of a new name beside `path`, and the name."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path), suffix=_SUFFIX)
        file = os.fdopen(handle, "wb")
        # Between making and locking it, another writer may have taken it for an abandoned one.
        if try_lock(handle) and holds(handle, name):
            return file, name
        file.close()


def clear_abandoned(folder: str | os.PathLike[str], start: str, end: str = "") -> None:
    """Remove the unfinished files of writers that are gone, by the start and end of their names.

    Those of living writers are locked, and stay.
    """
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(start) and entry.name.endswith(end) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _remove_unlocked(entry.path)


def _remove_unlocked(name: str) -> None:
    handle = os.open(name, CHANGE)
    try:
        if try_lock(handle) and holds(handle, name):
            os.unlink(name)
    finally:
        os.close(handle)


def _drop(file: BinaryIO, name: str) -> None:
    # A full disk would make closing fail again, for content that nobody wants any more.
    with suppress(OSError):
        if os.name == "nt":
            # There no open file can be removed.
            file.close()
    Path(name).unlink(missing_ok=True)
    with suppress(OSError):
        file.close()


def _mode(path: Path) -> int:
    with suppress(OSError):
        found = path.lstat().st_mode
        if stat.S_ISREG(found):
            return found & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
