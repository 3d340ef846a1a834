"""Where the rows of a query come from: a server on the web, asked again while it is busy, or a store on disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Protocol

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, parse_query_results

from kgraph.errors import DataError, KgraphError, QueryError, QueryLimitError
from kgraph.sparql.disk_stores import open_folder
from kgraph.sparql.endpoint import Endpoint, RefusedError
from kgraph.sparql.query_limits import LOCAL, QueryLimits
from kgraph.sparql.terms import Cell

Row = tuple[Cell, ...]

# Between one try and the next, in seconds; a server that is busy says so by its status, and often for how long.
PAUSES = (0.5, 2.0, 5.0)
_LONGEST_PAUSE = 30.0
_BUSY = frozenset({0, 429, 502, 503})
_TOO_MUCH = frozenset({400, 413, 414, 431, 500, 504})


class TooMuchError(Exception):
    """An answer that was cut, or did not come, because of how much was asked for; less may work.

    `reason` is what to tell where it does not.
    """

    def __init__(self, reason: Exception) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Solutions(Protocol):
    """What answers a SELECT with all its rows."""

    shown: str

    def rows(self, query: str) -> list[Row]:
        """The rows, in the order of the variables.  Raises TooMuchError, DataError or QueryError."""
        ...


class FolderSolutions:
    """A store on disk, or one that is open already."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        self.shown = str(folder)
        self._store = store or open_folder(folder)

    def rows(self, query: str) -> list[Row]:
        """The rows."""
        found = self._store.query(query)
        assert isinstance(found, QuerySolutions)  # noqa: S101  # only SELECT is sent here
        return [tuple(row) for row in found]


class EndpointSolutions:
    """A SPARQL 1.1 endpoint; one request at a time, and `requests` says how many there were."""

    def __init__(
        self, address: str, limits: QueryLimits = LOCAL, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._endpoint, self._limits, self._sleep = Endpoint(address), limits, sleep
        self.shown = self._endpoint.shown
        self.requests = 0

    def rows(self, query: str) -> list[Row]:
        """The rows; a server that is busy, or does not answer, is asked again a few times."""
        for pause in (*PAUSES, None):
            self.requests += 1
            try:
                with TemporaryFile() as body:
                    media_type, cut = self._endpoint.ask(query, self._limits, body)
                    if cut:
                        raise TooMuchError(DataError(f"the answer is cut: {cut}", file=self.shown))
                    body.seek(0)
                    return _parsed(body, media_type, self.shown)
            except RefusedError as error:
                if error.status in _TOO_MUCH:
                    raise TooMuchError(error) from None
                if error.status not in _BUSY or pause is None:
                    raise
                self._sleep(min(max(pause, error.wait), _LONGEST_PAUSE))
            except (QueryLimitError, QueryError) as error:
                raise TooMuchError(error) from None
        raise AssertionError  # the last try ends the loop

    @property
    def server(self) -> str:
        """What the server calls itself, as far as it said so."""
        return self._endpoint.server

    def takes_updates(self) -> bool:
        """Whether an update that changes nothing is taken at this address."""
        try:
            self._endpoint.update("INSERT DATA { }", self._limits)
        except KgraphError:
            return False
        return True


def _parsed(body: IO[bytes], media_type: str, shown: str) -> list[Row]:
    form = QueryResultsFormat.from_media_type("application/sparql-results+json" if "json" in media_type else media_type)
    try:
        found = parse_query_results(body, form) if form else None
        if isinstance(found, QuerySolutions):
            return [tuple(row) for row in found]
    except (SyntaxError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise DataError(f"the answer is no valid {media_type}: {reason}", file=shown) from None
    raise DataError(f"the answer is {media_type}, which is no table of SPARQL; is this an endpoint?", file=shown)
