"""A bound on how many costly things are done at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kgraph.service.problems import RETRY, ProblemError


class Turnstile:
    """Lets a number of tasks in; others wait for a moment and are then asked to come back."""

    def __init__(self, places: int, wait_seconds: float) -> None:
        self._places = asyncio.Semaphore(places)
        self._wait_seconds = wait_seconds

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place for the time of the block.  Raises ProblemError, 503 with Retry-After, when none becomes free."""
        try:
            await asyncio.wait_for(self._places.acquire(), self._wait_seconds)
        except TimeoutError:
            raise ProblemError(503, "All searches are busy; try again in a moment.", headers=RETRY) from None
        try:
            yield
        finally:
            self._places.release()
