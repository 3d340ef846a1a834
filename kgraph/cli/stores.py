"""What a command asks: files that are loaded, or a store that is asked for what each question needs."""

from __future__ import annotations

from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Protocol, Unpack

import click

from kgraph.cli.options import Command, DataFiles
from kgraph.errors import UsageError

if TYPE_CHECKING:
    from kgraph.endpoints.stored_graph import StoredGraph
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Contents, Entity
    from kgraph.names import Hit, Thing
    from kgraph.paths import PathAnswer, PathOptions


class Asked(Protocol):
    """A graph that can be asked, wherever it lies; names are resolved, and errors raised, as by `kgraph.names`."""

    def resolve(self, name: str) -> Entity:
        """The entity with this name."""
        ...

    def find(self, name: str) -> tuple[Contents, Thing]:
        """The thing with this name, and the graph that says what is said about it."""
        ...

    def search(self, text: str, *, limit: int) -> list[Hit]:
        """What resembles a text; raises UnknownNameError, with what is near, where `limit` is 0."""
        ...

    def paths(self, start: str, end: str, **options: Unpack[PathOptions]) -> tuple[Contents, PathAnswer]:
        """The paths between two entities, and the graph that they lead through."""
        ...

    def whole(self) -> KnowledgeGraph:
        """All of the graph."""
        ...

    def is_bundled(self) -> bool:
        """Whether that is what comes with the package, and nothing else."""
        ...


class _Files:
    def __init__(self, data: DataFiles) -> None:
        self._data = data

    @cached_property
    def _graph(self) -> KnowledgeGraph:
        return self._data.load()

    def whole(self) -> KnowledgeGraph:
        return self._graph

    def is_bundled(self) -> bool:
        return self._data.bundled and not self._data.own and self._data.workspace is None

    def resolve(self, name: str) -> Entity:
        return self._graph.names.resolve(name)

    def find(self, name: str) -> tuple[Contents, Thing]:
        return self._graph, self._graph.names.find(name)

    def search(self, text: str, *, limit: int) -> list[Hit]:
        if not limit:
            raise self._graph.names.unknown(text)
        return self._graph.names.search(text, limit=limit)

    def paths(self, start: str, end: str, **options: Unpack[PathOptions]) -> tuple[Contents, PathAnswer]:
        from kgraph.paths import find_paths

        return self._graph, find_paths(self._graph, start, end, **options)


class _Store:
    def __init__(self, store: str) -> None:
        self._store = store

    @cached_property
    def _stored(self) -> StoredGraph:
        from kgraph.endpoints.stored_graph import open_stored

        return open_stored(self._store)

    def whole(self) -> KnowledgeGraph:
        from kgraph.graph import KnowledgeGraph

        self._stored.fetch_all()
        return KnowledgeGraph(self._stored.contents())

    def is_bundled(self) -> bool:
        return False

    def resolve(self, name: str) -> Entity:
        return self._stored.resolve(name)

    def find(self, name: str) -> tuple[Contents, Thing]:
        return self._stored.find(name)

    def search(self, text: str, *, limit: int) -> list[Hit]:
        from kgraph.names import names_of

        if not limit:
            raise names_of(self._stored.contents()).unknown(text)
        return self._stored.search(text, limit=limit)

    def paths(self, start: str, end: str, **options: Unpack[PathOptions]) -> tuple[Contents, PathAnswer]:
        from kgraph.endpoints.stored_paths import stored_paths

        return stored_paths(self._stored, start, end, **options)


def store_option(command: Command) -> Command:
    """Add --store beside the options of `data_options`, which stands above it; the command takes both as `asked`."""

    @wraps(command)
    def collected(*given: Any, data: DataFiles, store: str | None, **others: Any) -> Any:
        if store:
            expect_alone(data)
        asked: Asked = _Store(store) if store else _Files(data)
        return command(*given, asked=asked, **others)

    added: Command = click.option(
        "--store",
        metavar="DIR|URL",
        envvar="KGRAPH_STORE",
        help="Ask a store on disk or a SPARQL endpoint instead. Default: KGRAPH_STORE, else files.",
    )(collected)
    return added


def expect_alone(data: DataFiles) -> None:
    """Raise UsageError where files are named beside a store."""
    if data.own or not data.bundled or data.workspace is not None:
        raise UsageError(
            "--store (or KGRAPH_STORE) names all that is asked; give --data and --no-bundled to kgraph store instead."
        )
