"""Which requests are addressed to this service, and which pages may send them.

A page of the open web can make a browser send requests to a service on the same machine, under a name of its own that
resolves to 127.0.0.1.  The Host header tells, and so does the Origin header; both are checked before anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kgraph.service.settings import LOOPBACK_NAMES

Headers = Sequence[tuple[bytes, bytes]]

_AUTHORITY = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_LARGEST_PORT = 65_535
_ADDRESS = re.compile(rb"https?://(?P<authority>[^/]*)(?P<path>/.*)?", re.IGNORECASE | re.DOTALL)
_OTHER_NAME = 421, "This service does not answer to that name; see --allowed-host."


def host_name(authority: str) -> str | None:
    """The name in ``name`` or ``name:port``, in lower case; None when it is not written like that."""
    match = _AUTHORITY.fullmatch(authority)
    if match is None or int(match["port"] or 0) > _LARGEST_PORT:
        return None
    return match["name"].lower()


def split_target(target: bytes) -> tuple[str | None, bytes]:
    """The authority and the path of a request's target, which may be a whole address (RFC 9112, section 3.2.2).

    The authority is None where the target is a path, as it nearly always is.
    """
    match = _ADDRESS.fullmatch(target)
    return (match["authority"].decode("latin-1"), match["path"] or b"/") if match else (None, target)


def values_of(headers: Headers, name: bytes) -> list[str]:
    """Every value of a header, in order."""
    return [value.decode("latin-1") for key, value in headers if key == name]


class Doorkeeper:
    """Decides from the headers of a request whether it may come in."""

    def __init__(self, allowed_hosts: Iterable[str], cors: Iterable[str]) -> None:
        self._names = LOOPBACK_NAMES | {name.lower() for name in allowed_hosts}
        self._cors = frozenset(origin.rstrip("/").lower() for origin in cors)

    def refusal(self, headers: Headers, authority: str | None = None) -> tuple[int, str] | None:
        """Status and reason of a refusal, or None for a request that may come in.

        `authority` is that of a target which is a whole address.
        """
        hosts = values_of(headers, b"host")
        if len(hosts) != 1:
            return 400, f"A request has one Host header; this one has {len(hosts)}."
        if any(host_name(name) not in self._names for name in (hosts[0], authority) if name is not None):
            return _OTHER_NAME
        origins = values_of(headers, b"origin")
        if len(origins) > 1:
            return 400, f"A request has at most one Origin header; this one has {len(origins)}."
        if origins and not self.is_welcome(origins[0]):
            return 403, "Pages of that origin may not ask this service; see --cors."
        return None

    def is_welcome(self, origin: str) -> bool:
        """Whether an origin is one of the service's own names, or on the list of --cors."""
        scheme, colon, authority = origin.lower().partition("://")
        own = bool(colon) and scheme in ("http", "https") and host_name(authority) in self._names
        return own or self.may_read(origin)

    def may_read(self, origin: str) -> bool:
        """Whether scripts of an origin may read the answers."""
        return origin.lower() in self._cors
