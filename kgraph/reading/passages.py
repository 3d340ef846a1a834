"""Sections, sentences and reference markers of a plain-text source.

Positions count Unicode code points from 0, end exclusive.  A sentence ends at ``.`` or ``?`` before white space and
a capital (not after an initial, "et al.", "e.g." or "i.e.") and never runs over a line; numbers restart with each
section.  Text before the first heading is the section ``abstract``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

_NUMBERED_HEADING = re.compile(r"^ ?(\d+(?:\.\d+)*) [^\W\d_][^.?!]*$")
_SENTENCE_END = re.compile(r"[.?](?=\s+[A-Z])")
_NOT_BLANK = re.compile(r"\S")
_NO_END = re.compile(r"(?:\b[A-Z]|\bal|\be\.g|\bi\.e)$")
# The longest of these, and what stands in front of it.
_LONGEST_NO_END = 5
_MARKER = re.compile(r"\((\d{1,3}(?:\s*[–,-]\s*\d{1,3})*)\)")
_LONGEST_RANGE = 200

PREAMBLE = "abstract"


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """One sentence: its section, its number there from 1, and where it stands."""

    start: int
    end: int
    section: str
    number: int


@dataclass(frozen=True, slots=True, order=True)
class Marker:
    """A group of reference numbers as printed, such as ``28–31``; the span leaves the brackets out."""

    start: int
    end: int
    printed: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """A source text cut into sentences and reference markers, in reading order."""

    text: str
    sentences: tuple[Sentence, ...]
    markers: tuple[Marker, ...]
    _starts: tuple[int, ...] = field(repr=False)
    _marker_starts: tuple[int, ...] = field(repr=False)
    _numbered: Mapping[tuple[str, int], Sentence] = field(repr=False)

    @classmethod
    def from_text(cls, text: str) -> Passages:
        """Cut a source text; an empty text has no sentences and no markers."""
        sentences, markers = _sentences(text), _markers(text)
        # The first of those that share a section and a number comes last here, and so is the one that is kept.
        numbered = {(s.section, s.number): s for s in reversed(sentences)}
        return cls(
            text, sentences, markers, tuple(s.start for s in sentences), tuple(m.start for m in markers), numbered
        )

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence that holds a position, or None between sentences and in headings."""
        index = bisect_right(self._starts, position) - 1
        if index < 0 or position >= self.sentences[index].end:
            return None
        return self.sentences[index]

    def find(self, section: str, number: int) -> Sentence | None:
        """The sentence with this number in this section, or None."""
        return self._numbered.get((section, number))

    def marker_at(self, start: int) -> Marker | None:
        """The reference marker that begins at a position, or None."""
        index = bisect_left(self._marker_starts, start)
        return self.markers[index] if index < len(self.markers) and self._marker_starts[index] == start else None

    def markers_in(self, sentence: Sentence) -> tuple[Marker, ...]:
        """The reference markers printed inside a sentence, in reading order."""
        first, last = (bisect_left(self._marker_starts, place) for place in (sentence.start, sentence.end))
        return self.markers[first:last]

    def words(self, sentence: Sentence) -> str:
        """The text of a sentence."""
        return self.text[sentence.start : sentence.end]


def _lines(text: str) -> list[tuple[int, str]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, line))
        start += len(line) + 1
    return spans


def _sentences(text: str) -> tuple[Sentence, ...]:
    lines = _lines(text)
    numbered = any(_NUMBERED_HEADING.match(line) for _, line in lines)
    found: list[Sentence] = []
    section, number = PREAMBLE, 0
    for offset, line in lines:
        if not line.strip():
            continue
        heading = _NUMBERED_HEADING.match(line)
        if heading or line.rstrip()[-1] not in ".?!:":
            # A numbered source has numbered headings only; other lines without a full stop are figure labels.
            if heading or not numbered:
                section, number = heading.group(1) if heading else line.strip(), 0
            continue
        for start, end in _split(line):
            number += 1
            found.append(Sentence(offset + start, offset + end, section, number))
    return tuple(found)


def _split(line: str) -> list[tuple[int, int]]:
    spans, start = [], len(line) - len(line.lstrip())
    for match in _SENTENCE_END.finditer(line):
        if _NO_END.search(line[max(start, match.start() - _LONGEST_NO_END) : match.start()]):
            continue
        spans.append((start, match.end()))
        following = _NOT_BLANK.search(line, match.end())
        start = following.start() if following else len(line)
    end = len(line.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def _markers(text: str) -> tuple[Marker, ...]:
    return tuple(Marker(m.start(1), m.end(1), m.group(1), expand_numbers(m.group(1))) for m in _MARKER.finditer(text))


@lru_cache(4096)
def expand_numbers(printed: str) -> tuple[int, ...]:
    """The numbers of a printed group: ``"21–23, 26"`` gives ``(21, 22, 23, 26)``.

    A falling range gives none, nor does one with three ends, which is no range, nor one of more than 200 numbers:
    pages or years.
    """
    numbers: list[int] = []
    for part in printed.split(","):
        first, *last = (int(end.strip()) for end in part.replace("-", "–").split("–"))
        end = (last or [first])[0]
        if len(last) <= 1 and end - first < _LONGEST_RANGE:
            numbers.extend(range(first, end + 1))
    return tuple(numbers)
