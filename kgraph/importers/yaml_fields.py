"""The fields of maps in a YAML file, with the place of whatever is wrong with one of them."""

from __future__ import annotations

from typing import Any

from kgraph.errors import DataError
from kgraph.reading.plain_files import Data
from kgraph.reading.yaml_files import YamlList, YamlMap

# How YAML writes that there is nothing; values are read as the texts that are written.
_NOTHING = frozenset({"", "null", "Null", "NULL", "~"})


class YamlFields:
    """Takes the values out of the maps of one file.  What is not of the wanted kind raises DataError with its place."""

    def __init__(self, data: Data) -> None:
        self._data = data

    def map(self, raw: YamlMap, key: str) -> YamlMap:
        """The map under a key that must be there."""
        value = raw.get(key)
        if not isinstance(value, YamlMap):
            raise self.at(raw, key, f"a record needs a map under {key!r}")
        return value

    def optional_map(self, raw: YamlMap, key: str) -> YamlMap | None:
        """The map under a key, None where there is nothing."""
        value = raw.get(key, "")
        if isinstance(value, str) and value in _NOTHING:
            return None
        if not isinstance(value, YamlMap):
            raise self.at(raw, key, f"{key!r} is a map")
        return value

    def maps(self, raw: YamlMap, key: str) -> list[YamlMap]:
        """The maps of a list that must be there and hold one at least."""
        value = raw.get(key)
        if not isinstance(value, YamlList) or not value:
            raise self.at(raw, key, f"needs a list of maps under {key!r}")
        for place, member in zip(value.places, value, strict=True):
            if not isinstance(member, YamlMap):
                raise self._data.refused(f"what stands in {key!r} is no map", *place)
        return value

    def optional_maps(self, raw: YamlMap, key: str) -> list[YamlMap]:
        """The maps of a list, or the one map there is; none where there is nothing."""
        value = raw.get(key, "")
        if (isinstance(value, str) and value in _NOTHING) or value == []:
            return []
        return [value] if isinstance(value, YamlMap) else self.maps(raw, key)

    def texts(self, raw: YamlMap, key: str) -> list[str]:
        """The texts under a key that may be missing; one text is a list of it."""
        value = raw.get(key, "")
        texts: list[Any] = value if isinstance(value, YamlList) else [value]
        if not all(isinstance(text, str) for text in texts):
            raise self.at(raw, key, f"{key!r} is a list of texts")
        return [text.strip() for text in texts if text.strip()]

    def optional(self, raw: YamlMap, key: str) -> str:
        """The text under a key, the empty one where it is missing."""
        value = raw.get(key, "")
        if not isinstance(value, str):
            raise self.at(raw, key, f"{key!r} is a text")
        return value.strip()

    def word(self, raw: YamlMap, key: str) -> str:
        """The text under a key; the empty one where it is missing or is something else than a text."""
        value = raw.get(key, "")
        return value.strip() if isinstance(value, str) else ""

    def described(self, raw: YamlMap, key: str, name: str) -> list[YamlMap]:
        """The maps of `optional_maps`, where a plain text stands for a map that has it under `name`."""
        value = raw.get(key, "")
        texts = [(value, raw.places.get(key, raw.place))] if isinstance(value, str) else []
        if isinstance(value, YamlList):
            texts = list(zip(value, value.places, strict=True))
        if not texts or not all(isinstance(text, str) for text, _ in texts):
            return self.optional_maps(raw, key)
        made = []
        for text, place in texts:
            if text.strip() not in _NOTHING:
                made.append(YamlMap(place))
                made[-1][name] = text.strip()
                made[-1].places[name] = place
        return made

    def text(self, raw: YamlMap, key: str) -> str:
        """The text under a key that must be there."""
        value = self.optional(raw, key)
        if not value:
            raise self.at(raw, key, f"lacks {key!r}")
        return value

    def at(self, raw: YamlMap, key: str, reason: str) -> DataError:
        """The error that says what is wrong with a value, or with the map that lacks it."""
        return self._data.refused(reason, *raw.places.get(key, raw.place))

    def place(self, raw: YamlMap, key: str = "") -> str:
        """Where a map or one of its values begins, as ``file:line``."""
        return f"{self._data.name}:{raw.places.get(key, raw.place)[0]}"
