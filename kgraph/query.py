"""SPARQL over one graph: its files and the derived edges, and nothing outside.

A query that asks for SERVICE is refused on its tokens, after code point escapes are resolved, so that no spelling of
the word gets through.  Updates do not parse as queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Triple
from pyoxigraph import serialize as serialize_statements

from kgraph.errors import QueryError
from kgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib

    from kgraph.graph import KnowledgeGraph

Cell = NamedNode | BlankNode | Literal | Triple | None

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<text>'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
  | (?P<name>[?$@]\w+|[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REFUSED = frozenset({"SERVICE", "LOAD"})
_PLACE = re.compile(r"error at (\d+):(\d+): ")
_LARGEST_CODE_POINT = 0x10FFFF
_STRING = PREFIXES["xsd"] + "string"


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT or ASK: column names, and rows of terms (None where a variable is unbound).

    An ASK gives one column, ``answer``, with one row.
    """

    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    boolean: bool | None = None

    @property
    def rows(self) -> Iterator[tuple[rdflib.term.Node | None, ...]]:
        """The rows as rdflib terms, converted one at a time."""
        for row in self.cells:
            yield tuple(to_rdflib(cell) for cell in row)

    def to_df(self) -> object:
        """The rows as a pandas DataFrame of texts.  Raises ImportError, with what to install, without pandas."""
        try:
            import pandas as pd
        except ImportError:
            raise ImportError("to_df needs pandas: pip install pandas") from None
        return pd.DataFrame([[text_of(cell) for cell in row] for row in self.cells], columns=list(self.columns))

    def to_json(self) -> str:
        """The answer in the SPARQL 1.1 JSON results format."""
        import json

        answer: dict[str, object] = {"head": {}, "boolean": self.boolean}
        if self.boolean is None:
            answer = {"head": {"vars": list(self.columns)}, "results": {"bindings": self._bindings()}}
        return json.dumps(answer, ensure_ascii=False, indent=2)

    def _bindings(self) -> list[dict[str, dict[str, object]]]:
        return [
            {name: _json_term(cell) for name, cell in zip(self.columns, row, strict=True) if cell is not None}
            for row in self.cells
        ]


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to a CONSTRUCT or DESCRIBE: statements, in the order of the engine."""

    statements: tuple[Triple, ...]

    def serialize(self, rdf_format: RdfFormat = RdfFormat.TURTLE) -> str:
        """The statements as Turtle, or in another RDF format, with the prefixes of the project."""
        raw = serialize_statements(self.statements, format=rdf_format, prefixes=dict(PREFIXES))
        return (raw or b"").decode()

    def to_rdflib(self) -> rdflib.Graph:
        """The statements as an rdflib graph."""
        import rdflib

        return rdflib.Graph().parse(data=self.serialize(RdfFormat.N_TRIPLES), format="nt")


Answer = Table | Graph


def run_query(graph: KnowledgeGraph, query: str) -> Answer:
    """Run a query with the project's prefixes in place.  Raises QueryError for a bad or refused query."""
    refuse_outside(query)
    try:
        result = graph.store.query(query, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        place = _PLACE.search(error.msg)
        where = f"line {place.group(1)}, column {place.group(2)}: " if place else ""
        raise QueryError(f"this is not a SPARQL query: {where}{_PLACE.sub('', error.msg)}") from None
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query could not be answered: {error}") from None
    if isinstance(result, QueryBoolean):
        return Table(("answer",), ((Literal(bool(result)),),), boolean=bool(result))
    try:
        if isinstance(result, QuerySolutions):
            columns = tuple(variable.value for variable in result.variables)
            return Table(columns, tuple(tuple(solution) for solution in result))
        return Graph(tuple(result))
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query could not be answered: {error}") from None


def refuse_outside(query: str) -> None:
    """Raise QueryError when a query would reach outside the store."""
    for match in _TOKEN.finditer(_ESCAPE.sub(_unescape, query)):
        if match.lastgroup == "word" and match.group().upper() in _REFUSED:
            raise QueryError(f"{match.group().upper()} is refused: queries run on this graph alone and reach no other.")


def _unescape(match: re.Match[str]) -> str:
    point = int(match.group(1) or match.group(2), 16)
    return chr(point) if point <= _LARGEST_CODE_POINT else match.group()


def text_of(cell: Cell) -> str:
    """A term as a reader wants it: a literal's text, a short name, or nothing."""
    from kgraph.vocabulary import shorten

    if cell is None:
        return ""
    if isinstance(cell, Literal):
        return cell.value
    if isinstance(cell, NamedNode):
        return shorten(cell.value)
    return str(cell)


def to_rdflib(cell: Cell) -> rdflib.term.Node | None:
    """A term as rdflib has it, its text unchanged; raises QueryError for a quoted triple."""
    import rdflib

    if cell is None:
        return None
    if isinstance(cell, NamedNode):
        return rdflib.URIRef(cell.value)
    if isinstance(cell, BlankNode):
        return rdflib.BNode(cell.value)
    if isinstance(cell, Literal):
        if cell.language:
            return rdflib.Literal(cell.value, lang=cell.language)
        datatype = None if cell.datatype.value == _STRING else rdflib.URIRef(cell.datatype.value)
        return rdflib.Literal(cell.value, datatype=datatype, normalize=False)
    raise QueryError("quoted triples have no counterpart in rdflib; select their parts instead")


def _json_term(cell: Cell) -> dict[str, object]:
    if isinstance(cell, NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, BlankNode):
        return {"type": "bnode", "value": cell.value}
    if isinstance(cell, Literal):
        term: dict[str, object] = {"type": "literal", "value": cell.value}
        if cell.language:
            term["xml:lang"] = cell.language
        elif cell.datatype.value != _STRING:
            term["datatype"] = cell.datatype.value
        return term
    if isinstance(cell, Triple):
        parts = {name: _json_term(part) for name, part in zip(("subject", "predicate", "object"), cell, strict=True)}
        return {"type": "triple", "value": parts}
    return {}
