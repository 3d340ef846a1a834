"""Entries of a list of references in a citation style of the reader's, made by citeproc-py.

A paper keeps the words of kgraph where its title was not recorded, and where a style would say more of it than is.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from kgraph.errors import DataError, MissingExtraError
from kgraph.formats.bibliography import csl_items
from kgraph.formats.numbering import Entry, Letters
from kgraph.frozen import replace

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.reading.citation_styles import CitationStyle

# What a whole article has.
_WHOLE = {"issued": {"date-parts": [[2001]]}, "volume": "1", "issue": "1", "page": "1-2"}
_WORD = re.compile(r"[^\W\d_]+")
# Others are no name of their own, before which a style says "and".
_AND_OTHERS = re.compile(r",? (?:and|&amp;|&#38;|&) (et al\.)")
# What a style says in italics or in bold; what else it sets apart is plain.
_ITALIC, _BOLD = ("i", "em"), ("b", "strong")


def styled_entries(graph: Contents, entries: Sequence[Entry], style: CitationStyle) -> tuple[Entry, ...]:
    """The same entries with their text as the style has it; an identifier stands where the style puts one.

    Raises MissingExtraError without citeproc-py, and DataError for a style that it cannot follow.
    """
    titled = [entry for entry in entries if entry.titled]
    items = csl_items(graph, [entry.reference for entry in titled])
    whole = [{**_WHOLE, **item} for item in items]
    told = zip(titled, items, _made(items, style), _made(whole, style), strict=True)
    made = {entry.number: letters for entry, item, letters, others in told if not _adds(letters, others, item)}
    return tuple(_styled(entry, made[entry.number]) if entry.number in made else entry for entry in entries)


def _styled(entry: Entry, letters: tuple[Letters, ...]) -> Entry:
    return replace(entry, text="".join(part.text for part in letters), letters=letters, identifier="")


def _adds(letters: Sequence[Letters], whole: Sequence[Letters], item: Mapping[str, object]) -> bool:
    """Whether a style says more of a paper than is recorded, because something is not.

    It says "preprint" or "ahead of print" of an article without a volume, and "n.d." without a year; and it may print
    the title in the place of an author, and once more.
    """
    text, title = "".join(part.text for part in letters).casefold(), str(item["title"]).casefold()
    values = " ".join(map(str, item.values()))
    known = _words("".join(part.text for part in whole)) | _words(f"https://doi.org {values}")
    return bool(_words(text) - known) or ("author" not in item and text.count(title) > 1)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _made(items: Sequence[Mapping[str, object]], style: CitationStyle) -> list[tuple[Letters, ...]]:
    try:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON
    except ModuleNotFoundError:
        raise MissingExtraError("references in a style of your own need citeproc-py", "report") from None
    with warnings.catch_warnings():
        # What it warns of are fields of ours that it does not know, such as a PubMed number.
        warnings.simplefilter("ignore")
        try:
            read = CitationStylesStyle(io.BytesIO(style.text), validate=False)
            written = CitationStylesBibliography(read, CiteProcJSON(items), formatter.html)
            for item in items:
                written.register(Citation([CitationItem(item["id"])]))
            texts = [_AND_OTHERS.sub(r" \1", str(text).strip()) for text in written.bibliography()]
            if len(texts) != len(items):
                raise ValueError(f"{len(texts)} entries of {len(items)}")  # noqa: TRY301  told like what it raises
        except Exception as error:  # a style can fail anywhere in it
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            message = f"is a style that citeproc-py cannot follow ({reason}); check it with the validator of CSL"
            raise DataError(message, file=style.name) from error
    return [*map(_letters, texts)]


def _letters(text: str) -> tuple[Letters, ...]:
    """Text with marks as its parts."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return tuple(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Letters] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, _: object) -> None:
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, text: str) -> None:
        italic, bold = (any(tag in self._open for tag in tags) for tags in (_ITALIC, _BOLD))
        self.parts.append(Letters(text, italic=italic, bold=bold))
