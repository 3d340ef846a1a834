"""Is a file UTF-8 text with lines of a sane length?  Read in pieces, so that the answer costs no memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from kgraph.errors import DataError
from kgraph.reading.archives import packed_as
from kgraph.reading.file_limits import MAX_DOCUMENT, MAX_LINE, MIB, readable
from kgraph.reading.plain_files import Data, open_regular

_BOM = codecs.BOM_UTF8
_OTHER_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def read_text(path: Path) -> str:
    """The text of a UTF-8 file of at most MAX_DOCUMENT, without its byte order mark.

    Raises DataError with the place of the first bad byte, or why the file cannot be read.
    """
    with open_regular(path) as file:
        return whole_text(Data(file, str(path), path.suffix.lower()))


def check_file(path: Path) -> None:
    """Raise DataError with the place of the first byte of a file that is not UTF-8, if there is one."""
    with open_regular(path) as file:
        check_text(Data(file, str(path), path.suffix.lower()))


def whole_text(data: Data) -> str:
    """The text of an open file, checked; the file is read to its end."""
    check_text(data)
    raw = data.file.read(MAX_DOCUMENT + 1)
    if len(raw) > MAX_DOCUMENT:
        raise data.refused(f"is longer than {readable(MAX_DOCUMENT)}, the most that is read of such a file. Split it")
    return raw.decode("utf-8")


def check_text(data: Data, *, nul: bool = False) -> None:
    """Check that a file is UTF-8 without very long lines; leave it at the start of its text.

    NUL characters are refused, but where `nul` says that the format allows them, as texts of Turtle do.

    Raises DataError with the line, the column in bytes, and the offset of the first thing that is wrong.
    """
    data.file.seek(0)
    start = data.file.read(4)
    _refuse_other_kinds(data, start)
    skipped = len(_BOM) if start.startswith(_BOM) else 0
    data.file.seek(skipped)
    _Scan(data, skipped, nul=nul).run()
    data.file.seek(skipped)


def place_of(data: Data, text: str) -> tuple[int, int] | None:
    """The line and the column in bytes where a text stands first; None when it is not there, or far down."""
    data.file.seek(0)
    searched = data.file.read(MAX_DOCUMENT)
    place = searched.find(text.encode())
    return (searched.count(b"\n", 0, place) + 1, place - searched.rfind(b"\n", 0, place)) if place >= 0 else None


def bounded_lines(text: TextIO, name: str, *, most: int = MAX_LINE) -> Iterator[str]:
    """The lines of an open text, with their ends.  Raises DataError at one of more than so many characters."""
    number = 1
    while line := text.readline(most + 1):
        if len(line) > most:
            raise DataError(f"a line of more than {readable(most)}", file=name, line=number, column=1)
        yield line
        number += 1


def longest_line(data: Data) -> int:
    """The length of the longest line of a file in bytes; leaves the file where it was."""
    start = data.file.tell()
    longest = rest = 0
    while block := data.file.read(MIB):
        lengths = [len(line) for line in block.split(b"\n")]
        lengths[0] += rest
        longest, rest = max(longest, *lengths), lengths[-1]
    data.file.seek(start)
    return longest


def _refuse_other_kinds(data: Data, start: bytes) -> None:
    for mark, name in _OTHER_BOMS.items():
        if start.startswith(mark):
            raise data.refused(f"byte 0x{start[0]:02x} at offset 0 is the mark of {name}; save the file as UTF-8")
    packed = packed_as(start)
    if packed:
        raise data.refused(f"is compressed; a name that ends in {packed} says so")


class _Scan:
    """One pass over the bytes: where the current line began, what of a character is still to come."""

    def __init__(self, data: Data, offset: int, *, nul: bool) -> None:
        self._data = data
        self._nul = nul
        self._offset = offset
        self._line = 1
        self._line_start = offset

    def run(self) -> None:
        pending = b""
        while True:
            read = self._data.file.read(MIB)
            block = pending + read
            try:
                _, consumed = codecs.utf_8_decode(block, "strict", not read)
            except UnicodeDecodeError as error:
                # A NUL character that stands before the byte is the first thing that is wrong.
                self._refuse_nul(block, error.start)
                byte = f"byte 0x{block[error.start]:02x} at offset {self._offset + error.start}"
                raise self._refused(block, error.start, f"{byte} is not UTF-8; save the file as UTF-8") from None
            self._refuse_nul(block, consumed)
            self._count_lines(block[:consumed])
            pending = block[consumed:]
            if not read:
                return

    def _refuse_nul(self, block: bytes, end: int) -> None:
        place = -1 if self._nul else block.find(b"\0", 0, end)
        if place >= 0:
            raise self._refused(block, place, f"NUL character at offset {self._offset + place}; text has none")

    def _count_lines(self, block: bytes) -> None:
        """Move on over a block, watching for a line that is too long."""
        first = block.find(b"\n")
        reach = self._offset + (first if first >= 0 else len(block))
        if reach - self._line_start > MAX_LINE:
            reason = f"a line of more than {readable(MAX_LINE)}; a term that long is not read"
            raise self._data.refused(reason, self._line)
        if first >= 0:
            self._line += block.count(b"\n")
            self._line_start = self._offset + block.rfind(b"\n") + 1
        self._offset += len(block)

    def _refused(self, block: bytes, place: int, reason: str) -> DataError:
        before = block.count(b"\n", 0, place)
        start = self._offset + block.rfind(b"\n", 0, place) + 1 if before else self._line_start
        return self._data.refused(reason, self._line + before, self._offset + place - start + 1)
