"""Columns of CSV, TSV and Parquet files, read with pyarrow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import DataError, UsageError
from kgraph.parsing.opening import refuse_special

if TYPE_CHECKING:
    import pyarrow as pa

_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_PARQUET = frozenset({".parquet", ".pq"})
ENDINGS = (*_DELIMITERS, *(f"{ending}.gz" for ending in _DELIMITERS), *sorted(_PARQUET))
_BLOCK = 1 << 24
_SHOWN = 50


def is_table(path: Path) -> bool:
    """Whether a file is a table, by its name."""
    return path.name.lower().endswith(ENDINGS)


def delimiter_of(path: Path) -> str | None:
    """What stands between the columns of a text table; None for Parquet.  Raises UsageError for any other name."""
    endings = [ending.lower() for ending in path.suffixes[-2:] if ending.lower() != ".gz"]
    if endings and endings[-1] in _PARQUET:
        return None
    if not endings or endings[-1] not in _DELIMITERS:
        raise UsageError(f"{path}: a table is called {', '.join(ENDINGS)}")
    return _DELIMITERS[endings[-1]]


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
            return list(pq.read_schema(path).names)
        except (OSError, pa.ArrowInvalid) as error:
            raise DataError(f"not a Parquet file that can be read: {error}", file=str(path)) from None
    from kgraph.index.faults import lines_of

    for _, cells in lines_of(path):
        return cells
    raise DataError("the table is empty; its first line names the columns", file=str(path))


def read_columns(path: Path, parts: Mapping[str, str], *, numbers: Collection[str]) -> pa.Table:
    """The columns that play a part: numbers as doubles, keys as text, everything else as dictionaries.

    Raises what pyarrow raises.
    """
    import pyarrow as pa

    coded = [name for part, name in parts.items() if part not in numbers and part != "key"]
    delimiter = delimiter_of(path)
    names = list(dict.fromkeys(parts.values()))
    if delimiter is None:
        import pyarrow.parquet as pq

        table = pq.read_table(path, columns=names, read_dictionary=coded)
        table = table.cast(pa.schema([(name, _type(name, parts, numbers, coded)) for name in table.column_names]))
    else:
        from pyarrow import csv

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


def _type(name: str, parts: Mapping[str, str], numbers: Collection[str], coded: list[str]) -> pa.DataType:
    import pyarrow as pa

    if name in coded:
        return pa.dictionary(pa.int32(), pa.string())
    return pa.float64() if any(parts.get(part) == name for part in numbers) else pa.large_string()
