"""Writing files so that a reader finds the old content or the new, and never half of either."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kgraph.errors import ExistingFileError, UsageError


def write_file(path: Path, content: str | bytes, *, force: bool = False) -> None:
    """Put `content` at `path` in one step; see `new_file`."""
    with new_file(path, force=force) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when the block ends well, and goes away when it does not.

    The new content is written beside it, flushed to disk, and renamed.  Raises ExistingFileError unless `force` is
    given, and UsageError when the place cannot be written; the old content stays in both cases.
    """
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file in it.")
        if path.exists() and not path.is_file():
            raise UsageError(f"{path} is a device or pipe; print to standard output instead.")
        if not force and (path.exists() or path.is_symlink()):
            raise ExistingFileError(str(path))
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:32]}-", suffix=".new")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}. Choose another place with -o.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), 0o666 & ~_umask())
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {error.strerror}; what was there is unchanged.") from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    # The content is in place; a folder that cannot be synced is no reason to say that it is not.
    with suppress(OSError):
        _sync_folder(path.parent)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
