"""What an endpoint can do, found out by asking: language, size of queries and answers, named graphs, updates."""

from __future__ import annotations

from pyoxigraph import Literal

from kgraph.endpoints.reader import MOST_NAMES
from kgraph.endpoints.solutions import EndpointSolutions, Solutions, TooMuchError
from kgraph.errors import DataError, KgraphError
from kgraph.frozen import frozen
from kgraph.sparql.query_limits import LOCAL, QueryLimits
from kgraph.vocabulary import KG, RDF_TYPE

_CLAIM = f"?claim <{RDF_TYPE}> <{KG}Claim>"
# Uses what path search needs of SPARQL 1.1; the answer is 2.
_LANGUAGE = (
    "SELECT (COUNT(*) AS ?rows) WHERE { VALUES ?one { 1 2 } "
    "FILTER NOT EXISTS { ?one <urn:none>/<urn:none>* ?other } { SELECT DISTINCT ?two WHERE { VALUES ?two { 3 } } } }"
)
_MOST_ROWS = 20_000


@frozen
class Capabilities:
    """What was found out.  `server` is what it calls itself, `rows` the most it gives at once, and 0 for no limit seen.

    `names` is how many IRIs a query may list, of those that were tried; `graphs` are named graphs that hold claims,
    each with how many; `claims` how many the default graph holds.  `updates` tells whether it takes changes without a
    password or with the one that is known here.
    """

    server: str
    claims: int
    graphs: tuple[tuple[str, int], ...]
    names: int
    rows: int
    updates: bool

    @property
    def is_union(self) -> bool:
        """Whether the default graph holds what the named graphs hold."""
        return sum(count for _, count in self.graphs) <= self.claims

    def sentences(self) -> list[str]:
        """The same in words, differences to a server that can do everything first."""
        found = [f"gives {self.rows:,} rows at once"] if self.rows else []
        found += [f"takes {self.names:,} names in a query"] if self.names < MOST_NAMES else []
        found += [] if self.updates else ["takes no updates here"]
        if self.graphs and not self.is_union:
            graph, count = self.graphs[0]
            found.append(f"{count:,} claims are in {graph} alone: add ?default-graph-uri= and that to its address")
        return [*found, f"{self.claims:,} claims"]


def probe(address: str, limits: QueryLimits = LOCAL) -> Capabilities:
    """Ask an endpoint what it can do; nothing there is changed.

    Raises DataError for what answers no SPARQL 1.1, and what asking an endpoint raises.
    """
    solutions = EndpointSolutions(address, limits)
    if _number(solutions, _LANGUAGE) != 2:  # noqa: PLR2004  # see there
        raise DataError("answers a query of SPARQL 1.1 wrongly", file=solutions.shown)
    claims = _number(solutions, f"SELECT (COUNT(DISTINCT ?claim) AS ?rows) WHERE {{ {_CLAIM} }}")
    return Capabilities(
        server=solutions.server,
        claims=claims,
        graphs=graphs_with_claims(solutions),
        names=next((names for names in (MOST_NAMES, 100, 25) if _takes(solutions, names)), 1),
        rows=_most_rows(solutions),
        updates=solutions.takes_updates(),
    )


def graphs_with_claims(solutions: Solutions) -> tuple[tuple[str, int], ...]:
    """The named graphs that hold claims, the largest first; perhaps none, also where the server does not say."""
    query = f"SELECT ?graph (COUNT(DISTINCT ?claim) AS ?count) WHERE {{ GRAPH ?graph {{ {_CLAIM} }} }} GROUP BY ?graph"
    try:
        rows = solutions.rows(query)
    except (TooMuchError, KgraphError):
        return ()
    found = [(_text(graph), int(_text(count))) for graph, count in rows if _text(count).isdigit()]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))


def _takes(solutions: EndpointSolutions, names: int) -> bool:
    """Whether a query may list so many IRIs, as long as those of claims are."""
    long = f"{KG}claim/ketone-bodies-increase-something-that-has-a-long-name"
    listed = " ".join(f"<{long}-{place}>" for place in range(names))
    try:
        return _number(solutions, f"SELECT (COUNT(*) AS ?rows) WHERE {{ VALUES ?one {{ {listed} }} }}") == names
    except KgraphError:
        return False


def _most_rows(solutions: EndpointSolutions) -> int:
    """How many rows come at most, of those that are there; 0 where all came that were asked for."""
    held = _number(solutions, "SELECT (COUNT(*) AS ?rows) WHERE { ?s ?p ?o }")
    try:
        came = len(solutions.rows(f"SELECT ?p WHERE {{ ?s ?p ?o }} LIMIT {_MOST_ROWS}"))
    except TooMuchError:
        return 1
    return came if came < min(held, _MOST_ROWS) else 0


def _number(solutions: EndpointSolutions, query: str) -> int:
    try:
        rows = solutions.rows(query)
    except TooMuchError as error:
        raise error.reason from None
    cell = rows[0][0] if rows else None
    if not isinstance(cell, Literal) or not cell.value.isdigit():
        raise DataError("gives no number for a count", file=solutions.shown)
    return int(cell.value)


def _text(cell: object) -> str:
    return str(getattr(cell, "value", ""))
