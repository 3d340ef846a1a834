"""The structured answers of the tools, bounded: what an assistant is given must fit where it reads."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

Json = dict[str, Any]

LONGEST_DATA = 60_000
# Room for saying what was left out.
_ROOM = 1_000
_SHORTENED = "This answer is shortened to {limit:,} characters; left_out says what is missing. Ask for less."


def bounded(data: Json) -> Json:
    """The data if they fit into LONGEST_DATA characters of JSON, else with their longest lists and texts cut short.

    What was cut is said: `shortened` in words, and `left_out` with the items (characters of a text) under each name.
    """
    if _length(data) <= LONGEST_DATA:
        return data
    data, left_out = deepcopy(data), dict[str, int]()
    while _length(data) > LONGEST_DATA - _ROOM:
        holder, name = max(_cuttable(data), key=lambda place: _length(place[0][place[1]]))
        value = holder[name]
        kept = len(value) // 2
        if isinstance(value, str):
            # A line is whole or not there.
            kept = value.rfind("\n", 0, kept) + 1
        left_out[name] = left_out.get(name, 0) + len(value) - kept
        holder[name] = value[:kept]
    return {"shortened": _SHORTENED.format(limit=LONGEST_DATA), "left_out": left_out, **data}


def _cuttable(data: Json) -> list[tuple[Json, str]]:
    """The lists and texts of the data and of the objects in them, each as its holder and its name in it."""
    places: list[tuple[Json, str]] = []
    for name, value in data.items():
        if isinstance(value, dict):
            places += _cuttable(value)
        elif isinstance(value, list | str) and value:
            places.append((data, name))
    return places


def _length(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False))
