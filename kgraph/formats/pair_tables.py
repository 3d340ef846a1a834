"""The answers to a list of pairs as one Parquet file: the rows of the table, with numbers as numbers."""

from __future__ import annotations

from pathlib import Path

from kgraph.errors import MissingExtraError
from kgraph.files.writing import new_file
from kgraph.formats.pair_records import COLUMNS

_WHOLE = ("line", "path", "hops", "weakest")
_NUMBERS = ("cost", "confidence")


def write_pair_table(rows: Path, place: Path, *, force: bool) -> None:
    """Make a Parquet file of a written table of answers.

    Where the table has an empty cell the file has no value, for texts an empty one.  Raises MissingExtraError without
    pyarrow, ExistingFileError unless `force` is given, and OutputError when it cannot be written.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
        from pyarrow import csv
    except ImportError:
        raise MissingExtraError("Parquet files need pyarrow", "parquet") from None
    kinds = {name: pa.string() for name in COLUMNS}
    kinds |= dict.fromkeys(_WHOLE, pa.int64()) | dict.fromkeys(_NUMBERS, pa.float64())
    table = csv.read_csv(
        rows,
        parse_options=csv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=False),
    )
    with new_file(place, force=force) as file:
        pq.write_table(table, file)
