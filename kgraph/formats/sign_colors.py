"""Shades by sign, for programs that draw the claims themselves: they know the sign of an edge, not where it leads.

A colour says what a chain does to a disease, so that a sign has none: what raises is in ink, what lowers is lighter,
and greys stand for an unknown direction and for what only belongs to something.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kgraph.formats.palette import colors

_ROLES = {"+": "ink", "-": "quiet", "?": "unknown", "0": "unknown", "": "line"}


@cache
def sign_colors() -> Mapping[str, str]:
    """The shade of each sign, as ``#rrggbb``."""
    return MappingProxyType({sign: colors()[role] for sign, role in _ROLES.items()})
