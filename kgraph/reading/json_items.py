"""The members of a JSON file one after the other, each with its line, so that a complaint can say where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.reading.file_limits import MAX_DOCUMENT, readable
from kgraph.reading.json_files import Decoder, check_depth
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import check_text, whole_text

_BLANK = re.compile(r"[ \t\n\r]*")


@frozen
class JsonItem:
    """A value of a JSON file.

    `section` is the key of the object at the top that it stands under, empty in a list at the top; `line` is where it
    begins.  A member of a list under a key comes alone, and any other value under a key comes whole.
    """

    section: str
    line: int
    value: Any
    listed: bool = True


def read_json_items(data: Data) -> Iterator[JsonItem]:
    """The members of the list or object at the top, and of the lists under the keys of that object, in their order.

    An empty list under a key gives nothing; another value at the top comes alone.  An integer that not every program
    reads alike is the text of its digits.  Raises DataError, with line and column, as `read_json` does, perhaps after
    some members were given; a line is that where the member begins.
    """
    text = whole_text(data)
    check_depth(data, text)
    yield from _Items(data, text).top()


def read_json_lines(data: Data) -> Iterator[JsonItem]:
    """The values of a file of one JSON value a line, a line at a time; empty lines are left out.

    Raises DataError with the line for one that is no JSON value.
    """
    check_text(data)
    for number, raw in enumerate(data.file, 1):
        if len(raw) > MAX_DOCUMENT:
            raise data.refused(f"a line of more than {readable(MAX_DOCUMENT)}", number)
        text = raw.decode("utf-8")
        if not text.strip():
            continue
        try:
            check_depth(data, text)
            value, end = Decoder(long_as_text=True).whole(data, text, _BLANK.match(text).end())  # type: ignore[union-attr]
            if text[end:].strip():
                raise data.refused("more than one value on a line", 1, end + 1)
        except DataError as error:
            raise data.refused(error.reason, number, error.column or 1) from None
        yield JsonItem("", number, value)


class _Items:
    """Reads the brackets at the top by hand, and what is in them with the decoder."""

    def __init__(self, data: Data, text: str) -> None:
        self._data, self._text = data, text
        self._decoder = Decoder(long_as_text=True)
        self._at = self._seen = 0
        self._line = 1
        self._blank()

    def top(self) -> Iterator[JsonItem]:
        opening = self._text[self._at : self._at + 1]
        if opening == "[":
            yield from self._list("")
        elif opening == "{":
            yield from self._object()
        else:
            yield self._item("", listed=False)
        self._blank()
        if self._at < len(self._text):
            raise self._refused("is not JSON: Extra data")

    def _list(self, section: str) -> Iterator[JsonItem]:
        self._take("[")
        if self._next("]"):
            return
        while True:
            self._blank()
            yield self._item(section, listed=True)
            if self._next("]"):
                return
            self._take(",")

    def _object(self) -> Iterator[JsonItem]:
        self._take("{")
        keys: set[str] = set()
        if self._next("}"):
            return
        while True:
            self._blank()
            start = self._at
            key = self._item("", listed=False).value if self._text[start : start + 1] == '"' else None
            if not isinstance(key, str):
                raise self._refused("is not JSON: Expecting property name enclosed in double quotes")
            if key in keys:
                self._at = start
                raise self._refused(f"the key {key!r} stands twice in one object")
            keys.add(key)
            self._take(":")
            self._blank()
            if self._text[self._at : self._at + 1] == "[":
                yield from self._list(key)
            else:
                yield self._item(key, listed=False)
            if self._next("}"):
                return
            self._take(",")

    def _item(self, section: str, *, listed: bool) -> JsonItem:
        line = self._line_here()
        value, self._at = self._decoder.whole(self._data, self._text, self._at)
        return JsonItem(section, line, value, listed)

    def _blank(self) -> None:
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _next(self, sign: str) -> bool:
        self._blank()
        if self._text.startswith(sign, self._at):
            self._at += 1
            return True
        return False

    def _take(self, sign: str) -> None:
        if not self._next(sign):
            raise self._refused(f"is not JSON: Expecting {sign!r} delimiter")

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._seen, self._at)
        self._seen = self._at
        return self._line

    def _refused(self, reason: str) -> DataError:
        line = self._text.count("\n", 0, self._at) + 1
        return self._data.refused(reason, line, self._at - self._text.rfind("\n", 0, self._at))
