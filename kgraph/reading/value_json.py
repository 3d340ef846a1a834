"""Values of the model as JSON by the names of their cells, cells that say nothing left out, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from kgraph.model import Locator

T = TypeVar("T")
_TEXT = frozenset({"str", "Curie"})
_TEXTS = frozenset({"tuple[str, ...]", "tuple[Curie, ...]"})
_NUMBERS: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {"int | None": (int,), "float | None": (int, float), "int": (int,), "bool": (bool,)}
)


def as_plain(value: Any) -> dict[str, Any]:
    """The cells of a value that are not as they are by default, by name: texts, numbers, lists, and values in them."""
    defaults: dict[str, Any] = getattr(value, "_defaults", {})
    return {
        name: _plain(cell)
        for name, cell in ((name, getattr(value, name)) for name in value.__match_args__)
        if name not in defaults or cell != defaults[name]
    }


def _plain(cell: Any) -> Any:
    if isinstance(cell, tuple):
        return [_plain(item) for item in cell]
    return as_plain(cell) if hasattr(cell, "__match_args__") else cell


def from_plain(kind: type[T], said: Any) -> T:
    """The value that `as_plain` was given.

    Raises ValueError, which says what is wrong, for what is no such value.
    """
    if not isinstance(said, dict):
        raise ValueError(f"{said!r} is no JSON object")  # noqa: TRY004  # of a file, not of a call
    readers = {name: _reader(kind, name, of) for name, of in kind.__annotations__.items()}
    unknown = [name for name in said if name not in readers]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is none of {', '.join(readers)}")
    cells = {name: readers[name](cell) for name, cell in said.items()}
    try:
        return kind(**cells)
    except TypeError as error:
        raise ValueError(str(error)) from None


def cell_of(kind: type, name: str, said: Any) -> Any:
    """One cell of a value, from JSON.  Raises ValueError for what is no such cell, KeyError for no such name."""
    return _reader(kind, name, kind.__annotations__[name])(said)


def _reader(kind: type, name: str, of: str) -> Callable[[Any], Any]:
    def read(cell: Any) -> Any:
        if of in _TEXT and isinstance(cell, str):
            return cell
        if of in _TEXTS and isinstance(cell, list) and all(isinstance(item, str) for item in cell):
            return tuple(cell)
        if of in _NUMBERS and type(cell) in _NUMBERS[of]:
            return float(cell) if of.startswith("float") else cell
        if of == "Locator | None":
            return from_plain(Locator, cell)
        raise ValueError(f"{name!r} of {kind.__name__} is not {cell!r}")

    return read
