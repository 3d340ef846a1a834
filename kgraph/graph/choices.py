"""Names that callers give by keyword, looked up; misspellings are warned of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.errors import UsageError
from kgraph.names import names_of

if TYPE_CHECKING:
    from kgraph.model import Contents, Curie


def resolved(graph: Contents, name: str) -> Curie:
    """The identifier of the entity with this name; warns of one that is read as a misspelling."""
    warn_of_misspelt(graph, name)
    return names_of(graph).resolve(name).id


def warn_of_misspelt(graph: Contents, name: str) -> None:
    """Warn when the name of an entity is read as another one; raises UnknownNameError or AmbiguousNameError."""
    names = names_of(graph)
    if not names.is_exact(name):
        import warnings

        warnings.warn(f"reading {name!r} as {names.resolve(name).label!r}", stacklevel=4)


def two_diseases(graph: Contents, first: str, second: str) -> tuple[Curie, Curie]:
    """The identifiers of two different diseases; raises UsageError for anything else."""
    ends = [graph.entities[resolved(graph, name)] for name in (first, second)]
    for entity in ends:
        if entity.kind != "disease":
            raise UsageError(f"{entity.label} is a {entity.kind}; compare takes two diseases.")
    if ends[0] == ends[1]:
        raise UsageError(f"{ends[0].label} stands on both sides; compare takes two diseases.")
    return ends[0].id, ends[1].id
