"""The answer to a SELECT or ASK, as a notebook and a terminal show it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kgraph.sparql import table

_SHOWN = 50


class Table(table.Table):
    """The answer to a SELECT or ASK: column names, and rows that are read as they are asked for.

    Iterate over it for the rows as texts, `rows` has them as terms of rdflib, `to_df` as a DataFrame with real
    dtypes.  An ASK has one column, ``answer``, with one row.  `cut` is empty, or says why rows are missing.

    >>> import kgraph
    >>> kgraph.load().sparql("SELECT ?l { entity:katp-channel skos:prefLabel ?l }").to_df()["l"].tolist()
    ['KATP channel']
    """

    __slots__ = ()

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self.texts)

    def __str__(self) -> str:
        from kgraph.formats.listing import write_listing
        from kgraph.formats.query_results import table_listing

        return write_listing(table_listing(self), "table").removesuffix("\n")

    def _repr_html_(self) -> str:
        """The first rows; one more is read to say whether there are more."""
        from kgraph.formats.notebook import table_html

        rows = self._dictionaries(_SHOWN + 1)
        more = "more rows: to_df() has all of them" if len(rows) > _SHOWN else self.cut
        return table_html(self.columns, rows[:_SHOWN], notice=False, remark=more)

    def _dictionaries(self, most: int | None) -> list[dict[str, object]]:
        return [dict(zip(self.columns, row, strict=True)) for row in islice(self.texts, most)]
