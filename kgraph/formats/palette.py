"""The one palette, which the page reads as well: a colour says what a chain does to the disease, and nothing else.

The kind of study is a letter and a line pattern, in ink.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kgraph.files.bundled import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping

EFFECTS = ("helps", "harms", "both", "unknown")


@cache
def _palette() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bundled("viz", "palette.json").read_text(encoding="utf-8"))
    return found


def colors(scheme: str = "light") -> Mapping[str, str]:
    """The colours of a scheme, light or dark, by what they are for; paper has those of light.  Raises KeyError."""
    return MappingProxyType(_palette()[scheme])


def terminal_colors() -> Mapping[str, str]:
    """For each effect the name of a colour that every terminal has."""
    return MappingProxyType(_palette()["terminal"])


def dash_pattern(study: str) -> tuple[float, ...]:
    """The lengths of dash and gap for a kind of study: human, animal, cells, statement or implied; empty is solid."""
    return tuple(_palette()["dashes"].get(study, ()))


def effect_color(effects: Iterable[str]) -> str:
    """Which colour chains of these effects have together: that of both where some help and some harm.

    Effects on an end that is neither wanted nor unwanted have none: ``quiet``, as has no effect at all.
    """
    found = set(effects)
    if "mixed" in found or {"helps", "harms"} <= found:
        return "both"
    return next((effect for effect in EFFECTS if effect in found), "quiet")
