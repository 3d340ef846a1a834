"""`kgraph serve`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from kgraph.cli.options import FILE, MOST_MEBIBYTES, MOST_ROWS, DataFiles, Seconds, data_options
from kgraph.errors import MissingExtraError

if TYPE_CHECKING:
    from pathlib import Path

_MEBIBYTE = 1024 * 1024
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared with, not listened on


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes one that is free."
)
@click.option("--open", "show", is_flag=True, help="Show the start page in the browser.")
@click.option(
    "--cors", multiple=True, metavar="ORIGIN", help="Let scripts of this origin read answers. May be repeated."
)
@click.option("--allowed-host", multiple=True, metavar="NAME", help="Answer to this host name too. May be repeated.")
@click.option(
    "--root-path",
    "--base-path",
    default="",
    metavar="PATH",
    help="The path under which a proxy has the service, such as /kgraph; addresses begin with it.",
)
@click.option("--store", type=FILE, metavar="DIR", help="Answer SPARQL from this on-disk store instead.")
@click.option("--seconds", type=Seconds(0.1, 3600), default=10.0, show_default=True, help="Time of a query.")
@click.option(
    "--rows", type=click.IntRange(1, MOST_ROWS), default=10_000, show_default=True, help="Most rows of an answer."
)
@click.option(
    "--memory",
    type=click.IntRange(64, MOST_MEBIBYTES),
    default=512,
    show_default=True,
    help="Memory of a query, in MiB.",
)
@click.option(
    "--patience",
    type=Seconds(0.1, 600),
    default=10.0,
    show_default=True,
    help="Seconds that a request may take to come in.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Queries at a time.")
@data_options
def command(
    *,
    host: str,
    port: int,
    show: bool,
    cors: tuple[str, ...],
    allowed_host: tuple[str, ...],
    root_path: str,
    store: Path | None,
    seconds: float,
    rows: int,
    memory: int,
    patience: float,
    workers: int,
    data: DataFiles,
) -> None:
    """Serve pages, a JSON API and a SPARQL endpoint about the graph, read-only, to this machine alone.

    Requests are answered when they are addressed to localhost, 127.0.0.1 or [::1], or to a name given by
    --allowed-host. Queries run in processes of their own with limits of time and memory. Stop it with Ctrl+C.

    \b
    Examples:
      kgraph serve --open
      kgraph serve --port 0 --data mine.ttl
      kgraph serve --cors https://example.org
      kgraph serve --root-path /kgraph --allowed-host example.org
    """
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError:
        raise MissingExtraError("serve needs the extra 'service'. Try", "service") from None
    from kgraph.service.server import address, listen, run
    from kgraph.service.settings import ServiceLimits, Settings
    from kgraph.sparql.query_limits import QueryLimits

    settings = Settings(
        host=host,
        port=port,
        allowed_hosts=_hosts(host, allowed_host),
        cors=_origins(cors),
        query=QueryLimits(seconds=seconds, rows=rows, memory=memory * _MEBIBYTE),
        workers=workers,
        limits=ServiceLimits(receive_seconds=patience),
        store=store,
        root_path=_root_path(root_path),
    )
    graph = data.load()
    listening = listen(settings)
    if not settings.is_loopback:
        _warn(settings.host, allowed_host)
    place = address(listening, settings)

    def ready() -> None:
        click.echo(f"kgraph: serving on {place} (Ctrl+C stops it). Not medical advice.", err=True)
        if show:
            click.launch(place)

    run(graph, settings, listening, ready)
    click.echo("kgraph: stopped", err=True)


def _hosts(host: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The names that are answered to beside the loopback ones."""
    from kgraph.service.hosts import host_name

    if host_name(host) is None and host_name(f"[{host}]") is None:
        raise click.BadParameter(f"{host!r} is no host name and no address.", param_hint="--host")
    for name in allowed:
        if host_name(name) != name.lower():
            raise click.BadParameter(f"{name!r} is no host name.", param_hint="--allowed-host")
    if host in _EVERYWHERE:
        return allowed
    # Whoever is told to listen somewhere answers to that name.
    return (*allowed, f"[{host}]" if ":" in host else host)


def _origins(given: tuple[str, ...]) -> tuple[str, ...]:
    """The origins whose scripts may read answers."""
    from kgraph.service.hosts import host_name

    for origin in given:
        scheme, mark, name = origin.rstrip("/").partition("://")
        if not mark or scheme not in ("http", "https") or host_name(name) is None:
            raise click.BadParameter(f"{origin!r} is no origin, such as https://example.org.", param_hint="--cors")
    return given


def _root_path(given: str) -> str:
    """The path with a slash in front and none behind.  Raises BadParameter for what is no path."""
    path = given.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", path):
        raise click.BadParameter(f"{given!r} is no path, such as /kgraph.", param_hint="--root-path")
    return path


def _warn(host: str, names: tuple[str, ...]) -> None:
    click.echo(f"kgraph: warning: {host} can be reached from other machines; there is no password.", err=True)
    if host in _EVERYWHERE and not names:
        click.echo("kgraph: warning: it answers to loopback names only; add names with --allowed-host.", err=True)
