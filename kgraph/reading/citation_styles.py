"""Citation styles that a user brings: CSL, the Citation Style Language, version 1.0.

Styles of journals are published at citationstyles.org.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import tostring

from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import read_text
from kgraph.reading.xml_files import check_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CSL = "{http://purl.org/net/xbiblio/csl}"
# Macros call macros; more than any journal's style comes to, and far less than one that never ends.
_MOST_ELEMENTS = 100_000


@frozen
class CitationStyle:
    """A style that was read: the name of its file, and its text without the numbers that it gives to entries."""

    name: str
    text: bytes


def read_citation_style(file: Path) -> CitationStyle:
    """The style of a file, whose bibliography is used.

    Its numbers and its order are left out, because a report numbers the papers as it cites them.  Raises DataError for
    what is no style, for one without a bibliography of its own, and for one that calls itself.
    """
    from defusedxml.ElementTree import fromstring

    raw = read_text(file).encode()
    check_xml(Data(io.BytesIO(raw), str(file), ".csl"))
    root: Element = fromstring(raw, forbid_dtd=True)
    if root.tag != f"{_CSL}style":
        raise _refused(file, f"is no CSL style: its outermost element is {root.tag.rpartition('}')[2]!r}, not 'style'")
    if root.find(f"{_CSL}bibliography/{_CSL}layout") is None:
        parent = next((link.get("href") for link in root.iter(f"{_CSL}link") if _is_parent(link)), "")
        instead = f"it only points to the style {parent}; take that one" if parent else "take one that has it"
        raise _refused(file, f"is a style without a bibliography; {instead}")
    _check_macros(file, root)
    for element in root.iter():
        for part in list(element):
            if part.get("variable") == "citation-number":
                element.remove(part)
    return CitationStyle(file.name, tostring(root))


def _is_parent(link: Element) -> bool:
    return link.get("rel") == "independent-parent"


def _check_macros(file: Path, root: Element) -> None:
    """Refuse a style with macros that call each other without end, or nearly so."""
    bodies = {macro.get("name", ""): macro for macro in root.iter(f"{_CSL}macro")}
    sizes: dict[str, int] = {}

    def size(element: Element, callers: tuple[str, ...]) -> int:
        inside = [size(part, callers) for part in element]
        # Of what it chooses between, one is made.
        counted = max(inside, default=0) if element.tag == f"{_CSL}choose" else sum(inside)
        return 1 + counted + of_macro(element.get("macro", ""), callers)

    def of_macro(name: str, callers: tuple[str, ...]) -> int:
        if name in callers:
            raise _refused(file, f"has a macro that calls itself: {' → '.join((*callers, name))}")
        if name not in sizes:
            sizes[name] = size(bodies[name], (*callers, name)) if name in bodies else 0
        if sizes[name] > _MOST_ELEMENTS:
            raise _refused(file, f"has a macro {name!r} that comes to more than {_MOST_ELEMENTS:,} elements")
        return sizes[name]

    for name in bodies:
        of_macro(name, ())


def _refused(file: Path, reason: str) -> DataError:
    return DataError(reason, file=str(file), line=1, column=1)
