"""Where the subjects and values of an RDF text stand, in any of its syntaxes.

For texts that a parser has read already: what is not valid is passed over here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple


class Mention(NamedTuple):
    """A name or text in the description of a subject, and its place from 1, in code points.

    IRIs are written out; where a description begins, `value` is the subject.  What stands inside of a nameless thing
    belongs to the named one around it, and to the subject "" when there is none.
    """

    subject: str
    value: str
    line: int
    column: int


class Lines:
    """Lines and columns of the offsets of a text; lines end as `end` says, a pattern."""

    def __init__(self, text: str, end: str = r"\n") -> None:
        self._starts = [0, *(match.end() for match in re.finditer(end, text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1."""
        return self._starts[line - 1] + column - 1
