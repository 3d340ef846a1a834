"""Subjects and values in RDF/XML."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape
from xml.sax.xmlreader import AttributesNSImpl, Locator

from kgraph.reading.positions import Lines, Mention
from kgraph.vocabulary import PREFIXES

_RDF = PREFIXES["rdf"]
_XML = "http://www.w3.org/XML/1998/namespace"
# How far behind the start of an element its attributes are looked for.
_LONGEST_TAG = 1 << 16
# What is inside of an element: things with names of their own, statements about one, or neither.
_THINGS, _STATEMENTS, _NOTHING = "things", "statements", "nothing"


def xml_mentions(text: str) -> Iterator[Mention]:
    """Every subject and value of an RDF/XML text; see `kgraph.reading.positions`."""
    from xml.sax import SAXParseException

    from kgraph.reading.xml_entities import make_parser

    parser = make_parser()
    handler = _Handler(text, parser)
    parser.setContentHandler(handler)
    try:
        parser.feed(text)
        parser.close()
    except SAXParseException:
        # The reader of the data says what is wrong; what came before has its place all the same.
        pass
    return iter(handler.found)


class _Handler(ContentHandler):
    """Notes elements, attributes and texts; a stack says whose they are."""

    def __init__(self, text: str, locator: Locator) -> None:
        super().__init__()
        self._at = locator
        self.found: list[Mention] = []
        self._text = text
        # A return alone ends a line of XML.
        self._lines = Lines(text, r"\r\n|\n|\r")
        # What each open element holds, the subject that is described there, and the base of its IRIs.
        self._open: list[tuple[str, str, str]] = []
        self._words: list[str] = []
        self._words_at: tuple[int, int] | None = None

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: N802
        inside, owner, base = self._open[-1] if self._open else (_THINGS, "", "")
        iri = (name[0] or "") + name[1]
        place = self._place()
        base = attrs.get((_XML, "base"), base)
        if inside == _NOTHING or iri == _RDF + "RDF":
            self._open.append((inside, owner, base))
        elif inside == _THINGS:
            self._open.append((_STATEMENTS, self._thing(iri, attrs, owner, base), base))
        else:
            self._open.append((self._statement(iri, attrs, owner, base), owner, base))
        self._words, self._words_at = [], None
        if inside != _NOTHING:
            self._attributes(attrs, self._open[-1][1], place)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        inside, owner, _ = self._open.pop()
        if inside == _STATEMENTS and self.found and self.found[-1].subject == self.found[-1].value == owner:
            # Named, and nothing said: that is no description.
            self.found.pop()
        if self._words_at:
            self.found.append(Mention(owner, "".join(self._words), *self._words_at))
        self._words, self._words_at = [], None

    def characters(self, content: str) -> None:
        if self._words_at is None:
            self._words_at = self._place()
        self._words.append(content)

    def _thing(self, iri: str, attrs: AttributesNSImpl, owner: str, base: str) -> str:
        """Note a thing with its type; the subject of what is said inside of it."""
        place = self._place()
        about, named = attrs.get((_RDF, "about")), attrs.get((_RDF, "ID"))
        subject = urljoin(base, about) if about is not None else f"{base}#{named}" if named is not None else ""
        if subject:
            self.found += (Mention(owner, subject, *place), Mention(subject, subject, *place))
        if iri != _RDF + "Description":
            self.found.append(Mention(subject or owner, iri, place[0], place[1] + 1))
        return subject or owner

    def _statement(self, iri: str, attrs: AttributesNSImpl, owner: str, base: str) -> str:
        """Note what is said, with its object if that is named; what the element holds."""
        line, column = self._place()
        self.found.append(Mention(owner, iri, line, column + 1))
        target = attrs.get((_RDF, "resource"))
        if target is not None:
            self.found.append(Mention(owner, urljoin(base, target), *self._value_place(target, (line, column))))
        kind = attrs.get((_RDF, "parseType"), "Collection")
        return {"Resource": _STATEMENTS, "Collection": _THINGS}.get(kind, _NOTHING)

    def _attributes(self, attrs: AttributesNSImpl, owner: str, place: tuple[int, int]) -> None:
        for (namespace, local), value in attrs.items():
            if namespace not in (_RDF, _XML):
                at = self._value_place(value, place)
                self.found += (Mention(owner, (namespace or "") + local, *at), Mention(owner, value, *at))

    def _place(self) -> tuple[int, int]:
        line, column = self._at.getLineNumber(), self._at.getColumnNumber()
        return line or 1, (column or 0) + 1

    def _value_place(self, value: str, element: tuple[int, int]) -> tuple[int, int]:
        """Where the value of an attribute begins; the place of its element when it is written in another way."""
        start = self._lines.offset(*element)
        tag = self._text[start : start + _LONGEST_TAG]
        written = escape(value)
        found = max(tag.find(f'"{written}"'), tag.find(f"'{written}'"))
        return self._lines.place(start + found + 1) if found >= 0 else element
