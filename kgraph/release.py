"""Which kgraph this is: the versions and digests of its code, its ontology and its data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from kgraph.files.bundled import ONTOLOGY_FILE, bundled, bundled_data
from kgraph.version import __version__
from kgraph.vocabulary import PREFIXES

_VERSION_INFO = PREFIXES["owl"] + "versionInfo"
# What the package brings along beside its code, and which file of it says its version.
_CARRIED = {"ontology": ONTOLOGY_FILE, "data": "sources.ttl"}
_PAGE = ("dist", "vendor", "page.html.j2", "THIRD_PARTY.md")


class Part(NamedTuple):
    """A part of a release: its name, its version, and the SHA-256 of its files, as `digest_of_files` gives it."""

    name: str
    version: str
    sha256: str


def parts(files: Iterable[Path]) -> tuple[Part, ...]:
    """The code and the ontology, and the bundled data when they are among the files that were read.

    The same release gives the same digests in a checkout and in an installation.
    """
    data = set(bundled_data()[1:])
    carried = [name for name in _CARRIED if name != "data" or data & set(files)]
    return (Part("code", __version__, digest_of_files(_code())), *map(_carried, carried))


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.  Raises OSError when it cannot be read."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def digest_of_files(files: Mapping[str, Path]) -> str:
    """One SHA-256 for files by name: that of the list which ``sha256sum`` prints of them, sorted by name."""
    listing = "".join(f"{digest(files[name])}  {name}\n" for name in sorted(files))
    return hashlib.sha256(listing.encode()).hexdigest()


def _carried(name: str) -> Part:
    return Part(name, _version_in(bundled(name, _CARRIED[name])), digest_of_files(_within(bundled(name))))


def _code() -> dict[str, Path]:
    """The files of the package and of its page, under the names that they have in an installation."""
    package = Path(__file__).parent
    found = {name: file for name, file in _within(package).items() if name.partition("/")[0] not in (*_CARRIED, "viz")}
    for name in _PAGE:
        place = bundled("viz", name)
        inside = _within(place) if place.is_dir() else {"": place}
        found |= {f"viz/{name}/{rest}".rstrip("/"): file for rest, file in inside.items()}
    return found


def _within(folder: Path) -> dict[str, Path]:
    """The files of a folder by their path in it, but for what Python compiled."""
    return {
        file.relative_to(folder).as_posix(): file
        for file in folder.rglob("*")
        if file.suffix != ".pyc" and file.is_file()
    }


def _version_in(file: Path) -> str:
    """The version that a bundled file gives itself; ``unknown`` when it gives none."""
    from pyoxigraph import Literal

    from kgraph.reading.rdf_files import parse_file

    for quad in parse_file(file):
        if quad.predicate.value == _VERSION_INFO and isinstance(quad.object, Literal):
            return quad.object.value
    return "unknown"
