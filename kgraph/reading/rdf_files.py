"""Parsing and storing with Oxigraph.

Every file is parsed whole before anything is loaded, so a bad file leaves the store as it was.  Relative IRIs are
refused unless a base is given, because data that means something else on another disk is not data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kgraph.errors import DataError
from kgraph.reading.file_limits import MAX_LINE, MIB, readable
from kgraph.reading.json_files import check_jsonld
from kgraph.reading.open_file import open_data
from kgraph.reading.plain_files import Data
from kgraph.reading.term_sizes import short_lists, short_terms
from kgraph.reading.text_files import check_text, place_of
from kgraph.reading.turtle_nesting import check_nesting
from kgraph.reading.turtle_prefixes import check_directives
from kgraph.reading.xml_files import check_xml

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".n3": RdfFormat.N3,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
RDF_SUFFIXES = tuple(_FORMATS)

# Oxigraph repeats the place in its message; ours stands in front of it already.
_PLACE_IN_MESSAGE = re.compile(r"^Parser error [^:]*: | \(line \d+\)$")
_QUOTED = re.compile(r"'([^']+)'")
_WITH_DIRECTIVES = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N3)
# JSON-LD leaves out what it cannot resolve, without a word.  Resolved against a name that nothing can have, it shows.
_NOWHERE = "https://relative.invalid/"


def rdf_format(suffix: str, name: str) -> RdfFormat:
    """The RDF format that the ending of a file name promises.  Raises DataError for one that is not supported."""
    known = _FORMATS.get(suffix)
    if known is None:
        reason = f"cannot tell the RDF format from the name; use one of {', '.join(_FORMATS)}, packed or not"
        raise DataError(reason, file=name, line=1, column=1)
    return known


def parse_file(path: Path, *, base_iri: str | None = None) -> list[Quad]:
    """All statements of an RDF file, in the order of the file; blank nodes are fresh for every file.

    Raises DataError with ``file:line:column`` at the first syntax error, and for everything that SECURITY.md lists as
    refused.
    """
    with open_data(path) as data:
        return list(read_quads(data, base_iri=base_iri))


def read_quads(data: Data, *, base_iri: str | None = None) -> Iterator[Quad]:
    """The statements of an open RDF file, one at a time.

    A caller that keeps some of them must be ready to drop them: the DataError may come at the last one.
    """
    form = rdf_format(data.suffix, data.name)
    # Turtle and its relatives allow NUL in a text; XML and JSON do not, and their checks say so.
    check_text(data, nul=True)
    if form == RdfFormat.RDF_XML:
        check_xml(data)
    elif form == RdfFormat.JSON_LD:
        check_jsonld(data)
    else:
        check_nesting(data)
    if form in _WITH_DIRECTIVES:
        check_directives(data)
    resolving = _NOWHERE if base_iri is None and form == RdfFormat.JSON_LD else base_iri
    try:
        quads = parse(data.file, format=form, base_iri=resolving, rename_blank_nodes=True)
        checked = short_terms(data, short_lists(data, quads))
        yield from _absolute(data, checked) if resolving == _NOWHERE else checked
    except SyntaxError as error:
        raise _syntax_error(data, error, with_base=base_iri is not None) from None
    except MemoryError:
        # The engine's buffer is full: what it was reading began about that far back.
        line = _line_at(data, data.file.tell() - MAX_LINE)
        raise data.refused(f"a term of more than {readable(MAX_LINE)}; one that long is not read", line) from None
    except (ValueError, RecursionError) as error:
        raise data.refused(_PLACE_IN_MESSAGE.sub("", str(error).split("\n")[0])) from None


def _syntax_error(data: Data, error: SyntaxError, *, with_base: bool) -> DataError:
    reason = _PLACE_IN_MESSAGE.sub("", error.msg.split("\n")[0])
    line, column = (error.lineno, error.offset or 1) if error.lineno else _place_of_quoted(data, reason)
    if not with_base and "No scheme found in an absolute IRI" in reason:
        reason = f"relative IRI; write it in full, or with a prefix ({reason})"
    return data.refused(reason, line, column)


def _place_of_quoted(data: Data, reason: str) -> tuple[int, int]:
    """Where the text that a message quotes stands first; the start of the file when it quotes nothing that is there."""
    quoted = _QUOTED.search(reason)
    if quoted is None:
        return 1, 1
    return place_of(data, quoted.group(1)) or (1, 1)


def _line_at(data: Data, offset: int) -> int:
    data.file.seek(0)
    line = 1
    while offset > 0 and (block := data.file.read(min(MIB, offset))):
        line += block.count(b"\n")
        offset -= len(block)
    return line


def _absolute(data: Data, quads: Iterable[Quad]) -> Iterator[Quad]:
    """The statements of a JSON-LD file, if none of them needed a base and the file says anything at all."""
    found = False
    for quad in quads:
        found = True
        for term in (*quad.triple, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith(_NOWHERE):
                relative = term.value.removeprefix(_NOWHERE)
                line, column = (place_of(data, relative) if relative else None) or (1, 1)
                raise data.refused(f"relative IRI {relative!r}; write it in full, or with a prefix", line, column)
        yield quad
    if not found:
        raise data.refused("says nothing as JSON-LD: none of its keys is an IRI or stands in its @context")


def parse_files(paths: Iterable[Path]) -> list[Quad]:
    """The statements of several files, one after the other, all in the default graph.

    Graph names of TriG and N-Quads say where statements came from; here they are one graph.  Raises DataError at the
    first file that cannot be read.
    """
    return [Quad(*quad.triple) for path in paths for quad in parse_file(path)]


def parse_bundled(paths: Iterable[Path]) -> list[Quad]:
    """The same of files that came with kgraph, which are Turtle and need no guard.  Raises DataError."""
    quads: list[Quad] = []
    for path in paths:
        try:
            quads += parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        except (SyntaxError, ValueError, OSError):
            # Somebody has edited it: read it as any other file, for the reason and the place.
            quads += parse_file(path)
    return quads


def new_store(quads: Iterable[Quad]) -> Store:
    """An in-memory store that holds the given statements."""
    store = Store()
    store.extend(quads)
    return store
