"""Values that know their graph: equal to the plain ones, and able to tell what the graph says about them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from kgraph.model import Contents


class Bound:
    """What values of the facade have in common: each is also a plain value of `kgraph.model` or `kgraph.paths`.

    It equals the plain value with the same cells, and is that value when it is pickled.  Subclasses put this class
    first and give a slot to ``_graph``.
    """

    __slots__ = ()

    _graph: Contents
    _plain_class: ClassVar[Any] = None  # the frozen class below it

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._plain_class = next((base for base in cls.__mro__ if "_puts" in base.__dict__), None)

    @classmethod
    def bind(cls, graph: Contents, value: Any, **changed: Any) -> Self:
        """The value as one of this class, with some of its cells changed."""
        one = object.__new__(cls)
        plain = cls._plain_class
        for name, put in zip(plain.__match_args__, plain._puts, strict=True):  # noqa: SLF001
            put(one, changed[name] if name in changed else _cell_of(value, name))
        object.__setattr__(one, "_graph", graph)
        return one

    def plain_cell(self, name: str) -> Any:
        """A cell as the plain value has it."""
        return self._plain_class.__dict__[name].__get__(self)

    def plain_cells(self) -> tuple[Any, ...]:
        """All cells as the plain value has them."""
        return tuple([self.plain_cell(name) for name in self._plain_class.__match_args__])

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, self._plain_class):
            return NotImplemented
        return all(self.plain_cell(name) == _cell_of(other, name) for name in self._plain_class.__match_args__)

    def __hash__(self) -> int:
        return hash(self.plain_cells())

    def __reduce__(self) -> tuple[Any, ...]:
        return (self._plain_class, self.plain_cells())


def _cell_of(value: object, name: str) -> Any:
    return value.plain_cell(name) if isinstance(value, Bound) else getattr(value, name)
