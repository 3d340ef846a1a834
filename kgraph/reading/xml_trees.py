"""XML as a tree of elements that know their line, for files that are held in memory whole."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, Locator

from kgraph.reading.file_limits import MAX_DOCUMENT, readable
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import check_text
from kgraph.reading.xml_files import check_xml


class XmlElement:
    """An element: its namespace, its name without prefix, its line, attributes, text and elements inside."""

    __slots__ = ("attributes", "children", "line", "name", "namespace", "text")

    def __init__(self, namespace: str, name: str, line: int, attributes: dict[str, str]) -> None:
        self.namespace, self.name, self.line = namespace, name, line
        self.attributes, self.children, self.text = attributes, list[XmlElement](), ""

    def get(self, name: str) -> str:
        """An attribute without its prefix, the empty text where it is missing."""
        return self.attributes.get(name, "")

    def all(self, *names: str) -> Iterator[XmlElement]:
        """The elements of a name inside, then those of the next name inside of these, and so on."""
        found = [self]
        for name in names:
            found = [child for one in found for child in one.children if child.name == name]
        return iter(found)

    def first(self, *names: str) -> XmlElement | None:
        """The first of `all`, None where there is none."""
        return next(self.all(*names), None)


def read_xml(data: Data) -> XmlElement:
    """The element at the top of an XML file.

    Raises DataError as `check_xml` does, and for a file of more than MAX_DOCUMENT.
    """
    from defusedxml import sax

    check_text(data)
    check_xml(data)
    start = data.file.tell()
    if data.file.seek(0, 2) - start > MAX_DOCUMENT:
        raise data.refused(f"is longer than {readable(MAX_DOCUMENT)}, the most that is read of such a file. Split it")
    data.file.seek(start)
    parser = sax.make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    tree = _Tree()
    parser.setContentHandler(tree)
    parser.parse(data.file)
    return tree.top


class _Tree(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.top = XmlElement("", "", 1, {})
        self._open: list[XmlElement] = []
        self._where: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self._where = locator

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: N802
        line = self._where.getLineNumber() if self._where else 1
        attributes = {local: attrs.getValue((space, local)) for space, local in attrs.getNames()}
        element = XmlElement(name[0] or "", name[1], line or 1, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.top = element
        self._open.append(element)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        self._open.pop()

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].text += content
