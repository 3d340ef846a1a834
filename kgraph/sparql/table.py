"""Answers: a table of rows, or a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple
from pyoxigraph import serialize as serialize_statements

from kgraph.data_frames import data_frame
from kgraph.errors import QueryError, UsageError
from kgraph.sparql.evaluation import failure
from kgraph.sparql.query_limits import IN_PROCESS
from kgraph.sparql.results import write_answer
from kgraph.sparql.terms import Cell, rows_to_rdflib, text_of
from kgraph.sparql.typed_values import column_values
from kgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

Row = TypeVar("Row")

_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPH_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


class Table:
    """The answer to a SELECT or ASK: column names, and rows that are read from the engine as they are asked for.

    An ASK gives one column, ``answer``, with one row, and has a `boolean`.  Rows that were read are kept.  `cut` is
    empty, or says why rows are missing.
    """

    __slots__ = ("_ask_again", "_kept", "_result", "cut")

    def __init__(
        self,
        result: QuerySolutions | QueryBoolean,
        ask_again: Callable[[], QuerySolutions | QueryBoolean],
        *,
        cut: str = "",
    ) -> None:
        self._result, self._ask_again, self.cut = result, ask_again, cut
        self._kept: list[Iterable[Cell]] = []

    @property
    def boolean(self) -> bool | None:
        """The answer to an ASK, None for a SELECT."""
        return bool(self._result) if isinstance(self._result, QueryBoolean) else None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the rows."""
        if isinstance(self._result, QueryBoolean):
            return ("answer",)
        return tuple([variable.value for variable in self._result.variables])

    def __repr__(self) -> str:
        return f"<Table {', '.join(self.columns)}>"

    @property
    def rows(self) -> Iterator[tuple[rdflib.term.Node | None, ...]]:
        """The rows as rdflib terms, None where a variable is unbound, converted one at a time.

        >>> import kgraph
        >>> table = kgraph.load().sparql("SELECT ?l { entity:katp-channel skos:prefLabel ?l }")
        >>> next(table.rows)
        (rdflib.term.Literal('KATP channel', lang='en'),)
        """
        return self._read(rows_to_rdflib())

    @property
    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as a reader wants them: the text of literals, short names of IRIs, nothing where unbound."""
        return self._read(lambda row: tuple([text_of(cell) for cell in row]))

    @property
    def cells(self) -> Sequence[tuple[Cell, ...]]:
        """All rows as terms of the engine; reads what is left of them."""
        return tuple(self._read(tuple))

    def _read(self, convert: Callable[[Iterable[Cell]], Row]) -> Iterator[Row]:
        if isinstance(self._result, QueryBoolean):
            yield convert((Literal(bool(self._result)),))
            return
        kept, position = self._kept, 0
        while True:
            if position == len(kept):
                try:
                    kept.append(next(self._result))
                except StopIteration:
                    return
                except (ValueError, OSError, RuntimeError) as error:
                    raise failure(error) from None
            yield convert(kept[position])
            position += 1

    def to_df(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame: numbers, truth values and dates as such, short names and texts otherwise.

        A column has numbers where each of its cells holds one; a literal that is not of its datatype makes it a column
        of texts.  Raises MissingExtraError, with what to install, without pandas.
        """
        columns = [column_values(column) for column in zip(*self.cells, strict=True)]
        return data_frame(self.columns, zip(*columns, strict=True))

    def serialize(self, form: str = "json") -> bytes:
        """The answer in a SPARQL 1.1 results format: json, xml, csv or tsv, as the engine writes it.

        The engine answers the query once more for it, so what is random in the query may differ from the rows that were
        read.  Raises UsageError for another format.
        """
        if form not in _FORMATS:
            raise UsageError(f"a table has no format {form!r}; use one of {', '.join(_FORMATS)}.")
        try:
            if form != "csv":
                return self._ask_again().serialize(format=_FORMATS[form]) or b""
            out = BytesIO()
            write_answer(self._ask_again(), out, ["text/csv"], IN_PROCESS, again=self._ask_again)
            return out.getvalue()
        except (ValueError, OSError, RuntimeError) as error:
            raise failure(error) from None

    def to_json(self) -> str:
        """The answer in the SPARQL 1.1 JSON results format."""
        return self.serialize("json").decode()


@dataclass(frozen=True, slots=True, repr=False)
class Graph:
    """The answer to a CONSTRUCT or DESCRIBE: statements, in the order of the engine; `cut` as for a table."""

    statements: tuple[Triple, ...]
    cut: str = ""

    def serialize(self, form: RdfFormat | str = RdfFormat.TURTLE) -> str:
        """The statements as Turtle (ttl), or as nt, jsonld or rdfxml, with the prefixes of the project."""
        if isinstance(form, str):
            if form not in _GRAPH_FORMATS:
                raise UsageError(f"a graph has no format {form!r}; use one of {', '.join(_GRAPH_FORMATS)}.")
            form = _GRAPH_FORMATS[form]
        return (serialize_statements(self.statements, format=form, prefixes=dict(PREFIXES)) or b"").decode()

    def __str__(self) -> str:
        return self.serialize()

    def __repr__(self) -> str:
        return f"<Graph of {len(self.statements)} statements>"

    def __len__(self) -> int:
        return len(self.statements)

    def to_df(self) -> pd.DataFrame:
        """The statements as a pandas DataFrame with the columns subject, predicate and object, short names and texts.

        Raises MissingExtraError, with what to install, without pandas.
        """
        rows = [(text_of(one.subject), text_of(one.predicate), text_of(one.object)) for one in self.statements]
        return data_frame(("subject", "predicate", "object"), rows)

    def to_rdflib(self) -> rdflib.Graph:
        """The statements as an rdflib graph.  Raises QueryError for a triple term, which rdflib does not have."""
        import rdflib

        if any(isinstance(one.object, Triple) for one in self.statements):
            raise QueryError("triple terms have no counterpart in rdflib; serialize has them")
        return rdflib.Graph().parse(data=self.serialize(RdfFormat.N_TRIPLES), format="nt")


Answer = Table | Graph
