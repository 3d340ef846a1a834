"""Exports that are several files: putting them into a folder, and knowing such a folder again."""

from __future__ import annotations

import json
from pathlib import Path

from kgraph.errors import ExistingFolderError
from kgraph.files.folders import new_folder
from kgraph.formats.documents import Files
from kgraph.version import __version__

_NOTE = "kgraph-export.json"


def write_folder(folder: Path, files: Files, *, force: bool = False) -> None:
    """Put files into a new folder, all of them or none, with a note that says what they are.

    Raises ExistingFolderError for a folder that is there, unless `force` is given and nothing stands in it but an
    export of kgraph; FileBusyError while another process fills it; OutputError for a place that cannot be written.
    """
    with new_folder(folder, lambda place: _refuse(place, force=force)) as new:
        for name, content in files.contents.items():
            (new / name).write_bytes(content)
        note = {"kgraph": __version__, "format": files.form, "files": sorted(files.contents)}
        (new / _NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")


def _refuse(folder: Path, *, force: bool) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir() or {entry.name for entry in folder.iterdir()} != {*_written(folder), _NOTE}:
        raise ExistingFolderError(f"{folder} is there and is not an export of kgraph alone.", hint="other-place")
    if not force:
        raise ExistingFolderError(f"{folder} is there.", hint="replace-store")


def _written(folder: Path) -> set[str]:
    """The names of the files that an export put there, by its note; empty without a note that can be read."""
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        return set(map(str, note["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return set()
