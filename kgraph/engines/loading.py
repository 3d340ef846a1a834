"""Filling stores from files, as fast as the engine can."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store

from kgraph.engines.edges import add_edges
from kgraph.engines.lists import merge_equal_lists
from kgraph.engines.measures import REST, refuse_long_lists
from kgraph.engines.oxigraph import read_quads
from kgraph.errors import DataError
from kgraph.parsing.directives import check_directives
from kgraph.parsing.limits import MAX_DOCUMENT, MAX_IRI, MIB
from kgraph.parsing.nesting import check_nesting
from kgraph.parsing.opening import Data, open_data
from kgraph.parsing.texts import check_text, longest_line

_BULK = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES}
# Behind prefixes of this length names cannot unfold beyond the limit.
_SHORT = 128


def load_store(files: Iterable[Path], *, edges: bool = True) -> Store:
    """An in-memory store of the statements of the files, all in the default graph, with the derived edges.

    Raises DataError, with ``file:line:column``, when a file cannot be read; the store is then thrown away.
    """
    store = Store()
    fill_store(store, files, edges=edges)
    return store


def fill_store(store: Store, files: Iterable[Path], *, edges: bool = True) -> None:
    """Put the statements of the files, and the edges of all claims, into a store.  Raises DataError."""
    loaded = 0
    for file in files:
        with open_data(file) as data:
            _load(store, data)
        loaded += 1
    if loaded > 1:
        merge_equal_lists(store)
    if edges:
        add_edges(store)


def _load(store: Store, data: Data) -> None:
    form = _BULK.get(data.suffix)
    if form is None or _unusual(data, form):
        # Graph names say where statements came from; here they are one graph.
        store.bulk_extend(Quad(*quad.triple) for quad in read_quads(data))
        return
    try:
        store.bulk_load(data.file, form)
    except (SyntaxError, ValueError, OSError, MemoryError) as error:
        # Read once more, statement by statement, for the place of the fault.
        for _ in read_quads(data):
            pass
        if isinstance(error, OSError):
            # It is not the file then, but the disk of the store.
            raise
        raise DataError(str(error), file=data.name) from None
    refuse_long_lists(data, {quad.subject: quad.object for quad in store.quads_for_pattern(None, REST, None)})


def _unusual(data: Data, form: RdfFormat) -> bool:
    """Whether names might be too long or unfold too far, or lists be too long, so that each statement is measured.

    Raises DataError for what is refused before it is parsed; leaves the file at the start of its text.
    """
    check_text(data, nul=True)
    check_nesting(data)
    longest = longest_line(data)
    reach = check_directives(data, short=_SHORT, longest=longest) if form == RdfFormat.TURTLE else 0
    return reach > _SHORT or longest > MAX_IRI or (form == RdfFormat.TURTLE and _may_hold_list(data))


def _may_hold_list(data: Data) -> bool:
    """Whether a file could have many more list members than it costs to write them; leaves it where it was.

    Two bytes make a member, and two statements.  In a large file that is no more than its size promises.
    """
    start, size = data.file.tell(), 0
    found = False
    while not found and size <= MAX_DOCUMENT and (block := data.file.read(MIB)):
        found, size = b"(" in block, size + len(block)
    data.file.seek(start)
    return found
