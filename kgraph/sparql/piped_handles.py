"""Workers of a pool on systems that cannot fork: each a process of its own, which loads the store for itself.

Time and size of an answer are limited as elsewhere, and memory as far as the system does it.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, QueryLimitError, WorkerError
from kgraph.sparql.document import AnswerDocument
from kgraph.sparql.query_limits import QueryLimits
from kgraph.sparql.worker_handles import StoreSource, raise_again, start


class PipedHolder:
    """Starts workers; the first shows whether the store can be loaded."""

    def __init__(self, source: StoreSource) -> None:
        self._source = source
        self._spare: PipedWorker | None = None
        self._lock = threading.Lock()
        self._closed = False

    def ready(self) -> None:
        """Wait until the store is loaded.  Raises DataError when it cannot be."""
        with self._lock:
            self._spare = self._spare or PipedWorker(self._source)

    def answers(self) -> bool:
        """Whether queries can be taken; each starts what it needs."""
        return not self._closed

    def fork(self) -> PipedWorker:
        """A new worker, with the store loaded."""
        with self._lock:
            worker, self._spare = self._spare, None
        if self._closed:
            raise WorkerError("the pool is closed.")
        return worker if worker is not None and worker.lives() else PipedWorker(self._source)

    def close(self) -> None:
        """End the worker that nobody took."""
        self._closed = True
        with self._lock:
            if self._spare is not None:
                self._spare.kill()


class PipedWorker:
    """A process that answers one query at a time.  Raises DataError when it cannot load the store."""

    def __init__(self, source: StoreSource) -> None:
        self.fit = True
        self._folder = tempfile.TemporaryDirectory(prefix="kgraph-")
        self._process = start("piped_worker", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        folder = str(source.folder.absolute()) if source.folder else None
        self._tell({"files": [str(file.absolute()) for file in source.files], "folder": folder})
        try:
            reply = self._hear()
        except BaseException:
            self.kill()
            raise
        if "error" in reply:
            self.kill()
            raise DataError(**reply["error"])

    def lives(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    def kill(self) -> int:
        """End it; how it ended."""
        self.fit = False
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        status = self._process.wait()
        self._folder.cleanup()
        return status

    def run(self, request: dict[str, Any], limits: QueryLimits) -> AnswerDocument:
        """The answer to a query; the worker is ended when it goes over a limit."""
        started = time.monotonic()
        place = Path(self._folder.name, "answer")
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(limits.seconds, end) if limits.seconds is not None else None
        try:
            if timer is not None:
                timer.start()
            self._tell({**request, "place": str(place)})
            reply = self._hear()
        except WorkerError:
            self.kill()
            if late.is_set():
                fact = f"the query ran longer than {limits.seconds:g} seconds, the limit, and was stopped."
                raise QueryLimitError("seconds", fact) from None
            raise
        except BaseException:
            # An interrupt leaves the worker in the middle of a query.
            self.kill()
            raise
        finally:
            if timer is not None:
                timer.cancel()
        if "error" in reply:
            raise_again(reply["error"], limits)
        answer = BytesIO(place.read_bytes())
        place.unlink()
        return AnswerDocument.of(reply, answer, started)

    def _tell(self, message: dict[str, Any]) -> None:
        if self._process.stdin is not None:
            # A process that is gone is noticed when it does not answer.
            with suppress(OSError):
                self._process.stdin.write(json.dumps(message).encode() + b"\n")
                self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            raise WorkerError("the worker ended before it answered; ask again.")
        said: dict[str, Any] = json.loads(line)
        return said
