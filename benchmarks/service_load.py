"""The load that `kgraph serve` holds: connections that ask without pause, on a graph of generated claims.

The server runs in a process of its own.  Every connection sends its next request as soon as it has the last answer, so
latencies are those of a closed loop.  Rows of the table: one for each kind of request, with its share of the mix.
Usage: python benchmarks/service_load.py [--claims 100000] [--connections 50] [--seconds 60] [--only NAME]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from generate import entity_names, write_claims

_READY = re.compile(r"serving on (http://\S+)")
_SPARQL = "SELECT ?e WHERE { ?e skos:prefLabel %s@en }"


@dataclass
class Kind:
    """A kind of request: its share of the mix, how its path is drawn, and what came back."""

    name: str
    share: int
    path: Callable[[random.Random, list[str]], str]
    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def kinds() -> list[Kind]:
    """The mix."""

    def label(chance: random.Random, labels: list[str]) -> str:
        return quote(chance.choice(labels))

    def number(chance: random.Random, labels: list[str]) -> int:
        return chance.randrange(len(labels))

    def sparql(chance: random.Random, labels: list[str]) -> str:
        return f"/sparql?query={quote(_SPARQL % repr(chance.choice(labels)))}"

    return [
        Kind("label look-up", 60, lambda c, n: f"/api/search?limit=10&q={label(c, n)}"),
        Kind("typing (5 letters)", 10, lambda c, n: f"/api/search?limit=10&q={quote(c.choice(n)[:5])}"),
        Kind("label look-up, SPARQL", 10, sparql),
        Kind("entity page, HTML", 10, lambda c, n: f"/entity/generated-{number(c, n)}"),
        Kind("entity, Turtle", 5, lambda c, n: f"/entity/generated-{number(c, n)}.ttl"),
        Kind("claim, JSON", 4, lambda c, n: f"/api/claim?claim=generated-{number(c, n)}"),
        Kind("health", 1, lambda _, __: "/health"),
    ]


async def connection(host: str, port: int, mix: list[Kind], labels: list[str], until: float, seed: int) -> None:
    """One client that asks until the time is over, on one connection as long as it is kept."""
    chance = random.Random(seed)
    shares = [kind.share for kind in mix]
    reader = writer = None
    while time.monotonic() < until:
        kind = chance.choices(mix, shares)[0]
        request = f"GET {kind.path(chance, labels)} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n".encode()
        started = time.monotonic()
        try:
            if writer is None or reader is None:
                reader, writer = await asyncio.open_connection(host, port)
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = re.search(rb"content-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            if not head.startswith(b"http/1.1 200"):
                kind.errors[head[9:12].decode()] += 1
        except (OSError, asyncio.IncompleteReadError) as error:
            kind.errors[type(error).__name__] += 1
            writer = None
        kind.seconds.append(time.monotonic() - started)
    if writer is not None:
        writer.close()


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed, in milliseconds."""
    ranked = sorted(values)
    return 1000 * ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0.0


def start(file: Path, folder: Path) -> tuple[subprocess.Popen[bytes], str, int, float]:
    """A server of the file: its process, host, port, and the seconds until it answered."""
    log = folder / "serve.log"
    begun = time.monotonic()
    with log.open("wb") as out:
        command = [sys.executable, "-m", "kgraph", "serve", "--port", "0", "--data", str(file)]
        process = subprocess.Popen(command, stderr=out)
    while not (ready := _READY.search(log.read_text(encoding="utf-8"))):
        if process.poll() is not None:
            sys.exit(log.read_text(encoding="utf-8"))
        time.sleep(0.1)
    place = urlsplit(ready[1])
    return process, str(place.hostname), int(place.port or 0), time.monotonic() - begun


def busy(pid: int) -> float:
    """Processor seconds that a process has used; on a machine that others use too they say more than the clock."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Resident memory in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


async def load(host: str, port: int, mix: list[Kind], labels: list[str], connections: int, seconds: float) -> None:
    """All connections at once."""
    until = time.monotonic() + seconds
    await asyncio.gather(*(connection(host, port, mix, labels, until, seed) for seed in range(connections)))


def main() -> None:
    """Run the load and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--only", default="", help="only this kind of request")
    asked = parser.parse_args()
    labels = [label for _, label in entity_names(max(2, asked.claims // 5))]
    mix = [kind for kind in kinds() if asked.only in ("", kind.name)]
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "generated.ttl"
        write_claims(file, asked.claims)
        process, host, port, waited = start(file, Path(name))
        try:
            before, used = resident(process.pid), busy(process.pid)
            asyncio.run(load(host, port, mix, labels, asked.connections, asked.seconds))
            after, used = resident(process.pid), busy(process.pid) - used
        finally:
            process.terminate()
            code = process.wait(30)
        failures = (Path(name) / "serve.log").read_text(encoding="utf-8").partition("Traceback")[2]
    print(f"{asked.claims} claims, {asked.connections} connections, {asked.seconds:g} s; ready after {waited:.0f} s")
    print(f"{'request':<24}{'count':>8}{'per s':>8}{'errors':>8}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'max ms':>8}")
    everything = Kind(
        "all", 0, mix[0].path, [s for k in mix for s in k.seconds], sum((k.errors for k in mix), Counter())
    )
    for kind in (*mix, everything):
        rank = [percentile(kind.seconds, share) for share in (0.5, 0.95, 0.99, 1.0)]
        rate = len(kind.seconds) / asked.seconds
        times = "".join(f"{value:>8.0f}" for value in rank)
        print(f"{kind.name:<24}{len(kind.seconds):>8}{rate:>8.0f}{kind.errors.total():>8}{times}")
    if everything.errors:
        print(f"errors: {dict(everything.errors)}")
    answers = len(everything.seconds)
    print(f"server: {used:.1f} s of processor time, {1000 * used / answers:.2f} ms an answer (workers not counted)")
    if failures:
        print(f"the log of the server has a traceback: {failures[:2000]}")
    print(f"server memory {before} MiB before, {after} MiB after; exit code {code}")


if __name__ == "__main__":
    main()
