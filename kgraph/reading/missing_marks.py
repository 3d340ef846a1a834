"""How tables write that a value is missing: Python, R, SQL, pandas and spreadsheets each have a mark of their own."""

from __future__ import annotations

# As they are printed: "Na" is sodium and "nan" no name, so capitals count where a name could stand.
MARKS = frozenset(
    ["", "None", "NONE", "none", "NULL", "Null", "null", "nil", "NaN", "nan", "NAN", "NaT", "NA", "N/A", "n/a", "<NA>"]
) | {"#N/A", "\\N"}


def is_missing(text: str) -> bool:
    r"""Whether a cell says that it has no value.

    >>> from kgraph.reading.missing_marks import is_missing
    >>> is_missing("None"), is_missing(r"\N"), is_missing("Na"), is_missing("0")
    (True, True, False, False)
    """
    return text.strip() in MARKS
