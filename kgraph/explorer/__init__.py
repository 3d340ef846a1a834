"""The explorer: one HTML file in which every arrow opens the evidence behind it."""

from __future__ import annotations

from kgraph.explorer.opening import Opening
from kgraph.explorer.page import Explorer

__all__ = ["Explorer", "Opening"]
