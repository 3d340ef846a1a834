"""Edge tables in bulk: CSV, TSV and Parquet files, KGX edges among them, as the rows of an index.

Columns are found by their names.  A row has a subject, an object and either a cost, at least 0, or a confidence from 0
to 1, of which the cost is −log; sign, relation and key may be missing.  In KGX the sign is in the direction qualifier,
and in the other qualifiers that change what it is said of (see `edge_readings`).  Rows of sign 0, negated rows and rows
of confidence 0 are no steps and are counted, not kept.  Predicates that hold both ways give a step each way.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kgraph.errors import DataError, MissingExtraError, UsageError
from kgraph.index.compile import Edges
from kgraph.index.edge_readings import (
    KEEPS,
    TURNS,
    UNKNOWN,
    WITH_PREDICATE,
    effect_of,
    is_negated,
    is_qualifier,
    is_symmetric,
    is_told,
    kind_of_predicate,
    sign_of_edge,
)
from kgraph.index.node_names import read_labels
from kgraph.index.step_flags import LEFT_OUT, OF_KIND, OF_SIGN, SIGN, SIGNS, sign_code
from kgraph.index.table_evidence import COLUMNS as EVIDENCE
from kgraph.index.table_evidence import TEXTS, evidence_columns
from kgraph.index.table_faults import locate
from kgraph.index.text_arrays import Texts
from kgraph.reading.file_limits import MAX_CELL, readable
from kgraph.reading.missing_marks import is_missing

if TYPE_CHECKING:
    import pyarrow as pa

# What a column may be called, in the order in which names are tried.
COLUMNS: dict[str, tuple[str, ...]] = {
    "subject": ("subject", "subject_id", "source", "source_id", "from", ":START_ID"),
    "object": ("object", "object_id", "target", "target_id", "to", ":END_ID"),
    "sign": ("sign", "polarity", "object_direction_qualifier"),
    "cost": ("cost",),
    "confidence": ("confidence", "belief", "probability"),
    # `relation` is an old column of KGX, and may be empty where `predicate` is not.
    "relation": ("predicate", "relation", "type", ":TYPE"),
    "key": ("key", "claim", "id", "edge_id"),
    "negated": ("negated", "negation", "predicate_modifier", "modifier"),
}
_NEEDED = ("subject", "object")
_NUMBERS = frozenset({"cost", "confidence"})
DIRECTION = "object_direction_qualifier"
QUALIFIER = "qualifier "  # before the name of its column, it names the part of a qualifier
YES = frozenset({"true", "t", "yes", "y", "1", "1.0", "not"})
NO = frozenset({"false", "f", "no", "n", "0", "0.0"})
_SAID = 20
_EFFECT = {KEEPS: "sign as it is", TURNS: "sign turned", UNKNOWN: "sign unknown"}


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
    relations, relation = _relations(table, found)
    mark, cost, kept, facts = _values(path, table, found, relations, relation)
    if unit_cost:
        cost = np.ones(table.num_rows)
    keys = _texts(table.column(found["key"])) if "key" in found else None
    signs = mark if found.get("sign", DIRECTION) == DIRECTION else np.full(len(mark), OF_SIGN["?"], np.uint8)
    both = _both_ways(relations, relation, signs, kept & (source != target))
    places = np.concatenate((np.flatnonzero(kept), both))
    turned = np.arange(len(places)) >= len(places) - len(both)
    if len(both) or not kept.all():
        source, target = (
            np.where(turned, *ends) for ends in ((target[places], source[places]), (source[places], target[places]))
        )
        cost, mark = cost[places], mark[places]
        facts |= {"both_ways": len(both)} if len(both) else {}
        relation = relation[places] if relation is not None else None
        keys = _texts(table.column(found["key"]).take(places)) if "key" in found else _row_numbers(places)
    for texts in (nodes, relations, keys):
        if texts is not None:
            _refuse_odd_texts(path, found, texts)
    evidence = evidence_columns(table, found, _coded, places, turned)
    facts |= {"evidence": "edge table"} if evidence else {}
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
        evidence=evidence,
        facts=facts,
    )


def columns_of(
    place: str, present: list[str], renamed: Mapping[str, str], *, unit_cost: bool = False
) -> dict[str, str]:
    """Which of the columns that a table has plays which part.

    Raises UsageError when a needed one is not there, and DataError when one stands twice.
    """
    from kgraph.index.columns import some_of

    found = {}
    for part, usual in {**COLUMNS, **EVIDENCE}.items():
        wanted = (renamed[part],) if part in renamed else usual
        name = next((name for name in wanted if name in present), None)
        if name is None and (part in _NEEDED or part in renamed):
            raise UsageError(
                f"{place} has no column {' or '.join(wanted)} for the {part}; it has {some_of(present)}.",
                hint="name-column",
                part=part,
            )
        if name is not None:
            found[part] = name
            if present.count(name) > 1:
                raise DataError(f"the column {name!r} stands {present.count(name)} times", file=place)
    if "relation" in found and "relation" not in renamed:
        others = [name for name in COLUMNS["relation"] if name in present and name != found["relation"]]
        found |= {"relation else": others[0]} if others else {}
    if found.get("sign", DIRECTION) == DIRECTION:
        found |= {QUALIFIER + name: name for name in present if is_qualifier(name)}
    if unit_cost or "cost" in found:
        found.pop("confidence", None)
    if unit_cost:
        found.pop("cost", None)
    elif not {"cost", "confidence"} & set(found):
        raise UsageError(
            f"{place} has no column cost or confidence; it has {some_of(present)}.", hint="name-cost-column"
        )
    return found


def _read(path: Path, renamed: Mapping[str, str], *, unit_cost: bool) -> tuple[pa.Table, dict[str, str]]:
    """The needed columns of a file, names and signs as dictionaries, and which column plays which part."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError:
        raise MissingExtraError("edge tables are read with pyarrow", "index") from None
    from kgraph.index.columns import column_names, read_columns

    present = column_names(path)
    found = columns_of(str(path), present, renamed, unit_cost=unit_cost)
    try:
        table = read_columns(path, found, numbers=_NUMBERS, texts={"key", *TEXTS}, several=EVIDENCE)
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
        if any(is_missing(text) for text in side.dictionary.to_pylist()):
            raise locate(path, found, f"a {part} is missing")
    every = pc.unique(pa.concat_arrays([side.dictionary for side in sides]))
    every = every.take(pc.sort_indices(every))
    numbers = []
    for side in sides:
        place = np.asarray(pc.index_in(side.dictionary, value_set=every), np.int32)
        numbers.append(place[np.asarray(side.indices)] if len(place) else np.empty(0, np.int32))
    return _texts(every), numbers[0], numbers[1]


def _relations(table: pa.Table, found: Mapping[str, str]) -> tuple[Texts, NDArray[np.int32] | None]:
    """The different relations, and the number of each row's; where the first column is empty the other one counts."""
    if "relation" not in found:
        return Texts.of(()), None
    first = _coded(table.column(found["relation"]))
    if "relation else" not in found and not any(text and is_missing(text) for text in first[0]):
        return first
    if "relation else" not in found:
        found = {**found, "relation else": found["relation"]}
    second = _coded(table.column(found["relation else"]))
    firsts, seconds = ([("" if is_missing(text) else text) for text in texts] for texts, _ in (first, second))
    pairs, codes = np.unique(first[1].astype(np.int64) * len(seconds) + second[1], return_inverse=True)
    texts = [firsts[pair // len(seconds)] or seconds[pair % len(seconds)] for pair in pairs.tolist()]
    ordered = sorted(set(texts))
    place = {text: number for number, text in enumerate(ordered)}
    return Texts.of(ordered), np.array([place[text] for text in texts], np.int32)[codes.reshape(-1)]


def _both_ways(
    relations: Texts, relation: NDArray[np.int32] | None, mark: NDArray[np.uint8], kept: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The rows that hold from the object to the subject too."""
    if relation is None:
        return np.empty(0, np.int64)
    symmetric = np.array([[is_symmetric(text, sign) for sign in (*SIGNS, "?")] for text in relations], bool)
    return np.flatnonzero(kept & symmetric[relation, mark & SIGN])


def _signs(
    path: Path, table: pa.Table, found: Mapping[str, str], relations: Texts, relation: NDArray[np.int32] | None
) -> tuple[NDArray[np.uint8], list[str]]:
    """The sign of every row, and how many rows had which qualifier that changes what the direction says.

    In a table of KGX, or one without a column of signs, the predicate has a say too.
    """
    mark = np.full(table.num_rows, OF_SIGN["?"], np.uint8)
    if "sign" in found:
        texts, codes = _coded(table.column(found["sign"]))
        known = [sign_code(text) for text in texts]
        if None in known:
            raise locate(path, found, f"{texts[known.index(None)]!r} is no sign")
        mark = np.array(known, np.uint8)[codes]
    if found.get("sign", DIRECTION) != DIRECTION:
        return mark, []
    qualifiers: dict[str, tuple[list[str], NDArray[np.int32]]] = {}
    other, said = np.zeros(table.num_rows, bool), []
    for part, column in found.items():
        if part.startswith(QUALIFIER):
            values, codes = _coded(table.column(column))
            if column in WITH_PREDICATE:
                qualifiers[column] = (list(values), codes)
            else:
                other |= np.array([effect_of(column, value)[0] == UNKNOWN for value in values], bool)[codes]
            counts = np.bincount(codes, minlength=len(values))
            for value, count in zip(values, counts.tolist(), strict=True):
                if count and is_told(column, value):
                    does, reason = effect_of(column, value)
                    said.append(f"{count} rows with {column} {value[: _SAID * 2]}: {_EFFECT[does]}, {reason}")
    if relation is None and not qualifiers:
        return np.where(other & (mark < OF_SIGN["?"]), OF_SIGN["?"], mark).astype(np.uint8), said
    parts = [(list(SIGNS), np.minimum(mark, OF_SIGN["?"]).astype(np.int32)), *qualifiers.values()]
    parts += [(list(relations), relation)] if relation is not None else []
    place = np.zeros(table.num_rows, np.int64)
    firsts = np.zeros(1, np.int64)
    for words, numbers in parts:
        combined = place * len(words) + numbers
        _, firsts, place = np.unique(combined, return_index=True, return_inverse=True)
        place = place.reshape(-1)
    meant, clashing = np.empty(len(firsts), np.uint8), np.zeros(len(firsts), bool)
    for number, row in enumerate(firsts.tolist()):
        sign, *cells = (words[numbers[row]] for words, numbers in parts)
        predicate = cells.pop() if relation is not None else ""
        given = tuple(zip(qualifiers, cells, strict=True))
        meant[number] = OF_SIGN[sign_of_edge(predicate, sign, given)]
        clashing[number] = sign != "?" and sign_of_edge(predicate, "?", given) not in (sign, "?")
    result = np.where(other, OF_SIGN["?"], meant[place]).astype(np.uint8)
    clashes = int(np.count_nonzero(clashing[place] & (result == OF_SIGN["?"]) & (mark < OF_SIGN["?"])))
    said += [f"{clashes} rows whose direction does not go with their predicate: sign unknown"] if clashes else []
    return np.where(mark == LEFT_OUT, mark, result).astype(np.uint8), said


def _negated(path: Path, table: pa.Table, found: Mapping[str, str]) -> NDArray[np.bool_]:
    texts, codes = _coded(table.column(found["negated"]))
    plain = ["" if is_missing(text) else text.strip().lower() for text in texts]
    odd = next((text for text in plain if text and text not in YES | NO), None)
    if odd is not None and found["negated"].startswith("neg"):
        raise locate(path, found, f"{odd!r} is neither true nor false in the column {found['negated']}")
    return np.array([text in YES for text in plain], bool)[codes]


def _values(
    path: Path, table: pa.Table, found: Mapping[str, str], relations: Texts, relation: NDArray[np.int32] | None
) -> tuple[NDArray[np.uint8], NDArray[np.float64], NDArray[np.bool_], dict[str, Any]]:
    """Marks, costs, which rows are steps, and how many are not for which reason."""
    rows = table.num_rows
    kept, facts = np.ones(rows, bool), {}
    readings: list[str] = []
    mark = np.full(rows, OF_SIGN["?"], np.uint8)
    if "sign" in found or relation is not None:
        mark, readings = _signs(path, table, found, relations, relation)
        facts["no_effect"] = int((mark == LEFT_OUT).sum())
        kept &= mark != LEFT_OUT
    if "negated" in found or relation is not None:
        negated = _negated(path, table, found) if "negated" in found else np.zeros(rows, bool)
        if relation is not None:
            negated |= np.array([is_negated(text) for text in relations], bool)[relation]
        facts["negated"] = int((kept & negated).sum())
        kept &= ~negated
    kinds = np.full(rows, OF_KIND["edge"], np.uint8)
    if relation is not None:
        kinds = np.array([OF_KIND[kind_of_predicate(text)] for text in relations], np.uint8)[relation]
    mark = np.where(kept, mark | kinds, mark)
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
    return (
        mark,
        cost,
        kept,
        {
            **{name: count for name, count in facts.items() if count},
            **({"readings": readings[:_SAID]} if readings else {}),
        },
    )


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
