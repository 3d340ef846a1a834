"""Names that callers give by keyword, looked up; misspellings are warned of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.corrections import reported_elsewhere
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
    if not names.is_exact(name) and not reported_elsewhere():
        import warnings

        warnings.warn(f"reading {name!r} as {names.resolve(name).label!r}", stacklevel=4)
