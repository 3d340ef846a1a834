"""Reading the bundled files and the user's own into one typed whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from os import PathLike
from typing import Any

from kgraph.errors import DataError
from kgraph.files.bundled import bundled_data_names, module_names
from kgraph.model import Contents

# What the values of a snapshot depend on, besides the data: everything that takes part in the reading.
READERS = (
    "frozen.py", "model.py", "vocabulary.py", "reading/archives.py", "reading/contents.py", "reading/file_limits.py",
    "reading/json_files.py", "reading/jsonld_contexts.py", "reading/load.py", "reading/open_file.py",
    "reading/plain_files.py", "reading/rdf_files.py", "reading/snapshot.py", "reading/statements.py",
    "reading/term_sizes.py", "reading/text_files.py", "reading/turtle_nesting.py", "reading/turtle_prefixes.py",
    "reading/xml_files.py",
)  # fmt: skip


def load_contents(*files: str | PathLike[str], bundled: bool = True) -> Contents:
    """What the bundled files say, with the user's own laid over them; see `kgraph.load`."""
    places = files_to_load(*files, bundled=bundled)
    return _read(places) if files or not bundled else _bundled_contents(tuple(map(str, places)))


def load_to_check(*files: str | PathLike[str], bundled: bool = True) -> tuple[Contents, list[DataError]]:
    """What `load_contents` reads, without the things that cannot be read as values, and why not.

    The file of such a fault is the name of the thing.  What is left out here is left in in the statements, so rules and
    shapes see it.  Raises DataError for a file that is not what its name says.
    """
    if bundled and not files:
        return load_contents(), []
    from pathlib import Path

    from kgraph.reading.contents import read_contents
    from kgraph.reading.rdf_files import parse_files

    places = files_to_load(*files, bundled=bundled)
    faults: list[DataError] = []
    return read_contents(parse_files(tuple(Path(place) for place in places)), faults, files=places), faults


def files_to_load(*files: str | PathLike[str], bundled: bool = True) -> tuple[str | PathLike[str], ...]:
    """The files that `load_contents` reads: those of the package, or its vocabulary alone, and the user's own."""
    return (*(bundled_data_names() if bundled else bundled_data_names()[:1]), *files)


def _recall(files: Sequence[str], name: str, work: Callable[[], Any], modules: Sequence[str]) -> Any:
    """What `work` gave in an earlier process on the same files and modules; else it is done, and stored."""
    from kgraph.files.cache import Cache

    keep = Cache((*files, *module_names(*READERS), *module_names(*modules)))
    body = keep.read(name)
    if body is not None:
        with suppress(ValueError, RecursionError):
            return json.loads(bytes(body))
    result = work()
    keep.write(name, json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode())
    return result


def _bundled_contents(places: Sequence[str]) -> Contents:
    from kgraph.files.cache import Cache
    from kgraph.reading.snapshot import read_snapshot, write_snapshot

    keep = Cache((*places, *module_names(*READERS)))
    body = keep.read("contents")
    contents = read_snapshot(body, lambda: _read(places)) if body is not None else None
    if contents is None:
        contents = _read(places)
        keep.write("contents", write_snapshot(contents))
    contents.file_names = tuple(places)
    contents.recall = lambda name, work, modules: _recall(places, name, work, modules)
    return contents


def _read(places: Sequence[str | PathLike[str]]) -> Contents:
    from pathlib import Path

    from kgraph.reading.contents import read_contents
    from kgraph.reading.rdf_files import parse_files

    paths = tuple(Path(place) for place in places)
    quads = parse_files(paths)
    try:
        return read_contents(quads, files=places)
    except DataError as error:
        if error.line is not None:
            raise
        from kgraph.reading.subject_positions import SubjectPositions

        file, line, column = SubjectPositions(paths).of(error.file)
        raise DataError(f"{error.file}: {error.reason}", file=file, line=line, column=column) from None
