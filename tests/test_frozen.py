"""Frozen values are what dataclasses are, and hollow ones fill themselves once."""

import copy
import dataclasses
import pickle

import pytest

from kgraph.frozen import frozen, hollow, replace


@frozen
class Point:
    """A place."""

    name: str
    x: int = 0
    tags: tuple[str, ...] = ()

    @property
    def doubled(self) -> int:
        return 2 * self.x


@dataclasses.dataclass(frozen=True, slots=True)
class Twin:
    name: str
    x: int = 0
    tags: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("given", "named"),
    [(("a",), {}), (("a", 1), {}), (("a", 1, ("t",)), {}), (("a",), {"tags": ("t",)}), ((), {"name": "a", "x": 2})],
)
def test_values_are_made_compared_and_shown_as_dataclasses_are(given, named):
    """The same arguments give the same cells, representation, equality, hash, copies and fields."""
    mine, twin = Point(*given, **named), Twin(*given, **named)
    assert dataclasses.astuple(mine) == dataclasses.astuple(twin)
    assert repr(mine) == repr(twin).replace("Twin", "Point")
    assert mine == Point(*given, **named)
    assert hash(mine) == hash(Point(*given, **named))
    assert mine != twin
    assert copy.deepcopy(mine) == mine == pickle.loads(pickle.dumps(mine))
    assert [field.name for field in dataclasses.fields(mine)] == [field.name for field in dataclasses.fields(twin)]
    assert replace(mine, x=9) == dataclasses.replace(mine, x=9) == Point(mine.name, 9, mine.tags)
    assert mine.doubled == 2 * mine.x


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), (("a", 1, (), 2), {}), (("a",), {"name": "b"}), (("a",), {"y": 1}), (("a", 1, ()), {"x": 1})],
)
def test_wrong_arguments_are_refused(given, named):
    with pytest.raises(TypeError):
        Point(*given, **named)
    with pytest.raises(TypeError):
        Twin(*given, **named)


def test_values_cannot_be_changed():
    """Neither a cell nor anything else can be set or deleted."""
    for name in ("x", "other"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(Point("a"), name, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        del Point("a").x
    with pytest.raises(AttributeError, match="no attribute 'other'"):
        _ = Point("a").other


def test_a_hollow_value_fills_itself_when_it_is_looked_at_and_only_then():
    asked = []

    def fill(key):
        asked.append(key)
        return [key, 7, ("t",)]

    made = hollow(Point, ["a", "b"], fill)
    assert [value.name for value in made.values()] == ["a", "b"]
    assert asked == []
    assert made["b"].x == 7
    assert made["b"] == Point("b", 7, ("t",))
    assert asked == ["b"]
