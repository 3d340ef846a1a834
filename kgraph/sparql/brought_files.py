"""Filling stores from the files that a user brings, laid over the bundled statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Store

from kgraph.errors import DataError
from kgraph.reading.file_limits import MAX_DOCUMENT, MAX_IRI, MIB
from kgraph.reading.open_file import open_data
from kgraph.reading.overlays import Overlay, laid_over
from kgraph.reading.plain_edges import claims_of_files, relations_in
from kgraph.reading.plain_files import Data
from kgraph.reading.rdf_files import parse_files, read_quads
from kgraph.reading.term_sizes import REST, TRIPLE_TERMS, refuse_long_lists
from kgraph.reading.text_files import check_text, longest_line
from kgraph.reading.turtle_nesting import check_nesting
from kgraph.reading.turtle_prefixes import check_directives
from kgraph.vocabulary import PREFIXES

_BULK = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES}
# Behind prefixes of this length names cannot unfold beyond the limit.
_SHORT = 128


def lay_files_over(store: Store, brought: Sequence[Path], terms: Sequence[Quad]) -> None:
    """Put the statements of files into a store of the bundled ones, as `Overlay` says.  Raises DataError.

    `terms` are the statements of the vocabulary.
    """
    overlay = Overlay(store, terms)
    ours = {quad for target in overlay.mapped for quad in _about(store, target)}
    load_files(store, brought)
    _lay_over(store, overlay, ours)
    _add_claims_of_edges(store, overlay, brought, terms)


def _add_claims_of_edges(store: Store, overlay: Overlay, brought: Sequence[Path], terms: Sequence[Quad]) -> None:
    """Add the claims that plain edges of the files are read as; most files have none, and are not read once more."""
    predicates = relations_in(terms).predicates()
    if not any(True for one in predicates for _ in store.quads_for_pattern(None, one, None, DefaultGraph())):
        return
    files = [(str(file), list(laid_over(overlay, file, parse_files([file]), []))) for file in brought]
    made, _ = claims_of_files(files, terms, store.quads_for_pattern(None, None, None, DefaultGraph()))
    store.bulk_extend(made)


def load_files(store: Store, files: Iterable[Path]) -> None:
    """Put the statements of files into a store as they stand.  Raises DataError."""
    for file in files:
        with open_data(file) as data:
            _load(store, data)


def _about(store: Store, term: NamedNode) -> list[Quad]:
    """The statements that have a term as their subject or object."""
    return [*store.quads_for_pattern(term, None, None), *store.quads_for_pattern(None, None, term)]


def _lay_over(store: Store, overlay: Overlay, ours: AbstractSet[Quad]) -> None:
    """Read what was loaded over the bundled statements as `Overlay` says; it was loaded whole, which is faster.

    What `ours` say of identifiers of others stays as it is.
    """
    for target in overlay.mapped:
        for quad in _about(store, target):
            if quad in ours:
                continue
            joined = overlay.joined(quad)
            if joined is not quad:
                store.remove(quad)
                store.add(joined)
    for subject in overlay.subjects:
        for quad in list(store.quads_for_pattern(subject, None, None)):
            used = overlay.read(quad)
            if used is not quad:
                store.remove(quad)
                if used is not None:
                    store.add(used)
                else:
                    # A list that is set aside goes whole.
                    _let_go(store, quad.object)


def _load(store: Store, data: Data) -> None:
    form = _BULK.get(data.suffix)
    if form is None or _unusual(data, form):
        store.bulk_extend(read_union(data))
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


def read_union(data: Data) -> Iterator[Quad]:
    """The statements of a file in the default graph, and those of its named graphs there too.

    So a question without GRAPH sees them all, and one with GRAPH or FROM knows which graph said what.
    """
    for quad in read_quads(data):
        yield Quad(*quad.triple)
        if not isinstance(quad.graph_name, DefaultGraph):
            yield quad


def _unusual(data: Data, form: RdfFormat) -> bool:
    """Whether names might be too long or unfold too far, or lists be too long, so that each statement is measured.

    Raises DataError for what is refused before it is parsed; leaves the file at the start of its text.
    """
    check_text(data, nul=True)
    check_nesting(data)
    longest = longest_line(data)
    reach = check_directives(data, short=_SHORT, longest=longest) if form == RdfFormat.TURTLE else 0
    if reach > _SHORT or longest > MAX_IRI or _holds(data, TRIPLE_TERMS):
        return True
    return form == RdfFormat.TURTLE and _holds(data, (b"(",), most=MAX_DOCUMENT)


def _holds(data: Data, marks: Sequence[bytes], most: int | None = None) -> bool:
    """Whether a file holds one of these texts, within a size and the rest of a block; leaves it where it was.

    Two bytes make a member of a list, and two statements.  In a large file that is no more than its size promises.
    """
    start, size = data.file.tell(), 0
    found, last = False, b""
    while not found and (most is None or size <= most) and (block := data.file.read(MIB)):
        found, size = any(mark in last + block for mark in marks), size + len(block)
        last = block[-max(map(len, marks)) :]
    data.file.seek(start)
    return found


_HEADS = "SELECT ?thing ?property ?head { ?head rdf:rest ?rest . ?thing ?property ?head FILTER(isIRI(?thing)) }"


def merge_equal_lists(store: Store) -> None:
    """Leave one of the lists that the same property of the same thing has with the same members in the same order.

    The nodes of a list have no names, so that in every file it is another list, and a thing would seem to have two.
    """
    answer = store.query(_HEADS, prefixes=dict(PREFIXES))
    seen: set[tuple[object, ...]] = set()
    for thing, property_, head in list(answer) if isinstance(answer, QuerySolutions) else []:
        said = (thing, property_, *_said(store, head))
        if said in seen:
            store.remove(Quad(thing, property_, head))
            _let_go(store, head)
        seen.add(said)


def _said(store: Store, head: BlankNode) -> Iterator[tuple[tuple[object, object], ...]]:
    """What each node of a list has beside the next one, in a fixed order; a circle ends where it began."""
    passed: set[object] = set()
    node: object = head
    while isinstance(node, BlankNode) and node not in passed:
        passed.add(node)
        found = list(store.quads_for_pattern(node, None, None, DefaultGraph()))
        yield tuple(sorted(((quad.predicate, quad.object) for quad in found if quad.predicate != REST), key=str))
        node = next((quad.object for quad in found if quad.predicate == REST), None)


def _let_go(store: Store, node: object) -> None:
    """Remove the nodes of a list, up to the first that something else still has."""
    while isinstance(node, BlankNode) and not any(store.quads_for_pattern(None, None, node, DefaultGraph())):
        found = list(store.quads_for_pattern(node, None, None, DefaultGraph()))
        for quad in found:
            store.remove(quad)
        node = next((quad.object for quad in found if quad.predicate == REST), None)
