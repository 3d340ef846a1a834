"""Which requests of an assistant still wait for their answers."""

from __future__ import annotations

import anyio
from mcp import types
from mcp.shared.message import SessionMessage

# Longer than any search or query may take.
_LONGEST_SECONDS = 60.0
_CANCELLED = "notifications/cancelled"


class Outstanding:
    """The requests that came and have no answer yet; one that is taken back waits for none."""

    def __init__(self) -> None:
        self._waiting: set[types.RequestId] = set()
        self._empty = anyio.Event()
        self._ended = False

    def came(self, session: SessionMessage) -> None:
        """A message came in."""
        message = session.message
        if isinstance(message, types.JSONRPCRequest):
            self._waiting.add(message.id)
        elif isinstance(message, types.JSONRPCNotification) and message.method == _CANCELLED:
            self._done((message.params or {}).get("requestId"))

    def left(self, session: SessionMessage) -> None:
        """A message went out."""
        message = session.message
        if isinstance(message, types.JSONRPCResponse | types.JSONRPCError):
            self._done(message.id)

    def _done(self, number: types.RequestId | None) -> None:
        if number is not None:
            self._waiting.discard(number)
        if self._ended and not self._waiting:
            self._empty.set()

    async def all_answered(self) -> None:
        """Wait until no request waits, after the last one came; for a minute at most."""
        self._ended = True
        if self._waiting:
            with anyio.move_on_after(_LONGEST_SECONDS):
                await self._empty.wait()
