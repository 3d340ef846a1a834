"""Unpacking one compressed file in memory, within limits on size, ratio and members.

Nothing is ever written to a path that an archive names.
"""

from __future__ import annotations

import bz2
import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Protocol

from kgraph.reading.file_limits import MAX_DOCUMENT, MAX_MEMBERS, MAX_RATIO, MIB, readable
from kgraph.reading.plain_files import Data

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PACKED = (".gz", ".bz2", ".xz", ".zip")
_MAGIC = {b"\x1f\x8b": ".gz", b"BZh": ".bz2", b"\xfd7zXZ\x00": ".xz", b"PK\x03\x04": ".zip", b"PK\x05\x06": ".zip"}
_CHUNK = 256 << 10
# The strongest of the usual settings needs 65 MiB.
_XZ_MEMORY = 72 * MIB
# A concatenation of more streams than this is made to keep a reader busy.
_MAX_STREAMS = 10_000
_DIRECTORY_END = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 0xFFFF
_LOCATOR, _LOCATOR_LENGTH = b"PK\x06\x07", 20
_MAX_DIRECTORY = 64 << 10
_ENCRYPTED = 0x1
# The others are unpacked by zipfile without a bound on what comes out at once.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


_UNPACKERS: dict[str, Callable[[], _Unpacker]] = {
    ".gz": lambda: zlib.decompressobj(wbits=31),
    ".bz2": bz2.BZ2Decompressor,
    ".xz": lambda: lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
}


def unpack(data: Data, *, inner: str) -> Data:
    """The one file inside a compressed file; `inner` is the suffix that the name promises for what is inside.

    Raises DataError for damage, passwords, nesting, several members, and anything over the limits.
    """
    with _damage_told(data):
        if data.suffix == ".zip":
            content, inner = _unzip(data)
        else:
            content = _collect(data, _stream(data))
    if inner in PACKED or packed_as(content):
        kind = inner if inner in PACKED else packed_as(content)
        raise data.refused(f"an archive inside an archive ({kind}) is not opened; unpack it first")
    return Data(io.BytesIO(content), data.name, inner)


@contextmanager
def _damage_told(data: Data) -> Iterator[None]:
    try:
        yield
    except (
        zlib.error,
        lzma.LZMAError,
        OSError,
        EOFError,
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
    ) as error:
        raise data.refused(f"the compressed data is damaged: {error}") from None


class Unpacking(io.RawIOBase):
    """A gzip, bzip2 or xz file as what is packed in it, of any length, unpacked as it is read.

    Reading raises DataError for damage and for more than MAX_RATIO bytes out of one, as `unpack` does.
    """

    def __init__(self, data: Data) -> None:
        super().__init__()
        self._data, self._pieces = data, _stream(data)
        self._piece, self._given = memoryview(b""), 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill a buffer as far as there is something; 0 at the end."""
        with _damage_told(self._data):
            while not self._piece:
                piece, packed = next(self._pieces, (b"", 0))
                if not piece and not packed:
                    return 0
                self._piece = memoryview(piece)
                self._given += len(piece)
                _refuse_ratio(self._data, self._given, packed)
        into = memoryview(buffer).cast("B")
        count = min(len(into), len(self._piece))
        into[:count], self._piece = self._piece[:count], self._piece[count:]
        return count


def packed_as(start: bytes) -> str | None:
    """The suffix of the compression that content begins with, or None."""
    return next((suffix for magic, suffix in _MAGIC.items() if start.startswith(magic)), None)


def _collect(data: Data, pieces: Iterator[tuple[bytes, int]]) -> bytes:
    """The pieces in one; each comes with the number of packed bytes read so far."""
    content = bytearray()
    for piece, packed in pieces:
        content += piece
        if len(content) > MAX_DOCUMENT:
            raise data.refused(f"unpacks to more than {readable(MAX_DOCUMENT)}; unpack it and split it")
        _refuse_ratio(data, len(content), packed)
    return bytes(content)


def _refuse_ratio(data: Data, length: int, packed: int) -> None:
    if length > MIB and length > MAX_RATIO * packed:
        raise data.refused(f"unpacks to more than {MAX_RATIO} times its size, as no honest data does")


def _stream(data: Data) -> Iterator[tuple[bytes, int]]:
    """The pieces of a gzip, bzip2 or xz file, which may be several such streams one after the other."""
    packed, rest, streams = 0, b"", 0
    while rest or streams == 0:
        unpacker = _UNPACKERS[data.suffix]()
        streams += 1
        if streams > _MAX_STREAMS:
            raise data.refused(f"more than {_MAX_STREAMS:,} compressed streams in one file")
        while not unpacker.eof:
            if not rest:
                rest = data.file.read(_CHUNK)
                packed += len(rest)
                if not rest:
                    raise EOFError("it ends in the middle")
            piece = unpacker.decompress(rest, _CHUNK)
            # zlib hands back what it did not come to; the others keep it and go on with nothing.
            rest = getattr(unpacker, "unconsumed_tail", b"")
            yield piece, packed
            while not unpacker.eof and not rest and not getattr(unpacker, "needs_input", True):
                yield unpacker.decompress(b"", _CHUNK), packed
        rest = unpacker.unused_data
        if not rest:
            rest = data.file.read(_CHUNK)
            packed += len(rest)
        if rest and packed_as(rest) != data.suffix:
            raise data.refused(f"{len(rest):,} or more bytes of something else follow the compressed data")


def _unzip(data: Data) -> tuple[bytes, str]:
    """The content of the only file of a zip archive, and the suffix of its name."""
    _refuse_odd_directory(data)
    with zipfile.ZipFile(data.file) as archive:
        members = archive.infolist()
        if len(members) != MAX_MEMBERS:
            raise data.refused(f"holds {len(members)} files; an archive of exactly one is read")
        member = members[0]
        place = PurePosixPath(member.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in member.filename:
            raise data.refused(f"holds a file that wants to lie elsewhere: {member.filename!r}")
        # zipfile looks at the last letter of the name, and an empty one has none.
        if not member.filename or member.is_dir() or stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
            raise data.refused(f"{member.filename!r} inside is not a regular file")
        if member.flag_bits & _ENCRYPTED:
            raise data.refused("is encrypted; give the file without a password")
        if member.compress_type not in _METHODS:
            raise data.refused(f"uses compression method {member.compress_type}, which is not read")
        if member.compress_size > data.file.seek(0, io.SEEK_END):
            raise data.refused(f"{member.filename!r} inside claims more bytes than the archive has")
        with archive.open(member) as file:
            content = _collect(data, _pieces(file, max(member.compress_size, 1)))
        if len(content) != member.file_size:
            reason = f"{member.filename!r} inside has {len(content):,} bytes where {member.file_size:,} are claimed"
            raise data.refused(reason)
        return content, place.suffix.lower()


def _pieces(file: IO[bytes], packed: int) -> Iterator[tuple[bytes, int]]:
    while piece := file.read(_CHUNK):
        yield piece, packed


def _refuse_odd_directory(data: Data) -> None:
    """Look at both ends of a zip archive before zipfile makes an object for every entry of its directory."""
    size = data.file.seek(0, io.SEEK_END)
    data.file.seek(max(0, size - _DIRECTORY_END.size - _LONGEST_COMMENT))
    tail = data.file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _DIRECTORY_END.size:
        raise data.refused("is no zip archive, or its end is missing")
    _, disk, first_disk, here, entries, length, _, comment = _DIRECTORY_END.unpack_from(tail, place)
    # Numbers of the extension for large archives would be taken instead of these.
    if tail[max(0, place - _LOCATOR_LENGTH) : place].startswith(_LOCATOR):
        raise data.refused("is a zip64 archive, for files larger than are read; pack it without that extension")
    if entries != MAX_MEMBERS or length > _MAX_DIRECTORY:
        raise data.refused(f"holds {entries:,} files; an archive of exactly one is read")
    if disk or first_disk or here != entries:
        raise data.refused("is a part of an archive in several parts; put them together first")
    if len(tail) - place - _DIRECTORY_END.size != comment:
        raise data.refused("bytes of something else follow the archive")
    data.file.seek(0)
    if packed_as(data.file.read(4)) != ".zip":
        raise data.refused("bytes of something else stand in front of the archive")
