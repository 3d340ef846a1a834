"""The typed graph: what the files say, read once, with the names and views built on top."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

from kgraph.errors import DataError
from kgraph.model import Claim, Contents, Curie, Entity, Hypothesis, OpenQuestion, Reference, Relation, Source, Term
from kgraph.resources import bundled_data_names, module_names

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx
    from pyoxigraph import Store

    from kgraph.engines.limits import Limits
    from kgraph.lookup import Names
    from kgraph.query import Answer

__all__ = ["KnowledgeGraph", "load"]


class KnowledgeGraph:
    """Claims, evidence, entities, references and hypotheses as frozen values, with a SPARQL and a networkx view.

    Made by `load`.  All collections map identifiers (``claim:…``) to values and keep the order of the files.
    """

    def __init__(self, contents: Contents, files: Sequence[str | PathLike[str]], *, keep: bool = False) -> None:
        self._contents = contents
        self._files = tuple(files)
        self._keep = keep
        # What higher floors worked out about this graph and do not want to work out again.
        self.kept: dict[object, Any] = {}

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The files that were read, in order."""
        from pathlib import Path

        return tuple(Path(file) for file in self._files)

    def worked_out(self, name: str, work: Callable[[], Any], *, modules: Sequence[str]) -> Any:
        """What `work` gives, as JSON reads it, and kept beside the snapshot when this is the bundled graph alone.

        `modules` are the files of the package that the result depends on, besides the data.  What comes from a copy is
        of the right shape only as far as its checksum tells, so callers look before they use it.
        """
        if name not in self.kept:
            self.kept[name] = self._recalled(name, work, modules) if self._keep else work()
        return self.kept[name]

    def _recalled(self, name: str, work: Callable[[], Any], modules: Sequence[str]) -> Any:
        import json

        from kgraph.graph.keeping import Keep

        keep = Keep((*map(str, self._files), *module_names(*READERS), *module_names(*modules)))
        body = keep.read(name)
        if body is not None:
            with suppress(ValueError, RecursionError):
                return json.loads(bytes(body))
        result = work()
        keep.write(name, json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode())
        return result

    @property
    def entities(self) -> Mapping[Curie, Entity]:
        """The things that claims speak about."""
        return self._contents.entities

    @property
    def claims(self) -> Mapping[Curie, Claim]:
        """The statements of the sources, each with its evidence lines."""
        return self._contents.claims

    @property
    def references(self) -> Mapping[Curie, Reference]:
        """What is cited."""
        return self._contents.references

    @property
    def hypotheses(self) -> Mapping[Curie, Hypothesis]:
        """The curated chains of claims."""
        return self._contents.hypotheses

    @property
    def questions(self) -> Mapping[Curie, OpenQuestion]:
        """What the sources say is not known."""
        return self._contents.questions

    @property
    def sources(self) -> Mapping[Curie, Source]:
        """The documents that were curated."""
        return self._contents.sources

    @property
    def relations(self) -> Mapping[str, Relation]:
        """The closed list of relations, by name."""
        return self._contents.relations

    @property
    def terms(self) -> Mapping[Curie, Term]:
        """The vocabularies and the weights, by identifier."""
        return self._contents.terms

    @cached_property
    def claims_by_entity(self) -> Mapping[Curie, tuple[Claim, ...]]:
        """The claims that have an entity as subject or object."""
        found: dict[Curie, list[Claim]] = {}
        for claim in self.claims.values():
            for entity in {claim.subject: None, claim.object: None}:
                found.setdefault(entity, []).append(claim)
        return {entity: tuple(claims) for entity, claims in found.items()}

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """The names of the sources that the claims come from, sorted."""
        return tuple(sorted({claim.origin for claim in self.claims.values()}))

    @cached_property
    def names(self) -> Names:
        """Names, synonyms and identifiers, for looking things up."""
        from kgraph.lookup import Names

        return Names(self)

    @cached_property
    def store(self) -> Store:
        """The statements of the files and the derived edges in an Oxigraph store."""
        from kgraph.engines.loading import load_store

        return load_store(self.files)

    def label(self, identifier: Curie) -> str:
        """The preferred label of an entity, or the identifier itself when it is none."""
        entity = self.entities.get(identifier)
        return entity.label if entity else identifier

    def network(self) -> nx.MultiDiGraph[Curie]:
        """The claim network: a node per entity, an edge per claim, with the values under ``entity`` and ``claim``."""
        from kgraph.network import claim_network

        return claim_network(self)

    def sparql(
        self, query: str, *, bindings: Mapping[str, object] | None = None, limits: Limits | None = None
    ) -> Answer:
        """Run a SPARQL query on the files and the derived edges.

        A SELECT or ASK gives a `Table`, whose rows are read as they are asked for, a CONSTRUCT or DESCRIBE a `Graph`.
        `bindings` are terms of rdflib or plain values for variables that the query selects.  The query runs in this
        process, for as long as it takes; with `limits` it runs in a process of its own that can be stopped.  Raises
        QueryError for a query that is not valid or that would reach outside the store, QueryLimitError over a limit.

        >>> import kgraph
        >>> graph = kgraph.load()
        >>> graph.sparql("SELECT ?c { ?c a kg:Claim } LIMIT 1").columns
        ('c',)
        """
        return _query_runner()(self, query, bindings=bindings, limits=limits)


@cache
def _query_runner() -> Callable[..., Answer]:
    """`run_query`, imported when it is first needed and once: an import statement takes as long as reading a row."""
    from kgraph.query import run_query

    return run_query


def load(*files: str | PathLike[str], bundled: bool = True) -> KnowledgeGraph:
    """Read the bundled graph, with the user's own files laid over it.

    With ``bundled=False`` only the vocabulary comes from the package.  Raises DataError, with file, line and column,
    when a file cannot be read.

    >>> import kgraph
    >>> kgraph.load().names.resolve("KDT").label
    'ketogenic diet therapy'
    """
    places = files_to_load(*files, bundled=bundled)
    if files or not bundled:
        return KnowledgeGraph(_read(places), places)
    return KnowledgeGraph(_bundled_contents(tuple(map(str, places))), places, keep=True)


def load_to_check(*files: str | PathLike[str], bundled: bool = True) -> tuple[KnowledgeGraph, list[DataError]]:
    """What `load` reads, without the things that cannot be read as values, and why not.

    The file of such a fault is the name of the thing.  What is left out here is left in in the statements, so rules and
    shapes see it.  Raises DataError for a file that is not what its name says.
    """
    if bundled and not files:
        return load(), []
    from pathlib import Path

    from kgraph.engines.oxigraph import parse_files
    from kgraph.graph.reading import read_contents

    places = files_to_load(*files, bundled=bundled)
    faults: list[DataError] = []
    contents = read_contents(parse_files(tuple(Path(place) for place in places)), faults)
    return KnowledgeGraph(contents, places), faults


def files_to_load(*files: str | PathLike[str], bundled: bool = True) -> tuple[str | PathLike[str], ...]:
    """The files that `load` reads: those of the package, or its vocabulary alone, and the user's own."""
    return (*(bundled_data_names() if bundled else bundled_data_names()[:1]), *files)


# What the values of a snapshot depend on, besides the data: everything that takes part in the reading.
READERS = (
    "frozen.py", "model.py", "vocabulary.py", "engines/measures.py", "engines/oxigraph.py",
    "graph/reading.py", "graph/snapshot.py", "graph/statements.py", "parsing/archives.py", "parsing/contexts.py",
    "parsing/directives.py", "parsing/limits.py", "parsing/markup.py", "parsing/nesting.py", "parsing/objects.py",
    "parsing/opening.py", "parsing/texts.py",
)  # fmt: skip


def _bundled_contents(places: Sequence[str]) -> Contents:
    from kgraph.graph.keeping import Keep
    from kgraph.graph.snapshot import read_snapshot, write_snapshot

    keep = Keep((*places, *module_names(*READERS)))
    body = keep.read("contents")
    contents = read_snapshot(body, lambda: _read(places)) if body is not None else None
    if contents is None:
        contents = _read(places)
        keep.write("contents", write_snapshot(contents))
    return contents


def _read(places: Sequence[str | PathLike[str]]) -> Contents:
    from pathlib import Path

    from kgraph.engines.oxigraph import parse_files
    from kgraph.graph.reading import read_contents

    paths = tuple(Path(place) for place in places)
    quads = parse_files(paths)
    try:
        return read_contents(quads)
    except DataError as error:
        if error.line is not None:
            raise
        from kgraph.engines.places import Whereabouts

        file, line, column = Whereabouts(paths).of(error.file)
        raise DataError(f"{error.file}: {error.reason}", file=file, line=line, column=column) from None
