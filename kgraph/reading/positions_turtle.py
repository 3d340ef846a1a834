"""Subjects and values in Turtle, TriG, N-Triples, N-Quads and N3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from kgraph.reading.positions import Lines, Mention
from kgraph.vocabulary import RDF_TYPE, expand

# Letters that a name may hold and that are neither letters nor digits to Python.
_JOINERS = "\u00b7\u0300-\u036f\u200c\u200d\u203f\u2040"
_TOKEN = re.compile(
    rf"""
    (?P<blank>[\s\ufeff]++|\#[^\n\r]*+)
  | (?P<iri><[^<>"{{}}|^`\x00-\x20]*+>)
  | (?P<long>'''(?:'{{0,2}}+(?:[^'\\]|\\.))*+'''|\"\"\"(?:"{{0,2}}+(?:[^"\\]|\\.))*+\"\"\")
  | (?P<text>'(?:[^'\\\n\r]|\\.)*+'|"(?:[^"\\\n\r]|\\.)*+")
  | (?P<mark>@[A-Za-z]+(?:-[A-Za-z0-9]+)*+)
  | (?P<label>_:[\w{_JOINERS}.\-]*[\w{_JOINERS}\-])
  | (?P<name>(?:[^\W\d_](?:[\w{_JOINERS}.\-]*[\w{_JOINERS}\-])?)?
            :(?:[\w{_JOINERS}:%\-]|\\.|\.+(?=[\w{_JOINERS}:%\\\-]))*+)
  | (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[^\W\d_]\w*+)
  | (?P<sign><<\(?|\)?>>|\{{\||\|\}}|\^\^|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LARGEST_CODE_POINT = 0x10FFFF
_OPENING = frozenset({"(", "[", "<<", "<<(", "{|"})
_CLOSING = frozenset({")", "]", ">>", ")>>", "|}"})
# Words in front of a subject that are no subject.
_NO_SUBJECT = frozenset({"graph", "version"})


def turtle_mentions(text: str) -> Iterator[Mention]:
    """Every subject and value of a Turtle text or of one of its relatives; see `kgraph.reading.positions`."""
    return _Reader(text).mentions()


class _Reader:
    """One pass over the tokens: which subject is described, and what brackets are open."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._prefixes: dict[str, str] = {}
        self._base = self._prefix = self._directive = ""
        self._subject: str | None = None
        # A first term is the subject, unless a brace follows: then it names a graph.
        self._first: Mention | None = None
        self._depth = 0
        self._of_type = False

    def mentions(self) -> Iterator[Mention]:
        for match in _TOKEN.finditer(self._text):
            kind, part = str(match.lastgroup), match.group()
            if kind == "blank":
                continue
            if kind == "sign":
                if self._first and part != "{":
                    yield self._first
                self._first = None
                self._sign(part)
            elif self._is_directive(kind, part):
                self._directive = part.lstrip("@").lower()
            elif self._directive:
                self._declare(kind, part)
            elif kind != "mark":
                yield from self._term(kind, part, match.start())

    def _sign(self, part: str) -> None:
        if part in _OPENING:
            self._depth += 1
            # Nobody's subject so far: what is described here has no name.
            self._subject = self._subject or ""
        elif part in _CLOSING:
            self._depth -= 1
        elif part in "{}" or (part == "." and self._depth <= 0):
            self._subject, self._depth = None, 0
        self._of_type = part == "^^"

    def _is_directive(self, kind: str, part: str) -> bool:
        if kind == "mark":
            return part in ("@prefix", "@base")
        return kind == "word" and self._subject is None and part.lower() in ("prefix", "base")

    def _declare(self, kind: str, part: str) -> None:
        if kind == "name":
            self._prefix = part[:-1]
        elif kind == "iri":
            iri = self._resolved(part)
            if self._directive == "prefix":
                self._prefixes[self._prefix] = iri
            else:
                self._base = iri
            self._directive = ""

    def _term(self, kind: str, part: str, start: int) -> Iterator[Mention]:
        if self._of_type:
            self._of_type = False
            return
        if self._subject is None and kind == "word" and part.lower() in _NO_SUBJECT:
            return
        if self._first:
            yield self._first
            self._first = None
        # What has no name that lasts is described with the nameless things.
        value = "" if kind == "label" else self._value(kind, part)
        place = self._lines.place(start)
        if self._subject is None:
            self._subject = value
            self._first = Mention(value, value, *place)
        else:
            yield Mention(self._subject, value, *place)

    def _value(self, kind: str, part: str) -> str:
        if kind == "iri":
            return self._resolved(part)
        if kind == "name":
            prefix, _, local = part.partition(":")
            local = re.sub(r"\\(.)", r"\1", local)
            return self._prefixes[prefix] + local if prefix in self._prefixes else expand(f"{prefix}:{local}")
        if kind in ("long", "text"):
            quotes = 3 if kind == "long" else 1
            return _unescaped(part[quotes:-quotes])
        return RDF_TYPE if part == "a" else part

    def _resolved(self, part: str) -> str:
        iri = _unescaped(part[1:-1])
        return urljoin(self._base, iri) if self._base else iri


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    digits = match.group(1) or match.group(2)
    if digits is None:
        return _CONTROL.get(match.group(3), match.group(3))
    return chr(point) if (point := int(digits, 16)) <= _LARGEST_CODE_POINT else ""
