"""Where the files that come with kgraph are found: in the wheel inside the package, in a checkout beside it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kgraph.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

DATA_FILES = ("mechanisms.ttl", "references.ttl", "sources.ttl")
ONTOLOGY_FILE = "kgraph.ttl"

# The folder of the package; importlib.resources finds the same one and takes a tenth of a short command to do so.
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def bundled(*parts: str) -> Path:
    """The path of a bundled file or folder, such as ``bundled("data", "mechanisms.ttl")``.

    Raises DataError when the installation lacks it.
    """
    from pathlib import Path

    return Path(_located(*parts))


def bundled_data() -> tuple[Path, ...]:
    """The Turtle files of the bundled graph: the vocabulary first, then the data."""
    from pathlib import Path

    return tuple(map(Path, bundled_data_names()))


def bundled_data_names() -> tuple[str, ...]:
    """The same as `bundled_data`, as texts, for those that only pass them on."""
    return (_located("ontology", ONTOLOGY_FILE), *(_located("data", name) for name in DATA_FILES))


def module_names(*modules: str) -> tuple[str, ...]:
    """The files of modules of the package, such as ``module_names("reading/contents.py")``."""
    return tuple(os.path.join(_PACKAGE, module) for module in modules)


def files_of_an_answer() -> tuple[str, ...]:
    """Every file that an answer on the bundled data may depend on: the data and the modules of the package."""
    found = (os.path.join(folder, name) for folder, _, names in os.walk(_PACKAGE) for name in names)
    return (*bundled_data_names(), *sorted(name for name in found if name.endswith(".py")))


def files_of_a_page() -> tuple[str, ...]:
    """Every file that an explorer's page may depend on besides the data: the whole package, the page's own parts, and
    the libraries that it is made with, each known by the file that it is imported from.
    """
    from importlib.util import find_spec

    folders = (_PACKAGE, *(_located("viz", name) for name in ("dist", "parts")), _located("ontology"))
    found = [os.path.join(folder, name) for top in folders for folder, _, names in os.walk(top) for name in names]
    libraries = (find_spec(name) for name in ("jinja2", "markupsafe", "networkx", "pyvis"))
    return (
        *sorted(name for name in found if not name.endswith(".pyc")),
        *(_located("viz", name) for name in ("page.html.j2", "palette.json")),
        *(library.origin for library in libraries if library and library.origin),
    )


def _located(*parts: str) -> str:
    for root in (_PACKAGE, os.path.dirname(_PACKAGE)):
        place = os.path.join(root, *parts)
        if os.path.exists(place):
            return place
    raise DataError("this file should have come with kgraph; install it again", file="/".join(parts))
