"""A pool of processes that answer untrusted queries within limits and can be killed.

Used by the command line and the service alike.  This side needs no RDF library.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from types import TracebackType
from typing import Self

from kgraph.errors import WorkersBusyError
from kgraph.sparql.document import AnswerDocument
from kgraph.sparql.piped_handles import PipedHolder, PipedWorker
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.worker_handles import Holder, StoreSource, Worker

__all__ = ["AnswerDocument", "QueryWorkers", "StoreSource"]


class QueryWorkers:
    """Worker processes over one store.  Safe to use from several threads.

    `size` queries run at once; up to `waiting` more wait for `patience` seconds.  Use it in a ``with`` block, or call
    `close`; the processes also end when this process does.
    """

    def __init__(
        self,
        source: StoreSource,
        *,
        limits: QueryLimits | None = None,
        size: int = 2,
        waiting: int = 16,
        patience: float = 10.0,
    ) -> None:
        self.source, self.limits, self.size, self.waiting, self.patience = (
            source,
            limits or QueryLimits(),
            size,
            waiting,
            patience,
        )
        self._idle: list[Worker | PipedWorker] = []
        self._busy = self._queue = 0
        self._closed = False
        self._turn = threading.Condition()
        self._holder = Holder(source) if hasattr(os, "fork") else PipedHolder(source)

    def __enter__(self) -> Self:
        self.ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ready(self) -> None:
        """Wait until the store is loaded.  Raises DataError when it cannot be."""
        self._holder.ready()

    def answers(self) -> bool:
        """Whether the process that holds the store answers; one that hangs is replaced by the next query."""
        return self._holder.answers()

    def close(self) -> None:
        """End all processes."""
        with self._turn:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()
        self._holder.close()

    def run(
        self,
        query: str,
        *,
        accept: Sequence[str] = (),
        bindings: Mapping[str, Mapping[str, str]] | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
        limits: QueryLimits | None = None,
    ) -> AnswerDocument:
        """The answer to a query, in the first media type of `accept` that fits its kind (any, when empty).

        `bindings` gives terms, as in SPARQL JSON results (``{"type": "uri", "value": …}``), to variables that the query
        selects.  `base_iri` is what relative IRIs are relative to.  Raises QueryError for a query that is wrong or
        refused, NotAcceptableError for formats it does not have, QueryLimitError for one that went over a limit,
        WorkersBusyError when too many wait.
        """
        limits = limits or self.limits
        request = {
            "query": query,
            "accept": list(accept),
            "bindings": {name: dict(term) for name, term in (bindings or {}).items()},
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "base_iri": base_iri,
            "limits": asdict(limits),
        }
        with self._worker() as worker:
            return worker.run(request, limits)

    @contextmanager
    def _worker(self) -> Iterator[Worker | PipedWorker]:
        """A worker for one query; afterwards it goes back, unless it ended or grew."""
        self._take_turn()
        worker: Worker | PipedWorker | None = None
        try:
            worker = self._awake() or self._holder.fork()
            yield worker
        finally:
            with self._turn:
                keep = worker is not None and worker.fit and not self._closed
                if worker is not None and keep:
                    self._idle.append(worker)
                self._busy -= 1
                self._turn.notify()
            if worker is not None and not keep:
                worker.kill()

    def _awake(self) -> Worker | PipedWorker | None:
        """An idle worker that still lives; those that ended meanwhile are put away."""
        while True:
            with self._turn:
                worker = self._idle.pop() if self._idle else None
            if worker is None or worker.lives():
                return worker
            worker.kill()

    def _take_turn(self) -> None:
        with self._turn:
            if self._busy >= self.size:
                if self._queue >= self.waiting:
                    raise WorkersBusyError(self.size, self._queue)
                self._queue += 1
                try:
                    if not self._turn.wait_for(lambda: self._busy < self.size, self.patience):
                        raise WorkersBusyError(self.size, self._queue)
                finally:
                    self._queue -= 1
            self._busy += 1
