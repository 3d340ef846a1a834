"""Choosing a representation by the Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*((?:;[^,;]*)*)")
_QUALITY = re.compile(r";\s*[qQ]=([01](?:\.\d{0,3})?)\s*(?:;|$)")
_MOST_RANGES = 50


def ranked(accept: str, offered: Sequence[str]) -> list[str]:
    """The offered media types that an Accept header takes, those it likes best first; empty when it takes none.

    Of equals the first one offered goes first; no header, or one that names nothing, takes anything.  The most
    specific range decides about a type: ``text/html;q=0, */*`` refuses HTML.
    """
    ranges = _ranges(accept)
    if not ranges:
        return list(offered)
    qualities = {media_type: _quality(media_type, ranges) for media_type in offered}
    return sorted((t for t in offered if qualities[t] > 0), key=lambda media_type: -qualities[media_type])


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that an Accept header likes best; None when it takes none."""
    return next(iter(ranked(accept, offered)), None)


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(",")[:_MOST_RANGES]:
        match = _RANGE.fullmatch(part)
        if match:
            quality = _QUALITY.search(match[2])
            found.append((match[1].lower(), float(quality[1]) if quality else 1.0))
    return found


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    main = media_type.partition("/")[0]
    for pattern in (media_type, f"{main}/*", "*/*"):
        fitting = [quality for name, quality in ranges if name == pattern]
        if fitting:
            return min(max(fitting), 1.0)
    return 0.0
