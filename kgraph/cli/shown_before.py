"""Screens that were shown before, shown again while neither data nor code has changed.

A person asks the same question again and again: to look once more, to scroll, to send it on.  What is printed of the
bundled graph alone is stored in the user's cache folder (`kgraph.files.cache`), with what was said beside it.  Output
that a program reads is worked out every time, and so is what a limit of time cut short.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from kgraph.files.bundled import files_of_an_answer
from kgraph.files.cache import Cache

_MOST = 32
_NAME = "screen"


class Screen(NamedTuple):
    """What was printed, what was said beside it, which names were read as others, and the exit code."""

    text: str
    notes: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...]
    code: int


class ShownBefore:
    """The screen of one question, which is told by everything that was typed and the width of the terminal."""

    def __init__(self, *question: object) -> None:
        # Options are texts, numbers and lists of texts.
        self._copies = Cache(files_of_an_answer(), about=json.dumps(question, sort_keys=True), most=_MOST)

    def read(self) -> Screen | None:
        """The screen; None where it was not shown before, or data or code have changed since."""
        body = self._copies.read(_NAME)
        if body is None:
            return None
        try:
            text, notes, corrections, code = json.loads(bytes(body))
            pairs = tuple((str(name), str(read_as)) for name, read_as in corrections)
            return Screen(str(text), tuple(map(str, notes)), pairs, int(code))
        except (ValueError, TypeError, RecursionError):
            return None

    def write(self, corrections: Sequence[tuple[str, str]], text: str, notes: Sequence[str], code: int) -> None:
        """Store the screen for the next time."""
        self._copies.write(_NAME, json.dumps([text, notes, corrections, code]).encode())
