"""Reading the bundled files and the user's own into one typed whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from os import PathLike
from typing import TYPE_CHECKING, Any

from kgraph.errors import DataError
from kgraph.files.bundled import ONTOLOGY_FILE, bundled_data_names, module_names
from kgraph.model import Claim, Contents, Curie
from kgraph.overlaid import Overlaid
from kgraph.vocabulary import DEPRECATED, shorten

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kgraph.files.cache import Cache

# What the values of a snapshot depend on, besides the data: everything that takes part in the reading.
READERS = (
    "cited.py", "frozen.py", "model.py", "overlaid.py", "vocabulary.py", "reading/archives.py", "reading/contents.py",
    "reading/file_limits.py", "reading/json_files.py", "reading/jsonld_contexts.py", "reading/load.py",
    "reading/open_file.py", "reading/overlays.py", "reading/plain_edges.py", "reading/plain_files.py",
    "reading/rdf_files.py", "reading/snapshot.py", "reading/standing.py", "reading/statements.py",
    "reading/term_sizes.py", "reading/text_files.py", "reading/turtle_nesting.py", "reading/turtle_prefixes.py",
    "reading/xml_files.py",
)  # fmt: skip


def load_contents(*files: str | PathLike[str], bundled: bool = True) -> Contents:
    """What the bundled files say, with the user's own laid over them; see `kgraph.load`."""
    places = tuple(map(str, files_to_load(*files, bundled=bundled)))
    return _with_brought(places) if files else _bundled_contents(places) if bundled else _read(places)


def load_version(folder: str | PathLike[str]) -> Contents:
    """What the data of a version say that lies unpacked: a folder with ``ontology`` and ``data``, or with Turtle files.

    A folder without a vocabulary of its own is read with that of this version.  Raises DataError for a folder that
    holds no Turtle file, and for one that cannot be read.
    """
    return _read(version_files(folder))


def version_files(folder: str | PathLike[str]) -> tuple[str | PathLike[str], ...]:
    """The files that `load_version` reads, the vocabulary first.  Raises DataError for a folder without any."""
    from pathlib import Path

    place = Path(folder)
    data = place / "data" if (place / "data").is_dir() else place
    files = sorted(file for file in data.glob("*.ttl") if file.name != ONTOLOGY_FILE)
    if not files:
        raise DataError("the folder holds no data: no file there ends in .ttl", file=str(folder))
    own = [file for file in (place / "ontology" / ONTOLOGY_FILE, data / ONTOLOGY_FILE) if file.is_file()]
    return (*(own[:1] or bundled_data_names()[:1]), *files)


def load_to_check(*files: str | PathLike[str], bundled: bool = True) -> tuple[Contents, list[DataError]]:
    """What `load_contents` reads, without the things that cannot be read as values, and why not.

    The file of such a fault is the name of the thing.  What is left out here is left in in the statements, so rules and
    shapes see it.  Raises DataError for a file that is not what its name says.
    """
    if bundled and not files:
        return load_contents(), []
    from kgraph.reading.contents import read_contents

    places = files_to_load(*files, bundled=bundled)
    faults: list[DataError] = []
    quads, overlaid = _quads_of(places)
    return _with_overlay(read_contents(quads, faults, files=places), overlaid), faults


def files_to_load(*files: str | PathLike[str], bundled: bool = True) -> tuple[str | PathLike[str], ...]:
    """The files that `load_contents` reads: those of the package, or its vocabulary alone, and the user's own."""
    return (*(bundled_data_names() if bundled else bundled_data_names()[:1]), *files)


def _recall(keep: Cache, name: str, work: Callable[[], Any]) -> Any:
    """What `work` gave in an earlier process on the same files and modules; else it is done, and stored."""
    body = keep.read(name)
    if body is not None:
        with suppress(ValueError, RecursionError):
            return json.loads(bytes(body))
    result = work()
    keep.write(name, json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode())
    return result


def _bundled_contents(places: Sequence[str]) -> Contents:
    return _copied(places, (), "")


def _with_brought(places: Sequence[str]) -> Contents:
    """The contents of files of which the user brought some: compiled once, and read from the copy afterwards."""
    names = bundled_data_names()
    return _copied(places, tuple(place for place in places if place not in names), "own-")


def _copied(places: Sequence[str], brought: Sequence[str], prefix: str) -> Contents:
    """The contents of files, from a copy where there is one; copies of brought files have names of their own."""
    from kgraph.files.cache import Cache
    from kgraph.reading.snapshot import read_snapshot, write_snapshot

    files = [*(place for place in places if place not in brought), *module_names(*READERS)]
    keep = Cache(files, brought=brought)
    body = keep.read(f"{prefix}contents")
    contents = read_snapshot(body, lambda: _read(places)) if body is not None else None
    if contents is None:
        contents = _read(places)
        keep.write(f"{prefix}contents", write_snapshot(contents))
    contents.file_names = tuple(places)

    def recall(name: str, work: Callable[[], Any], modules: Sequence[str]) -> Any:
        return _recall(Cache((*files, *module_names(*modules)), brought=brought, beside=keep), f"{prefix}{name}", work)

    contents.recall = recall
    return contents


def _quads_of(places: Sequence[str | PathLike[str]]) -> tuple[list[Quad], Overlaid | None]:
    """The statements of the files as they are used, and what came of those that are not bundled."""
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kgraph.reading.overlays import Overlay, SetAside, imports_of, is_of_ours, laid_over
    from kgraph.reading.plain_edges import claims_of_files
    from kgraph.reading.rdf_files import parse_bundled, parse_files

    names = bundled_data_names()
    bundled = [Path(place) for place in places if str(place) in names]
    brought = [Path(place) for place in places if str(place) not in names]
    quads = parse_bundled(bundled)
    if not brought:
        return quads, None
    vocabulary = parse_bundled(bundled[:1])
    overlay = Overlay(quads, vocabulary)
    aside: list[SetAside] = []
    empty, own, deprecated, imports, of_files = [], set(), [], [], []
    for file in brought:
        said = parse_files([file])
        before = len(aside)
        used = list(laid_over(overlay, file, said, aside))
        if not is_of_ours(used) and len(aside) == before:
            empty.append((str(file), len(said)))
        subjects = {quad.subject for quad in used if isinstance(quad.subject, NamedNode)} - overlay.subjects.keys()
        deprecated += [(claim, str(file)) for claim in filter(None, map(_deprecated, used))]
        imports += [(str(file), *pair) for pair in sorted(imports_of(said))]
        own |= {shorten(subject.value) for subject in subjects}
        quads += used
        of_files.append((str(file), used))
    made, edges = claims_of_files(of_files, vocabulary, quads)
    quads += made
    own |= {shorten(quad.subject.value) for quad in made if isinstance(quad.subject, NamedNode)}
    left = tuple((one.file, shorten(one.subject), shorten(one.predicate), one.value) for one in aside)
    overlaid = Overlaid(
        frozenset(own), left, tuple(empty), deprecated=tuple(deprecated), edges=edges, imports=tuple(imports)
    )
    return quads, overlaid


def _deprecated(quad: Quad) -> Curie:
    """What a statement marks as deprecated; empty for every other statement."""
    if quad.predicate.value != DEPRECATED or getattr(quad.object, "value", "") not in ("true", "1"):
        return ""
    return shorten(getattr(quad.subject, "value", ""))


def _with_overlay(contents: Contents, overlaid: Overlaid | None) -> Contents:
    """The contents, with what came of the overlay; a reference with a short name that is taken bears its identifier."""
    if overlaid is None:
        return contents
    from kgraph.frozen import replace

    bundled = [one for one in contents.references.values() if one.id not in overlaid.own]
    taken = {name.casefold(): one.id for one in bundled for name in (one.code, one.short)}
    borrowed, references = [], dict(contents.references)
    for reference in contents.references.values():
        owner = taken.setdefault(reference.short.casefold(), reference.id)
        if reference.short and owner != reference.id and reference.id in overlaid.own:
            borrowed.append((reference.id, reference.short, owner))
            references[reference.id] = replace(reference, short=reference.id)
    if borrowed:
        contents = contents.replace(references=references)
    if overlaid.deprecated:
        contents = contents.replace(claims=_deprecated_by_file(contents.claims, overlaid.deprecated))
    contents.overlay = replace(overlaid, borrowed=tuple(borrowed))
    return contents


def _deprecated_by_file(claims: Mapping[Curie, Claim], said: Sequence[tuple[Curie, str]]) -> dict[Curie, Claim]:
    """The claims; those that files mark as deprecated name the first of these."""
    from kgraph.frozen import replace

    named = dict(claims)
    for claim, file in reversed(said):
        if claim in claims:
            others = [pair for pair in claims[claim].retired if pair[0] != "deprecated"]
            named[claim] = replace(claims[claim], retired=tuple(sorted((*others, ("deprecated", file)))))
    return named


def _read(places: Sequence[str | PathLike[str]]) -> Contents:
    from pathlib import Path

    from kgraph.reading.contents import read_contents

    paths = tuple(Path(place) for place in places)
    quads, overlaid = _quads_of(places)
    try:
        return _with_overlay(read_contents(quads, files=places), overlaid)
    except DataError as error:
        if error.line is not None:
            raise
        from kgraph.reading.subject_positions import SubjectPositions

        file, line, column = SubjectPositions(paths).of(error.file)
        raise DataError(f"{error.file}: {error.reason}", file=file, line=line, column=column) from None
