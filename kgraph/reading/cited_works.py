"""The reference list of an article by its numbers, from the article's JATS file or from its record at Crossref.

JATS is ANSI/NISO Z39.96; a record of Crossref is what its REST API gives for a DOI, with or without its envelope.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.curies import doi_of
from kgraph.errors import DataError
from kgraph.frozen import frozen
from kgraph.reading.json_files import read_json
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import read_text
from kgraph.reading.xml_files import check_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Articles name the document type of JATS, which brings no entities of their own; one with declarations inside stays.
_DOCTYPE = re.compile(r"<!DOCTYPE\s+article\b[^\[>]*>")
_NUMBER = re.compile(r"(?:^|[^0-9])0*([1-9][0-9]{0,4})\.?$")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_XLINK = "{http://www.w3.org/1999/xlink}href"


@frozen
class CitedWork:
    """One entry of a list: its number, what was printed, and `place`, where it stands in the file."""

    number: int
    title: str
    authors: str = ""
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    place: str = ""


@frozen
class CitedWorks:
    """The DOI of an article, and what it cites, by number in the order of the file."""

    file: str
    doi: str
    works: tuple[CitedWork, ...]


def read_cited_works(file: Path) -> CitedWorks:
    """The list of a file, JATS XML or JSON of Crossref, told by how it begins.

    Raises DataError for a file that is neither, that lists nothing, or in which an entry has no number or two of them.
    """
    return cited_works(read_text(file), str(file))


def cited_works(text: str, name: str) -> CitedWorks:
    """The same of a text; `name` is what errors call it."""
    start = text.lstrip()[:1]
    if start == "<":
        doi, works = _jats(text, name)
    elif start == "{":
        doi, works = _crossref(text, name)
    else:
        raise DataError("is neither JATS XML nor JSON of Crossref", file=name, line=1, column=1)
    if not works:
        raise DataError("lists no references", file=name, line=1, column=1)
    return CitedWorks(name, doi, tuple(works))


def _jats(text: str, name: str) -> tuple[str, list[CitedWork]]:
    from defusedxml.ElementTree import fromstring

    # Blanked out, so that lines and columns stay.
    plain = _DOCTYPE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text, count=1)
    check_xml(Data(io.BytesIO(plain.encode()), name, ".xml"))
    root = fromstring(plain.encode(), forbid_dtd=True)
    article = root if root.tag == "article" else root.find(".//article")
    if article is None:
        raise DataError("holds no JATS article", file=name, line=1, column=1)
    dois = [_text(one) for one in article.findall("./front/article-meta/article-id[@pub-id-type='doi']")]
    works = [_jats_work(one, name) for one in article.findall("./back//ref-list/ref")]
    return next(iter(dois), ""), works


def _jats_work(ref: Element, name: str) -> CitedWork:
    identifier, label = ref.get("id", ""), _text(ref.find("label"))
    numbers = {found.group(1) for found in map(_NUMBER.search, (identifier, label)) if found}
    if len(numbers) != 1:
        what = f"{identifier or 'an entry'} is labelled {label!r}: " if label else f"{identifier or 'an entry'}: "
        raise DataError(f"{what}{'two numbers' if numbers else 'no number'}", file=name, line=1, column=1)
    cited = next((one for one in ref.iter() if one.tag in ("element-citation", "mixed-citation", "citation")), ref)
    group = cited.find("person-group")
    first, last = _text(cited.find("fpage")), _text(cited.find("lpage"))
    year = _YEAR.search(_text(cited.find("year")))
    return CitedWork(
        int(numbers.pop()),
        _text(cited.find("article-title")) or _text(cited.find("chapter-title")),
        "; ".join(_jats_authors(cited if group is None else group)),
        int(year.group()) if year else None,
        _text(cited.find("source")),
        _text(cited.find("volume")),
        _text(cited.find("issue")),
        f"{first}–{last}" if last and last != first else first or _text(cited.find("elocation-id")),
        next(_jats_identifiers(cited, "doi"), ""),
        next(_jats_identifiers(cited, "pmid"), ""),
        identifier,
    )


def _jats_authors(group: Element) -> Iterator[str]:
    for one in group:
        if one.tag in ("name", "string-name"):
            surname, given = _text(one.find("surname")), _text(one.find("given-names"))
            yield " ".join(filter(None, (surname, given))) or _text(one)
        elif one.tag == "collab":
            yield _text(one)


def _jats_identifiers(cited: Element, kind: str) -> Iterator[str]:
    for one in cited.iter():
        known = one.get("pub-id-type") or one.get("ext-link-type") or ""
        if known == kind and one.tag in ("pub-id", "ext-link"):
            value = _text(one) or one.get(_XLINK, "")
            yield (doi_of(value) or value) if kind == "doi" else value


def _text(element: Element | None) -> str:
    """The text of an element with the marks in it taken away, on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _crossref(text: str, name: str) -> tuple[str, list[CitedWork]]:
    value = read_json(Data(io.BytesIO(text.encode()), name, ".json"))
    message = value.get("message", value)
    if not isinstance(message, dict) or not isinstance(message.get("reference", []), list):
        raise DataError("is no record of Crossref: it has no list of references", file=name, line=1, column=1)
    entries = [one for one in message.get("reference", []) if isinstance(one, dict)]
    return _said(message, "DOI"), [_crossref_work(one, name) for one in entries]


def _crossref_work(entry: Mapping[str, Any], name: str) -> CitedWork:
    key = _said(entry, "key")
    # Keys of some publishers have more behind the number: B12_10.3389.
    number = _NUMBER.search(key) or _NUMBER.search(key.partition("_")[0])
    if number is None:
        raise DataError(f"the reference {key!r} has no number", file=name, line=1, column=1)
    year = _YEAR.search(_said(entry, "year"))
    return CitedWork(
        int(number.group(1)),
        _said(entry, "article-title") or _said(entry, "volume-title") or _said(entry, "unstructured"),
        _said(entry, "author"),
        int(year.group()) if year else None,
        _said(entry, "journal-title") or _said(entry, "series-title"),
        _said(entry, "volume"),
        _said(entry, "issue"),
        _said(entry, "first-page"),
        _said(entry, "DOI"),
        place=key,
    )


def _said(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name, "")
    return " ".join(value.split()) if isinstance(value, str) else ""
