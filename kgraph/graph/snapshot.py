"""A JSON copy of the typed values of the bundled graph, so that most commands need no RDF library.

The copy lies in the user's cache folder, is named after the digest of the files it was made from, and can be deleted
at any time.  It is only a shortcut: where it cannot be read or written, the files are read.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kgraph import __version__
from kgraph.model import (
    Claim,
    Contents,
    Entity,
    EvidenceLine,
    Hypothesis,
    Locator,
    Measurement,
    OpenQuestion,
    Reference,
    Relation,
    Source,
    Term,
)

# Raise this whenever the values of the model change shape.
_SHAPE = 4
_KEPT = 3


def snapshot_path(files: Sequence[Path]) -> Path:
    """Where the snapshot of these files lies, whether it exists or not."""
    digest = hashlib.sha256(f"kgraph {__version__} snapshot {_SHAPE}\n".encode())
    for file in files:
        digest.update(file.read_bytes())
    root = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(root) / "kgraph" / f"contents-{digest.hexdigest()[:32]}.json"


def read_snapshot(path: Path) -> Contents | None:
    """The contents of a snapshot, or None when there is none that can be used."""
    try:
        raw = json.loads(path.read_bytes())
        return _contents(raw)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def write_snapshot(path: Path, contents: Contents) -> None:
    """Put a snapshot in place in one step; a folder that cannot be written is left as it is."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(_plain(contents), file, ensure_ascii=False, separators=(",", ":"))
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
        stale = sorted(path.parent.glob("contents-*.json"), key=lambda p: p.stat().st_mtime)[:-_KEPT]
        for old in stale:
            old.unlink()


def _row(value: Any) -> list[Any]:
    return [_cell(getattr(value, name)) for name in value.__slots__]


def _cell(value: Any) -> Any:
    if hasattr(value, "__slots__") and not isinstance(value, str | int | float | tuple):
        return _row(value)
    return [_cell(item) for item in value] if isinstance(value, tuple) else value


def _plain(contents: Contents) -> dict[str, list[list[Any]]]:
    return {name: [_row(value) for value in getattr(contents, name).values()] for name in Contents.__slots__}


_KINDS: dict[str, type] = {
    "entities": Entity,
    "claims": Claim,
    "references": Reference,
    "hypotheses": Hypothesis,
    "questions": OpenQuestion,
    "sources": Source,
    "relations": Relation,
    "terms": Term,
}
_NESTED: dict[str, type] = {
    "evidence": EvidenceLine,
    "measurements": Measurement,
    "locator": Locator,
    "marker": Locator,
}
# For each kind of value, the places in its row that hold other values.
_PLACES = {
    kind: [(place, _NESTED[name]) for place, name in enumerate(kind.__slots__) if name in _NESTED]  # type: ignore[attr-defined]
    for kind in (*_KINDS.values(), *_NESTED.values())
}


def _contents(raw: dict[str, list[list[Any]]]) -> Contents:
    return Contents(**{name: {row[0]: _value(kind, row) for row in raw[name]} for name, kind in _KINDS.items()})


def _value(kind: type, row: list[Any]) -> Any:
    for place, inner in _PLACES[kind]:
        cell = row[place]
        if cell and isinstance(cell[0], list):
            row[place] = tuple([_value(inner, item) for item in cell])
        elif cell:
            row[place] = _value(inner, cell)
    return kind(*[_frozen(cell) if type(cell) is list else cell for cell in row])


def _frozen(cell: list[Any]) -> tuple[Any, ...]:
    return tuple([_frozen(item) if type(item) is list else item for item in cell])
