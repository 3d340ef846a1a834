"""How much of anything a file may hold.  Generous for data, small enough that no file can take the machine down.

Each number stands in SECURITY.md too; a test compares the two.
"""

from __future__ import annotations

from types import MappingProxyType

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30

# Line-oriented and streamed formats: Turtle, TriG, N-Triples, N-Quads, N3, RDF/XML, tables.
MAX_FILE = 4 * GIB
# Formats that have to be held in memory whole: JSON, YAML, and what comes out of a compressed file.
MAX_DOCUMENT = 64 * MIB
# One line, and one term: the buffer of the parser.
MAX_LINE = 16 * MIB
# Characters of an IRI.  A long prefix on many short names is a file that unfolds.
MAX_IRI = 8 * KIB
# Brackets, elements, objects and quoted triples inside each other.  People write fewer than ten.
MAX_NESTING = 256
# Attributes of an element; the engine compares each with all before it.
MAX_ATTRIBUTES = 256
# Members of an RDF list.
MAX_LIST = 10_000
# Unpacked bytes for each packed one, once there is more than a mebibyte of them.  RDF text reaches about 50.
MAX_RATIO = 200
# Characters of names for each byte of a file, once there are more than MAX_DOCUMENT of them.  Curated data have four;
# short numbers behind one long prefix would come to forty.
MAX_UNFOLDING = 64
# Terms that the contexts of a JSON-LD file define.  The engine follows one through the others on its stack.
MAX_CONTEXT = 5_000
# Files inside an archive: the one that is read.
MAX_MEMBERS = 1
# Uses of YAML aliases, and nodes in all, aliased ones counted every time; of each record where many are imported.
MAX_ALIASES = 100
MAX_NODES = 200_000
# Cells in a row of a table, and characters in a cell.
MAX_COLUMNS = 10_000
MAX_CELL = 1 * MIB
# What reading one file may cost: memory, and seconds of one processor.
MAX_MEMORY = 384 * MIB
MAX_SECONDS = 60
# Integers that every reader of JSON agrees on.
MAX_INTEGER = 2**53

LIMITS = MappingProxyType(
    {
        "file size": MAX_FILE,
        "document size": MAX_DOCUMENT,
        "line length": MAX_LINE,
        "IRI length": MAX_IRI,
        "nesting": MAX_NESTING,
        "attributes": MAX_ATTRIBUTES,
        "list length": MAX_LIST,
        "compression ratio": MAX_RATIO,
        "unfolding of names": MAX_UNFOLDING,
        "terms in JSON-LD contexts": MAX_CONTEXT,
        "archive members": MAX_MEMBERS,
        "YAML aliases": MAX_ALIASES,
        "YAML nodes": MAX_NODES,
        "table columns": MAX_COLUMNS,
        "table cell": MAX_CELL,
        "memory": MAX_MEMORY,
        "processor seconds": MAX_SECONDS,
    }
)


def readable(size: int) -> str:
    """A size in words: ``64 MiB``, ``200 KiB``."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size:,}"
