"""kgraph: cited claims on how ketogenic diet therapy may act, and the paths they form.  Not medical advice.

>>> import kgraph
>>> kg = kgraph.load()
>>> answer = kg.paths("KDT", "seizures", top=1)
>>> answer.helps[0].labels[0], answer.helps[0].labels[-1]
('ketogenic diet therapy', 'seizure')

`load` reads the graph; `KnowledgeGraph` has every question as a method.  Names, synonyms and identifiers all find
things.
"""

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
    from kgraph.graph import KnowledgeGraph, find_paths, load
    from kgraph.graph.claims import Claim, EvidenceLine, Locator, Reference, Thing
    from kgraph.graph.listings import Listing
    from kgraph.graph.named_things import Entity, Hypothesis, Mechanism, OpenQuestion, Source, Term
    from kgraph.graph.path_answer import Chain, MechanismEntry, Path, PathAnswer, Step
    from kgraph.graph.query_table import Table
    from kgraph.graph.reports import CheckReport, ReportSheet, Trace
    from kgraph.paths import PathFilter, Reason
    from kgraph.sparql.query_limits import QueryLimits
    from kgraph.sparql.table import Graph

__all__ = [
    "AmbiguousNameError",
    "BusyError",
    "Chain",
    "CheckReport",
    "ChoiceError",
    "Claim",
    "DataError",
    "Entity",
    "EvidenceLine",
    "ExistingFileError",
    "ExistingFolderError",
    "FileBusyError",
    "Graph",
    "Hypothesis",
    "KgraphError",
    "KnowledgeGraph",
    "LimitError",
    "Listing",
    "Locator",
    "Mechanism",
    "MechanismEntry",
    "MissingExtraError",
    "NotAcceptableError",
    "NotFoundError",
    "OpenQuestion",
    "OutputError",
    "Path",
    "PathAnswer",
    "PathFilter",
    "QueryError",
    "QueryLimitError",
    "QueryLimits",
    "Reason",
    "Reference",
    "ReportSheet",
    "Source",
    "Step",
    "Table",
    "Term",
    "Thing",
    "Trace",
    "UnknownNameError",
    "UnknownParameterError",
    "UsageError",
    "WorkerError",
    "WorkersBusyError",
    "__version__",
    "find_paths",
    "load",
]

# Where a name lives that is not in `errors`: it is imported when somebody asks for it, and import kgraph costs nothing.
_HOMES = {
    "Chain": "graph.path_answer",
    "CheckReport": "graph.reports",
    "Claim": "graph.claims",
    "Entity": "graph.named_things",
    "EvidenceLine": "graph.claims",
    "Graph": "sparql.table",
    "Hypothesis": "graph.named_things",
    "KnowledgeGraph": "graph",
    "Listing": "graph.listings",
    "Locator": "graph.claims",
    "Mechanism": "graph.named_things",
    "MechanismEntry": "graph.path_answer",
    "OpenQuestion": "graph.named_things",
    "Path": "graph.path_answer",
    "PathAnswer": "graph.path_answer",
    "PathFilter": "paths",
    "QueryLimits": "sparql.query_limits",
    "Reason": "paths",
    "Reference": "graph.claims",
    "ReportSheet": "graph.reports",
    "Source": "graph.named_things",
    "Step": "graph.path_answer",
    "Table": "graph.query_table",
    "Term": "graph.named_things",
    "Thing": "graph.claims",
    "Trace": "graph.reports",
    "find_paths": "graph",
    "load": "graph",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'kgraph' has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"kgraph.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return list(__all__)
