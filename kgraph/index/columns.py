"""Columns of CSV, TSV and Parquet files, read with pyarrow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import DataError
from kgraph.index.table_faults import ENDINGS, delimiter_of, lines_of
from kgraph.reading.file_limits import MAX_COLUMNS, MAX_RATIO, MIB
from kgraph.reading.open_file import open_stream
from kgraph.reading.plain_files import refuse_special

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_BLOCK = 1 << 24
_SHOWN = 50
# Bytes of a row in memory: two numbers of nodes, a cost, and what goes with them.
_ROW = 24


def is_table(path: Path) -> bool:
    """Whether a file is a table, by its name."""
    return path.name.lower().endswith(ENDINGS)


def some_of(names: list[str]) -> str:
    """The first names of a header, as many as a person reads, and how many more there are."""
    more = len(names) - _SHOWN
    return ", ".join(name[:_SHOWN] for name in names[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def column_names(path: Path) -> list[str]:
    """The names of the columns.  Raises DataError when there is no such file, it is none, or it has no header."""
    refuse_special(path)
    delimiter = delimiter_of(path)
    if delimiter is None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            _refuse_bomb(path, pq.read_metadata(path))
            return _not_too_many(path, list(pq.read_schema(path).names))
        except (OSError, pa.ArrowException) as error:
            raise DataError(f"not a Parquet file that can be read: {error}", file=str(path)) from None
    for _, cells in lines_of(path):
        return _not_too_many(path, cells)
    raise DataError("the table is empty; its first line names the columns", file=str(path))


def _not_too_many(path: Path, names: list[str]) -> list[str]:
    if len(names) > MAX_COLUMNS:
        raise DataError(f"{len(names):,} columns; tables of at most {MAX_COLUMNS:,} are read", file=str(path))
    return names


def _refuse_bomb(path: Path, promised: pq.FileMetaData) -> None:
    """Raise DataError for a Parquet file that says it holds far more than its size."""
    unpacked = sum(promised.row_group(number).total_byte_size for number in range(promised.num_row_groups))
    # Rows that repeat cost a column next to nothing, so they are counted too, by what each takes in memory.
    most = max(unpacked, promised.num_rows * _ROW)
    if most > MIB and most > MAX_RATIO * path.stat().st_size:
        reason = f"unpacks to more than {MAX_RATIO} times its size, as no honest data does"
        raise DataError(reason, file=str(path))


def _refuse_packed_bomb(path: Path) -> None:
    """Raise DataError for a packed table that is damaged or unpacks to far more than its size.

    Read beforehand and by itself: pyarrow reads ahead in threads of its own, which at the end of the program may wait
    for an answer of Python's for ever.
    """
    if path.suffix.lower() == ".gz":
        with open_stream(path) as file:
            while file.read(MIB):
                pass


def read_columns(
    path: Path,
    parts: Mapping[str, str],
    *,
    numbers: Collection[str],
    texts: Collection[str] = ("key",),
    several: Collection[str] = (),
) -> pa.Table:
    """The columns that play a part: numbers as doubles, `texts` as they are, everything else as dictionaries.

    Where a part may hold `several` values, those in one cell of a Parquet file get | between, as in other tables.

    Raises what pyarrow raises.
    """
    import pyarrow as pa

    coded = [name for part, name in parts.items() if part not in numbers and part not in texts]
    delimiter = delimiter_of(path)
    names = list(dict.fromkeys(parts.values()))
    if delimiter is None:
        import pyarrow.parquet as pq

        table = pq.read_table(path, columns=names, read_dictionary=coded)
        kinds = {name: _type(name, parts, numbers, coded) for name in table.column_names}
        joined = {name for part, name in parts.items() if part in several}
        columns = {name: _plain(table.column(name)) if name in joined else table.column(name) for name in kinds}
        table = pa.table({name: _cast(name, column, kinds[name]) for name, column in columns.items()})
        # What a file says of itself need not be so: its texts may not be UTF-8.
        table.validate(full=True)
    else:
        from pyarrow import csv

        _refuse_packed_bomb(path)
        table = csv.read_csv(
            path,
            read_options=csv.ReadOptions(block_size=_BLOCK),
            # A TSV has no quotes; what looks like one belongs to the text.
            parse_options=csv.ParseOptions(delimiter=delimiter, quote_char='"' if delimiter == "," else False),
            convert_options=csv.ConvertOptions(
                include_columns=names,
                column_types={name: _type(name, parts, numbers, coded) for name in names},
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    return table.unify_dictionaries()


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of texts in place of one of lists or of truth values."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return pc.binary_join(column.cast(pa.list_(pa.string())), "|")
    return column.cast(pa.string()) if pa.types.is_boolean(column.type) else column


def _cast(name: str, column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """A column as another type; numbers that stand for names become texts first."""
    import pyarrow as pa

    try:
        if pa.types.is_dictionary(kind) and not pa.types.is_dictionary(column.type):
            column = column.cast(pa.string()).dictionary_encode()
        return column.cast(kind)
    except pa.ArrowNotImplementedError:
        wanted = "numbers" if pa.types.is_floating(kind) else "texts"
        raise pa.ArrowInvalid(f"the column {name!r} holds {column.type}, where {wanted} are wanted") from None


def _type(name: str, parts: Mapping[str, str], numbers: Collection[str], coded: list[str]) -> pa.DataType:
    import pyarrow as pa

    if name in coded:
        return pa.dictionary(pa.int32(), pa.string())
    return pa.float64() if any(parts.get(part) == name for part in numbers) else pa.large_string()
