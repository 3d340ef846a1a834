"""Opening a data file, packed or not, within the limits on what it may unpack to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from kgraph.reading.plain_files import Data, open_regular, refuse_special


@contextmanager
def open_data(path: Path) -> Iterator[Data]:
    """A data file, unpacked when its name ends in .gz, .bz2, .xz or .zip.

    Raises DataError as `open_regular` does, and for archives that are damaged, encrypted, nested, hold more than one
    file, or unpack to more than the limits allow.
    """
    from kgraph.reading.archives import PACKED, unpack

    with open_regular(path) as file:
        data = Data(file, str(path), path.suffix.lower())
        yield unpack(data, inner=Path(path.stem).suffix.lower()) if data.suffix in PACKED else data


@contextmanager
def open_stream(path: Path) -> Iterator[BinaryIO]:
    """A file of any size, open for reading bytes once from its start, unpacked on the way when it ends in .gz.

    Raises DataError for what is no file, and while it is read for damage and for a bomb.  Raises OSError for what
    cannot be opened.
    """
    refuse_special(path)
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        if suffix != ".gz":
            yield file
            return
        from kgraph.reading.archives import Unpacking

        with io.BufferedReader(Unpacking(Data(file, str(path), suffix))) as unpacked:
            yield cast("BinaryIO", unpacked)
