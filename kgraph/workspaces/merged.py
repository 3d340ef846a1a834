"""The merged file of a workspace: every import in its named graph, with one name for what is one thing.

It is made from the imports and, with them, from the mappings of the bundled data, and stands beside them as one file of
N-Quads, so that whatever reads a file of RDF reads a workspace.  Its first line says what it was made from.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, serialize

from kgraph.files.writing import new_file
from kgraph.frozen import frozen
from kgraph.reading.load import load_contents
from kgraph.reading.open_file import open_data
from kgraph.reading.rdf_files import read_quads
from kgraph.version import __version__
from kgraph.vocabulary import CERTAINTIES, KG, MAPPING_RELATIONS, PREFIXES, RDF_TYPE, STUDY_KINDS, expand, shorten
from kgraph.workspaces.descriptions import (
    Describer,
    Description,
    bundled_mappings,
    exact_mappings,
    is_entity,
)
from kgraph.workspaces.joins import BUNDLED, TABLES, Joins

if TYPE_CHECKING:
    from kgraph.model import Contents
    from kgraph.workspaces.folder import Workspace

_RDF = PREFIXES["rdf"]
_CLAIM, _EVIDENCE = f"{KG}Claim", f"{KG}evidence"
_MEASUREMENT = f"{KG}measurement"
# What two sources must say alike for a claim of one name to be one claim.
_IDENTITY = frozenset({f"{_RDF}subject", f"{_RDF}predicate", f"{_RDF}object", f"{KG}sign"})
# Of these a thing may have several values; of everything else it has that of the first import that says it.
_MANY = frozenset(
    {
        RDF_TYPE, _EVIDENCE, _MEASUREMENT,
        *(f"{PREFIXES['skos']}{name}" for name in ("altLabel", "hiddenLabel", "note", *MAPPING_RELATIONS)),
        *(f"{KG}{name}" for name in ("mechanism", "species", "candidate", "confirmedIn", "about")),
        *(f"{KG}{name}" for name in ("disputes", "qualifies", "agreesWith", "supersedes", "retracts")),
    }
)  # fmt: skip
# Of these the first in the order of the vocabulary is kept, as importers do within a file.
_RANKS = {
    f"{KG}certainty": [expand(f"certainty:{name}") for name in CERTAINTIES],
    f"{KG}studyKind": [expand(f"study:{name}") for name in STUDY_KINDS],
}
_UNCITED = f"{KG}uncited"
_Said = tuple[tuple[NamedNode, Any], ...]
_DIGITS = 8


@frozen
class Renamed:
    """A claim or line whose name an earlier import uses for something else, with the name that it has here instead."""

    name: str
    other: str
    source: str


class Merger:
    """Reads the imports of a workspace, joins what is the same, and gives the merged statements."""

    def __init__(self, workspace: Workspace, bundled: Contents | None) -> None:
        self._files = workspace.import_files
        self._sources = {file: _source_of(workspace, file) for file in self._files}
        self.descriptions: list[Description] = []
        self.renamed: list[Renamed] = []
        # Who is the first to say something of a subject, and what that is worth comparing.
        self._first: dict[str, Path] = {}
        self._shared: set[str] = set()
        self._prints: dict[str, int] = {}
        self._names: dict[Path, dict[str, str]] = {}
        for file in self._files:
            self._survey(file)
        exact = [
            (one.source, one.thing, shorten(target)) for one in self.descriptions for target in exact_mappings(one)
        ]
        described: dict[str, set[str]] = {}
        for one in self.descriptions:
            described.setdefault(one.thing, set()).add(one.source)
        if bundled is not None:
            for entity in bundled.entities:
                described.setdefault(entity, set()).add(BUNDLED)
        self._bundled = bundled
        self.joins = Joins(described, [*bundled_mappings(bundled), *exact])
        self._moved = {NamedNode(expand(old)): NamedNode(expand(new)) for old, new in self.joins.names.items()}

    def statements(self) -> Iterator[Quad]:
        """The merged statements: what describes things first, then the imports, then what several of them say."""
        yield from Describer(self.descriptions, self.joins, self._bundled).statements()
        shared: dict[str, list[tuple[NamedNode, _Said]]] = {}
        for file in self._files:
            names = self._names.get(file, {})
            for subject, graph, said in _blocks(file):
                name = names.get(_text(subject), _text(subject))
                if is_entity(said):
                    continue
                renamed = tuple((given, self._value(given, value, names)) for given, value in said)
                if name in self._shared and name == _text(subject):
                    shared.setdefault(name, []).append((graph, renamed))
                    continue
                node = subject if name == _text(subject) else NamedNode(name)
                yield from (Quad(node, given, value, graph) for given, value in renamed)
        for name in sorted(shared):
            yield from _resolved(NamedNode(name), shared[name])

    def _value(self, given: NamedNode, value: Any, names: dict[str, str]) -> Any:
        if not isinstance(value, NamedNode):
            return value
        if names and value.value in names:
            return NamedNode(names[value.value])
        return value if given.value.startswith(PREFIXES["skos"]) else self._moved.get(value, value)

    def _survey(self, file: Path) -> None:
        """Look through an import: what it describes, and where it uses a name for something else than others do."""
        source, names, lines = self._sources[file], self._names.setdefault(file, {}), []
        for subject, _, said in _blocks(file):
            name = _text(subject)
            if is_entity(said):
                self.descriptions.append(Description(shorten(name), source, said))
                continue
            seen = self._first.setdefault(name, file) != file
            types = {value.value for given, value in said if given.value == RDF_TYPE and isinstance(value, NamedNode)}
            if _CLAIM in types:
                fingerprint = hash(frozenset(pair for pair in said if pair[0].value in _IDENTITY))
                lines.append((name, said))
            elif name.startswith(f"{KG}evidence/"):
                fingerprint = hash(frozenset(said))
            else:
                fingerprint = 0
            if self._prints.setdefault(name, fingerprint) != fingerprint:
                names[name] = _another(name, file)
            elif seen:
                self._shared.add(name)
        for name, said in lines:
            if name in names:
                # Its lines and numbers go with it.
                parts = [v.value for given, v in said if given.value in (_EVIDENCE, _MEASUREMENT)]
                names.update({part: _another(part, file) for part in parts})
        self.renamed += [
            Renamed(shorten(old), shorten(new), source)
            for old, new in sorted(names.items())
            if old.startswith(f"{KG}claim/")
        ]


def merged_file(workspace: Workspace, *, bundled: bool = True) -> Path:
    """The merged file of a workspace, made again where an import came or went since.

    It is made with the bundled data, or without.  Raises DataError for an import that cannot be read, and OutputError
    where the file cannot be written.
    """
    place = workspace.folder / ("merged.nq" if bundled else "merged-alone.nq")
    contents = load_contents() if bundled else None
    head = _head(workspace, contents)
    if _first_line(place) == head:
        return place
    merger = Merger(workspace, contents)
    with new_file(place, force=True) as file:
        file.write(head)
        serialize(merger.statements(), file, format=RdfFormat.N_QUADS)
    return place


def _head(workspace: Workspace, bundled: Contents | None) -> bytes:
    """The first line of a merged file that is up to date."""
    digest = sha256(f"{__version__}\n".encode())
    for file in sorted((workspace.folder / "imports").glob("*.nq")):
        digest.update(f"{file.name}\t{file.stat().st_size}\n".encode())
    if bundled is not None:
        for entity in bundled.entities.values():
            digest.update("\t".join((entity.id, entity.label, *entity.synonyms, *map(str, entity.mappings))).encode())
    return f"# merged by kgraph from {digest.hexdigest()}\n".encode()


def _first_line(place: Path) -> bytes:
    try:
        with place.open("rb") as file:
            return file.readline(200)
    except OSError:
        return b""


def _source_of(workspace: Workspace, file: Path) -> str:
    """The name by which what an import describes is told apart: that of its source."""
    record = workspace.record(file.stem)
    if record.kind in TABLES:
        return record.kind
    return "+".join(record.sources) or record.kind


def _blocks(file: Path) -> Iterator[tuple[NamedNode | BlankNode, NamedNode, _Said]]:
    """The statements of an import by subject, as they stand together in the file."""
    nodes: dict[BlankNode, BlankNode] = {}

    def named(term: Any) -> Any:
        """The term; a node without a name has one that is the same whenever the file is read."""
        if isinstance(term, BlankNode):
            return nodes.setdefault(term, BlankNode(f"{file.stem[-_DIGITS:]}x{len(nodes)}"))
        return term

    with open_data(file) as data:
        for (subject, graph), quads in groupby(read_quads(data), lambda quad: (quad.subject, quad.graph_name)):
            yield named(subject), graph, tuple((quad.predicate, named(quad.object)) for quad in quads)


def _resolved(subject: NamedNode, blocks: list[tuple[NamedNode, _Said]]) -> Iterator[Quad]:
    """What several imports say of one thing: all of what may be many, and one value of what may not."""
    values: dict[str, list[Any]] = {}
    for _, said in blocks:
        for given, value in said:
            values.setdefault(given.value, []).append(value)
    chosen = {given: _chosen(given, found) for given, found in values.items() if given not in _MANY}
    everywhere = sum(any(given.value == _UNCITED for given, _ in said) for _, said in blocks)
    for graph, said in blocks:
        for given, value in said:
            # A claim for which one import cites something is not uncited.
            if given.value == _UNCITED and everywhere < len(blocks):
                continue
            if given.value in _MANY or value == chosen[given.value]:
                yield Quad(subject, given, value, graph)


def _chosen(given: str, values: list[Any]) -> Any:
    ranks = _RANKS.get(given)
    if ranks is None:
        return values[0]
    order = {name: place for place, name in enumerate(ranks)}
    return min(values, key=lambda value: order.get(_text(value), len(order)))


def _another(name: str, file: Path) -> str:
    """Another name for what an import calls by a name that is taken."""
    head, mark, rest = name.partition("#")
    return f"{head}-{file.stem[-_DIGITS:]}{mark}{rest}"


def _text(term: Any) -> str:
    return str(term) if isinstance(term, BlankNode) else str(term.value)


def read_merger(workspace: Workspace, *, bundled: bool = True) -> Merger:
    """The joins and the descriptions of a workspace, for a report on them."""
    return Merger(workspace, load_contents() if bundled else None)
