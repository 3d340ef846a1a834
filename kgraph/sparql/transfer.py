"""Copying statements between files and an endpoint, whole or not at all.

What comes is counted against what the endpoint says it holds, so that a server that cuts its answers is found out.
What goes is sent in batches, each of which a server takes whole or not at all; how many of them have arrived is told
from the count alone, so that a copy that was interrupted goes on where it stopped, whoever stopped it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, groupby
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results, serialize

from kgraph.errors import DataError, KgraphError, UsageError
from kgraph.sparql.endpoint import Endpoint
from kgraph.sparql.query_limits import QueryLimits

if TYPE_CHECKING:
    from pyoxigraph import Triple

# Statements of one request: servers refuse much longer updates, and each costs a round trip.
BATCH = 2_000
# Between one try and the next, in seconds; a server that is busy says so with 503.
_PAUSES = (0.5, 2.0, 5.0)
_BUSY = "answers 503"


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


def count(endpoint: Endpoint, graph: str, limits: QueryLimits) -> int:
    """How many statements an endpoint holds.  Raises DataError when it does not say."""
    pattern = _within(graph, "?s ?p ?o")
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
) -> int:
    """Put statements into an endpoint that holds none, or the beginning of them; how many were there before.

    `ask_at` is the address that answers queries, where updates have one of their own.  `told` hears after each batch
    how many statements have arrived.  A server that is busy is asked again a few times.  Raises UsageError when the
    endpoint holds something else, and what `fetch` raises; what has arrived then stays, and another call goes on.
    """
    target, asked = Endpoint(address), Endpoint(ask_at or address)
    batches = list(_batches(triples))
    ends = [0, *accumulate(map(len, batches))]
    before = count(asked, graph, limits)
    if before not in ends:
        fact = f"{asked.shown} holds {before:,} statements, which are no beginning of these {ends[-1]:,}"
        raise UsageError(f"{fact}: empty it, or name another {{graph}}.", choices=("graph",))
    for end, batch in list(zip(ends[1:], batches, strict=True))[ends.index(before) :]:
        _send(target, asked, batch, graph, end, limits)
        told(end)
    arrived = count(asked, graph, limits)
    if arrived != ends[-1]:
        raise DataError(f"holds {arrived:,} statements after {ends[-1]:,} were sent", file=asked.shown)
    return before


def _send(
    target: Endpoint, asked: Endpoint, batch: Sequence[Triple], graph: str, end: int, limits: QueryLimits
) -> None:
    """Send one batch until it has arrived; an answer that is lost does not send it twice."""
    text = (serialize(batch, format=RdfFormat.N_TRIPLES) or b"").decode()
    for pause in (*_PAUSES, None):
        try:
            target.update(f"INSERT DATA {{ {_within(graph, text)} }}", limits)
        except KgraphError as error:
            lost = isinstance(error, DataError) and ("no answer" in str(error) or _BUSY in str(error))
            if not lost or pause is None:
                raise
            time.sleep(pause)
            if count(asked, graph, limits) == end:
                return
        else:
            return


def _within(graph: str, pattern: str) -> str:
    return f"GRAPH <{graph}> {{ {pattern} }}" if graph else pattern


def _batches(triples: Sequence[Triple]) -> Iterator[list[Triple]]:
    """Statements in the same order every time; those that share blank nodes are never parted.

    Blank nodes have names only within a request.
    """
    batch: list[Triple] = []
    for _, group in groupby(_ordered(triples), key=lambda one: one[0]):
        together = [triple for _, triple in group]
        if batch and len(batch) + len(together) > BATCH:
            yield batch
            batch = []
        batch += together
    if batch:
        yield batch


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
