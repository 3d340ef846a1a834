"""Answers: a table of rows, or a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple
from pyoxigraph import serialize as serialize_statements

from kgraph.engines.evaluation import failure
from kgraph.errors import UsageError
from kgraph.query.terms import Cell, text_of, to_rdflib
from kgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

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

    def __init__(self, ask: Callable[[], QuerySolutions | QueryBoolean], *, cut: str = "") -> None:
        self._ask, self.cut = ask, cut
        result = ask()
        self._kept: list[tuple[Cell, ...]] = []
        self._source: QuerySolutions | None = None
        self.boolean: bool | None = None
        if isinstance(result, QuerySolutions):
            self._source = result
            self.columns: tuple[str, ...] = tuple(variable.value for variable in result.variables)
        else:
            self.boolean, self.columns = bool(result), ("answer",)
            self._kept.append((Literal(self.boolean),))

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
        for row in self._read():
            yield tuple([to_rdflib(cell) for cell in row])

    @property
    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as a reader wants them: the text of literals, short names of IRIs, nothing where unbound."""
        for row in self._read():
            yield tuple([text_of(cell) for cell in row])

    @property
    def cells(self) -> Sequence[tuple[Cell, ...]]:
        """All rows as terms of the engine; reads what is left of them."""
        for _ in self._read():
            pass
        return tuple(self._kept)

    def _read(self) -> Iterator[tuple[Cell, ...]]:
        position = 0
        while True:
            if position == len(self._kept):
                row = self._next()
                if row is None:
                    return
                self._kept.append(row)
            yield self._kept[position]
            position += 1

    def _next(self) -> tuple[Cell, ...] | None:
        try:
            solution = next(self._source, None) if self._source is not None else None
        except (ValueError, OSError, RuntimeError) as error:
            raise failure(error) from None
        return None if solution is None else tuple(solution)

    def to_df(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame of texts.  Raises ImportError, with what to install, without pandas."""
        try:
            import pandas as pd
        except ImportError:
            raise ImportError("to_df needs pandas: pip install pandas") from None
        return pd.DataFrame(list(self.texts), columns=list(self.columns))

    def serialize(self, form: str = "json") -> bytes:
        """The answer in a SPARQL 1.1 results format: json, xml, csv or tsv, written by the engine itself.

        The engine answers the query once more for it, so what is random in the query may differ from the rows that were
        read.  Raises UsageError for another format.
        """
        if form not in _FORMATS:
            raise UsageError(f"a table has no format {form!r}; use one of {', '.join(_FORMATS)}.")
        try:
            return self._ask().serialize(format=_FORMATS[form]) or b""
        except (ValueError, OSError, RuntimeError) as error:
            raise failure(error) from None

    def to_json(self) -> str:
        """The answer in the SPARQL 1.1 JSON results format."""
        return self.serialize("json").decode()


@dataclass(frozen=True, slots=True)
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

    def to_rdflib(self) -> rdflib.Graph:
        """The statements as an rdflib graph."""
        import rdflib

        return rdflib.Graph().parse(data=self.serialize(RdfFormat.N_TRIPLES), format="nt")


Answer = Table | Graph
