"""kgraph: cited claims on how ketogenic diet therapy may act, and the paths they form.  Not medical advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.version import __version__

if TYPE_CHECKING:
    from kgraph.errors import (
        AmbiguousNameError,
        BusyError,
        ChoiceError,
        DataError,
        ExistingFileError,
        ExistingFolderError,
        FileBusyError,
        KgraphError,
        LimitError,
        MissingExtraError,
        NotAcceptableError,
        NotFoundError,
        OutputError,
        QueryError,
        QueryLimitError,
        UnknownNameError,
        UnknownParameterError,
        UsageError,
        WorkerError,
        WorkersBusyError,
    )
    from kgraph.graph import KnowledgeGraph, load
    from kgraph.paths import find_paths

__all__ = [
    "AmbiguousNameError",
    "BusyError",
    "ChoiceError",
    "DataError",
    "ExistingFileError",
    "ExistingFolderError",
    "FileBusyError",
    "KgraphError",
    "KnowledgeGraph",
    "LimitError",
    "MissingExtraError",
    "NotAcceptableError",
    "NotFoundError",
    "OutputError",
    "QueryError",
    "QueryLimitError",
    "UnknownNameError",
    "UnknownParameterError",
    "UsageError",
    "WorkerError",
    "WorkersBusyError",
    "__version__",
    "find_paths",
    "load",
]

_HOMES = {
    "AmbiguousNameError": "kgraph.errors",
    "BusyError": "kgraph.errors",
    "ChoiceError": "kgraph.errors",
    "DataError": "kgraph.errors",
    "ExistingFileError": "kgraph.errors",
    "ExistingFolderError": "kgraph.errors",
    "FileBusyError": "kgraph.errors",
    "KgraphError": "kgraph.errors",
    "KnowledgeGraph": "kgraph.graph",
    "LimitError": "kgraph.errors",
    "MissingExtraError": "kgraph.errors",
    "NotAcceptableError": "kgraph.errors",
    "NotFoundError": "kgraph.errors",
    "OutputError": "kgraph.errors",
    "QueryError": "kgraph.errors",
    "QueryLimitError": "kgraph.errors",
    "UnknownNameError": "kgraph.errors",
    "UnknownParameterError": "kgraph.errors",
    "UsageError": "kgraph.errors",
    "WorkerError": "kgraph.errors",
    "WorkersBusyError": "kgraph.errors",
    "find_paths": "kgraph.paths",
    "load": "kgraph.graph",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kgraph' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
