"""A sheet: the sections of a report, whatever they are written in."""

from __future__ import annotations

from kgraph.formats.numbering import Entry
from kgraph.frozen import frozen


@frozen
class Sentence:
    """A sentence, and the numbers of the papers that it rests on, which may be none.

    `lead` are the words at its beginning that are printed bold, in the colour of an `effect` where it has one; `end`
    is the mark that follows the numbers.
    """

    text: str
    cited: tuple[int, ...] = ()
    lead: str = ""
    effect: str = ""
    end: str = ""


@frozen
class Paragraph:
    """Sentences in a row."""

    sentences: tuple[Sentence, ...]


@frozen
class Points:
    """A list of sentences, with numbers from 1 when it is `numbered`."""

    items: tuple[Sentence, ...]
    numbered: bool = False


@frozen
class Table:
    """Rows of sentences under `columns`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]


@frozen
class Picture:
    """A picture as SVG, and what it shows in words."""

    svg: str
    told: str


@frozen
class Literature:
    """The list of references."""

    entries: tuple[Entry, ...]


Block = Paragraph | Points | Table | Picture | Literature


@frozen
class Section:
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@frozen
class Sheet:
    """A report: its title, the sentence that says what it is and is not, and its sections.

    A `dense` one is set in smaller letters on paper.
    """

    title: str
    notice: str
    sections: tuple[Section, ...]
    dense: bool = False
