"""Rows as a pandas DataFrame whose columns have real types: whole numbers, floats, truth values, dates, texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kgraph.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

_INT64 = range(-(2**63), 2**63)


def data_frame(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """The rows with a dtype for each column that all of its values share; None is a missing value.

    Whole numbers are int64 and truth values bool, with a missing value Int64 and boolean; other numbers are float64,
    dates datetime64.  Anything else is text: lists joined by ``|``, and nothing where a value is missing.  Without rows
    there are the columns alone.  Raises MissingExtraError, with what to install, without pandas.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("to_df needs pandas", "dataframe") from None
    cells: list[list[Any]] = [[] for _ in columns]
    for row in rows:
        for column, value in zip(cells, row, strict=True):
            column.append(value)
    return pd.DataFrame({name: _series(column) for name, column in zip(columns, cells, strict=True)}, columns=columns)


def _series(values: list[Any]) -> pd.Series[Any]:
    import pandas as pd

    kinds = {type(value) for value in values if value is not None}
    missing = None in values
    if not values:
        return pd.Series([], dtype=object)
    if kinds == {bool}:
        return pd.Series(values, dtype="boolean" if missing else "bool")
    if kinds == {int}:
        if all(value is None or value in _INT64 for value in values):
            return pd.Series(values, dtype="Int64" if missing else "int64")
        return pd.Series(values, dtype=object)
    if kinds and kinds <= {int, float}:
        return pd.Series([None if value is None else float(value) for value in values], dtype="float64")
    if kinds in ({dt.date}, {dt.datetime}):
        return _dates(values)
    return pd.Series([_text(value) for value in values])


def _dates(values: list[Any]) -> pd.Series[Any]:
    import pandas as pd

    aware = {getattr(value, "tzinfo", None) is not None for value in values if value is not None}
    if len(aware) == 1:
        try:
            return pd.Series(pd.to_datetime(pd.Series(values, dtype=object), utc=aware == {True}))
        except (ValueError, OverflowError):
            pass  # pandas cannot hold dates of all years; those of Python stay
    return pd.Series(values, dtype=object)


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "|".join(map(str, value))
    return "" if value is None else str(value)
