"""Asking a store a guarded query: names of graphs checked, terms bound, errors in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from kgraph.errors import QueryError
from kgraph.sparql.query_faults import fault
from kgraph.sparql.query_guard import GuardedQuery
from kgraph.sparql.results import Result
from kgraph.vocabulary import QUERY_PREFIXES

# A term as the SPARQL 1.1 JSON results have it: {"type": "uri", "value": …}.
JsonTerm = Mapping[str, str]

_PLACE = re.compile(r"error at (\d+):(\d+): ")


def evaluate(
    store: Store,
    query: GuardedQuery,
    *,
    bindings: Mapping[str, JsonTerm] | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    base_iri: str | None = None,
) -> Result:
    """The answer to a query, worked out as it is read.  The project's prefixes are known to it.

    `bindings` are terms for variables that the query selects.  `default_graphs` and `named_graphs` are the data set of
    the SPARQL protocol and take the place of FROM.  Raises QueryError for a query that does not parse, and for graphs
    that the store does not hold.  `base_iri` is what relative IRIs are relative to; without it they are refused.
    """
    given = bool(default_graphs or named_graphs)
    if given:
        _check_graphs(store, [*default_graphs, *named_graphs], "the data set")
    elif query.dataset:
        _check_graphs(store, _dataset(store, query, base_iri), "FROM")
    try:
        return store.query(
            query.text,
            base_iri=base_iri,
            prefixes=query.prefixes,
            default_graph=[NamedNode(name) for name in default_graphs] if given else None,
            named_graphs=[NamedNode(name) for name in named_graphs] if given else None,
            substitutions={Variable(name): as_term(term) for name, term in bindings.items()} if bindings else None,
        )
    except SyntaxError as error:
        raise QueryError(
            f"this is not a SPARQL query: {fault(query.text, QUERY_PREFIXES, _in_one_line(error.msg))}"
        ) from None
    except (ValueError, OSError, RuntimeError) as error:
        raise failure(error) from None


def failure(error: Exception) -> QueryError:
    """What to say when the engine gives up on a query that parsed."""
    return QueryError(f"the query could not be answered: {_in_one_line(str(error))}")


def _in_one_line(message: str) -> str:
    place = _PLACE.search(message)
    where = f"line {place.group(1)}, column {place.group(2)}: " if place else ""
    return where + " ".join(_PLACE.sub("", message).split())


def _dataset(store: Store, query: GuardedQuery, base_iri: str | None) -> list[str]:
    """The IRIs of the graphs that FROM names; the engine itself resolves them."""
    lines = f"{query.prologue}\nSELECT ?graph {{ VALUES ?graph {{ {' '.join(query.dataset)} }} }}"
    try:
        rows = store.query(lines, base_iri=base_iri, prefixes=dict(QUERY_PREFIXES))
    except (SyntaxError, ValueError):
        # The query itself will not parse either, and says why.
        return []
    return [row[0].value for row in rows if isinstance(row[0], NamedNode)] if isinstance(rows, QuerySolutions) else []


def _check_graphs(store: Store, names: Sequence[str], where: str) -> None:
    for name in names:
        try:
            known = store.contains_named_graph(NamedNode(name))
        except ValueError:
            raise QueryError(f"{where} names <{name}>, which is no IRI.") from None
        if not known:
            raise QueryError(
                f"{where} names <{name}>, and this store holds no such graph; nothing is fetched. Leave it out."
            )


def as_term(term: JsonTerm) -> NamedNode | Literal:
    """A term of the SPARQL JSON results as the engine has it.  Raises ValueError for an IRI that is none."""
    if term["type"] == "uri":
        return NamedNode(term["value"])
    if "xml:lang" in term:
        return Literal(term["value"], language=term["xml:lang"])
    if "datatype" in term:
        return Literal(term["value"], datatype=NamedNode(term["datatype"]))
    return Literal(term["value"])
