"""YAML as plain texts, lists and maps: no types, no objects, few aliases, no key twice.

A value is the text that is written: ``no`` stays ``no`` and ``1.10`` stays ``1.10``.  Maps and lists know the place of
what is in them, so that whoever finds a value wrong can say where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from kgraph.reading.file_limits import MAX_ALIASES, MAX_NESTING, MAX_NODES
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import whole_text

_TAGS = {"str": "tag:yaml.org,2002:str", "seq": "tag:yaml.org,2002:seq", "map": "tag:yaml.org,2002:map"}
_MERGE = "<<"

Place = tuple[int, int]


class YamlMap(dict[str, Any]):
    """A map; `place` is its own line and column, `places` are those of its values by key."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}


class YamlList(list[Any]):
    """A list; `place` is its own line and column, `places` are those of its members in order."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: list[Place] = []


def read_yaml(data: Data) -> list[Any]:
    """The documents of a YAML file, as texts, lists and dicts.

    Raises DataError, with line and column, for what is not YAML, tags, keys that stand twice or are not texts,
    aliases and nesting over the limits, and aliases that point into themselves.
    """
    return list(_composed(data, in_items=False))


def read_yaml_items(data: Data) -> Iterator[Any]:
    """The members of the lists at the top of a YAML file, and each document that is no list, one at a time.

    For files of many records: the limits on values and aliases hold for each record, not for the file.  Raises
    DataError as `read_yaml` does, perhaps after some records were given.
    """
    return _composed(data, in_items=True)


def _composed(data: Data, *, in_items: bool) -> Iterator[Any]:
    import yaml

    text = whole_text(data)
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        # Depth is checked on the events, before anything that recurses sees them.
        yield from _Composer(data).values(yaml.parse(text, Loader=loader), in_items=in_items)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise data.refused(f"is not YAML: {error.problem or error.context}", *place) from None
    except yaml.YAMLError as error:
        raise data.refused(f"is not YAML: {str(error).splitlines()[0]}") from None


class _Composer:
    """Builds the values of one file from its events."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._aliases = 0
        self._nodes = 0

    def values(self, events: Iterator[Any], *, in_items: bool) -> Iterator[Any]:
        """The documents; with `in_items` the members of those that are lists."""
        import yaml

        for event in events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            first = next(events)
            if not (in_items and isinstance(first, yaml.SequenceStartEvent)):
                yield self._value(chain((first,), events))
                continue
            self._plain_tag(first, "seq")
            for member in events:
                if isinstance(member, yaml.SequenceEndEvent):
                    break
                self._aliases = self._nodes = 0
                yield self._value(chain((member,), events))

    def _value(self, events: Iterator[Any]) -> Any:
        """One whole value, without recursion: a stack of what is open, each with the number of nodes inside."""
        import yaml

        anchors: dict[str, tuple[Any, int]] = {}
        stack: list[_Open] = []
        for event in events:
            begun = event
            if isinstance(event, yaml.ScalarEvent):
                self._plain_tag(event, "str")
                value, size = event.value, 1
            elif isinstance(event, yaml.AliasEvent):
                value, size = self._alias(event, anchors)
            elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                listed = isinstance(event, yaml.SequenceStartEvent)
                self._plain_tag(event, "seq" if listed else "map")
                if len(stack) >= MAX_NESTING:
                    raise self._refused(f"lists and maps stand more than {MAX_NESTING} deep", event)
                at = _place(event)
                stack.append(_Open(YamlList(at) if listed else YamlMap(at), event))
                continue
            else:
                closed = stack.pop()
                value, size, begun = closed.value, closed.size, closed.event
            alias = isinstance(begun, yaml.AliasEvent)
            if begun.anchor and not alias:
                anchors[begun.anchor] = (value, size)
            self._count(size if alias else 1, begun)
            if not stack:
                return value
            self._put(stack[-1], value, size, begun)
        return ""

    def _put(self, parent: _Open, value: Any, size: int, event: Any) -> None:
        import yaml

        parent.size += size
        if isinstance(parent.value, YamlList):
            parent.value.append(value)
            parent.value.places.append(_place(event))
        elif parent.key is None:
            if not isinstance(value, str):
                raise self._refused("a key is a text, not a list or a map", event)
            if value == _MERGE and isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
                raise self._refused("the merge key << means different things to programs; write it out", event)
            if value in parent.value:
                raise self._refused(f"the key {value!r} stands twice in one map", event)
            parent.key = value
        else:
            parent.value[parent.key] = value
            parent.value.places[parent.key] = _place(event)
            parent.key = None

    def _alias(self, event: Any, anchors: dict[str, tuple[Any, int]]) -> tuple[Any, int]:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise self._refused(f"more than {MAX_ALIASES} aliases", event)
        if event.anchor not in anchors:
            raise self._refused(f"the alias *{event.anchor} means nothing here, or itself", event)
        return anchors[event.anchor]

    def _count(self, size: int, event: Any) -> None:
        self._nodes += size
        if self._nodes > MAX_NODES:
            raise self._refused(f"more than {MAX_NODES:,} values, counting what aliases repeat", event)

    def _plain_tag(self, event: Any, kind: str) -> None:
        if event.tag not in (None, "!", _TAGS[kind]):
            raise self._refused(f"the tag {event.tag!r} asks for more than a text, a list or a map", event)

    def _refused(self, reason: str, event: Any) -> Exception:
        return self._data.refused(reason, *_place(event))


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


class _Open:
    """A list or map whose end has not come yet."""

    def __init__(self, value: YamlList | YamlMap, event: Any) -> None:
        self.value, self.event = value, event
        self.key: str | None = None
        self.size = 1
