"""YAML as plain texts, lists and maps: no types, no objects, few aliases, no key twice.

A value is the text that is written: ``no`` stays ``no`` and ``1.10`` stays ``1.10``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgraph.reading.file_limits import MAX_ALIASES, MAX_NESTING, MAX_NODES
from kgraph.reading.plain_files import Data
from kgraph.reading.text_files import whole_text

_TAGS = {"str": "tag:yaml.org,2002:str", "seq": "tag:yaml.org,2002:seq", "map": "tag:yaml.org,2002:map"}
_MERGE = "<<"


def read_yaml(data: Data) -> list[Any]:
    """The documents of a YAML file, as texts, lists and dicts.

    Raises DataError, with line and column, for what is not YAML, tags, keys that stand twice or are not texts,
    aliases and nesting over the limits, and aliases that point into themselves.
    """
    import yaml

    text = whole_text(data)
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        # Depth is checked on the events, before anything that recurses sees them.
        return _Composer(data).documents(yaml.parse(text, Loader=loader))
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

    def documents(self, events: Iterator[Any]) -> list[Any]:
        import yaml

        return [self._value(events) for event in events if isinstance(event, yaml.DocumentStartEvent)]

    def _value(self, events: Iterator[Any]) -> Any:
        """One document, without recursion: a stack of what is open, each with the number of nodes inside."""
        import yaml

        anchors: dict[str, tuple[Any, int]] = {}
        stack: list[_Open] = []
        root: Any = ""
        for event in events:
            if isinstance(event, yaml.DocumentEndEvent):
                break
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
                stack.append(_Open([] if listed else {}, event))
                continue
            else:
                closed = stack.pop()
                value, size, begun = closed.value, closed.size, closed.event
            alias = isinstance(begun, yaml.AliasEvent)
            if begun.anchor and not alias:
                anchors[begun.anchor] = (value, size)
            self._count(size if alias else 1, begun)
            if stack:
                self._put(stack[-1], value, size, begun)
            else:
                root = value
        return root

    def _put(self, parent: _Open, value: Any, size: int, event: Any) -> None:
        import yaml

        parent.size += size
        if isinstance(parent.value, list):
            parent.value.append(value)
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
        mark = event.start_mark
        return self._data.refused(reason, mark.line + 1, mark.column + 1)


class _Open:
    """A list or map whose end has not come yet."""

    def __init__(self, value: list[Any] | dict[str, Any], event: Any) -> None:
        self.value, self.event = value, event
        self.key: str | None = None
        self.size = 1
