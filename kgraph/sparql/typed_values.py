"""The columns of an answer as Python values, where all of a column are of their datatypes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from pyoxigraph import Literal

from kgraph.sparql.terms import Cell, text_of
from kgraph.vocabulary import PREFIXES

Value = bool | int | float | date | str | None

_XSD = PREFIXES["xsd"]
_BLANKS = " \t\r\n"
_WHOLE = re.compile(r"[+-]?[0-9]{1,4000}")  # Python reads no longer ones
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,6})?[0-9]*(Z|[+-][0-9:]{5})?"
)
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_WHOLE_NUMBERS = frozenset(
    {
        "integer", "long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
        "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
    }
)  # fmt: skip


def column_values(cells: Sequence[Cell]) -> Sequence[Value]:
    """The values of one column, None where unbound: numbers, truth values or dates, if all are of one such kind.

    Otherwise their texts, empty where unbound: names, wordings, kinds that are mixed, and literals that are not of
    their datatype (``"abc"^^xsd:integer``), which keep what stands there.
    """
    values = [_value(cell) for cell in cells]
    kinds = {type(value) for value in values if value is not None}
    if str in kinds or not (len(kinds) == 1 or kinds == {int, float}):
        return [text_of(cell) for cell in cells]
    return values


def _value(cell: Cell) -> Value:
    """A literal of a known datatype as a value; the text of anything else."""
    if not isinstance(cell, Literal):
        return None if cell is None else text_of(cell)
    kind = cell.datatype.value.removeprefix(_XSD)
    text = cell.value.strip(_BLANKS)
    if kind in _WHOLE_NUMBERS and _WHOLE.fullmatch(text):
        return int(text)
    if (kind == "decimal" and _DECIMAL.fullmatch(text)) or (kind in ("double", "float") and _DOUBLE.fullmatch(text)):
        return float(text)
    if kind == "boolean" and text in _TRUTH:
        return _TRUTH[text]
    return _day(kind, text) or cell.value


def _day(kind: str, text: str) -> date | None:
    """A date without a time zone, or a time of a day; None for what is neither or no day of the calendar."""
    try:
        if kind == "date" and _DATE.fullmatch(text):
            return date.fromisoformat(text)
        known = _DATE_TIME.fullmatch(text) if kind == "dateTime" else None
        return datetime.fromisoformat("".join(part or "" for part in known.groups())) if known else None
    except ValueError:
        return None
