"""Copies of what was worked out from some files, kept in the user's cache folder and trusted as far as checked.

A copy is used only when the files are the ones it was made from, when its checksum fits, and when nobody but the user
can have written it.  In every other case it is as if there were none, so it may be deleted at any time.  Files of the
package are known by size, times and inode, and those that a user brought by the digest of their content.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from zlib import crc32

from kgraph.files.flags import READ
from kgraph.version import __version__

_UNFINISHED = ".new-"
_LATEST = 3
# A file that was changed this recently may be changed again without its times telling.
SETTLED_SECONDS = 2.0
_CHECKSUM_LENGTH = 9
_PART = 1 << 20


class Cache:
    """The kept copies that belong to one set of files, data and code alike; a copy has a name and is text in UTF-8.

    `brought` are files of the user's, which are told from others by their content.  What a copy is `about`, such as a
    question, tells it from others of its name; of one name the `most` latest stay.  A cache `beside` another is of
    the same files of the user's, which are not read once more.
    """

    def __init__(
        self,
        files: Sequence[str],
        *,
        brought: Sequence[str] = (),
        about: str = "",
        most: int = _LATEST,
        beside: Cache | None = None,
    ) -> None:
        self._files, self._brought = tuple(files), tuple(brought)
        self._about, self._most = f"about {about!a}\n" if about else "", most
        # Without a folder to keep copies in, it is as if the files could not be told apart from changed ones.
        self._root = _cache_folder()
        read = [] if beside or not self._root else [_digest(file) for file in self._brought]
        self.digests: Sequence[str] = beside.digests if beside else read
        self._state = self._seen(self.digests) if self._root else ""

    def _seen(self, digests: Sequence[str]) -> str:
        """The state of all files; empty when one of them is not there, or is no plain file."""
        known = _state(self._files)
        return known + "".join(digests) + self._about if known and all(digests) else ""

    def read(self, name: str) -> memoryview | None:
        """The copy of this name as bytes, or None when there is none that can be used."""
        if not self._state:
            return None
        opening = self._opening(name)
        try:
            raw = _read_own(self._place(name))
        except OSError:
            return None
        # A view, because most of a large copy is never looked at.
        whole = memoryview(raw)
        if not raw.startswith(opening) or whole[-_CHECKSUM_LENGTH:] != _checksum(whole[:-_CHECKSUM_LENGTH]):
            return None
        return whole[len(opening) : -_CHECKSUM_LENGTH]

    def write(self, name: str, body: bytes) -> None:
        """Put a copy in place in one step; where that cannot be done, or the files are too fresh, nothing happens."""
        digests = [_digest(file) for file in self._brought]
        if not self._state or self._seen(digests) != self._state or not _settled(self._files):
            return
        raw = self._opening(name) + body
        with suppress(OSError):
            _replace_file(self._place(name), raw + _checksum(raw))
            _remove_old(os.path.dirname(self._place(name)), f"{name}-", self._most)

    def _opening(self, name: str) -> bytes:
        return f"kgraph {__version__} {name}\n{self._state}\n".encode("utf-8", "surrogateescape")

    def _place(self, name: str) -> str:
        return os.path.join(self._root, f"{name}-{crc32(self._state.encode('utf-8', 'surrogateescape')):08x}.json")


def _cache_folder() -> str:
    """The user's cache folder for kgraph; empty when the user has none.  Relative names are no folder of the user's."""
    for root in (os.environ.get("XDG_CACHE_HOME", ""), os.path.join(os.path.expanduser("~"), ".cache")):
        if os.path.isabs(root):
            return os.path.join(root, "kgraph")
    return ""


def _state(files: Sequence[str]) -> str:
    """The names of files with what changes whenever their content does; empty when one of them is not there."""
    lines = []
    for file in files:
        try:
            found = os.stat(file)
        except OSError:
            return ""
        lines.append(f"{file}\t{found.st_size}\t{found.st_mtime_ns}\t{found.st_ctime_ns}\t{found.st_ino}\n")
    return "".join(lines)


def _digest(file: str) -> str:
    """The name of a file with the digest of its content; empty for what is no plain file, which reading may use up."""
    from hashlib import blake2b

    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            return ""
        found = blake2b(digest_size=16)
        with open(file, "rb") as content:
            while part := content.read(_PART):
                found.update(part)
    except OSError:
        return ""
    return f"{file}\t{found.hexdigest()}\n"


def _settled(files: Sequence[str]) -> bool:
    changed = max(max(found.st_mtime, found.st_ctime) for found in map(os.stat, files))
    return time.time() - changed > SETTLED_SECONDS


def _checksum(raw: bytes | memoryview) -> bytes:
    return b"\n%08x" % crc32(raw)


def _read_own(place: str) -> bytes:
    """The content of a plain file that the user alone can write; raises OSError for any other."""
    # A pipe that lies there must not make us wait.
    handle = os.open(place, READ)
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        mine = not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)
        if not stat.S_ISREG(found.st_mode) or not mine:
            raise PermissionError(place)
        return file.read()


def _replace_file(place: str, raw: bytes) -> None:
    import tempfile

    from kgraph.files.locks import try_lock
    from kgraph.files.writing import clear_abandoned

    folder = os.path.dirname(place)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    clear_abandoned(folder, _UNFINISHED)
    handle, name = tempfile.mkstemp(dir=folder, prefix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            # Until the renaming the lock tells others that this is no leftover of a killed process.
            try_lock(handle)
            file.write(raw)
            file.flush()
            if os.name != "nt":
                os.replace(name, place)
        if os.name == "nt":
            # There no open file can be renamed.
            os.replace(name, place)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _remove_old(folder: str, prefix: str, most: int) -> None:
    places = [entry.path for entry in os.scandir(folder) if entry.name.startswith(prefix)]
    for old in sorted(places, key=lambda place: os.stat(place).st_mtime)[:-most]:
        os.unlink(old)
