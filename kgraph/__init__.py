"""kgraph: cited claims on how ketogenic diet therapy may act, and the paths they form.  Not medical advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.version import __version__

if TYPE_CHECKING:
    from kgraph.errors import KgraphError
    from kgraph.graph import KnowledgeGraph, load
    from kgraph.paths import find_paths

__all__ = ["KgraphError", "KnowledgeGraph", "__version__", "find_paths", "load"]

_HOMES = {
    "KgraphError": "kgraph.errors",
    "KnowledgeGraph": "kgraph.graph",
    "find_paths": "kgraph.paths",
    "load": "kgraph.graph",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kgraph' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
