"""The words of the service and of assistants: choices are parameters of a request."""

from __future__ import annotations

from kgraph.door_words import PYTHON, DoorWords


def _parameter(name: str, value: object) -> str:
    written = _PARAMETERS.get(name, name)
    return written if value is None else f"{written}={value}"


# Choices whose parameters have names of their own.
_PARAMETERS = {
    "certainties": "certainty",
    "study_kinds": "study",
    "associations": "associations=false",
    "explore_start": "start",
    "explore_end": "end",
}

# What a request cannot ask for has no hint: the time and the files are the service's own, the arithmetic is in every
# answer.
PARAMETERS = DoorWords(
    _parameter,
    {
        **dict.fromkeys(PYTHON.hints, ""),
        "search-names": "Try search with a part of it.",
        "less-search": "ask for fewer hops",
        "any-length": "ask for more hops",
        "more-paths": "top=N shows them",
        "no-hub-penalty": "hub_penalty=off ranks by evidence alone",
        "trace-key": "trace takes a key",
    },
)
