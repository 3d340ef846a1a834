"""What can answer questions here: each engine with its version and limits, and which one the given data would get.

An engine is added as a function of what is asked about, in `ENGINES`; the first that takes the data answers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from kgraph.door_words import PYTHON, DoorWords
from kgraph.errors import KgraphError
from kgraph.frozen import frozen
from kgraph.installation import install_command
from kgraph.version import __version__

# Statements of a file beyond which an index is worth its building, and rows beyond which one machine is not enough;
# measured in docs/large-graphs.md.
_LARGE_FILE = 200_000_000
COLUMNS = ("engine", "available", "version", "answers", "limits", "chosen", "why")


@frozen
class GivenData:
    """The data that a question is about: files laid over the bundled ones, or in their place one of the others.

    `store` is a folder or the address of an endpoint, `index` a compiled index, `edges` an edge table for Spark; an
    empty text where none is named.
    """

    files: tuple[str, ...] = ()
    bundled: bool = True
    store: str = ""
    index: str = ""
    edges: str = ""

    @property
    def alone(self) -> bool:
        """Whether nothing but files is named."""
        return not (self.store or self.index or self.edges)


@frozen
class Engine:
    """One engine: whether it can be used here, its version, the commands that it answers, and its limits.

    `takes` says that the given data are for it, and `why` the reason for that, or what is missing; `hint` is the code
    of what to try (see `DoorWords`).
    """

    name: str
    available: bool
    version: str
    answers: str
    limits: str
    takes: bool
    why: str
    hint: str = ""


def engines_for(given: GivenData) -> list[tuple[Engine, bool]]:
    """Every engine in the order in which they are asked, and whether the given data would be answered by it.

    That is the first that takes them and is available; perhaps none.  Nothing is started; an endpoint is asked a few
    questions, and one that does not answer is not available.
    """
    found = [engine(given) for engine in ENGINES]
    chosen = next((one for one in found if one.takes and one.available), None)
    return [(one, one is chosen) for one in found]


def engine_rows(given: GivenData, door: DoorWords = PYTHON) -> list[dict[str, object]]:
    """The same as rows under COLUMNS, in the words of a door."""
    return [
        {
            "engine": one.name,
            "available": one.available,
            "version": one.version,
            "answers": one.answers,
            "limits": one.limits,
            "chosen": chosen,
            "why": f"{one.why}; {door.hint(one.hint)}" if one.hint else one.why,
        }
        for one, chosen in engines_for(given)
    ]


def _bundled(given: GivenData) -> Engine:
    takes = given.alone and given.bundled and not given.files
    why = "no other data are named" if takes else "other data are named"
    return Engine("bundled snapshot", True, __version__, "every command", "the data of this version", takes, why)


def _memory(given: GivenData) -> Engine:
    takes = given.alone and not (given.bundled and not given.files)
    size = sum(_size(Path(file)) for file in given.files)
    why = "files are named" if takes else "no files are named"
    large, hint = f"; {size:,} bytes take long to load", "make-index"
    why, hint = (why + large, hint) if size > _LARGE_FILE else (why, "")
    return Engine("memory", True, __version__, "every command", "the memory of this machine", takes, why, hint)


def _index(given: GivenData) -> Engine:
    missing = next((name for name in ("numpy", "pyarrow") if find_spec(name) is None), "")
    there = bool(given.index) and Path(given.index).is_file()
    why, hint = ("an index is named", "") if there else ("no index is named", "make-index")
    if given.index and not there:
        why = f"{given.index} is no file"
    if missing:
        why, hint = f"{missing} is not installed: {install_command('index')}", ""
    limits = "START and one END, or a list of pairs"
    return Engine("index file", not missing, _version("numpy"), "path", limits, there, why, hint)


def _disk(given: GivenData) -> Engine:
    why, takes, hint = "no store on disk is named", False, "make-store"
    if given.store and "://" not in given.store:
        from kgraph.sparql.disk_stores import open_folder

        why, takes, hint = "a store on disk is named", True, ""
        try:
            open_folder(Path(given.store))
        except KgraphError as error:
            why, takes, hint = error.fact, False, "make-store"
    version_here, limits = _version("pyoxigraph"), "those of the disk"
    answers = "query, path, trace, show, search, compare"
    return Engine("store on disk", True, version_here, answers, limits, takes, why, hint)


def _endpoint(given: GivenData) -> Engine:
    answers = "query, path, trace, show, search, compare"
    limits = "those of the server; paths of 10,000 claims within the hop limit"
    if "://" not in given.store:
        return Engine("endpoint", True, "SPARQL 1.1", answers, limits, False, "no address is named")
    from kgraph.endpoints.capabilities import probe

    try:
        found = probe(given.store)
    except KgraphError as error:
        return Engine("endpoint", False, "", answers, limits, True, error.fact)
    return Engine(
        "endpoint",
        True,
        found.server or "SPARQL 1.1",
        answers,
        "; ".join(found.sentences()),
        True,
        "an address is named",
    )


def _spark(given: GivenData) -> Engine:
    from shutil import which

    missing = "" if find_spec("pyspark") else f"pyspark is not installed: {install_command('pyspark')}"
    home = os.environ.get("JAVA_HOME", "")
    if not missing and not (which("java") or (home and Path(home, "bin", "java").is_file())):
        missing = "Java was not found: put it on the PATH, or name its folder in JAVA_HOME"
    why = missing or ("an edge table is named" if given.edges else "no edge table is named")
    return Engine("Spark", not missing, _version("pyspark"), "path", "those of the cluster", bool(given.edges), why)


ENGINES: Sequence[Callable[[GivenData], Engine]] = (_index, _spark, _endpoint, _disk, _memory, _bundled)


def _version(package: str) -> str:
    """The version of a package that is installed; empty when it is not."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _size(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_size
    return 0
