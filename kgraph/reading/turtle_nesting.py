"""How deep brackets stand inside each other in Turtle and its relatives, before a parser follows them down.

The engine follows quoted triples on the machine's stack, and a file of a few hundred kilobytes can overflow it.
"""

from __future__ import annotations

import re

from kgraph.reading.file_limits import MAX_NESTING, MIB
from kgraph.reading.plain_files import Data

_TOKEN = re.compile(
    rb"""
    \\.                                                    # an escaped character of a local name
  | \#[^\r\n]*                                             # a comment, which a carriage return ends too
  | '''|\"\"\"                                             # a text that may run over lines
  | "[^"\\]*(?:\\.[^"\\]*)*"? | '[^'\\]*(?:\\.[^'\\]*)*'?  # a text on one line; without its end, up to the line's
  | <<|>>
  | <[^<>\ ]*>                                             # an IRI
  | [\[\](){}]
    """,
    re.VERBOSE,
)
_LONG_END = {quote: re.compile(rb"\\.|" + quote, re.DOTALL) for quote in (b'"""', b"'''")}
_OPENING = frozenset({b"(", b"[", b"{", b"<<"})
_CLOSING = frozenset({b")", b"]", b"}", b">>"})


def check_nesting(data: Data) -> None:
    """Refuse brackets that stand more than MAX_NESTING deep; leave the file where it was.

    Raises DataError with the line and column of the bracket that is one too many.
    """
    start = data.file.tell()
    if _many_brackets(data):
        data.file.seek(start)
        _follow(data)
    data.file.seek(start)


def _many_brackets(data: Data) -> bool:
    """Whether there are enough opening brackets for the limit; most files need no closer look."""
    found = 0
    while block := data.file.read(MIB):
        found += sum(block.count(bracket) for bracket in (b"(", b"[", b"{", b"<<"))
    # A bracket pair may fall between two blocks; there cannot be more such pairs than blocks.
    return found + data.file.tell() // MIB > MAX_NESTING


def _follow(data: Data) -> None:
    depth, inside = 0, b""
    for number, line in enumerate(data.file, 1):
        place = 0
        while place < len(line):
            if inside:
                end = next((m for m in _LONG_END[inside].finditer(line, place) if m.group() == inside), None)
                if end is None:
                    break
                inside, place = b"", end.end()
            match = _TOKEN.search(line, place)
            if match is None:
                break
            token, place = match.group(), match.end()
            if token in _LONG_END:
                inside = token
            elif token in _OPENING:
                depth += 1
                if depth > MAX_NESTING:
                    reason = f"brackets stand more than {MAX_NESTING} deep; give the inner things names of their own"
                    raise data.refused(reason, number, match.start() + 1)
            elif token in _CLOSING:
                depth = max(0, depth - 1)
