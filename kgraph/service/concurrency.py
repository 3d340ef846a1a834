"""A bound on how many costly things are done at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from kgraph.service.problems import RETRY, ProblemError

P = ParamSpec("P")
T = TypeVar("T")


class Turnstile:
    """Runs a number of functions at a time in threads; others wait for a moment and are then asked to come back.

    Who waits for a place does so in a queue and not in a thread, so that many of them cost nothing.
    """

    def __init__(self, places: int, wait_seconds: float) -> None:
        self._places = asyncio.Semaphore(places)
        self._threads = CapacityLimiter(places)
        self._wait_seconds = wait_seconds

    async def run(self, function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """What the function gives back.  Raises ProblemError, 503 with Retry-After, when no place becomes free."""
        if self._places.locked():
            await self._wait()
        else:
            # This needs no turn of a busy event loop.
            await self._places.acquire()
        try:
            return await to_thread.run_sync(lambda: function(*arguments, **options), limiter=self._threads)
        finally:
            self._places.release()

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._places.acquire(), self._wait_seconds)
        except TimeoutError:
            raise ProblemError(503, "Others are being served; try again in a moment.", headers=RETRY) from None
