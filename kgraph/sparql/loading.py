"""Filling stores from files, as fast as the engine can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from kgraph.files.bundled import bundled_data_names
from kgraph.model import Contents
from kgraph.vocabulary import KG, PREFIXES, RDF_TYPE, TENTATIVE


def load_store(files: Iterable[Path], *, edges: bool = True) -> Store:
    """An in-memory store of the statements of the files, with the derived edges.

    All statements are in the default graph; those of named graphs are in these as well.

    Raises DataError, with ``file:line:column``, when a file cannot be read; the store is then thrown away.
    """
    store = Store()
    fill_store(store, files, edges=edges)
    return store


def store_of(graph: Contents) -> Store:
    """The store of the files that these contents were read from, loaded when it is first needed and once."""
    store: Store | None = graph.derived.get("store")
    if store is None:
        store = graph.derived["store"] = load_store(graph.files)
    return store


def fill_store(store: Store, files: Iterable[Path], *, edges: bool = True) -> None:
    """Put the statements of the files, and the edges of all claims, into a store.  Raises DataError."""
    names = bundled_data_names()
    places = list(files)
    bundled = [file for file in places if str(file) in names]
    brought = [file for file in places if str(file) not in names]
    _load_bundled(store, bundled[:1])
    terms = list(store) if brought else []
    _load_bundled(store, bundled[1:])
    if brought:
        # What reads the files of strangers takes as long to import as the bundled ones to load.
        from kgraph.sparql.brought_files import lay_files_over, merge_equal_lists

        lay_files_over(store, brought, terms)
        if len(places) > 1:
            merge_equal_lists(store)
    if edges:
        add_edges(store)


def _load_bundled(store: Store, files: Iterable[Path]) -> None:
    """Load files that came with kgraph, which need no guard; those that somebody has damaged as any other file."""
    for file in files:
        try:
            store.bulk_load(path=file, format=RdfFormat.TURTLE)
        except (SyntaxError, ValueError, OSError):
            from kgraph.sparql.brought_files import load_files

            load_files(store, [file])


_DIRECTION = {Literal("+"): NamedNode(KG + "raises"), Literal("-"): NamedNode(KG + "lowers")}
_COMPARED, _TYPE = NamedNode(KG + "compared_with"), NamedNode(RDF_TYPE)
# With MINUS the engine takes about a fifth less time than with filters.
_TENTATIVE = " ".join(f"certainty:{name}" for name in sorted(TENTATIVE))
# As `kgraph.reading.standing` has it: what was taken back stays in the store, and makes no edge.
_RETRACTED = "{ ?any kg:retracts ?gone FILTER (?any != ?gone) } UNION { ?gone owl:deprecated true }"
_FIRM = f"""
SELECT ?subject ?relation ?object ?sign {{
  ?claim a kg:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object .
  OPTIONAL {{ ?claim kg:sign ?sign }}
  MINUS {{ ?claim kg:sign "0" }}
  MINUS {{ VALUES ?certainty {{ {_TENTATIVE} }} ?claim kg:certainty ?certainty }}
  MINUS {{ {_RETRACTED.replace("?gone", "?claim")} }}
  MINUS {{ ?by kg:supersedes ?claim . MINUS {{ {_RETRACTED.replace("?gone", "?by")} }} FILTER (?by != ?claim) }}
  FILTER (isIRI(?subject) && isIRI(?relation) && isIRI(?object))
}}"""


def add_edges(store: Store) -> None:
    """Add what follows from the claims in the default graph to it: their edges, and what `marks_of` gives."""
    store.bulk_extend([*edges_of(store), *marks_of(store)])


_DISPUTES, _COUNTS, _NEAR = NamedNode(KG + "disputes"), NamedNode(KG + "counts"), f"{KG}attachment/near"
_TRUE, _FALSE = Literal(True), Literal(False)


def marks_of(store: Store) -> Iterator[Quad]:
    """Each dispute from its other side, and for each evidence line whether it counts, so that no question misses it."""
    for quad in store.quads_for_pattern(None, _DISPUTES, None, DefaultGraph()):
        if isinstance(quad.object, NamedNode):
            yield Quad(quad.object, _DISPUTES, quad.subject)
    near = set(_subjects(store, "attachment", NamedNode(_NEAR)))
    cited = set(_subjects(store, "reference", None)) - near
    for quad in store.quads_for_pattern(None, _TYPE, NamedNode(KG + "EvidenceLine"), DefaultGraph()):
        yield Quad(quad.subject, _COUNTS, _TRUE if quad.subject in cited else _FALSE)


def _subjects(store: Store, name: str, value: NamedNode | None) -> Iterator[object]:
    for quad in store.quads_for_pattern(None, NamedNode(KG + name), value, DefaultGraph()):
        yield quad.subject


def edges_of(store: Store) -> Iterator[Quad]:
    """The edges of all claims in the default graph; an edge comes once for every claim that makes it."""
    # The query has seen to it that subjects, relations and objects are IRIs.
    rows: Any = store.query(_FIRM, prefixes=dict(PREFIXES))
    for subject, relation, target, sign in rows:
        yield Quad(subject, relation, target)
        direction = _DIRECTION.get(sign)
        if direction is not None and relation != _COMPARED:
            yield Quad(subject, direction, target)
