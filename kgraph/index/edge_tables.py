"""Edge tables in bulk: CSV, TSV and Parquet files, KGX edges among them, as the rows of an index.

Columns are found by their names.  A row has a subject, an object and either a cost, at least 0, or a confidence from 0
to 1, of which the cost is −log; sign, relation and key may be missing.  In KGX the sign is in the direction qualifier.
Rows of sign 0, negated rows and rows of confidence 0 are no steps and are counted, not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kgraph.errors import DataError, MissingExtraError, UsageError
from kgraph.index.compile import Edges
from kgraph.index.node_names import read_labels
from kgraph.index.step_flags import LEFT_OUT, sign_code
from kgraph.index.table_faults import locate
from kgraph.index.text_arrays import Texts
from kgraph.reading.file_limits import MAX_CELL, readable

if TYPE_CHECKING:
    import pyarrow as pa

# What a column may be called, in the order in which names are tried.
COLUMNS: dict[str, tuple[str, ...]] = {
    "subject": ("subject", "subject_id", "source", "source_id", "from", ":START_ID"),
    "object": ("object", "object_id", "target", "target_id", "to", ":END_ID"),
    "sign": ("sign", "polarity", "object_direction_qualifier"),
    "cost": ("cost",),
    "confidence": ("confidence", "belief", "probability"),
    "relation": ("relation", "predicate", "type", ":TYPE"),
    "key": ("key", "claim", "id", "edge_id"),
    "negated": ("negated",),
}
_NEEDED = ("subject", "object")
_NUMBERS = frozenset({"cost", "confidence"})


def read_edges(
    path: Path, *, names: Path | None = None, columns: Mapping[str, str] | None = None, unit_cost: bool = False
) -> Edges:
    """The rows of an edge table, with the labels of the nodes from `names` if given.

    `columns` says what is called otherwise (``{"confidence": "score"}``).  With `unit_cost` every step costs 1, so that
    the shortest paths come first.  Raises DataError with the file and line of the first fault, and UsageError when a
    needed column is not there or pyarrow is not installed.
    """
    table, found = _read(path, columns or {}, unit_cost=unit_cost)
    nodes, source, target = _numbered(path, table, found)
    mark, cost, kept, facts = _values(path, table, found)
    if unit_cost:
        cost = np.ones(table.num_rows)
    keys = _texts(table.column(found["key"])) if "key" in found else None
    relations, relation = _coded(table.column(found["relation"])) if "relation" in found else (Texts.of(()), None)
    if not kept.all():
        places = np.flatnonzero(kept)
        source, target, cost, mark = source[places], target[places], cost[places], mark[places]
        relation = relation[places] if relation is not None else None
        keys = _texts(table.column(found["key"]).take(places)) if "key" in found else _row_numbers(places)
    for texts in (nodes, relations, keys):
        if texts is not None:
            _refuse_odd_texts(path, found, texts)
    labels, index = read_labels(names, nodes) if names is not None else (None, None)
    facts |= {"costs": "unit" if unit_cost else "confidence" if "cost" not in found else "cost", "from": "edge table"}
    return Edges(
        nodes=nodes,
        source=source,
        target=target,
        cost=cost,
        mark=mark,
        keys=keys,
        relation=relation,
        relations=relations,
        labels=labels,
        names=index,
        facts=facts,
    )


def _read(path: Path, renamed: Mapping[str, str], *, unit_cost: bool) -> tuple[pa.Table, dict[str, str]]:
    """The needed columns of a file, names and signs as dictionaries, and which column plays which part."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError:
        raise MissingExtraError("edge tables are read with pyarrow", "index") from None
    from kgraph.index.columns import column_names, read_columns, some_of

    present = column_names(path)
    found = {}
    for part, usual in COLUMNS.items():
        wanted = (renamed[part],) if part in renamed else usual
        name = next((name for name in wanted if name in present), None)
        if name is None and (part in _NEEDED or part in renamed):
            raise UsageError(
                f"{path} has no column {' or '.join(wanted)} for the {part}; it has {some_of(present)}.",
                hint="name-column",
                part=part,
            )
        if name is not None:
            found[part] = name
            if present.count(name) > 1:
                raise DataError(f"the column {name!r} stands {present.count(name)} times", file=str(path))
    if unit_cost or "cost" in found:
        found.pop("confidence", None)
    if unit_cost:
        found.pop("cost", None)
    elif not {"cost", "confidence"} & set(found):
        raise UsageError(
            f"{path} has no column cost or confidence; it has {some_of(present)}.", hint="name-cost-column"
        )
    try:
        table = read_columns(path, found, numbers=_NUMBERS)
    except (pa.ArrowException, OSError) as error:
        raise locate(path, found, str(error)) from None
    return table, found


def _numbered(
    path: Path, table: pa.Table, found: Mapping[str, str]
) -> tuple[Texts, NDArray[np.int32], NDArray[np.int32]]:
    """The nodes in the order of their bytes, and for every row the numbers of its two."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sides = [table.column(found[part]).combine_chunks() for part in _NEEDED]
    for part, side in zip(_NEEDED, sides, strict=True):
        empty = pc.index(side.dictionary, "").as_py()
        if side.null_count or (empty >= 0 and (np.asarray(side.indices) == empty).any()):
            raise locate(path, found, f"a {part} is empty")
    every = pc.unique(pa.concat_arrays([side.dictionary for side in sides]))
    every = every.take(pc.sort_indices(every))
    numbers = []
    for side in sides:
        place = np.asarray(pc.index_in(side.dictionary, value_set=every), np.int32)
        numbers.append(place[np.asarray(side.indices)] if len(place) else np.empty(0, np.int32))
    return _texts(every), numbers[0], numbers[1]


def _values(
    path: Path, table: pa.Table, found: Mapping[str, str]
) -> tuple[NDArray[np.uint8], NDArray[np.float64], NDArray[np.bool_], dict[str, Any]]:
    """Marks, costs, which rows are steps, and how many are not for which reason."""
    rows = table.num_rows
    kept, facts = np.ones(rows, bool), {}
    mark = np.full(rows, 2, np.uint8)
    if "sign" in found:
        texts, codes = _coded(table.column(found["sign"]))
        known = [sign_code(text) for text in texts]
        if None in known:
            raise locate(path, found, f"{texts[known.index(None)]!r} is no sign")
        mark = np.array(known, np.uint8)[codes]
        facts["no_effect"] = int((mark == LEFT_OUT).sum())
        kept &= mark != LEFT_OUT
    if "negated" in found:
        texts, codes = _coded(table.column(found["negated"]))
        negated = np.array([text.lower() == "true" for text in texts], bool)[codes]
        facts["negated"] = int((kept & negated).sum())
        kept &= ~negated
    if "confidence" in found:
        confidence = _doubles(path, table, found, "confidence")
        if not ((confidence >= 0) & (confidence <= 1)).all():
            raise locate(path, found, "a confidence is not from 0 to 1")
        facts["no_confidence"] = int((kept & (confidence == 0)).sum())
        kept &= confidence > 0
        with np.errstate(divide="ignore"):
            cost = -np.log(confidence)
        cost += 0.0  # no negative zero
    elif "cost" in found:
        cost = _doubles(path, table, found, "cost")
        if not ((cost >= 0) & (cost < np.inf)).all():
            raise locate(path, found, "a cost is not finite and at least 0")
    else:
        cost = np.empty(rows)
    return mark, cost, kept, {name: count for name, count in facts.items() if count}


def _doubles(path: Path, table: pa.Table, found: Mapping[str, str], part: str) -> NDArray[np.float64]:
    column = table.column(found[part])
    if column.null_count:
        raise locate(path, found, f"a {part} is empty")
    return np.asarray(column.combine_chunks()).astype(np.float64)


def _refuse_odd_texts(path: Path, found: Mapping[str, str], texts: Texts) -> None:
    starts, content = texts.arrays
    if np.count_nonzero(content) < len(content):
        raise locate(path, found, "a cell holds a NUL character")
    if len(texts) and np.diff(starts).max() > MAX_CELL:
        raise locate(path, found, f"a cell of more than {readable(MAX_CELL)}")


def _coded(column: pa.ChunkedArray) -> tuple[Texts, NDArray[np.int32]]:
    """The different texts of a column, sorted, and for every row the number of its text; none counts as empty."""
    import pyarrow.compute as pc

    array = column.combine_chunks()
    texts = [text or "" for text in array.dictionary.to_pylist()]
    codes = np.asarray(pc.fill_null(array.indices, len(texts)))
    # What stands for a cell without text comes last.
    texts.append("")
    ordered = sorted(set(texts))
    place = {text: number for number, text in enumerate(ordered)}
    return Texts.of(ordered), np.array([place[text] for text in texts], np.int32)[codes]


def _texts(column: pa.Array | pa.ChunkedArray) -> Texts:
    import pyarrow as pa

    array = column.cast(pa.large_string())
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if array.null_count:
        array = array.fill_null("")
    _, starts, content = array.buffers()
    first = (
        np.frombuffer(starts, np.int64)[array.offset : array.offset + len(array) + 1]
        if starts
        else np.zeros(1, np.int64)
    )
    text = np.frombuffer(content, np.uint8) if content else np.empty(0, np.uint8)
    return Texts(first - first[0], text[first[0] : first[-1]])


def _row_numbers(places: NDArray[np.int64]) -> Texts:
    """Numbers of rows from 1, as the table counts them, for a table some of whose rows are no steps."""
    import pyarrow as pa

    return _texts(pa.array(places + 1).cast(pa.large_string()))
