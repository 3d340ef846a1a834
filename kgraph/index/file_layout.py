"""The file of a compiled index: a fixed opening, a header in JSON, and arrays one after the other.

    8 bytes   the letters KGRAPHIX
    4 bytes   version of the layout, little-endian
    4 bytes   length of the header
    32 bytes  BLAKE2b of the header
    16 bytes  zero
    header    JSON: the size of the whole file, the BLAKE2b of all that follows the header, facts, and for each array
              its name, type, place and length
    arrays    little-endian, each at a multiple of 64 bytes

`IndexFile` checks all but the content when it is opened; `verify` reads that too.  Nothing in the file
is ever executed, and no time or path is stored, so the same edges give the same bytes.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kgraph.errors import DataError
from kgraph.files.writing import new_file
from kgraph.reading.plain_files import refuse_special

VERSION = 2
_MAGIC = b"KGRAPHIX"
_OPENING = struct.Struct("<8sII32s16x")
_ALIGNED = 64
_DIGEST_SIZE = 32
_LONGEST_HEADER = 1 << 20
_CHUNK = 1 << 24
_TYPES = frozenset({"<u2", "<i4", "<i8", "<f8", "|u1"})

Array = NDArray[Any]


def write_arrays(path: Path, arrays: Mapping[str, Array], facts: Mapping[str, Any], *, force: bool = False) -> int:
    """Write arrays and facts as one index file, in one step; returns its size in bytes.

    Raises ExistingFileError unless `force` is given, and UsageError when the place cannot be written.
    """
    stored = {name: np.ascontiguousarray(array, array.dtype.newbyteorder("<")) for name, array in arrays.items()}
    content = blake2b(digest_size=_DIGEST_SIZE)
    places, size = [], 0
    for name, array in stored.items():
        content.update(bytes(-size % _ALIGNED))
        size += -size % _ALIGNED
        places.append({"name": name, "type": array.dtype.str, "place": size, "length": len(array)})
        content.update(_bytes_of(array))
        size += array.nbytes
    header = _header(facts, places, size, content.hexdigest())
    opening = _OPENING.pack(_MAGIC, VERSION, len(header), blake2b(header, digest_size=_DIGEST_SIZE).digest())
    with new_file(path, force=force) as file:
        file.write(opening)
        file.write(header)
        at = 0
        for array in stored.values():
            file.write(bytes(-at % _ALIGNED))
            at += -at % _ALIGNED
            file.write(_bytes_of(array))
            at += array.nbytes
    return len(opening) + len(header) + size


def _bytes_of(array: Array) -> memoryview:
    return array.view(np.uint8).data if array.nbytes else memoryview(b"")


def _header(facts: Mapping[str, Any], places: list[dict[str, Any]], size: int, digest: str) -> bytes:
    """The header, padded so that the arrays start aligned."""
    text = json.dumps({"facts": facts, "content": digest, "size": size, "arrays": places}, sort_keys=True)
    raw = text.encode("utf-8")
    return raw + b" " * (-(len(raw) + _OPENING.size) % _ALIGNED)


class IndexFile:
    """An index file, mapped into memory: its `facts` and its arrays by name, which cannot be written to.

    Raises DataError, in words, for a file that is missing, foreign, cut short, of another version, or whose header
    is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        refuse_special(path)
        try:
            with path.open("rb") as file:
                opening = file.read(_OPENING.size)
                header, self._start = self._read_header(opening, file.read(self._header_length(opening)))
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise DataError(error.strerror or str(error), file=str(path)) from None
        self.size = len(self._map)
        try:
            self._take(header)
        except (KeyError, TypeError, ValueError, AttributeError):
            # A forged header can have a checksum that fits.
            raise self._bad("is damaged: its header makes no sense") from None

    def _take(self, header: Mapping[str, Any]) -> None:
        """Lay out what the header describes."""
        expected = self._start + header["size"]
        if self.size != expected:
            what = "cut short" if self.size < expected else "longer than it should be"
            raise self._bad(f"is {what}: {self.size} bytes where the header says {expected}")
        self.facts: dict[str, Any] = header["facts"]
        self._digest: str = header["content"]
        self.arrays = {place["name"]: self._array(place) for place in header["arrays"]}

    def verify(self) -> None:
        """Read everything and compare it with the checksum.  Raises DataError when it differs."""
        found = blake2b(digest_size=_DIGEST_SIZE)
        with memoryview(self._map) as view:
            for at in range(self._start, self.size, _CHUNK):
                with view[at : at + _CHUNK] as part:
                    found.update(part)
        if found.hexdigest() != self._digest:
            raise self._bad("is damaged: its content does not fit its checksum")

    def _bad(self, reason: str) -> DataError:
        return DataError(f"the index {reason}", file=str(self.path), hint="rebuild-index")

    def _header_length(self, opening: bytes) -> int:
        if opening[: len(_MAGIC)] != _MAGIC:
            if not opening:
                raise DataError("the file is empty", file=str(self.path), hint="rebuild-index")
            raise DataError("not an index of kgraph", file=str(self.path), hint="make-index")
        if len(opening) < _OPENING.size:
            raise self._bad(f"is cut short: {len(opening)} bytes")
        version, length = struct.unpack_from("<II", opening, len(_MAGIC))
        if version != VERSION:
            raise self._bad(f"has layout {version}, and this kgraph reads layout {VERSION}")
        if length > _LONGEST_HEADER:
            raise self._bad(f"is damaged: it claims a header of {length} bytes")
        return int(length)

    def _read_header(self, opening: bytes, raw: bytes) -> tuple[dict[str, Any], int]:
        _, _, length, digest = _OPENING.unpack(opening)
        if len(raw) < length:
            raise self._bad("is cut short: it ends within its header")
        if blake2b(raw, digest_size=_DIGEST_SIZE).digest() != digest:
            raise self._bad("is damaged: its header does not fit its checksum")
        try:
            header: dict[str, Any] = json.loads(raw)
        except (ValueError, RecursionError):
            raise self._bad("is damaged: its header is not JSON") from None
        return header, _OPENING.size + length

    def _array(self, place: Mapping[str, Any]) -> Array:
        if place["type"] not in _TYPES:
            raise self._bad(f"holds an array of the unknown type {place['type']!r}")
        return np.frombuffer(self._map, place["type"], place["length"], self._start + place["place"])
