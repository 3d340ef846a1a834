"""What a service is told at its start: where it listens, whom it answers, and how much it takes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kgraph.sparql import query_limits as engine

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """Bounds of a request and of the service; sizes in bytes, times in seconds."""

    url: int = 16_384
    headers: int = 64
    header_bytes: int = 32_768
    body: int = 1_000_000
    receive_seconds: float = 10.0  # for the head of a request, and again for its body
    send_seconds: float = 60.0  # for each piece of an answer that a client is slow to read
    connections: int = 512
    requests: int = 128
    searches: int = 2  # path searches at a time; more wait for a moment
    wait_seconds: float = 2.0
    query_wait_seconds: float = 10.0  # at most; half of it in front of the pool of workers, half within
    search_seconds: float = 5.0
    max_rows: int = 1000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a service listens and whom it answers.

    `allowed_hosts` are names beside the loopback ones that requests may be addressed to; `cors` are the origins whose
    scripts may read answers.  `query` bounds each SPARQL query, of which `workers` run at a time; with a `store` they
    are asked of that store on disk instead of the graph.  `root_path` is the path under which a proxy has the service,
    such as ``/kgraph``; every address that the service gives begins with it.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    allowed_hosts: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    limits: ServiceLimits = field(default_factory=ServiceLimits)
    query: engine.QueryLimits = field(default_factory=engine.QueryLimits)
    workers: int = 2
    store: Path | None = None
    root_path: str = ""

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        return self.host in {"localhost", "127.0.0.1", "::1", "[::1]"} or self.host.startswith("127.")
