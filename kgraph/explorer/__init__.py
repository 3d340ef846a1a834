"""The explorer: one HTML file in which every arrow opens the evidence behind it."""

from __future__ import annotations

from kgraph.explorer.first_view import Opening
from kgraph.explorer.page import Explorer

__all__ = ["Explorer", "Opening"]
