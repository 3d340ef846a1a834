"""Is a file well-formed XML to its end, without entities but for namespaces, inclusions or great depth?

The RDF/XML parser accepts a file that stops in the middle and follows nesting at a cost that grows with its square, so
the whole file is read by expat first, with defusedxml's guards.
"""

from __future__ import annotations

import math
import re
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesNSImpl

from kgraph.reading.file_limits import MAX_ATTRIBUTES, MAX_DOCUMENT, MAX_IRI, MAX_LINE, MAX_NESTING, MIB, readable
from kgraph.reading.plain_files import Data

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_VERSION = re.compile(rb"""^\s*<\?xml\s+version\s*=\s*["']([^"']*)["']""")
_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
# Taken out of RDF in 2004; the parser passes over it in silence, with whatever it was to say.
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_WITHDRAWN = (_RDF, "bagID")
_PARSE_TYPE = (_RDF, "parseType")
# Every other parse type makes a literal of the elements inside.
_OF_NODES = frozenset({"Resource", "Collection", "Triple"})
_BASE = ("http://www.w3.org/XML/1998/namespace", "base")
_XINCLUDE = "http://www.w3.org/2001/XInclude"
# A tag comes out of expat when it is whole; so many attributes are in it by then.
_LONGEST_TAG = MIB
_BLOCK = MIB // 4
_DOCTYPE = (
    "a document type is refused unless it only declares entities that stand for namespaces; "
    "write the file again without it, such as with robot convert or rapper, as Turtle"
)


class _RefusedError(Exception):
    """What the handler saw and does not let through."""


class _Guard(ContentHandler):
    """Counts depth and the length of texts; keeps nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._namespaces = 0
        self._text = 0
        # Lengths of the namespaces in scope; the depth of the element whose content is a literal; what that repeats.
        self._declared: list[int] = []
        self._literal = self._repeated = 0
        # What entities unfold to, with the texts and attributes they stand in.
        self._unfolded = 0
        # A limit only where there are entities; a file without any is as long as what it says.
        self.most = math.inf
        # Bytes of the file that were read since anything was seen: the inside of one long tag or comment.
        self.silent = 0

    def count_silence(self, length: int) -> None:
        """Note that a block was read; refuse when nothing was seen for too long."""
        self.silent += length
        if self.silent > _LONGEST_TAG:
            raise _RefusedError(f"a tag or comment of more than {readable(_LONGEST_TAG)}")

    def startPrefixMapping(self, prefix: str | None, uri: str) -> None:  # noqa: N802
        self._namespaces += 1
        self._declared.append(len(uri))
        self._refuse_long("namespace", uri)
        if self._namespaces > MAX_ATTRIBUTES:
            raise _RefusedError(f"an element with more than {MAX_ATTRIBUTES} namespace declarations")

    def _refuse_long(self, what: str, iri: str) -> None:
        if len(iri) > MAX_IRI:
            raise _RefusedError(f"a {what} of more than {MAX_IRI:,} characters")

    def endPrefixMapping(self, prefix: str | None) -> None:  # noqa: N802
        self._declared.pop()

    def _count_literal(self, parse_type: str | None) -> None:
        """Note an element; the parser repeats all namespaces on each one in an XML literal."""
        if self._literal:
            self._repeated += sum(self._declared)
            if self._repeated > MAX_DOCUMENT:
                reason = f"an XML literal whose namespaces unfold to more than {readable(MAX_DOCUMENT)}"
                raise _RefusedError(f"{reason}; declare them inside of it")
        elif parse_type is not None and parse_type not in _OF_NODES:
            self._literal = self._depth

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: N802
        self._depth += 1
        self._text = self.silent = self._namespaces = 0
        if self._depth > MAX_NESTING:
            raise _RefusedError(f"elements stand more than {MAX_NESTING} deep")
        self.count_unfolded(sum(map(len, attrs.values())))
        if len(attrs) > MAX_ATTRIBUTES:
            raise _RefusedError(f"an element with more than {MAX_ATTRIBUTES} attributes")
        self._count_literal(attrs.get(_PARSE_TYPE))
        if _WITHDRAWN in attrs:
            raise _RefusedError("rdf:bagID was withdrawn from RDF; write the statements out")
        if _BASE in attrs:
            self._refuse_long("base", attrs[_BASE])
        if name[0] == _XINCLUDE:
            raise _RefusedError("XInclude would read another file; put the content here")

    def count_unfolded(self, length: int) -> None:
        """Note a text or the attributes of an element; entities can make them longer than the file."""
        self._unfolded += length
        if length > MAX_LINE:
            raise _RefusedError(f"attributes of more than {readable(MAX_LINE)}; a term that long is not read")
        if self._unfolded > self.most:
            raise _RefusedError(f"entities unfold to more than {readable(MAX_DOCUMENT)}; write them out")

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        if self._literal == self._depth:
            self._literal = 0
        self._depth -= 1
        self._text = self.silent = 0

    def characters(self, content: str) -> None:
        self.silent = 0
        self._text += len(content)
        self.count_unfolded(len(content))
        if self._text > MAX_LINE:
            raise _RefusedError(f"a text of more than {readable(MAX_LINE)}; a term that long is not read")

    def processingInstruction(self, target: str, data: str) -> None:  # noqa: N802
        if target == "xml-stylesheet":
            raise _RefusedError("a style sheet would be read from another file; take the xml-stylesheet line out")


_COMMENT, _ENTITY = re.compile(rb"<!--.*?-->", re.DOTALL), re.compile(rb"<!ENTITY\s+([^\s%]+)\s")


def _refuse_declared_twice(data: Data, start: int) -> None:
    """XML means the first declaration of an entity, and other readers the last one."""
    data.file.seek(start)
    opening, _, _ = _COMMENT.sub(b"", data.file.read(_BLOCK)).partition(b"]>")
    seen: set[bytes] = set()
    for name in _ENTITY.findall(opening):
        if name in seen:
            raise data.refused(f"the entity {name.decode('utf-8', 'replace')} is declared twice; leave one of them out")
        seen.add(name)


def check_xml(data: Data) -> None:
    """Check a whole XML file; leave the file where it was.

    Raises DataError, with line and column, for what is not well-formed, a document type that declares anything but
    entities for namespaces, an encoding other than UTF-8, other versions than 1.0, XInclude, style sheets, and nesting,
    tags or texts over the limits.
    """
    from defusedxml.common import DefusedXmlException

    from kgraph.reading.xml_entities import make_parser

    start = data.file.tell()
    opening = data.file.read(1024)
    version = _VERSION.match(opening)
    if version and version.group(1) != b"1.0":
        raise data.refused(f"is XML {version.group(1).decode('ascii', 'replace')}; only XML 1.0 is read")
    declared = _DECLARED.match(opening)
    if declared and declared.group(1).decode("ascii", "replace").lower() not in _ENCODINGS:
        raise data.refused("says that it is not UTF-8; save the file as UTF-8 and say so in its first line")
    data.file.seek(start)
    parser = make_parser()
    guard = _Guard()
    parser.setContentHandler(guard)
    try:
        parser.feed(b"")
        while block := data.file.read(_BLOCK):
            parser.feed(block)
            guard.most = MAX_DOCUMENT if parser.declared else math.inf
            guard.count_silence(len(block))
        parser.close()
        if parser.declared:
            _refuse_declared_twice(data, start)
    except SAXParseException as error:
        line, column = error.getLineNumber() or 1, (error.getColumnNumber() or 0) + 1
        raise data.refused(f"is not well-formed XML: {error.getMessage()}", line, column) from None
    except (DefusedXmlException, _RefusedError) as error:
        reason = _DOCTYPE if isinstance(error, ValueError) else str(error)
        raise data.refused(reason, parser.getLineNumber() or 1, (parser.getColumnNumber() or 0) + 1) from None
    data.file.seek(start)
