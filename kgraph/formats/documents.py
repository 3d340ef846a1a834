"""What can be written: each kind of answer, with what its writers need to know beside it; and what is several files.

`kgraph.formats.registry` says in which formats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kgraph.door_words import PYTHON, DoorWords
from kgraph.frozen import frozen

if TYPE_CHECKING:
    from kgraph.check.findings import Report
    from kgraph.differences.difference_values import Difference
    from kgraph.index.answering import IndexAnswer
    from kgraph.index.open_index import GraphIndex
    from kgraph.index.pairs import Record
    from kgraph.matrix import Cell
    from kgraph.model import Contents, Curie
    from kgraph.names import Thing
    from kgraph.outcomes import Outcome
    from kgraph.paths.values import PathAnswer
    from kgraph.reading.citation_styles import CitationStyle
    from kgraph.report import ReportContent
    from kgraph.sparql.pool import AnswerDocument
    from kgraph.trace import SourceTexts, Trace
    from kgraph.words import Words

Row = Mapping[str, object]


@frozen
class Listing:
    """Rows under `columns`.

    What people read of it ends with a `remark` where there is one, and says that it is no medical advice unless
    `notice` is false, as for names alone.  `brief` are the columns that people are shown where all of them would be
    too many: one line an item.  `width` is how many characters a line may take; without it 120.
    """

    kind = "listing"
    rows: Sequence[Row]
    columns: Sequence[str]
    notice: bool = True
    remark: str = ""
    width: int | None = None
    brief: Sequence[str] = ()


@frozen
class CitedDocument:
    """A listing, and the `references` behind its rows in reading order, for a bibliography."""

    kind = "cited listing"
    graph: Contents
    listing: Listing
    references: Sequence[Curie]


@frozen
class PathsDocument:
    """The paths between two entities, in the words of a `door`; `explain` adds the arithmetic where there are words.

    In words, `view` is ``answer`` for one screen by mechanism, ``paths`` for the flat list of paths, and the name of a
    mechanism for the chains of that one.  `width` is how many characters a line of a screen may take; without it 80.
    """

    kind = "paths"
    graph: Contents
    answer: PathAnswer
    explain: bool = False
    door: DoorWords = PYTHON
    view: str = "answer"
    width: int | None = None


@frozen
class IndexedPathsDocument:
    """What an index answers to one question, in the words of a `door`.

    `words` gives those of the vocabulary, which an index does not hold; only the table asks for them.
    """

    kind = "indexed paths"
    index: GraphIndex
    answer: IndexAnswer
    words: Callable[[], Words]
    door: DoorWords = PYTHON


@frozen
class PairDocument:
    """One record of the answers to a list of pairs."""

    kind = "pairs"
    record: Record


@frozen
class TraceDocument:
    """A thing down to its evidence; with copies of the sources (`texts`) it shows the full sentences."""

    kind = "trace"
    graph: Contents
    traced: Trace
    texts: SourceTexts


@frozen
class RecordDocument:
    """Everything about one thing."""

    kind = "record"
    graph: Contents
    thing: Thing


@frozen
class MatrixDocument:
    """The matrix of mechanisms and diseases."""

    kind = "matrix"
    graph: Contents
    cells: Sequence[Cell]
    width: int | None = None


@frozen
class OutcomesDocument:
    """Clinical numbers; `brief` as of a listing."""

    kind = "outcomes"
    graph: Contents
    outcomes: Sequence[Outcome]
    brief: Sequence[str] = ()


@frozen
class ReportDocument:
    """A report on a hypothesis, a mechanism or a question; `style` is that of its references, without one kgraph's."""

    kind = "report"
    graph: Contents
    content: ReportContent
    style: CitationStyle | None = None


@frozen
class FindingsDocument:
    """What a check found, in the words of a `door`."""

    kind = "findings"
    report: Report
    door: DoorWords = PYTHON


@frozen
class DifferencesDocument:
    """What differs between two sets of data."""

    kind = "differences"
    difference: Difference


@frozen
class GraphDocument:
    """The whole graph."""

    kind = "graph"
    graph: Contents


@frozen
class ContentsDocument:
    """Claims and what belongs to them, without the vocabulary."""

    kind = "contents"
    contents: Contents


@frozen
class QueryDocument:
    """What a query found, as the engine wrote it; `kind` is ``query table`` or ``query graph``.  It is read once."""

    kind: str
    found: AnswerDocument
    width: int | None = None


@frozen
class TextDocument:
    """A text that is whole already: a ``page`` in HTML, or the text of a ``question`` in SPARQL."""

    kind: str
    text: str


@frozen
class TemplateDocument:
    """An empty file for claims of one's own, with comments that say what belongs into it."""

    kind = "template"


Document = (
    Listing
    | CitedDocument
    | PathsDocument
    | IndexedPathsDocument
    | PairDocument
    | TraceDocument
    | RecordDocument
    | MatrixDocument
    | OutcomesDocument
    | FindingsDocument
    | DifferencesDocument
    | ReportDocument
    | GraphDocument
    | ContentsDocument
    | QueryDocument
    | TextDocument
    | TemplateDocument
)


@frozen
class Files:
    """Several files by name, which belong together in one folder; `form` is the format that they are."""

    form: str
    contents: Mapping[str, bytes]
