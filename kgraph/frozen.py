"""Frozen values without generated code: what ``dataclass(frozen=True, slots=True)`` gives, quicker to import.

A dataclass writes and compiles the source of its methods whenever it is imported.  Two dozen of them cost as much as
the rest of a short command, so the classes that every command needs share these methods instead.  To everybody else
they are dataclasses: `dataclasses.replace`, `fields` and `asdict` work on them.

A value can also be hollow: it has its first cell, the identifier, and fetches the others when one of them is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
Fill = Callable[[Any], Sequence[Any]]


class _Fields:
    """``__dataclass_fields__``, made when somebody asks for it."""

    def __init__(self) -> None:
        self._known: dict[type, dict[str, Any]] = {}

    def __get__(self, instance: object, owner: type) -> dict[str, Any]:
        if owner not in self._known:
            from dataclasses import field, make_dataclass

            defaults = _defaults(owner)
            self._known[owner] = make_dataclass(
                owner.__name__,
                [
                    (name, kind, field(default=defaults[name])) if name in defaults else (name, kind)
                    for name, kind in owner.__annotations__.items()
                ],
            ).__dataclass_fields__  # type: ignore[attr-defined]
        return self._known[owner]


class _Value:
    """The methods that all values share."""

    __slots__ = ("_fill",)
    __match_args__: tuple[str, ...] = ()
    _puts: tuple[Callable[[Any, Any], None], ...] = ()  # what sets each slot, past the guard against setting
    __dataclass_fields__ = _Fields()

    def __init__(self, *given: Any, **named: Any) -> None:
        names = self.__match_args__
        if named or len(given) != len(names):
            known = dict(zip(names, given, strict=False))
            cells = {**_defaults(type(self)), **known, **named}
            wrong = [*(name for name in named if name in known or name not in names), *given[len(names) :]]
            missing = [name for name in names if name not in cells]
            if wrong or missing:
                what = f"is given {wrong[0]!r} too much or twice" if wrong else f"lacks {', '.join(missing)}"
                raise TypeError(f"{type(self).__name__}() {what}")
            given = tuple([cells[name] for name in names])
        for put, cell in zip(self._puts, given, strict=True):
            put(self, cell)

    def __getattr__(self, name: str) -> Any:
        # Only what is not there comes here: no such attribute, or a cell of a hollow value.
        if name == "_fill" or name not in self.__match_args__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        fill, key = self._fill
        for put, cell in zip(self._puts, fill(key), strict=True):
            put(self, cell)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return _cells(self) == _cells(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(_cells(self))

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={cell!r}" for name, cell in zip(self.__match_args__, _cells(self), strict=True))
        return f"{type(self).__qualname__}({inside})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), _cells(self))


def _defaults(kind: type) -> dict[str, Any]:
    found: dict[str, Any] = getattr(kind, "_defaults", {})
    return found


def _cells(value: Any) -> tuple[Any, ...]:
    return tuple([getattr(value, name) for name in value.__match_args__])


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """Make a class of annotated names a frozen value with slots, as a dataclass would be.

    Values are equal when they are of one class and all their cells are equal; they can be hashed when their cells can.
    """
    names = tuple(cls.__annotations__)
    body = {name: item for name, item in cls.__dict__.items() if name not in (*names, "__dict__", "__weakref__")}
    body["_defaults"] = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    body["__slots__"] = body["__match_args__"] = names
    made: Any = type(cls.__name__, (_Value,), body)
    made._puts = tuple([made.__dict__[name].__set__ for name in names])  # noqa: SLF001
    return made  # type: ignore[no-any-return]


def replace(original: T, **changes: Any) -> T:
    """A value with some of its cells changed."""
    names: tuple[str, ...] = original.__match_args__  # type: ignore[attr-defined]
    kind: Any = original.__reduce__()[0]  # a value that knows its graph becomes a plain one
    made: T = kind(**{**dict(zip(names, _cells(original), strict=True)), **changes})
    return made


def hollow(kind: type[T], keys: Iterable[Any], fill: Fill) -> dict[Any, T]:
    """For each key a value of which only the first cell, the key, is there; ``fill(key)`` gives all of its cells."""
    new, put_fill, put_first = object.__new__, _Value._fill.__set__, kind._puts[0]  # type: ignore[attr-defined]  # noqa: SLF001
    made = {}
    for key in keys:
        made[key] = one = new(kind)
        put_fill(one, (fill, key))
        put_first(one, key)
    return made
