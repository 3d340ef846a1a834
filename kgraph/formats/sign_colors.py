"""Colours by sign, for programs that draw the claims themselves: they know the sign of an edge alone."""

from __future__ import annotations

from types import MappingProxyType

# Blue and vermilion of Okabe and Ito, which nobody confuses; grey where nothing is raised or lowered.
SIGN_COLORS = MappingProxyType({"+": "#0072b2", "-": "#d55e00", "?": "#555555", "0": "#555555", "": "#7a8490"})
