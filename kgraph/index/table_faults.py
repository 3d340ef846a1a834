"""Where an edge table is at fault: read once more, line by line, only after something went wrong."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from math import inf, isfinite
from pathlib import Path

from kgraph.errors import DataError, UsageError
from kgraph.index.step_flags import sign_code
from kgraph.reading.file_limits import MAX_CELL, readable
from kgraph.reading.missing_marks import is_missing
from kgraph.reading.open_file import open_stream
from kgraph.reading.text_files import bounded_lines

_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_PARQUET = frozenset({".parquet", ".pq"})
ENDINGS = (*_DELIMITERS, *(f"{ending}.gz" for ending in _DELIMITERS), *sorted(_PARQUET))


def delimiter_of(path: Path) -> str | None:
    """What stands between the columns of a text table; None for Parquet.  Raises UsageError for any other name."""
    endings = [ending.lower() for ending in path.suffixes[-2:] if ending.lower() != ".gz"]
    if endings and endings[-1] in _PARQUET:
        return None
    if not endings or endings[-1] not in _DELIMITERS:
        raise UsageError(f"{path}: a table is called {', '.join(ENDINGS)}")
    return _DELIMITERS[endings[-1]]


def lines_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV or TSV file as cells, each with its number from 1; empty lines are passed over.

    Raises DataError when the file cannot be read or is not UTF-8.
    """
    import csv

    tabs = delimiter_of(path) == "\t"
    try:
        with open_stream(path) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
            lines = bounded_lines(file, str(path))
            if tabs:
                for number, line in enumerate(lines, 1):
                    if line.strip("\r\n"):
                        yield number, line.rstrip("\r\n").split("\t")
            else:
                reader = csv.reader(lines)
                for cells in reader:
                    if cells:
                        yield reader.line_num, cells
    except UnicodeDecodeError as error:
        raise DataError(
            f"byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8", file=str(path)
        ) from None
    except (OSError, csv.Error) as error:
        raise DataError(getattr(error, "strerror", None) or str(error), file=str(path)) from None


def locate(path: Path, parts: Mapping[str, str], reason: str) -> DataError:
    """The error to raise: the first fault with its line and column, or the reason alone when none is found."""
    try:
        if delimiter_of(path) is None:
            return _in_parquet(path, parts, reason)
        lines = lines_of(path)
        _, header = next(lines, (1, []))
        for number, cells in lines:
            if len(cells) != len(header):
                return DataError(
                    f"{len(cells)} cells where the header has {len(header)}", file=str(path), line=number, column=1
                )
            for part, name in parts.items():
                place = header.index(name)
                fault = fault_of(part, cells[place])
                if fault:
                    return DataError(fault, file=str(path), line=number, column=place + 1)
    except DataError as error:
        return error
    return DataError(reason.replace("\n", " "), file=str(path))


def _in_parquet(path: Path, parts: Mapping[str, str], reason: str) -> DataError:
    import pyarrow as pa
    import pyarrow.parquet as pq

    row = 0
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=list(parts.values())):
                for record in batch.to_pylist():
                    row += 1
                    for part, name in parts.items():
                        fault = fault_of(part, "" if record[name] is None else str(record[name]))
                        if fault:
                            return DataError(f"row {row}, column {name}: {fault}", file=str(path))
    except UnicodeDecodeError:
        return DataError(f"a text below row {row} is not UTF-8", file=str(path))
    except (OSError, pa.ArrowException) as error:
        return DataError(str(error).replace("\n", " "), file=str(path))
    return DataError(reason.replace("\n", " "), file=str(path))


def fault_of(part: str, text: str) -> str:
    """What is wrong with a cell; empty when nothing is."""
    if "\0" in text:
        return f"the {part} holds a NUL character"
    if len(text.encode()) > MAX_CELL:
        return f"a cell of more than {readable(MAX_CELL)}"
    if part in ("subject", "object"):
        if not text:
            return f"the {part} is empty"
        return f"the {part} {text!r} stands for a missing value" if is_missing(text) else ""
    if part == "sign":
        return "" if sign_code(text) is not None else f"{text!r} is no sign: give +, -, ? or 0"
    if part in ("cost", "confidence"):
        highest, words = (1.0, "from 0 to 1") if part == "confidence" else (inf, "finite and at least 0")
        try:
            value = float(text)
        except ValueError:
            return f"the {part} {text!r} is no number" if text else f"the {part} is empty"
        return "" if isfinite(value) and 0 <= value <= highest else f"the {part} {text} is not {words}"
    return ""
