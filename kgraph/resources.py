"""Where the files that come with kgraph are found: in the wheel inside the package, in a checkout beside it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kgraph.errors import DataError

DATA_FILES = ("mechanisms.ttl", "references.ttl", "sources.ttl")
ONTOLOGY_FILE = "kgraph.ttl"


def bundled(*parts: str) -> Path:
    """The path of a bundled file or folder, such as ``bundled("data", "mechanisms.ttl")``.

    Raises DataError when the installation lacks it.
    """
    package = Path(str(files("kgraph")))
    for root in (package, package.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise DataError("this file should have come with kgraph; install it again", file="/".join(parts))


def bundled_data() -> tuple[Path, ...]:
    """The Turtle files of the bundled graph: the vocabulary first, then the data."""
    return (bundled("ontology", ONTOLOGY_FILE), *(bundled("data", name) for name in DATA_FILES))
