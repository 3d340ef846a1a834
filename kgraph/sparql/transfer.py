"""Copying statements between files and an endpoint, whole or not at all.

What comes is counted against what the endpoint says it holds, so that a server that cuts its answers is found out.
What goes is sent in batches, each of which a server takes whole or not at all; how many of them have arrived is told
from the count alone, so that a copy that was interrupted goes on where it stopped, whoever stopped it.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, chain, groupby
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Literal,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from kgraph.errors import DataError, QueryError, QueryLimitError, UsageError
from kgraph.sparql.endpoint import Endpoint, RefusedError
from kgraph.sparql.query_limits import QueryLimits
from kgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple

# Statements of one request: servers refuse much longer updates, and each costs a round trip.
BATCH = 2_000
# Between one try and the next, in seconds; a server that is busy says so with 503.
_PAUSES = (0.5, 2.0, 5.0)
_BUSY, _TOO_MUCH = frozenset({0, 429, 502, 503}), frozenset({400, 413, 414, 500, 504})
_LONGEST_PAUSE = 30.0
_DURATION = PREFIXES["xsd"] + "duration"
# The smallest batch that a server is offered, and the statements of a group that are looked for to know it again.
_LEAST, _COMPARED = 50, 20


def fetch(address: str, *, graph: str = "", limits: QueryLimits) -> list[Triple]:
    """All statements of an endpoint's default graph, or of one named graph; perhaps none.

    Raises DataError when it gives fewer than it says it holds or no usable answer, QueryLimitError over a limit, and
    UsageError for an address that is none.
    """
    endpoint = Endpoint(address)
    pattern = _within(graph, "?s ?p ?o")
    held = count(endpoint, graph, limits)
    with TemporaryFile() as body:
        media_type, _ = endpoint.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", limits, body)
        body.seek(0)
        form = RdfFormat.from_media_type(media_type)
        if form is None:
            raise DataError(f"the answer is {media_type}, which is no RDF; is this an endpoint?", file=endpoint.shown)
        try:
            found = list(dict.fromkeys(quad.triple for quad in parse(body, form, base_iri=endpoint.shown)))
        except (SyntaxError, ValueError) as error:
            raise DataError(f"the answer is no valid {media_type}: {error}", file=endpoint.shown) from None
    if len(found) != held:
        fact = f"gave {len(found):,} of the {held:,} statements that it holds, so its answers are cut"
        raise DataError(f"{fact}; ask its owner for a higher limit, or for a dump", file=endpoint.shown)
    return found


def count(endpoint: Endpoint, graph: str, limits: QueryLimits, pattern: str = "?s ?p ?o") -> int:
    """How many statements an endpoint holds, or how often a pattern fits.  Raises DataError when it does not say."""
    pattern = _within(graph, pattern)
    with TemporaryFile() as body:
        media_type, _ = endpoint.ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}", limits, body)
        body.seek(0)
        form = QueryResultsFormat.from_media_type(media_type)
        try:
            found = parse_query_results(body, form) if form else None
            row = next(iter(found), None) if isinstance(found, QuerySolutions) else None
            return int(row["n"].value)  # type: ignore[index]
        except (SyntaxError, ValueError, TypeError, KeyError) as error:
            raise DataError(f"does not say how many statements it holds: {error}", file=endpoint.shown) from None


def push(
    triples: Sequence[Triple],
    address: str,
    *,
    ask_at: str = "",
    graph: str = "",
    limits: QueryLimits,
    told: Callable[[int], None] = lambda _: None,
    noted: Callable[[str], None] = lambda _: None,
) -> int:
    """Put statements into an endpoint that holds none, or the beginning of them; how many were there before.

    `ask_at` is the address that answers queries, where updates have one of their own.  `told` hears after each batch
    how many statements have arrived.  A server that is busy is asked again a few times, and one that refuses a batch
    gets smaller ones; where it takes no durations, they go as plain texts, which `noted` hears of.  Raises UsageError
    when the endpoint holds something else, and what `fetch` raises; what has arrived then stays, and another call goes
    on.
    """
    target, asked = Endpoint(address), Endpoint(ask_at or address)
    groups = _groups(triples)
    ends = [0, *accumulate(map(len, groups))]
    before = count(asked, graph, limits)
    place = _resumed(groups, ends, before)
    if place is None or not _holds(asked, [*groups[:1], *groups[max(place - 1, 0) : place]], graph, limits, before):
        fact = f"{asked.shown} holds {before:,} statements, which are no beginning of these {ends[-1]:,}"
        raise UsageError(f"{fact}: empty it, or name another {{graph}}.", choices=("graph",))
    size = BATCH
    while place < len(groups):
        after = place + 1
        while after < len(groups) and ends[after + 1] - ends[place] <= size:
            after += 1
        try:
            _send(target, asked, groups[place:after], graph, ends[after], limits)
        except (QueryError, QueryLimitError, RefusedError) as error:
            if isinstance(error, RefusedError) and error.status not in _TOO_MUCH:
                raise
            if size > _LEAST:
                size //= 4
                continue
            plain = [[_without_duration(triple) for triple in group] for group in groups[place:after]]
            if plain == groups[place:after]:
                raise
            groups[place:] = [[_without_duration(triple) for triple in group] for group in groups[place:]]
            noted(f"{asked.shown} takes no literals of xsd:duration; they go there as plain texts")
            size = BATCH // 4
            continue
        place = after
        told(ends[place])
    arrived = count(asked, graph, limits)
    if arrived != ends[-1]:
        raise DataError(f"holds {arrived:,} statements after {ends[-1]:,} were sent", file=asked.shown)
    return before


def _resumed(groups: Sequence[Sequence[Triple]], ends: Sequence[int], before: int) -> int | None:
    """The group to go on with, when so many statements are there; None when that cannot be told.

    A server that stopped amid a batch may hold any part of it, so the batch is sent again, unless it has blank nodes,
    which would be there twice.
    """
    if before > ends[-1]:
        return None
    place = bisect_right(ends, before) - 1
    if ends[place] == before:
        return place
    again = bisect_right(ends, max(0, before - BATCH)) - 1
    until = bisect_right(ends, before + BATCH)
    return None if any(map(_has_blank_nodes, groups[again:until])) else again


def _holds(asked: Endpoint, groups: Sequence[Sequence[Triple]], graph: str, limits: QueryLimits, before: int) -> bool:
    """Whether an endpoint has the named statements of some groups, if it has any at all."""
    named = [one for group in groups if not _has_blank_nodes(group) for one in group[:_COMPARED]]
    if not before or not named:
        return True
    text = (serialize(named, format=RdfFormat.N_TRIPLES) or b"").decode()
    return count(asked, graph, limits, text) == 1


def _without_duration(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or value.datatype.value != _DURATION:
        return triple
    return type(triple)(triple.subject, triple.predicate, Literal(value.value))


def _has_blank_nodes(group: Sequence[Triple]) -> bool:
    return any(isinstance(term, BlankNode) for triple in group for term in (triple.subject, triple.object))


def _send(
    target: Endpoint, asked: Endpoint, groups: Sequence[Sequence[Triple]], graph: str, end: int, limits: QueryLimits
) -> None:
    """Send one batch until it has arrived; an answer that is lost does not send it twice."""
    text = (serialize(chain.from_iterable(groups), format=RdfFormat.N_TRIPLES) or b"").decode()
    for pause in (*_PAUSES, None):
        try:
            # INSERT DATA with blank nodes is standard, and refused by Virtuoso; this means the same.
            target.update(f"INSERT {{ {_within(graph, text)} }} WHERE {{ }}", limits)
        except RefusedError as error:
            if error.status not in _BUSY or pause is None:
                raise
            time.sleep(max(pause, min(error.wait, _LONGEST_PAUSE)))
            if count(asked, graph, limits) == end:
                return
        else:
            return


def _within(graph: str, pattern: str) -> str:
    return f"GRAPH <{graph}> {{ {pattern} }}" if graph else pattern


def _groups(triples: Sequence[Triple]) -> list[list[Triple]]:
    """Statements in the same order every time, in groups that share blank nodes and are never parted.

    Blank nodes have names only within a request.
    """
    return [[triple for _, triple in group] for _, group in groupby(_ordered(triples), key=lambda one: one[0])]


def _ordered(triples: Sequence[Triple]) -> list[tuple[str, Triple]]:
    """Each statement with the name of its group: the first named subject that leads to its blank nodes, or its own."""
    owner: dict[BlankNode, str] = {}
    holders = [triple for triple in triples if isinstance(triple.object, BlankNode)]
    changed = True
    while changed:
        changed = False
        for triple in holders:
            name = owner.get(triple.subject) if isinstance(triple.subject, BlankNode) else str(triple.subject)
            if name is not None and name < owner.get(triple.object, "\U0010ffff"):  # type: ignore[arg-type]
                owner[triple.object] = name  # type: ignore[index]
                changed = True
    named = [
        (owner.get(triple.subject, "") if isinstance(triple.subject, BlankNode) else str(triple.subject), triple)
        for triple in dict.fromkeys(triples)
    ]
    return sorted(named, key=lambda one: (one[0], isinstance(one[1].subject, BlankNode), str(one[1].predicate)))
