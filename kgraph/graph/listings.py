"""Listings: values in a row, which show themselves as a table and become a DataFrame or a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from os import PathLike
from typing import TYPE_CHECKING, TypeVar, overload

from kgraph.formats import documents

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from kgraph.formats.documents import Document, Row

T = TypeVar("T")


class Tabular:
    """What has columns and rows: shown as the command line shows it, in a notebook as a table."""

    columns: tuple[str, ...]
    _notice = True
    _brief: tuple[str, ...] = ()

    def _rows(self) -> Sequence[Row]:
        raise NotImplementedError

    @property
    def rows(self) -> list[dict[str, object]]:
        """The rows as dictionaries with the keys `columns`; empty when nothing was found."""
        return [{column: row.get(column) for column in self.columns} for row in self._rows()]

    def to_df(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame with real dtypes; without rows the columns alone.

        Several values of one cell are joined by ``|``.  Raises MissingExtraError, with what to install, without pandas.
        """
        from kgraph.data_frames import data_frame

        return data_frame(self.columns, ([row.get(column) for column in self.columns] for row in self._rows()))

    def save(self, file: str | PathLike[str], *, force: bool = False) -> Path:
        """Write the rows to a file, in the format of its ending, and give its path back.

        Raises UsageError for an ending that no format has, with those that there are, and ExistingFileError for a file
        that exists, unless `force` is given.
        """
        from kgraph.formats.registry import format_of, names, save

        document = self._document()
        form = format_of(file, document.kind, "listing")
        return save(document if not form or form in names(document.kind) else self._listing(), file, force=force)

    def _document(self) -> Document:
        """What is written when it is saved; rows, where it is nothing more."""
        return self._listing()

    def _listing(self) -> documents.Listing:
        return documents.Listing(self._rows(), self.columns, notice=self._notice, brief=self._brief)

    def __str__(self) -> str:
        from kgraph.formats.registry import shown_otherwise, write

        document = self._document()
        shown = document if shown_otherwise(document.kind) else self._listing()
        return str(write(shown, "table")).removesuffix("\n")

    def _repr_html_(self) -> str:
        from kgraph.formats.notebook import table_html

        return table_html(self.columns, self._rows(), notice=self._notice)


class Listing(Tabular, Sequence[T]):
    """Values in order, with a row for each: iterate over it, print it, `to_df()`, `save("file.csv")`.

    An empty listing is false, and still has its columns.

    >>> import kgraph
    >>> hits = kgraph.load().search("ketone")
    >>> hits[0].label
    'ketone bodies'
    """

    def __init__(
        self,
        items: Sequence[T],
        columns: Sequence[str],
        row: Callable[[T], Row],
        *,
        notice: bool = True,
        document: Callable[[Sequence[T]], Document] | None = None,
        brief: Sequence[str] = (),
    ) -> None:
        self._items, self.columns, self._row, self._notice = tuple(items), tuple(columns), row, notice
        self._as_document, self._brief = document, tuple(brief)

    def _document(self) -> Document:
        return self._as_document(self._items) if self._as_document else self._listing()

    def _rows(self) -> Sequence[Row]:
        return [self._row(item) for item in self._items]

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> Listing[T]: ...

    def __getitem__(self, place: int | slice) -> T | Listing[T]:
        if isinstance(place, slice):
            some = self._items[place]
            return Listing(
                some, self.columns, self._row, notice=self._notice, document=self._as_document, brief=self._brief
            )
        return self._items[place]

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Listing):
            return NotImplemented
        return (self._items, self.columns) == (other._items, other.columns)

    def __hash__(self) -> int:
        return hash((self._items, self.columns))

    def __repr__(self) -> str:
        first = "" if not self._items else f", the first {self._items[0]!r}"
        return f"<Listing of {len(self._items)}{first if len(first) < _LONGEST_ITEM else ''}>"


_LONGEST_ITEM = 120
