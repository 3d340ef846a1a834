"""How far the bases and prefixes of Turtle and its relatives reach, before a parser follows them.

A base may be relative to the one before it, and a prefix to the base: a few megabytes of such lines make a parser copy
gigabytes before it comes to the first statement, where terms are measured.
"""

from __future__ import annotations

import re

from kgraph.reading.file_limits import MAX_DOCUMENT, MAX_IRI, MIB, readable
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import longest_line

_WORDS = (b"base", b"prefix")
_QUOTES = (b'"""', b"'''")
# Of lines that are not as plain as below, so many cannot reach far when no line is long.
_FEW = 100
_TOKEN = re.compile(
    rb"""
    \#[^\r\n]*                                             # a comment, which a carriage return ends too
  | '''|\"\"\"                                             # a text that may run over lines
  | "[^"\\]*(?:\\.[^"\\]*)*"? | '[^'\\]*(?:\\.[^'\\]*)*'?  # a text on one line; without its end, up to the line's
  | <[^<>\s]*>?                                            # an IRI, or a sign
  | (?:\\.|[^\s\#'"<>\[\](){};,\\])+                       # a word or name
  | [\[\](){};,]
    """,
    re.VERBOSE,
)
# What nearly all of them look like: a short prefix, written in full, on a line of its own.
_PLAIN = re.compile(rb"""\s*@?prefix\s+[^\s:<>"'#]*:\s*<[a-z][a-z0-9+.-]*:[^<>\s]{,100}>\s*\.?\s*""", re.IGNORECASE)
_LONG_END = {quote: re.compile(rb"\\.|" + quote, re.DOTALL) for quote in _QUOTES}
_SCHEME = re.compile(rb"<[A-Za-z][A-Za-z0-9+.-]*:")


def check_directives(data: Data, *, short: int = MAX_IRI, longest: int | None = None) -> int:
    """The length of the longest base or prefix of a file, or 0 when all are `short`; leaves the file where it was.

    `longest` is the length of the longest line, if that is known.

    Raises DataError, with the line and column of the one too many, for a base or prefix of more than MAX_IRI, and for
    relative prefixes that unfold to more than MAX_DOCUMENT together.
    """
    start = data.file.tell()
    reach = _Reach(data)
    if _may_reach_far(data, long=(longest_line(data) if longest is None else longest) > short):
        data.file.seek(start)
        reach.follow()
    data.file.seek(start)
    return reach.longest


def _may_reach_far(data: Data, *, long: bool) -> bool:
    """Whether a closer look is due: many bases and prefixes that are not plain, or one and a line that is not short."""
    found = 0
    rest = b""
    while block := data.file.read(MIB):
        block = rest + block
        end = block.rfind(b"\n") + 1
        lines, rest = block[:end], block[end:]
        if len(rest) > MAX_IRI:
            # A line without end is counted here; of the next block only what may be the start of a word belongs to it.
            lines, rest = block, rest[-len(b"prefix") :]
        found += _not_plain(lines, _FEW - found)
        if found > _FEW or (found and long):
            return True
    found += _not_plain(rest, _FEW - found)
    return found > _FEW or (found > 0 and long)


def _not_plain(block: bytes, most: int) -> int:
    """How many words for bases and prefixes in a block are not on a plain line; counted to one more than `most`."""
    found = 0
    lower = block.lower()
    for word in _WORDS:
        at = lower.find(word)
        while at >= 0 and found <= most:
            start, end = block.rfind(b"\n", 0, at) + 1, block.find(b"\n", at)
            found += _PLAIN.fullmatch(block, start, end if end >= 0 else len(block)) is None
            at = lower.find(word, at + 1)
    return found


class _Reach:
    """One pass over the lines that hold such a word; what is inside of texts and comments is passed over."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._inside = self._word = b""
        self._base = self._unfolded = 0
        self.longest = 0

    def follow(self) -> None:
        for number, line in enumerate(self._data.file, 1):
            if not (self._inside or self._word) and _PLAIN.fullmatch(line):
                continue
            if self._inside or self._word or any(quote in line for quote in _QUOTES) or _has_word(line):
                self._read(line, number)

    def _read(self, line: bytes, number: int) -> None:
        place = 0
        while place < len(line):
            if self._inside:
                ends = _LONG_END[self._inside].finditer(line, place)
                end = next((match for match in ends if match.group() == self._inside), None)
                if end is None:
                    return
                self._inside, place = b"", end.end()
            match = _TOKEN.search(line, place)
            if match is None:
                return
            token, place = match.group(), match.end()
            if token in _QUOTES:
                self._inside = token
            if not token.startswith(b"#"):
                self._take(token, number, match.start() + 1)

    def _take(self, token: bytes, line: int, column: int) -> None:
        """Follow a base or prefix to its IRI: the word, the name of a prefix, the IRI, with comments between them."""
        if token.startswith(b"<") and self._word:
            self._measure(token, line, column)
        elif self._word == b"prefix" and token.endswith(b":"):
            return
        # A statement may end right in front of the word.
        word = token.rpartition(b".")[2].lstrip(b"@").lower()
        self._word = word if word in _WORDS else b""

    def _measure(self, token: bytes, line: int, column: int) -> None:
        relative = _SCHEME.match(token) is None
        length = len(token) + (self._base if relative else 0)
        self.longest = max(self.longest, length)
        if self._word == b"base":
            self._base = length
        elif relative:
            self._unfolded += length
        if length > MAX_IRI:
            raise self._data.refused(f"a {self._word.decode()} of more than {MAX_IRI:,} characters", line, column)
        if self._unfolded > MAX_DOCUMENT:
            reason = f"relative prefixes unfold to more than {readable(MAX_DOCUMENT)}; write them out"
            raise self._data.refused(reason, line, column)


def _has_word(line: bytes) -> bool:
    lower = line.lower()
    return any(word in lower for word in _WORDS)
