"""Parsing and querying with Oxigraph.

Every file is parsed whole before anything is loaded, so a bad file leaves the store as it was.  Relative IRIs are
refused unless a base is given, because data that means something else on another disk is not data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse

from kgraph.errors import DataError

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".n3": RdfFormat.N3,
}

# Oxigraph repeats the place in its message; ours stands in front of it already.
_PLACE_IN_MESSAGE = re.compile(r"^Parser error [^:]*: ")


def read_text(path: Path) -> str:
    """The text of a UTF-8 file.  Raises DataError with the place of the first bad byte, or why it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(error.strerror or str(error), file=str(path)) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        raise DataError(
            f"byte 0x{raw[error.start]:02x} at offset {error.start} is not UTF-8; save the file as UTF-8",
            file=str(path),
            line=before.count(b"\n") + 1,
            column=error.start - (before.rfind(b"\n") + 1) + 1,
        ) from None


def rdf_format(path: Path) -> RdfFormat:
    """The RDF format that a file name promises.  Raises DataError for an ending that is not supported."""
    known = _FORMATS.get(path.suffix.lower())
    if known is None:
        raise DataError(f"cannot tell the RDF format from the name; use one of {', '.join(_FORMATS)}", file=str(path))
    return known


def parse_file(path: Path, *, base_iri: str | None = None) -> list[Quad]:
    """All statements of an RDF file, in the order of the file; blank nodes are fresh for every file.

    Raises DataError with ``file:line:column`` at the first syntax error.
    """
    text = read_text(path)
    try:
        return list(parse(text, format=rdf_format(path), base_iri=base_iri, rename_blank_nodes=True))
    except SyntaxError as error:
        reason = _PLACE_IN_MESSAGE.sub("", error.msg.split("\n")[0])
        if base_iri is None and "No scheme found in an absolute IRI" in reason:
            reason = f"relative IRI; write it in full, or with a prefix ({reason})"
        raise DataError(reason, file=str(path), line=error.lineno, column=error.offset) from None
    except (ValueError, RecursionError) as error:
        raise DataError(str(error), file=str(path)) from None


def parse_files(paths: Iterable[Path]) -> list[Quad]:
    """The statements of several files, one after the other, all in the default graph.

    Graph names of TriG and N-Quads say where statements came from; here they are one graph.  Raises DataError at the
    first file that cannot be read.
    """
    return [Quad(*quad.triple) for path in paths for quad in parse_file(path)]


def new_store(quads: Iterable[Quad]) -> Store:
    """An in-memory store that holds the given statements."""
    store = Store()
    store.extend(quads)
    return store
