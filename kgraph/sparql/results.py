"""Answers as bytes: written by the engine itself, cut at a limit so that what is left is a valid document."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Triple, serialize

from kgraph.errors import NotAcceptableError
from kgraph.sparql.csv_results import bare_of, csv_blocks, lines_up
from kgraph.sparql.query_limits import QueryLimits
from kgraph.vocabulary import PREFIXES

# In the order of preference; the first fits whoever takes anything.
_TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "text/n3": RdfFormat.TURTLE,
}
_ROW_END = {
    QueryResultsFormat.JSON: b'}},{"',  # in no text: there a quotation mark has a backslash before it
    QueryResultsFormat.XML: b"</result>",
    QueryResultsFormat.TSV: b"\n",
}
# JSON has one separator less than rows; CSV and TSV have a header.
_ENDS_WITHOUT_ROW = {
    QueryResultsFormat.JSON: -1,
    QueryResultsFormat.XML: 0,
    QueryResultsFormat.CSV: 1,
    QueryResultsFormat.TSV: 1,
}
_ENDS = {QueryResultsFormat.JSON: b"]}}", QueryResultsFormat.XML: b"</results></sparql>"}
_EMPTY_ENDS = {QueryResultsFormat.JSON: b"[]}}", QueryResultsFormat.XML: b"<results></results></sparql>"}
_WITH_COMMENTS = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES)
# A row without values stands at the start, behind a row with some, or behind another of its kind.
_EMPTY_ROW = (b":[{}", b"}},{}")
_BLOCK = 128 * 1024
_JSON_TEXT_OR_BRACE = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}]', re.DOTALL)
_CSV_TEXT_OR_LINE = re.compile(rb'"[^"]*+"|\n')

Result = QuerySolutions | QueryBoolean | QueryTriples | list[Triple]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: kind (select, ask, graph), media type, columns, whether it holds anything, why it was cut.

    An answer holds something when it has a row or a triple, or is a yes.
    """

    kind: str
    media_type: str
    columns: tuple[str, ...]
    found: bool
    cut: str


def choose_format(result_kind: str, accept: Sequence[str]) -> tuple[str, QueryResultsFormat | RdfFormat]:
    """The first acceptable media type that this kind of answer has, with its format.

    `accept` may hold ``*/*`` and ``text/*``; an empty one takes anything.  Raises NotAcceptableError.
    """
    offered: dict[str, QueryResultsFormat | RdfFormat] = {**(_GRAPHS if result_kind == "graph" else _TABLES)}
    for wanted in accept or ("*/*",):
        for media_type, known in offered.items():
            if wanted in {media_type, "*/*"} or (wanted.endswith("/*") and media_type.startswith(wanted[:-1])):
                return media_type, known
    raise NotAcceptableError(accept, list(offered))


def kind_of(result: Result) -> str:
    """select, ask or graph."""
    if isinstance(result, QuerySolutions):
        return "select"
    return "ask" if isinstance(result, QueryBoolean) else "graph"


def write_answer(
    result: Result,
    out: IO[bytes],
    accept: Sequence[str],
    limits: QueryLimits,
    *,
    again: Callable[[], Result] | None = None,
) -> Written:
    """Write an answer to a file that is open for reading and writing, in the first acceptable format.

    `again` gives the answer once more, because CSV may have to be written twice; without it the slower writer is used.

    Raises NotAcceptableError, and whatever the engine raises while it works the answer out.
    """
    kind = kind_of(result)
    media_type, chosen = choose_format(kind, accept)
    if isinstance(chosen, RdfFormat) and isinstance(result, QueryTriples | list):
        found, cut = _write_graph(result, out, chosen, limits)
        return Written(kind, media_type, (), found, cut)
    if isinstance(chosen, QueryResultsFormat) and isinstance(result, QueryBoolean):
        result.serialize(out, chosen)
        return Written(kind, media_type, (), bool(result), "")
    if isinstance(chosen, QueryResultsFormat) and isinstance(result, QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        by_engine = chosen != QueryResultsFormat.CSV or again is not None
        try:
            found, cut = _write_table(result, out, chosen, limits, by_engine=by_engine)
        except _UnevenError:
            out.seek(0)
            out.truncate()
            found, cut = _write_table(again(), out, chosen, limits, by_engine=False)  # type: ignore[misc,arg-type]
        return Written(kind, media_type, columns, found, cut)
    raise NotAcceptableError(accept, list(_TABLES))


class _FullError(Exception):
    """Enough has been written."""


class _UnevenError(Exception):
    """A line of CSV has more cells than there are columns."""


class _Sink:
    """A file that counts the ends of rows going by, where there is a limit to them, and stops the writer there.

    The engine writes in small pieces; they are looked at together, when there are enough of them.
    """

    def __init__(self, out: IO[bytes], form: QueryResultsFormat, limits: QueryLimits, columns: int) -> None:
        self._out, self._form, self._limits, self._columns = out, form, limits, columns
        self._pieces: list[bytes] = []
        self._held = self._size = self._ends = self._commas = 0
        self._in_text = False
        self._tail = b""
        # The end of a row of JSON without any value is not seen.
        self._sure = True

    def write(self, piece: bytes) -> int:
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held >= _BLOCK:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        block, self._pieces, self._held = b"".join(self._pieces), [], 0
        self._out.write(block)
        self._size += len(block)
        if self._form == QueryResultsFormat.CSV:
            self._count_cells(block)
        elif self._limits.rows is not None:
            self._count_rows(block)
        # Headers end as rows do in some formats; a row too many is cut off later.
        if self._limits.rows is not None and self._ends > self._limits.rows + 1:
            raise _FullError
        if self._limits.size is not None and self._size > self._limits.size:
            raise _FullError

    def _count_cells(self, block: bytes) -> None:
        bare = bare_of(block, in_text=self._in_text)
        self._in_text ^= bare is not block and block.count(b'"') % 2 == 1
        self._ends += bare.count(b"\n")
        self._commas += bare.count(b",")
        # The last line may have begun.
        if self._columns and self._commas > (self._columns - 1) * (self._ends + 1):
            raise _UnevenError

    def _count_rows(self, block: bytes) -> None:
        mark = _ROW_END[self._form]
        seen = self._tail + block
        if self._form == QueryResultsFormat.JSON:
            self._sure = self._sure and not any(empty in seen for empty in _EMPTY_ROW[self._ends > 0 :])
        self._ends += seen.count(mark)
        self._tail = seen[1 - len(mark) :] if len(mark) > 1 else b""

    def lines_up(self) -> bool:
        """Whether the lines of CSV have as many cells as there are columns."""
        return not self._columns or self._commas == (self._columns - 1) * self._ends

    def within_rows(self) -> bool:
        """Whether it is sure that a whole document has no more rows than the limit."""
        most = self._limits.rows
        return most is None or (self._sure and self._ends - _ENDS_WITHOUT_ROW[self._form] <= most)


def _write_table(
    result: QuerySolutions, out: IO[bytes], form: QueryResultsFormat, limits: QueryLimits, *, by_engine: bool
) -> tuple[bool, str]:
    # The cells of CSV that the engine has written are counted.
    columns = len(result.variables) if by_engine and form == QueryResultsFormat.CSV else 0
    sink, full = _Sink(out, form, limits, columns), False
    try:
        if not by_engine:
            for block in csv_blocks(result):
                sink.write(block)
        else:
            result.serialize(sink, form)  # type: ignore[arg-type]  # it writes and flushes, nothing else is asked of it
        sink.flush()
    except _FullError:
        full = True
    out.flush()
    if not full and not sink.lines_up():
        raise _UnevenError
    if not full and sink.within_rows():
        return _has_rows(out, form), ""
    out.seek(0)
    document = out.read()
    ends = _row_ends(document, form, complete=not full)
    by_rows = len(ends) if limits.rows is None else min(len(ends), limits.rows)
    by_size = by_rows if limits.size is None else sum(end <= limits.size for end in ends[:by_rows])
    if not full and by_size == len(ends):
        return bool(ends), ""
    size_binds = by_size < by_rows or by_rows == len(ends)
    limit = f"{limits.size:,} bytes" if size_binds else f"{limits.rows:,} rows"
    cut = f"cut after {by_size:,} rows: the limit is {limit}"
    kept = document[: ends[by_size - 1] if by_size else _head_end(document, form)]
    if columns and not lines_up(kept, columns):
        raise _UnevenError
    out.seek(0)
    out.truncate()
    out.write(_closed(kept, form, cut))
    return by_size > 0, cut


def _has_rows(out: IO[bytes], form: QueryResultsFormat) -> bool:
    """Whether a whole document has rows."""
    if form in _EMPTY_ENDS:
        out.seek(-len(_EMPTY_ENDS[form]), os.SEEK_END)
        return out.read() != _EMPTY_ENDS[form]
    out.seek(0)
    out.readline()
    return bool(out.read(1))


def _head_end(document: bytes, form: QueryResultsFormat) -> int:
    """Where the first row starts."""
    start = {
        QueryResultsFormat.JSON: b'"bindings":[',
        QueryResultsFormat.XML: b"<results>",
        QueryResultsFormat.CSV: b"\n",
        QueryResultsFormat.TSV: b"\n",
    }[form]
    return document.index(start) + len(start)


def _row_ends(document: bytes, form: QueryResultsFormat, *, complete: bool) -> list[int]:
    """Where each whole row ends."""
    start = _head_end(document, form)
    if form == QueryResultsFormat.CSV:
        return [match.end() for match in _CSV_TEXT_OR_LINE.finditer(document, start) if match.group() == b"\n"]
    if form != QueryResultsFormat.JSON:
        return _ends(document, start, _ROW_END[form])
    if b"{}" in document:
        return _json_row_ends(document, start)
    ends = [end - 3 for end in _ends(document, start, _ROW_END[form])]
    return [*ends, len(document) - 3] if complete and not document.endswith(b"[]}}") else ends


def _ends(document: bytes, start: int, mark: bytes) -> list[int]:
    ends, at = [], document.find(mark, start)
    while at >= 0:
        ends.append(at + len(mark))
        at = document.find(mark, at + len(mark))
    return ends


def _json_row_ends(document: bytes, start: int) -> list[int]:
    ends, depth = [], 0
    for match in _JSON_TEXT_OR_BRACE.finditer(document, start):
        brace = match.group()
        depth += (brace == b"{") - (brace == b"}")
        if depth < 0:
            break
        if depth == 0 and brace == b"}":
            ends.append(match.end())
    return ends


def _closed(document: bytes, form: QueryResultsFormat, cut: str) -> bytes:
    """The document with what it lacks at its end, and the reason of the cut where its format has a place for it."""
    if form == QueryResultsFormat.JSON:
        # In front of the results, because some readers take nothing after them.
        head, results, rows = document.partition(b',"results":')
        return head + f',"kgraph:cut":"{cut}"'.encode() + results + rows + b"]}}"
    if form == QueryResultsFormat.XML:
        return document + f"</results><!-- {cut} --></sparql>".encode()
    return document


def mark_cut(out: IO[bytes], written: Written, cut: str) -> Written:
    """Say in a whole document, where its format has a place for that, that it was cut before it came here.

    `cut` is a remark without quotation marks, hyphens and line ends.
    """
    form = _TABLES.get(written.media_type) if written.kind == "select" else None
    if form is not None and form in _ENDS:
        out.seek(0)
        document = out.read().removesuffix(_ENDS[form])
        out.seek(0)
        out.truncate()
        out.write(_closed(document, form, cut))
    elif _GRAPHS.get(written.media_type) in _WITH_COMMENTS:
        out.seek(0, os.SEEK_END)
        out.write(f"# {cut}\n".encode())
    return replace(written, cut=cut)


def _write_graph(
    result: QueryTriples | list[Triple], out: IO[bytes], form: RdfFormat, limits: QueryLimits
) -> tuple[bool, str]:
    count, cut, start = 0, "", out.tell()

    def some() -> Iterator[Triple]:
        nonlocal count, cut
        for triple in result:
            if limits.rows is not None and count >= limits.rows:
                cut = f"cut after {count:,} triples: the limit is {limits.rows:,}"
                return
            if limits.size is not None and out.tell() - start > limits.size:
                cut = f"cut after {count:,} triples: the limit is {limits.size:,} bytes"
                return
            count += 1
            yield triple

    serialize(some(), out, form, prefixes=dict(PREFIXES))
    if cut and form in _WITH_COMMENTS:
        out.write(f"# {cut}\n".encode())
    return count > 0, cut
