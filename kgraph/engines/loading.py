"""Filling stores from files, as fast as the engine can."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store

from kgraph.engines.edges import add_edges
from kgraph.engines.oxigraph import parse_file
from kgraph.errors import DataError

_BULK = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def load_store(files: Iterable[Path], *, edges: bool = True) -> Store:
    """An in-memory store of the statements of the files, all in the default graph, with the derived edges.

    Raises DataError, with ``file:line:column``, when a file cannot be read; the store is then thrown away.
    """
    store = Store()
    fill_store(store, files, edges=edges)
    return store


def fill_store(store: Store, files: Iterable[Path], *, edges: bool = True) -> None:
    """Put the statements of the files, and the edges of all claims, into a store.  Raises DataError."""
    for file in files:
        _load_file(store, file)
    if edges:
        add_edges(store)


def _load_file(store: Store, file: Path) -> None:
    form = _BULK.get(file.suffix.lower())
    if form is not None:
        try:
            with file.open("rb") as content:
                if content.read(len(_BYTE_ORDER_MARK)) != _BYTE_ORDER_MARK:
                    content.seek(0)
                store.bulk_load(content, form)
        except (SyntaxError, ValueError, OSError) as error:
            # Read once more, statement by statement, for the place of the fault.
            parse_file(file)
            raise DataError(str(error), file=str(file)) from None
        return
    # Graph names say where statements came from; here they are one graph.
    store.bulk_extend(Quad(*quad.triple) for quad in parse_file(file))
