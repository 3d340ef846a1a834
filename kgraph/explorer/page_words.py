"""The words of the explorer's page: who reads it can try nothing here, so choices are told in plain words."""

from __future__ import annotations

from kgraph.door_words import PYTHON, DoorWords


def _words(name: str, value: object) -> str:
    if name == "max_hops":
        return f"a limit of {value} steps"
    if name == "include":
        return f"{str(value).replace('-', ' ')} claims"
    if name == "via":
        return "“through”"
    return name.replace("_", " ")


PAGE = DoorWords(
    _words,
    {
        **dict.fromkeys(PYTHON.hints, ""),
        "less-search": "ask the command line or the service for fewer hops",
        "any-length": "ask an index for paths of any length",
    },
)
