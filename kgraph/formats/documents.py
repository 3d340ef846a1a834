"""What can be written: each kind of answer, with what its writers need to know beside it.

`kgraph.formats.registry` says in which formats.  A kind that has a `listing` is also written by whatever writes rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kgraph.door_words import PYTHON, DoorWords
from kgraph.frozen import frozen

if TYPE_CHECKING:
    from kgraph.check.findings import Report
    from kgraph.index.answering import IndexAnswer
    from kgraph.index.open_index import GraphIndex
    from kgraph.index.pairs import Record
    from kgraph.matrix import Cell
    from kgraph.model import Contents
    from kgraph.outcomes import Outcome
    from kgraph.paths.values import PathAnswer
    from kgraph.sparql.pool import AnswerDocument
    from kgraph.trace import SourceTexts, Trace

Row = Mapping[str, object]


@frozen
class Listing:
    """Rows under `columns`.

    What people read of it ends with a `remark` where there is one, and says that it is no medical advice unless
    `notice` is false, as for names alone.  `width` is how many characters a line may take; without it 120.
    """

    kind = "listing"
    rows: Sequence[Row]
    columns: Sequence[str]
    notice: bool = True
    remark: str = ""
    width: int | None = None


@frozen
class PathsDocument:
    """The paths between two entities, in the words of a `door`; `explain` adds the arithmetic where there are words."""

    kind = "paths"
    graph: Contents
    answer: PathAnswer
    explain: bool = False
    door: DoorWords = PYTHON

    def listing(self) -> Listing:
        """A row for each step."""
        from kgraph.formats.path_json import COLUMNS, path_rows

        return Listing(list(path_rows(self.graph, self.answer)), COLUMNS)


@frozen
class IndexedPathsDocument:
    """What an index answers to one question, in the words of a `door`."""

    kind = "indexed paths"
    index: GraphIndex
    answer: IndexAnswer
    door: DoorWords = PYTHON

    def listing(self) -> Listing:
        """A row for each step."""
        from kgraph.formats.index_paths import COLUMNS, indexed_rows

        return Listing(list(indexed_rows(self.index, self.answer)), COLUMNS)


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

    def listing(self) -> Listing:
        """A row for each evidence line."""
        from kgraph.formats.trace import COLUMNS, trace_rows

        return Listing(list(trace_rows(self.graph, self.traced, self.texts)), COLUMNS)


@frozen
class RecordDocument:
    """One thing, as `kgraph.formats.record.describe` gives it."""

    kind = "record"
    record: Mapping[str, object]

    def listing(self) -> Listing:
        """A row for each property."""
        return Listing(
            [{"property": name, "value": value} for name, value in self.record.items()], ("property", "value")
        )


@frozen
class MatrixDocument:
    """The matrix of mechanisms and diseases."""

    kind = "matrix"
    graph: Contents
    cells: Sequence[Cell]

    def listing(self) -> Listing:
        """A row for each cell."""
        from kgraph.formats.matrix import COLUMNS, cell_row

        return Listing([cell_row(self.graph, cell) for cell in self.cells], COLUMNS)


@frozen
class OutcomesDocument:
    """Clinical numbers."""

    kind = "outcomes"
    graph: Contents
    outcomes: Sequence[Outcome]

    def listing(self) -> Listing:
        """A row for each number."""
        from kgraph.formats.outcomes import COLUMNS, outcome_row

        return Listing([outcome_row(self.graph, one) for one in self.outcomes], COLUMNS)


@frozen
class FindingsDocument:
    """What a check found, in the words of a `door`."""

    kind = "findings"
    report: Report
    door: DoorWords = PYTHON


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


Tabular = PathsDocument | IndexedPathsDocument | TraceDocument | RecordDocument | MatrixDocument | OutcomesDocument
Document = (
    Listing
    | Tabular
    | PairDocument
    | FindingsDocument
    | GraphDocument
    | ContentsDocument
    | QueryDocument
    | TextDocument
)
