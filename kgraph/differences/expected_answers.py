"""Named queries whose answers are not the same on two sets of data."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean

from kgraph.differences.difference_values import CHANGED, Conclusion
from kgraph.errors import NotFoundError, UsageError
from kgraph.sparql.evaluation import evaluate
from kgraph.sparql.loading import store_of
from kgraph.sparql.query_guard import guard
from kgraph.sparql.query_limits import IN_PROCESS
from kgraph.sparql.questions import named_queries
from kgraph.sparql.terms import text_of

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie
    from kgraph.sparql.questions import NamedQuery

# So many rows are told of an answer that changed.
_ROWS = 5
_Rows = frozenset[tuple[str, ...]]


def compare_expected_answers(before: Contents, after: Contents, changed: Collection[Curie]) -> Iterator[Conclusion]:
    """The named queries whose rows are not the same; they are asked of the files, with the values they have by default.

    Where a name that a query asks for by default is not known, its answer has no rows.
    """
    for query in named_queries():
        was, now = (_rows(graph, query) for graph in (before, after))
        if was == now:
            continue
        gone, fresh = sorted(was - now), sorted(now - was)
        named = {cell for row in (*gone, *fresh) for cell in row}
        # A row that names no claim rests on those between the things that it names.
        because = named.intersection(changed) or _claims_between(named, changed, before, after)
        old, new = (f"{len(rows):,} rows{_listed(rest)}" for rows, rest in ((was, gone), (now, fresh)))
        yield Conclusion("expected answer", query.name, query.title, CHANGED, old, new, tuple(sorted(because)))


def _claims_between(named: Collection[Curie], changed: Collection[Curie], *graphs: Contents) -> set[Curie]:
    claims = (claim for graph in graphs for claim in graph.claims.values())
    return {one.id for one in claims if one.id in changed and one.subject in named and one.object in named}


def _listed(rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    more = f" and {len(rows) - _ROWS:,} more" if len(rows) > _ROWS else ""
    return f", only here: {'; '.join(' | '.join(row) for row in rows[:_ROWS])}{more}"


def _rows(graph: Contents, query: NamedQuery) -> _Rows:
    try:
        bindings = query.bind(graph, {})
    except (NotFoundError, UsageError):
        return frozenset()
    found = evaluate(store_of(graph), guard(query.text, IN_PROCESS), bindings=bindings)
    if isinstance(found, QueryBoolean):
        return frozenset({(str(bool(found)),)})
    return frozenset(tuple(map(text_of, row)) for row in found)
